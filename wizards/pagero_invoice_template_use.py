from odoo import api, fields, models


class PageroInvoiceTemplateUse(models.TransientModel):
    """Which template of a recipient a new invoice, or an open draft, begins from."""

    _name = 'pagero.invoice.template.use'
    _description = "Create Invoice from Template"
    _inherit = ['pagero.record.mixin']
    _set_once = ('partner_id', 'move_id')

    partner_id = fields.Many2one('res.partner', required=True, readonly=True, ondelete='cascade')
    move_id = fields.Many2one('account.move', readonly=True, ondelete='cascade')
    company_id = fields.Many2one(
        'res.company',
        compute='_compute_company_id',
        help="The company whose templates are offered.",
    )
    template_id = fields.Many2one(
        'pagero.invoice.template',
        required=True,
        domain="[('partner_id', '=', partner_id), ('company_id', '=', company_id)]",
        ondelete='cascade',
    )
    line_ids = fields.One2many(related='template_id.line_ids', related_sudo=False)
    replaces_lines = fields.Boolean(compute='_compute_company_id')

    @api.constrains('partner_id', 'move_id', 'template_id')
    def _check_template(self):
        for wizard in self.filtered('template_id'):
            wizard.template_id._check_made_for(wizard.partner_id, wizard.company_id)

    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.move_id.company_id or self.env.company
            wizard.replaces_lines = bool(wizard.move_id.invoice_line_ids)

    def action_use(self):
        self.ensure_one()
        if not self.move_id:
            return self.template_id.action_create_invoice()
        return self.template_id._opened(self.move_id, self.template_id._fill(self.move_id))
