from odoo import api, fields, models

from ..tools.actions import dialog_action


class ResPartner(models.Model):
    """The templates of a recipient, archived and brought back with it; addresses for one use."""

    _inherit = 'res.partner'

    pagero_is_of_one_invoice = fields.Boolean(
        string="Address of One Invoice",
        readonly=True,
        copy=False,
        help="It was entered for one invoice only; invoices from its template use it as well.",
    )
    pagero_template_count = fields.Integer(compute='_compute_pagero_template_count')

    @api.depends_context('allowed_company_ids')
    def _compute_pagero_template_count(self):
        """As superuser, since a user may open customers without a right to templates.

        Of the user's companies only.
        """
        theirs = [
            ('partner_id', 'in', self.commercial_partner_id.ids),
            ('company_id', 'in', self.env.companies.ids),
        ]
        templates = self.env['pagero.invoice.template'].sudo()
        counts = dict(templates._read_group(theirs, ['partner_id'], ['__count']))
        for partner in self:
            partner.pagero_template_count = counts.get(partner.commercial_partner_id, 0)

    def _archive_pagero_templates(self, is_archived):
        """Templates that a user archived before stay archived when the recipient comes back."""
        templates = self.env['pagero.invoice.template'].sudo().with_context(active_test=False)
        theirs = [
            ('partner_id', 'in', self.ids),
            ('active', '=', is_archived),
            ('is_archived_with_partner', '=', not is_archived),
        ]
        values = {'active': not is_archived, 'is_archived_with_partner': is_archived}
        templates.search(theirs).write(values)

    def action_create_invoice_from_template(self):
        """The only template at once, else a choice."""
        self.ensure_one()
        templates = self._pagero_templates(self.env.company)
        if len(templates) == 1:
            return templates.action_create_invoice()
        return self._choose_template({'default_partner_id': self.commercial_partner_id.id})

    def action_open_pagero_templates(self):
        self.ensure_one()
        action = self.env['ir.actions.actions']._for_xml_id(
            'pagero_connector.pagero_invoice_template_action'
        )
        partner = self.commercial_partner_id
        return {
            **action,
            'domain': [('partner_id', '=', partner.id)],
            'context': {'default_partner_id': partner.id},
        }

    def _pagero_templates(self, company):
        """Those of this recipient in one company, in their order."""
        return self.env['pagero.invoice.template'].search(
            [
                ('partner_id', '=', self.commercial_partner_id.id),
                ('company_id', '=', company.id),
            ]
        )

    def _choose_template(self, context):
        title = self.env._("Create Invoice from Template")
        return {**dialog_action('pagero.invoice.template.use', title), 'context': context}
