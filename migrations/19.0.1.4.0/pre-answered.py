"""What an answer of ours answers has a name of its own, apart from what the recipient answers."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists


RENAMED = (
    "UPDATE ir_model_fields SET name = 'answered_id'"
    " WHERE model = 'pagero.document' AND name = 'answers_id'",
    "UPDATE ir_model_data SET name = 'field_pagero_document__answered_id'"
    " WHERE module = 'pagero_connector' AND name = 'field_pagero_document__answers_id'",
    "UPDATE ir_filters SET domain = replace(domain, 'answers_id', 'answered_id'),"
    " context = replace(context, 'answers_id', 'answered_id')"
    " WHERE model_id = 'pagero.document'",
)


def migrate(cr, version):
    """The column keeps its rows, its index and its key; saved filters go on working."""
    if not column_exists(cr, 'pagero_document', 'answers_id'):
        return
    cr.execute(SQL("ALTER TABLE pagero_document RENAME COLUMN answers_id TO answered_id"))
    cr.execute(
        SQL(
            "ALTER INDEX IF EXISTS pagero_document__answers_id_index"
            " RENAME TO pagero_document__answered_id_index"
        )
    )
    for statement in RENAMED:
        cr.execute(SQL(statement))
