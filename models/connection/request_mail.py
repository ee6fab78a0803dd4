"""The letter that asks to be let in: where no API carries the request, the customer can read it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.actions import letter_action


TEMPLATE = 'pagero_connector.mail_template_connection_request'


class PageroConnectionRequest(models.Model):
    _inherit = 'pagero.connection.request'

    mail_sent_at = fields.Datetime(string="E-mail Sent", readonly=True, copy=False)
    sender_numbers = fields.Char(compute='_compute_sender_numbers', string="Sender's Numbers")

    @api.depends('company_id')
    @api.depends_context('lang')
    def _compute_sender_numbers(self):
        orders = self.env['pagero.routing.order']
        for request in self:
            request.sender_numbers = orders._numbers_of(request.company_id.partner_id)

    def action_send_email(self):
        """Open the letter, in the customer's language, to be edited and sent."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_unless_open()
        title = self.env._("Ask for a Connection")
        return letter_action(self, title, TEMPLATE, pagero_asks_connection=True)

    def message_post(self, **kwargs):
        """The letter has left, when there was somebody to read it."""
        if self.env.context.get('pagero_asks_connection'):
            self.check_access('write')
            self._refuse_nobody(kwargs)
            self.sudo().mail_sent_at = fields.Datetime.now()
        return super(
            PageroConnectionRequest, self.with_context(pagero_asks_connection=False)
        ).message_post(**kwargs)

    def _refuse_nobody(self, kwargs):
        """A letter without a reader asks nobody."""
        readers = self.env['res.partner'].browse(kwargs.get('partner_ids') or ())
        if not readers.filtered('email') and not kwargs.get('outgoing_email_to'):
            raise UserError(
                self.env._(
                    "Nobody with an e-mail address would get this letter. Add one, or send the"
                    " request in Pagero Online instead."
                )
            )
