"""All views of the addon in a browser: axe-core finds nothing serious, and nothing is cut off.

With ``--pictures FOLDER`` they are photographed as well, in three widths and two languages.
"""

import re
from collections import defaultdict

import pytest
from browsing import allow, log_in, log_in_at_pagero, new_context
from every_view import Gallery, Sight
from setup import axe
from setup.cache import Missing


WIDTHS = (1440, 390)
HEIGHTS = {1440: 900, 1280: 800, 390: 844}
SERIOUS = ('serious', 'critical')
ANY = ('minor', 'moderate', *SERIOUS)
# What Odoo draws, on all of its pages: (rule, or '' for all; where): why we leave it.
CORES_OWN = {
    ('', '.o_control_panel'): "The search, the buttons and the pager above every view.",
    ('', '.o-mail-Chatter'): "The messages beside a form.",
    ('aria-required-parent', '.o_notebook_headers'): "Its tabs stand in no list of tabs.",
    ('aria-dialog-name', '.modal'): "Its dialogs have a title, and don't point to it.",
    ('button-name', '.o_optional_columns_dropdown'): "The switch of optional columns.",
    ('button-name', '.o_clipboard_button'): "The button that copies a value.",
    ('label', '.o_list_record_selector'): "The boxes that select rows.",
    ('label', '.o_data_cell .o-checkbox'): "A tick in a list has its column's heading only.",
    ('label', '.o_field_daterange'): "The second day of a period.",
    ('aria-prohibited-attr', '.o_field_daterange'): "The arrow between its days.",
    ('label', '.o_field_binary'): "The name of a file.",
    ('scrollable-region-focusable', '.o_list_renderer'): "A list that is wider than a phone.",
    ('autocomplete-valid', '.o_select_menu_input'): "Its word against the browser's proposals.",
    ('aria-allowed-attr', '.o_tag, .o-autocomplete--input, .o_select_menu, .o_progressbar'): (
        "Selections, tags and bars carry marks that their role doesn't know."
    ),
    ('image-alt', '.o_avatar, .o_m2o_avatar, .o_field_many2one_avatar_user'): "Faces of users.",
    ('role-img-alt', '.o-mail-ActivityButton'): "The clock of activities in lists.",
    ('color-contrast', '.o_field_actionable_errors'): "The links of its own boxes.",
    ('frame-title', '.o_pdfview_iframe'): "The frame around a PDF.",
}
# Where something of ours begins in a view of Odoo's.
OURS = '[name*="pagero"], [id*="pagero"], [for*="pagero"], [class*="o_pagero"]'
# What stands in a view, or in a page of ours, once its records have come.
DRAWN = (
    '.o_renderer, .o_form_renderer, .o_pivot, .o_graph_renderer, [class*=o_pagero_] .container-xl'
)
DRAWN += ', .o_pagero_preview_content'
LISTS = re.compile('list|network_search_view')  # one of them stands in a form
CUT_HEADINGS = """table => [...table.querySelectorAll("th .text-truncate")]
    .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.innerText)"""
# Buttons above a view that take two lines, and a title that is not read to its end.
CRAMPED = """() => {
    const buttons = [...document.querySelectorAll(".o_control_panel_main_buttons > .btn")];
    const broken = buttons.filter((each) => each.getClientRects()[0]?.height > 45);
    const titles = [...document.querySelectorAll(".o_breadcrumb .active, .o_breadcrumb .active *")];
    const cut = titles.filter((each) => each.scrollWidth > each.clientWidth && each.clientWidth);
    return [...broken, ...cut].map((each) => each.innerText);
}"""
# A value that stands in a sentence and breaks it, a button that lies on the steps beside it.
UNTIDY = """() => {
    const values = [...document.querySelectorAll(".o_pagero_view .oe_inline.o_field_char")];
    const boxes = values.filter((each) => each.matches(".o_readonly_modifier")
        && getComputedStyle(each).display !== "inline");
    const steps = document.querySelector(".o_pagero_view .o_statusbar_status");
    const { left, bottom } = steps?.getBoundingClientRect() || { left: Infinity, bottom: 0 };
    const buttons = document.querySelectorAll(".o_pagero_view .o_statusbar_buttons > .btn");
    const beneath = [...buttons].filter((each) => {
        const box = each.getBoundingClientRect();
        return box.top < bottom && box.right > left + 1;
    });
    return [...boxes, ...beneath].map((each) => each.innerText);
}"""
STILL = '*, *::before, *::after { transition: none !important; animation: none !important; }'
ACT = """async (action) => {
    const { dialog, action: actions } = odoo.__WOWL_DEBUG__.root.env.services;
    dialog.closeAll();
    const isPage = Boolean(action.id && action.context);
    const options = isPage ? { additionalContext: action.context } : {};
    await actions.doAction(isPage ? action.id : action, { clearBreadcrumbs: true, ...options });
}"""
LOOK = """async ([root, ours, impacts, coresOwn]) => {
    const { violations } = await axe.run(root, { resultTypes: ["violations"], iframes: false });
    const found = [];
    for (const { id, nodes } of violations.filter(({ impact }) => impacts.includes(impact))) {
        for (const { target, html, failureSummary } of nodes) {
            // Null where it was drawn anew meanwhile.
            const element = document.querySelector(target.at(-1));
            const isOurs = element && (!ours || element.closest(ours));
            const isCores = ([rule, place]) => ["", id].includes(rule) && element.closest(place);
            if (isOurs && !coresOwn.some(isCores)) {
                found.push(`${id}: ${html.slice(0, 300)}\n    ${failureSummary}`);
            }
        }
    }
    return found;
}"""


@pytest.fixture(scope='module')
def gallery(environment, base, tmp_path_factory):
    gallery = Gallery(environment, 'gallery', tmp_path_factory.mktemp('gallery'), base)
    yield gallery.open()
    gallery.close()


@pytest.fixture(scope='module')
def axe_script():
    try:
        return axe.script()
    except Missing as missing:
        pytest.skip(f'axe-core cannot be fetched from npm: {missing}')


class Walk:
    """An administrator who goes from view to view; her browser holds axe-core."""

    def __init__(self, page, gallery, pictures=None):
        self.page, self.gallery, self.pictures = page, gallery, pictures
        log_in(page, gallery.odoo)
        page.add_style_tag(content=STILL)

    def shown(self):
        """(sight, name) of each view and each of its tabs, while it is on the screen."""
        for sight in self.gallery.sights():
            self.open(sight)
            yield sight, sight.name
            for tab in self._tabs(sight):
                tab.click()
                yield sight, f'{sight.name}-{tab.get_attribute("name")}'

    def open(self, sight):
        """Until its records are shown."""
        self.page.evaluate(ACT, sight.action)
        self.page.wait_for_selector(DRAWN)

    def _tabs(self, sight):
        """The other tabs of the form, of Odoo's forms our own only."""
        name = '' if sight.is_ours else '[name*=pagero]'
        tabs = self.page.locator(f'{self.root} .o_notebook_headers .nav-link{name}')
        return [tab for tab in tabs.all() if 'active' not in tab.get_attribute('class')]

    @property
    def root(self):
        """What the action has opened: a dialog, or the page."""
        return '.modal' if self.page.locator('.modal').count() else '.o_action_manager'

    def faults(self, sight):
        """What axe-core finds serious in what is ours."""
        ours = None if sight.is_ours else OURS
        return self.page.evaluate(LOOK, [self.root, ours, SERIOUS, list(CORES_OWN)])

    def is_too_wide(self):
        """Whether the page itself has to be scrolled sideways."""
        return self.page.evaluate('document.documentElement.scrollWidth > innerWidth')

    def photograph(self, name):
        """Where pictures are wanted."""
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.pictures / f'{name.replace(".", "_")}.png')


def words(faults):
    """One line for each element: the same one stands in many views."""
    return '\n'.join(
        f'{line}\n    in {", ".join(sorted(places))}' for line, places in faults.items()
    )


@pytest.mark.parametrize('width', WIDTHS)
def test_nothing_serious_is_found(gallery, page, axe_script, pictures, width):
    page.context.add_init_script(path=axe_script)
    page.set_viewport_size({'width': width, 'height': HEIGHTS[width]})
    walk = Walk(page, gallery, pictures and pictures / f'sv-{width}')
    faults, wide, untidy, seen = defaultdict(set), [], {}, 0
    for sight, name in walk.shown():
        seen += 1
        walk.photograph(name)
        wide += [name] if walk.is_too_wide() else []
        if texts := page.evaluate(UNTIDY):
            untidy[name] = texts
        for fault in walk.faults(sight):
            faults[fault].add(name)

    assert not faults, words(faults)
    assert not wide
    assert not untidy
    assert seen > 100


def test_our_lists_fit_a_laptop(gallery, page):
    page.set_viewport_size({'width': 1280, 'height': HEIGHTS[1280]})
    walk = Walk(page, gallery)
    lists = [each for each in gallery.sights() if LISTS.search(each.name) and each.is_ours]
    wide, cut = [], {}
    for sight in lists:
        walk.open(sight)
        table = page.locator('.o_list_renderer').first
        wide += (
            [sight.name] if table.evaluate('each => each.scrollWidth > each.clientWidth') else []
        )
        if headings := table.evaluate(CUT_HEADINGS):
            cut[sight.name] = headings

    assert not wide
    assert not cut
    assert len(lists) > 15


def test_titles_and_buttons_above_are_whole(gallery, page):
    """Where the menus lead, so by the names that people see."""
    page.set_viewport_size({'width': 1280, 'height': HEIGHTS[1280]})
    walk = Walk(page, gallery)
    taxes = gallery.admin.reference('account.action_tax_form')
    sights = [each for each in gallery.sights() if each.name.startswith('menu_')]
    cramped = {}
    for sight in [*sights, Sight('taxes', taxes)]:
        walk.open(sight)
        if texts := page.evaluate(CRAMPED):
            cramped[sight.name] = texts

    assert not cramped
    assert len(sights) > 15


def test_a_draft_is_checked_on_a_phone(gallery, page):
    """Confirm stands at the top, Check and Preview one press away; what is found can be read."""
    page.set_viewport_size({'width': 390, 'height': HEIGHTS[390]})
    log_in(page, gallery.odoo)
    page.add_style_tag(content=STILL)
    window = {
        'type': 'ir.actions.act_window',
        'res_model': 'account.move',
        'views': [[False, 'form']],
    }
    page.evaluate(ACT, {**window, 'res_id': gallery.of['draft']})
    buttons = page.locator('.o_statusbar_buttons')
    buttons.locator('button[name=action_post]').wait_for()
    page.locator('[name=send_with_pagero] input').check()
    assert buttons.bounding_box()['width'] <= 390

    buttons.locator('button:has(.oi-ellipsis-v)').click()
    for name in ('action_preview_for_pagero', 'action_check_for_pagero'):
        button = page.locator(f'.o-dropdown--menu button[name={name}]')
        button.wait_for()
        box = button.bounding_box()
        assert box['x'] >= 0
        assert box['x'] + box['width'] <= 390
    button.click()

    cells = page.locator('.modal .o_pagero_stacks tbody td')
    cells.first.wait_for()
    assert min(cell.bounding_box()['width'] for cell in cells.all()) > 250


@pytest.mark.parametrize('width', WIDTHS)
def test_the_pages_of_the_login_too(gallery, page, axe_script, width):
    """Where Pagero's login leads back to: refused, and done."""
    page.context.add_init_script(path=axe_script)
    page.set_viewport_size({'width': width, 'height': HEIGHTS[width]})
    log_in(page, gallery.odoo)
    page.goto(f'{gallery.odoo.url}/pagero/oauth/callback')
    assert page.evaluate(LOOK, ['body', None, ANY, []]) == []

    account = gallery.ids['account']
    page.goto(gallery.admin.call('pagero.account', 'action_connect', [account])['url'])
    log_in_at_pagero(page)
    allow(page)
    assert page.url.startswith(gallery.odoo.url)
    assert page.evaluate(LOOK, ['body', None, ANY, []]) == []


@pytest.mark.parametrize(
    ('language', 'width'), [('sv', 1280), ('en', 1440), ('en', 1280), ('en', 390)]
)
def test_pictures(gallery, browser, pictures, language, width):
    """Only where they are wanted; the Swedish ones of the widths above are taken there."""
    if not pictures:
        pytest.skip('no --pictures FOLDER was asked for')
    lang = {'sv': 'sv_SE', 'en': 'en_US'}[language]
    gallery.admin.call('res.users', 'write', [gallery.admin.uid], {'lang': lang})
    context = new_context(browser, viewport={'width': width, 'height': HEIGHTS[width]})
    walk = Walk(context.new_page(), gallery, pictures / f'{language}-{width}')
    for _sight, name in walk.shown():
        walk.photograph(name)
    context.close()
    gallery.admin.call('res.users', 'write', [gallery.admin.uid], {'lang': 'sv_SE'})
