"""Payment reminders over the network: ours at the recipient, suppliers' beside their bills."""

from datetime import date, timedelta

from rough_place import POLL, RECEIVE, SEND


BILLS, REMINDERS = 'ir_cron_pagero_bills', 'ir_cron_pagero_reminders'
SUPPLIER = {'name': "Takpannor i Norr AB", 'org_number': '5569993404', 'vat_number': ''}


def overdue(place):
    """An invoice that was delivered long ago, and is still unpaid."""
    long_ago = date.today() - timedelta(days=40)
    values = {'invoice_date': str(long_ago), 'invoice_date_due': str(long_ago + timedelta(days=30))}
    invoice = place.draft(**values, invoice_payment_term_id=False)
    place.odoo.query('UPDATE pagero_account SET catch_from = %s', (str(long_ago),))
    place.admin.call('account.move', 'action_post', [invoice])
    place.run(SEND, POLL)
    assert place.document(invoice)['state'] == 'delivered'
    return invoice


def remind(place, invoice):
    place.admin.call('account.move', 'action_remind_over_pagero', [invoice])
    return reminders(place, invoice)[0]


def reminders(place, invoice):
    names = ('state', 'document_number', 'reason', 'findings')
    domain = [('move_id', '=', invoice), ('document_type', '=', 'PaymentReminder')]
    return place.admin.search_read('pagero.document', domain, *names)


def at_recipients(place, number):
    documents = place.sandbox.get('documents')
    return [
        each['type']
        for each in documents
        if each['direction'] == 'Received' and each['number'] == number
    ]


def test_an_overdue_invoice_is_at_the_recipient_as_a_reminder(rough_place):
    place, invoice = rough_place, overdue(rough_place)

    reminder = remind(place, invoice)
    place.run(SEND, POLL)

    [reminder] = reminders(place, invoice)
    assert reminder['state'] == 'delivered', reminder
    assert at_recipients(place, reminder['document_number']) == ['PaymentReminder']
    assert place.document(invoice)['state'] == 'delivered'


def test_an_upload_with_an_unknown_end_is_no_second_reminder(rough_place):
    place, invoice = rough_place, overdue(rough_place)
    reminder = remind(place, invoice)
    place.fault('timeout_after', seconds=0)
    place.run(SEND)
    assert reminders(place, invoice)[0]['state'] == 'unsure'

    place.time_passes(POLL, SEND, POLL)

    assert reminders(place, invoice)[0]['state'] == 'delivered'
    assert at_recipients(place, reminder['document_number']) == ['PaymentReminder']


def test_a_suppliers_reminder_comes_to_stand_beside_its_bill(inbox):
    place = inbox.place
    place.settings(makes_bills=True)
    inbox.supply(kind='invoice', number='T-1', supplier=SUPPLIER)
    inbox.fetch()
    place.run(BILLS)
    inbox.supply(kind='payment_reminder', number='P-1', references=['T-1'], supplier=SUPPLIER)
    inbox.supply(kind='reminder_as_invoice', number='P-2', references=['T-1'], supplier=SUPPLIER)
    inbox.supply(kind='invoice', type='PaymentReminder', number='P-3', supplier=SUPPLIER)

    inbox.let_time_pass()
    place.run(RECEIVE, BILLS, REMINDERS)

    names = ('document_number', 'state', 'kind', 'move_id', 'remark_words')
    found = place.admin.search_read('pagero.received.document', [], *names)
    told = {each['document_number']: each for each in found}
    assert told['T-1']['state'] == 'booked', told['T-1']['remark_words']
    assert {told[number]['kind'] for number in ('P-1', 'P-2', 'P-3')} == {'payment_reminder'}
    assert (told['P-1']['state'], told['P-2']['state']) == ('linked', 'linked')
    assert told['P-1']['move_id'] == told['P-2']['move_id'] == told['T-1']['move_id']
    assert told['P-3']['state'] == 'stored'
    bills = place.admin.search_read('account.move', [('ref', 'in', list(told))], 'ref')
    assert [bill['ref'] for bill in bills] == ['T-1']
    assert place.activities('account.move', told['T-1']['move_id'][0])
