"""Walkthrough W13.4 and W13.5: a supplier's account has changed, and two people pay the bill."""

import pytest
from setup.processes import wait_until
from setup.rpc import OdooError


SOON = 30  # seconds in which a cron thread comes to where a test waits for it
SUPPLIER = {
    'name': 'Älvdalens Grossist AB',
    'is_company': True,
    'company_registry': '559912-4004',
    'vat': 'SE559912400401',
}


@pytest.fixture
def vendor(inbox):
    """Trusted for one account since before anything came."""
    admin = inbox.place.admin
    inbox.place.settings(makes_bills=True)
    known = admin.search_read('res.partner', [('vat', '=', SUPPLIER['vat'])], 'id')
    sweden = {'country_id': admin.reference('base.se')}
    partner = known[0]['id'] if known else admin.create('res.partner', {**SUPPLIER, **sweden})
    values = {'partner_id': partner, 'acc_number': '991-2346', 'allow_out_payment': True}
    bank = admin.create('res.partner.bank', values)
    inbox.place.odoo.query(
        "UPDATE res_partner_bank SET pagero_trusted_at = now() - interval '1 day' WHERE id = %s",
        (bank,),
    )
    return partner


def bill_of(inbox, accountant, number, account):
    """The posted bill of what the supplier sends now."""
    inbox.supply(number=number, account=account)
    inbox.fetch()
    booked = [('document_number', '=', number), ('move_id', '!=', False)]

    def documents():
        return accountant.search_read('pagero.received.document', booked, 'move_id')

    wait_until(documents, SOON, 'the bill is made')
    [document] = documents()
    bill = document['move_id'][0]
    accountant.call('account.move', 'action_post', [bill])
    return bill


def pay(accountant, bill):
    """*Register Payment*: the button, the dialog, the payment."""
    accountant.call('account.move', 'action_register_payment', [bill])
    return pay_by_dialog(accountant, bill)


def pay_by_dialog(accountant, bill):
    context = {'active_model': 'account.move', 'active_ids': [bill]}
    dialog = accountant.create('account.payment.register', {}, **context)
    accountant.call('account.payment.register', 'action_create_payments', [dialog])
    return accountant.read('account.move', bill, 'payment_state')['payment_state']


def approve(session, bill):
    action = session.call('account.move', 'action_approve_pagero_accounts', [bill])
    dialog = session.create(
        'pagero.payee.approve', {'checked': 'Ringde Maja i växeln'}, **action['context']
    )
    session.call('pagero.payee.approve', 'action_confirm', [dialog])


def test_a_changed_account_is_paid_after_a_second_person_approved_it(inbox, vendor):
    accountant, colleague = inbox.place.accountant(), inbox.place.admin
    assert pay(accountant, bill_of(inbox, accountant, 'W13-1', '9912346')) in ('paid', 'in_payment')

    bill = bill_of(inbox, accountant, 'W13-2', '50501055')

    for way in (pay, pay_by_dialog):
        with pytest.raises(OdooError, match='5050-1055'):
            way(accountant, bill)
    with pytest.raises(OdooError, match='Pagero'):
        approve(accountant, bill)
    approve(colleague, bill)
    assert pay(accountant, bill) in ('paid', 'in_payment')
    for model, record in (('account.move', bill), ('res.partner', vendor)):
        domain = [('model', '=', model), ('res_id', '=', record), ('body', 'ilike', 'Ringde Maja')]
        [told] = colleague.search_read('mail.message', domain, 'author_id', 'date')
        assert 'Admin' in told['author_id'][1] and told['date']

    again = bill_of(inbox, accountant, 'W13-3', 'BG 5050-1055')
    assert pay(accountant, again) in ('paid', 'in_payment')
