from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from invoice_models import EXEMPT, INVOICES, STANDARD, full_invoice, line
from official import EXAMPLES, SELF_BILLED_EXAMPLES
from test_golden_xml import GOLDEN

from en16931.amounts import AllowanceCharge, VatCategory
from en16931.line import Item, Line, Price
from en16931.sums import NotASum, Vat, gross_of, invoice_of, net_of, not_sums
from en16931.values import from_float, plain, rounded
from ubl.billing.reader import read


CENTS = some.decimals(min_value=-(10**9), max_value=10**9, places=2)
CATEGORIES = some.sampled_from(
    [
        STANDARD,
        VatCategory('S', Decimal(12)),
        EXEMPT,
        VatCategory('K', Decimal(0)),
        VatCategory('O'),
    ]
)
LINES = some.builds(
    lambda net, vat: Line('1', Decimal(1), 'C62', net, Item(vat=vat), Price(net)),
    CENTS,
    CATEGORIES,
)
ALLOWANCES = some.builds(
    lambda is_charge, amount, vat: AllowanceCharge(is_charge, amount, vat=vat),
    some.booleans(),
    CENTS,
    CATEGORIES,
)


def wrong(invoice):
    return [(each.term, each.rule) for each in not_sums(invoice)]


@given(
    some.lists(LINES, max_size=5),
    some.lists(ALLOWANCES, max_size=4),
    some.lists(CENTS, min_size=5, max_size=5),
    some.none() | CENTS,
    some.none() | CENTS,
)
def test_the_sums_of_every_invoice_are_sums(lines, allowances, vat, prepaid, rounding):
    used = {each.vat.key: each.vat for each in (*(line.item for line in lines), *allowances)}
    terms = {name: getattr(full_invoice(), name) for name in ('seller', 'buyer')}

    invoice = invoice_of(
        [Vat(*each) for each in zip(used.values(), vat, strict=False)],
        prepaid=prepaid,
        rounding=rounding,
        number='1',
        issue_date=None,
        type_code='380',
        currency='SEK',
        lines=tuple(lines),
        allowance_charges=tuple(allowances),
        **terms,
    )

    assert not_sums(invoice) == []
    assert [group.category.key for group in invoice.vat] == list(used)
    assert (invoice.totals.allowances is None) == all(each.is_charge for each in allowances)
    assert (invoice.totals.charges is None) == (not any(each.is_charge for each in allowances))


@pytest.mark.parametrize(
    'file', [*GOLDEN, *EXAMPLES, *SELF_BILLED_EXAMPLES], ids=lambda file: file.stem
)
def test_the_sums_of_good_documents_are_sums(file):
    assert not_sums(read(file.read_bytes()).invoice) == []


@given(INVOICES)
def test_no_invoice_makes_it_fail(invoice):
    not_sums(invoice)


@pytest.mark.parametrize(
    ('name', 'told'),
    [
        ('lines', [('BT-106', 'BR-CO-10'), ('BT-109', 'BR-CO-13')]),
        ('allowances', [('BT-107', 'BR-CO-11'), ('BT-109', 'BR-CO-13')]),
        ('charges', [('BT-108', 'BR-CO-12'), ('BT-109', 'BR-CO-13')]),
        ('without_vat', [('BT-109', 'BR-CO-13'), ('BT-112', 'BR-CO-15')]),
        ('vat', [('BT-110', 'BR-CO-14'), ('BT-112', 'BR-CO-15')]),
        ('with_vat', [('BT-112', 'BR-CO-15'), ('BT-115', 'BR-CO-16')]),
        ('prepaid', [('BT-115', 'BR-CO-16')]),
        ('rounding', [('BT-115', 'BR-CO-16')]),
        ('payable', [('BT-115', 'BR-CO-16')]),
    ],
)
def test_a_wrong_total_is_told_with_the_sum_that_uses_it_and_no_other(name, told):
    invoice = full_invoice()
    totals = replace(invoice.totals, **{name: getattr(invoice.totals, name) + Decimal('0.01')})

    assert wrong(invoice) == []
    assert wrong(replace(invoice, totals=totals)) == told


def test_a_total_that_is_missing_counts_as_nothing():
    invoice = full_invoice()

    found = not_sums(replace(invoice, totals=replace(invoice.totals, payable=None)))

    assert found == [NotASum('BT-115', 'BR-CO-16', Decimal(0), invoice.totals.payable)]


def test_a_net_amount_may_differ_by_two_hundredths():
    invoice = full_invoice()
    first, second = invoice.lines

    def with_net(net):
        lines = (first, replace(second, net=Decimal(net)))
        return [each for each in not_sums(replace(invoice, lines=lines)) if each.line]

    assert with_net('150.02') == []
    expected = NotASum('BT-131', 'PEPPOL-EN16931-R120', Decimal('150.03'), Decimal('150.00'), '2')
    assert with_net('150.03') == [expected]


@pytest.mark.parametrize(
    ('code', 'rule'),
    [('S', 'S'), ('Z', 'Z'), ('E', 'E'), ('AE', 'AE'), ('K', 'IC'), ('G', 'G'), ('O', 'O')],
)
def test_a_wrong_group_is_told_by_the_rule_of_its_category(code, rule):
    invoice = full_invoice()
    category = VatCategory(code, Decimal(7))
    group = replace(invoice.vat[0], category=category, taxable=Decimal(3), amount=Decimal(0))

    assert ('BT-116', f'BR-{rule}-08') in wrong(replace(invoice, vat=(*invoice.vat, group)))


def test_a_group_that_is_missing_is_told():
    invoice = full_invoice()
    [_standard, exempt] = invoice.vat

    found = not_sums(replace(invoice, vat=invoice.vat[:1]))

    assert found == [NotASum('BT-116', 'BR-E-08', Decimal(0), exempt.taxable)]


def test_a_line_is_counted_by_its_price_per_quantity():
    full = line(1)
    packed = replace(full, price=replace(full.price, base_quantity=Decimal(1000)))

    assert (gross_of(full), net_of(full)) == (Decimal('180.00'), Decimal('150.00'))
    assert net_of(packed) == Decimal('-29.82')
    for price in (None, Price(None), replace(full.price, base_quantity=Decimal(0))):
        gross_of(replace(full, price=price))
    assert gross_of(replace(full, quantity=None)) == 0


# === VALUES === #


@given(some.decimals(min_value=-(10**6), max_value=10**6, places=6))
def test_a_float_is_the_decimal_that_was_meant(value):
    assert from_float(float(value)) == value


@pytest.mark.parametrize(
    ('value', 'meant'),
    [
        (9e-05, '0.00009'),
        (0.1 + 0.2, '0.3'),
        (1e9 + 0.1, '1000000000.1'),
        (123456789.1, '123456789.1'),
        (1e20, '100000000000000000000'),
        (2 / 3, '0.666666666667'),
        (-0.0, '0'),
        (4e-13, '0'),
    ],
)
def test_floats_that_were_read_wrongly_before(value, meant):
    assert from_float(value) == Decimal(meant)


@pytest.mark.parametrize(
    ('value', 'written'),
    [('12.5000', '12.5'), ('3', '3.0'), ('1E+3', '1000.0'), ('0.00', '0.0'), ('9E-5', '0.00009')],
)
def test_plain_numbers_have_no_zeros_at_their_end(value, written):
    assert f'{plain(Decimal(value)):f}' == written


def test_numbers_of_any_length_are_rounded():
    long = Decimal('9' * 90 + '.125')

    assert rounded(long) == Decimal('9' * 90 + '.13')
    assert rounded(Decimal('-0.005')) == Decimal('-0.01')
    assert plain(long) == long
