from odoo import Command, api, fields, models

from ..compat.electronic_address import electronic_address
from .own_names import listed


# What the recipient reads in an e-invoice beside its amounts; editable on a posted invoice until
# it is being sent, for that is how an invalid one is cured.
PAGERO_REFERENCE_FIELDS = (
    'pagero_buyer_reference',
    'pagero_order_reference',
    'pagero_contract_reference',
    'pagero_project_reference',
    'pagero_accounting_cost',
    'pagero_customer_number',
    'pagero_payment_account_ids',
    'pagero_tender_reference',
    'pagero_despatch_advice',
    'pagero_receiving_advice',
    'pagero_invoiced_object',
    'pagero_invoiced_object_scheme',
    'pagero_sales_order',
    'pagero_note',
    'pagero_period_start',
    'pagero_period_end',
    'pagero_payment_terms',
    'pagero_mandate_reference',
    'pagero_exemption_code',
    'pagero_exemption_reason',
    'pagero_tax_currency_id',
    'pagero_credited_number',
    'pagero_credited_date',
    'delivery_date',
    'partner_shipping_id',
)


class AccountMove(models.Model):
    """References of an e-invoice.

    An empty field means the usual: what stands on the customer, or in core's *Customer
    Reference*. The ``…_placeholder`` fields show it.
    """

    _inherit = 'account.move'

    pagero_buyer_reference = fields.Char(
        string="Buyer Reference",
        tracking=True,
        help="The person or department at the buyer that the invoice concerns, for example"
        " ZZ1234 (BT-10). Empty: the buyer reference of the customer.",
    )
    pagero_order_reference = fields.Char(
        string="Order Number",
        copy=False,
        tracking=True,
        help="The buyer's own order number (BT-13). Empty: the customer reference of the invoice.",
    )
    pagero_contract_reference = fields.Char(
        string="Contract", tracking=True, help="The number of the contract (BT-12)."
    )
    pagero_project_reference = fields.Char(
        string="Project", tracking=True, help="The buyer's project (BT-11)."
    )
    pagero_accounting_cost = fields.Char(
        string="Accounting Cost",
        tracking=True,
        help="The account or cost centre on which the buyer books the invoice (BT-19).",
    )
    pagero_customer_number = fields.Char(
        string="Customer Number",
        tracking=True,
        help="The recipient's number in your customer directory at Pagero, by which it is found"
        " first. Empty: the number on the customer's connection.",
    )
    pagero_buyer_reference_placeholder = fields.Char(compute='_compute_pagero_placeholders')
    pagero_order_reference_placeholder = fields.Char(compute='_compute_pagero_placeholders')
    pagero_customer_number_placeholder = fields.Char(compute='_compute_pagero_placeholders')

    @api.depends(
        *('partner_id', 'ref', 'invoice_origin', 'name', 'move_type', 'journal_id'),
        'reversed_entry_id',
    )
    def _compute_pagero_placeholders(self):
        for move in self:
            usual = move._usual_buyer_reference()
            number = move.partner_id.with_company(move.company_id).pagero_customer_number
            move.pagero_buyer_reference_placeholder = usual
            move.pagero_order_reference_placeholder = move._usual_order_reference()
            move.pagero_customer_number_placeholder = number

    # === WHAT IS SENT === #

    def _pagero_buyer_reference(self):
        """BT-10."""
        self.ensure_one()
        return self.pagero_buyer_reference or self._usual_buyer_reference()

    def _usual_buyer_reference(self):
        """The invoice contact's, the company's, last their core field *Reference*.

        A *Reference* of digits alone is a customer number (l10n_se makes OCR numbers of it), which
        names no person at the buyer. German authorities are addressed by their electronic address
        (0204), which core writes here as well.
        """
        contact, company = self.partner_id, self.commercial_partner_id
        scheme, address = electronic_address(company)
        if self.pagero_self_billed:  # we are the buyer
            contact = company = self.company_id.sudo().partner_id
        elif scheme == '0204':
            return address
        credited = self._credited_invoices().mapped('pagero_buyer_reference')
        own = next(filter(None, credited), '')
        own = own or contact.pagero_buyer_reference or company.pagero_buyer_reference
        if own:
            return own
        reference = contact.ref or company.ref or ''
        return '' if reference.isdecimal() else reference

    def _pagero_order_reference(self):
        """BT-13."""
        self.ensure_one()
        return self.pagero_order_reference or self._usual_order_reference()

    def _usual_order_reference(self):
        """The *Customer Reference*, as far as it is the customer's.

        Other apps fill in their own names, credit and debit notes a sentence on what they correct:
        a credit note says what the credited invoice said. Of what we bill ourselves it is our
        purchase order, or whatever else we call it.
        """
        debited = 'debit_origin_id' in self._fields and self.debit_origin_id
        if self.pagero_self_billed:
            is_first = self.move_type == 'in_invoice' and not debited
            return (is_first and (self.invoice_origin or self.ref)) or ''
        if self.move_type == 'out_refund':
            credited = (each._pagero_order_reference() for each in self._credited_invoices())
            return ', '.join(dict.fromkeys(filter(None, credited)))
        if not self.ref or self.move_type != 'out_invoice' or debited:
            return ''
        own = self._own_names()
        return ', '.join(part for part in listed(self.ref) if part not in own)

    # === COPIES === #

    def copy_data(self, default=None):
        """What belongs to the same delivery keeps the order: credit, debit and corrected notes."""
        vals_list = super().copy_data(default)
        for move, vals in zip(self, vals_list, strict=True):
            if move._can_go_over_pagero() and self.env.context.get('include_business_fields'):
                vals.setdefault('pagero_order_reference', move._pagero_order_reference())
            if vals.get('move_type', move.move_type) != move.move_type:
                vals.pop('pagero_payment_account_ids', None)  # a refund goes the other way
            if watched := move._watched_documents():
                vals['pagero_watched_ids'] = [Command.set(watched.ids)]
        return vals_list
