"""The documents that came over the network for a bill or an invoice."""

from odoo import api, fields, models

from ..inbox.pagero_received_document import BILLS, SELF_BILLED, STATES
from ..tools.actions import form_action


READERS = 'account.group_account_readonly,account.group_account_invoice'
PEOPLE = 'pagero_connector.group_user'  # no customer or supplier, who read their own by the portal


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_received_ids = fields.One2many(
        'pagero.received.document',
        'move_id',
        string="Received Documents",
        readonly=True,
        groups=READERS,
    )
    pagero_received_id = fields.Many2one(
        'pagero.received.document',
        string="Received As",
        compute='_compute_pagero_received',
        groups=READERS,
        help="The document from Pagero that it was made of.",
    )
    pagero_received_state = fields.Selection(
        STATES, string="Received Document", compute='_compute_pagero_received', groups=READERS
    )
    pagero_received_sender = fields.Char(
        string="Sender", compute='_compute_pagero_received', groups=READERS
    )
    pagero_received_remarks = fields.Text(
        string="Remarks on the Received Document",
        compute='_compute_pagero_received',
        groups=READERS,
    )

    @api.depends('pagero_received_ids.state', 'pagero_received_ids.remark_words')
    @api.depends_context('lang')
    def _compute_pagero_received(self):
        for move in self:
            document = move.pagero_received_ids.filtered(
                lambda each: each.kind in (*BILLS, *SELF_BILLED)
            )[:1]
            move.pagero_received_id = document
            move.pagero_received_state = document.state
            move.pagero_received_sender = document.sender_name
            move.pagero_received_remarks = document.remark_words

    def action_open_pagero_received(self):
        """The document as it came."""
        self.ensure_one()
        return form_action(self.pagero_received_id)

    @api.ondelete(at_uninstall=False)
    def _unlink_returns_received(self):
        """What a deleted bill was made of is to do again."""
        self.sudo().pagero_received_ids._lose_bill()
