"""A customer that can't be reached, over a restart, and the way out (W12.3, W12.5, C21)."""

from browsing import log_in, open_record, press
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
    assert see_the_badge(place, page) == 'inactive'
    give_it_up(place, page, invoice_id)
    assert place.arrived(invoice_id) == 0


def see_the_badge(place, page):
    """The connection learnt it; the dashboard names the invoice."""
    log_in(page, place.odoo)
    page.goto(f'{place.odoo.url}/odoo/pagero')
    assert page.locator('[data-card=person]').inner_text().strip()[0] != '0'
    domain = [('partner_id', '=', place.ids['municipality'])]
    return place.admin.search_read('pagero.connection', domain, 'state')[0]['state']


def give_it_up(place, page, invoice_id):
    """Cancelled at Pagero first; then the dialog begins with the customer's e-mail."""
    [document] = place.admin.search_read('pagero.document', [('move_id', '=', invoice_id)], 'id')
    open_record(page, place.odoo, 'pagero.document', document['id'])
    press(page, 'action_send_otherwise', confirm=True)
    page.wait_for_selector('.modal button[name=action_send_and_print]')
    assert page.locator('.modal [name=sending_method_checkboxes] input').first.is_checked()
    after = place.admin.read('pagero.document', document['id'], 'state', 'instead')
    assert (after['state'], after['instead']) == ('cancelled', 'asked')
