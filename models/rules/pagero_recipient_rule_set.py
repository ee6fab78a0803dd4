from odoo import fields, models


class PageroRecipientRuleSet(models.Model):
    """Requirements that many recipients share, ready to be given to one of them."""

    _name = 'pagero.recipient.rule.set'
    _description = "Ready-Made Requirements"
    _inherit = ['pagero.record.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', index=True, help="Empty: for every company.")
    number_prefixes = fields.Char(
        string="Organisation Numbers Beginning With",
        help="A recipient whose number begins with one of these is offered the set. Separate them"
        " with commas.",
    )
    rule_ids = fields.One2many('pagero.recipient.rule', 'set_id', string="Requirements", copy=True)

    def _suits(self, partner):
        """Whether the partner's organisation number is one of those the set is made for."""
        self.ensure_one()
        orgnr = partner._pagero_identifiers().orgnr or ''
        prefixes = (prefix.strip() for prefix in (self.number_prefixes or '').split(','))
        return any(orgnr.startswith(prefix) for prefix in prefixes if prefix)

    def _apply(self, partner):
        """Give the partner those requirements that it doesn't have yet; returns the new ones."""
        self.ensure_one()
        existing = partner.with_context(active_test=False).pagero_rule_ids
        known = {rule._demand_key() for rule in existing}
        wanted = self.rule_ids.filtered(lambda rule: rule._demand_key() not in known)
        company = self.company_id or wanted._usual_company()
        added = wanted.copy({'set_id': False, 'partner_id': partner.id, 'company_id': company.id})
        added.sudo().source = 'set'
        return added
