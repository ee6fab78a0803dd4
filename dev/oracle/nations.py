"""Invoices that give the national rules something to look at.

`everything.xml` has every element that a rule of Peppol asks for; each country fills in its own
numbers and ways to pay. The numbers are invented, but their check digits are right.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree


CBC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'
CAC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'
NAMESPACES = {'cbc': CBC, 'cac': CAC}
IBAN = 'DE89370400440532013000'
TRANSFER, CARD, DEBIT = 'PayeeFinancialAccount', 'CardAccount', 'PaymentMandate'
CREDIT_NOTE_NAMES = {
    'Invoice-2"': 'CreditNote-2"',
    '<Invoice ': '<CreditNote ',
    '</Invoice>': '</CreditNote>',
    'InvoiceTypeCode>380': 'CreditNoteTypeCode>381',
    'InvoiceTypeCode>': 'CreditNoteTypeCode>',
    'InvoiceLine>': 'CreditNoteLine>',
    'InvoicedQuantity': 'CreditedQuantity',
}


class Payment(NamedTuple):
    """A code of UNCL 4461 with the part of the payment means that belongs to it."""

    code: str
    part: str
    account: str = ''
    reference: str = '1234566'
    branch: str = 'BANKDEFF'


class Nation(NamedTuple):
    """How companies of a country are written: scheme and number of address and register."""

    country: str
    vat: str
    address: tuple[str, str]
    register: tuple[str, str]
    payments: tuple[Payment, ...]
    registration: str = ''


NATIONS = (
    Nation(
        'SE',
        'SE556036079301',
        ('0007', '5560360793'),
        ('0007', '5560360793'),
        (
            Payment('30', TRANSFER, '50501055', branch='SE:BANKGIRO'),
            Payment('30', TRANSFER, '2865434', branch='SE:PLUSGIRO'),
            Payment('31', TRANSFER, '50501055'),
            Payment('56', TRANSFER, '50501055'),
        ),
        'Godkänd för F-skatt',
    ),
    Nation(
        'NO',
        'NO974760673MVA',
        ('0192', '974760673'),
        ('0192', '974760673'),
        (Payment('30', TRANSFER, '12345678903'),),
        'Foretaksregisteret',
    ),
    Nation(
        'DK',
        'DK13585628',
        ('0184', 'DK13585628'),
        ('0184', '13585628'),
        (
            Payment('42', TRANSFER, '1234567890', branch='1234'),
            Payment('49', DEBIT, '1234567890'),
            Payment('50', TRANSFER, '12345678', '04#1234567890123456'),
            Payment('93', TRANSFER, '87654321', '71#123456789012345'),
        ),
    ),
    Nation(
        'IS',
        'IS123456',
        ('0196', '1234567890'),
        ('0196', '1234567890'),
        (Payment('9', TRANSFER, '123466123456'), Payment('42', TRANSFER, '123426123456')),
    ),
    Nation(
        'NL',
        'NL123456789B12',
        ('0106', '12345678'),
        ('0106', '12345678'),
        (Payment('58', TRANSFER, IBAN),),
    ),
    Nation(
        'DE',
        'DE123456789',
        ('9930', 'DE123456789'),
        ('0088', '7300010000001'),
        (Payment('58', TRANSFER, IBAN), Payment('48', CARD), Payment('59', DEBIT, IBAN)),
        '12/345/67890',
    ),
    Nation(
        'IT',
        'IT00743110157',
        ('0211', 'IT00743110157'),
        ('0210', 'RSSMRA85T10A562S'),
        (Payment('30', TRANSFER, IBAN),),
        'RSSMRA85T10A562S',
    ),
    Nation(
        'GR',
        'EL094259216',
        ('9933', '094259216'),
        ('0088', '7300010000001'),
        (Payment('30', TRANSFER, IBAN),),
    ),
    Nation(
        'BE',
        'BE0403019261',
        ('0208', '0403019261'),
        ('0208', '0403019261'),
        (Payment('58', TRANSFER, IBAN),),
    ),
    Nation(
        'LU',
        'LU26375245',
        ('0240', '20062408112'),
        ('0240', '19992223459'),
        (Payment('58', TRANSFER, IBAN),),
    ),
    Nation(
        'SK',
        'SK2020317068',
        ('0158', '35697270'),
        ('0158', '35697270'),
        (Payment('58', TRANSFER, IBAN),),
    ),
    Nation(
        'AU',
        'AU1',
        ('0151', '51824753556'),
        ('0151', '51824753556'),
        (Payment('30', TRANSFER, IBAN),),
    ),
)


def invoices() -> Iterator[etree._Element]:
    """An invoice and a credit note for each country and way to pay."""
    invoice = (Path(__file__).parent / 'everything.xml').read_text()
    for xml in (invoice, _as_credit_note(invoice)):
        everything = etree.fromstring(xml.encode())
        for nation in NATIONS:
            for payment in nation.payments:
                root = copy.deepcopy(everything)
                _settle(root, nation)
                _pay(root, payment)
                yield root


def _as_credit_note(xml: str) -> str:
    for name, other in CREDIT_NOTE_NAMES.items():
        xml = xml.replace(name, other)
    start, end = xml.index('<cbc:DueDate>'), xml.index('<cbc:CreditNoteTypeCode>')
    return xml[:start] + xml[end:]


def _all(root: etree._Element, path: str) -> list[etree._Element]:
    return root.xpath(path, namespaces=NAMESPACES)


def _settle(root: etree._Element, nation: Nation) -> None:
    """Let all parties be of that country."""
    for code in _all(root, './/cbc:IdentificationCode'):
        code.text = nation.country
    for number in _all(root, './/cac:PartyTaxScheme[cac:TaxScheme/cbc:ID = "VAT"]/cbc:CompanyID'):
        number.text = nation.vat
    for scheme in _all(root, './/cac:PartyTaxScheme[cac:TaxScheme/cbc:ID = "TAX"]'):
        if nation.registration:
            scheme[0].text = nation.registration
        else:
            scheme.getparent().remove(scheme)
    for path, (scheme, value) in (
        ('.//cbc:EndpointID', nation.address),
        ('.//cac:PartyLegalEntity/cbc:CompanyID', nation.register),
    ):
        for node in _all(root, path):
            node.text = value
            node.set('schemeID', scheme)


def _pay(root: etree._Element, payment: Payment) -> None:
    """Leave in the payment means what belongs to the code."""
    [means] = _all(root, 'cac:PaymentMeans')
    means.find('cbc:PaymentMeansCode', NAMESPACES).text = payment.code
    means.find('cbc:PaymentID', NAMESPACES).text = payment.reference
    for part in {TRANSFER, CARD, DEBIT} - {payment.part}:
        means.remove(means.find(f'cac:{part}', NAMESPACES))
    accounts = 'cac:PayeeFinancialAccount/cbc:ID | .//cac:PayerFinancialAccount/cbc:ID'
    for account in _all(means, accounts):
        account.text = payment.account
    for branch in _all(means, './/cac:FinancialInstitutionBranch/cbc:ID'):
        branch.text = payment.branch
