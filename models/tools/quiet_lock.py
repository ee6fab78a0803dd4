"""Row locks for scheduled actions, where a conflict is expected and isn't logged as an error.

A plain helper, no model.
"""

from odoo.tools import SQL


def lock_quietly(records):
    """Those of ``records`` that could be locked, others skipped, as ``try_lock_for_update`` does.

    Raises ``SerializationFailure`` when one was changed since this transaction began.
    """
    if not records:
        return records
    query = SQL(
        "SELECT id FROM %s WHERE id IN %s FOR NO KEY UPDATE SKIP LOCKED",
        SQL.identifier(records._table),
        tuple(records.ids),
    )
    records.env.cr.execute(query, log_exceptions=False)
    locked = {record_id for [record_id] in records.env.cr.fetchall()}
    return records.filtered(lambda record: record.id in locked)
