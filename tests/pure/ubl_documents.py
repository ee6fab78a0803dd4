"""Hand-made documents for the tests of ``ubl``: one valid Swedish invoice, and how to spoil it."""

import random
from datetime import date

from lxml import etree


DAY = date(2026, 11, 1)
NAMESPACES = {
    'cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    'cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
}
CREDIT_NOTE_NAMES = {
    'InvoiceTypeCode>380': 'CreditNoteTypeCode>381',
    'InvoiceTypeCode>': 'CreditNoteTypeCode>',
    'InvoiceLine>': 'CreditNoteLine>',
    'InvoicedQuantity': 'CreditedQuantity',
    'Invoice-2': 'CreditNote-2',
    '<Invoice ': '<CreditNote ',
    '</Invoice>': '</CreditNote>',
    '<cbc:DueDate>2026-12-01</cbc:DueDate>': '',
}
ODD_TEXTS = ['', 'x', '1e999', '٣', '-0', ' 7 ', None, '130', '50', '#AAI#']

_PARTY = '''<cac:Accounting{role}Party><cac:Party>
<cbc:EndpointID schemeID="0007">{orgnr}</cbc:EndpointID>
<cac:PostalAddress><cbc:StreetName>Storgatan 1</cbc:StreetName><cbc:CityName>Lund</cbc:CityName>
<cbc:PostalZone>22100</cbc:PostalZone>
<cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>SE{orgnr}01</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>{more}
<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>
<cbc:CompanyID schemeID="0007">{orgnr}</cbc:CompanyID></cac:PartyLegalEntity>
</cac:Party></cac:Accounting{role}Party>'''
_F_TAX = (
    '<cac:PartyTaxScheme><cbc:CompanyID>Godkänd för F-skatt</cbc:CompanyID>'
    '<cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>'
)
_LINE = '''<cac:InvoiceLine><cbc:ID>{number}</cbc:ID>
<cbc:InvoicedQuantity unitCode="C62">2</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="SEK">200.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Pen {number}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
<cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="SEK">100</cbc:PriceAmount></cac:Price></cac:InvoiceLine>'''
_INVOICE = '''<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="{cac}" xmlns:cbc="{cbc}">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
<cbc:ID>INV/2026/00001</cbc:ID><cbc:IssueDate>2026-11-01</cbc:IssueDate>
<cbc:DueDate>2026-12-01</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode><cbc:BuyerReference>ANNA</cbc:BuyerReference>
{seller}{buyer}
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>1234566</cbc:PaymentID>
<cac:PayeeFinancialAccount><cbc:ID>50501055</cbc:ID>
<cac:FinancialInstitutionBranch><cbc:ID>SE:BANKGIRO</cbc:ID></cac:FinancialInstitutionBranch>
</cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">{vat}.00</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="SEK">{net}.00</cbc:TaxableAmount>
<cbc:TaxAmount currencyID="SEK">{vat}.00</cbc:TaxAmount>
<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="SEK">{net}.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="SEK">{net}.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="SEK">{gross}.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="SEK">{gross}.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
{lines}</Invoice>'''


def invoice(lines: int = 2) -> bytes:
    """A valid invoice between two Swedish companies: Bankgiro, OCR, 25 % VAT, 200 SEK a line."""
    seller = _PARTY.format(role='Supplier', orgnr='5560360793', name='Penna AB', more=_F_TAX)
    buyer = _PARTY.format(role='Customer', orgnr='2021005489', name='Myndigheten', more='')
    net = 200 * lines
    text = _INVOICE.format(
        **NAMESPACES,
        seller=seller,
        buyer=buyer,
        net=net,
        vat=net // 4,
        gross=net + net // 4,
        lines=''.join(_LINE.format(number=number) for number in range(1, lines + 1)),
    )
    return text.encode()


def credit_note(lines: int = 2) -> bytes:
    """The same as a credit note."""
    text = invoice(lines).decode()
    for name, other in CREDIT_NOTE_NAMES.items():
        text = text.replace(name, other)
    return text.encode()


def self_billed(xml: bytes | None = None) -> bytes:
    """The invoice as its buyer would write it in the seller's name."""
    written = (xml or invoice()).replace(b'poacc:billing:', b'poacc:selfbilling:')
    return written.replace(b'TypeCode>380<', b'TypeCode>389<').replace(
        b'TypeCode>381<', b'TypeCode>261<'
    )


def spoiled(path: str, value: str | None, xml: bytes | None = None, **attributes: str) -> bytes:
    """The invoice with another text at a path ('cac:InvoiceLine[2]/cbc:ID'); None removes it."""
    root = etree.fromstring(xml or invoice())
    node = root.xpath(path, namespaces=NAMESPACES)[0]
    if value is None:
        node.getparent().remove(node)
    else:
        node.text = value
    node.attrib.update(attributes)
    return etree.tostring(root, encoding='UTF-8')


def spoil_somewhere(root: etree._Element, chance: random.Random) -> None:
    """Something that no schema allows, somewhere."""
    nodes = [*root.iter(etree.Element)][1:]
    node = chance.choice(nodes)
    match chance.randrange(6):
        case 0:
            node.getparent().remove(node)
        case 1:
            node.text = chance.choice(
                ['', 'x', '1e999', '٣', '-0', ' 7 ', None, '130', '50', '#AAI#']
            )
        case 2:
            node.tag = chance.choice(nodes).tag
        case 3:
            chance.choice(nodes).append(etree.fromstring(etree.tostring(node)))
        case 4:
            node.addnext(etree.fromstring(etree.tostring(node)))
        case 5:
            node.set(chance.choice(['currencyID', 'schemeID', 'unitCode', '{urn:x}y']), 'x')
