from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.labels import labels_of


DOCUMENT_TYPES = [
    ('invoice', "Invoice"),
    ('credit_note', "Credit note"),
    ('payment_reminder', "Payment reminder"),
    ('order', "Order"),
    ('order_response', "Order response"),
    ('other', "Other"),
]
DIRECTIONS = [('receive', "Receives"), ('send', "Sends")]
CONNECTION_TYPES = [
    ('direct', "Direct"),
    ('by_request', "By request"),
    ('by_routing', "By routing"),
    ('unknown', "Unknown"),
]


class PageroConnectionCapability(models.Model):
    """One kind of document that the customer exchanges, and how one is connected for it."""

    _name = 'pagero.connection.capability'
    _description = "Pagero Connection Capability"
    _inherit = ['pagero.record.mixin']
    _set_once = ('connection_id',)  # a line is made on the form of its connection
    _order = 'connection_id, direction, id'
    _fixed_when = {
        '_is_at_network': ('document_type', 'document_type_word', 'direction', 'connection_type')
    }

    connection_id = fields.Many2one(
        'pagero.connection', required=True, readonly=True, index=True, ondelete='cascade'
    )
    document_type = fields.Selection(DOCUMENT_TYPES, required=True, default='invoice')
    document_type_word = fields.Char(
        string="Network's Name", help="What the network calls a type that isn't listed here."
    )
    direction = fields.Selection(
        DIRECTIONS, required=True, default='receive', help="As seen from the customer."
    )
    connection_type = fields.Selection(CONNECTION_TYPES, required=True, default='unknown')

    # === WHAT THE NETWORK WAS TOLD === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_at_network()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_except_at_network(self):
        self._refuse_at_network()

    def _refuse_at_network(self):
        """The lines of a live connection are those that it was made with."""
        if not self.env.su and any(line._is_at_network() for line in self):
            raise UserError(
                self.env._(
                    "The capabilities of a live connection are not changed here. Disconnect the"
                    " customer, and connect it again with others."
                )
            )

    def _is_at_network(self):
        return self.connection_id._is_at_network()

    @api.depends('document_type', 'document_type_word')
    @api.depends_context('lang')
    def _compute_display_name(self):
        labels = labels_of(self, 'document_type')
        for line in self:
            line.display_name = line.document_type_word or labels.get(line.document_type)
