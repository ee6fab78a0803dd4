"""Templates (W11) and send modes from preview to recipient (W10) in a browser, in Swedish."""

import base64
import re

import pytest
from browsing import from_the_cog, log_in, open_record, press
from setup.demo_facts import sandbox_recipients


TEMPLATES = 'pagero.invoice.template'


@pytest.fixture
def full_invoice(place):
    """A draft with a reference, an order number and a discount."""
    return place.draft(pagero_order_reference='20260001', pagero_contract_reference='RAM-7')


def test_an_invoice_becomes_a_template_and_the_next_one_comes_of_it(place, page, full_invoice):
    log_in(page, place.odoo, 'ekonom')

    save_as_template(place, page, full_invoice)
    offered_to_its_own_recipient_only(place, page)
    new = create_from_template(place, page)
    change_it_and_the_template_stays(place, new)
    be_told_of_an_archived_product(place, page)


def save_as_template(place, page, invoice):
    """W11.1: under a name."""
    open_record(page, place.odoo, 'account.move', invoice)
    from_the_cog(page, 'Spara som mall')
    page.fill('.modal [name=name] input', "Månadens kaffe")
    page.click('.modal button[name=action_save]')
    page.wait_for_selector('.o_notification:has-text("Sparad som mall")')


def offered_to_its_own_recipient_only(place, page):
    """W11.1: when the same recipient is chosen, not for another one."""
    for customer, times in (('municipality', 1), ('routing', 0)):
        open_record(page, place.odoo, 'account.move', place.draft(customer))
        page.wait_for_selector('button[name=action_preview_for_pagero]')
        assert page.locator('button[name=action_fill_from_template]:visible').count() == times


def create_from_template(place, page):
    """W11.2: from the customer; everything is there, number and dates are new."""
    open_record(page, place.odoo, 'res.partner', place.ids['municipality'])
    page.click('button[name=action_create_invoice_from_template]')
    page.wait_for_selector('.o_form_view [name=invoice_line_ids] .o_data_row')
    names = ('pagero_order_reference', 'pagero_contract_reference', 'amount_total', 'name')
    newest = place.admin.search_read(
        'account.move',
        [('partner_id', '=', place.ids['municipality'])],
        *names,
        order='id DESC',
        limit=1,
    )[0]
    assert newest['pagero_order_reference'] == '20260001'
    assert newest['pagero_contract_reference'] == 'RAM-7'
    assert (newest['amount_total'], newest['name']) == (237.5, False)
    return newest['id']


def change_it_and_the_template_stays(place, invoice):
    """W11.3."""
    [line] = place.admin.search_read(
        'account.move.line', [('move_id', '=', invoice), ('display_type', '=', 'product')], 'id'
    )
    place.admin.call('account.move.line', 'write', [line['id']], {'price_unit': 1})
    [kept] = place.admin.search_read(f'{TEMPLATES}.line', [], 'price_unit')
    assert kept['price_unit'] == 95.0


def be_told_of_an_archived_product(place, page):
    """W11.4: a sentence; the rest of the template is usable."""
    product = [place.ids['product']]
    place.admin.call('product.product', 'write', product, {'active': False})
    open_record(page, place.odoo, 'res.partner', place.ids['municipality'])
    page.click('button[name=action_create_invoice_from_template]')
    told = page.wait_for_selector('.o_notification:has-text("är arkiverat")').inner_text()
    assert "Kaffebönor" in told
    page.wait_for_selector('.o_form_view [name=invoice_line_ids] .o_data_row')
    place.admin.call('product.product', 'write', product, {'active': True})


def test_preview_certify_test_and_send(place, page):
    place.sandbox.post('settings', {'require_known_recipient': True})
    log_in(page, place.odoo, 'ekonom')

    certify_to_a_customer_who_is_not_connected(place, page)
    invoice_id = see_the_badge_of_a_test(place, page)
    send_in_production(place, page, invoice_id)


def certify_to_a_customer_who_is_not_connected(place, page):
    """W10.2, W10.3: Production is preset; Test asks; Certification goes through, and to nobody."""
    invoice_id = post_uncaught(place, 'routing')
    open_dialog(place, page, invoice_id)
    assert page.is_checked('.modal [name=pagero_send_mode] input[data-value=Production]')
    be_asked_before_a_test(page)
    send_as(page, 'Certification')
    assert place.wait(invoice_id, 'delivered')['send_mode'] == 'Certification'
    assert place.arrived(invoice_id) == 0
    assert not is_sent(place, invoice_id)


def be_asked_before_a_test(page):
    """The customer isn't connected: the dialog says so, and wants a tick."""
    page.check('.modal [name=pagero_send_mode] input[data-value=Test]')
    page.wait_for_selector('.modal .alert:has-text("Inte kopplade via Pagero än")')
    assert not page.is_checked('.modal [name=pagero_test_confirmed] input')
    page.click('.modal button[name=action_send_and_print]')
    page.wait_for_selector('.modal:has-text("Skicka testet ändå”, koppla först")')
    page.locator('.modal button:has-text("Stäng")').last.click()


def see_the_badge_of_a_test(place, page):
    """W10.5: the preview says what it was, and the invoice is still unsent."""
    invoice_id = post_uncaught(place, 'municipality')
    open_dialog(place, page, invoice_id)
    send_as(page, 'Test')
    place.wait(invoice_id, 'delivered')
    assert not is_sent(place, invoice_id)
    open_record(page, place.odoo, 'account.move', invoice_id)
    press(page, 'action_preview_for_pagero')
    page.wait_for_selector('.o_pagero_paper .badge:has-text("Test")')
    return invoice_id


def send_in_production(place, page, invoice_id):
    """W10.6: the same invoice, now for real; once."""
    before = place.arrived(invoice_id)
    open_dialog(place, page, invoice_id)
    send_as(page, 'Production')
    place.wait(invoice_id, 'delivered')
    assert place.arrived(invoice_id) == before + 1
    assert is_sent(place, invoice_id)
    open_record(page, place.odoo, 'account.move', invoice_id)
    press(page, 'action_preview_for_pagero')
    page.wait_for_selector('.o_pagero_paper')
    assert page.locator('.o_pagero_paper .badge').count() == 0


def post_uncaught(place, customer):
    """Posted, and left for a person to send."""
    invoice_id = place.draft(customer, pagero_choice='no')
    place.admin.call('account.move', 'action_post', [invoice_id])
    place.admin.call('account.move', 'write', [invoice_id], {'pagero_choice': 'yes'})
    return invoice_id


def open_dialog(place, page, invoice_id):
    open_record(page, place.odoo, 'account.move', invoice_id)
    page.click('.o_form_view button[name=action_invoice_sent]:visible')
    page.wait_for_selector('.modal [name=pagero_send_mode]')


def send_as(page, mode):
    page.check(f'.modal [name=pagero_send_mode] input[data-value={mode}]')
    page.click('.modal button[name=action_send_and_print]')
    page.wait_for_selector('.modal', state='detached')


def is_sent(place, invoice_id):
    return place.admin.read('account.move', invoice_id, 'is_move_sent')['is_move_sent']


def test_many_invoices_are_sent_from_one_dialog(place, page):
    """W10.2 for many: which go over Pagero, in which mode, and how many by which way."""
    chosen, other = post_uncaught(place, 'municipality'), post_uncaught(place, 'routing')
    place.admin.call('account.move', 'write', [other], {'pagero_choice': 'no'})
    log_in(page, place.odoo, 'ekonom')
    page.goto(f'{place.odoo.url}/odoo/action-account.action_move_out_invoice')
    for invoice_id in (chosen, other):
        row = page.locator(f'.o_data_row:has-text("{place.number(invoice_id)}")')
        row.locator('.o_list_record_selector input').check()
    page.click('.o_control_panel button[name=action_send_and_print]:visible')
    counted = page.locator('.modal [name=summary_data] li:has-text("Pagero")')
    counted.wait_for()
    assert counted.inner_text().strip().startswith('1 ')

    page.check('.modal [name=pagero_way] input[data-value=all]')
    page.locator('.modal [name=summary_data] li:has-text("2"):has-text("Pagero")').wait_for()
    page.check('.modal [name=pagero_send_mode] input[data-value=Certification]')
    page.locator('.modal .text-muted:visible:has-text("vidarebefordras aldrig")').wait_for()
    page.click('.modal button[name=action_send_and_print]')

    receipt = page.locator('.o_notification:has-text("Pagero: 2.")')
    receipt.wait_for()
    page.wait_for_selector('.modal', state='detached')
    for invoice_id in (chosen, other):
        assert place.wait(invoice_id, 'delivered')['send_mode'] == 'Certification'
    receipt.locator('button:has-text("(2)"), button:has-text(", ")').first.click()
    page.wait_for_function("document.querySelectorAll('.o_data_row').length === 2")


# === WHAT A RECIPIENT REFUSES, AND TWO BROWSERS === #

REFUSAL = '.modal [role=alert]'
# Either it led to the new document, or it was refused.
DONE = f"""old => !location.pathname.endsWith('/' + old) || document.querySelector('{REFUSAL}')"""


def test_a_recipient_that_takes_no_tests(place, page):
    """W10.4: said in a plain sentence, and the invoice can still go in Production."""
    place.sandbox.post('recipients', {**municipality(), 'accepts_tests': False})
    log_in(page, place.odoo, 'ekonom')
    invoice_id = post_uncaught(place, 'municipality')
    open_dialog(place, page, invoice_id)
    send_as(page, 'Test')
    place.wait(invoice_id, 'error')
    open_record(page, place.odoo, 'account.move', invoice_id)
    alert = page.locator('.o_form_view .alert:has-text("tar inte emot tester")')
    alert.wait_for()
    assert 'does not accept' not in alert.inner_text()
    assert not is_sent(place, invoice_id)

    alert.locator('a:has-text("Skicka i Produktion")').click()
    page.click('.modal .modal-footer .btn-primary')
    place.wait(invoice_id, 'delivered')
    assert place.arrived(invoice_id) == 1
    assert is_sent(place, invoice_id)


def municipality():
    """As the sandbox knows it."""
    [known] = [each for each in sandbox_recipients() if each['org_number'] == '2120009986']
    return known


def test_send_again_from_two_browsers_at_once(place, browser, page):
    """W10.7: one new document; the other one reads why not."""
    place.sandbox.post('recipients', {**municipality(), 'connection': 'inactive'})
    invoice_id = place.post()
    document = place.wait(invoice_id, 'error')
    place.calm()
    place.odoo.query("UPDATE pagero_connection SET state = 'connected'")
    other = browser.new_page(locale='sv-SE')
    for tab, login in ((page, 'ekonom'), (other, 'admin')):
        log_in(tab, place.odoo, login)
        open_record(tab, place.odoo, 'pagero.document', document['id'])
        tab.click('.o_form_view button[name=action_send_again]:visible')
        tab.wait_for_selector('.modal-footer .btn-primary')

    for tab in (page, other):  # both had the button and the question before either said yes
        tab.click('.modal-footer .btn-primary', no_wait_after=True)

    for tab in (page, other):
        tab.wait_for_function(DONE, arg=str(document['id']))
    refused = [tab.locator(REFUSAL).count() for tab in (page, other)]
    other.close()
    assert sorted(refused) == [0, 1]
    assert place.wait(invoice_id, 'delivered')['id'] != document['id']
    assert len(place.documents(invoice_id)) == 2
    assert place.arrived(invoice_id) == 1


def test_a_credit_note_names_what_it_credits(place, page):
    """W11.5: the number of a sent invoice is in the XML; of a never-sent one there is a hint."""
    sent = place.post()
    place.wait(sent, 'delivered')
    never = post_uncaught(place, 'municipality')
    log_in(page, place.odoo, 'ekonom')

    reverse(place, page, never)
    page.wait_for_selector(f'.alert:has-text("{place.number(never)}"):has-text("inte levererats")')
    credit_note = reverse(place, page, sent)
    assert page.locator('.alert:has-text("inte levererats")').count() == 0
    page.click('button[name=action_post]:visible')

    document = place.wait(credit_note, 'delivered')
    stored = place.admin.read('pagero.document', document['id'], 'xml_file')['xml_file']
    xml = base64.b64decode(stored).decode()
    [reference] = re.findall('<cac:BillingReference>.*?</cac:BillingReference>', xml, re.DOTALL)
    assert f'<cbc:ID>{place.number(sent)}</cbc:ID>' in reference
    assert '<cbc:IssueDate>' in reference


def reverse(place, page, invoice_id):
    """Press *Credit Note*; the draft that comes of it is on the screen."""
    open_record(page, place.odoo, 'account.move', invoice_id)
    page.click('.o_form_view button[name=action_reverse]:visible')
    page.click('.modal button[name=refund_moves]')
    page.wait_for_selector('.modal', state='detached')
    page.wait_for_selector('.o_form_view button[name=action_post]:visible')
    domain = [('reversed_entry_id', '=', invoice_id)]
    [found] = place.admin.search_read('account.move', domain, 'pagero_choice')
    return found['id']
