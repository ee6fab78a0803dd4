"""What a company may choose beyond the login: all on one page."""

from odoo import api, fields, models

from .pagero_account import ONCE_CONNECTED, SEND_MODES


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    mode_before_live = fields.Selection(
        [each for each in SEND_MODES if each[0] != 'Production'],
        string="Default Send Mode",
        default='Test',
        required=True,
        tracking=True,
        help="How invoices are sent until you press Go Live. An invoice can have another mode.",
    )
    send_mode = fields.Selection(SEND_MODES, compute='_compute_send_mode')
    catch_on = fields.Selection(
        [
            ('posting', "When they are posted"),
            ('print_send', "When Print or Send is pressed"),
        ],
        string="Catch Invoices",
        default='posting',
        required=True,
        tracking=True,
        help="When invoices of marked customers are queued automatically.",
    )
    alarm_after_hours = fields.Integer(
        string="Warn When the Queue Is Stuck (hours)",
        default=4,
        required=True,
        help="When an invoice has been queued for so long, the administrators get a mail."
        " 0: never.",
    )
    interest_email_to = fields.Char(
        string="Interest Goes To",
        tracking=True,
        help="Where “Express interest” is mailed. Empty: info@pagero.com.",
    )
    support_contact = fields.Text(
        string="Own Support",
        tracking=True,
        help="Who answers your colleagues' questions about the set-up in Odoo: name, telephone,"
        " e-mail. Shown under Pagero ▸ Help.",
    )

    _alarm_after_hours_positive = models.Constraint(
        'CHECK(alarm_after_hours >= 0)', "The hours before a warning cannot be negative."
    )

    @api.depends('is_live', 'mode_before_live')
    def _compute_send_mode(self):
        for account in self:
            account.send_mode = 'Production' if account.is_live else account.mode_before_live

    def _why_not_caught(self, invoice_date):
        """Why posting an invoice of that day doesn't send it: a key of ``NOT_CAUGHT``, or None."""
        if not self.catch_from:
            return 'no_day' if self.state in ONCE_CONNECTED else 'not_connected'
        if invoice_date and invoice_date < self.catch_from:
            return 'dated_before'
        return 'print_send' if self.catch_on == 'print_send' else None
