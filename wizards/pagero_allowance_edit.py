from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..models.invoice.allowance_line import (
    ALLOWANCES,
    CHARGES,
    KINDS,
    SIGNS,
    name_of,
    reason_codes,
)
from ..models.invoice.vat import reason_codes_of_vat
from ..models.tools.actions import CLOSE


class PageroAllowanceEdit(models.TransientModel):
    """An allowance or a charge, before it becomes a line of the invoice."""

    _name = 'pagero.allowance.edit'
    _description = "Allowance or Charge"
    _inherit = ['pagero.record.mixin']
    _set_once = ('move_id', 'kind', 'edited_id')
    _check_company_auto = True

    move_id = fields.Many2one('account.move', required=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='move_id.company_id', related_sudo=False)
    currency_id = fields.Many2one(related='move_id.currency_id', related_sudo=False)
    tax_use = fields.Char(compute='_compute_tax_use')
    edited_id = fields.Many2one('account.move.line', readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    line_id = fields.Many2one(
        'account.move.line',
        string="On",
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('move_id', '=', move_id), ('display_type', '=', 'product'),"
        " ('pagero_allowance', '=', False)]",
        help="One line, or the whole invoice.",
    )
    allowance_code = fields.Selection(
        reason_codes(ALLOWANCES),
        string="Reason",
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    charge_code = fields.Selection(
        reason_codes(CHARGES),
        string="Reason for the Charge",
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    name = fields.Char(
        string="In Words", compute='_compute_name', compute_sudo=False, store=True, readonly=False
    )
    is_percent = fields.Boolean(
        string="As a Percentage",
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    percent = fields.Float(
        digits=(16, 2),
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    amount = fields.Monetary(
        string="Amount without VAT",
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    tax_ids = fields.Many2many(
        'account.tax',
        string="VAT",
        compute='_compute_taxes',
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('type_tax_use', '=', tax_use), ('company_id', 'parent_of', company_id)]",
        check_company=True,
    )
    account_id = fields.Many2one(
        'account.account',
        string="Ledger Account",
        compute='_compute_account',
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('account_type', 'not in', ('asset_receivable', 'liability_payable',"
        " 'off_balance'))]",
        check_company=True,
    )
    exemption_code = fields.Selection(
        reason_codes_of_vat,
        string="VAT Exemption",
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    exemption_reason = fields.Char(
        string="VAT Exemption in Words",
        compute='_compute_from_edited',
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.constrains('move_id', 'edited_id', 'line_id')
    def _check_lines(self):
        for edit in self:
            if (edit.edited_id | edit.line_id).move_id - edit.move_id:
                raise ValidationError(
                    self.env._(
                        "The line belongs to another invoice than %(invoice)s.",
                        invoice=edit.move_id.display_name,
                    )
                )

    # === PROPOSALS === #

    @api.depends('move_id')
    def _compute_tax_use(self):
        for edit in self:
            edit.tax_use = 'sale' if edit.move_id.is_sale_document() else 'purchase'

    @api.depends('edited_id')
    def _compute_from_edited(self):
        for edit in self:
            line = edit.edited_id
            code = line.pagero_allowance_code
            edit.line_id = line.pagero_line_above_id
            edit.allowance_code = code if code in ALLOWANCES else '95' if not line else False
            edit.charge_code = code if code in CHARGES else 'FC' if not line else False
            edit.is_percent = bool(line.pagero_percent)
            edit.percent = line.pagero_percent
            edit.amount = abs(line.price_subtotal)
            edit.exemption_code = line.pagero_exemption_code
            edit.exemption_reason = line.pagero_exemption_reason

    @api.depends('allowance_code', 'charge_code')
    def _compute_name(self):
        """In the customer's language: the customer reads it."""
        for edit in self:
            line, code = edit.edited_id, edit._code()
            if line and line.pagero_allowance_code == code:
                edit.name = line.name
            else:
                edit.name = code and name_of(code, edit.move_id.partner_id.lang or edit.env.lang)

    @api.depends('line_id')
    def _compute_taxes(self):
        """The line's; on the document that of most of the invoice, which the user may change."""
        for edit in self:
            if edit.edited_id and not edit.line_id:
                edit.tax_ids = edit.edited_id.tax_ids
            else:
                edit.tax_ids = (edit.line_id or edit._biggest_line()).tax_ids

    @api.depends('line_id')
    def _compute_account(self):
        """The company's account of discounts, if it has one, else that of what was sold."""
        for edit in self:
            discounts = edit.move_id._get_discount_allocation_account()
            sold = (edit.line_id or edit._biggest_line()).account_id
            usual = discounts if edit.kind == 'allowance' and discounts else sold
            edit.account_id = edit.edited_id.account_id or usual

    def _biggest_line(self):
        lines = self.move_id._lines_with_price().filtered(lambda line: not line.pagero_allowance)
        return lines.sorted(lambda line: -abs(line.price_subtotal))[:1]

    def _code(self):
        return self.allowance_code if self.kind == 'allowance' else self.charge_code

    # === CONFIRM === #

    def action_confirm(self):
        self.ensure_one()
        self._check_possible()
        lines = self._put_on_document() if not self.line_id else self._put(self.tax_ids)
        if self.line_id:
            self.move_id._place_below(lines, self.line_id)
        self.move_id._refresh_pagero_allowances()
        return CLOSE

    def _check_possible(self):
        if self.move_id.state != 'draft':
            raise UserError(self.env._("Reset the invoice to draft first: this changes its total."))
        if not (self.percent if self.is_percent else self.amount) > 0:
            raise UserError(self.env._("Enter an amount or a percentage above zero."))
        if not self.tax_ids:
            raise UserError(
                self.env._("Choose the VAT. If exempt, choose VAT of 0 % and the reason.")
            )

    def _put_on_document(self):
        """A percentage of an invoice with several VAT rates is one allowance for each of them."""
        parts = self._parts()
        lines = self._put(parts[0])
        for taxes in parts[1:]:
            lines += self._create_line(taxes)
        return lines

    def _parts(self):
        """The taxes of each allowance to make."""
        lines = self.move_id._lines_with_price() - self.move_id._allowances_on_document()
        used = list(dict.fromkeys(line.tax_ids for line in lines))
        if self.edited_id or not self.is_percent or self.tax_ids not in used:
            return [self.tax_ids]
        return used

    def _put(self, taxes):
        if not self.edited_id:
            return self._create_line(taxes)
        self._write_through_invoice(Command.update(self.edited_id.id, self._line_values(taxes)))
        return self.edited_id

    def _create_line(self, taxes):
        before = self.move_id.invoice_line_ids
        last = max(before.mapped('sequence'), default=0)
        values = {'sequence': last + 1, 'quantity': 1, **self._line_values(taxes)}
        self._write_through_invoice(Command.create(values))
        return self.move_id.invoice_line_ids - before

    def _write_through_invoice(self, command):
        """The invoice keeps its totals, taxes and due amounts in step."""
        self.move_id.write({'invoice_line_ids': [command]})

    def _line_values(self, taxes):
        amount = 0.0 if self.is_percent else self.amount
        rates = sum(tax.amount for tax in taxes if tax.price_include)
        return {
            'name': self.name,
            'pagero_allowance': self.kind,
            'pagero_on_line': bool(self.line_id),
            'pagero_allowance_code': self._code(),
            'pagero_percent': self.percent if self.is_percent else 0.0,
            'price_unit': SIGNS[self.kind] * amount * (1 + rates / 100),
            'account_id': self.account_id.id,
            'tax_ids': [Command.set(taxes.ids)],
            'pagero_exemption_code': self.exemption_code,
            'pagero_exemption_reason': self.exemption_reason,
        }
