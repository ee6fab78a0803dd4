"""*Pagero* in the list of apps leads a newcomer from nothing to live, and the tour shows the way.

An empty company, a real Odoo and a real sandbox: what the tour by itself can't do is done here, the
login in Pagero's own pages and the passing of time.
"""

import time

import empty_place
import pytest
from browsing import allow, log_in, log_in_at_pagero, step
from pagero_sandbox.known_companies import ACCEPTS_BY_ITSELF
from setup.processes import wait_until
from setup.scenario import POLL


COMPANY_ID = '11111111-1111-4111-8111-111111111111'
ENDS = ('tour succeeded', 'FAILED')
APP = '.o_app[data-menu-xmlid="pagero_connector.menu_pagero_app"]'
STEPS = {
    'interest', 'quote', 'agreement', 'login', 'connect', 'company', 'bank', 'tag', 'customer',
    'test', 'live',
}  # fmt: skip


@pytest.fixture(scope='module')
def base_of_nothing(environment):
    return empty_place.make_base(environment)


@pytest.fixture
def empty(environment, tmp_path, base_of_nothing):
    opened = empty_place.EmptyPlace(environment, tmp_path, base_of_nothing)
    yield opened.open()
    opened.close()


def open_the_app(page, odoo):
    """As somebody who has never been there."""
    page.goto(f'{odoo.url}/odoo')
    be_at_home(page)
    page.click('.o_navbar_apps_menu button')
    page.click(APP)
    page.wait_for_selector('.o_pagero_dashboard')


def be_at_home(page):
    """The home action is there: when it comes, it closes a menu that was opened before."""
    page.wait_for_selector('.o_action_manager > *')


def speak(place, language):
    place.admin.call('res.users', 'write', [place.admin.uid], {'lang': language})


@pytest.mark.parametrize('language', ['sv_SE', 'en_US'])
def test_the_tour_goes_from_nothing_to_live(empty, page, language):
    speak(empty, language)
    log_in(page, empty.odoo)
    open_the_app(page, empty.odoo)  # where a newcomer starts it
    page.evaluate('url => localStorage.setItem("pagero_tour_sandbox", url)', empty.sandbox.url)
    connect_in_pagero_online(empty)
    said, tabs = [], []
    page.on('console', lambda message: said.append(message.text))
    page.context.on('page', lambda opened: tabs.append(opened))

    page.evaluate('odoo.startTour("pagero_tour", { startUrl: "" })')
    tab = first_tab(page, tabs, said)
    log_in_at_pagero(tab)
    allow(tab)
    tab.close()

    assert 'tour succeeded' in last_words(empty, page, said)
    assert empty.done() == STEPS
    assert empty.values('is_live')['is_live']
    [document] = empty.admin.search_read('pagero.document', [], 'state', 'send_mode')
    assert (document['state'], document['send_mode']) == ('delivered', 'Test')


def connect_in_pagero_online(place):
    """What a salesperson does there where Odoo asks public sources only."""
    company = ACCEPTS_BY_ITSELF
    endpoint = company['electronicIds'][0]
    recipient = {'name': company['name'], 'org_number': endpoint.removeprefix('0007:')}
    recipient |= {'endpoint': endpoint, 'connection': 'connected'}
    place.sandbox.post('recipients', [recipient])


def first_tab(page, tabs, said):
    """Pagero's login, half of the way from the start; or why the tour came to an end before."""

    def opened():
        page.wait_for_timeout(200)  # the page's requests pass through this process
        return tabs or any(each.startswith(ENDS) for each in said)

    wait_until(opened, 240, "Pagero's login has opened")
    assert tabs, '\n'.join(said)
    return tabs[0]


def last_words(place, page, said):
    """What the tour says at its end; meanwhile what Pagero has delivered is asked for."""
    woken_at = 0.0

    def ended():
        nonlocal woken_at
        page.wait_for_timeout(200)  # the page's requests pass through this process
        processing = place.admin.call(
            'pagero.document', 'search_count', [('state', '=', 'processing')]
        )
        if processing and time.monotonic() - woken_at > 3:
            place.odoo.wake(POLL)
            woken_at = time.monotonic()
        return next((each for each in said if each.startswith(ENDS)), None)

    return wait_until(ended, 240, 'the tour has ended')


def test_a_newcomer_sees_where_it_begins(empty, page):
    """The first step, who does it, and the button that starts the tour."""
    log_in(page, empty.odoo)
    open_the_app(page, empty.odoo)

    assert page.locator('.o_pagero_current').get_attribute('data-step') == 'interest'
    assert 'Administratör' in step(page, 'interest').inner_text()
    page.click('button[name=start_tour]')

    page.locator('.o_tour_pointer').wait_for()


def test_the_pointer_goes_ahead_of_the_hand(empty, page):
    """By hand: each press of a person brings the pointer to the next thing, up to the login."""
    log_in(page, empty.odoo)
    open_the_app(page, empty.odoo)
    page.click('button[name=start_tour]')

    go(page, step_button('interest', 'go'))
    write(page, '.modal [name=interest_org_number] input', '556999-1200')
    write(page, '.modal [name=interest_invoices_per_year] input', '1200')
    go(page, '.modal button[name=action_send]')
    for each in ('quote', 'agreement', 'login'):
        go(page, step_button(each, 'tick'))
    go(page, step_button('connect', 'go'))
    write(page, '.o_form_view [name=pagero_company_id] input', COMPANY_ID)
    pointed_at(page, '.o_form_view [name=client_id] input')


def step_button(key, name):
    return f'.o_pagero_checklist li[data-step={key}] button[name={name}]'


def pointed_at(page, place):
    """The pointer has come to a thing that can be seen, and stays there."""
    target, pointer = page.locator(place), page.locator('.o_tour_pointer')

    def is_there():
        page.wait_for_timeout(100)
        if not (target.is_visible() and pointer.is_visible()):
            return False
        tip, box = pointer.bounding_box(), target.bounding_box()
        across = tip['x'] + tip['width'] / 2 - box['x']
        below = tip['y'] + tip['height'] / 2 - box['y']
        reach = 60
        is_beside = -reach < across < box['width'] + reach
        return is_beside and -reach < below < box['height'] + reach

    wait_until(is_there, 20, f'the pointer is at {place}')
    return target


def go(page, place):
    pointed_at(page, place).click()


def write(page, place, words):
    """As a person types: letter by letter."""
    pointed_at(page, place).press_sequentially(words)


def test_every_step_says_who_does_it_and_leads_to_its_place(empty, page):
    log_in(page, empty.odoo)
    open_the_app(page, empty.odoo)
    steps = empty.values('checklist')['checklist']['steps']

    assert {each['key'] for each in steps} == STEPS
    assert all(each['who'] and each['words'] and each['button'] for each in steps)


def test_an_accountant_sees_whom_to_ask(empty, page):
    """No contract, no login, and no right to change that."""
    empty.admin.call('pagero.dashboard', 'load')  # an administrator's first look makes the account
    log_in(page, empty.odoo, 'ekonom')
    page.goto(f'{empty.odoo.url}/odoo/pagero')
    page.wait_for_selector('.o_pagero_dashboard')

    assert page.locator('button[name=start_tour]').count() == 0
