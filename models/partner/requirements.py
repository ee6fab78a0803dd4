from odoo import fields, models

from ..tools.actions import dialog_action, notice_action


class ResPartner(models.Model):
    """What a recipient demands of the invoices that it receives."""

    _inherit = 'res.partner'

    pagero_buyer_reference = fields.Char(
        string="Buyer Reference",
        help="Written on every invoice to this contact (BT-10), unless the invoice has one of its"
        " own. Swedish authorities and municipalities require the reference of the person"
        " who ordered here, for example ZZ1234.",
    )
    pagero_rule_ids = fields.One2many(
        'pagero.recipient.rule',
        'partner_id',
        string="Requirements",
        groups='pagero_connector.group_user',
    )

    pagero_embed_pdf = fields.Selection(
        [('yes', "Yes"), ('no', "No")],
        string="Attach the Invoice PDF",
        company_dependent=True,
        help="Whether Odoo's PDF is attached to this customer's e-invoices. Empty: as set on the"
        " Pagero account.",
    )

    def action_apply_requirement_set(self):
        """Give the set that fits the organisation number, or ask which one."""
        self.ensure_one()
        partner = self.commercial_partner_id
        sets = self.env['pagero.recipient.rule.set'].search([('number_prefixes', '!=', False)])
        fitting = sets.filtered(lambda each: each._suits(partner))
        if len(fitting) == 1:
            return self._requirements_applied(fitting, fitting._apply(partner))
        return dialog_action(
            'pagero.recipient.rule.apply',
            self.env._("Apply Set"),
            partner_id=partner.id,
            set_id=fitting[:1].id,
        )

    def _requirements_applied(self, chosen, added):
        """Say what happened, and show the new requirements."""
        message = (
            self.env._("Requirements added: %(count)s.", count=len(added))
            if added
            else self.env._("The recipient has these requirements already.")
        )
        return notice_action(message, 'success' if added else 'info', title=chosen.name)
