"""What an account says of requests that companies make to it."""

from odoo import fields, models
from odoo.exceptions import UserError


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    request_user_ids = fields.Many2many(
        'res.users',
        'pagero_account_request_user_rel',
        string="Told of Received Requests",
        tracking=True,
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Get an activity when a company asks to send you documents. Empty: the"
        " administrators.",
    )

    def _refuse_noting_requests(self):
        """Only what Pagero does not tell is entered by hand."""
        if self.gateway == 'partner':
            raise UserError(
                self.env._(
                    "Pagero tells Odoo of requests itself. Approve or deny them in the list, or"
                    " press Ask Pagero Now."
                )
            )
