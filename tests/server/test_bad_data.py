"""Invoices with wrong or missing data: posted all the same, *invalid* with place and advice."""

import base64

import pytest
from rough_place import POLL, SEND
from setup import scenario
from setup.rpc import OdooError


@pytest.fixture
def place(rough_place):
    return rough_place


def new_customer(place, **values):
    """A connected Swedish customer that the sandbox takes for the municipality."""
    known = {
        'name': 'Slarvig Kund AB', 'is_company': True, 'street': 'Hamngatan 1', 'city': 'Luleå',
        'zip': '972 31', 'country_id': place.admin.reference('base.se'),
        'company_registry': '2120009986', 'vat': 'SE212000998601', 'peppol_eas': '0007',
        'peppol_endpoint': '2120009986', 'invoice_sending_method': 'pagero',
    }  # fmt: skip
    partner_id = place.admin.create('res.partner', {**known, **values})
    scenario.set_connection(place.admin, place.ids['account'], partner_id, 'connected')
    return partner_id


def post_to(place, partner_id, **values):
    invoice_id = scenario.create_invoice(place.admin, partner_id, place.ids['product'], **values)
    scenario.post_invoice(place.admin, invoice_id)
    place.run(SEND)
    return invoice_id


def fatal_findings(place, invoice_id):
    """What stops the invoice; each must say where, what and what to do."""
    document = place.document(invoice_id)
    assert document['state'] == 'invalid', document
    found = [each for each in document['findings'] if each['severity'] == 'fatal']
    for finding in found:
        assert finding['text'], finding
        assert finding['place'] or finding['rule'] == 'ODOO', finding
        assert finding['advice'] or finding['rule'] == 'ODOO', finding
    assert place.uploads(invoice_id) == 0
    assert document['advice'] in place.alert(invoice_id)
    return found


def cure(place, invoice_id):
    """After the data was corrected it goes, once: by itself, or by *Try Again*."""
    if place.document(invoice_id)['state'] == 'invalid':
        place.press(invoice_id, 'action_retry')
    place.run(SEND, POLL)
    assert place.document(invoice_id)['state'] == 'delivered', place.document(invoice_id)
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def words_of(findings):
    return ' '.join(f'{each["place"]} {each["text"]} {each["advice"]}' for each in findings)


def test_a_customer_without_any_number(place):
    nothing = {'company_registry': False, 'vat': False, 'peppol_eas': False}
    partner_id = new_customer(place, **nothing, peppol_endpoint=False)
    place.admin.call(
        'res.partner', 'write', [partner_id], {'peppol_eas': False, 'peppol_endpoint': False}
    )
    invoice_id = post_to(place, partner_id)

    assert fatal_findings(place, invoice_id)

    known = {'company_registry': '2120009986', 'vat': 'SE212000998601'}
    place.admin.call('res.partner', 'write', [partner_id], known)
    endpoint = {'peppol_eas': '0007', 'peppol_endpoint': '2120009986'}
    place.admin.call('res.partner', 'write', [partner_id], endpoint)
    cure(place, invoice_id)


def test_an_organisation_number_with_a_wrong_digit_is_refused_when_typed(place):
    with pytest.raises(OdooError, match='check digit'):
        new_customer(place, peppol_endpoint='2120009987')


def test_an_organisation_number_with_a_wrong_digit_that_came_by_an_import(place):
    partner_id = new_customer(place)
    statement = 'UPDATE res_partner SET peppol_endpoint = %s WHERE id = %s'
    place.odoo.query(statement, ('2120009987', partner_id))
    invoice_id = post_to(place, partner_id)

    assert place.document(invoice_id)['state'] == 'held'  # it could be another company's number
    [connection] = place.admin.search_read(
        'pagero.connection', [('partner_id', '=', partner_id)], 'state'
    )
    place.admin.call('pagero.connection', 'action_confirm_identity', [connection['id']])
    place.run(SEND)
    assert 'check digit' in words_of(fatal_findings(place, invoice_id))

    place.admin.call('res.partner', 'write', [partner_id], {'peppol_endpoint': '2120009986'})
    place.admin.call('pagero.connection', 'action_confirm_identity', [connection['id']])
    cure(place, invoice_id)


def test_a_wrong_bankgiro_is_refused_when_typed(place):
    company = place.admin.read('res.company', place.ids['company'], 'partner_id')
    values = {'acc_number': '991-2345', 'partner_id': company['partner_id'][0]}
    values['pagero_account_kind'] = 'bankgiro'
    with pytest.raises(OdooError, match='check digit'):
        place.admin.create('res.partner.bank', values)


@pytest.fixture
def wrong_bankgiro(place):
    """The company's Bankgiro with a wrong check digit, as an import leaves it."""
    change = (
        'UPDATE res_partner_bank SET acc_number = %s, sanitized_acc_number = %s,'
        " pagero_account_kind = 'bankgiro' WHERE sanitized_acc_number = %s"
    )
    place.odoo.query(change, ('991-2345', '9912345', '9912346'))
    yield
    place.odoo.query(change, ('991-2346', '9912346', '9912345'))


def test_a_wrong_bankgiro_that_came_by_an_import(place, wrong_bankgiro):
    invoice_id = post_to(place, place.ids['municipality'])

    findings = fatal_findings(place, invoice_id)

    assert 'Bankgiro' in words_of(findings), findings


def test_no_tax_on_a_line(place):
    """A line needs a VAT category; core itself refuses to guess one."""
    invoice_id = post_with_line(place, {'tax_ids': [(5,)]})

    assert fatal_findings(place, invoice_id)


def test_an_exempt_line_without_a_reason_is_asked_for_it(place):
    """BR-E-10: only who made the tax knows why."""
    tax = place.admin.create(
        'account.tax',
        {
            'name': 'Momsfritt', 'amount': 0, 'type_tax_use': 'sale',
            'ubl_cii_tax_category_code': 'E', 'ubl_cii_tax_exemption_reason_code': False,
        },
    )  # fmt: skip
    invoice_id = post_with_line(place, {'tax_ids': [(6, 0, [tax])]})
    assert 'no reason' in words_of(fatal_findings(place, invoice_id))

    reason = {'ubl_cii_tax_exemption_reason_code': 'VATEX-EU-132-1I'}
    place.admin.call('account.tax', 'write', [tax], reason)
    cure(place, invoice_id)
    assert '<cbc:TaxExemptionReason>' in xml_of(place, invoice_id)


def xml_of(place, invoice_id):
    """What was sent, as a person downloads it."""
    document = place.document(invoice_id)
    [stored] = place.admin.call('pagero.document', 'read', [document['id']], ['xml_file'])
    return base64.b64decode(stored['xml_file']).decode()


def post_with_line(place, values):
    line = {'product_id': place.ids['product'], 'quantity': 1, 'price_unit': 100, **values}
    invoice_id = place.draft(invoice_line_ids=[(0, 0, line)])
    scenario.post_invoice(place.admin, invoice_id)
    place.run(SEND)
    return invoice_id


def test_a_batch_of_five_with_one_bad(place):
    """W8.4: four delivered, one invalid with place and advice; cured, it goes too."""
    invoice_ids = [place.draft() for _number in range(5)]
    bad = invoice_ids[2]
    place.admin.call('account.move', 'write', [bad], {'pagero_buyer_reference': False})
    scenario.post_invoice(place.admin, *invoice_ids)
    place.run(SEND, POLL)

    states = [place.document(each)['state'] for each in invoice_ids]
    assert states == ['delivered', 'delivered', 'invalid', 'delivered', 'delivered']
    findings = fatal_findings(place, bad)
    assert 'PEPPOL-EN16931-R003' in {each['rule'] for each in findings}

    place.admin.call('account.move', 'write', [bad], {'pagero_buyer_reference': 'ANNA01'})
    cure(place, bad)


@pytest.mark.parametrize(
    'broken',
    [
        "pagero_buyer_reference = E'ANNA\\x01'",
        'invoice_date = NULL',
        "pagero_buyer_reference = repeat('x', 100000)",
    ],
)
def test_one_invoice_that_cannot_be_built_stops_nobody(place, broken):
    """A broken record, however it came about, is its own trouble only."""
    place.sandbox.post('settings', {'network_off': True})
    bad = place.post_and_send()
    other = place.post_and_send()
    place.odoo.query(f'UPDATE account_move SET {broken} WHERE id = %s', (bad,))
    place.sandbox.post('settings', {'network_off': False})
    place.time_passes(SEND, POLL)

    assert place.document(other)['state'] == 'delivered'
    assert place.document(bad)['state'] in ('invalid', 'delivered'), place.document(bad)
    assert place.uploads(bad) == place.arrived(bad)
