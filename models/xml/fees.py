"""Fees and deposits, which Odoo books like taxes and EN 16931 knows as charges and lines."""

from decimal import Decimal
from typing import NamedTuple

from odoo import models

from ...en16931.amounts import AllowanceCharge, VatCategory
from ...en16931.line import Item, Line
from ...en16931.pricing import Typed, stated
from ...en16931.values import ZERO, from_float
from .taxes import DEPOSIT
from .vat import EXEMPT, ZERO_RATE, Reason


# UNCL7161: environmental clean-up for batteries (Bebat), collection and recycling for the rest
BATTERIES, RECYCLING = 'CAV', 'AEO'
PIECE = 'C62'  # UN/ECE Recommendation 20: one, where there is no unit


class Deposit(NamedTuple):
    """What is paid for returnable packages of one kind."""

    tax: models.Model
    quantity: Decimal
    amount: Decimal
    category: VatCategory
    reason: Reason


class AccountEdiXmlPagero(models.AbstractModel):
    """``_taxes`` and ``_kind`` are of ``taxes``, ``_price_words`` of ``lines``.

    ``_reason_of_tax`` is of ``vat``.
    """

    _inherit = 'account.edi.xml.pagero'

    # === FEES: VAT is counted of them, too === #

    def _fees(self, source, lines):
        """Charges (BG-28); on what is taken back, or on an allowance, they are allowances."""
        return tuple(fee for line in lines for fee in self._fees_of(source, line))

    def _fees_of(self, source, line):
        taxes = self._taxes(source, line).fees
        if not taxes:
            return
        amounts = source.kept(self._fee_amounts)
        for tax in taxes:
            if amount := amounts.get((line.id, tax.id)):
                yield self._fee(tax, amount)

    def _fee_amounts(self, source):
        """{(line id, tax id): amount}: the books have the sum of a tax only, so Odoo counts."""
        base_lines, _tax_lines = source.move._get_rounded_base_and_tax_lines()
        return {
            (base_line['record'].id, found['tax'].id): source.money(found['tax_amount_currency'])
            for base_line in base_lines
            for found in base_line['tax_details']['taxes_data']
        }

    def _fee(self, tax, amount):
        code = BATTERIES if 'bebat' in tax.name.lower() else RECYCLING
        is_charge = amount > 0
        is_by_piece = tax.amount_type == 'fixed'
        return AllowanceCharge(
            is_charge,
            abs(amount),
            reason=tax.name,
            reason_code=code if is_charge and is_by_piece else '',
        )

    # === DEPOSITS: they stand beside the VAT === #

    def _deposits(self, source):
        """[Deposit], from what was booked for them."""
        return source.kept(self._found_deposits)

    def _found_deposits(self, source):
        lines = source.tax_lines.filtered(lambda line: self._kind(source, line) == DEPOSIT)
        return [
            self._deposit(source, tax, source.booked(booked))
            for tax, booked in lines.grouped('tax_line_id').items()
        ]

    def _deposit(self, source, tax, amount):
        having = source.priced_lines.filtered(
            lambda line: tax in self._taxes(source, line).deposits
        )
        quantity = from_float(sum(having.mapped('quantity'))) or Decimal(1)
        code = tax.ubl_cii_tax_category_code or EXEMPT
        reason = self._reason_of_tax(source, tax, code)
        told = reason if any(reason) else reason._replace(text=tax.name)
        return Deposit(tax, quantity, amount, VatCategory(code, ZERO_RATE), told)

    def _deposit_line(self, source, number, deposit):
        """BG-25: so many at so much."""
        price = abs(deposit.amount / deposit.quantity)
        typed = Typed(
            abs(deposit.quantity) if deposit.amount > 0 else -abs(deposit.quantity),
            price,
            deposit.amount,
        )
        shown = stated(typed, self._price_words(source))
        return Line(
            identifier=str(number),
            quantity=shown.quantity,
            unit=PIECE,
            net=deposit.amount,
            item=Item(name=deposit.tax.name, vat=deposit.category),
            price=shown.price,
            allowance_charges=shown.adjustments,
        )

    def _fee_total(self, fees):
        return sum((fee.signed for fee in fees), ZERO)
