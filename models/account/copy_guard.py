"""Copies of a database must never send, nor use up the single-use refresh token."""

import hashlib

from odoo import api, models
from odoo.tools import SQL, str2bool

from ..compat.parameters import parameter
from ..texts.network import NOT_APPROVED, SAY_WHICH_DATABASE


class PageroAccount(models.Model):
    """Whether this database is the one that an administrator approved."""

    _inherit = 'pagero.account'

    @api.model
    def _is_neutralized(self):
        return str2bool(parameter(self.env, 'database.is_neutralized'), False)

    @api.model
    def _current_fingerprint(self):
        """What tells this database from its copies; ``createdb -T`` for one keeps the uuid."""
        parts = (
            parameter(self.env, 'database.uuid'),
            self.env.cr.dbname,
            parameter(self.env, 'web.base.url') or False,  # as approved databases have it
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
        return not self._is_neutralized() and (
            self.sudo().approved_fingerprint == self._current_fingerprint()
        )

    def _ask_for_approval(self):
        """Held invoices are easily overlooked, so administrators are asked once."""
        if not self.activity_ids:
            self._ask_administrators(NOT_APPROVED, SAY_WHICH_DATABASE)

    def _drop_waiting(self):
        """What waits in a copy is the original's to send."""
        waiting = (
            self.env['pagero.document']
            .sudo()
            .search([('account_id', 'in', self.ids), ('state', 'in', ('queued', 'held'))])
        )
        waiting._log('left_to_original', user=True)
        waiting._move_to('cancelled')

    def action_approve_database(self):
        """An administrator says: this is the live database (it moved or was renamed)."""
        self.check_access('write')
        for account in self:
            account.sudo().approved_fingerprint = account._current_fingerprint()
        self.activity_unlink(['mail.mail_activity_data_todo'])
        self._release_held()
        self.invalidate_recordset(['needs_approval'])

    def action_forget_credentials(self):
        """This is a copy, says an administrator. The login is the original's: don't revoke it."""
        self.check_access('write')
        for account in self:
            self.env['pagero.credential']._forget_tokens(account, with_secret=True)
            account._drop_waiting()
            account.sudo().write({'approved_fingerprint': False, 'is_live': False})
            if account._can_move_to('disconnected'):
                account._move_to('disconnected')
