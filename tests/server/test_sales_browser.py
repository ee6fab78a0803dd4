"""What sales staff do in the browser, in Swedish: walkthroughs W5, W6 and W7."""

import pytest
from browsing import find_company, log_in, open_record, press
from network_place import NetworkPlace
from pagero_sandbox import known_companies as companies


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
    be_told_about_a_wrong_check_digit(shop, seller)
    find_the_same_company_by_every_number(shop, seller)
    be_advised_to_use_a_number(shop, seller)
    look_at_the_details(shop, seller)
    partner_id = connect_with_a_customer_number(shop, seller)
    meet_it_again(shop, seller, partner_id)
    find_nobody_and_print_instead(shop, seller)
    see_that_a_source_is_down(shop, seller)
    connect_others_without_a_number(shop, seller)
    assert shop.odoo.complaints() == []


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
    summary = page.locator('[name=summary]').inner_text()
    assert summary == f'{typed} · Pagero Network 1 · Peppol Directory 1'


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


def find_nobody_and_print_instead(shop, page):
    """W5.6: nobody is there; the customer with that number gets its invoices on paper."""
    page.goto(f'{shop.odoo.url}/odoo/pagero-search')
    page.fill('[name=query] input', '559001-2349')
    page.keyboard.press('Enter')
    page.wait_for_selector('text=Ingen hittades')
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


def connections(shop, company, *names):
    domain = [('network_company_id', '=', company['id'])]
    return shop.admin.search_read('pagero.connection', domain, *names)
