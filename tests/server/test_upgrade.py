"""A database of version 19.0.1.0.0 is updated: nothing is lost, and everything is read as before.

``rows_19_0_1_0_0.json`` holds rows that the code of that version wrote. What it had otherwise in
its tables is brought back first.
"""

import base64
import contextlib
import json
import re

import pytest
from place import base_name
from psycopg2 import sql
from setup import databases
from setup.cache import ADDON, ADDON_NAME
from setup.inside import run_inside
from setup.server import OdooServer, log_complaints


STORED = json.loads((ADDON / 'tests/stored/rows_19_0_1_0_0.json').read_text())
XML = (ADDON / 'tests/golden/invoice.xml').read_bytes()
STATES = {
    'queued', 'held', 'invalid', 'sending', 'processing', 'unsure', 'awaiting_interaction',
    'error', 'delivered', 'cancelled',
}  # fmt: skip
OLD_TABLES = """
ALTER TABLE pagero_document RENAME COLUMN stored_findings TO findings;
ALTER TABLE pagero_document RENAME COLUMN answered_id TO answers_id;
ALTER TABLE pagero_document DROP COLUMN error_parameters;
ALTER TABLE pagero_account DROP COLUMN last_error_parameters;
ALTER TABLE pagero_match_run DROP COLUMN trouble_parameters;
ALTER TABLE pagero_match_line DROP COLUMN reason_parameters;
UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = 'pagero_connector';
DELETE FROM ir_config_parameter WHERE key = 'pagero_connector.allow_private_hosts';
UPDATE pagero_account SET sandbox_url = 'http://127.0.0.1:8079/pagero/',
       last_error = 'Pagero asks us to slow down. Wait a minute.';
"""
ATTACHMENT = """
INSERT INTO ir_attachment (name, type, res_model, res_field, res_id, db_datas, file_size, mimetype)
VALUES ('invoice.xml', 'binary', 'pagero.document', 'xml_file', %s, %s, %s, 'application/xml')
"""
# What an update may write in another form.
REWRITTEN = {'findings', 'error_text', 'parameters'}


@pytest.fixture(scope='module')
def upgraded(environment, base):
    """A server on the updated database; no scheduled action runs. ``update_log`` is Odoo's."""
    database = databases.scratch_name('server_upgrade')
    databases.clone(environment, base_name(), database, durable=False)
    move_id = run_inside(environment, database, 'setup.demo_data:create_drafts', **base)[0]
    fill(environment, database, move_id)
    server = OdooServer(environment, database, cron_threads=0)
    try:
        server.update_log = databases.install(environment, database, ADDON_NAME, update=True)
        yield server.start()
    finally:
        server.stop()
        databases.drop(environment, database)


def fill(environment, database, move_id):
    """Bring the tables back to that version, with its rows for documents of an invoice."""
    with contextlib.closing(databases.connect(environment, database)) as connection:
        cursor = connection.cursor()
        cursor.execute(OLD_TABLES)
        for table in ('pagero_document', 'pagero_document_event'):
            for row in STORED[table]:
                insert(cursor, table, row)
        cursor.execute(
            'UPDATE pagero_document SET move_id = move.id, company_id = move.company_id,'
            ' partner_id = move.commercial_partner_id FROM account_move AS move WHERE move.id = %s',
            (move_id,),
        )
        for document_id in STORED['with_xml']:
            cursor.execute(ATTACHMENT, (document_id, XML, len(XML)))


def insert(cursor, table, row):
    """A row as that version had it; who owns a document is given afterwards."""
    if table == 'pagero_document':
        cursor.execute('SELECT id, company_id FROM pagero_account')
        [(account_id, company_id)] = cursor.fetchall()
        row = {**row, 'account_id': account_id, 'company_id': company_id}
    statement = sql.SQL(
        'INSERT INTO {table} ({names})'
        ' SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)'
    ).format(table=sql.Identifier(table), names=sql.SQL(', ').join(map(sql.Identifier, row)))
    cursor.execute(statement, (json.dumps(row),))


def test_the_stored_documents_are_in_every_state():
    assert {row['state'] for row in STORED['pagero_document']} == STATES


def test_the_update_is_quiet_and_runs_each_script_once(upgraded):
    scripts = sorted(f'{file.parent.name} {file.stem}' for file in ADDON.glob('migrations/*/*.py'))
    ran = re.findall(r'Running migration \[\W*([\d.]+)\W*\] ([\w-]+)', upgraded.update_log)

    assert log_complaints(upgraded.update_log) == []
    assert sorted(map(' '.join, ran)) == scripts


@pytest.mark.parametrize('table', ['pagero_document', 'pagero_document_event'])
def test_nothing_else_in_a_row_changes(upgraded, table):
    found = upgraded.query(f'SELECT id, to_jsonb({table}) FROM {table}')
    rows = dict(found)

    for old in STORED[table]:
        kept = {name: value for name, value in old.items() if name not in REWRITTEN}
        assert kept.items() <= rows[old['id']].items()


def test_the_accountant_reads_the_files(upgraded):
    session = upgraded.session('ekonom', 'ekonom')

    for document_id in STORED['with_xml']:
        document = session.read('pagero.document', document_id, 'xml_file')
        assert base64.b64decode(document['xml_file']) == XML


def test_the_accountant_reads_what_was_found_in_swedish(upgraded):
    session = upgraded.session('ekonom', 'ekonom')
    found = [row for row in STORED['pagero_document'] if row.get('findings')]

    assert found
    for row in found:
        document = session.read('pagero.document', row['id'], 'findings', 'findings_table')
        assert [each['rule'] for each in document['findings']] == [
            each['rule'] for each in row['findings']
        ]
        assert all('key' in each for each in document['findings'])
        assert "Vad som är fel" in document['findings_table']
        english = {each['advice'] for each in row['findings'] if each['advice']}
        assert not [advice for advice in english if advice in document['findings_table']]


def test_what_went_wrong_is_told_in_swedish(upgraded):
    names = ('error_parameters', 'error_text', 'reason')
    expected = {
        1010: ({'code': 'server_stopped'}, False),
        1012: ({'code': 'no_connection'}, "28500: [Errno 104] Reset by peer"),
        1007: (False, "28500: The recipient refused\nand more"),
    }
    session = upgraded.session('ekonom', 'ekonom')

    for document_id, (code, said) in expected.items():
        document = session.read('pagero.document', document_id, *names)
        assert (document['error_parameters'], document['error_text']) == (code, said)
        assert document['reason'].endswith('.')
        assert not said or said not in document['reason']
        assert "server stopped" not in document['reason'].lower()


def test_the_history_is_told_in_swedish(upgraded):
    session = upgraded.session('ekonom', 'ekonom')
    ids = [row['id'] for row in STORED['pagero_document_event']]
    events = session.call('pagero.document.event', 'read', ids, ['sentence', 'parameters'])

    assert any((each['parameters'] or {}).get('trouble') for each in events)
    for event in events:
        assert not re.search(r"Pagero (cannot|gave|asks|refused)|The server", event['sentence'])


def test_the_account_goes_on(upgraded):
    parameter = 'SELECT value FROM ir_config_parameter WHERE key = %s'
    hosts = upgraded.query(parameter, ('pagero_connector.allow_private_hosts',))
    account = upgraded.session().search_read(
        'pagero.account', [], 'sandbox_url', 'last_error', 'last_error_words'
    )[0]

    assert hosts == [('127.0.0.1:8079',)]
    assert account['sandbox_url'] == 'http://127.0.0.1:8079'
    assert account['last_error'] == "Wait a minute."
    assert account['last_error_words'].endswith("takes no more calls right now.")
