"""The letter that asks for a route: both sides' names, ids and operators, to be edited and sent."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.actions import letter_action
from .pagero_routing_order import TEMPLATE


SENDERS_OPERATOR = 'Pagero'


class PageroRoutingOrder(models.Model):
    _inherit = 'pagero.routing.order'

    sender_operator = fields.Char(compute='_compute_letter')
    sender_numbers = fields.Char(compute='_compute_letter', string="Sender's Numbers")
    recipient_numbers = fields.Char(compute='_compute_letter', string="Recipient's Numbers")

    @api.depends('partner_id', 'company_id', 'connection_id.network_company_id')
    @api.depends_context('lang')
    def _compute_letter(self):
        for order in self:
            order.sender_operator = SENDERS_OPERATOR
            order.sender_numbers = order._numbers_of(order.company_id.partner_id)
            order.recipient_numbers = order._numbers_of(order.partner_id)

    def _numbers_of(self, partner):
        """All that an operator may recognise a company by, on one line."""
        numbers = partner._pagero_identifiers()
        endpoint = numbers.endpoint and ':'.join(numbers.endpoint)
        labelled = {
            self.env._("Organisation number"): numbers.orgnr,
            self.env._("VAT number"): numbers.vat,
            self.env._("GLN"): numbers.gln,
            self.env._("Electronic ID"): endpoint,
        }
        return ', '.join(f'{label} {value}' for label, value in labelled.items() if value)

    def action_send_email(self):
        """Open the letter, in the customer's language, to be edited and sent."""
        self.ensure_one()
        self.check_access('write')
        if self.state != 'draft':
            raise UserError(self.env._("This order was sent already. Make a new one."))
        self._refuse_unless_needed()
        title = self.env._("Order a Route")
        return letter_action(self, title, TEMPLATE, pagero_orders_route=True)

    def message_post(self, **kwargs):
        """The letter has left: now we wait for the customer's word."""
        drafts = self.browse()
        if self.env.context.get('pagero_orders_route'):
            drafts = self.filtered(lambda order: order.state == 'draft')
        if drafts:
            self._refuse_without_recipient(kwargs.get('partner_ids') or [])
        drafts._await_response(mail_sent_at=fields.Datetime.now())
        if drafts.filtered(lambda order: order.connection_id.state == 'inactive'):
            # Nobody is at the route's end: what was written stays as a note.
            kwargs = {name: kwargs[name] for name in ('body', 'subject') if name in kwargs}
        return super(PageroRoutingOrder, self.with_context(pagero_orders_route=False)).message_post(
            **kwargs
        )

    def _refuse_without_recipient(self, partner_ids):
        """A letter to nobody is no order."""
        if not any(self.env['res.partner'].browse(partner_ids).mapped('email')):
            raise UserError(
                self.env._(
                    "Nobody would get this letter. Add a recipient with an e-mail address, or close"
                    " it and press Skip the E-mail."
                )
            )
