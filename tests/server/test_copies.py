"""Copies of a database: none makes a call with the original's login before somebody approves it."""

import copy
import subprocess

import pytest
from rough_place import POLL, RECEIVE, REFRESH, SEND, SWEEP, RoughPlace
from setup import databases
from setup.databases import connect
from setup.rpc import OdooError
from setup.server import OdooServer


DUPLICATE = """
import sys
import odoo
from odoo.service import db
odoo.tools.config.parse_config(['-c', sys.argv[1]])
odoo.tools.config['list_db'] = True
db.exp_duplicate_database(sys.argv[2], sys.argv[3], neutralize_database=bool(sys.argv[4:]))
"""


@pytest.fixture(scope='module')
def original(environment, base, tmp_path_factory):
    """A live company, stopped: one invoice is at Pagero, one is queued, and its token is old."""
    folder = tmp_path_factory.mktemp('original')
    place = RoughPlace(environment, 'original', folder, base)
    place.open().connect()
    place.sandbox.post('settings', {'processing_seconds': 'manual'})
    place.sent = place.post_and_send()
    place.settings(receives=True)
    place.run(RECEIVE)
    place.sandbox.post('supplier_documents', {'count': 2})
    place.sandbox.post('settings', {'network_off': True})
    place.queued = place.post_and_send()
    place.sandbox.post('settings', {'network_off': False})
    place.odoo.stop()
    make_everything_due(place)
    yield place
    place.close()


def make_everything_due(place):
    """Whatever could make a scheduled action call Pagero does so now."""
    for statement in (
        'UPDATE pagero_account SET paused_until = NULL',
        "UPDATE pagero_credential SET token_expires_at = '2020-01-01'",
        "UPDATE pagero_document SET next_attempt_at = '2020-01-01',"
        " state_changed_at = '2020-01-01', checked_at = NULL",
    ):
        place.odoo.query(statement)


@pytest.fixture
def moved_to(original):
    """``moved_to(database)``: the same company on another database, with a server on it."""
    opened = []

    def move(database):
        place = copy.copy(original)
        place.odoo = OdooServer(original.odoo.environment, database)
        place._admin = None
        opened.append(place)
        place.sandbox.delete('calls')
        place.odoo.start()
        return place

    yield move
    for place in opened:
        place.odoo.stop()


def run_everything(place):
    place.run(SEND, POLL, RECEIVE, SWEEP, REFRESH)


def assert_nobody_calls(place):
    """Neither a scheduled action nor a person's button reaches Pagero."""
    run_everything(place)
    for button in ('action_refresh', 'action_restart', 'action_send_again'):
        with pytest.raises(OdooError):
            place.press(place.sent, button)
    assert place.sandbox.get('calls') == []


def plain_copy(original, name):
    """As ``createdb -T`` makes it."""
    environment = original.odoo.environment
    return databases.clone(environment, original.odoo.database, name, durable=False)


def odoo_s_duplicate(original, name, *options):
    """As Odoo's database manager makes it; ``options`` neutralize."""
    environment = original.odoo.environment
    databases.drop(environment, name)
    command = [environment.python, '-c', DUPLICATE, environment.configuration()]
    subprocess.run(
        [*map(str, command), original.odoo.database, name, *options],
        env=environment.variables(),
        check=True,
        capture_output=True,
    )
    return name


@pytest.fixture
def copied(original):
    """``copied(make)``: the name of a copy that is gone afterwards."""
    name = databases.scratch_name('server_copy')
    yield lambda make, *options: make(original, name, *options)
    databases.drop(original.odoo.environment, name)


@pytest.mark.parametrize('make', [plain_copy, odoo_s_duplicate])
def test_a_copy_makes_no_call(original, moved_to, copied, make):
    place = moved_to(copied(make))

    assert place.account('needs_approval')['needs_approval']
    assert_nobody_calls(place)
    queued = place.document(place.queued)
    assert (queued['state'], queued['held_reason']) == ('held', 'unapproved_database')
    assert 'not approved' in place.alert(place.queued)
    assert queued['advice'] in place.alert(place.queued)
    assert place.document(place.sent)['state'] == 'processing'

    # "This is a copy: forget the credentials." The login is the original's, so no revoke either.
    place.admin.call('pagero.account', 'action_forget_credentials', [place.ids['account']])
    run_everything(place)

    account = place.account('state', 'has_client_secret', 'needs_approval', 'is_live')
    assert account['state'] == 'disconnected'
    assert not (account['has_client_secret'] or account['needs_approval'] or account['is_live'])
    secrets = 'SELECT access_token, refresh_token, client_secret FROM pagero_credential'
    assert place.odoo.query(secrets) == [(None, None, None)]
    assert place.sandbox.get('calls') == []


def test_disconnecting_a_copy_does_not_log_the_original_out(original, moved_to, copied):
    place = moved_to(copied(plain_copy))

    question = place.admin.call('pagero.account', 'action_disconnect', [place.ids['account']])
    wizard = place.admin.create(question['res_model'], {}, **question['context'])
    place.admin.call(question['res_model'], 'action_confirm', [wizard])

    assert place.account('state')['state'] == 'disconnected'
    assert place.sandbox.get('calls') == []


def test_a_neutralized_copy_makes_no_call_whatever_is_pressed(original, moved_to, copied):
    place = moved_to(copied(odoo_s_duplicate, 'neutralize'))

    assert place.account('is_live', 'state') == {
        'id': place.ids['account'],
        'is_live': False,
        'state': 'disconnected',
    }
    place.admin.call('pagero.account', 'action_approve_database', [place.ids['account']])
    with pytest.raises(OdooError, match='neutralized'):
        place.admin.call('pagero.account', 'action_connect', [place.ids['account']])
    # Core stops all scheduled actions in such a copy, but anybody may start them again.
    place.odoo.query('UPDATE ir_cron SET active = TRUE WHERE NOT active')
    assert_nobody_calls(place)


def test_a_renamed_database_goes_on_once_it_is_approved(original, moved_to):
    """Last in this module: the original is gone afterwards, and was left alone by its copies."""
    environment = original.odoo.environment
    name = databases.scratch_name('server_renamed')
    databases.drop(environment, name)
    rename(environment, original.odoo.database, name)
    try:
        place = moved_to(name)
        assert place.account('needs_approval')['needs_approval']
        assert_nobody_calls(place)

        place.admin.call('pagero.account', 'action_approve_database', [place.ids['account']])
        place.sandbox.post('advance')
        place.time_passes(SEND, POLL)
        place.sandbox.post('advance')
        place.time_passes(POLL)

        assert not place.account('needs_approval')['needs_approval']
        for invoice_id in (place.sent, place.queued):
            assert place.document(invoice_id)['state'] == 'delivered'
            assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
        place.odoo.stop()
    finally:
        databases.drop(environment, name)


def rename(environment, old, new):
    connection = connect(environment, 'postgres')
    connection.cursor().execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    connection.close()
