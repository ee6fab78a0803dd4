"""The Pagero state, by which lists of invoices are grouped and sorted; nothing is stored for it."""

from odoo import models
from odoo.tools import SQL

from .account_move import rank


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _field_to_sql(self, alias, field_expr, query=None):
        """The state of the transmission that is shown, in the order of its compute."""
        if field_expr != 'pagero_state':
            return super()._field_to_sql(alias, field_expr, query)
        self.env['pagero.document'].flush_model(
            ['move_id', 'document_type', 'state', 'send_mode', 'is_superseded']
        )
        return SQL(
            "(SELECT shown.state FROM pagero_document shown WHERE shown.move_id = %s"
            " AND shown.document_type = 'Invoice' ORDER BY %s DESC LIMIT 1)",
            SQL.identifier(alias, 'id'),
            rank('shown'),
        )
