import json
from contextlib import nullcontext
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.modules.module import get_module_path
from odoo.tests import tagged

from ..models.account import copy_guard
from ..models.tools.machine import BOOT, MACHINE, machine_now
from ..network import GrantExpired, HttpTransport, NoConnection
from .common import PageroCommon


CRONS = ('send', 'poll', 'sweep', 'refresh')


def neutralize(env):
    """What our own script does to a copy; Odoo's sets the parameter."""
    env.flush_all()
    with open(f'{get_module_path("pagero_connector")}/data/neutralize.sql') as script:
        env.cr.execute(script.read())
    env.invalidate_all()


class CopyGuardCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A token that must be refreshed, and documents that every scheduled action would ask about.
        cls._credential(cls.account).token_expires_at = '2020-01-01 00:00:00'
        long_ago = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        cls.queued = cls._create_document()
        cls.sent = cls._create_document(
            state='processing', file_id='file-1', state_changed_at=long_ago
        )
        cls.failed = cls._create_document(state='error', file_id='file-2', part_ids=['part-1'])
        cls.unsure = cls._create_document(
            state='unsure', upload_started_at=long_ago, next_attempt_at=long_ago
        )

    def _move_database(self):
        self.env['ir.config_parameter'].set_param('database.uuid', 'of-another-database')

    def _neutralize(self):
        self.env['ir.config_parameter'].set_param('database.is_neutralized', 'True')

    def _calls_of_crons(self):
        """How often the scheduled actions went to the network, one after the other."""
        nobody = NoConnection("Nobody there")
        sending = patch.object(HttpTransport, 'send', side_effect=nobody)
        with sending as send, self.enter_registry_test_mode():
            for name in CRONS:
                cron = self.env.ref(f'pagero_connector.ir_cron_pagero_{name}')
                cron.sudo().method_direct_trigger()
        return send.call_count


@tagged('post_install', '-at_install')
class TestCopyGuard(CopyGuardCommon):
    def test_the_database_of_the_login_calls(self):
        self.assertFalse(self.account.needs_approval)
        self.assertGreater(self._calls_of_crons(), 0)

    def test_a_moved_database_makes_no_call(self):
        self._move_database()

        self.assertEqual(self._calls_of_crons(), 0)

    def test_a_neutralized_database_makes_no_call(self):
        self._neutralize()

        self.assertEqual(self._calls_of_crons(), 0)

    def test_a_database_that_was_never_approved_makes_no_call(self):
        self.account.sudo().approved_fingerprint = False

        self.assertEqual(self._calls_of_crons(), 0)

    def test_a_moved_database_needs_approval(self):
        self._move_database()

        self.account.invalidate_recordset(['needs_approval'])
        self.assertTrue(self.account.needs_approval)

    def test_every_part_of_the_fingerprint_counts(self):
        parameters = self.env['ir.config_parameter']
        first = self.account._current_fingerprint()
        before = parameters.get_param('database.uuid')
        with self.subTest(part='uuid'):
            parameters.set_param('database.uuid', 'another')
            self.assertNotEqual(self.account._current_fingerprint(), first)
            parameters.set_param('database.uuid', before)
        with self.subTest(part='name'), patch.object(self.env.cr, 'dbname', 'another'):
            self.assertNotEqual(self.account._current_fingerprint(), first)
        cluster = patch.object(type(self.account), '_cluster_identifier', lambda account: 'another')
        with self.subTest(part='cluster'), cluster:
            self.assertNotEqual(self.account._current_fingerprint(), first)
        self.assertEqual(self.account._current_fingerprint(), first)

    def test_another_address_of_the_same_server_is_no_sign(self):
        """Odoo notes the address at which an administrator logs in."""
        self.env['ir.config_parameter'].set_param('web.base.url', 'https://elsewhere.example')

        self.account.invalidate_recordset(['needs_approval'])
        self.assertFalse(self.account.needs_approval)
        self.assertGreater(self._calls_of_crons(), 0)

    def test_what_is_queued_waits_with_the_reason(self):
        self._move_database()

        self._calls_of_crons()

        self.assertRecordValues(
            self.queued, [{'state': 'held', 'held_reason': 'unapproved_database'}]
        )

    def test_what_is_under_way_stays_as_it_is(self):
        self._move_database()

        self._calls_of_crons()

        states = (self.sent + self.failed + self.unsure).mapped('state')
        self.assertEqual(states, ['processing', 'error', 'unsure'])

    def test_the_token_is_not_given_out(self):
        self._credential(self.account).token_expires_at = '2100-01-01 00:00:00'
        self._move_database()

        with self.assertRaises(GrantExpired):
            self.env['pagero.credential']._access_token(self.account)

    def test_buttons_that_call_are_refused_aloud(self):
        self._move_database()
        for document, button in (
            (self.sent, 'action_refresh'),
            (self.failed, 'action_restart'),
            (self.failed, 'action_cancel'),
            (self.failed, 'action_send_again'),
        ):
            with self.subTest(button=button), self.assertRaisesRegex(UserError, "not approved"):
                getattr(document.with_user(self.env.user), button)()

    def test_posting_goes_on(self):
        self._move_database()

        invoice = self._create_customer_invoice(post=True)

        self.assertEqual(invoice.pagero_state, 'queued')


@tagged('post_install', '-at_install')
class TestApproval(CopyGuardCommon):
    def test_an_approved_database_calls_again(self):
        self._move_database()
        self.account.action_approve_database()

        self.assertFalse(self.account.needs_approval)
        self.assertGreater(self._calls_of_crons(), 0)

    def test_approving_lets_go_what_waited_for_it(self):
        self._move_database()
        self._calls_of_crons()

        self.account.action_approve_database()

        self.assertEqual(self.queued.state, 'queued')

    def test_a_copy_forgets_all_secrets_and_revokes_none(self):
        self._move_database()

        with patch.object(HttpTransport, 'send') as send, self.enter_registry_test_mode():
            self.account.action_forget_credentials()

        send.assert_not_called()
        credential = self._credential(self.account)
        names = ('client_secret', 'access_token', 'refresh_token')
        self.assertFalse(any(credential[name] for name in names))

    def test_a_copy_is_disconnected_and_not_live(self):
        self.account.action_go_live()
        self._move_database()

        with self.enter_registry_test_mode():
            self.account.action_forget_credentials()

        self.assertRecordValues(self.account, [{'state': 'disconnected', 'is_live': False}])
        self.assertFalse(self.account.needs_approval)
        # What waits is the original's to send: here it must never leave.
        self.assertEqual(self.queued.state, 'cancelled')

    def test_nobody_connects_before_saying_which_database_it_is(self):
        self._move_database()
        self.account.sudo().write({'state': 'expired'})

        with self.assertRaisesRegex(UserError, "live database or a copy"):
            self.account.action_connect()


@tagged('post_install', '-at_install')
class TestNeutralize(CopyGuardCommon):
    """What ``odoo-bin neutralize`` runs on a copy."""

    def _run_script(self):
        neutralize(self.env)

    def test_it_forgets_the_login(self):
        self._run_script()

        credential = self._credential(self.account)
        names = ('client_secret', 'access_token', 'refresh_token')
        self.assertFalse(any(credential[name] for name in names))

    def test_it_sends_nothing_live(self):
        invoice = self._create_customer_invoice(pagero_send_mode='Production')
        self.account.action_go_live()

        self._run_script()

        self.assertRecordValues(self.account, [{'state': 'disconnected', 'send_mode': 'Test'}])
        self.assertEqual(invoice.pagero_send_mode, 'Test')

    def test_it_makes_no_call(self):
        self._run_script()

        self.assertEqual(self._calls_of_crons(), 0)


@tagged('post_install', '-at_install')
class TestPlace(CopyGuardCommon):
    """A snapshot of everything holds the same database: what tells it apart is where it runs."""

    def _is_approved(self, server='same', machine='same'):
        """Whether the account may call where the database server, or the machine, is another."""
        here = machine_now()
        machines = {
            'same': here,
            'started': {**here, 'boot': 'another'},
            'snapshot': {**here, 'boot': 'another', 'parts': ['another']},
            'beside': {**here, 'folder': 'another'},
            'unknown': {**here, 'boot': 'another', 'parts': [], 'name': 'another'},
        }
        guard = type(self.account)
        servers = patch.object(guard, '_database_server', lambda account: server)
        place = patch(f'{copy_guard.__name__}.machine_now', lambda: machines[machine])
        with place, servers if server != 'same' else nullcontext():
            self.account.invalidate_recordset(['needs_approval'])
            self.assertEqual(self.account.needs_approval, not self.account._is_approved())
            self.env['pagero.account']._learn_places()
            return self.account._is_approved()

    def test_one_of_the_two_may_change(self):
        for change in (
            {},
            {'server': 'started anew'},
            {'machine': 'unknown'},
            {'machine': 'beside'},
            {'server': 'the whole machine was started anew', 'machine': 'started'},
        ):
            with self.subTest(**change):
                self.account.action_approve_database()
                self.assertTrue(self._is_approved(**change))

    def test_both_at_once_are_a_copy(self):
        for machine in ('snapshot', 'beside', 'unknown'):
            with self.subTest(machine=machine):
                self.account.action_approve_database()
                self.assertFalse(self._is_approved('of the copy', machine))

    def test_what_changes_is_learnt_while_the_other_stays(self):
        self.assertTrue(self._is_approved(machine='unknown'))
        self.assertTrue(self._is_approved('started anew', 'unknown'))
        self.assertTrue(self._is_approved('started anew', 'snapshot'))
        self.assertTrue(self._is_approved('once more', 'snapshot'))

    def test_a_copy_learns_nothing(self):
        self.assertFalse(self._is_approved('of the copy', 'snapshot'))
        self.assertFalse(self._is_approved('of the copy', 'snapshot'))

    def test_the_place_can_be_approved(self):
        self.assertFalse(self._is_approved('of the copy', 'snapshot'))
        server = patch.object(type(self.account), '_database_server', lambda account: 'moved to')
        with server:
            self.account.action_approve_database()
        self.assertTrue(self._is_approved('moved to', 'snapshot'))

    def test_what_was_approved_before_places_were_kept_goes_on_and_learns(self):
        self.account.sudo().approved_place = False
        self.assertTrue(self._is_approved())
        self.assertTrue(self.account.sudo().approved_place)
        self.assertFalse(self._is_approved('of the copy', 'snapshot'))

    def test_no_number_of_the_machine_is_kept_in_the_clear(self):
        kept = json.dumps(self.account.sudo().approved_place)
        for path in (*MACHINE, BOOT):
            if path.exists():
                self.assertNotIn(path.read_text().strip(), kept)
