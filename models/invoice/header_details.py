from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .invoiced_object import OBJECT_SCHEMES


# Fields that most invoices don't have: {what *Add Field* offers: the fields that it shows}.
ON_DEMAND = {
    'contract': ('pagero_contract_reference',),
    'project': ('pagero_project_reference',),
    'accounting_cost': ('pagero_accounting_cost',),
    'delivery': ('delivery_date',),
    'period': ('pagero_period_start', 'pagero_period_end'),
    'note': ('pagero_note',),
    'sales_order': ('pagero_sales_order',),
    'tender': ('pagero_tender_reference',),
    'despatch_advice': ('pagero_despatch_advice',),
    'receiving_advice': ('pagero_receiving_advice',),
    'object': ('pagero_invoiced_object', 'pagero_invoiced_object_scheme'),
    'payment_terms': ('pagero_payment_terms',),
    'mandate': ('pagero_mandate_reference',),
    'exemption': ('pagero_exemption_code', 'pagero_exemption_reason'),
    'tax_currency': ('pagero_tax_currency_id',),
    'rounding': ('invoice_cash_rounding_id',),
}


class AccountMove(models.Model):
    """What only some recipients want on the header of an e-invoice: shown where it is used."""

    _inherit = 'account.move'

    pagero_tender_reference = fields.Char(
        string="Tender", tracking=True, help="The call for tenders or lot (BT-17)."
    )
    pagero_despatch_advice = fields.Char(
        string="Despatch Advice", copy=False, tracking=True, help="The delivery note (BT-16)."
    )
    pagero_receiving_advice = fields.Char(
        string="Receiving Advice",
        copy=False,
        tracking=True,
        help="The buyer's own note of what was received (BT-15).",
    )
    pagero_invoiced_object = fields.Char(
        string="Invoiced Object",
        tracking=True,
        help="What is invoiced, by its number: a subscription, meter, flat or vehicle (BT-18).",
    )
    pagero_invoiced_object_scheme = fields.Selection(
        OBJECT_SCHEMES, string="Kind of Invoiced Object", tracking=True, help="UNCL1153"
    )
    pagero_sales_order = fields.Char(
        string="Sales Order",
        copy=False,
        tracking=True,
        help="Your own order number (BT-14); it is sent only together with the buyer's order"
        " number. Empty: the sales orders of the lines.",
    )
    pagero_note = fields.Text(
        string="Note",
        tracking=True,
        help="A note to the recipient (BT-22). Empty: the terms and conditions of the invoice.",
    )
    pagero_period_start = fields.Date(
        string="Invoicing Period",
        copy=False,
        tracking=True,
        help="The period that is invoiced (BG-14).",
    )
    pagero_period_end = fields.Date(string="End of the Period", copy=False, tracking=True)
    pagero_payment_terms = fields.Text(
        string="Payment Terms in Words",
        tracking=True,
        help="BT-20. Empty: the text of the payment terms.",
    )
    pagero_mandate_reference = fields.Char(
        string="Direct Debit Mandate",
        tracking=True,
        help="The customer's mandate by which you collect the amount (BT-89); the invoice then"
        " names no account to pay to.",
    )
    # Editable on a posted invoice, so its changes are tracked like those of the other references.
    delivery_date = fields.Date(tracking=True)
    pagero_shown_fields = fields.Char(copy=False)
    pagero_visible_fields = fields.Char(compute='_compute_pagero_visible_fields')
    pagero_add_field = fields.Selection(
        '_selection_pagero_add_field', string="Add Field", store=False
    )

    @api.model
    def _selection_pagero_add_field(self):
        return [
            (key, self._fields[names[0]]._description_string(self.env))
            for key, names in ON_DEMAND.items()
        ]

    @api.depends('pagero_shown_fields', 'pagero_marks')
    def _compute_pagero_visible_fields(self):
        """What the user added, and what this recipient demands."""
        for move in self:
            added = (move.pagero_shown_fields or '').split()
            demanded = set((move.pagero_marks or {}).get('mandatory', ()))
            shown = (key for key in ON_DEMAND if key in added or demanded & {*ON_DEMAND[key]})
            move.pagero_visible_fields = ' '.join(shown)

    @api.onchange('pagero_add_field')
    def _onchange_pagero_add_field(self):
        if self.pagero_add_field:
            shown = (self.pagero_shown_fields or '').split()
            self.pagero_shown_fields = ' '.join(dict.fromkeys([*shown, self.pagero_add_field]))
            self.pagero_add_field = False

    @api.constrains('pagero_period_start', 'pagero_period_end')
    def _check_pagero_period(self):
        for move in self:
            start, end = move.pagero_period_start, move.pagero_period_end
            if start and end and start > end:
                raise ValidationError(self.env._("The invoicing period ends before it begins."))

    @api.constrains('pagero_invoiced_object', 'pagero_invoiced_object_scheme')
    def _check_pagero_invoiced_object(self):
        for move in self:
            if move.pagero_invoiced_object_scheme and not move.pagero_invoiced_object:
                raise ValidationError(self.env._("Enter the number of the invoiced object."))
