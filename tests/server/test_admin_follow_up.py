"""A customer that can't be reached, over a restart, and the way out (W12.3, W12.5, C21)."""

import base64

from browsing import fits_a_phone, log_in, open_record, press
from setup.demo_facts import sandbox_recipients


def test_an_inactive_customer_is_told_survives_a_restart_and_leaves_by_mail(place, page):
    [inactive] = [each for each in sandbox_recipients() if each['name'] == 'Björkdals kommun']
    place.sandbox.post('recipients', [{**inactive, 'connection': 'inactive'}])
    invoice_id = place.post()
    document = place.wait(invoice_id, 'error')

    for server in (place.sandbox, place.odoo):
        server.stop()
        server.start()

    assert place.documents(invoice_id)[0] == document
    see_it_on_the_dashboard(place, page, invoice_id)
    see_the_badge(place, page)
    send_it_by_mail(place, page, invoice_id)
    assert place.arrived(invoice_id) == 0


def see_it_on_the_dashboard(place, page, invoice_id):
    """C18: the dashboard names the invoice, and is usable on a phone."""
    number = place.admin.read('account.move', invoice_id, 'name')['name']
    log_in(page, place.odoo)
    page.goto(f'{place.odoo.url}/odoo/pagero')
    assert page.locator('[data-card=person]').inner_text().strip()[0] != '0'
    line = page.locator('.list-group-item').filter(has_text=number)
    cards = page.locator('[data-card]').all()
    buttons = [page.locator(f'button[name={name}]') for name in ('add_customer', 'open_account')]
    fits_a_phone(page, *cards, *buttons, line)
    line.click()
    page.wait_for_selector('.o_form_view button[name=action_restart]')


def see_the_badge(place, page):
    """W12.3: the connection learnt it; the salesperson is told on it; the cure is one click."""
    domain = [('partner_id', '=', place.ids['municipality'])]
    [connection] = place.admin.search_read('pagero.connection', domain, 'id')
    open_record(page, place.odoo, 'pagero.connection', connection['id'])
    current = page.locator('.o_statusbar_status .o_arrow_button_current')
    assert current.inner_text().strip() == 'Inactive'
    page.locator('.o-mail-Activity').filter(has_text='Recipient deactivated').first.wait_for()
    press(page, 'action_search_network')
    page.wait_for_selector('[name=query] input')


def send_it_by_mail(place, page, invoice_id):
    """C21: cancelled at Pagero, the dialog begins with the e-mail, and that is the delivery."""
    draw_the_invoice(place, invoice_id)
    [document] = place.admin.search_read('pagero.document', [('move_id', '=', invoice_id)], 'id')
    open_record(page, place.odoo, 'pagero.document', document['id'])
    press(page, 'action_send_otherwise', confirm=True)
    page.wait_for_selector('.modal button[name=action_send_and_print]')
    assert page.locator('.modal [name=sending_method_checkboxes] input').first.is_checked()
    page.click('.modal button[name=action_send_and_print]')
    page.wait_for_selector('.modal', state='detached')
    after = place.admin.read('pagero.document', document['id'], 'state', 'instead', 'status')
    assert (after['state'], after['instead']) == ('cancelled', 'email')
    assert after['status'] == 'Sent by e-mail instead'


def draw_the_invoice(place, invoice_id):
    """As if it had been printed before: not every machine can draw."""
    pdf = base64.b64encode(b'%PDF-1.4 an invoice').decode()
    values = {'name': 'invoice.pdf', 'datas': pdf, 'res_model': 'account.move'}
    values |= {'res_id': invoice_id, 'res_field': 'invoice_pdf_report_file'}
    place.admin.create('ir.attachment', values)
