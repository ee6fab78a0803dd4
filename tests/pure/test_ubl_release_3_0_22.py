"""Peppol BIS Billing 3.0.22, in force from 24 February 2027, self-billing too: cases of our own.

The publisher's files may not be copied. `python -m oracle.agreement --rules FILE` compares with
them where they are at hand.
"""

import copy
from datetime import date

import pytest
from lxml import etree
from oracle import nations
from ubl_documents import NAMESPACES, credit_note, invoice, self_billed, spoiled

from identification.identifiers import is_active_scheme
from ubl.check import XSD_LAYER, check
from ubl.finding import FATAL, WARNING
from ubl.parse import parse
from ubl.peppol_rules import CARDINALITY, PEPPOL_PACKS, RULES, cardinality


BEFORE, FROM = PEPPOL_PACKS
LAST_DAY, FIRST_DAY = date(2027, 2, 23), date(2027, 2, 24)
SELLER = 'cac:AccountingSupplierParty/cac:Party/'
BUYER = 'cac:AccountingCustomerParty/cac:Party/'
COUNTRY = 'cac:PostalAddress/cac:Country/cbc:IdentificationCode'
VAT = 'cac:PartyTaxScheme[1]/cbc:CompanyID'


def found(xml, pack=FROM):
    return {finding.rule: finding for finding in pack.check(parse(xml))}


def with_scheme(scheme, value, xml=None):
    return spoiled(BUYER + 'cbc:EndpointID', value, xml, schemeID=scheme)


def with_vat(value, xml=None):
    return spoiled(BUYER + VAT, value, xml)


@pytest.mark.parametrize('make', [invoice, credit_note])
@pytest.mark.parametrize('written', [lambda xml: xml, self_billed])
def test_a_swedish_document_passes_both_releases(make, written):
    xml = written(make())

    for day in (LAST_DAY, FIRST_DAY):
        assert check(xml, on=day) == []


def test_the_release_is_chosen_by_the_invoice_date():
    xml = with_scheme('0158', '35697270')

    assert [each.rule for each in check(xml, on=LAST_DAY)] == ['PEPPOL-EN16931-CL008']
    assert check(xml, on=FIRST_DAY) == []
    assert is_active_scheme('0158', FIRST_DAY) and not is_active_scheme('0158', LAST_DAY)


@pytest.mark.parametrize('written', [lambda xml: xml, self_billed])
@pytest.mark.parametrize(
    ('rule', 'xml', 'now', 'then'),
    [
        ('R043', with_scheme('0208', '0403019261'), None, None),
        ('R043', with_scheme('0208', '0403019262'), FATAL, FATAL),
        ('R043', with_scheme('0208', '2403019275'), FATAL, FATAL),
        ('R043', with_scheme('0208', '2403019205'), FATAL, FATAL),
        ('R062', with_vat('BE0403019261'), None, None),
        ('R062', with_vat('BE1403019261'), None, WARNING),
        ('R062', with_vat('BE403019261'), None, WARNING),
        ('R062', with_vat('BE 0403019261'), None, WARNING),
        ('R062', with_vat('be0403019262'), None, None),
        ('R058', with_vat('LU26375245'), None, None),
        ('R058', with_vat('lu26375245'), None, None),
        ('R058', with_vat('LU26375246'), None, WARNING),
        ('R058', with_vat('LU2637524'), None, WARNING),
        ('R059', with_scheme('0240', '20062408112'), None, None),
        ('R059', with_scheme('0240', '20062408114'), None, WARNING),
        ('R059', with_scheme('0240', '20061008112'), None, WARNING),
        ('R059', with_scheme('0240', '2006240811'), None, WARNING),
        ('R054', with_scheme('0106', '1234567'), WARNING, FATAL),
        ('R055', with_scheme('0190', '1'), WARNING, FATAL),
        ('R056-1', with_scheme('9944', 'NL1'), WARNING, FATAL),
        ('R056-2', with_vat('NL1'), WARNING, FATAL),
        ('R057', with_scheme('0217', '1'), WARNING, FATAL),
    ],
)
def test_numbers_are_looked_at_as_the_release_does(written, rule, xml, now, then):
    for pack, severity in ((BEFORE, now), (FROM, then)):
        finding = found(written(xml), pack).get(f'PEPPOL-COMMON-{rule}')
        assert (finding and finding.severity) == severity


def test_a_belgian_number_may_begin_with_any_digit_until_3_0_22():
    number = next(f'2{rest:07d}{97 - int(f"2{rest:07d}") % 97:02d}' for rest in range(1, 9))

    assert 'PEPPOL-COMMON-R043' not in found(with_scheme('0208', number), BEFORE)
    assert 'PEPPOL-COMMON-R043' in found(with_scheme('0208', number))


@pytest.mark.parametrize('form', ['24', '25'])
def test_one_legal_form_of_luxembourg_has_two_check_digits(form):
    right = [
        digit
        for digit in range(10)
        if 'PEPPOL-COMMON-R059' not in found(with_scheme('0240', f'1999{form}1234{digit}'))
    ]

    assert len(right) == {'24': 2, '25': 1}[form]


def slovak(xml=None, buyer='SK'):
    for party, country in ((SELLER, 'SK'), (BUYER, buyer)):
        xml = spoiled(party + COUNTRY, country, xml)
        xml = spoiled(party + VAT, f'{country}2020317068', xml)
    return xml


@pytest.mark.parametrize(
    ('party', 'child', 'rule'),
    [
        (SELLER, 'StreetName', 'SK-R-002'),
        (SELLER, 'CityName', 'SK-R-003'),
        (SELLER, 'PostalZone', 'SK-R-004'),
        (BUYER, 'StreetName', 'SK-R-005'),
        (BUYER, 'CityName', 'SK-R-006'),
        (BUYER, 'PostalZone', 'SK-R-007'),
    ],
)
def test_slovak_addresses_are_complete(party, child, rule):
    path = f'{party}cac:PostalAddress/cbc:{child}'
    lacking = spoiled(path, None, slovak())

    assert not [each for each in found(slovak()) if each.startswith('SK-')]
    assert found(lacking)[rule].severity == WARNING
    assert {each for each in found(lacking) if each.startswith('SK-')} == {rule}
    assert rule not in found(lacking, BEFORE)
    assert rule not in found(self_billed(lacking))
    assert rule not in found(spoiled(path, None, slovak(buyer='CZ')))


def test_a_slovak_correction_names_what_it_corrects():
    bare = spoiled('cbc:InvoiceTypeCode', '384', slovak())
    named = bare.replace(
        b'<cac:AccountingSupplierParty>',
        b'<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>1</cbc:ID>'
        b'</cac:InvoiceDocumentReference></cac:BillingReference><cac:AccountingSupplierParty>',
    )

    assert found(bare)['SK-R-001'].severity == WARNING
    assert 'SK-R-001' not in found(named) and named != bare
    assert 'SK-R-001' not in found(slovak())


def test_self_billing_looks_at_the_currency_of_a_vat_group_from_3_0_22_on():
    path = 'cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount'
    ordinary = spoiled(path, '100.00', currencyID='EUR')
    billed_by_buyer = spoiled(path, '100.00', self_billed(), currencyID='EUR')
    rule = 'PEPPOL-EN16931-R051'

    assert rule in found(ordinary, BEFORE) and rule in found(ordinary)
    assert rule not in found(billed_by_buyer, BEFORE) and rule in found(billed_by_buyer)


# === R140 TO R276 === #


def demands():
    """(rule id, the path from the root, the child, whether it is of credit notes)."""
    for path, group in cardinality.DEMANDS.items():
        for child, credit, bill in group:
            for number, of_credit_notes in ((credit, True), (bill, False)):
                if number is not None:
                    line = 'cac:CreditNoteLine' if of_credit_notes else 'cac:InvoiceLine'
                    place = path.replace('cac:Line', line)
                    yield f'PEPPOL-EN16931-R{number}', place, child, of_credit_notes


DEMANDS = list(demands())


def with_children(path, child, of_credit_notes, count):
    """A fragment with so many of the children at the path, as the publisher tests them."""
    kind = 'CreditNote' if of_credit_notes else 'Invoice'
    root = node = etree.Element(f'{{urn:oasis:names:specification:ubl:schema:xsd:{kind}-2}}{kind}')
    for step in filter(None, path.split('/')):
        node = etree.SubElement(node, clark(step))
    for _number in range(count):
        etree.SubElement(node, clark(child)).text = 'x'
    return root


def clark(step):
    prefix, _colon, name = step.partition(':')
    return f'{{{NAMESPACES[prefix]}}}{name}'


def test_all_rules_of_cardinality_are_there_from_the_first_day_on():
    numbers = sorted(int(rule.id[-3:]) for rule in FROM.rules if rule.key == CARDINALITY)

    assert numbers == list(range(140, 277))
    assert len(DEMANDS) == len({rule for rule, *_others in DEMANDS}) == 137
    assert not [rule for rule in BEFORE.rules if rule.key == CARDINALITY]
    assert {rule.severity for rule in RULES if rule.key == CARDINALITY} == {FATAL}


@pytest.mark.parametrize(('rule', 'path', 'child', 'of_credit_notes'), DEMANDS)
def test_each_child_stands_exactly_once(rule, path, child, of_credit_notes):
    for count, is_broken in ((0, True), (1, False), (2, True)):
        root = with_children(path, child, of_credit_notes, count)
        found = [each for each in FROM.check(root) if each.rule == rule]
        assert [each.detail for each in found] == ([str(count)] if is_broken else [])
        assert rule not in {each.rule for each in BEFORE.check(root)}


def everything(of_credit_notes):
    [root, *_others] = [
        root
        for root in nations.invoices()
        if root.tag.endswith('CreditNote') is of_credit_notes
        and root.findtext('.//{*}AccountingSupplierParty//{*}IdentificationCode') == 'SE'
    ]
    return root


# What no other rule stops at the same place: the discount without a VAT category has no other
# rule at all, and the others are found by rules that are about more than one element.
SAID_ALONE = {
    False: {211, 221, 231, 234, 250, 262, 275},
    True: {142, 152, 162, 165, 168, 178, 194, 205},
}


@pytest.mark.parametrize('of_credit_notes', [False, True])
def test_what_another_rule_stops_already_is_said_once(of_credit_notes):
    """A document that lacks something is stopped by the rule with the better words."""
    silent, alone = set(), set()
    for rule, path, child, of_these in DEMANDS:
        root = copy.deepcopy(everything(of_credit_notes))
        place = f'{path}/{child}' if path else child
        nodes = root.xpath(place, namespaces=NAMESPACES) if of_these is of_credit_notes else []
        for node in nodes[:1]:
            node.getparent().remove(node)
        if not nodes or any(XSD_LAYER.packs[0].check(root)):
            continue
        findings = check(etree.tostring(root), on=FIRST_DAY)
        assert any(each.is_fatal for each in findings), rule
        (alone if rule in {each.rule for each in findings} else silent).add(int(rule[-3:]))
        keys = [(each.where, each.line) for each in findings if each.key == CARDINALITY]
        others = [(each.where, each.line) for each in findings if each.key != CARDINALITY]
        assert not set(keys) & set(others), rule

    assert alone == SAID_ALONE[of_credit_notes]
    assert len(silent) > 40
