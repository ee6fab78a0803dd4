"""What sales staff do in the browser, in Swedish: walkthroughs W5, W6 and W7."""

import pytest
from browsing import confirm_connection, find_company, log_in, open_record, press
from network_place import CHASE, EVERYTHING, NETWORK, NetworkPlace
from pagero_sandbox import known_companies as companies
from rough_place import SEND
from setup import scenario
from setup.rpc import OdooError


REQUEST, ORDER = 'pagero.connection.request', 'pagero.routing.order'
GRANVIK = companies.ACCEPTS_BY_ITSELF
HIT = '[name=shown_hit_ids] .o_data_row'


@pytest.fixture(scope='module')
def shop(environment, base, tmp_path_factory):
    shop = NetworkPlace(environment, 'sales', tmp_path_factory.mktemp('sales'), base)
    shop.open().begin()
    yield shop
    shop.close()


@pytest.fixture
def seller(shop, page):
    """The tab of somebody who connects customers, logged in."""
    log_in(page, shop.odoo, 'ekonom')
    return page


# === W5: SEARCH AND CONNECT AT ONCE === #


def test_search_and_connect_at_once(shop, seller):
    come_to_the_search_from_everywhere(shop, seller)
    be_told_about_a_wrong_check_digit(shop, seller)
    find_the_same_company_by_every_number(shop, seller)
    be_advised_to_use_a_number(shop, seller)
    look_at_the_details(shop, seller)
    partner_id = connect_with_a_customer_number(shop, seller)
    meet_it_again(shop, seller, partner_id)
    connect_again_who_was_lost(shop, seller)
    find_nobody_and_print_instead(shop, seller)
    see_that_a_source_is_down(shop, seller)
    connect_others_without_a_number(shop, seller)
    assert shop.odoo.complaints() == []
    be_told_that_a_company_has_left(shop)  # Odoo logs what it refuses


def come_to_the_search_from_everywhere(shop, page):
    """W5.1: from the dashboard, from a customer, and from the list of customers."""
    page.goto(f'{shop.odoo.url}/odoo/pagero')
    page.click('button[name=add_customer]')
    page.wait_for_selector('[name=query] input')
    assert page.input_value('[name=query] input') == ''
    open_record(page, shop.odoo, 'res.partner', shop.ids['unknown'])
    page.click('.o_notebook a[name=pagero]')
    press(page, 'action_search_pagero_network')
    page.wait_for_selector('[name=query] input')
    assert page.input_value('[name=partner_id] input') == 'Okänd Kund AB'
    page.goto(
        f'{shop.odoo.url}/odoo/action-{shop.admin.reference("account.res_partner_action_customer")}'
        '?view_type=list'
    )
    page.click('.o_facet_remove')  # only those who were invoiced already
    page.click('.o_data_row:has-text("Okänd Kund AB") .o_list_record_selector input')
    page.click('.o_cp_action_menus button:has(.fa-cog)')
    page.click('.o-dropdown--menu >> text=Sök i Pagero Network')
    page.wait_for_selector('[name=query] input')
    assert page.input_value('[name=partner_id] input') == 'Okänd Kund AB'


def be_told_about_a_wrong_check_digit(shop, page):
    """W5.1: from the menu; the sentence says what the last digit should be."""
    page.goto(f'{shop.odoo.url}/odoo/customer-invoices')
    page.click('.o_menu_sections >> text=Pagero')
    page.click('.o-dropdown--menu >> text=Sök i nätverket')
    page.wait_for_selector('[name=query] input')
    page.fill('[name=query] input', '212000-9102')
    page.keyboard.press('Enter')
    sentence = page.locator('.alert-danger:visible').inner_text()
    assert 'Kontrollsiffran' in sentence
    assert 'slutar ett svenskt organisationsnummer här på 1' in sentence
    assert page.input_value('[name=query] input') == '212000-9102'


def find_the_same_company_by_every_number(shop, page):
    """W5.2: one hit, whichever number is typed, from both sources without doubles."""
    for typed in ('212000-9101', 'SE212000910101', '7359910000017', '0007:2120009101'):
        find_company(page, typed)
        assert page.locator(HIT).count() == 1
        assert GRANVIK['name'] in page.locator(HIT).inner_text()
    summary = page.locator('[name=summary]').inner_text()
    assert summary == f'{typed} · Pagero Network 1 · Peppol Directory 1 · Peppol SMP 1'


def be_advised_to_use_a_number(shop, page):
    """W5.2: a name finds all of that name, and the advice to search by a number."""
    find_company(page, companies.SAME_NAME[0]['name'])
    assert page.locator(HIT).count() == 2
    assert 'Flera företag kan ha samma namn' in page.locator('.alert-info:visible').inner_text()
    find_company(page, '*kommun')
    assert page.locator(HIT).count() >= 20
    first = page.locator(HIT).first.inner_text()
    page.click('button[name=action_next_page]')
    page.wait_for_selector('button[name=action_previous_page]')
    assert page.locator(HIT).first.inner_text() != first
    page.click('button[name=action_previous_page]')
    page.wait_for_selector('button[name=action_previous_page]', state='detached')
    assert page.locator(HIT).first.inner_text() == first


def look_at_the_details(shop, page):
    """W5.3: who it is and how it takes documents, before deciding."""
    find_company(page, '212000-9101')
    page.click(f'{HIT} button[name=action_details]')
    details = page.locator('.modal-body')
    details.wait_for()
    for words in (
        GRANVIK['name'],
        '212000-9101 · GLN 7359910000017',
        '0007:2120009101, 0088:7359910000017',
        'Storgatan 1, 199 01 Granvik, SE',
        'Faktura, Kreditfaktura',
        'Godkänner automatiskt',
        'Pagero Network, Peppol Directory',
    ):
        assert words in details.inner_text()


def connect_with_a_customer_number(shop, page):
    """W5.4: two functions, a customer number, the sum-up, and it is connected."""
    page.click('.modal-footer button:has-text("Skapa koppling")')
    page.wait_for_selector('.modal [name=capability_ids] .o_data_row')
    assert page.locator('.modal [name=is_chosen] input:checked').count() == 2
    page.fill('.modal [name=customer_numbers] input', '1001')
    page.click('.modal-footer button:has-text("Nästa")')
    page.wait_for_selector('.modal-footer button:has-text("Bekräfta")')
    summed_up = page.locator('.modal-body').inner_text()
    for words in ('212000-9101', 'Faktura, Kreditfaktura', '1001', 'Kunden kopplas direkt'):
        assert words in summed_up
    page.click('.modal-footer button:has-text("Bekräfta")')
    page.wait_for_selector('.o_form_view .o_statusbar_status >> text=Kopplad')
    [connection] = connections(shop, GRANVIK, 'state', 'partner_id', 'customer_number')
    assert (connection['state'], connection['customer_number']) == ('connected', '1001')
    partner_id = connection['partner_id'][0]
    open_record(page, shop.odoo, 'res.partner', partner_id)
    page.click('.o_notebook a[name=pagero]')
    tab = page.locator('.o_notebook_content')
    assert 'Kopplad' in tab.inner_text()
    assert '1001' in tab.locator('[name=pagero_number_ids]').inner_text()
    assert page.locator('[name=pagero_is_public_sector] input').is_checked()
    return partner_id


def meet_it_again(shop, page, partner_id):
    """W5.5: it is marked, opens what there is, and makes no second one."""
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    find_company(page, '212000-9101')
    assert 'Kopplad' in page.locator(HIT).inner_text()
    assert page.locator(f'{HIT} button[name=action_connect]').count() == 0
    page.click(f'{HIT} button[name=action_open]')
    page.wait_for_selector('.o_form_view .o_statusbar_status')
    assert len(connections(shop, GRANVIK, 'state')) == 1
    listed = shop.sandbox.get('network/connections')
    assert sum(each['recipientId'] == GRANVIK['id'] for each in listed) == 1


def connect_again_who_was_lost(shop, page):
    """A delivery taught that the customer isn't found; it is connected again from the same hit."""
    lost = "UPDATE pagero_connection SET state = 'not_found' WHERE network_company_id = %s"
    shop.odoo.query(lost, (GRANVIK['id'],))
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    find_company(page, '212000-9101')
    assert 'Hittades inte' in page.locator(HIT).inner_text()
    page.click(f'{HIT} button[name=action_connect]')
    page.wait_for_selector('.modal [name=capability_ids] .o_data_row')
    confirm_connection(page)
    page.wait_for_selector('.o_form_view .o_statusbar_status >> text=Kopplad')
    assert [each['state'] for each in connections(shop, GRANVIK, 'state')] == ['connected']


def find_nobody_and_print_instead(shop, page):
    """W5.6: nobody is there; the customer with that number gets its invoices on paper."""
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    page.fill('[name=query] input', '559001-2349')
    page.keyboard.press('Enter')
    page.wait_for_selector('text=Inget företag hittades')
    assert page.locator('button:has-text("Bjud in")').is_visible()
    assert page.input_value('[name=partner_id] input') == 'Okänd Kund AB'
    page.click('button:has-text("Skriv ut fakturor")')
    page.wait_for_selector('.o_breadcrumb:has-text("Okänd Kund AB")')
    method = shop.admin.read('res.partner', shop.ids['unknown'], 'invoice_sending_method')
    assert method['invoice_sending_method'] == 'manual'


def see_that_a_source_is_down(shop, page):
    """W5.7: what the other one found is there all the same."""
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    for number, fault, words in (
        ('559910-6001', {'fault': '503'}, 'Peppol Directory gav ett svar'),
        ('559910-7009', {'fault': 'slow', 'seconds': 9}, 'Peppol Directory svarade inte i tid'),
    ):
        shop.fault(path='^/directory/', times=None, **fault)
        find_company(page, number)
        assert words in page.locator('.alert-warning:visible').inner_text()
        assert page.locator(HIT).count() == 1
        shop.sandbox.delete('faults')


def connect_others_without_a_number(shop, page):
    """W5.8: a number is added later to one, and never to another."""
    later = shop.connect_to(companies.NO_TESTS)
    never = shop.connect_to(companies.DANISH)
    assert shop.connection(never, 'state', 'customer_number') == {
        'id': never, 'state': 'connected', 'customer_number': False}  # fmt: skip
    open_record(page, shop.odoo, 'pagero.connection', later)
    page.fill('.o_form_view [name=customer_number] input', '2002')
    page.click('.o_form_button_save')
    page.wait_for_selector('.o_form_status_indicator_buttons.invisible', state='attached')
    assert shop.connection(later, 'customer_number')['customer_number'] == '2002'
    [theirs] = [
        each
        for each in shop.sandbox.get('network/connections')
        if each['recipientId'] == companies.NO_TESTS['id']
    ]
    assert theirs['customerNumbers'] == ['2002']


def be_told_that_a_company_has_left(shop):
    """It was there when it was found: nothing is changed here, and the sentence says what to do."""
    dialog = shop.asks(companies.FINNISH)
    shop.sandbox.delete(f'network/companies/{companies.FINNISH["id"]}')
    with pytest.raises(OdooError, match=r'no longer in the network\. Search again') as refusal:
        shop.confirm(dialog)
    assert refusal.value.kind == 'UserError'
    assert connections(shop, companies.FINNISH, 'state') == []
    named = [('name', '=', companies.FINNISH['name'])]
    assert shop.admin.search_read('res.partner', named, 'name') == []


# === W6: REQUEST === #


def test_a_connection_request(shop, seller):
    request = ask_for_a_connection(shop, seller)
    invoice_id = post_and_be_told_that_it_waits(shop, seller, request)
    be_accepted_on_the_recipients_page(shop, seller, request, invoice_id)
    be_denied_and_ask_again(shop, seller)
    be_reminded_of_an_old_one(shop, seller)
    see_a_late_yes(shop, seller)


def ask_for_a_connection(shop, page):
    """W6.1: the recipient's questions are answered; the request is pending."""
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    find_company(page, '232100-9108')
    page.click(f'{HIT} button[name=action_connect]')
    page.wait_for_selector('.modal [name=answer_ids] .o_data_row')
    page.fill('.modal [name=message] textarea', 'Hej, vi levererar kaffe till er.')
    page.click('.modal-footer button:has-text("Nästa")')
    page.wait_for_selector('.o_notification, .modal:has-text("Besvara frågan")')
    page.locator('.modal button:has-text("Stäng")').last.click()
    for number, answer in enumerate(('12345678', 'Anna Andersson', '4010')):
        row = page.locator('.modal [name=answer_ids] .o_data_row').nth(number)
        row.locator('td[name=answer]').click()
        row.locator('[name=answer] input').fill(answer)  # of this row: another is left just now
    confirm_connection(page)
    page.wait_for_selector('.o_form_view [name=request_ids] .o_data_row')
    assert 'Förfrågan till Region Norrskog är skickad' in page.inner_text('body')
    [connection] = connections(shop, companies.WITH_REQUIREMENTS, 'state')
    assert connection['state'] == 'requested'
    page.goto(f'{shop.odoo.url}/odoo/customer-invoices')
    page.click('.o_menu_sections >> text=Pagero')
    page.click('.o-dropdown--menu a[data-menu-xmlid="pagero_connector.menu_pagero_requests_sent"]')
    page.wait_for_selector('.o_data_row:has-text("Region Norrskog"):has-text("Väntande")')
    [request] = shop.papers(REQUEST, connection['id'], 'network_id', 'message', 'partner_id')
    assert request['message'] == 'Hej, vi levererar kaffe till er.'
    return request


def post_and_be_told_that_it_waits(shop, page, request):
    """W6.2: posting works; the invoice says why it waits, and leads to the request."""
    values = {'pagero_order_reference': '12345678', 'pagero_accounting_cost': '4010'}
    partner_id = request['partner_id'][0]
    invoice_id = scenario.create_invoice(shop.admin, partner_id, shop.ids['product'], **values)
    open_record(page, shop.odoo, 'account.move', invoice_id)
    press(page, 'action_post')
    page.wait_for_selector('button[name=action_open_pagero_documents]')
    shop.run(SEND)
    open_record(page, shop.odoo, 'account.move', invoice_id)
    alert = page.locator('.alert:has-text("Pagero")')
    assert 'besvara' in alert.inner_text()
    alert.locator('a, button').first.click()
    page.wait_for_selector('.o_form_view :text("Hej, vi levererar kaffe till er.")')
    assert shop.document(invoice_id)['held_reason'] == 'connection'
    return invoice_id


def be_accepted_on_the_recipients_page(shop, page, request, invoice_id):
    """W6.3: the yes is heard, the seller told, and the invoice leaves by itself, once."""
    page.goto(f'{shop.sandbox.url}/network/requests')
    row = page.locator('tr:has-text("Region Norrskog")')
    row.locator('button[value=Accepted]').click()
    page.wait_for_load_state()
    shop.run(NETWORK)
    connection = connections(shop, companies.WITH_REQUIREMENTS, 'state')[0]
    assert connection['state'] == 'connected'
    assert len(shop.activities(REQUEST, request['id'])) == 1
    shop.assert_sent_once(invoice_id)


def be_denied_and_ask_again(shop, page):
    """W6.4: the no is heard with its reason; a new request can be sent."""
    request = request_from(shop, page, companies.BY_REQUEST, '559910-1002')
    invoice_id = shop.invoice(request['connection_id'][0])
    shop.recipient_answers(request, 'Rejected', 'Vi köper inget kaffe.')
    open_record(page, shop.odoo, 'account.move', invoice_id)
    assert shop.document(invoice_id)['state'] == 'held'
    assert len(shop.activities(REQUEST, request['id'])) == 1
    open_record(page, shop.odoo, REQUEST, request['id'])
    assert 'Vi köper inget kaffe.' in page.inner_text('.o_form_view')
    press(page, 'action_send_again')
    page.wait_for_selector('.o_form_view button[name=action_cancel]')
    states = [each['state'] for each in shop.papers(REQUEST, request['connection_id'][0])]
    assert states == ['pending', 'rejected']


def be_reminded_of_an_old_one(shop, page):
    """W6.5: nobody answers; the seller is reminded, and the state stays."""
    request = request_from(shop, page, companies.SAME_NAME[1], '559910-8007')
    sent = "UPDATE pagero_connection_request SET sent_at = sent_at - interval '8 days'"
    shop.odoo.query(f'{sent} WHERE id = %s', (request['id'],))
    shop.run(CHASE)
    assert len(shop.activities(REQUEST, request['id'])) == 1
    open_record(page, shop.odoo, REQUEST, request['id'])
    page.wait_for_selector('.o-mail-Activity')
    state = shop.admin.read(REQUEST, request['id'], 'state', 'chased_at')
    assert state['state'] == 'pending' and state['chased_at']


def see_a_late_yes(shop, page):
    """W6.6: taken back here, accepted there: it is shown, and connects nobody."""
    press(page, 'action_cancel', confirm=True)
    page.wait_for_selector('.o_form_view button[name=action_send_again]')
    connection = connections(shop, companies.SAME_NAME[1], 'state')[0]
    [request] = shop.papers(REQUEST, connection['id'], 'network_id')
    shop.recipient_answers(request, 'Accepted')
    shop.run(*EVERYTHING)
    page.reload()
    page.wait_for_selector('.alert-warning [name=accepted_late_at]')
    assert shop.state(connection['id']) == 'cancelled'


# === W7: ROUTING ORDER === #


def test_a_routing_order(shop, seller):
    old = shop.post_and_send()
    connection = be_led_to_the_routing_tab(shop, seller)
    order = send_the_letter(shop, seller, connection)
    other = order_without_a_letter(shop, seller)
    waiting = [shop.invoice(each) for each in (connection, other['connection_id'][0])]
    see_that_nothing_moves_by_itself(shop, seller, old, [order, other['id']])
    find_it_in_the_list(shop, seller)
    activate_it(shop, seller, connection, waiting[0])
    cancel_the_other(shop, seller, other, waiting[1])


def be_led_to_the_routing_tab(shop, page):
    """W7.1: the wizard ends on the tab where the route is ordered; it isn't connected."""
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    find_company(page, '559910-2000')
    assert 'Behöver routing' in page.locator(HIT).inner_text()
    page.click(f'{HIT} button[name=action_connect]')
    page.wait_for_selector('.modal [name=capability_ids] .o_data_row')
    confirm_connection(page)
    page.wait_for_selector('.o_form_view .o_notebook a.active[name=routing]')
    [connection] = connections(shop, companies.NEEDS_ROUTING, 'state')
    assert connection['state'] == 'routing_needed'
    return connection['id']


def send_the_letter(shop, page, connection):
    """W7.2: it holds both sides' names, numbers and operators, can be edited, and is sent."""
    press(page, 'action_order_route')
    page.wait_for_selector('.o_form_view button[name=action_send_email]')
    press(page, 'action_send_email')
    letter = page.locator('.modal .odoo-editor-editable')
    letter.wait_for()
    for words in (
        'Norrsken Kaffe AB', '5569991200', 'Pagero',
        'Stenfors Papper AB', '5599102000', 'Nordbud E-operatör',
    ):  # fmt: skip
        assert words in letter.inner_text()
    page.fill('.o_popover input', 'faktura@stenfors.example')  # Odoo asks where it goes
    page.keyboard.press('Enter')
    page.wait_for_selector('.o_popover', state='detached')
    page.fill('.modal [name=subject] input', 'E-fakturor: öppna en rutt, tack')
    page.click('.modal-footer button[name=action_send_mail]')
    page.wait_for_selector('.o_form_view button[name=action_activate]')
    [order] = shop.papers(ORDER, connection, 'mail_sent_at')
    assert order['state'] == 'awaiting_response' and order['mail_sent_at']
    assert shop.state(connection) == 'routing_ordered'
    return order['id']


def order_without_a_letter(shop, page):
    """W7.3: the letter is optional."""
    domain = [('partner_id', '=', shop.ids['routing'])]
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    find_company(page, '556999-3404')
    page.click(f'{HIT} button[name=action_connect]')
    page.wait_for_selector('.modal [name=capability_ids] .o_data_row')
    confirm_connection(page)
    page.wait_for_selector('.o_form_view .o_notebook a.active[name=routing]')
    press(page, 'action_order_route')
    page.wait_for_selector('.o_form_view button[name=action_skip_email]')
    press(page, 'action_skip_email')
    page.wait_for_selector('.o_form_view button[name=action_activate]')
    [order] = shop.admin.search_read(ORDER, domain, 'state', 'connection_id')
    assert order['state'] == 'awaiting_response'
    return order


def see_that_nothing_moves_by_itself(shop, page, old, orders):
    """W7.4: neither time nor the news of deliveries ends the waiting."""
    shop.run(*EVERYTHING, *EVERYTHING)
    assert shop.document(old)['state'] == 'delivered'
    for order in orders:
        assert shop.admin.read(ORDER, order, 'state')['state'] == 'awaiting_response'


def find_it_in_the_list(shop, page):
    """W7.5: the filter is on; a search by name leaves one row."""
    page.goto(f'{shop.odoo.url}/odoo/customer-invoices')
    page.click('.o_menu_sections >> text=Pagero')
    page.click('.o-dropdown--menu a[data-menu-xmlid="pagero_connector.menu_pagero_routing_orders"]')
    page.wait_for_selector('.o_facet_value:has-text("Inväntar svar")')
    page.wait_for_function("document.querySelectorAll('.o_data_row').length === 2")
    page.fill('.o_searchview_input', 'Stenfors')
    page.click('.o_searchview_autocomplete .o-dropdown-item:has-text("Stenfors") >> nth=0')
    page.wait_for_function("document.querySelectorAll('.o_data_row').length === 1")
    assert 'Stenfors Papper AB' in page.locator('.o_data_row').inner_text()


def activate_it(shop, page, connection, invoice_id):
    """W7.6: it asks; no changes nothing, yes connects, and the waiting invoice leaves."""
    for answer, expected in (('no', 'awaiting_response'), ('yes', 'active')):
        if not page.locator('.o_data_row input:checked').count():
            page.click('.o_data_row .o_list_record_selector input')
        page.click('button[name=action_activate]')
        page.click(f'.modal [name=answer] input[data-value={answer}]')
        page.click('.modal-footer button[name=action_confirm]')
        page.wait_for_selector('.modal', state='detached')
        [order] = shop.papers(ORDER, connection, 'confirmation')
        assert order['state'] == expected
    assert shop.state(connection) == 'connected'
    shop.assert_sent_once(invoice_id)


def cancel_the_other(shop, page, order, invoice_id):
    """W7.7: back to *routing needed*; its invoice waits, says why, and offers a new order."""
    open_record(page, shop.odoo, ORDER, order['id'])
    press(page, 'action_cancel', confirm=True)
    page.wait_for_selector('.o_form_view button[name=action_order_again]')
    assert shop.admin.read(ORDER, order['id'], 'state')['state'] == 'cancelled'
    assert shop.state(order['connection_id'][0]) == 'routing_needed'
    shop.run(*EVERYTHING)
    assert shop.document(invoice_id)['state'] == 'held'
    open_record(page, shop.odoo, 'account.move', invoice_id)
    alert = page.locator('.alert:has-text("Pagero")')
    assert 'rutt' in alert.inner_text()
    alert.locator('a, button').first.click()
    page.wait_for_selector('.o_form_view button[name=action_send_email]')


# === LOOKING === #


def request_from(shop, page, company, number):
    """Ask a company that has no questions; the request that was made."""
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    find_company(page, number)
    page.click(f'{HIT} button[name=action_connect]')
    page.wait_for_selector('.modal [name=message]')
    confirm_connection(page)
    page.wait_for_selector('.o_form_view [name=request_ids] .o_data_row')
    [connection] = connections(shop, company, 'state')
    return shop.papers(REQUEST, connection['id'], 'network_id', 'connection_id')[0]


def connections(shop, company, *names):
    domain = [('network_company_id', '=', company['id'])]
    return shop.admin.search_read('pagero.connection', domain, *names)
