"""What a company may choose beyond the login: all on one page."""

from odoo import fields, models


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    catch_on = fields.Selection(
        [
            ('posting', "When they are posted"),
            ('print_send', "When somebody presses Print or Send"),
        ],
        string="Catch Invoices",
        default='posting',
        required=True,
        tracking=True,
        help="When invoices of marked customers are queued by themselves.",
    )
    alarm_after_hours = fields.Integer(
        string="Warn When the Queue Stands (hours)",
        default=4,
        required=True,
        help="When an invoice has been queued for so long, the administrators get a mail."
        " 0: never.",
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
