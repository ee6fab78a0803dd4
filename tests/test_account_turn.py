from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged

from ..models.mixins.pagero_scheduled_mixin import PageroScheduledMixin
from ..network import NoAnswer, Stretch
from .common import PageroCommon


WORK = '_poll'
LOGGER = 'odoo.addons.pagero_connector.models.mixins.pagero_scheduled_mixin'


class TurnCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_account(cls._create_other_company())
        cls.turns = cls.env['pagero.account.turn']

    def _poll_while(self, seconds_left):
        """The accounts that were asked in one run; ``seconds_left`` after each commit."""
        asked = []
        accounts = self.account + self.other
        progress = patch.object(
            PageroScheduledMixin, '_progress', lambda *_args, **_options: seconds_left
        )
        poll = patch.object(
            type(self.env['pagero.document']), WORK, lambda _self, account: asked.append(account)
        )
        with progress, poll:
            self.env['pagero.document'].sudo()._each_account(accounts, WORK)
        return asked


@tagged('post_install', '-at_install')
class TestTurn(TurnCommon):
    def test_who_waited_longest_is_next_also_in_another_run(self):
        """A run whose time is up after one account must not begin with that one again."""
        runs = [self._poll_while(seconds_left=0) for _number in range(4)]
        self.assertEqual(runs, [[self.account], [self.other], [self.account], [self.other]])

    def test_with_time_left_all_are_asked(self):
        self.assertEqual(self._poll_while(60), [self.account, self.other])

    def test_a_failure_costs_the_turn_as_well(self):
        def fail(_self, _account):
            raise ZeroDivisionError

        poll = patch.object(type(self.env['pagero.document']), WORK, fail)
        progress = patch.object(PageroScheduledMixin, '_progress', lambda *_args, **_options: 0)
        # In a test a rollback would undo the turn, which the run has committed before.
        rollback = patch.object(self.env.cr, 'rollback', lambda: None)
        with poll, progress, rollback, self.assertLogs(LOGGER, 'ERROR'):
            self.env['pagero.document'].sudo()._each_account(self.account + self.other, WORK)
        self.assertEqual(self._poll_while(0), [self.other])

    def test_what_another_worker_has_changed_is_asked_for_once_more_at_once(self):
        for collisions, expected in (
            (1, ['first', 'first', 'other']),
            (9, ['first'] * 2 + ['other']),
        ):
            asked = []

            def poll(_self, account, asked=asked, collisions=collisions):
                asked.append('first' if account == self.account else 'other')
                if account == self.account and len(asked) <= collisions:
                    raise SerializationFailure

            with self.subTest(collisions=collisions):
                self._take_turns(poll, lambda *_args, **_options: 60)
                self.assertEqual(asked, expected)

    def test_a_collision_in_the_last_commit_of_a_turn_ends_no_run(self):
        """What was written is flushed there; the other account has its turn all the same."""
        once_more = {
            'poll': ['first', 'collision', 'first', 'other'],
            'trouble': ['first', 'collision', 'other'],  # only the note of it is written again
        }
        for failing, expected in once_more.items():
            done = []

            def poll(_self, account, done=done, failing=failing):
                done.append('first' if account == self.account else 'other')
                if account == self.account and failing == 'trouble':
                    raise NoAnswer("cut off")

            def progress(_self, *_args, done=done, **_options):
                if done == ['first']:
                    done.append('collision')
                    raise SerializationFailure
                return 60

            with self.subTest(failing=failing):
                self._take_turns(poll, progress)
                self.assertEqual(done, expected)

    def _take_turns(self, poll, progress):
        """Both accounts, the first one first; nothing is really committed or rolled back."""
        self.turns.sudo().search([]).number = 0
        method = patch.object(type(self.env['pagero.document']), WORK, poll)
        commit = patch.object(PageroScheduledMixin, '_progress', progress)
        rollback = patch.object(self.env.cr, 'rollback', lambda: None)
        with method, commit, rollback:
            accounts = self.account + self.other
            self.env['pagero.document'].sudo()._each_account(accounts, WORK)

    def test_what_collides_in_a_part_is_left_and_the_others_are_done(self):
        """Also where what it wrote is flushed by the commit only."""
        parts = self.account | self.other
        for place in ('work', 'commit'):
            done = []

            def work(part, done=done, place=place):
                done.append(part)
                if part == self.account and place == 'work':
                    raise SerializationFailure

            def progress(_self, *_args, done=done, place=place, **_options):
                if done == [self.account] and place == 'commit':
                    done.append('collision')
                    raise SerializationFailure
                return 60

            commit = patch.object(PageroScheduledMixin, '_progress', progress)
            rollback = patch.object(self.env.cr, 'rollback', lambda: None)
            with self.subTest(place=place), commit, rollback:
                self.env['pagero.document']._each(parts, work)
                self.assertEqual(done[0], self.account)
                self.assertEqual(done[-1], self.other)

    def test_each_kind_of_work_has_turns_of_its_own(self):
        self.turns._take(self.account, WORK)
        accounts = self.account + self.other
        self.assertEqual(self.turns._sorted(accounts, WORK), self.other + self.account)
        self.assertEqual(self.turns._sorted(accounts, 'send'), accounts)


@tagged('post_install', '-at_install')
class TestPlaceInAList(TurnCommon):
    def test_a_short_list_leaves_no_trace(self):
        """Two workers would collide in making it."""
        stretch = Stretch(offset=0)
        self.env['pagero.document']._go_on(self.account, 'compare', documents=stretch)
        self.assertFalse(self.turns._found(self.account, 'compare'))

    def _go_on(self, offset, *unreadable):
        stretch = Stretch(offset=offset, unreadable=list(unreadable))
        self.env['pagero.document']._go_on(self.account, WORK, parts=stretch)
        return self.turns._of(self.account, WORK)

    def test_a_long_list_goes_on_where_it_was_left(self):
        self._go_on(300)
        begun = []
        self.env['pagero.document']._read_on(
            self.account, WORK, 'parts', lambda stretch: begun.append(stretch.offset) or []
        )
        self.assertEqual(begun, [300])
        self.assertEqual(self._go_on(0)._place('parts'), 0)

    def test_what_cannot_be_read_is_kept_and_told_once(self):
        with self.assertLogs('odoo.addons.pagero_connector.models.account.turn') as log:
            self._go_on(0, 'null')
            self._go_on(0, 'null')
            turn = self._go_on(0, 'null', '{}')
        self.assertEqual(len(log.output), 1)
        self.assertEqual(turn.unreadable, {'parts': ['null', '{}']})
        self.assertEqual(self.turns._unreadable_of(self.account), ['null', '{}'])

        action = self.env['pagero.health'].with_company(self.company)._open()
        health = self.env['pagero.health'].browse(action['res_id'])
        self.assertIn("null", health.unreadable_words)

        self._go_on(0)
        self.assertEqual(self.turns._unreadable_of(self.account), [])
