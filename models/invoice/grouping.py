"""The Pagero state, by which lists of invoices are grouped and sorted; nothing is stored for it."""

from odoo import models
from odoo.tools import SQL

from ..document.pagero_document import LIVE_PRODUCTION, OTHER_TRANSMISSION
from .account_move import rank


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _field_to_sql(self, alias, field_expr, query=None):
        """The state of the transmission that is shown, in the order of its compute.

        Joined, not looked up for each invoice, so that the database may read a million at once.
        """
        if field_expr != 'pagero_state' or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self.env['pagero.document'].flush_model(
            ['move_id', 'document_type', 'direction', 'state', 'send_mode', 'is_superseded']
        )
        found = [_joined(query, alias, name, table) for name, table in _transmissions().items()]
        return SQL("COALESCE(%s)", SQL(", ").join(found))


def _transmissions():
    """{name: one transmission of each invoice}: the live one, and the first of all others."""
    return {
        'live': SQL("(SELECT move_id, state FROM pagero_document WHERE %s)", SQL(LIVE_PRODUCTION)),
        'other': SQL(
            "(SELECT DISTINCT ON (move_id) move_id, state FROM pagero_document other"
            " WHERE %s ORDER BY move_id, %s DESC)",
            SQL(OTHER_TRANSMISSION),
            rank('other'),
        ),
    }


def _joined(query, alias, name, table):
    """Its state, with the table added to the query."""
    joined = query.make_alias(alias, f'pagero_{name}')
    is_its = SQL("%s = %s", SQL.identifier(joined, 'move_id'), SQL.identifier(alias, 'id'))
    query.add_join('LEFT JOIN', joined, table, is_its)
    return SQL.identifier(joined, 'state')
