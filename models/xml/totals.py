"""What the document comes to (BG-22)."""

from odoo import models

from . import nodes


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _correct_totals(self, document, vals):
        """BT-106 to BT-115, from the document itself, but the amount due as Odoo books it.

        Core leaves allowances and charges out of the total without VAT, and counts later payments
        as paid before. If core's lines and Odoo's books ever part, BR-CO-16 stops the document.
        """
        invoice, currency = vals['invoice'], vals['currency_id']
        totals = nodes.get(document, 'cac:LegalMonetaryTotal')
        if not totals:
            return
        prepaid = invoice._pagero_prepaid() + self._withheld(vals)
        amounts = self._sums(document, currency)
        amounts['cbc:PrepaidAmount'] = prepaid
        amounts['cbc:PayableAmount'] = invoice.amount_total - invoice._pagero_prepaid()
        for tag, amount in amounts.items():
            totals[tag] = None if amount is None else nodes.money(amount, currency)

    def _withheld(self, vals):
        return vals.get('_ubl_values', {}).get('payable_amount_tax_withholding_currency', 0.0)

    def _sums(self, document, currency):
        nets = [nodes.text(line, 'cbc:LineExtensionAmount') for line in nodes.lines(document)]
        lines = sum(net or 0.0 for net in nets)
        allowances, charges = (self._sum_of(document, sign) for sign in ('false', 'true'))
        vat = sum(
            nodes.text(total, 'cbc:TaxAmount') or 0.0
            for total in nodes.get_list(document, 'cac:TaxTotal')
            if nodes.get(total, 'cbc:TaxAmount').get('currencyID') == currency.name
        )
        without_vat = lines - (allowances or 0.0) + (charges or 0.0)
        return {
            'cbc:LineExtensionAmount': lines,
            'cbc:TaxExclusiveAmount': without_vat,
            'cbc:TaxInclusiveAmount': without_vat + vat,
            'cbc:AllowanceTotalAmount': allowances,
            'cbc:ChargeTotalAmount': charges,
        }

    def _sum_of(self, document, indicator):
        """The sum of the document's allowances ('false') or charges ('true'); None without any."""
        amounts = [
            nodes.text(node, 'cbc:Amount') or 0.0
            for node in nodes.get_list(document, 'cac:AllowanceCharge')
            if nodes.text(node, 'cbc:ChargeIndicator') == indicator
        ]
        return sum(amounts) if amounts else None
