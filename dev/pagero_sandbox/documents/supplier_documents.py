"""What suppliers write: valid invoices of several shapes, other documents, and broken ones."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ..responses import Refusal


UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
PEPPOL = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:'
BILLING = (f'{PEPPOL}billing:3.0', 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0')
SELF_BILLING = (f'{PEPPOL}selfbilling:3.0', 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0')
PUF = ('urn:pagero.com:puf:billing:2.0', 'urn:pagero.com:puf:billing:1.0')
RESPONSE = ('urn:pagero.com:puf:invoice_response:1.0',) * 2
CENT = Decimal('0.01')
PDF = (
    b'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n'
    b'2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
    b'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]'
    b'/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj\n'
    b'4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n'
    b'5 0 obj<</Length 51>>stream\nBT /F 16 Tf 40 140 Td (Bilaga till fakturan) Tj ET\n'
    b'\nendstream endobj\n'
    b'trailer<</Root 1 0 R>>\n%%EOF\n'
)


@dataclass(frozen=True)
class Company:
    """Supplier or buyer, as invoices name them."""

    name: str
    org_number: str
    vat_number: str = ''
    endpoint: str = ''
    city: str = 'Luleå'

    @property
    def electronic_id(self) -> tuple[str, str]:
        scheme, _colon, value = (self.endpoint or f'0007:{self.org_number}').partition(':')
        return scheme, value


SUPPLIER = Company('Älvdalens Grossist AB', '5599124004', 'SE559912400401')


@dataclass(frozen=True)
class Wish:
    """One document to be written; the defaults make an ordinary Swedish invoice."""

    number: str
    buyer: Company
    kind: str = 'invoice'
    supplier: Company = SUPPLIER
    issue_date: date = field(default_factory=date.today)
    days: int = 30
    currency: str = 'SEK'
    lines: tuple[tuple[str, str, str, str], ...] = (('Kaffefilter', '4', '125.00', '25'),)
    account: str = '9912346'
    account_kind: str = 'BANKGIRO'  # or PLUSGIRO; anything else is a BIC, and the account an IBAN
    allowances: bool = False
    attachments: int = 0
    payment_reference: str = ''
    order_reference: str = ''
    buyer_reference: str = 'ANNA01'
    note: str = ''
    references: tuple[str, ...] = ()
    code: str = 'AP'  # of an answer


def write(wish: Wish) -> bytes:
    """The bytes of a document; refuses a kind that isn't known."""
    if wish.kind not in WRITERS:
        raise Refusal(400, f"Known kinds: {', '.join(WRITERS)}.")
    return WRITERS[wish.kind](wish)


# === INVOICES === #


@dataclass(frozen=True)
class _Sums:
    """The sums of an invoice by EN 16931: lines, allowances, charges, VAT by rate."""

    net: Decimal
    allowance: Decimal
    charge: Decimal
    bases: dict[str, Decimal]

    @property
    def exclusive(self) -> Decimal:
        return self.net - self.allowance + self.charge

    @property
    def vats(self) -> dict[str, Decimal]:
        return {rate: _cents(base * Decimal(rate) / 100) for rate, base in self.bases.items()}

    @property
    def vat(self) -> Decimal:
        return sum(self.vats.values(), Decimal())


def _sums(wish: Wish) -> _Sums:
    bases: dict[str, Decimal] = {}
    for _name, quantity, price, rate in wish.lines:
        bases[rate] = bases.get(rate, Decimal()) + _line_amount(quantity, price)
    net = sum(bases.values(), Decimal())
    allowance, charge = (Decimal(10), Decimal(25)) if wish.allowances else (Decimal(), Decimal())
    first = next(iter(bases))
    bases[first] += charge - allowance
    return _Sums(net, allowance, charge, bases)


def _line_amount(quantity: str, price: str) -> Decimal:
    return _cents(Decimal(quantity) * Decimal(price))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _invoice(wish: Wish, identifiers: tuple[str, str] = BILLING, code: str = '380') -> bytes:
    is_credit = code in ('381', '261')
    root, sums = ('CreditNote', 'Invoice')[not is_credit], _sums(wish)
    due = wish.issue_date + timedelta(wish.days)
    by_buyer = identifiers is SELF_BILLING
    supplier, customer = (wish.buyer, wish.supplier) if by_buyer else (wish.supplier, wish.buyer)
    parts = [
        _head(identifiers, wish),
        '' if is_credit else _cbc('DueDate', due.isoformat()),
        _cbc(f'{root}TypeCode', code),
        _cbc('Note', wish.note),
        _cbc('DocumentCurrencyCode', wish.currency),
        _cbc('BuyerReference', wish.buyer_reference),
        _wrapped('OrderReference', _cbc('ID', wish.order_reference)),
        *(_preceding(number) for number in wish.references),
        *(_attachment(wish.number, number) for number in range(1, wish.attachments + 1)),
        _wrapped('AccountingSupplierParty', _party(supplier)),
        _wrapped('AccountingCustomerParty', _party(customer)),
        _payment(wish, due if is_credit else None),
        *_allowances(wish, sums),
        _taxes(wish.currency, sums),
        _totals(wish.currency, sums),
        *(_line(root, wish.currency, *line) for line in enumerate(wish.lines, 1)),
    ]
    return _document(root, *parts)


def _head(identifiers: tuple[str, str], wish: Wish) -> str:
    names = ('CustomizationID', 'ProfileID', 'ID', 'IssueDate')
    values = (*identifiers, wish.number, wish.issue_date.isoformat())
    return ''.join(map(_cbc, names, values))


def _party(company: Company, tag: str = 'Party') -> str:
    scheme, value = company.electronic_id
    country = '<cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country>'
    vat = _cbc('CompanyID', company.vat_number)
    tax_scheme = _wrapped('TaxScheme', _cbc('ID', 'VAT'))
    legal = _cbc('RegistrationName', company.name)
    legal += _cbc('CompanyID', company.org_number, schemeID='0007')
    return _wrapped(
        tag,
        _cbc('EndpointID', value, schemeID=scheme),
        _wrapped('PostalAddress', _cbc('StreetName', 'Storgatan 1'), _cbc('CityName', company.city),
                 _cbc('PostalZone', '972 31'), country),
        _wrapped('PartyTaxScheme', vat, tax_scheme) if vat else '',
        _wrapped('PartyLegalEntity', legal),
    )  # fmt: skip


def _preceding(number: str) -> str:
    return _wrapped('BillingReference', _wrapped('InvoiceDocumentReference', _cbc('ID', number)))


def _attachment(number: str, position: int) -> str:
    name = f'{number}-{position}.pdf'.replace('/', '-')
    content = base64.b64encode(PDF + f'% {position}'.encode()).decode()
    binary = _cbc(
        'EmbeddedDocumentBinaryObject', content, mimeCode='application/pdf', filename=name
    )
    return _wrapped(
        'AdditionalDocumentReference',
        _cbc('ID', str(position)),
        _cbc('DocumentDescription', f'Bilaga {position}'),
        _wrapped('Attachment', binary),
    )


def _payment(wish: Wish, due: date | None) -> str:
    is_giro = wish.account_kind in ('BANKGIRO', 'PLUSGIRO')
    branch = f'SE:{wish.account_kind}' if is_giro else wish.account_kind
    account = _wrapped(
        'PayeeFinancialAccount',
        _cbc('ID', wish.account),
        _cbc('Name', wish.supplier.name),
        _wrapped('FinancialInstitutionBranch', _cbc('ID', branch)),
    )
    return _wrapped(
        'PaymentMeans',
        _cbc('PaymentMeansCode', '30'),
        _cbc('PaymentDueDate', due.isoformat() if due else ''),
        _cbc('PaymentID', wish.payment_reference),
        account,
    )


def _allowances(wish: Wish, sums: _Sums) -> list[str]:
    rate = next(iter(sums.bases))
    both = ((sums.charge, 'true', 'FC', 'Frakt'), (sums.allowance, 'false', '95', 'Rabatt'))
    return [
        _wrapped(
            'AllowanceCharge',
            _cbc('ChargeIndicator', is_charge),
            _cbc('AllowanceChargeReasonCode', code),
            _cbc('AllowanceChargeReason', reason),
            _money('Amount', amount, wish.currency),
            _category('TaxCategory', rate),
        )
        for amount, is_charge, code, reason in both
        if amount
    ]


def _category(tag: str, rate: str) -> str:
    letter = 'S' if Decimal(rate) else 'Z'
    scheme = _wrapped('TaxScheme', _cbc('ID', 'VAT'))
    return _wrapped(tag, _cbc('ID', letter), _cbc('Percent', rate), scheme)


def _taxes(currency: str, sums: _Sums) -> str:
    subtotals = (
        _wrapped(
            'TaxSubtotal',
            _money('TaxableAmount', base, currency),
            _money('TaxAmount', sums.vats[rate], currency),
            _category('TaxCategory', rate),
        )
        for rate, base in sums.bases.items()
    )
    return _wrapped('TaxTotal', _money('TaxAmount', sums.vat, currency), *subtotals)


def _totals(currency: str, sums: _Sums) -> str:
    inclusive = sums.exclusive + sums.vat
    amounts = {
        'LineExtensionAmount': sums.net,
        'TaxExclusiveAmount': sums.exclusive,
        'TaxInclusiveAmount': inclusive,
        'AllowanceTotalAmount': sums.allowance,
        'ChargeTotalAmount': sums.charge,
        'PayableAmount': inclusive,
    }
    shown = (_money(name, amount, currency) for name, amount in amounts.items() if amount)
    return _wrapped('LegalMonetaryTotal', *shown)


def _line(root: str, currency: str, position: int, line: tuple[str, str, str, str]) -> str:
    name, quantity, price, rate = line
    tag = 'InvoicedQuantity' if root == 'Invoice' else 'CreditedQuantity'
    return _wrapped(
        f'{root}Line',
        _cbc('ID', str(position)),
        _cbc(tag, quantity, unitCode='C62'),
        _money('LineExtensionAmount', _line_amount(quantity, price), currency),
        _wrapped('Item', _cbc('Name', name), _category('ClassifiedTaxCategory', rate)),
        _wrapped('Price', _money('PriceAmount', Decimal(price), currency)),
    )


# === OTHER DOCUMENTS === #


def _reminder(wish: Wish) -> bytes:
    total = _sums(wish).exclusive + _sums(wish).vat
    lines = (
        _wrapped('ReminderLine', _cbc('ID', str(position)), _preceding(number))
        for position, number in enumerate(wish.references, 1)
    )
    return _document(
        'Reminder',
        _cbc('ID', wish.number),
        _cbc('IssueDate', wish.issue_date.isoformat()),
        _cbc('Note', wish.note or 'Betalningspåminnelse'),
        _cbc('DocumentCurrencyCode', wish.currency),
        _wrapped('AccountingSupplierParty', _party(wish.supplier)),
        _wrapped('AccountingCustomerParty', _party(wish.buyer)),
        _payment(wish, None),
        _wrapped('LegalMonetaryTotal', _money('PayableAmount', total, wish.currency)),
        *lines,
    )


def _response(wish: Wish) -> bytes:
    responses = (
        _wrapped(
            'DocumentResponse',
            _wrapped('Response', _cbc('ResponseCode', wish.code)),
            _wrapped('DocumentReference', _cbc('ID', number), _cbc('DocumentTypeCode', '380')),
        )
        for number in wish.references or ('INV/1',)
    )
    return _document(
        'ApplicationResponse',
        _head(RESPONSE, wish),
        _party(wish.supplier, 'SenderParty'),
        _party(wish.buyer, 'ReceiverParty'),
        *responses,
    )


# === BROKEN ONES === #


def _laughs(_wish: Wish) -> bytes:
    entities = ''.join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><Invoice>&l9;</Invoice>'.encode()


def _wrong_encoding(wish: Wish) -> bytes:
    """Latin-1 that calls itself UTF-8; the supplier's name has letters that tell the difference."""
    return _invoice(wish).decode().encode('latin-1', 'replace')


WRITERS: dict[str, Callable[[Wish], bytes]] = {
    'invoice': _invoice,
    'credit_note': lambda wish: _invoice(wish, code='381'),
    'self_billed_invoice': lambda wish: _invoice(wish, SELF_BILLING, '389'),
    'self_billed_credit_note': lambda wish: _invoice(wish, SELF_BILLING, '261'),
    'puf_invoice': lambda wish: _invoice(wish, PUF),
    'payment_reminder': _reminder,
    'reminder_as_invoice': lambda wish: _invoice(wish, code='71'),
    'application_response': _response,
    'pdf': lambda _wish: PDF,
    'zip': lambda _wish: b'PK\x03\x04 no PDF, whatever its name says',
    'cut': lambda wish: _invoice(wish)[:-200],
    'wrong_encoding': _wrong_encoding,
    'entities': lambda _wish: (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Invoice>&e;</Invoice>'
    ),
    'laughs': _laughs,
    'unknown_root': lambda _wish: b'<Finvoice Version="3.0"><InvoiceNumber/></Finvoice>',
    'bytes': lambda _wish: bytes(range(256)) * 8,
    'large': lambda wish: _invoice(wish).replace(b'</Invoice>', b' ' * 9_000_000 + b'</Invoice>'),
    'too_large': lambda wish: _invoice(wish) + b' ' * 70_000_000,
}  # fmt: skip


# === WRITING === #


def _document(root: str, *parts: str) -> bytes:
    names = ''.join(
        f' xmlns:{prefix}="{UBL}Common{name}Components-2"'
        for prefix, name in (('cac', 'Aggregate'), ('cbc', 'Basic'))
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{UBL}{root}-2"{names}>'
    return f'{head}{"".join(parts)}</{root}>'.encode()


def _wrapped(tag: str, *parts: str) -> str:
    inside = ''.join(parts)
    return f'<cac:{tag}>{inside}</cac:{tag}>' if inside else ''


def _cbc(tag: str, text: str, **attributes: Any) -> str:
    said = ''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items())
    return f'<cbc:{tag}{said}>{escape(text)}</cbc:{tag}>' if text else ''


def _money(tag: str, amount: Decimal, currency: str) -> str:
    return _cbc(tag, f'{amount:.2f}', currencyID=currency)
