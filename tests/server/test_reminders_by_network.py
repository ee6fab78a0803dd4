"""Payment reminders over the network's API: the function that a connection lacks is added."""

import pytest
from network_place import NetworkPlace
from pagero_sandbox import known_companies as companies
from rough_place import POLL, SEND


@pytest.fixture(scope='module')
def place(environment, base, tmp_path_factory):
    place = NetworkPlace(environment, 'reminders', tmp_path_factory.mktemp('reminders'), base)
    place.open().begin()
    yield place
    place.close()


def test_reminders_are_added_to_a_connection_that_lacks_them(place):
    """W14.5: connected for invoices, the stopped reminder has the button that adds reminders."""
    document_types = ('Invoice', 'CreditNote', 'PaymentReminder')
    taken = [
        {'documentType': each, 'direction': 'Receive', 'connectionType': 'Direct'}
        for each in document_types
    ]
    names = ((7200001, 'Påminda AB', '5599201000'), (7200002, 'Nästa AB', '5599202008'))
    first, second = (
        {
            **companies.ACCEPTS_BY_ITSELF,
            'id': str(number),
            'name': name,
            'ids': [{'idType': 'ORGNR', 'value': org_number}],
            'electronicIds': [f'0007:{org_number}'],
            'capabilities': taken,
        }
        for number, name, org_number in names
    )
    place.sandbox.post('network/companies', [first, second])
    connection = place.connect_to(first)
    place.odoo.query("UPDATE pagero_account SET catch_from = '2020-01-01'")
    invoice = place.invoice(
        connection, invoice_date='2026-01-10', invoice_date_due='2026-02-10',
        invoice_payment_term_id=False,
    )  # fmt: skip
    place.assert_sent_once(invoice)

    place.admin.call('account.move', 'action_remind_over_pagero', [invoice])
    place.run(SEND, POLL)
    [reminder] = reminders_of(place, invoice)
    assert (reminder['state'], reminder['cure']) == ('awaiting_interaction', 'reminders')

    place.admin.call('pagero.document', 'action_connect_for_reminders', [reminder['id']])
    place.run(SEND, POLL)

    [reminder] = reminders_of(place, invoice)
    assert reminder['state'] == 'delivered', reminder
    dialog = place.asks(second)
    lines = place.admin.search_read(
        'pagero.connect.capability', [('connect_id', '=', dialog)], 'document_type', 'is_chosen'
    )
    assert {line['document_type'] for line in lines if line['is_chosen']} == {
        'invoice',
        'credit_note',
        'payment_reminder',
    }


def reminders_of(place, invoice):
    domain = [('move_id', '=', invoice), ('document_type', '=', 'PaymentReminder')]
    return place.admin.search_read('pagero.document', domain, 'state', 'cure', 'reason')
