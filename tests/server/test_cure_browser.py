"""What was not matched is understood, cured and restarted on the invoice, in Swedish (W8.5)."""

from browsing import log_in, open_record, press
from setup.demo_facts import sandbox_recipients


def test_not_matched_is_cured_on_the_invoice(place, page):
    known = next(each for each in sandbox_recipients() if each['org_number'] == '2120009986')
    place.sandbox.post('recipients', {**known, 'connection': 'no_match'})
    log_in(page, place.odoo, 'ekonom')
    invoice_id = place.post()
    place.wait(invoice_id, 'awaiting_interaction')

    read_why_on_the_invoice(place, page, invoice_id)
    see_what_was_sent(page)
    find_it_in_the_list(place, page)

    place.sandbox.post('recipients', known)
    open_record(page, place.odoo, 'account.move', invoice_id)
    press(page, 'action_restart_pagero')
    place.wait(invoice_id, 'delivered')
    assert place.arrived(invoice_id) == 1
    open_record(page, place.odoo, 'account.move', invoice_id)
    page.wait_for_selector('.o-mail-Message:has-text("E-faktura levererad")')


def read_why_on_the_invoice(place, page, invoice_id):
    """One sentence, one button; Pagero's own words are folded away in what happened."""
    open_record(page, place.odoo, 'account.move', invoice_id)
    alert = page.locator('.o_form_view .alert:has-text("Pagero hittade ingen sådan mottagare")')
    alert.wait_for()
    assert 'customer directory' not in alert.inner_text()
    assert alert.locator('a:has-text("Sök mottagare")').count() == 1
    page.click('.o_notebook_headers a:has-text("Vad som hände")')
    said = page.locator('[name=pagero_history] details:has-text("customer directory")').first
    assert said.get_attribute('open') is None
    said.locator('summary').click()
    assert said.get_attribute('open') is not None


def see_what_was_sent(page):
    """By which numbers Pagero looked, the way to Pagero Online, its words behind Details."""
    press(page, 'action_open_pagero_documents')
    page.wait_for_selector('button[name=action_open_in_pagero_online]')
    details = page.locator('.o_form_view .alert:visible details')
    assert details.get_attribute('open') is None
    page.click('.o_notebook_headers a:has-text("Skickad till")')
    page.wait_for_selector('[name=sent_numbers]:has-text("0007:2120009986")')
    assert page.locator('.o_pagero_cure_button:visible').inner_text() == 'Sök mottagare'


def find_it_in_the_list(place, page):
    """The list of what needs attention has the same button, and it leads to the search."""
    page.goto(f'{place.odoo.url}/odoo/action-pagero_connector.pagero_document_action')
    page.locator('.o_list_view .o_pagero_cure_button').first.click()
    page.wait_for_selector('[name=query] input')
