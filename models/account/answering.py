"""Whether a company answers its suppliers by itself, and what depends on an answer."""

from odoo import fields, models


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    acknowledges = fields.Boolean(
        string="Acknowledge Receipt",
        tracking=True,
        help="Tell suppliers automatically that their invoice has been received.",
    )
    accepts_at_posting = fields.Boolean(
        string="Accept at Posting",
        tracking=True,
        help="Posting a bill that came over Pagero tells its supplier that it is accepted; one"
        " whose payment is held, once its account is approved.",
    )
    needs_answer = fields.Boolean(
        string="Answer before Posting",
        tracking=True,
        help="A bill that came over Pagero cannot be posted before it is accepted.",
    )
    answers_paid = fields.Boolean(
        string="Tell When Paid",
        tracking=True,
        help="When the payment of a bill is reconciled, its supplier is told so; of a part"
        " payment, too.",
    )
    on_reject = fields.Selection(
        [('keep', "Keep the draft bill"), ('cancel', "Cancel the draft bill")],
        string="When an Invoice Is Rejected",
        default='keep',
        required=True,
        tracking=True,
    )
    answer_days = fields.Integer(
        string="Days to Answer",
        default=3,
        required=True,
        help="Invoices that must be answered are shown as overdue after so many days.",
    )

    _answer_days_positive = models.Constraint(
        'CHECK(answer_days >= 0)', "The days to answer cannot be negative."
    )
