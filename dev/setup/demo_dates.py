"""The only place where the demo's past is written into its database.

Everything was really made, sent and delivered, all within a minute: here it gets the days on which
a company would have done it. An invoice is as old as its date says, in the books and over Pagero.
"""

from .server import OdooServer


# Stored moments of a transmission; with the date of its invoice they move into the past.
OF_DOCUMENT = (
    *('create_date', 'write_date', 'queued_at', 'next_attempt_at', 'upload_started_at'),
    *('sent_at', 'checked_at', 'state_changed_at'),
)


def trusted_long_ago(odoo: OdooServer) -> None:
    """Our suppliers' accounts were known before their first invoice came over Pagero."""
    odoo.query(
        "UPDATE res_partner_bank SET pagero_trusted_at = now() - interval '200 days'"
        " WHERE pagero_trusted_at IS NOT NULL"
    )


def a_minute_later(odoo: OdooServer) -> None:
    """Pagero is asked again, as it is a minute after a line broke."""
    odoo.query('UPDATE pagero_account SET paused_until = NULL')
    odoo.query(
        "UPDATE pagero_document SET next_attempt_at = now() AT TIME ZONE 'UTC' - interval '1 s'"
        " WHERE state = 'unsure'"
    )


def grow_older(odoo: OdooServer) -> None:
    """Give the half year its days."""
    odoo.query(';'.join([_AGES, _DOCUMENTS, *_OTHERS]))


# In working hours of its day, and each delivery takes another time: seconds, sometimes a minute.
_AGES = """
    CREATE TEMPORARY TABLE demo_age ON COMMIT DROP AS
    SELECT document.id, document.move_id, document.partner_id,
           document.create_date
           - (move.invoice_date + time '08:10' + interval '1 minute' * (document.id * 37 % 450))
             AS age,
           interval '1 second' * (4 + document.id * 7 % 23 + 60 * (document.id % 11 / 10)) AS takes
      FROM pagero_document document JOIN account_move move ON move.id = document.move_id
     WHERE document.document_type = 'Invoice' AND document.state NOT IN ('unsure', 'processing')
       AND move.invoice_date < current_date
"""
_MOVED = ', '.join(f'{name} = {name} - age' for name in OF_DOCUMENT)
_DOCUMENTS = f"""
    UPDATE pagero_document SET {_MOVED}, delivered_at = sent_at - age + takes
      FROM demo_age WHERE demo_age.id = pagero_document.id
"""
_EVENTS = """
    UPDATE pagero_document_event SET create_date = create_date - age
           + CASE WHEN code = 'delivered' THEN takes ELSE interval '0' END
      FROM demo_age WHERE demo_age.id = document_id
"""
_INVOICES = """
    UPDATE account_move SET create_date = create_date - age, write_date = write_date - age
      FROM demo_age WHERE demo_age.move_id = account_move.id
"""
# What tells of an answer was written with it, and is as old as the answer.
_MESSAGES = """
    UPDATE mail_message SET date = at, create_date = at
      FROM (SELECT message.id AS told_id,
                   coalesce(answer.given_at, message.date - age) AS at
              FROM mail_message message
              JOIN demo_age ON message.model = 'account.move' AND message.res_id = demo_age.move_id
              LEFT JOIN pagero_response answer
                ON answer.move_id = message.res_id AND answer.create_date = message.create_date
           ) AS ages
     WHERE told_id = mail_message.id
"""
_ANSWERS = """
    UPDATE pagero_document SET answered_at = given.at
      FROM (SELECT document_id, max(given_at) AS at FROM pagero_response GROUP BY 1) AS given
     WHERE given.document_id = id AND answered_at IS NOT NULL
"""
# The newest request is of today; those that were answered are older than those that weren't.
_REQUESTS = """
    UPDATE pagero_connection_request
       SET sent_at = sent_at - old, create_date = create_date - old,
           answered_at = answered_at - old + interval '2 days'
      FROM (SELECT id AS request_id, CASE WHEN state = 'accepted' THEN interval '190 days'
                                          ELSE interval '1 day' * (9 + id * 7 % 15) END AS old
              FROM pagero_connection_request) AS ages
     WHERE request_id = id AND id < (SELECT max(id) FROM pagero_connection_request)
"""
_ORDERS = """
    UPDATE pagero_routing_order
       SET ordered_at = ordered_at - old, create_date = create_date - old,
           activated_at = activated_at - old + interval '4 days'
      FROM (SELECT id AS order_id, CASE WHEN state = 'active' THEN interval '190 days'
                                        ELSE interval '1 day' * (9 + id * 5 % 11) END AS old
              FROM pagero_routing_order) AS ages
     WHERE order_id = id
"""
# Those to whom invoices were sent were connected before the first of them.
_CONNECTIONS = """
    UPDATE pagero_connection
       SET create_date = create_date - age, state_changed_at = state_changed_at - age
      FROM (SELECT partner_id AS customer_id, max(age) + interval '2 days' AS age
              FROM demo_age GROUP BY partner_id) AS ages
     WHERE customer_id = partner_id AND state = 'connected'
"""
_OTHERS = (
    *(_EVENTS, _INVOICES, _MESSAGES, _ANSWERS),
    *(_REQUESTS, _ORDERS, _CONNECTIONS),
)
