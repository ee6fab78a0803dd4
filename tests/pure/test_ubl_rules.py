"""Each rule: a valid invoice, spoiled in one place, must break it and nothing else."""

import copy
import random
from datetime import date

import pytest
from lxml import etree
from ubl_documents import DAY, credit_note, invoice, self_billed, spoiled

from ubl import self_billing
from ubl.check import XSD_LAYER, Layer, check, layers_of
from ubl.finding import FATAL, WARNING, Finding
from ubl.official import CEN, PEPPOL, SELF_BILLING
from ubl.parse import parse
from ubl.peppol_rules import PACKS
from ubl.place import location_of, place_of


SELLER = 'cac:AccountingSupplierParty/cac:Party/'
BUYER = 'cac:AccountingCustomerParty/cac:Party/'
TOTALS = 'cac:LegalMonetaryTotal/'
GROUP = 'cac:TaxTotal/cac:TaxSubtotal/'
LINE = 'cac:InvoiceLine[2]/'
ITEM_TAX = LINE + 'cac:Item/cac:ClassifiedTaxCategory/'
MEANS = 'cac:PaymentMeans/'
ACCOUNT = MEANS + 'cac:PayeeFinancialAccount/'
R = 'PEPPOL-EN16931-'
C = 'PEPPOL-COMMON-'

AFTER_3_0_22 = date(2027, 2, 24)


VALUES = (
    *'0 1 -1 25 99999999999999999999.99 S E K O true 1 SE 0088 30 SE:BANKGIRO 50501056'.split(),
    *'2026-11-01 VAT SEK å 9955'.split(),
    '',
)


def mutated(xml, generator):
    """The document with a few elements removed, doubled or given another value."""
    root = etree.fromstring(xml)
    for _ in range(generator.randint(1, 4)):
        node = generator.choice([node for node in root.iter() if node is not root])
        change = generator.choice(['remove', 'double', 'value', 'value', 'attribute'])
        if change == 'remove':
            node.getparent().remove(node)
        elif change == 'double':
            node.addnext(copy.deepcopy(node))
        elif change == 'attribute' and node.attrib:
            del node.attrib[generator.choice(list(node.attrib))]
        elif not len(node):
            node.text = generator.choice(VALUES)
    return etree.tostring(root)


def found(xml, on=DAY):
    return {finding.rule: finding for finding in check(xml, on=on)}


@pytest.mark.parametrize(
    ('path', 'value', 'rules'),
    [
        ('cbc:ProfileID', None, {R + 'R001', R + 'R007'}),
        ('cbc:ProfileID', 'mine', {R + 'R007'}),
        ('cbc:CustomizationID', 'mine', {R + 'R004'}),
        ('cbc:BuyerReference', None, {R + 'R003'}),
        ('cbc:BuyerReference', ' ', {R + 'R008'}),
        ('cbc:BuyerReference', 'å ä ö 雪', set()),
        ('cbc:InvoiceTypeCode', '389', {R + 'P0100'}),
        ('cbc:IssueDate', '2026-11-01Z', {R + 'F001'}),
        (BUYER + 'cbc:EndpointID', None, {R + 'R010'}),
        (SELLER + 'cbc:EndpointID', None, {R + 'R020'}),
        (BUYER + 'cbc:EndpointID', '2021005488', {C + 'R049'}),
        (BUYER + 'cbc:EndpointID', '202100-5489', {C + 'R049'}),
        (SELLER + 'cac:PartyTaxScheme[1]/cbc:CompanyID', 'SE5560360793', {'SE-R-001'}),
        (SELLER + 'cac:PartyTaxScheme[1]/cbc:CompanyID', 'SE5560360793XX', {'SE-R-002'}),
        (SELLER + 'cac:PartyTaxScheme[2]/cbc:CompanyID', '556036-0793', {'SE-R-005'}),
        (SELLER + 'cac:PartyTaxScheme[2]/cbc:CompanyID', 'godkänd för F-skatt', set()),
        (
            SELLER + 'cac:PartyLegalEntity/cbc:CompanyID',
            '556036-0793',
            {'SE-R-003', 'SE-R-004', 'SE-R-013', C + 'R049'},
        ),
        (
            SELLER + 'cac:PartyLegalEntity/cbc:CompanyID',
            '165560360793',
            {'SE-R-004', 'SE-R-013', C + 'R049'},
        ),
        (SELLER + 'cac:PartyLegalEntity/cbc:CompanyID', '5560360794', {'SE-R-013', C + 'R049'}),
        (LINE + 'cbc:InvoicedQuantity', '3', {R + 'R120'}),
        (LINE + 'cbc:InvoicedQuantity', '2.0002', set()),
        (LINE + 'cac:Price/cbc:PriceAmount', '100.02', {R + 'R120'}),
        (ITEM_TAX + 'cac:TaxScheme/cbc:ID', 'GST', {'BR-CO-04'}),
        (ITEM_TAX + 'cbc:Percent', '0', {'BR-S-05', 'BR-S-08', 'SE-R-006'}),
        (ITEM_TAX + 'cbc:Percent', None, {'BR-S-05', 'BR-S-08', 'SE-R-006'}),
        (ITEM_TAX + 'cbc:ID', 'E', {'BR-E-01', 'BR-E-05', 'BR-S-08'}),
        (GROUP + 'cac:TaxCategory/cbc:ID', 'E', {'BR-E-08', 'BR-E-09', 'BR-E-10', 'BR-S-01'}),
        (
            GROUP + 'cac:TaxCategory/cbc:Percent',
            '24',
            {'BR-S-08', 'BR-CO-17', 'BR-S-09', 'SE-R-006'},
        ),
        (GROUP + 'cbc:TaxableAmount', '401.00', {'BR-S-08'}),
        (GROUP + 'cbc:TaxableAmount', '400.99', set()),
        (GROUP + 'cbc:TaxAmount', '101.00', {'BR-CO-14', 'BR-CO-17', 'BR-S-09'}),
        (GROUP + 'cbc:TaxAmount', '100.99', {'BR-CO-14'}),
        ('cac:TaxTotal/cbc:TaxAmount', '100.01', {'BR-CO-14', 'BR-CO-15'}),
        (TOTALS + 'cbc:LineExtensionAmount', '400.01', {'BR-CO-10', 'BR-CO-13'}),
        (TOTALS + 'cbc:TaxExclusiveAmount', '399.99', {'BR-CO-13', 'BR-CO-15'}),
        (TOTALS + 'cbc:TaxInclusiveAmount', '500.01', {'BR-CO-15', 'BR-CO-16'}),
        (TOTALS + 'cbc:PayableAmount', '499.99', {'BR-CO-16'}),
        (TOTALS + 'cbc:PayableAmount', '500', set()),
        ('cbc:DueDate', None, set()),
        (ACCOUNT + 'cbc:ID', '50501056', {'PAGERO-BANKGIRO'}),
        (ACCOUNT + 'cbc:ID', '5050-1055', {'SE-R-008', 'SE-R-009'}),
        (ACCOUNT + 'cbc:ID', '5050', {'PAGERO-BANKGIRO', 'SE-R-009'}),
        (MEANS + 'cac:PayeeFinancialAccount', None, {'BR-61'}),
        (MEANS + 'cbc:PaymentID', '1234567', {'PAGERO-OCR'}),
        (MEANS + 'cbc:PaymentID', 'INV/2026/00001', set()),
        (MEANS + 'cbc:PaymentMeansCode', '31', {'SE-R-012'}),
        (MEANS + 'cbc:PaymentMeansCode', '56', {'SE-R-011'}),
    ],
)
def test_a_spoiled_place_breaks_its_rules(path, value, rules):
    assert set(found(spoiled(path, value))) == rules


@pytest.mark.parametrize(
    ('branch', 'account', 'rules'),
    [
        ('SE:PLUSGIRO', '2865434', set()),
        ('SE:PLUSGIRO', '2865435', {'PAGERO-PLUSGIRO'}),
        ('SE:PLUSGIRO', '286543-4', {'SE-R-007'}),
        ('SE:PLUSGIRO', '123456789', {'SE-R-010', 'PAGERO-PLUSGIRO'}),
        ('ESSESESS', 'SE4550000000058398257466', set()),
        ('ESSESESS', 'SE4650000000058398257466', {'PAGERO-IBAN'}),
        ('ESSESESS', 'NO99991122222', set()),
    ],
)
def test_an_account_is_checked_by_its_kind(branch, account, rules):
    xml = spoiled(ACCOUNT + 'cac:FinancialInstitutionBranch/cbc:ID', branch)

    assert set(found(spoiled(ACCOUNT + 'cbc:ID', account, xml))) == rules


def test_a_giro_that_is_not_marked_is_a_warning():
    xml = spoiled(ACCOUNT + 'cac:FinancialInstitutionBranch', None)

    warned = found(spoiled(ACCOUNT + 'cbc:ID', '5050-1055', xml))

    assert {rule: f.severity for rule, f in warned.items()} == {'PAGERO-GIRO-BRANCH': WARNING}


def test_a_bankgiro_takes_no_euros():
    assert set(found(invoice().replace(b'SEK', b'EUR'))) == {'PAGERO-GIRO-CURRENCY'}


def test_an_amount_in_another_currency_is_refused():
    xml = spoiled(LINE + 'cbc:LineExtensionAmount', '200.00', currencyID='EUR')

    assert set(found(xml)) == {R + 'R051'}


@pytest.mark.parametrize(
    ('scheme', 'value', 'rules'),
    [
        ('9955', 'SE556036079301', {R + 'CL008', 'BR-CL-25'}),
        ('0213', 'FI15482348', {R + 'CL008'}),
        ('0088', '7350053850019', set()),
        ('0088', '7350053850018', {C + 'R040'}),
        ('0088', '96385074', {'PAGERO-GLN'}),
        ('0192', '974760673', set()),
        ('0192', '974760674', {C + 'R041'}),
        ('0184', 'DK13585628', set()),
        ('0184', '1358562', {C + 'R042'}),
        ('0208', '0403170701', set()),
        ('0208', '0403170702', {C + 'R043'}),
        ('0216', '003715482348', set()),
    ],
)
def test_an_address_is_checked_by_its_scheme(scheme, value, rules):
    assert set(found(spoiled(BUYER + 'cbc:EndpointID', value, schemeID=scheme))) == rules


def test_an_address_without_scheme_is_refused():
    xml = invoice().replace(b'<cbc:EndpointID schemeID="0007">', b'<cbc:EndpointID>')

    assert set(found(xml)) == {'BR-62', 'BR-63'}


def test_a_short_gln_is_refused_from_3_0_22_on():
    xml = spoiled(BUYER + 'cbc:EndpointID', '96385074', schemeID='0088')

    assert found(xml, AFTER_3_0_22)[C + 'R040'].severity == FATAL


@pytest.mark.parametrize(
    ('buyer_country', 'on', 'refused'),
    [
        ('SE', DAY, True),
        ('FI', DAY, True),
        ('SE', AFTER_3_0_22, True),
        ('FI', AFTER_3_0_22, False),
    ],
)
def test_a_foreign_rate_is_allowed_to_foreign_buyers_from_3_0_22_on(buyer_country, on, refused):
    xml = spoiled(BUYER + 'cac:PostalAddress/cac:Country/cbc:IdentificationCode', buyer_country)
    for path in ('cac:TaxTotal/cbc:TaxAmount', GROUP + 'cbc:TaxAmount'):
        xml = spoiled(path, '102.00', xml)
    xml = spoiled(TOTALS + 'cbc:TaxInclusiveAmount', '502.00', xml)
    xml = spoiled(TOTALS + 'cbc:PayableAmount', '502.00', xml)
    xml = xml.replace(b'Percent>25<', b'Percent>25.5<')

    assert set(found(xml, on)) == ({'SE-R-006'} if refused else set())


def test_a_credit_note_keeps_the_same_rules():
    xml = spoiled('cac:CreditNoteLine[1]/cbc:CreditedQuantity', '3', credit_note())

    broken = found(xml)

    assert set(broken) == {R + 'R120'}
    assert broken[R + 'R120'].place == "Invoice line 1: Net amount (BT-131)"


def test_an_invoice_exempt_from_vat_needs_a_reason():
    xml = invoice().replace(b'cbc:ID>S<', b'cbc:ID>E<').replace(b'Percent>25<', b'Percent>0<')
    for path in ('cac:TaxTotal/cbc:TaxAmount', GROUP + 'cbc:TaxAmount'):
        xml = spoiled(path, '0.00', xml)
    for path in ('cbc:TaxInclusiveAmount', 'cbc:PayableAmount'):
        xml = spoiled(TOTALS + path, '400.00', xml)

    broken = found(xml)

    assert set(broken) == {'BR-E-10'}
    assert "tax exemption reason" in broken['BR-E-10'].advice
    reason = b'</cbc:Percent><cbc:TaxExemptionReason>Art</cbc:TaxExemptionReason><cac:TaxScheme>'
    group = xml.index(b'<cac:TaxCategory>')
    cured = xml[:group] + xml[group:].replace(b'</cbc:Percent>\n<cac:TaxScheme>', reason, 1)
    assert found(cured) == {}


def test_rounding_and_prepayment_are_part_of_the_amount_due():
    more = (
        b'<cbc:PrepaidAmount currencyID="SEK">100.25</cbc:PrepaidAmount>'
        b'<cbc:PayableRoundingAmount currencyID="SEK">0.25</cbc:PayableRoundingAmount>'
    )
    xml = spoiled(TOTALS + 'cbc:PayableAmount', '400.00')
    start = xml.index(b'<cbc:PayableAmount')

    assert found(xml[:start] + more + xml[start:]) == {}


def test_amounts_of_any_length_are_exact():
    xml = spoiled(TOTALS + 'cbc:PayableAmount', '500.0000000000000000000000000000000000000001')

    assert set(found(xml)) == {'BR-CO-16', 'BR-DEC-18', 'UBL-DT-01'}


@pytest.mark.parametrize('seed', range(20))
@pytest.mark.parametrize('make', [invoice, credit_note])
def test_every_rule_can_be_evaluated_on_whatever_the_schema_lets_through(make, seed):
    generator = random.Random(seed)
    for _ in range(20):
        xml = mutated(make(), generator)

        found = check(xml, on=DAY, layers=(XSD_LAYER, Layer('rules', PACKS)))

        assert not [f for f in found if "could not be" in f.text], xml


def test_a_broken_sum_shows_what_stands_there_and_what_should():
    broken = found(spoiled(TOTALS + 'cbc:PayableAmount', '499.99'))['BR-CO-16']

    assert broken.detail == '499.99 ≠ 500.00'
    assert broken.place == "Totals: Amount due (BT-115)"
    assert broken.location == '/Invoice/cac:LegalMonetaryTotal'


def test_a_missing_reference_points_to_its_field():
    broken = found(spoiled('cbc:BuyerReference', None))[R + 'R003']

    assert (broken.place, broken.field) == ("Buyer reference (BT-10)", 'pagero_buyer_reference')


@pytest.mark.parametrize(
    ('path', 'words', 'field', 'location'),
    [
        ('.', "Document", '', '/Invoice'),
        ('cbc:ID', "Invoice number (BT-1)", 'name', '/Invoice/cbc:ID'),
        (
            BUYER + 'cbc:EndpointID',
            "Buyer: Electronic address (BT-49)",
            'partner_id',
            '/Invoice/cac:AccountingCustomerParty/cac:Party/cbc:EndpointID',
        ),
        (
            ACCOUNT + 'cbc:ID',
            "Payment: Account number (BT-84)",
            'partner_bank_id',
            '/Invoice/cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID',
        ),
        (
            LINE + 'cac:Item/cbc:Name',
            "Invoice line 2: Item name (BT-153)",
            'invoice_line_ids',
            '/Invoice/cac:InvoiceLine[2]/cac:Item/cbc:Name',
        ),
        (LINE[:-1], "Invoice line 2", 'invoice_line_ids', '/Invoice/cac:InvoiceLine[2]'),
        ('cac:TaxTotal', "VAT", 'invoice_line_ids', '/Invoice/cac:TaxTotal'),
    ],
)
def test_a_node_is_named_in_a_persons_words(path, words, field, location):
    namespaces = {
        'cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
        'cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    }
    node = parse(invoice()).xpath(path, namespaces=namespaces)[0]

    assert (place_of(node).words, place_of(node).field) == (words, field)
    assert location_of(node) == location


SELF_BILLED = [
    ('cbc:InvoiceTypeCode', '389', set()),
    ('cbc:InvoiceTypeCode', '527', set()),
    ('cbc:InvoiceTypeCode', '380', {R + 'P0100'}),
    ('cbc:CustomizationID', self_billing.SPECIFICATION + '::2.1', {R + 'R004'}),
    ('cbc:ProfileID', 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0', {R + 'R007'}),
    (BUYER + 'cbc:EndpointID', None, {R + 'R010'}),
    (SELLER + 'cbc:EndpointID', None, {R + 'R020'}),
    # Peppol has no national rules for self-billing.
    (SELLER + 'cac:PartyTaxScheme[2]/cbc:CompanyID', 'no words', set()),
    (TOTALS + 'cbc:PayableAmount', '499.99', {'BR-CO-16'}),
]


@pytest.mark.parametrize(('path', 'value', 'rules'), SELF_BILLED)
@pytest.mark.parametrize('day', [DAY, AFTER_3_0_22])
def test_a_self_billed_document_has_rules_of_its_own(path, value, rules, day):
    findings = found(spoiled(path, value, self_billed()), on=day)

    assert set(findings) == rules


def test_a_self_billed_credit_note_has_a_type_of_its_own():
    assert found(self_billed(credit_note())) == {}
    ordinary = spoiled('cbc:CreditNoteTypeCode', '381', self_billed(credit_note()))
    assert set(found(ordinary)) == {R + 'P0101'}


def test_in_a_self_billed_document_we_are_the_buyer():
    """What is wrong with the seller is cured on the partner, and so it is told."""
    findings = found(spoiled(SELLER + 'cbc:EndpointID', None, self_billed()))

    finding = findings[R + 'R020']
    assert finding.field == 'partner_id'
    assert finding.text.startswith("The vendor")
    [buyer] = found(spoiled(BUYER + 'cbc:EndpointID', None, self_billed())).values()
    assert buyer.field == 'company_id'
    assert buyer.text.startswith("Your company")


class Refusing:
    """A pack in force that finds something in every document."""

    name, version, source, valid_from, valid_to = 'official', '1', '', date.min, None

    def check(self, root):
        return [Finding('NO', FATAL, '/', '', '', '', 'rules')]


def test_an_official_pack_takes_the_place_of_the_rules_that_it_is_about():
    layers = layers_of({PEPPOL: Refusing()})

    assert [each.rule for each in check(invoice(), on=DAY, layers=layers)] == ['NO']
    assert check(self_billed(), on=DAY, layers=layers) == []

    layers = layers_of({SELF_BILLING: Refusing()})
    assert check(invoice(), on=DAY, layers=layers) == []
    assert [each.rule for each in check(self_billed(), on=DAY, layers=layers)] == ['NO']

    layers = layers_of({CEN: Refusing()})
    for xml in (invoice(), self_billed()):
        assert [each.rule for each in check(xml, on=DAY, layers=layers)] == ['NO']
