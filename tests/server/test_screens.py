"""What people see first, in Swedish: the dashboard, hits on a phone, questions, the way back."""

import pytest
from browsing import find_company, fits_a_phone, log_in, open_action, open_record, press
from network_place import NetworkPlace
from pagero_sandbox import known_companies as companies


REQUEST = 'pagero.connection.request'
HIT = '[name=shown_hit_ids] .o_data_row'
PHONE = {'width': 390, 'height': 844}


@pytest.fixture(scope='module')
def shop(environment, base, tmp_path_factory):
    shop = NetworkPlace(environment, 'screens', tmp_path_factory.mktemp('screens'), base)
    shop.open().begin()
    people = [each['id'] for each in shop.admin.search_read('res.users', [], 'login')]
    # Its first chat would fill a phone.
    shop.admin.call('res.users', 'write', people, {'odoobot_state': 'disabled'})
    yield shop
    shop.close()


@pytest.fixture
def seller(shop, page):
    """The tab of a user who connects customers and writes invoices, logged in."""
    log_in(page, shop.odoo, 'ekonom')
    return page


def test_a_click_on_a_hit_opens_its_details(shop, seller):
    seller.goto(f'{shop.odoo.url}/odoo/pagero-search')
    find_company(seller, '212000-9101')

    seller.click(f'{HIT} td[name=name]')

    seller.wait_for_selector('.modal button[name=action_connect]')
    assert 'Storgatan 1' in seller.locator('.modal-body').inner_text()


def test_a_customer_is_connected_on_a_phone(shop, seller):
    seller.set_viewport_size(PHONE)
    seller.goto(f'{shop.odoo.url}/odoo/pagero-search')
    seller.fill('[name=query] input', '212000-9101')
    seller.keyboard.press('Enter')
    button = seller.locator('[name=shown_hit_ids] .o_kanban_record button[name=action_connect]')

    button.wait_for()

    fits_a_phone(seller, button)


def test_connections_show_their_state_on_a_phone(shop, seller):
    shop.connect_to(companies.ACCEPTS_BY_ITSELF)
    seller.set_viewport_size(PHONE)

    open_action(seller, shop.odoo, shop.admin, 'pagero_connection_action')

    card = seller.locator('.o_kanban_record').filter(has_text='Granvik').first
    assert 'Kopplad' in card.inner_text()


def test_a_request_is_withdrawn_by_its_own_name(shop, seller):
    company = companies.BY_REQUEST
    connection = shop.connect_to(company)
    [request] = shop.papers(REQUEST, connection)
    open_record(seller, shop.odoo, REQUEST, request['id'])

    press(seller, 'action_cancel')
    seller.locator('.modal-footer').get_by_role('button', name='Behåll förfrågan').click()
    seller.wait_for_selector('.modal', state='detached')
    assert shop.papers(REQUEST, connection)[0]['state'] == 'pending'

    press(seller, 'action_cancel')
    seller.locator('.modal-footer').get_by_role('button', name='Återkalla förfrågan').click()
    seller.wait_for_selector('.modal', state='detached')
    assert shop.papers(REQUEST, connection)[0]['state'] == 'cancelled'


def test_what_needs_me_comes_first(shop, seller):
    seller.goto(f'{shop.odoo.url}/odoo/pagero')
    seller.wait_for_selector('.o_pagero_dashboard')

    first = seller.locator('.o_pagero_dashboard .card-body h2').first
    assert first.inner_text() == 'Kräver åtgärd'
    assert seller.locator('.o_pagero_checklist li[data-step=connect]').count() == 0


def test_an_expired_login_is_told_and_begins_nothing_anew(shop, page):
    account = shop.ids['account']
    shop.odoo.query("UPDATE pagero_account SET state = 'expired' WHERE id = %s", (account,))
    log_in(page, shop.odoo)
    page.goto(f'{shop.odoo.url}/odoo/pagero')
    page.wait_for_selector('.o_pagero_dashboard')

    assert page.locator('li[data-step=live][data-done=no]').count() == 0
    shop.odoo.query("UPDATE pagero_account SET state = 'connected' WHERE id = %s", (account,))
