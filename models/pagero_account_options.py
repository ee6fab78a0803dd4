"""What a company may choose beyond the login: all on one page."""

from odoo import fields, models


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    catch_on = fields.Selection(
        [('posting', "When they are posted"), ('print_send', "When somebody presses Print or Send")],
        string="Catch Invoices",
        default='posting',
        required=True,
        tracking=True,
        help="When invoices of marked customers are queued by themselves.",
    )
    f_tax = fields.Boolean(
        string="Approved for F-tax", compute='_compute_company_choices', inverse='_inverse_f_tax'
    )
    use_parent_account = fields.Boolean(
        string="Use the Parent Company's Account",
        compute='_compute_company_choices',
        inverse='_inverse_use_parent_account',
    )
    has_parent = fields.Boolean(compute='_compute_company_choices')
    alarm_after_hours = fields.Integer(
        string="Warn When the Queue Stands (hours)",
        default=4,
        required=True,
        help="When an invoice has been queued for so long, the administrators get a mail. 0: never.",
    )
    support_contact = fields.Text(
        string="Own Support",
        tracking=True,
        help="Whom your people ask about the set-up in Odoo: name, telephone, e-mail. Shown under"
        " Pagero ▸ Help.",
    )

    _alarm_after_hours_positive = models.Constraint(
        'CHECK(alarm_after_hours >= 0)', "The hours before a warning cannot be negative."
    )

    def _compute_company_choices(self):
        for account in self:
            company = account.sudo().company_id
            account.f_tax = company.pagero_f_tax
            account.use_parent_account = company.pagero_use_parent_account
            account.has_parent = bool(company.parent_id)

    def _inverse_f_tax(self):
        for account in self:
            account._write_company({'pagero_f_tax': account.f_tax})

    def _inverse_use_parent_account(self):
        for account in self:
            account._write_company({'pagero_use_parent_account': account.use_parent_account})

    def _write_company(self, values):
        """Whoever may change the account may say these two things of its company."""
        self.check_access('write')
        self.sudo().company_id.write(values)
