"""Random invoices: whatever people bill, the XML passes and its sums are Odoo's, to the cent."""

from odoo.tests import tagged

from .random_invoices import Invoice, Line, RandomInvoices


@tagged('post_install', '-at_install')
class TestRandomInvoices(RandomInvoices):
    def test_any_invoice_is_right(self):
        self._assert_all_are_right(
            Invoice([Line(0.0001, 3.0), Line(99.995, 7.0, 33.33, 'included')]),
            Invoice([Line(100.0), Line(50.0, kind='charge', tax='exempt', percent=7.77)]),
            # Where the global rounding of the group parts from its rounded lines.
            Invoice(
                [
                    Line(8.16, tax='within EU', kind='charge'),
                    Line(0.4072, -5.0, 0.72, 'within EU'),
                    Line(0.1933, -4.99, tax='export'),
                ],
                currency='EUR',
            ),
            # Quantities at which six decimals of a price aren't enough.
            Invoice(
                [
                    Line(1.99, 100_000.0, tax='included 12'),
                    Line(0.37, 250_000.0, tax='included 12'),
                    Line(0.00000123, 10_000_000.0),
                ]
            ),
            # A section hides a line whose fee its allowance has, too.
            Invoice(
                [
                    Line(0.04, beside='fee'),
                    Line(19.63, kind='allowance', below=True),
                    Line(5.0, kind='charge', beside='fee'),
                ],
                currency='JPY',
                titles={1: 'composition'},
            ),
            # A fee and a deposit on what is taken back, and a discount that comes to nothing.
            Invoice(
                [
                    Line(100.0, -2.0, beside='fee'),
                    Line(100.0, -2.0, tax='group', beside='deposit'),
                    Line(0.01, discount=33.333),
                ]
            ),
        )
