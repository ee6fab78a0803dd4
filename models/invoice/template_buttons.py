from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.actions import dialog_action
from .received import PEOPLE


class AccountMove(models.Model):
    """The buttons by which an invoice is saved as a template, or filled in from one."""

    _inherit = 'account.move'

    has_pagero_templates = fields.Boolean(compute='_compute_has_pagero_templates')
    pagero_can_be_template = fields.Boolean(
        compute='_compute_pagero_can_be_template', groups=PEOPLE
    )

    @api.depends('partner_id', 'company_id', 'state')
    def _compute_has_pagero_templates(self):
        """As superuser: a user may open invoices without a right to templates."""
        drafts = self.filtered(
            lambda move: move.state == 'draft' and move.move_type == 'out_invoice'
        )
        pairs = (
            self.env['pagero.invoice.template']
            .sudo()
            ._read_group(
                [('partner_id', 'in', drafts.commercial_partner_id.ids)],
                ['partner_id', 'company_id'],
            )
        )
        for move in self:
            pair = (move.commercial_partner_id._origin, move.company_id)
            move.has_pagero_templates = move in drafts and pair in pairs

    @api.depends('move_type', 'partner_id', 'invoice_line_ids')
    def _compute_pagero_can_be_template(self):
        """What a template fills in later is an invoice to a customer."""
        for move in self:
            has_content = move.partner_id and move.invoice_line_ids
            move.pagero_can_be_template = move.move_type == 'out_invoice' and bool(has_content)

    def action_save_as_template(self):
        self.ensure_one()
        self.check_access('read')
        if not self.pagero_can_be_template:
            raise UserError(
                self.env._(
                    "Only a customer invoice with lines can be saved as a template. Open one, and"
                    " save that."
                )
            )
        return dialog_action(
            'pagero.invoice.template.save', self.env._("Save as Template"), move_id=self.id
        )

    def action_fill_from_template(self):
        """Which of the recipient's templates this draft becomes."""
        self.ensure_one()
        self.check_access('write')
        templates = self.partner_id._pagero_templates(self.company_id)
        return self.partner_id._choose_template(
            {
                'default_partner_id': self.commercial_partner_id.id,
                'default_move_id': self.id,
                'default_template_id': templates[:1].id,
            }
        )
