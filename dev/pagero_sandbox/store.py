"""The sandbox's memory: one SQLite file in WAL mode, short transactions, many threads."""

import json
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS companies (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, org_number TEXT NOT NULL, vat_number TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS users (
    username TEXT PRIMARY KEY, password TEXT NOT NULL, full_name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS logins (
    id TEXT PRIMARY KEY, username TEXT NOT NULL, expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, username TEXT NOT NULL, redirect_uri TEXT NOT NULL, challenge TEXT,
    expires_at REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, kind TEXT NOT NULL, grant_id TEXT NOT NULL, username TEXT NOT NULL,
    expires_at REAL NOT NULL, ended INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS recipients (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, org_number TEXT NOT NULL,
    vat_number TEXT NOT NULL, endpoint TEXT NOT NULL, customer_numbers TEXT NOT NULL,
    connection TEXT NOT NULL, accepts_tests INTEGER NOT NULL, accepts_by_itself INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY AUTOINCREMENT, company_id TEXT NOT NULL, username TEXT NOT NULL,
    filename TEXT NOT NULL, document_type TEXT NOT NULL, send_mode TEXT NOT NULL,
    sender_reference TEXT NOT NULL, created_at TEXT NOT NULL, payload BLOB NOT NULL,
    facts TEXT NOT NULL, checked TEXT);
CREATE INDEX IF NOT EXISTS files_unchecked ON files (id) WHERE checked IS NULL;
CREATE TABLE IF NOT EXISTS parts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file_id INTEGER NOT NULL, status TEXT NOT NULL,
    descriptions TEXT NOT NULL DEFAULT '[]', code TEXT, due_at REAL);
CREATE INDEX IF NOT EXISTS parts_file ON parts (file_id);
CREATE INDEX IF NOT EXISTS parts_status ON parts (status);
CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, company_id TEXT,
    recipient_id INTEGER, twin_id TEXT, file_id TEXT NOT NULL, direction TEXT NOT NULL,
    type TEXT NOT NULL, subtype TEXT NOT NULL, number TEXT NOT NULL, issue_date TEXT NOT NULL,
    send_mode TEXT NOT NULL, sender_reference TEXT NOT NULL, sender_key TEXT NOT NULL,
    created_at TEXT NOT NULL, is_fetched INTEGER NOT NULL DEFAULT 0, reference_number TEXT,
    answer TEXT, facts TEXT NOT NULL, payload BLOB);
CREATE INDEX IF NOT EXISTS documents_newest ON documents (created_at, seq)
    WHERE company_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS documents_reference ON documents (sender_reference);
CREATE INDEX IF NOT EXISTS documents_recipient ON documents (recipient_id);
CREATE INDEX IF NOT EXISTS documents_file ON documents (file_id);
CREATE INDEX IF NOT EXISTS documents_number ON documents (number);
CREATE TABLE IF NOT EXISTS ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL, event TEXT NOT NULL,
    at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ledger_document ON ledger (document_id);
CREATE TABLE IF NOT EXISTS held_documents (
    document_id TEXT PRIMARY KEY, company_id TEXT NOT NULL, request_id INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS network_companies (id TEXT PRIMARY KEY, data TEXT);
CREATE TABLE IF NOT EXISTS inboxes (company_id TEXT PRIMARY KEY, recipient_id INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS connections (
    id INTEGER PRIMARY KEY AUTOINCREMENT, company_id TEXT NOT NULL, recipient_id TEXT NOT NULL,
    state TEXT NOT NULL, customer_numbers TEXT NOT NULL, capabilities TEXT NOT NULL,
    client_reference TEXT NOT NULL, modified_at TEXT NOT NULL, UNIQUE (company_id, recipient_id));
CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT, connection_id INTEGER, company_id TEXT NOT NULL,
    recipient_id TEXT NOT NULL, direction TEXT NOT NULL, state TEXT NOT NULL,
    message TEXT NOT NULL, answers TEXT NOT NULL DEFAULT '[]', answer TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL, modified_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS requests_connection ON requests (connection_id);
CREATE TABLE IF NOT EXISTS routing_orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT, connection_id INTEGER, company_id TEXT NOT NULL,
    recipient_id TEXT NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS licences (
    id INTEGER PRIMARY KEY AUTOINCREMENT, company_id TEXT NOT NULL, kind TEXT NOT NULL,
    quantity INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS portal_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT, company_id TEXT NOT NULL, licence_id INTEGER NOT NULL,
    user_name TEXT NOT NULL UNIQUE, name TEXT NOT NULL, email TEXT NOT NULL, roles TEXT NOT NULL,
    state TEXT NOT NULL, modified_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS quotes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, licence_id INTEGER NOT NULL, quantity INTEGER NOT NULL,
    state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS routing_orders_connection ON routing_orders (connection_id);
"""
FIRST_NUMBERS = {
    'files': 7000000,
    'parts': 9000000,
    'connections': 4100000,
    'requests': 5100000,
    'routing_orders': 6100000,
}


class Store:
    """Rows in, rows out; at most one writer at a time, readers never wait."""

    def __init__(self, path: str):
        self._path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._writing = threading.Lock()
        with self.read() as connection:
            connection.execute('PRAGMA journal_mode=WAL')
            connection.executescript(SCHEMA)
        self._number_from_the_start()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=30, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute('PRAGMA synchronous=NORMAL')
        return connection

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection to look things up with."""
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = self._open()
        try:
            yield connection
        finally:
            self._idle.put(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: commits at the end, rolls back when the body raises."""
        with self._writing, self.read() as connection:
            connection.execute('BEGIN IMMEDIATE')
            try:
                yield connection
            except BaseException:
                connection.execute('ROLLBACK')
                raise
            connection.execute('COMMIT')

    def execute(self, statement: str, *values: Any) -> int:
        """Run one change in its own transaction; return the number of rows it touched."""
        with self.write() as connection:
            return connection.execute(statement, values).rowcount

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with self.read() as connection:
            return connection.execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        with self.read() as connection:
            return connection.execute(query, values).fetchone()

    def value(self, query: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.row(query, *values)
        return row[0] if row else None

    def empty(self) -> None:
        """Forget everything; ids start over."""
        with self.write() as connection:
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            for (table,) in tables:
                connection.execute(f'DELETE FROM {table}')
            connection.execute('DELETE FROM sqlite_sequence')
        self._number_from_the_start()

    def _number_from_the_start(self) -> None:
        """Give the ids seven digits, as the real ones look."""
        with self.write() as connection:
            for table, number in FIRST_NUMBERS.items():
                connection.execute(
                    'INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS'
                    ' (SELECT 1 FROM sqlite_sequence WHERE name = ?)',
                    (table, number, table),
                )

    def close(self) -> None:
        while not self._idle.empty():
            self._idle.get_nowait().close()


def insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    """Add one row; return its rowid. Lists and dicts are stored as JSON."""
    names = ', '.join(values)
    marks = ', '.join('?' * len(values))
    cursor = connection.execute(
        f'INSERT INTO {table} ({names}) VALUES ({marks})',
        [
            json.dumps(value) if isinstance(value, list | dict) else value
            for value in values.values()
        ],
    )
    return cursor.lastrowid
