"""Several people, or people and scheduled actions, at the same invoice at the same moment."""

from functools import partial

import pytest
from rough_place import POLL, SEND, at_once
from setup import scenario
from setup.processes import wait_until
from setup.rpc import OdooError


@pytest.fixture
def place(rough_place):
    return rough_place


@pytest.fixture
def sessions(place):
    return [place.odoo.session(), place.accountant()]


def post_uncaught(place, **values):
    """A posted invoice that is not yet on its way."""
    invoice_id = place.draft('untagged', **values)
    scenario.post_invoice(place.admin, invoice_id)
    assert place.documents(invoice_id) == []
    return invoice_id


@pytest.fixture
def invoice_id(place):
    connection = [('partner_id', '=', place.ids['untagged'])]
    if not place.admin.search_read('pagero.connection', connection, 'state'):
        scenario.set_connection(
            place.admin, place.ids['account'], place.ids['untagged'], 'connected'
        )
    return post_uncaught(place)


def live(place, invoice_id):
    return [
        each
        for each in place.documents(invoice_id)
        if each['send_mode'] == 'Production' and each['state'] != 'cancelled'
    ]


def assert_sent_once(place, invoice_id):
    place.run(SEND, POLL)
    [document] = live(place, invoice_id)
    assert document['state'] == 'delivered', document
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def refusals(errors):
    """What the losers read; each must be a sentence, not a database's error."""
    words = [str(error) for error in errors if error]
    for sentence in words:
        assert 'duplicate key' not in sentence, sentence
        assert 'pagero_document' not in sentence, sentence
    return words


def test_two_press_the_list_action(place, sessions, invoice_id):
    errors = at_once(
        partial(session.call, 'account.move', 'action_send_with_pagero', [invoice_id])
        for session in sessions
    )

    [sentence] = refusals(errors)
    assert 'Pagero' in sentence, "in the loser's own language"
    assert_sent_once(place, invoice_id)


def press_send(session, invoice_id):
    """Open the Send dialog, tick Pagero, press Send."""
    context = {'active_model': 'account.move', 'active_ids': [invoice_id]}
    wizard = session.create('account.move.send.wizard', {'move_id': invoice_id}, **context)
    boxes = session.read('account.move.send.wizard', wizard, 'sending_method_checkboxes')
    ticked = {
        method: {**box, 'checked': method == 'pagero'}
        for method, box in boxes['sending_method_checkboxes'].items()
    }
    values = {'sending_method_checkboxes': ticked}
    session.call('account.move.send.wizard', 'write', [wizard], values)
    return lambda: session.call(
        'account.move.send.wizard', 'action_send_and_print', [wizard], context=context
    )


def test_two_press_send_in_the_dialog(place, sessions, invoice_id):
    errors = at_once([press_send(session, invoice_id) for session in sessions])

    assert len(refusals(errors)) <= 1
    assert_sent_once(place, invoice_id)


def test_one_posts_and_one_sends(place, sessions):
    """The catching and the list action of another person meet."""
    invoice_id = place.draft()
    errors = at_once(
        [
            lambda: sessions[0].call('account.move', 'action_post', [invoice_id]),
            lambda: sessions[1].call('account.move', 'action_send_with_pagero', [invoice_id]),
        ]
    )

    assert errors[0] is None
    assert len(refusals(errors)) <= 1
    assert_sent_once(place, invoice_id)


def test_two_press_send_again(place, sessions):
    """W10.7: one new document, the other one is told."""
    place.sandbox.post('recipients', {**place.recipient(), 'connection': 'inactive'})
    invoice_id = place.post_and_send()
    place.run(POLL)
    document = place.document(invoice_id)
    assert document['state'] == 'error'
    place.sandbox.post('recipients', place.recipient())
    place.odoo.query("UPDATE pagero_connection SET state = 'connected'")

    errors = at_once(
        partial(session.call, 'pagero.document', 'action_send_again', [document['id']])
        for session in sessions
    )

    assert len(refusals(errors)) == 1
    place.run(SEND, POLL)
    assert len(place.documents(invoice_id)) == 2
    assert place.document(invoice_id)['state'] == 'delivered'
    assert place.arrived(invoice_id) == 1


def test_back_to_draft_while_queued(place):
    place.sandbox.post('settings', {'network_off': True})
    invoice_id = place.post_and_send()
    assert place.document(invoice_id)['state'] == 'queued'

    place.admin.call('account.move', 'button_draft', [invoice_id])
    place.sandbox.post('settings', {'network_off': False})
    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'cancelled'
    assert 'back_to_draft' in place.history(invoice_id)
    assert place.uploads(invoice_id) == 0

    scenario.post_invoice(place.admin, invoice_id)
    assert_sent_once(place, invoice_id)


def test_back_to_draft_at_the_moment_of_the_claim(place):
    """Whoever comes first wins: either it is cancelled and never sent, or sent and not draft."""
    invoice_ids = [place.draft() for _number in range(8)]
    scenario.post_invoice(place.admin, *invoice_ids)
    refused = []
    for invoice_id in invoice_ids:
        try:
            place.admin.call('account.move', 'button_draft', [invoice_id])
        except OdooError as error:
            refused.append(str(error))
    place.run(SEND, POLL)

    assert all('sent over Pagero' in sentence for sentence in refused), refused
    for invoice_id in invoice_ids:
        state = place.admin.read('account.move', invoice_id, 'state')['state']
        document = place.document(invoice_id)['state']
        assert (state, document) in [('draft', 'cancelled'), ('posted', 'delivered')]
        expected = int(document == 'delivered')
        assert place.uploads(invoice_id) == place.arrived(invoice_id) == expected


def test_back_to_draft_during_the_upload_is_refused(place):
    place.fault('slow', seconds=60)
    invoice_id = place.post()
    wait_until(place.is_met, 30, 'the upload has begun')

    with pytest.raises(OdooError, match='sent over Pagero'):
        place.admin.call('account.move', 'button_draft', [invoice_id])

    place.sandbox.delete('faults')
    assert_sent_once(place, invoice_id)


def test_no_longer_posted_when_it_is_built(place):
    """However it came about: what isn't posted is not sent."""
    place.sandbox.post('settings', {'network_off': True})
    invoice_id = place.post_and_send()
    place.sandbox.post('settings', {'network_off': False})
    place.odoo.query("UPDATE account_move SET state = 'draft' WHERE id = %s", (invoice_id,))

    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'cancelled'
    assert 'not_posted' in place.history(invoice_id)
    assert place.uploads(invoice_id) == 0


def test_delivered_in_production_stays_posted(place):
    """W8.7."""
    invoice_id = place.post_and_send()
    place.run(POLL)

    with pytest.raises(OdooError, match='credit note'):
        place.admin.call('account.move', 'button_draft', [invoice_id])


# === THE CUSTOMER CHANGES MEANWHILE === #


@pytest.fixture
def customer(place):
    """A customer of the test's own, in two versions: the second is its twin."""
    values = {
        'name': 'Tvilling AB', 'is_company': True, 'street': 'Hamngatan 1', 'city': 'Luleå',
        'zip': '972 31', 'country_id': place.admin.reference('base.se'),
        'company_registry': '2120009986', 'vat': 'SE212000998601', 'peppol_eas': '0007',
        'peppol_endpoint': '2120009986', 'invoice_sending_method': 'pagero',
    }  # fmt: skip
    return [place.admin.create('res.partner', values) for _twin in range(2)]


def post_to(place, partner_id):
    invoice_id = scenario.create_invoice(place.admin, partner_id, place.ids['product'])
    scenario.post_invoice(place.admin, invoice_id)
    return invoice_id


def test_a_customer_merged_while_its_invoice_waits(place, customer):
    """It waits for a connection; its partner is merged into one that is connected."""
    old, new = customer
    scenario.set_connection(place.admin, place.ids['account'], new, 'connected')
    invoice_id = post_to(place, old)
    place.run(SEND)
    assert place.document(invoice_id)['held_reason'] == 'connection'

    merge(place, old, new)
    place.run('ir_cron_pagero_sweep', SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert place.arrived(invoice_id) == 1


def test_two_connected_customers_are_merged(place, customer):
    """Both have a connection: one of the two must remain, and the invoice leaves."""
    old, new = customer
    for partner_id in customer:
        scenario.set_connection(place.admin, place.ids['account'], partner_id, 'connected')
    place.sandbox.post('settings', {'network_off': True})
    invoice_id = post_to(place, old)
    place.run(SEND)

    merge(place, old, new)
    place.sandbox.post('settings', {'network_off': False})
    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    domain = [('partner_id', 'in', customer)]
    found = place.admin.search_read('pagero.connection', domain, 'state', 'partner_id')
    assert [(each['state'], each['partner_id'][0]) for each in found] == [('connected', new)]


def merge(place, old, new):
    values = {'partner_ids': [(6, 0, [old, new])], 'dst_partner_id': new, 'state': 'selection'}
    model = 'base.partner.merge.automatic.wizard'
    wizard = place.admin.create(model, values)
    place.admin.call(model, 'action_merge', [wizard])
    assert place.admin.search_read('res.partner', [('id', '=', old)], 'name') == []


def test_a_customer_archived_meanwhile(place, customer):
    partner_id, _twin = customer
    scenario.set_connection(place.admin, place.ids['account'], partner_id, 'connected')
    place.sandbox.post('settings', {'network_off': True})
    invoice_id = post_to(place, partner_id)
    place.run(SEND)

    place.admin.call('res.partner', 'action_archive', [partner_id])
    place.sandbox.post('settings', {'network_off': False})
    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


# === NO ACCOUNT === #


def test_a_company_without_an_account(place):
    """The customer gets invoices over Pagero, the company has no contract: said, and not lost."""
    admin = place.admin
    country = admin.reference('base.se')
    company = admin.create('res.company', {'name': 'Utan Konto AB', 'country_id': country})
    admin.call('res.users', 'write', [admin.uid], {'company_ids': [(4, company)]})
    here = {'allowed_company_ids': [company]}
    admin.call('account.chart.template', 'try_loading', [], 'se', company, context=here)
    values = {'move_type': 'out_invoice', 'partner_id': place.ids['routing']}
    line = {'name': 'Kaffe', 'quantity': 1, 'price_unit': 10}
    invoice = {**values, 'company_id': company, 'invoice_line_ids': [(0, 0, line)]}
    invoice_id = admin.create('account.move', invoice, **here)

    admin.call('account.move', 'action_post', [invoice_id], context=here)

    [move] = admin.call('account.move', 'read', [invoice_id], ['state', 'alerts'], context=here)
    assert move['state'] == 'posted'
    assert 'not connected' in move['alerts']['pagero_account']['message']
    with pytest.raises(OdooError, match='not connected'):
        admin.call('account.move', 'action_send_with_pagero', [invoice_id], context=here)
    place.run(SEND, POLL)
    assert place.documents(invoice_id) == []
