"""What people see first, in Swedish: the dashboard, hits on a phone, questions, the way back."""

from urllib.parse import urlsplit

import pytest
from browsing import find_company, fits_a_phone, log_in, open_action, open_record, press
from inbox_place import Inbox
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


# === THE WAY BACK, AND WHAT IS SAID ONCE === #


def come_from_the_list(shop, page, invoice):
    """The invoice, below its list; the address that it has there."""
    page.goto(f'{shop.odoo.url}/odoo/customer-invoices/{invoice}')
    page.wait_for_selector('.o_form_view')
    return path_of(page)


def path_of(page):
    return urlsplit(page.url).path


def wait_for_path(page, path):
    """A form on top of another one would make it longer."""
    page.wait_for_selector('.o_form_view')
    page.wait_for_function('path => location.pathname === path', arg=path)


def test_the_preview_leads_back_and_fills_the_screen(shop, seller):
    seller.set_viewport_size({'width': 1440, 'height': 900})
    before = come_from_the_list(shop, seller, shop.draft())

    press(seller, 'action_preview_for_pagero')
    seller.wait_for_selector('.o_pagero_paper')
    paper = seller.locator('.o_pagero_paper').bounding_box()
    assert paper['x'] * 2 + paper['width'] == pytest.approx(1440, abs=40)
    seller.click('.o_pagero_preview button:has-text("Tillbaka till fakturan")')

    wait_for_path(seller, before)


def test_a_template_fills_the_draft_in_its_place(shop, seller):
    save = shop.admin.create(
        'pagero.invoice.template.save', {'move_id': shop.draft(), 'name': "Varje månad"}
    )
    shop.admin.call('pagero.invoice.template.save', 'action_save', [save])
    before = come_from_the_list(shop, seller, shop.draft())

    press(seller, 'action_fill_from_template')
    seller.click('.modal button[name=action_use]')

    seller.wait_for_selector('.modal', state='detached')
    wait_for_path(seller, before)


def test_correct_leads_back_to_the_invoice(shop, seller):
    shop.sandbox.post('settings', {'require_known_recipient': True})
    invoice = shop.draft(pagero_order_reference='12345678')
    shop.admin.call('account.move', 'action_post', [invoice])
    shop.odoo.query(
        "UPDATE pagero_document SET state = 'error', error_code = '14300' WHERE move_id = %s",
        (invoice,),
    )
    before = come_from_the_list(shop, seller, invoice)
    press(seller, 'action_open_pagero_documents')
    seller.locator('.o_pagero_cure_button:visible').first.click()
    seller.click('.modal .modal-footer .btn-primary')

    wait_for_path(seller, before)


def test_a_waiting_invoice_says_once_that_it_waits(shop, seller):
    invoice = shop.draft('unknown', pagero_choice='yes')
    shop.admin.call('account.move', 'action_post', [invoice])
    shop.run('ir_cron_pagero_send')
    assert shop.document(invoice)['state'] == 'held'

    open_record(seller, shop.odoo, 'account.move', invoice)

    boxes = seller.locator('.o_form_view .alert:visible')
    boxes.first.wait_for()
    sheet = seller.locator('.o_form_sheet_bg').inner_text()
    assert (boxes.count(), sheet.count('Väntar')) == (1, 1)
    assert boxes.locator('a, button').count() == 1


# === RECEIVED === #


@pytest.fixture
def inbox(shop):
    opened = Inbox(shop)
    opened.begin()
    yield opened
    shop.settings(receives=False)


def test_where_nothing_is_fetched_the_list_says_so_and_leads_there(shop, page):
    shop.settings(receives=False)
    log_in(page, shop.odoo)
    open_action(page, shop.odoo, shop.admin, 'pagero_received_document_action')

    told = page.locator('.o_pagero_received_told')
    told.wait_for()
    assert page.locator('button[name=action_fetch_now]').count() == 0
    told.locator('button').click()
    page.wait_for_selector('.o_form_view [name=receives]')


def test_on_a_phone_it_says_so_too_and_fetches(shop, inbox, page):
    log_in(page, shop.odoo)
    page.set_viewport_size(PHONE)
    open_action(page, shop.odoo, shop.admin, 'pagero_received_document_action')
    page.wait_for_selector('.o_kanban_view button[name=action_fetch_now]')
    assert page.locator('.o_pagero_received_told').count() == 0

    shop.settings(receives=False)
    page.reload()

    page.wait_for_selector('.o_kanban_view .o_pagero_received_told button')
    assert page.locator('button[name=action_fetch_now]').count() == 0


def test_who_may_not_turn_it_on_reads_whom_to_ask(shop, seller):
    shop.settings(receives=False)
    open_action(seller, shop.odoo, shop.admin, 'pagero_received_document_action')

    told = seller.locator('.o_pagero_received_told')
    told.wait_for()
    assert 'administratör' in told.inner_text()
    assert told.locator('button').count() == 0


def test_a_received_document_is_shown_beside_the_list(shop, inbox, seller):
    inbox.supply(kind='invoice', number='BREDVID-1')
    inbox.fetch()
    open_action(seller, shop.odoo, shop.admin, 'pagero_received_document_action')
    seller.wait_for_selector('button[name=action_fetch_now]')
    seller.click('.o_pagero_beside_button')

    seller.click('.o_data_row:has-text("BREDVID-1") td[name=sender_name]')

    paper = seller.locator('.o_pagero_beside .o_pagero_paper')
    paper.wait_for()
    assert 'BREDVID-1' in paper.inner_text()
    seller.locator('.o_pagero_beside button:has-text("Öppna")').click()
    seller.wait_for_selector('.o_form_view:has-text("BREDVID-1")')
    open_action(seller, shop.odoo, shop.admin, 'pagero_received_document_action')
    seller.wait_for_selector('.o_pagero_beside')
    seller.click('.o_pagero_beside_button')
    seller.wait_for_selector('.o_pagero_beside', state='detached')
