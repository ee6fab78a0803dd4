from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.mail import single_email_re

from ..models.compat.organisation_number import organisation_number
from ..models.tools.actions import CLOSE, notice_action


class PageroInterest(models.TransientModel):
    """Tells Pagero that the company is interested, in the eight words that it asks for."""

    _name = 'pagero.interest'
    _inherit = ['pagero.record.mixin', 'pagero.interest.mixin']
    _description = "Express Interest in Pagero"
    _set_once = ('account_id',)

    account_id = fields.Many2one('pagero.account', required=True, readonly=True)
    email_to = fields.Char(string="Goes To", help="Pagero's address for new customers.")
    sent_before = fields.Char(compute='_compute_sent_before')

    @api.model
    def default_get(self, names):
        """What Odoo knows already is filled in; what was said before comes first."""
        values = super().default_get(names)
        account = self.env['pagero.account'].browse(values.get('account_id'))
        account.check_access('read')
        known = {**self._known(account.company_id), 'email_to': account._interest_address()}
        known |= account._interest_said() if account else {}
        return {**{name: value for name, value in known.items() if name in names}, **values}

    @api.model
    def _known(self, company):
        user = self.env.user
        address = filter(None, (company.street, company.street2, company.city))
        return {
            'interest_company_name': company.name,
            'interest_address': ', '.join(address),
            'interest_org_number': organisation_number(company),
            'interest_zip': company.zip,
            'interest_contact_name': user.name,
            'interest_email': user.email or company.email,
            'interest_phone': user.phone or company.phone,
        }

    @api.depends('account_id')
    def _compute_sent_before(self):
        for wizard in self:
            moment = wizard.account_id.interest_sent_at
            wizard.sent_before = moment and format_datetime(self.env, moment, dt_format='short')

    def action_send(self):
        """Refuse with everything that is wrong at once; else mail and keep it."""
        self.ensure_one()
        self.account_id.check_access('write')
        flaws = self._interest_flaws(self.account_id.company_id.country_code)
        if not single_email_re.match((self.email_to or '').strip()):
            flaws.append(self.env._("Enter the e-mail address to send it to."))
        if flaws:
            raise UserError('\n'.join(flaws))
        self.account_id._send_interest(self._interest_values(), self.email_to.strip())
        message = self.env._(
            "Your expression of interest is on its way to %(address)s.", address=self.email_to
        )
        return notice_action(message, then=CLOSE)  # what opened the dialog reads anew
