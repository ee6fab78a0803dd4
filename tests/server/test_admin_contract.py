"""From nothing to live, and the company's own people, in a browser in Swedish (W1, W3, W4)."""

import re

import empty_place
import pytest
from browsing import (
    allow,
    choose,
    fill_in,
    find_company,
    fits_a_phone,
    log_in,
    log_in_at_pagero,
    new_context,
    open_action,
    open_record,
    open_step,
    press,
    step,
)
from pagero_sandbox.known_companies import ACCEPTS_BY_ITSELF
from setup import scenario
from setup.demo_facts import SANDBOX_CLIENT, SANDBOX_COMPANY


SAID = {
    'interest_company_name': 'Norrsken Kaffe AB',
    'interest_address': 'Hamngatan 4',
    'interest_org_number': '556999-1200',
    'interest_zip': '972 31',
    'interest_invoices_per_year': '1200',
    'interest_contact_name': 'Anna Admin',
    'interest_email': 'anna@norrsken.example',
    'interest_phone': '+46 920 12 34 56',
}
OWN_SUPPORT = 'Anna, 0920-12 34 56'


@pytest.fixture
def empty(environment, tmp_path):
    """A place where nothing has been set up."""
    opened = empty_place.EmptyPlace(environment, tmp_path, empty_place.make_base(environment))
    yield opened.open()
    opened.close()


def test_from_nothing_to_live(empty, page, browser):
    log_in(page, empty.odoo)

    express_interest(empty, page)
    tick_what_happens_outside(empty, page)
    connect(empty, page)
    fill_in_company_and_accounts(empty, page)
    make_the_tag(empty, page)
    choose_options(empty, page)
    partner_id = connect_the_first_customer(empty, page)
    draft = mark_the_customer(empty, page, partner_id)
    skip_the_test(empty, page)
    send_a_test(empty, page, draft)
    go_live(empty, page)
    the_others_see_whom_to_ask(empty, browser)


# === W1 === #


def express_interest(place, page):
    """W1.1-5: eight fields, refused with the reason, mailed, kept, and warned about."""
    page.goto(f'{place.odoo.url}/odoo/pagero')
    assert 'Anmäl intresse' in step(page, 'interest').inner_text()
    assert page.locator('.o_pagero_current').get_attribute('data-step') == 'interest'
    fits_a_phone(page, step(page, 'interest'))
    step(page, 'interest').get_by_role('button', name='Anmäl intresse').last.click()
    page.wait_for_selector('.modal [name=interest_company_name]')
    shown = page.locator('.modal [name=interest_company_name] input').input_value()
    assert shown == SAID['interest_company_name']
    for name, value in SAID.items():
        fill_in(page, name, value)
    be_refused(page, 'interest_email', '', 'E-post')
    fill_in(page, 'interest_email', SAID['interest_email'])
    be_refused(page, 'interest_org_number', 'abc', 'organisationsnummer')
    fill_in(page, 'interest_org_number', SAID['interest_org_number'])
    page.click('.modal button[name=action_send]')
    page.wait_for_selector('.o_pagero_current[data-step=quote]')
    see_the_mail(place)
    be_warned_the_second_time(page)


def be_refused(page, name, value, words):
    fill_in(page, name, value)
    page.click('.modal button[name=action_send]')
    refusal = page.locator('.o_notification, .o_error_dialog').filter(has_text=words)
    refusal.first.wait_for()
    if page.locator('.o_error_dialog').count():
        page.click('.o_error_dialog .modal-footer button')
        page.wait_for_selector('.o_error_dialog', state='detached')
    else:
        page.locator('.o_notification_close').first.click()


def see_the_mail(place):
    values = place.values('state', 'interest_sent_at', *SAID)
    assert values['state'] == 'interest_sent'
    assert values['interest_sent_at']
    [mail] = place.admin.search_read(
        'mail.mail', [('model', '=', 'pagero.account')], 'email_to', 'subject', 'body_html'
    )
    assert mail['email_to'] == 'info@pagero.com'
    assert mail['subject'].startswith('Intresseanmälan')
    for name, value in SAID.items():
        assert value in mail['body_html']
        assert str(values[name]) == value


def be_warned_the_second_time(page):
    open_step(page, 'interest').get_by_role('button', name='Anmäl intresse').last.click()
    page.locator('.modal .alert-warning').filter(has_text='skickades redan').wait_for()
    page.locator('.modal-footer button[special=cancel], .modal-footer .btn-secondary').last.click()
    page.wait_for_selector('.modal', state='detached')


def tick_what_happens_outside(place, page):
    """W1.6: each tick is a date, and leads to the next step."""
    for key, label, following in (
        ('quote', 'Vi har offerten', 'agreement'),
        ('agreement', 'Vi har signerat det', 'login'),
        ('login', 'Jag kan logga in', 'connect'),
    ):
        open_step(page, key).get_by_role('button', name=label).click()
        page.wait_for_selector(f'.o_pagero_current[data-step={following}]')
    values = place.values('quote_received_on', 'agreement_signed_on', 'login_received_on')
    assert all(values.values())


# === THE WAY TO LIVE === #


def connect(place, page):
    """The step leads to the account, where the login data is typed, and then to Pagero."""
    assert '/pagero/oauth/callback' in open_step(page, 'connect').inner_text()
    step(page, 'connect').get_by_role('button', name='Anslut', exact=True).click()
    page.wait_for_selector('.o_form_view [name=client_id]')
    fill_in(page, 'pagero_company_id', SANDBOX_COMPANY)
    fill_in(page, 'client_id', SANDBOX_CLIENT['client_id'])
    fill_in(page, 'client_secret', SANDBOX_CLIENT['client_secret'])
    choose(page, page.locator('[name=environment]'), 'annan värd')
    fill_in(page, 'sandbox_url', place.sandbox.url)
    page.click('.o_form_button_save')
    page.wait_for_selector('.o_form_status_indicator_buttons.invisible', state='attached')
    with page.context.expect_page() as opened:
        open_step(page, 'connect').get_by_role('button', name='Anslut', exact=True).click()
    tab = opened.value
    log_in_at_pagero(tab)
    allow(tab)
    tab.close()
    page.reload()
    page.wait_for_selector('.o_pagero_checklist li[data-step=connect][data-done=yes]')


def fill_in_company_and_accounts(place, page):
    """What is missing is named; wrong account numbers are refused with the check (W4.1-3)."""
    line = open_step(page, 'company')
    assert 'Saknas' in line.inner_text()
    line.get_by_role('button', name='Fyll i').click()
    page.wait_for_selector('.modal [name=company_org_number]')
    fill_in(page, 'company_org_number', '556999-1200')
    fill_in(page, 'company_vat', 'SE556999120001')
    page.check('.modal [name=f_tax] input')
    page.click('.modal-footer .btn-primary')
    page.wait_for_selector('.o_pagero_checklist li[data-step=company][data-done=yes]')
    open_step(page, 'bank').get_by_role('button', name='Öppna konton', exact=True).click()
    page.wait_for_selector('.o_list_view')
    add_account(page, '991-2347', 'kontrollsiffra')
    add_account(page, '991-2346')
    add_account(page, '5050-1055', 'Bankgiro', kind='IBAN')
    add_account(page, 'SE35 5000 0000 0549 1000 0003', kind='IBAN')
    rows = page.locator('.o_data_row [name=pagero_preview]')
    assert rows.nth(0).inner_text().startswith('1. Bankgiro 991-2346')
    assert rows.nth(1).inner_text().startswith('2. IBAN SE35')
    assert 'bank' in place.done()


def add_account(page, number, refusal='', kind=''):
    """Type a line into the list of accounts; it stays, or is refused in words."""
    page.get_by_role('button', name='Lägg till konto').click()
    row = page.locator('.o_selected_row')
    row.locator('[name=acc_number] input').fill(number)
    if kind:
        choose(page, row.locator('[name=pagero_account_kind]'), kind)
    row.locator('[name=acc_number] input').press('Tab')
    if not refusal:
        row.locator('[name=allow_out_payment] input').check()
        page.locator('.o_list_button_save').first.click()
        page.wait_for_selector('.o_selected_row', state='detached')
        return
    page.locator('.modal, .o_notification').filter(has_text=refusal).first.wait_for()
    page.locator('.modal .modal-footer button').first.click()
    page.wait_for_selector('.modal', state='detached')
    page.locator('.o_list_button_discard').first.click()
    page.wait_for_selector('.o_selected_row', state='detached')


def make_the_tag(place, page):
    """W4.4-5: one click makes the tag; only the whole word counts; the customer tells the rest."""
    page.goto(f'{place.odoo.url}/odoo/pagero')
    open_step(page, 'tag').get_by_role('button', name='Skapa e-fakturakund').click()
    page.wait_for_selector('.o_form_view [name=pagero_note]')
    assert page.locator('[name=name] input').first.input_value() == 'e-fakturakund'
    for note, badge in (('pageroxyz', 'Inte igenkänd'), ('kund via Pagero', 'Igenkänd')):
        fill_in(page, 'pagero_note', note)
        page.locator('.o_form_view .badge:visible').filter(
            has_text=re.compile(f'^{badge}$')
        ).wait_for()
        close_warning(page)
    page.click('.o_form_button_save')
    assert 'tag' in place.done()


def close_warning(page):
    """Whom it concerns was said; go on."""
    if page.locator('.modal').count():
        page.locator('.modal .modal-footer button').first.click()
        page.wait_for_selector('.modal', state='detached')


def choose_options(place, page):
    """A8: tests go as Certification here; the company's own support is named."""
    open_record(page, place.odoo, 'pagero.account', place.account_id())
    page.locator('[name=mode_before_live] .o_radio_item').nth(1).locator('input').check()
    fill_in(page, 'support_contact', OWN_SUPPORT)
    save(page)
    assert place.values('send_mode')['send_mode'] == 'Certification'


def save(page):
    page.click('.o_form_button_save')
    page.wait_for_selector('.o_form_status_indicator_buttons.invisible', state='attached')


def connect_the_first_customer(place, page):
    """*Lägg till kund* leads to the search, and the hit becomes a customer with a connection."""
    page.goto(f'{place.odoo.url}/odoo/pagero')
    open_step(page, 'customer').get_by_role('button', name='Lägg till kund').click()
    find_company(page, '212000-9101')
    page.click('[name=shown_hit_ids] .o_data_row button[name=action_connect]')
    page.locator('.modal [name=send_with_pagero] input').uncheck()
    page.locator('.modal [name=stated_way] .o_radio_item').first.locator('input').check()
    page.click('.modal-footer button[name=action_next]')
    page.click('.modal-footer button[name=action_confirm]')
    page.wait_for_selector('.o_form_view .o_statusbar_status >> text=Kopplad')
    [connection] = place.admin.search_read('pagero.connection', [], 'partner_id')
    assert 'customer' in place.done()
    return connection['partner_id'][0]


def mark_the_customer(place, page, partner_id):
    """W4.5: giving the tag says whom it concerns; returns the draft that it concerns."""
    product_id = place.admin.create('product.product', {'name': 'Kaffe', 'list_price': 95.0})
    draft = scenario.create_invoice(place.admin, partner_id, product_id)
    open_record(page, place.odoo, 'res.partner', partner_id)
    page.locator('[name=category_id] input').fill('e-faktura')
    page.locator('.o-autocomplete--dropdown-item').filter(has_text='e-fakturakund').first.click()
    page.locator('.o_notification').filter(has_text='1 kund, 1 fakturautkast').wait_for()
    save(page)
    [tag] = place.admin.search_read('res.partner.category', [], 'id')
    assert place.admin.read('res.partner', partner_id, 'category_id')['category_id'] == [tag['id']]
    return draft


def skip_the_test(place, page):
    """One click skips it, another takes that back."""
    page.goto(f'{place.odoo.url}/odoo/pagero')
    open_step(page, 'test').get_by_role('button', name='Hoppa över testet').click()
    page.wait_for_selector('.o_pagero_checklist li[data-step=test][data-done=yes]')
    open_step(page, 'test').get_by_role('button', name='Markera som inte klart').click()
    page.wait_for_selector('.o_pagero_current[data-step=test]')


def send_a_test(place, page, draft):
    """*Öppna fakturor* leads to the draft; confirmed, it goes through as a certification."""
    open_step(page, 'test').get_by_role('button', name='Öppna fakturor').click()
    page.locator('.o_data_row').get_by_text(ACCEPTS_BY_ITSELF['name']).click()
    page.wait_for_selector('.o_form_view')
    press(page, 'action_post')
    page.wait_for_selector('button[name=action_open_pagero_documents]')
    document = place.wait(draft, 'delivered')
    assert document['status'] == 'Certifierad'


def go_live(place, page):
    """The last step asks, and then the checklist is gone."""
    page.goto(f'{place.odoo.url}/odoo/pagero')
    page.wait_for_selector('.o_pagero_current[data-step=live]')
    step(page, 'live').locator('.btn-primary').click()
    page.locator('.modal-footer .btn-primary').click()
    page.wait_for_selector('.o_pagero_checklist', state='detached')
    assert place.values('is_live', 'is_set_up') == {
        'id': place.account_id(),
        'is_live': True,
        'is_set_up': True,
    }
    assert page.locator('[data-card=person]').is_visible()


def the_others_see_whom_to_ask(place, browser):
    """W1.7, W3.6, W4.6, W12.4: names instead of a missing menu; nothing to set up again."""
    context = new_context(browser, locale='sv-SE')
    page = context.new_page()
    log_in(page, place.odoo, 'ekonom')
    for action in ('pagero_account_open_action', 'pagero_user_open_action'):
        open_action(page, place.odoo, place.admin, action)
        page.locator('.modal .alert-info').filter(has_text='Anna Admin').wait_for()
    open_action(page, place.odoo, place.admin, 'pagero_help_action')
    contacts = page.locator('.modal').filter(has_text='+46 31 730 88 00')
    contacts.filter(has_text=OWN_SUPPORT).wait_for()
    page.goto(f'{place.odoo.url}/odoo/pagero')
    page.wait_for_selector('.o_pagero_dashboard')
    assert page.locator('.o_pagero_checklist').count() == 0
    context.close()
