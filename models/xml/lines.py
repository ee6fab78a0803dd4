"""Lines with their quantities, prices and nets (BG-25, BG-29)."""

from decimal import Decimal

from odoo import models

from ...en16931.line import Item, Line
from ...en16931.pricing import Typed, Words, entered, stated
from ...en16931.values import ZERO, from_float
from ...ubl.objections import objection
from .fees import PIECE


class AccountEdiXmlPagero(models.AbstractModel):
    """``_item`` is of ``items``, ``_line_notes`` of ``sections``, ``_allowance`` of ``allowances``.

    ``_categories`` is of ``vat``, ``_taxes`` of ``taxes``, ``_period`` and ``_object`` of
    ``references``, ``_fees``, ``_fee_total``, ``_deposits`` and ``_deposit_line`` of ``fees``.
    """

    _inherit = 'account.edi.xml.pagero'

    def _lines(self, source):
        """BG-25, in the order in which people see them; deposits last."""
        notes = self._line_notes(source)
        lines = [self._line(source, row, notes.get(row.number, '')) for row in source.rows]
        deposits = enumerate(self._deposits(source), start=len(lines) + 1)
        lines += [self._deposit_line(source, number, deposit) for number, deposit in deposits]
        return tuple(lines)

    def _line(self, source, row, note):
        """One row; what a section hides is one line at one price."""
        if row.section:
            return self._summary_line(source, row, note)
        line = row.lines
        typed = self._typed(source, line)
        shown = stated(typed, self._price_words(source))
        fees = self._fees(source, line + row.adjustments)
        own = tuple(self._allowance(source, each) for each in row.adjustments)
        return Line(
            identifier=str(row.number),
            quantity=shown.quantity,
            unit=self._unit_code(source, line.product_uom_id) or PIECE,
            net=typed.net + sum((each.signed for each in (*fees, *own)), ZERO),
            item=self._item(source, line),
            price=shown.price,
            note=note,
            accounting_cost=line.pagero_accounting_cost or '',
            period=self._period(line),
            order_line=line.pagero_order_line or '',
            object=self._object(line),
            allowance_charges=(*shown.adjustments, *fees, *own),
        )

    def _summary_line(self, source, row, note):
        """What stands below a section whose lines or prices are hidden, with one VAT."""
        every = row.lines + row.adjustments
        net = source.money(sum(every.mapped('price_subtotal')))
        fees = self._fee_total(self._fees(source, every))
        typed = Typed(Decimal(1), net + fees, net + fees)
        shown = stated(typed, self._price_words(source))
        return Line(
            identifier=str(row.number),
            quantity=shown.quantity,
            unit=PIECE,
            net=typed.net,
            item=self._summary_item(source, row),
            price=shown.price,
            note=note,
        )

    def _summary_item(self, source, row):
        section = row.section
        listed = () if section.collapse_composition else row.lines
        names = (f'{line.quantity:g} x {line.name or ""}' for line in listed)
        vat = self._categories(source)[row.lines[:1]]
        return Item(name=section.name or '', description='\n'.join(names), vat=vat)

    # === QUANTITY AND PRICE === #

    def _typed(self, source, line):
        """What a person entered; a price that includes VAT is freed from it."""
        unit = Decimal(1).scaleb(-source.currency.decimal_places)
        return entered(
            from_float(line.quantity),
            from_float(line.price_unit),
            from_float(line.discount),
            source.money(line.price_subtotal),
            included=self._taxes(source, line).included,
            unit=unit,
        )

    def _price_words(self, source):
        return source.once(('price words',), self._found_price_words, source)

    def _found_price_words(self, source):
        env = self.with_context(lang=source.lang).env
        return Words(env._("Discount"), env._("Rounding"))

    def _unit_code(self, source, unit):
        """BT-130; '' where it isn't known."""
        return source.once(('unit', unit.id), unit._pagero_unit_code) if unit else PIECE

    def _objections_to_units(self, source):
        """Nothing is called a piece that isn't one: twelve boxes aren't twelve screws."""
        for row in source.rows:
            for line in row.lines:
                unit = line.product_uom_id
                if not row.section and not self._unit_code(source, unit):
                    yield objection('PAGERO-UNIT-NO-CODE', row.number, detail=unit.name)
