"""Copies of a database must never send, nor use up the single-use refresh token."""

import hashlib

from odoo import api, fields, models
from odoo.tools import SQL, format_list, str2bool

from ..compat.parameters import parameter
from ..texts.network import NOT_APPROVED, SAY_WHICH_DATABASE, SENT_ELSEWHERE
from ..tools.machine import is_same_machine, machine_now


MOST_MACHINES = 8  # on which Odoo ran for this database, the newest first
MOST_NUMBERS = 5  # of another database's invoices that are named


class PageroAccount(models.Model):
    """Whether this database is the one that an administrator approved."""

    _inherit = 'pagero.account'

    approved_place = fields.Json(
        readonly=True,
        copy=False,
        groups='pagero_connector.group_admin',
        help="Which database server and which machines are this database's, as hashes.",
    )
    approved_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When an administrator said that this is the live database, or went live.",
    )
    compared_on = fields.Char(
        readonly=True,
        copy=False,
        groups='pagero_connector.group_admin',
        help="The database server at whose start Pagero's list was last compared with this"
        " database, as a hash.",
    )
    sent_elsewhere = fields.Json(
        readonly=True,
        copy=False,
        groups='pagero_connector.group_admin',
        help="Numbers of invoices that Pagero lists in this company's name, and that were not sent"
        " from this database.",
    )
    sent_elsewhere_words = fields.Char(compute='_compute_sent_elsewhere_words')

    @api.model
    def _is_neutralized(self):
        return str2bool(parameter(self.env, 'database.is_neutralized'), False)

    @api.model
    def _current_fingerprint(self):
        """What tells this database from its copies; ``createdb -T`` for one keeps the uuid.

        An address at which people log in says nothing: a server may have several.
        """
        parts = (
            parameter(self.env, 'database.uuid'),
            self.env.cr.dbname,
            self._cluster_identifier(),
        )
        return hashlib.sha256('\0'.join(str(part) for part in parts).encode()).hexdigest()

    @api.model
    def _cluster_identifier(self):
        [[readable]] = self.env.execute_query(
            SQL("SELECT has_function_privilege('pg_control_system()', 'EXECUTE')")
        )
        if not readable:
            return ''
        [[identifier]] = self.env.execute_query(
            SQL("SELECT system_identifier FROM pg_control_system()")
        )
        return str(identifier)

    def _is_approved(self):
        """False in every copy: then no call with stored credentials is made at all."""
        self.ensure_one()
        account = self.sudo()
        return (
            not self._is_neutralized()
            and account.approved_fingerprint == self._current_fingerprint()
            and account._is_in_place()
            and not account.sent_elsewhere
        )

    def _kind_of_copy(self):
        """In which way this database is not the one that was connected; '' where it is."""
        account = self.sudo()
        if self._is_neutralized():
            return 'neutralized'
        if self.needs_approval:
            return 'unapproved'
        was_forgotten = account.state == 'disconnected' and not account.approved_fingerprint
        return 'forgotten' if was_forgotten else ''

    # === WHERE IT RUNS === #

    @api.model
    def _database_server(self):
        """The database server that runs now: a copy of its files is started at another moment."""
        [[started_at]] = self.env.execute_query(
            SQL("SELECT extract(epoch FROM pg_postmaster_start_time())::text")
        )
        identity = f'{self._cluster_identifier()} {started_at}'
        return hashlib.sha256(identity.encode()).hexdigest()

    @api.model
    def _current_place(self):
        return {'server': self._database_server(), 'machines': [machine_now()]}

    def _is_in_place(self):
        """Whether the database server still runs, or Odoo still runs on a machine of ours.

        Either may be started anew or replaced, as containers are; both at once look like a
        snapshot of the machine, a clone of its disks or a base backup, which hold everything else.
        """
        place = self.approved_place
        if not place or place['server'] == self._database_server():
            return True
        now = machine_now()
        return any(is_same_machine(now, machine) for machine in place['machines'])

    @api.model
    def _learn_places(self):
        """As long as one of the two stays, the other is learnt when it changes."""
        accounts = self.sudo().search([('approved_fingerprint', '!=', False)])
        if not accounts:
            return
        current = self._current_place()
        for account in accounts.filtered(lambda account: account._is_approved()):
            known = (account.approved_place or {}).get('machines', [])
            others = [each for each in known if not is_same_machine(current['machines'][0], each)]
            place = {**current, 'machines': (current['machines'] + others)[:MOST_MACHINES]}
            if place != account.approved_place:
                account.approved_place = place

    # === WHO ELSE SENDS === #

    @api.depends_context('lang')
    def _compute_sent_elsewhere_words(self):
        for account in self:
            numbers = account.sudo().sent_elsewhere
            account.sent_elsewhere_words = numbers and account.env._(
                "Pagero lists invoices in this company's name that were not sent from this"
                " database: %(numbers)s. Either another database sends too, or this one was"
                " restored as it stood before them.",
                numbers=format_list(account.env, numbers),
            )

    def _meet_other_database(self, numbers):
        """These were sent from another one: nothing leaves until a person says which is live."""
        self.sent_elsewhere = sorted(numbers)[:MOST_NUMBERS]
        self._hold_queued('unapproved_database')
        self._ask_for_approval()

    # === WHAT AN ADMINISTRATOR SAYS === #

    def _ask_for_approval(self):
        """Held invoices are easily overlooked, so administrators are asked once."""
        if not self._asked_about(SAY_WHICH_DATABASE):
            sentence = SENT_ELSEWHERE if self.sent_elsewhere else NOT_APPROVED
            self._ask_administrators(sentence, SAY_WHICH_DATABASE)

    def _drop_waiting(self):
        """What waits in a copy is the original's to send."""
        waiting = (
            self.env['pagero.document']
            .sudo()
            .search([('account_id', 'in', self.ids), ('state', 'in', ('queued', 'held'))])
        )
        waiting._log('left_to_original', user=True)
        waiting._move_to('cancelled')

    def _prepare_approval(self):
        return {
            'approved_fingerprint': self._current_fingerprint(),
            'approved_place': self._current_place(),
            'compared_on': False,
        }

    def action_approve_database(self):
        """An administrator says: this is the live database (it moved or was renamed)."""
        self.check_access('write')
        for account in self:
            account.sudo().write(
                {
                    **account._prepare_approval(),
                    'approved_at': fields.Datetime.now(),
                    'sent_elsewhere': False,
                }
            )
        self._asked_about(SAY_WHICH_DATABASE).unlink()
        self._release_held()
        self.invalidate_recordset(['needs_approval'])

    def action_forget_credentials(self):
        """This is a copy, says an administrator. The login is the original's: don't revoke it."""
        self.check_access('write')
        for account in self:
            self.env['pagero.credential']._forget_tokens(account, with_secret=True)
            account._drop_waiting()
            account.sudo().write(
                {
                    'approved_fingerprint': False,
                    'approved_place': False,
                    'sent_elsewhere': False,
                    'is_live': False,
                }
            )
            if account._can_move_to('disconnected'):
                account._move_to('disconnected')
