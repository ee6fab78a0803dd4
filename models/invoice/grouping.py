"""How lists of invoices are grouped, sorted and searched by the Pagero state.

Nothing is stored for it on the invoice, which a person may be writing while its document moves on.
"""

from functools import partial

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..document.pagero_document import (
    FINISHED,
    LIVE_PRODUCTION,
    NEEDS_PERSON,
    OTHER_TRANSMISSION,
    SETTLED_LATER,
    STATES,
    WAITING,
)
from ..tools.searching import boolean_domain


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

    def _search_pagero_state(self, operator, value):
        """By the transmission that is shown; ``False`` finds invoices without one."""
        if operator not in ('in', 'not in'):
            return NotImplemented
        every = [*dict(STATES), False]
        asked = [state for state in every if (state in value) == (operator == 'in')]
        are_many = not {*FINISHED, False}.isdisjoint(asked)
        return Domain.custom(to_sql=partial(_joined_in if are_many else _shown_in, asked))

    def _search_pagero_is_waiting(self, operator, value):
        return boolean_domain(Domain('pagero_state', 'in', WAITING), operator, value)

    def _search_pagero_needs_person(self, operator, value):
        """The transmission that is shown needs a person, or one is to be sent another way."""
        return boolean_domain(Domain.custom(to_sql=_needing_a_person), operator, value)


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


def _joined_in(states, model, alias, query):
    """SQL: of the states that most invoices are in, or in none.

    Not by ``IN``: under NOT or OR each invoice would look through all that was found.
    """
    shown = model._field_to_sql(alias, 'pagero_state', query)
    found = SQL("%s = ANY(%s)", shown, [state for state in states if state])
    without = SQL(" OR %s IS NULL", shown) if False in states else SQL()
    return SQL("COALESCE(%s%s, FALSE)", found, without)


def _shown_in(states, model, alias, _query):
    """SQL: of states that few invoices are in, which are found by indexes of documents."""
    return SQL("%s IN (%s)", SQL.identifier(alias, 'id'), _invoices_shown_in(states, model.env))


def _needing_a_person(model, alias, _query):
    """SQL: one set of few invoices, lest a million be asked for each of two reasons."""
    model.env['pagero.document'].flush_model(['instead'])
    return SQL(
        "%s IN (%s UNION ALL SELECT asked.move_id FROM pagero_document asked WHERE"
        " asked.instead = ANY(%s) AND asked.is_superseded IS NOT TRUE"
        " AND asked.document_type = 'Invoice' AND asked.move_id IS NOT NULL)",
        SQL.identifier(alias, 'id'),
        _invoices_shown_in(NEEDS_PERSON, model.env),
        [*SETTLED_LATER],
    )


def _invoices_shown_in(states, env):
    """SQL: ids of invoices whose shown document, in the order of the compute, is in the states."""
    env['pagero.document'].flush_model(
        ['move_id', 'document_type', 'state', 'send_mode', 'is_superseded']
    )
    return SQL(
        """
            SELECT shown.move_id FROM pagero_document shown
            WHERE shown.state = ANY(%(states)s) AND shown.document_type = 'Invoice'
            AND NOT EXISTS (
                SELECT FROM pagero_document other
                WHERE other.move_id = shown.move_id AND other.document_type = 'Invoice'
                AND %(other)s > %(shown)s
            )
        """,
        states=[*states],
        other=rank('other'),
        shown=rank('shown'),
    )


def rank(alias):
    return SQL(
        "(%(new)s, %(new)s AND %(mode)s = 'Production' AND %(state)s != 'cancelled', %(id)s)",
        new=SQL("%s IS NOT TRUE", SQL.identifier(alias, 'is_superseded')),
        mode=SQL.identifier(alias, 'send_mode'),
        state=SQL.identifier(alias, 'state'),
        id=SQL.identifier(alias, 'id'),
    )
