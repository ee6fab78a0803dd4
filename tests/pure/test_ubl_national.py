"""National rules and what changes with 3.0.22, without the publishers' files.

The country of the Swedish invoice is changed, so more is wrong in it than what a test spoils.
"""

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree
from ubl_documents import NAMESPACES, credit_note, invoice, spoiled

from ubl.finding import FATAL, WARNING
from ubl.parse import parse
from ubl.peppol_rules import PEPPOL_PACKS, RULES
from ubl.peppol_rules.countries import Countries
from ubl.peppol_rules.document import Document


NOW, FROM_3_0_22 = PEPPOL_PACKS
SELLER = 'cac:AccountingSupplierParty/cac:Party/'
BUYER = 'cac:AccountingCustomerParty/cac:Party/'
COUNTRY = 'cac:PostalAddress/cac:Country/cbc:IdentificationCode'
VAT = 'cac:PartyTaxScheme[1]/cbc:CompanyID'
COMPANY_ID = 'cac:PartyLegalEntity/cbc:CompanyID'
MEANS = 'cac:PaymentMeans/'
KVK, OIN, VAT_NL, ESTABLISHMENT = '0106', '0190', '9944', '0217'


def inside(country, xml=None, vat=None):
    """The invoice between two companies of a country."""
    xml = xml or invoice()
    for party in (SELLER, BUYER):
        xml = spoiled(party + COUNTRY, country, xml)
        xml = spoiled(party + VAT, vat or f'{country}123456789', xml)
    return xml


def found(xml, pack=NOW):
    return {finding.rule: finding for finding in pack.check(parse(xml))}


def with_scheme(scheme, value):
    return spoiled(BUYER + 'cbc:EndpointID', value, schemeID=scheme)


@pytest.mark.parametrize(
    ('country', 'path', 'value', 'rule'),
    [
        ('DK', SELLER + COMPANY_ID, None, 'DK-R-002'),
        ('DK', SELLER + COMPANY_ID, '12345678', 'DK-R-014'),
        ('DK', BUYER + COMPANY_ID, '12345678', 'DK-R-017'),
        ('DK', MEANS + 'cbc:PaymentMeansCode', '30', 'DK-R-005'),
        ('DK', MEANS + 'cbc:PaymentMeansCode', '50', 'DK-R-008'),
        ('DK', MEANS + 'cbc:PaymentMeansCode', '93', 'DK-R-010'),
        ('DE', SELLER + 'cac:PostalAddress/cbc:CityName', None, 'DE-R-003'),
        ('DE', BUYER + 'cac:PostalAddress/cbc:PostalZone', None, 'DE-R-009'),
        ('DE', 'cbc:BuyerReference', None, 'DE-R-015'),
        ('DE', MEANS + 'cac:PayeeFinancialAccount', None, 'DE-R-023-1'),
        ('DE', MEANS + 'cbc:PaymentMeansCode', '58', 'DE-R-019'),
        ('DE', 'cac:PaymentMeans', None, 'DE-R-001'),
        ('NL', SELLER + COMPANY_ID, '12345678', 'NL-R-003'),
        ('NL', BUYER + 'cac:PostalAddress/cbc:StreetName', None, 'NL-R-004'),
        ('NL', 'cac:PaymentMeans', None, 'NL-R-007'),
        ('NL', MEANS + 'cbc:PaymentMeansCode', '42', 'NL-R-008'),
        ('IT', SELLER + 'cac:PartyTaxScheme[2]/cbc:CompanyID', 'RSSMRA', 'IT-R-001'),
        ('IT', SELLER + 'cac:PostalAddress/cbc:CityName', None, 'IT-R-003'),
        ('IS', SELLER + COMPANY_ID, '1234567890', 'IS-R-002'),
        ('IS', MEANS + 'cbc:PaymentMeansCode', '9', 'IS-R-006'),
    ],
)
def test_a_national_rule_is_asked_in_its_country_only(country, path, value, rule):
    assert rule in found(spoiled(path, value, inside(country)))
    assert rule not in found(spoiled(path, value))


@pytest.mark.parametrize(
    ('vat', 'rules'),
    [
        ('NO974760673MVA', {'NO-R-002'}),
        ('NO974760673', {'NO-R-001', 'NO-R-002'}),
        ('NO000000000MVA', {'NO-R-001', 'NO-R-002'}),
        ('EL094259216', {'GR-R-001-1', 'GR-R-004-1', 'GR-S-008-1', 'GR-R-009', 'GR-R-010'}),
        ('EL094259217', {'GR-R-001-1', 'GR-R-003', 'GR-S-011', 'GR-R-006'}),
    ],
)
def test_the_vat_number_decides_in_norway_and_greece(vat, rules):
    country = vat[:2].replace('EL', 'GR')

    broken = found(inside(country, vat=vat))

    assert rules <= {rule for rule in broken if rule.startswith(country)}
    assert ('GR-R-003' in broken) == ('GR-R-003' in rules)
    assert ('NO-R-001' in broken) == ('NO-R-001' in rules)


@pytest.mark.parametrize('code', ['DE', 'DK', 'IS', 'IT', 'SE'])
def test_a_national_rule_is_not_even_asked_elsewhere(code):
    asked = []
    rules = [
        replace(rule, broken_by=lambda _document: asked.append(1) or ())
        for rule in NOW.rules
        if rule.id.startswith(f'{code}-')
    ]
    pack = replace(NOW)
    pack.__dict__['rules'] = rules

    pack.check(parse(inside('FI')))
    assert not asked
    pack.check(parse(inside(code)))
    assert len(asked) == len(rules)


def test_every_national_rule_says_where():
    national = [rule for rule in RULES if rule.id[2:5] in {'-R-', '-S-'} and rule.id[:2] != 'BR']

    assert national and all(rule.where is not None for rule in national)


@pytest.mark.parametrize(
    ('scheme', 'right', 'wrong', 'rule'),
    [
        (KVK, '12345678', '1234567', 'R054'),
        (OIN, '12345678901234567890', '1234567890', 'R055'),
        (VAT_NL, 'NL123456789B12', 'NL123456789', 'R056-1'),
        (ESTABLISHMENT, '123456789012', '12345678901', 'R057'),
    ],
)
def test_dutch_numbers_are_fatal_from_3_0_22_on(scheme, right, wrong, rule):
    rule = f'PEPPOL-COMMON-{rule}'

    assert rule not in found(with_scheme(scheme, right), FROM_3_0_22)
    assert found(with_scheme(scheme, wrong))[rule].severity == WARNING
    assert found(with_scheme(scheme, wrong), FROM_3_0_22)[rule].severity == FATAL


@pytest.mark.parametrize(
    ('scheme', 'right', 'wrong', 'rule'),
    [
        ('0201', 'UFABC1', 'UFABC', 'R044'),
        ('0210', 'RSSMRA85T10A562S', 'RSSMRA85T10A562', 'R045'),
        ('0210', '00743110157', '0074311015X', 'R045'),
        ('9907', 'RSSMRA85T10A562S', 'x', 'R046'),
        ('0211', 'IT00743110157', 'IT00743110158', 'R047'),
        ('0151', '51824753556', '51824753557', 'R050'),
        ('0096', '1234567890', '123456789', 'R052'),
        ('0198', 'DK12345678', '12345678', 'R053'),
        ('0192', '974760673', '000000000', 'R041'),
        ('0184', '12345678', ' 12345678', 'R042'),
    ],
)
def test_a_number_is_checked_by_its_scheme(scheme, right, wrong, rule):
    assert f'PEPPOL-COMMON-{rule}' not in found(with_scheme(scheme, right))
    assert f'PEPPOL-COMMON-{rule}' in found(with_scheme(scheme, wrong))


@pytest.mark.parametrize(
    ('type', 'country', 'now', 'then'),
    [
        ('384', 'DE', set(), set()),
        ('384', 'SK', {'P0112'}, set()),
        ('384', 'SE', {'P0112'}, {'P0112'}),
        ('389', 'DE', {'P0100'}, set()),
        ('389', 'SK', {'P0100'}, {'P0112'}),
    ],
)
def test_the_types_of_germany_and_slovakia_change_with_3_0_22(type, country, now, then):
    xml = spoiled('cbc:InvoiceTypeCode', type, inside(country))

    for pack, rules in ((NOW, now), (FROM_3_0_22, then)):
        assert {rule[-5:] for rule in found(xml, pack) if '-P01' in rule} == rules


def test_the_greek_document_type_is_free_from_3_0_22_on():
    xml = spoiled('cbc:ID', '094259216|01/11/2026|0|9.9|A|1', inside('GR', vat='EL094259216'))

    assert {rule for rule in found(xml) if rule.startswith('GR-R-001')} == {'GR-R-001-5'}
    assert not [rule for rule in found(xml, FROM_3_0_22) if rule.startswith('GR-R-001')]


@pytest.mark.parametrize(
    ('note', 'good'),
    [
        ('#SKONTO#TAGE=14#PROZENT=2.00#\n', True),
        ('Danke\n#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=-3.00#\n', True),
        ('netto', True),
        ('#SKONTO#TAGE=14#PROZENT=2.00#', False),
        ('#SKONTO#TAGE=14#PROZENT=2.0#\n', False),
        ('#SKONTO#TAGE=14#PROZENT=2.00#\n Danke', True),
    ],
)
def test_a_german_cash_discount_has_a_form(note, good):
    root = parse(inside('DE'))
    terms = etree.SubElement(root, f'{{{NAMESPACES["cac"]}}}PaymentTerms')
    etree.SubElement(terms, f'{{{NAMESPACES["cbc"]}}}Note').text = note

    assert ('DE-R-018' not in {finding.rule for finding in NOW.check(root)}) == good


def test_a_danish_credit_note_is_not_negative():
    path = 'cac:LegalMonetaryTotal/cbc:PayableAmount'

    assert 'DK-R-016' in found(spoiled(path, '-1', inside('DK', credit_note())))
    assert 'DK-R-016' not in found(spoiled(path, '-1', inside('DK')))


@pytest.mark.parametrize(
    ('seller_vat', 'address', 'seller'),
    [('NO974760673MVA', 'SE', 'NO'), ('', 'SE', 'SE'), (None, ' se ', 'SE'), ('no1', 'SE', 'NO')],
)
def test_a_country_is_that_of_the_vat_number_or_of_the_address(seller_vat, address, seller):
    xml = spoiled(SELLER + COUNTRY, address, spoiled(SELLER + VAT, seller_vat))

    countries = Countries.of(Document(parse(xml)))
    assert (countries.seller, countries.seller_address) == (seller, address)


def test_two_vat_numbers_leave_the_country_open():
    xml = invoice().replace(b'<cbc:ID>TAX</cbc:ID>', b'<cbc:ID>VAT</cbc:ID>')

    countries = Countries.of(Document(parse(xml)))
    assert (countries.seller, countries.seller_address) == ('', 'SE')


def test_the_own_packs_change_on_the_announced_day():
    assert NOW.valid_to < FROM_3_0_22.valid_from == date(2027, 2, 24)
