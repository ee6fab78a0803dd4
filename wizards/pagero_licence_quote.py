from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import single_email_re

from ..models.tools.actions import CLOSE, notice_action


class PageroLicenceQuote(models.TransientModel):
    """Asks Pagero's salesperson for more licences, once at a time."""

    _name = 'pagero.licence.quote'
    _description = "Request a Quote from Pagero"
    _inherit = ['pagero.record.mixin']
    _set_once = ('licence_id',)

    licence_id = fields.Many2one('pagero.licence', required=True, readonly=True)
    is_open = fields.Boolean(compute='_compute_is_open')
    quantity = fields.Integer(string="How Many More", default=1, required=True)
    salesperson_name = fields.Char(
        string="Salesperson at Pagero",
        compute='_compute_salesperson',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    salesperson_email = fields.Char(
        string="E-mail",
        compute='_compute_salesperson',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    quote_quantity = fields.Integer(related='licence_id.quote_quantity', related_sudo=False)
    quote_requested_at = fields.Datetime(
        related='licence_id.quote_requested_at', related_sudo=False
    )

    @api.depends('licence_id')
    def _compute_is_open(self):
        for wizard in self:
            wizard.is_open = wizard.licence_id.quote_state == 'open'

    @api.depends('licence_id')
    def _compute_salesperson(self):
        for wizard in self:
            account = wizard.licence_id.account_id
            wizard.salesperson_name = account.salesperson_name
            wizard.salesperson_email = account.salesperson_email

    def action_send(self):
        """The salesperson is remembered on the account."""
        self.ensure_one()
        if self.is_open:
            raise UserError(
                self.env._("A quote has already been requested. Wait for Pagero's answer.")
            )
        if self.quantity < 1:
            raise UserError(self.env._("Enter how many more licences you need, 1 or more."))
        if not single_email_re.match((self.salesperson_email or '').strip()):
            raise UserError(self.env._("Fill in the e-mail address of your salesperson at Pagero."))
        account = self.licence_id.account_id
        account.write(
            {
                'salesperson_name': self.salesperson_name,
                'salesperson_email': self.salesperson_email.strip(),
            }
        )
        self.licence_id._request_quote(self.quantity)
        message = self.env._(
            "The request is on its way to %(address)s.", address=self.salesperson_email
        )
        # The user who found no free licence is still unsaved below: no reload.
        return notice_action(message, then=CLOSE)

    def action_answered(self):
        self.licence_id.action_quote_answered()
        return CLOSE

    def action_open_store(self):
        return self.licence_id.action_open_store()
