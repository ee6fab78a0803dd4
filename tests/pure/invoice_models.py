"""Invoices of ``en16931`` for tests: one with every term, and any that hypothesis thinks of."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import strategies as some

from en16931.amounts import AllowanceCharge, Totals, VatCategory, VatGroup
from en16931.invoice import (
    BILLING,
    SELF_BILLING,
    Invoice,
    Note,
    PrecedingInvoice,
    References,
    SupportingDocument,
)
from en16931.line import Item, Line, Price, Property
from en16931.parties import (
    Address,
    Contact,
    Delivery,
    Party,
    Payee,
    TaxRegistration,
    TaxRepresentative,
)
from en16931.payment import Account, Card, Mandate, PaymentMeans
from en16931.sums import Vat, invoice_of
from en16931.values import Identifier, Period


ADDRESS = Address('Storgatan 1', 'Hus 2', 'Plan 3', 'Stockholm', '111 22', 'Stockholms län', 'SE')
STANDARD, EXEMPT = VatCategory('S', Decimal('25.0')), VatCategory('E', Decimal('0.0'))


def party(name: str) -> Party:
    """A Swedish company with everything that a party can say."""
    return Party(
        endpoint=Identifier('5560360793', '0007'),
        identifiers=(Identifier('7300010000001', '0088'), Identifier('4711')),
        trading_name=f'{name} & Co',
        address=ADDRESS,
        tax_registrations=(
            TaxRegistration('SE556036079301'),
            TaxRegistration('Godkänd för F-skatt', 'TAX'),
        ),
        name=name,
        legal_registration=Identifier('5560360793', '0007'),
        legal_form='Aktiebolag',
        contact=Contact('Anna Åberg', '+46 8 123 45 67', 'anna@penna.example'),
    )


def line(number: int) -> Line:
    """25 % VAT, 150 SEK in all, with everything that a line can say."""
    return Line(
        identifier=str(number),
        quantity=Decimal('2.0'),
        unit='C62',
        net=Decimal('150.00'),
        item=Item(
            name=f'Pen {number}',
            description='Blue\nand <thin>',
            sellers_identifier='P-1',
            buyers_identifier='B-1',
            standard_identifier=Identifier('07310070765413', '0160'),
            classifications=(Identifier('44121704', 'TST', '20.0601'), Identifier('3', 'STI')),
            country_of_origin='SE',
            properties=(Property('Colour', 'blue'), Property('Width', '0.5 mm')),
            vat=STANDARD,
        ),
        price=Price(Decimal('90.00'), Decimal('10.00'), Decimal('100.00'), Decimal('1'), 'C62'),
        note='As agreed',
        accounting_cost='4010',
        period=Period(date(2026, 9, 1), date(2026, 9, 30)),
        order_line='10',
        object=Identifier('METER-7', 'ABT'),
        allowance_charges=(
            AllowanceCharge(False, Decimal('35.00'), 'Discount', '95'),
            AllowanceCharge(True, Decimal('5.00'), 'Packing', 'PC', Decimal('5'), Decimal('100')),
        ),
    )


def full_invoice(
    *, is_credit_note: bool = False, process: str = BILLING, lines: int = 2
) -> Invoice:
    """An invoice whose every term has a value."""
    due = date(2026, 10, 31)
    return invoice_of(
        [
            Vat(STANDARD, Decimal(lines) * Decimal('37.50') - Decimal('2.50')),
            Vat(EXEMPT, Decimal('0.00'), 'Postage', 'VATEX-EU-132-1A'),
        ],
        prepaid=Decimal('100.00'),
        rounding=Decimal('0.50'),
        vat_in_tax_currency=Decimal('7.50'),
        number='INV/2026/00001',
        issue_date=date(2026, 10, 1),
        type_code='381' if is_credit_note else '380',
        currency='SEK',
        seller=party('Penna AB'),
        buyer=replace(party('Björkdals kommun'), customer_number='C-77'),
        lines=tuple(map(line, range(1, lines + 1))),
        is_credit_note=is_credit_note,
        process=process,
        tax_currency='EUR',
        tax_point_date=date(2026, 9, 30),
        due_date=None if is_credit_note else due,
        references=_references(),
        notes=(Note('Thank you & welcome back', 'AAI'), Note('Twice')),
        period=Period(date(2026, 9, 1), None, '35'),
        payee=Payee('Factor AB', (Identifier('1', '0088'),), Identifier('5568887714', '0007')),
        tax_representative=TaxRepresentative(
            'Representative', (TaxRegistration('SE556888771401'),), ADDRESS
        ),
        delivery=Delivery('Shop', Identifier('7300010000018', '0088'), date(2026, 9, 29), ADDRESS),
        payment_means=_payment_means(due if is_credit_note else None),
        payment_terms='2 % within 7 days',
        allowance_charges=(
            AllowanceCharge(
                False, Decimal('10.00'), 'Bonus', '42', Decimal('5'), Decimal('200'), STANDARD
            ),
            AllowanceCharge(True, Decimal('49.00'), 'Freight', 'FC', vat=EXEMPT),
        ),
        documents=(
            SupportingDocument(
                'A', 'Timesheet', content='VGlk', mime_code='text/csv', filename='time "1".csv'
            ),
            SupportingDocument('B', 'Terms', 'https://penna.example/terms?a=1&b=2'),
        ),
    )


def _references() -> References:
    return References(
        buyer_reference='ANNA',
        project='PRJ-1',
        contract='C-1',
        order='PO 4711',
        sales_order='S00012',
        receiving_advice='R-1',
        despatch_advice='D-1',
        tender='T-1',
        object=Identifier('OBJECT-1', 'ABT'),
        accounting_cost='4010',
        preceding=(PrecedingInvoice('INV/1', date(2026, 8, 1)), PrecedingInvoice('INV/2')),
    )


def _payment_means(due: date | None) -> tuple[PaymentMeans, ...]:
    account = Account('50501055', 'Penna AB', 'SE:BANKGIRO')
    return (
        PaymentMeans('30', 'Credit transfer', '1234566', due, account),
        PaymentMeans('30', reference='1234566', account=Account('SE45', scheme='IBAN')),
        PaymentMeans('48', card=Card('1234', 'VISA', 'Anna Åberg')),
        PaymentMeans('59', mandate=Mandate('M-1', 'SE46')),
    )


# === ANY INVOICE === #

NUMBERS = some.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False
) | some.sampled_from([Decimal(each) for each in ('9E-5', '1E+3', '-0.00', '12.500')])
DAYS = some.dates() | some.sampled_from(['', '2026-02-30', '2026-10-01Z', '2026-1-1', 'soon', ' '])
TEXTS = (
    some.sampled_from(
        ['', ' ', 'SEK', 'S', 'VAT', '130', '50', '#AAI#x', '#AAI#', '\x00', 'a\r\n b']
    )
    | some.text(max_size=8)
    | some.text(some.sampled_from('\x00\t\n\r <>&"\'#]\ud800\ufffe\xa0\x85åA𝄞'), max_size=5)
)
NAMED = {
    'process': some.sampled_from([BILLING, SELF_BILLING]),
    'currency': some.sampled_from(['SEK', 'EUR', '', ' x"']),
    'tax_currency': some.sampled_from(['SEK', 'EUR', '']),
}
KINDS = {
    'str': TEXTS,
    'bool': some.booleans(),
    'Decimal': NUMBERS,
    'date': DAYS,
    'None': some.none(),
}
CLASSES = {
    each.__name__: each
    for each in (
        *(Account, Address, AllowanceCharge, Card, Contact, Delivery, Identifier, Item, Line),
        *(Mandate, Note, Party, Payee, PaymentMeans, Period, PrecedingInvoice, Price, Property),
        *(References, SupportingDocument, TaxRegistration, TaxRepresentative, Totals),
        *(VatCategory, VatGroup),
    )
}


def any_of(kind: type) -> some.SearchStrategy:
    """Any value of a class of the model: each attribute has what its annotation allows."""
    return some.builds(
        kind,
        **{each.name: NAMED.get(each.name, _of_annotation(each.type)) for each in fields(kind)},
    )


@cache
def _of_annotation(written: str) -> some.SearchStrategy:
    if written.startswith('tuple['):
        one = _of_annotation(written.removeprefix('tuple[').removesuffix(', ...]'))
        return some.lists(one, max_size=2).map(tuple)
    allowed = set(written.split(' | '))
    if 'date' in allowed:
        allowed.discard('str')
    return some.one_of(
        *(any_of(CLASSES[each]) if each in CLASSES else KINDS[each] for each in sorted(allowed))
    )


INVOICES = any_of(Invoice)
