"""Allowances and charges of the document and of its lines (BG-20, BG-21, BG-27, BG-28)."""

from dataclasses import replace
from decimal import Decimal

from odoo import models

from ...en16931.amounts import AllowanceCharge
from ...en16931.pricing import HUNDRED, TOLERANCE
from ...en16931.values import from_float, plain
from ...ubl.allowance_reasons import ALLOWANCES, CHARGES


EARLY_ALLOWANCE, EARLY_CHARGE = '64', 'ZZZ'  # UNCL5189: special agreement; UNCL7161: mutual


class AccountEdiXmlPagero(models.AbstractModel):
    """``_categories`` is of ``vat``, ``_price_words`` of ``lines``, ``_fees`` of ``fees``."""

    _inherit = 'account.edi.xml.pagero'

    def _adjustments(self, source):
        """BG-20 and BG-21: entered, agreed for early payment, and roundings of Odoo's sums."""
        return (*self._early_payment(source), *self._entered(source), *self._roundings(source))

    def _entered(self, source):
        """With the fees that are in its tax."""
        categories = self._categories(source)
        entered = source.move._allowances_on_document()
        for line in entered.sorted(lambda line: (line.sequence, line.id)):
            for one in (self._allowance(source, line), *self._fees(source, line)):
                yield replace(one, vat=categories[line])

    def _allowance(self, source, line):
        """By its sign an allowance or a charge, whatever it was entered as."""
        amount = source.money(line.price_subtotal)
        is_charge = amount > 0 or (not amount and line.pagero_allowance == 'charge')
        code = line.pagero_allowance_code
        percentage, base = self._share(source, line, abs(amount))
        return AllowanceCharge(
            is_charge=is_charge,
            amount=abs(amount),
            reason=line.name or '',
            reason_code=code if code in (CHARGES if is_charge else ALLOWANCES) else '',
            percentage=percentage,
            base=base,
        )

    def _share(self, source, line, amount):
        """(BT-94, BT-93), as long as they make the amount; (None, None) else."""
        if not line.pagero_percent:
            return None, None
        move = source.move
        bases = source.once(('allowance bases', move.id), move._allowance_bases)
        base, percentage = abs(source.money(bases[line])), from_float(line.pagero_percent)
        if not base or abs(base * percentage / HUNDRED - amount) > TOLERANCE:
            return None, None
        return plain(percentage), base

    def _early_payment(self, source):
        """A discount for early payment that lowers the VAT: taken off, and put back without VAT."""
        lines = source.lines_of('epd')
        categories = self._categories(source)
        env = self.with_context(lang=source.lang).env
        for category, items in lines.grouped(lambda line: categories[line]).items():
            amount = source.booked(items)
            if amount:
                yield AllowanceCharge(
                    is_charge=amount > 0,
                    amount=abs(amount),
                    reason=env._("Conditional cash/payment discount"),
                    reason_code=EARLY_CHARGE if amount > 0 else EARLY_ALLOWANCE,
                    vat=category,
                )

    def _roundings(self, source):
        """Where Odoo rounds the sum of a VAT group, and its lines come to a cent more or less."""
        categories = self._categories(source)
        for category, lines in source.priced_lines.grouped(lambda line: categories[line]).items():
            printed = sum((source.money(line.price_subtotal) for line in lines), Decimal(0))
            difference = source.booked(lines) - printed
            if difference:
                yield AllowanceCharge(
                    is_charge=difference > 0,
                    amount=abs(difference),
                    reason=self._price_words(source).rounding,
                    vat=category,
                )
