"""From "we have heard of Pagero" to a contract: most of it happens outside Odoo."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..compat.parameters import parameter
from ..tools.actions import dialog_action
from .pagero_interest_mixin import NAMES


# Where the interest goes unless the account or the system parameter says another address.
INTEREST_PARAMETER = 'pagero_connector.interest_email'
INTEREST_ADDRESS = 'info@pagero.com'
CONTRACT_DATES = ('quote_received_on', 'agreement_signed_on', 'login_received_on')


class PageroAccount(models.Model):
    """The contract behind the account: interest, quote, agreement, login."""

    _name = 'pagero.account'
    _inherit = ['pagero.account', 'pagero.interest.mixin']

    # What was said in the dialog is what was mailed: it is only shown here.
    interest_company_name = fields.Char(readonly=True)
    interest_address = fields.Char(readonly=True)
    interest_org_number = fields.Char(readonly=True)
    interest_zip = fields.Char(readonly=True)
    interest_invoices_per_year = fields.Integer(readonly=True)
    interest_contact_name = fields.Char(readonly=True)
    interest_email = fields.Char(readonly=True)
    interest_phone = fields.Char(readonly=True)
    interest_sent_at = fields.Datetime(string="Interest Sent", readonly=True, copy=False)
    interest_sent_to = fields.Char(string="Sent To", readonly=True, copy=False)
    quote_received_on = fields.Date(
        string="Quote Received", copy=False, tracking=True, help="When Pagero's offer came."
    )
    agreement_signed_on = fields.Date(
        string="Agreement Signed",
        copy=False,
        tracking=True,
        help="When you signed the agreement with Pagero. Attach the papers below.",
    )
    login_received_on = fields.Date(
        string="Login Received",
        copy=False,
        tracking=True,
        help="When the user at Pagero was activated with the link in Pagero's mail.",
    )
    salesperson_name = fields.Char(
        string="Salesperson at Pagero", tracking=True, help="The person to ask for another licence."
    )
    salesperson_email = fields.Char(string="Salesperson's E-mail", tracking=True)

    def _interest_address(self):
        """Where interest is sent by default."""
        general = parameter(self.env, INTEREST_PARAMETER)
        return self.interest_email_to or general or INTEREST_ADDRESS

    def _interest_said(self):
        """What was said before, without what was left out."""
        return {name: value for name, value in self._interest_values().items() if value}

    def action_express_interest(self):
        """Ask Pagero for an offer."""
        self.ensure_one()
        self.check_access('write')
        title = self.env._("Express Interest")
        return dialog_action('pagero.interest', title, account_id=self.id)

    def _send_interest(self, values, address):
        """Keep what was said, and mail it in the company's language."""
        self.ensure_one()
        self.check_access('write')
        now = fields.Datetime.now()
        said = {name: values[name] for name in NAMES}
        self.sudo().write({**said, 'interest_sent_at': now, 'interest_sent_to': address})
        if self.state == 'draft':
            self._move_to('interest_sent')
        template = self.env.ref('pagero_connector.mail_template_interest').sudo()
        template.send_mail(self.id, email_values={'email_to': address})

    @api.constrains(*CONTRACT_DATES)
    def _check_contract_dates(self):
        """A date that has not come yet is a typing error."""
        today = fields.Date.context_today(self)
        for account in self:
            for name in CONTRACT_DATES:
                if account[name] and account[name] > today:
                    label = self._fields[name]._description_string(self.env)
                    raise ValidationError(
                        self.env._(
                            "%(field)s is in the future. Fill it in when it has happened.",
                            field=label,
                        )
                    )

    def _tick(self, name):
        """Today, or not yet after all."""
        self.ensure_one()
        self.check_access('write')
        if name not in CONTRACT_DATES:
            raise UserError(
                self.env._("Odoo finds out whether this step is done; it cannot be ticked.")
            )
        self[name] = False if self[name] else fields.Date.context_today(self)
