"""Whether a bill comes to what its file says, to the cent; what differs is told.

Cents between the supplier's rounding of VAT and Odoo's are set right in the tax lines.
"""

from collections import defaultdict
from decimal import Decimal

from odoo import models

from ...en16931.booking import booked_total
from ...en16931.values import from_float


LEAST_TOLERANCE = Decimal('0.05')  # of VAT, in the document's currency: what rounding may make
MOST_TOLERANCE = Decimal(1)
A_ROW = Decimal('0.01')


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    def _settle(self, draft, move):
        """Set the VAT right, and note what still differs."""
        self._correct_vat(draft, move)
        self._compare_lines(draft, move)
        self._compare_vat(draft, move)
        self._compare_totals(draft, move)
        self._compare_dates(draft, move)

    # === VAT === #

    def _vat_by_tax(self, draft):
        """{tax: what the file says (BT-117)}, of the taxes that the rows have."""
        taxes = {
            row.vat.key: tax for row, tax in zip(draft.rows, draft.taxes, strict=True) if row.vat
        }
        stated = defaultdict(Decimal)
        for group in draft.invoice.vat:
            tax = taxes.get(group.category.key)
            if tax and not tax.has_negative_factor:
                stated[tax] += draft.sign * (group.amount or 0)
        return stated

    def _correct_vat(self, draft, move):
        """Small differences only: what a supplier's rounding line by line, or in all, makes."""
        direction = move.direction_sign
        for tax, stated in self._vat_by_tax(draft).items():
            lines = move.line_ids.filtered(lambda line, tax=tax: line.tax_line_id == tax)
            booked = _exact(direction * sum(lines.mapped('amount_currency')))
            difference = stated - booked
            rows = sum(own == tax for own in draft.taxes)
            tolerance = min(MOST_TOLERANCE, max(LEAST_TOLERANCE, A_ROW * rows))
            if lines and difference and abs(difference) <= tolerance:
                with move._get_edi_creation() as edited:
                    line = lines[:1].with_env(edited.env)
                    line.amount_currency += direction * float(difference)

    def _compare_vat(self, draft, move):
        for tax, stated in self._vat_by_tax(draft).items():
            lines = move.line_ids.filtered(lambda line, tax=tax: line.tax_line_id == tax)
            booked = _exact(move.direction_sign * sum(lines.mapped('amount_currency')))
            if booked != stated:
                draft.remark(
                    'vat_differs', rate=f'{tax.amount:g}', stated=str(stated), booked=str(booked)
                )

    # === LINES AND TOTALS === #

    def _compare_lines(self, draft, move):
        lines = move.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))
        for row, line in zip(draft.rows, lines, strict=True):
            booked = _exact(line.price_subtotal)
            if booked != row.net and row.line:
                draft.remark(
                    'line_differs',
                    line=row.line.identifier,
                    stated=str(row.net),
                    booked=str(booked),
                )

    def _compare_totals(self, draft, move):
        stated = draft.sign * booked_total(draft.invoice)
        booked = _exact(move.amount_total)
        if booked != stated:
            draft.remark('total_differs', stated=str(stated), booked=str(booked))
        totals = draft.invoice.totals
        prepaid = totals.prepaid or 0
        if prepaid:
            draft.remark('prepaid', prepaid=str(prepaid), payable=str(totals.payable or ''))
        if totals.with_vat is not None and totals.payable is not None:
            payable = totals.with_vat - prepaid + (totals.rounding or 0)
            if payable != totals.payable:
                draft.remark('payable_differs', stated=str(totals.payable), computed=str(payable))

    def _compare_dates(self, draft, move):
        """Odoo moves what falls into a locked period to the first day that is open."""
        day = move.invoice_date
        if not day:
            draft.remark('no_date')
        elif move._get_violated_lock_dates(day, True) and move.date != day:
            draft.remark('locked', day=day.isoformat(), moved=move.date.isoformat())


def _exact(amount):
    """A float of Odoo's as the decimal that it means."""
    return from_float(amount, 6)
