"""What a received file is, by its content, and the facts by which people find it in a list.

What a document says in full is read elsewhere; here stand only its kind, its numbers and dates,
its parties and what is to be paid. Nothing is believed of what the network calls it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from ..en16931.values import Identifier
from ..identification.days import day_of
from ..identification.sentence import Sentence, said
from .billing.reader import read_party
from .parse import NotReadable, parse
from .peppol_rules.document import clark
from .self_billing import CREDIT_NOTE_TYPES, INVOICE_TYPES, is_self_billed


LIMIT = 255  # characters that are kept of one fact
MOST = Decimal(10) ** 15  # no amount is larger
UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
KIND_OF_ROOT = {
    f'{{{UBL}Invoice-2}}Invoice': 'invoice',
    f'{{{UBL}CreditNote-2}}CreditNote': 'credit_note',
    f'{{{UBL}Reminder-2}}Reminder': 'payment_reminder',
    f'{{{UBL}ApplicationResponse-2}}ApplicationResponse': 'application_response',
}
SELF_BILLED = {'invoice': 'self_billed_invoice', 'credit_note': 'self_billed_credit_note'}
SELF_BILLED_TYPES = INVOICE_TYPES | CREDIT_NOTE_TYPES
# The first that stands in the specification identifier (BT-24).
FORMATS = (
    ('pagero.com:puf', 'puf'),
    ('urn:fdc:peppol.eu:2017:poacc:', 'bis3'),
    ('urn:cen.eu:en16931:2017', 'en16931'),
)
# Of UNCL1001: asks to pay invoices that are past due, and is none itself.
REQUEST_FOR_PAYMENT = '71'
WHAT_IT_IS = {
    'zip': "This is a ZIP archive, not a document.",
    'other-xml': "This is an XML document of a kind that isn't known here: {root}.",
    'no-document': "This is neither an XML document nor a PDF.",
}
_CUSTOMIZATION = clark('cbc:CustomizationID')
_SUPPLIER = 'cac:AccountingSupplierParty/cac:Party'
_CUSTOMER = 'cac:AccountingCustomerParty/cac:Party'
_TYPE_CODES = ('cbc:InvoiceTypeCode', 'cbc:CreditNoteTypeCode')
# What it answers, corrects or reminds of.
_REFERENCES = (
    'cac:DocumentResponse/cac:DocumentReference/cbc:ID',
    'cac:ReminderLine/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID',
    'cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID',
)
NONE = Identifier('')
_UTF_16 = (b'\xff\xfe', b'\xfe\xff')


@dataclass(frozen=True)
class Party:
    """Who sent it, or who it is for: the electronic id, the name, the company's numbers."""

    scheme: str = ''
    identifier: str = ''
    name: str = ''
    company_number: str = ''
    vat_number: str = ''


@dataclass(frozen=True)
class Received:
    """A received file; ``digest`` is the same for files that differ in white space only.

    ``problem`` says why its kind is 'unreadable' or 'other'.
    """

    kind: str
    digest: str
    format: str = ''
    number: str = ''
    issue_date: date | None = None
    due_date: date | None = None
    type_code: str = ''
    process: str = ''
    currency: str = ''
    payable: Decimal | None = None
    sender: Party = Party()
    receiver: Party = Party()
    references: tuple[str, ...] = ()
    problem: Sentence | None = None


def recognise(content: bytes) -> Received:
    """The kind and facts of a file; never raises for what stands in it.

    >>> recognise(b'%PDF-1.7').kind, recognise(b'PK..').kind
    ('pdf', 'unreadable')
    """
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b'PK'):  # also one that has a PDF's first bytes behind its own
        return Received('unreadable', digest, problem=said(WHAT_IT_IS['zip']))
    if not _may_be_xml(content):
        if b'%PDF-' in content[:1024]:
            return Received('pdf', digest, 'pdf')
        return Received('unreadable', digest, problem=said(WHAT_IT_IS['no-document']))
    try:
        root = parse(content)
    except NotReadable as unreadable:
        return Received('unreadable', digest, problem=unreadable.sentence)
    return _facts(root)


def _may_be_xml(content: bytes) -> bool:
    start = content[:64].lstrip(b'\xef\xbb\xbf \t\r\n')
    return start.startswith((b'<', b'\x00<', *_UTF_16))


def _facts(root: etree._Element) -> Received:
    digest = hashlib.sha256(etree.tostring(root, method='c14n2', strip_text=True)).hexdigest()
    kind = KIND_OF_ROOT.get(root.tag)
    if kind is None:
        name = etree.QName(root)
        told = f'{{{name.namespace}}}{name.localname}' if name.namespace else name.localname
        return Received('other', digest, problem=said(WHAT_IT_IS['other-xml'], root=told[:LIMIT]))
    type_code = _first_text(root, _TYPE_CODES)
    if is_self_billed(root) or type_code in SELF_BILLED_TYPES:
        kind = SELF_BILLED.get(kind, kind)
    elif type_code == REQUEST_FOR_PAYMENT:
        kind = 'payment_reminder'
    sender, receiver = _parties(root, kind)
    currency, payable = _payable(root)
    return Received(
        kind=kind,
        digest=digest,
        format=_format(root),
        number=_text(root, 'cbc:ID'),
        issue_date=day_of(_text(root, 'cbc:IssueDate')),
        due_date=day_of(_first_text(root, ('cbc:DueDate', 'cac:PaymentMeans/cbc:PaymentDueDate'))),
        type_code=type_code,
        process=_text(root, 'cbc:ProfileID'),
        currency=currency,
        payable=payable,
        sender=sender,
        receiver=receiver,
        references=_references(root),
    )


def _format(root: etree._Element) -> str:
    customization = root.findtext(_CUSTOMIZATION) or ''
    return next((name for part, name in FORMATS if part in customization), 'ubl')


def _parties(root: etree._Element, kind: str) -> tuple[Party, Party]:
    """(sender, receiver); a self-billed document is sent by the buyer."""
    if kind == 'application_response':
        return _party(root, 'cac:SenderParty'), _party(root, 'cac:ReceiverParty')
    supplier, customer = _party(root, _SUPPLIER), _party(root, _CUSTOMER)
    return (customer, supplier) if kind in SELF_BILLED.values() else (supplier, customer)


def _party(root: etree._Element, path: str) -> Party:
    node = root.find(clark(path))
    if node is None:
        return Party()
    party = read_party(node)
    endpoint, legal = party.endpoint or NONE, party.legal_registration or NONE
    return Party(
        scheme=_clean(endpoint.scheme),
        identifier=_clean(endpoint.value),
        name=_clean(party.name or party.trading_name),
        company_number=_clean(legal.value),
        vat_number=_clean(party.vat_number),
    )


def _payable(root: etree._Element) -> tuple[str, Decimal | None]:
    """(currency, amount) of BT-115; the document's currency (BT-5) where the amount has none."""
    node = root.find(clark('cac:LegalMonetaryTotal/cbc:PayableAmount'))
    own = '' if node is None else node.get('currencyID', '').strip()
    currency = own or _text(root, 'cbc:DocumentCurrencyCode')
    return currency[:LIMIT], None if node is None else _amount(node.text)


def _references(root: etree._Element) -> tuple[str, ...]:
    found = (_clean(node.text) for path in _REFERENCES for node in root.iterfind(clark(path)))
    return tuple(dict.fromkeys(filter(None, found)))[:50]


def _text(node: etree._Element, path: str) -> str:
    return _clean(node.findtext(clark(path)))


def _first_text(node: etree._Element, paths: tuple[str, ...]) -> str:
    return next(filter(None, (_text(node, path) for path in paths)), '')


def _clean(text: str | None) -> str:
    return ' '.join((text or '').split())[:LIMIT]


def _amount(text: str | None) -> Decimal | None:
    """
    >>> _amount(' 1249.50 '), _amount('1e99'), _amount('NaN')
    (Decimal('1249.50'), None, None)
    """
    try:
        amount = Decimal((text or '').strip())
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < MOST else None
