from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.account.sending import PageroAccount
from ..models.document.pagero_document import STATES
from ..models.document.unsure import LOOKUPS
from ..network import FilePart, NoConnection, Refused
from .common import PageroCommon


ALLOWED = {
    'action_retry': {'invalid', 'held'},
    'action_restart': {'error', 'awaiting_interaction'},
    'action_cancel': {'queued', 'held', 'invalid', 'unsure', 'awaiting_interaction', 'error'},
    'action_correct': {'queued', 'held', 'invalid', 'unsure', 'awaiting_interaction', 'error'},
    'action_send_again': {'cancelled', 'error', 'awaiting_interaction', 'unsure'},
    'action_mark_arrived': {'unsure'},
}


class FakePagero:
    """Takes down what was done at Pagero, or fails as told."""

    def __init__(self, error=None, status='Error', documents=()):
        self.error = error
        self.status = status
        self.documents = documents
        self.done = []

    def iter_file_parts(self, file_id=None, statuses=(), stretch=None):
        if file_id and self.status:
            for number in (1, 2):
                yield FilePart(f'part-{number}', file_id, self.status)

    def iter_documents(self, **search):
        return iter(self.documents)

    def act_on_file_part(self, part_id, action):
        if self.error:
            raise self.error
        self.done.append((part_id, action))


class ActionsCommon(PageroCommon):
    @contextmanager
    def _pagero(self, error=None, **answers):
        pagero = FakePagero(error, **answers)
        with patch.object(PageroAccount, '_client', lambda account, **options: pagero):
            yield pagero

    def _standing(self, state='error', **values):
        """A document of which a part stands at Pagero."""
        return self._create_document(
            state=state,
            file_id='file-1',
            part_ids=['part-1', 'part-2'],
            **{'lookups': LOOKUPS, **values},
        )

    def _as_user(self, document):
        return document.with_user(self.env.user).sudo(False)


@tagged('post_install', '-at_install')
class TestRefusedAloud(ActionsCommon):
    def test_every_button_says_no_in_the_wrong_state(self):
        document = self._standing()
        for button, allowed in ALLOWED.items():
            for state in {state for state, _label in STATES} - allowed:
                document.write({'state': state})
                with self.subTest(button=button, state=state), self._pagero() as pagero:
                    with self.assertRaises(UserError) as caught:
                        getattr(self._as_user(document), button)()
                    self.assertTrue(str(caught.exception).endswith('.'))
                    self.assertEqual(pagero.done, [])
                    self.assertEqual(document.state, state)

    def test_every_button_works_in_the_right_state(self):
        for button, allowed in ALLOWED.items():
            for state in allowed:
                document = self._standing(state)
                with self.subTest(button=button, state=state), self._pagero():
                    getattr(self._as_user(document), button)()
                    self.assertNotEqual((document.state, document.is_superseded), (state, False))

    def test_every_button_is_in_the_table(self):
        classes = type(self.env['pagero.document']).mro()
        ours = [each for each in classes if 'pagero_connector' in each.__module__]
        buttons = {name for each in ours for name in vars(each) if name.startswith('action_')}
        harmless = {
            'action_refresh',
            'action_open_in_pagero_online',
            'action_open_origin',
            'action_cure',
            'action_preview',
        }
        # Not by the state alone: test_pagero_document_otherwise, test_pagero_document_send,
        # test_document_advice and test_payment_reminders_sent.
        of_their_own = {
            'action_send_otherwise',
            'action_send_test_anyway',
            'action_send_in_production',
            'action_connect_for_reminders',
        }
        self.assertEqual(buttons - harmless - of_their_own, set(ALLOWED))


@tagged('post_install', '-at_install')
class TestRights(ActionsCommon):
    def test_people_who_only_read_may_not_press_them(self):
        reader = self._create_user('reader', 'base.group_user,account.group_account_readonly')
        document = self._standing()
        self.assertTrue(document.with_user(reader).sudo(False).status)
        for button in ALLOWED:
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(document.with_user(reader).sudo(False), button)()

    def test_people_of_another_company_may_not_press_them(self):
        stranger = self._create_user('stranger', company=self._create_other_company())
        document = self._standing()
        for button in ALLOWED:
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(document.with_user(stranger).sudo(False), button)()

    def test_people_who_post_invoices_may(self):
        document = self._create_document(state='held', held_reason='connection')

        document.with_user(self._create_user('invoicing')).sudo(False).action_retry()

        self.assertEqual(document.state, 'queued')

    def test_the_history_says_who_pressed(self):
        user = self._create_user('invoicing')
        document = self._standing()

        with self._pagero():
            document.with_user(user).sudo(False).action_restart()

        event = document.event_ids.filtered(lambda event: event.code == 'restarted')
        self.assertEqual(event.user_id, user)


@tagged('post_install', '-at_install')
class TestAtPagero(ActionsCommon):
    def test_a_restart_restarts_every_part(self):
        document = self._standing()

        with self._pagero() as pagero:
            self._as_user(document).action_restart()

        self.assertEqual(pagero.done, [('part-1', 'Restart'), ('part-2', 'Restart')])
        self.assertEqual(document.state, 'processing')

    def test_a_cancellation_cancels_every_part(self):
        for state in ('error', 'awaiting_interaction'):
            document = self._standing(state)
            with self.subTest(state=state), self._pagero() as pagero:
                self._as_user(document).action_cancel()
                self.assertEqual(pagero.done, [('part-1', 'Cancel'), ('part-2', 'Cancel')])
                self.assertEqual(document.state, 'cancelled')

    def test_what_never_reached_pagero_is_cancelled_here(self):
        for state in ('queued', 'held', 'invalid', 'error'):
            document = self._create_document(state=state)
            with self.subTest(state=state), self._pagero(NoConnection("x")):
                self._as_user(document).action_cancel()
                self.assertEqual(document.state, 'cancelled')

    def test_a_refusal_by_pagero_is_said_and_changes_nothing(self):
        for button in ('action_restart', 'action_cancel', 'action_send_again'):
            document = self._standing()
            refusal = Refused("no", text="The part is locked.")
            with self.subTest(button=button), self._pagero(refusal):
                with self.assertRaisesRegex(UserError, "The part is locked"):
                    getattr(self._as_user(document), button)()
                self.assertEqual(document.state, 'error')
                self.assertFalse(document.is_superseded)

    def test_an_error_without_a_part_cannot_be_restarted(self):
        document = self._create_document(state='error')

        with self._pagero(), self.assertRaisesRegex(UserError, "Pagero has stopped"):
            self._as_user(document).action_restart()

    def test_an_account_that_is_not_connected_is_named(self):
        for state in ('expired', 'disconnected'):
            self.account.sudo().write({'state': state})
            with self.subTest(state=state), self.assertRaisesRegex(UserError, self.company.name):
                self._as_user(self._standing()).action_restart()


@tagged('post_install', '-at_install')
class TestAskedFirst(ActionsCommon):
    """What was heard some time ago is not enough: Pagero is asked before a copy may be made."""

    def test_what_was_restarted_in_pagero_online_is_neither_cancelled_nor_doubled(self):
        for button in ('action_cancel', 'action_send_again'):
            document = self._standing()
            with self.subTest(button=button), self._pagero(status='Processing') as pagero:
                with self.assertRaisesRegex(UserError, "no longer be stopped"):
                    getattr(self._as_user(document), button)()
                self.assertEqual(pagero.done, [])
                self.assertEqual(document.move_id.pagero_document_count, 1)

    def test_what_was_delivered_meanwhile_is_not_doubled(self):
        document = self._standing()
        arrived = self._listed(document, file_id='file-1')

        with (
            self._pagero(status=None, documents=[arrived]),
            self.assertRaisesRegex(UserError, "no longer be stopped"),
        ):
            self._as_user(document).action_send_again()

        self.assertEqual(document.move_id.pagero_document_count, 1)

    def test_an_unsure_one_must_be_looked_for_long_enough(self):
        for button in ('action_cancel', 'action_send_again'):
            document = self._create_document(state='unsure', lookups=LOOKUPS - 1)
            with self.subTest(button=button), self._pagero(status=None):
                with self.assertRaisesRegex(UserError, "still being checked"):
                    getattr(self._as_user(document), button)()
                self.assertEqual(document.state, 'unsure')

    def test_an_unsure_test_need_not_wait(self):
        document = self._create_document(state='unsure', send_mode='Test')

        with self._pagero(status=None):
            self._as_user(document).action_cancel()

        self.assertEqual(document.state, 'cancelled')

    def test_a_network_that_is_down_is_no_permission(self):
        document = self._create_document(state='unsure', lookups=LOOKUPS)
        with self._pagero(status=None) as pagero:
            pagero.iter_documents = self._fail
            with self.assertRaisesRegex(UserError, "could not"):
                self._as_user(document).action_send_again()

        self.assertEqual(document.state, 'unsure')

    def test_what_pagero_forgot_can_be_sent_again_after_a_day(self):
        document = self._silent(file_id='file-1')
        self.assertTrue(document.can_send_again and document.can_cancel, "the form offers it")

        with self._pagero(status=None):
            self._as_user(document).action_send_again()

        self.assertRecordValues(document, [{'state': 'cancelled', 'is_superseded': True}])

    def test_what_pagero_still_processes_after_a_day_is_not_doubled(self):
        for button in ('action_cancel', 'action_send_again'):
            document = self._silent(file_id='file-1')
            with self.subTest(button=button), self._pagero(status='Processing') as pagero:
                with self.assertRaisesRegex(UserError, "no longer be stopped"):
                    getattr(self._as_user(document), button)()
                self.assertEqual(pagero.done, [])
                document._look_at(pagero)
                self.assertFalse(document.can_send_again or document.can_cancel)
                pagero.status = None
                document._look_at(pagero)
                self.assertTrue(document.can_send_again and document.can_cancel)

    def test_what_was_said_to_have_arrived_is_not_doubled_at_once(self):
        """Pressed too early: what left may be listed only after a while."""
        document = self._create_document(state='unsure')
        with self._pagero(status=None):
            self._as_user(document).action_mark_arrived()
            self.assertFalse(document.can_send_again or document.can_cancel)
            for button in ('action_cancel', 'action_send_again'):
                with self.assertRaises(UserError):
                    getattr(self._as_user(document), button)()

            document.state_changed_at = fields.Datetime.subtract(fields.Datetime.now(), hours=2)
            self._as_user(document).action_send_again()

        self.assertEqual(document.state, 'cancelled')

    def test_a_first_copy_that_is_found_is_taken_over_whatever_waits(self):
        """It waits to be sent once more, or was refused then."""
        for state in ('queued', 'held', 'invalid', 'error'):
            document = self._create_document(state=state, lookups=LOOKUPS, was_unsure=True)
            there = self._listed(document, file_id=f'first-of-{state}')
            with self.subTest(state=state), self._pagero(documents=[there]):
                with self.assertRaisesRegex(UserError, "no longer be stopped"):
                    self._as_user(document).action_cancel()
                document._look_up(document.account_id._client())
            self.assertEqual((document.state, document.file_id), ('delivered', there.file_id))

    def test_a_refused_second_copy_says_nothing_of_the_first(self):
        document = self._create_document(state='error', was_unsure=True, lookups=LOOKUPS - 1)

        with self._pagero(status=None), self.assertRaisesRegex(UserError, "still being checked"):
            self._as_user(document).action_cancel()

    def _silent(self, **values):
        document = self._create_document(state='processing', **values)
        document.state_changed_at = fields.Datetime.subtract(fields.Datetime.now(), hours=25)
        return document

    def _fail(self, **search):
        raise NoConnection("down")


@tagged('post_install', '-at_install')
class TestSendAgain(ActionsCommon):
    def _send_again(self, document):
        with self._pagero() as pagero:
            action = self._as_user(document).action_send_again()
        return self.env['pagero.document'].browse(action['res_id']), pagero

    def test_it_is_a_new_document(self):
        old = self._standing()

        new, pagero = self._send_again(old)

        self.assertRecordValues(new, [{'state': 'queued', 'supersedes_id': old.id}])
        self.assertRecordValues(old, [{'state': 'cancelled', 'is_superseded': True}])
        self.assertNotEqual(new.sender_reference, old.sender_reference)
        self.assertIn(('part-1', 'Cancel'), pagero.done)

    def test_it_keeps_the_mode(self):
        for mode in ('Production', 'Test', 'Certification'):
            new, _pagero = self._send_again(self._standing(send_mode=mode))
            with self.subTest(mode=mode):
                self.assertEqual(new.send_mode, mode)

    def test_the_invoice_shows_the_new_one(self):
        new, _pagero = self._send_again(self._standing())

        self.assertEqual(new.move_id.pagero_document_id, new)

    def test_a_delivered_test_may_be_sent_again(self):
        new, _pagero = self._send_again(self._create_document(state='delivered', send_mode='Test'))

        self.assertEqual(new.state, 'queued')

    def test_a_delivered_invoice_may_not(self):
        document = self._create_document(state='delivered')

        with self.assertRaisesRegex(UserError, "credit note"):
            self._as_user(document).action_send_again()

    def test_what_was_replaced_is_not_sent_once_more(self):
        old = self._standing()
        self._send_again(old)

        with self.assertRaisesRegex(UserError, "newer document"):
            self._as_user(old).action_send_again()

    def test_an_invoice_that_is_a_draft_again_is_not_sent(self):
        document = self._create_document(state='cancelled')
        document.move_id.button_draft()

        with self.assertRaisesRegex(UserError, "posted"):
            self._as_user(document).action_send_again()

        self.assertFalse(document.is_superseded)

    def test_an_invoice_that_was_queued_anew_is_not_sent_twice(self):
        document = self._create_document(state='cancelled')
        self._create_document(document.move_id)

        with self.assertRaisesRegex(UserError, "already"):
            self._as_user(document).action_send_again()


@tagged('post_install', '-at_install')
class TestOthers(ActionsCommon):
    def test_arrived_means_that_pagero_has_it(self):
        document = self._create_document(state='unsure')

        self._as_user(document).action_mark_arrived()

        self.assertEqual(document.state, 'processing')
        self.assertEqual(self._events(document)[0], 'arrived')

    def test_trying_again_sends_the_same_document(self):
        for state in ('invalid', 'held'):
            document = self._create_document(state=state)
            with self.subTest(state=state):
                self._as_user(document).action_retry()
                self.assertEqual(document.state, 'queued')
                self.assertEqual(document.move_id.pagero_document_count, 1)

    def test_the_invoice_opens(self):
        document = self._create_document()

        action = self._as_user(document).action_open_origin()

        self.assertEqual(action['res_id'], document.move_id.id)

    def test_one_that_may_not_stops_the_others_of_a_selection(self):
        waiting, delivered = self._create_document(), self._create_document(state='delivered')

        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._as_user(waiting + delivered).action_cancel()

        self.assertEqual(waiting.state, 'queued')

    def test_only_what_is_under_way_is_asked_about(self):
        documents = self._create_document() + self._create_document(state='invalid')

        with self._pagero(NoConnection("x")):
            self._as_user(documents).action_refresh()

        self.assertEqual(documents.mapped('checked_at'), [False, False])
