"""The main job against a real server with real cron threads, over HTTP."""

from datetime import date

from setup import scenario


def test_a_posted_invoice_is_delivered(place):
    invoice_id = place.post()

    document = place.wait(invoice_id)

    assert document['state'] == 'delivered', document
    assert document['send_mode'] == 'Production'
    assert place.arrived(invoice_id) == 1
    assert place.admin.read('account.move', invoice_id, 'is_move_sent')['is_move_sent']


def test_what_we_bill_ourselves_reaches_its_vendor(place):
    values = {'name': "Självfakturor", 'code': 'SJ', 'type': 'purchase', 'is_self_billing': True}
    journal = place.admin.create('account.journal', values)
    bill_id = place.draft(
        move_type='in_invoice',
        journal_id=journal,
        invoice_date=date.today().isoformat(),
        pagero_order_reference='P00012',
    )

    scenario.post_invoice(place.admin, bill_id)

    document = place.wait(bill_id)
    assert document['state'] == 'delivered', document
    assert place.arrived(bill_id) == 1


def test_an_invoice_for_an_untagged_customer_stays_here(place):
    invoice_id = place.post('untagged')

    assert place.documents(invoice_id) == []


def test_posting_works_while_the_network_is_off(place):
    place.sandbox.post('settings', {'network_off': True})

    invoice_id = place.post()

    assert place.admin.read('account.move', invoice_id, 'state')['state'] == 'posted'
    assert place.wait(invoice_id, 'queued', 'sending')['state'] in ('queued', 'sending')


def test_production_waits_for_the_connection(place):
    invoice_id = place.post('routing')

    document = place.wait(invoice_id)

    assert (document['state'], document['held_reason']) == ('held', 'connection')
    assert place.arrived(invoice_id) == 0


def test_the_log_of_the_main_job_is_quiet(own_place):
    own_place.connect()

    own_place.wait(own_place.post(), 'delivered')

    assert own_place.odoo.complaints() == []


def test_a_wrong_password_changes_nothing(own_place):
    account = own_place.ids['account']
    action = own_place.admin.call('pagero.account', 'action_connect', [account])

    page = scenario.log_in_at_pagero(own_place.admin, action['url'], password='wrong')

    assert 'name="password"' in page.text
    assert own_place.account('state')['state'] == 'draft'
