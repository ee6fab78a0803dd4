"""Random invoices with taxes by formula, as the module account_tax_python has them."""

from odoo.tests import tagged

from .random_invoices import BESIDE, Invoice, Line, RandomInvoices, lines_beside


@tagged('post_install', '-at_install')
class TestRandomInvoicesBesideFormulas(RandomInvoices):
    lines = lines_beside(*BESIDE, 'deposit by formula', 'fee by formula')

    @classmethod
    def _beside(cls):
        by_formula = {'amount_type': 'code', 'formula': 'quantity * 0.75'}
        return {
            **super()._beside(),
            'deposit by formula': cls._fixed("Pant 2", 0.0, **by_formula),
            'fee by formula': cls._fixed(
                "Recycling 2", 0.0, include_base_amount=True, sequence=-1, **by_formula
            ),
        }

    def test_any_invoice_is_right(self):
        self._assert_all_are_right(
            Invoice([Line(12.9, 24.0, tax='12', beside='deposit by formula')]),
            Invoice([Line(12.9, -3.0, beside='fee by formula'), Line(5.0, beside='deposit')]),
        )
