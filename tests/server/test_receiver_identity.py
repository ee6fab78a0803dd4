"""Other numbers on a connected customer: what crosses the network goes to whom it was meant for."""

import pytest
from network_place import NetworkPlace
from pagero_sandbox import known_companies as companies
from rough_place import POLL, SEND, SWEEP


OURS, OTHER = companies.ACCEPTS_BY_ITSELF, companies.NO_TESTS
CONNECTION = 'pagero.connection'


@pytest.fixture(scope='module')
def place(environment, base, tmp_path_factory):
    place = NetworkPlace(environment, 'identity', tmp_path_factory.mktemp('identity'), base)
    place.open().begin()
    yield place
    place.close()


def numbers_of(company):
    """A company of the sandbox as a person would type it on a customer."""
    ids = {each['idType']: each['value'] for each in company['ids']}
    scheme, value = company['electronicIds'][0].split(':')
    return {
        'company_registry': f'{value[:6]}-{value[6:]}',
        'vat': next((ids[kind] for kind in ids if 'VAT' in kind), False),
        'peppol_eas': scheme,
        'peppol_endpoint': value,
    }


def test_an_invoice_waits_while_the_customer_has_anothers_numbers(place):
    connection = place.connect_to(OURS)
    partner_id = place.connection(connection, 'partner_id')['partner_id'][0]
    first = place.invoice(connection)
    place.assert_sent_once(first)

    place.admin.call('res.partner', 'write', [partner_id], numbers_of(OTHER))

    assert place.state(connection) == 'changed'
    second = place.invoice(connection)
    waiting = place.document(second)
    assert (waiting['state'], waiting['held_reason']) == ('held', 'connection')
    assert "other numbers" in place.alert(second)
    assert (place.uploads(second), place.arrived(second)) == (0, 0)
    place.run(SWEEP, SEND, POLL)
    assert place.document(second)['state'] == 'held'

    place.admin.call('res.partner', 'write', [partner_id], numbers_of(OURS))

    assert place.state(connection) == 'connected'
    place.assert_sent_once(second)


def test_numbers_that_are_written_past_odoo_meet_the_last_gate(place):
    [found] = place.admin.search_read(
        CONNECTION, [('network_company_id', '=', OURS['id'])], 'partner_id'
    )
    connection, partner_id = found['id'], found['partner_id'][0]
    theirs = numbers_of(OTHER)
    place.odoo.query(
        f"UPDATE res_partner SET company_registry = '{theirs['company_registry']}',"
        f" peppol_endpoint = '{theirs['peppol_endpoint']}' WHERE id = {partner_id}"
    )

    invoice_id = place.invoice(connection)

    assert place.document(invoice_id)['state'] == 'held'
    assert place.state(connection) == 'changed'
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (0, 0)
    place.admin.call('res.partner', 'write', [partner_id], numbers_of(OURS))
    place.assert_sent_once(invoice_id)


def test_the_same_company_with_a_new_address_is_confirmed_and_sent(place):
    [found] = place.admin.search_read(
        CONNECTION, [('network_company_id', '=', OURS['id'])], 'partner_id'
    )
    connection, partner_id = found['id'], found['partner_id'][0]
    place.admin.call('res.partner', 'write', [partner_id], {'vat': 'SE556036079301'})
    invoice_id = place.invoice(connection)
    assert place.document(invoice_id)['state'] == 'held'

    place.admin.call(CONNECTION, 'action_confirm_identity', [connection])

    assert place.state(connection) == 'connected'
    place.assert_sent_once(invoice_id)
