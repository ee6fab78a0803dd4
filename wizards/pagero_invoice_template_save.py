from odoo import api, fields, models

from ..models.tools.actions import CLOSE, notice_action


class PageroInvoiceTemplateSave(models.TransientModel):
    """Under which name an invoice is kept as a template."""

    _name = 'pagero.invoice.template.save'
    _description = "Save an Invoice as Template"
    _inherit = ['pagero.record.mixin']
    _set_once = ('move_id',)

    move_id = fields.Many2one('account.move', required=True, readonly=True, ondelete='cascade')
    partner_id = fields.Many2one(related='move_id.commercial_partner_id', related_sudo=False)
    company_id = fields.Many2one(related='move_id.company_id', related_sudo=False)
    name = fields.Char(
        required=True,
        compute='_compute_name',
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
    )
    template_id = fields.Many2one(
        'pagero.invoice.template',
        string="Replace",
        domain="[('partner_id', '=', partner_id), ('company_id', '=', company_id)]",
        help="Leave empty to create a new template.",
    )

    @api.constrains('move_id', 'template_id')
    def _check_template(self):
        for wizard in self.filtered('template_id'):
            wizard.template_id._check_made_for(wizard.partner_id, wizard.company_id)

    @api.depends('template_id', 'move_id')
    def _compute_name(self):
        for wizard in self:
            first = wizard.move_id.invoice_line_ids.sorted()[:1].name or ''
            usual = first.splitlines()[0][:60] if first.strip() else wizard.partner_id.name
            wizard.name = wizard.template_id.name or usual

    def action_save(self):
        """A new template, or the old one with the content of this invoice."""
        self.ensure_one()
        templates = self.env['pagero.invoice.template']
        template = templates._save_invoice(self.move_id, self.name, self.template_id)
        message = self.env._(
            "Saved as a template for %(partner)s.", partner=self.partner_id.display_name
        )
        return notice_action(message, title=template.name, then=CLOSE)
