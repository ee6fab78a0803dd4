from odoo import fields, models

from ..models.tools.later_steps import one_by_one


class PageroReceivedRequestDeny(models.TransientModel):
    """The word with which companies that asked us are turned down."""

    _name = 'pagero.received.request.deny'
    _description = "Deny a Received Request"
    _inherit = ['pagero.record.mixin']
    _set_once = ('request_ids',)

    request_ids = fields.Many2many(
        'pagero.received.request',
        'pagero_received_request_deny_rel',
        string="Requests",
        readonly=True,
    )
    word = fields.Text(required=True, string="Your Answer", help="What the sender reads.")

    def action_confirm(self):
        requests = self.request_ids._to_be_decided()
        requests._refuse_without_api()
        one_by_one(requests, lambda request: request._decide('denied', self.word))
        return requests._told_notice('denied')
