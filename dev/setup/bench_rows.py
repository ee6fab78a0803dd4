"""Rows of a large database, written by SQL; runs inside Odoo."""

import psycopg2.extensions

import odoo.sql_db
from odoo.tools import SQL


def copies(env, record, count: int, **expressions: str) -> None:
    """Write ``count`` copies of a record's row; ``expressions`` are SQL over ``number``.

    What is unique by itself, such as an access token, is left out.
    """
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND column_name NOT IN ('id', 'access_token', 'signup_token')",
        [record._table],
    )
    names = [name for [name] in env.cr.fetchall()]
    values = [SQL(expressions[name]) if name in expressions else SQL.identifier('row', name)
              for name in names]  # fmt: skip
    env.cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(values)s"
            " FROM %(table)s AS row, generate_series(1, %(count)s) AS number WHERE row.id = %(id)s",
            table=SQL.identifier(record._table),
            names=SQL(', ').join(map(SQL.identifier, names)),
            values=SQL(', ').join(values),
            count=count,
            id=record.id,
        )
    )


def tidy(database: str, table: str) -> None:
    """What PostgreSQL's own housekeeping does sooner or later; not possible in a transaction."""
    with odoo.sql_db.db_connect(database).cursor() as cursor:
        connection = cursor._cnx
        connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
        cursor.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
        connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_REPEATABLE_READ)
