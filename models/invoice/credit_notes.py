from odoo import api, fields, models

from ...ubl.objections import objection


class AccountMove(models.Model):
    """What a credit note credits, where Odoo doesn't know: it was made by hand.

    Core's own link would also reconcile the two when the credit note is posted.
    """

    _inherit = 'account.move'

    pagero_credited_number = fields.Char(
        string="Credited Invoice",
        copy=False,
        tracking=True,
        help="The number of the invoice that this credits (BT-25).",
    )
    pagero_credited_date = fields.Date(
        string="Date of the Credited Invoice",
        copy=False,
        tracking=True,
        help="The date of the invoice that this credits (BT-26).",
    )
    pagero_credited_choice_id = fields.Many2one(
        'account.move',
        string="Choose Invoice",
        store=False,
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted'),"
        " ('company_id', '=', company_id), ('commercial_partner_id', '=', commercial_partner_id)]",
    )

    @api.onchange('pagero_credited_choice_id')
    def _onchange_pagero_credited_choice_id(self):
        chosen = self.pagero_credited_choice_id
        if chosen:
            self.pagero_credited_number = chosen.name
            self.pagero_credited_date = chosen.invoice_date
            self.pagero_credited_choice_id = False

    def _credited_invoices(self):
        """Those that Odoo knows; Point of Sale takes goods of several back at once."""
        original = self.reversed_entry_id
        if original or 'pos_refunded_invoice_ids' not in self._fields:
            return original
        return self.pos_refunded_invoice_ids.sorted('id')

    def _pagero_credited(self):
        """[(number, date)] of the invoices that a credit note names (BG-3)."""
        self.ensure_one()
        if originals := self._credited_invoices():
            return [(each.name, each.invoice_date) for each in originals]
        number = self.move_type == 'out_refund' and self.pagero_credited_number
        return [(number, self.pagero_credited_date)] if number else []

    def _objections_to_credited(self):
        if self.move_type == 'out_refund' and not self._pagero_credited():
            yield objection('PAGERO-CREDITS-NOTHING')
