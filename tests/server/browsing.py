"""What a person does in Odoo's and the sandbox's pages."""

from datetime import datetime

from setup import other_date
from setup.demo_facts import SANDBOX_LOGIN


def new_context(browser, **options):
    """A browser of one person, whose pages tell our date: Chromium itself has the true clock."""
    context = browser.new_context(**options)
    if other_date.is_entered():
        context.clock.install(time=datetime.now())
    return context


def log_in(page, odoo, login: str = 'admin', password: str = '') -> None:
    """Come to Odoo's home as this user."""
    page.goto(f'{odoo.url}/web/login')
    page.fill('input[name=login]', login)
    page.fill('input[name=password]', password or login)
    page.click('.oe_login_form button[type=submit]')
    page.wait_for_selector('.o_main_navbar')


def open_record(page, odoo, model: str, record_id: int) -> None:
    """Open a record's form by its address."""
    page.goto(f'{odoo.url}/odoo/{model}/{record_id}')
    page.wait_for_selector('.o_form_view')


def press(page, name: str, *, confirm: bool = False) -> None:
    """Press the form's button that calls this method; ``confirm`` says yes to its question."""
    page.click(f'.o_form_view button[name={name}]:visible')
    if confirm:
        page.click('.modal-footer .btn-primary')


def from_the_cog(page, words: str) -> None:
    """Take an action from the menu of the cog."""
    page.click('.o_cp_action_menus button:has(.fa-cog)')
    page.click(f'.o-dropdown--menu >> text={words}')


def log_in_at_pagero(tab, **login: str) -> None:
    """Fill in the sandbox's login page."""
    for name, value in (SANDBOX_LOGIN | login).items():
        tab.fill(f'input[name={name}]', value)
    tab.click('button[name=log_in]')


def allow(tab) -> None:
    """Give the consent that Odoo asks for."""
    tab.click('button[name=decision][value=allow]')
    tab.wait_for_load_state()


def find_company(page, text: str) -> None:
    """Type into the box of the search, press Enter, and wait for what was found."""
    page.fill('[name=query] input', text)
    page.keyboard.press('Enter')
    page.wait_for_selector(f'[name=summary]:has-text("{text} ·")')
    page.wait_for_selector('[name=shown_hit_ids] .o_data_row')


def confirm_connection(page) -> None:
    """From the choice through the sum-up to the connection."""
    page.click('.modal-footer button[name=action_next]')
    page.click('.modal-footer button[name=action_confirm]')
    page.wait_for_selector('.modal', state='detached')


def open_action(page, odoo, session, xml_id: str) -> None:
    """Go where a menu leads."""
    page.goto(f'{odoo.url}/odoo/action-{session.reference(f"pagero_connector.{xml_id}")}')


def fill_in(page, name: str, value: str) -> None:
    """Type into a field of the dialog, or else of the form, and leave it."""
    place = '.modal ' if page.locator('.modal .o_form_view').count() else ''
    box = page.locator(f'{place}[name={name}] input, {place}[name={name}] textarea').first
    box.fill(value)
    box.press('Tab')


def step(page, key: str):
    """A step of the checklist."""
    return page.locator(f'.o_pagero_checklist li[data-step={key}]')


def open_step(page, key: str):
    """Unfold a step of the checklist."""
    line = step(page, key)
    line.wait_for()
    if line.locator('button[aria-expanded=true]').count() == 0:
        line.locator('button[aria-expanded]').click()
        line.locator('button[aria-expanded=true]').wait_for()  # its buttons come with the redrawing
    return line


def fits_a_phone(page, *wanted) -> None:
    """On a phone nothing has to be scrolled sideways, and what is wanted can be pressed there."""
    before, phone = page.viewport_size, {'width': 390, 'height': 844}
    page.set_viewport_size(phone)
    # Odoo changes to its small menu a little later.
    page.wait_for_function('document.documentElement.scrollWidth <= innerWidth')
    for each in wanted:
        each.scroll_into_view_if_needed()
        box = each.bounding_box()
        assert box['x'] >= 0, box
        assert box['x'] + box['width'] <= phone['width'], box
        each.click(trial=True)
    root = page.locator('.o_content, .o_action').first
    assert root.evaluate('element => element.scrollWidth <= element.clientWidth')
    page.set_viewport_size(before)


def choose(page, field, words: str) -> None:
    """Take an item of a selection by its words."""
    field.locator('input').click()
    page.locator('.o_select_menu_item').filter(has_text=words).first.click()
