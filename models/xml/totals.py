"""What was paid, rounded and stated in another currency (BT-6, BT-111, BT-113, BT-114)."""

from odoo import models
from odoo.tools.misc import NON_BREAKING_SPACE, formatLang

from ...en16931.values import rounded
from ...ubl.objections import objection
from .source import in_currency
from .taxes import VAT


MOST_DECIMALS = 2  # BR-DEC-01 and the like


class AccountEdiXmlPagero(models.AbstractModel):
    """``_withheld`` and ``_kind`` are of ``taxes``.

    ``_objections_to_units`` is of ``lines``, ``_objections_to_accounts`` of ``payment``,
    ``_objections_to_buyers_vat`` of ``vat``.
    """

    _inherit = 'account.edi.xml.pagero'

    def _amounts(self, source):
        """The amounts that are no sums of others; all other totals are (``en16931.sums``)."""
        return {
            'prepaid': source.money(source.move._pagero_prepaid()) + self._withheld(source),
            'rounding': self._cash_rounding(source),
            **self._tax_currency(source),
        }

    def _cash_rounding(self, source):
        """BT-114: to whole kronor, for instance; a rounding of the VAT is in the VAT."""
        lines = source.lines_of('rounding') - source.tax_lines
        return (source.booked(lines) or None) if lines else None

    def _tax_currency(self, source):
        """BT-6, BT-111: the VAT in the currency that it is booked in, or another on demand."""
        move, usual = source.move, source.move.company_id.currency_id
        wanted = move.pagero_tax_currency_id or usual
        if wanted == source.currency:
            return {}
        lines = source.tax_lines.filtered(lambda line: self._kind(source, line) == VAT)
        amount = source.sign * sum(lines.mapped('balance'))
        if wanted != usual:
            amount = source.currency._convert(
                source.sign * sum(lines.mapped('amount_currency')),
                wanted,
                move.company_id,
                move.invoice_date or move.date,
            )
        stated = rounded(in_currency(amount, wanted), MOST_DECIMALS)
        return {'tax_currency': wanted.name, 'vat_in_tax_currency': stated}

    def _withheld_words(self, source):
        """A note on what is counted as paid, though it was withheld."""
        withheld = self._withheld(source)
        if not withheld:
            return
        money = formatLang(source.move.env, float(withheld), currency_obj=source.currency)
        yield self.with_context(lang=source.lang).env._(
            "The prepaid amount of %s corresponds to the withholding tax applied.",
            money.replace(NON_BREAKING_SPACE, ''),
        )

    # === WHAT CAN'T BE SAID === #

    def _objections(self, source, invoice):
        """Findings that the XML can't show; a tax that it has no place for explains the sum."""
        known = source.move._pagero_objections(source.rows)
        is_explained = any(found.rule == 'PAGERO-TAX-NO-CATEGORY' for found in known)
        return [
            *known,
            *self._objections_to_units(source),
            *self._objections_to_accounts(source),
            *self._objections_to_buyers_vat(invoice),
            *(() if is_explained else self._objections_to_sum(source, invoice)),
        ]

    def _objections_to_sum(self, source, invoice):
        """What is to be paid must be what Odoo's invoice says (BT-115)."""
        booked = source.money(source.move.amount_total - source.move._pagero_prepaid())
        if invoice.totals.payable != booked:
            parameters = {'document': str(invoice.totals.payable), 'invoice': str(booked)}
            yield objection('PAGERO-AMOUNTS', parameters=parameters)

    def _objections_to_currency(self, source):
        """EN 16931 knows cents only."""
        if source.currency.decimal_places > MOST_DECIMALS:
            yield objection('PAGERO-CURRENCY-DECIMALS', detail=source.currency.name)
