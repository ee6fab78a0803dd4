"""The only file that reads or writes secrets."""

import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from ...network import GrantExpired, NetworkError, OAuthClient


_logger = logging.getLogger(__name__)

# Pagero's refresh tokens live three years from their last use (pagero-api 1.5).
LOGIN_LIFETIME = timedelta(days=3 * 365)


class PageroCredential(models.Model):
    """Client secret and tokens of one account; no user has access rights, not even to read.

    Tokens are written in a cursor of their own under a row lock, never in a user's transaction: the
    refresh token is single-use, so Pagero's answer must be kept whatever happens to the caller.
    """

    _name = 'pagero.credential'
    _description = "Pagero Credential"
    _inherit = ['pagero.record.mixin']
    _log_access = True

    account_id = fields.Many2one('pagero.account', required=True, readonly=True, ondelete='cascade')
    client_secret = fields.Char(readonly=True, groups=NO_ACCESS, copy=False, exportable=False)
    access_token = fields.Char(readonly=True, groups=NO_ACCESS, copy=False, exportable=False)
    refresh_token = fields.Char(readonly=True, groups=NO_ACCESS, copy=False, exportable=False)
    token_expires_at = fields.Datetime(readonly=True, groups=NO_ACCESS, copy=False)
    refreshed_at = fields.Datetime(readonly=True, groups=NO_ACCESS, copy=False)

    _account_unique = models.Constraint('unique(account_id)', "An account has one credential.")

    # === READING === #

    @api.model
    def _of(self, account):
        return self.sudo().search([('account_id', '=', account.id)], limit=1)

    @api.model
    def _summaries(self, accounts):
        """{account id: what may be shown of its login}; no secret among it."""
        found = {
            credential.account_id.id: credential
            for credential in self.sudo().search([('account_id', 'in', accounts.ids)])
        }
        nothing = self.sudo().browse()
        return {each.id: found.get(each.id, nothing)._summary() for each in accounts}

    def _summary(self):
        """What has run out is not told: the account's state says what became of the login."""
        login_expires_at = self.refreshed_at and self.refreshed_at + LOGIN_LIFETIME
        return {
            'has_client_secret': bool(self.client_secret),
            'token_expires_at': _ahead(self.token_expires_at),
            'login_expires_at': _ahead(login_expires_at),
        }

    @api.model
    def _access_token(self, account, *, valid_for=60, refused=None):
        """A token good for ``valid_for`` seconds; refreshed when needed, or when ``refused``.

        Raises ``GrantExpired`` when a person must log in again, another ``NetworkError`` when
        Pagero can't be asked now. Makes no call in a copy of the database.
        """
        if not account._is_approved():
            raise GrantExpired("This database is not approved to use the stored login.")
        return self._in_own_cursor(account, lambda mine: mine._fresh_token(valid_for, refused))

    # === WRITING === #

    @api.model
    def _distrust(self, account):
        """Pagero refused the stored access token before its time: the next call gets a new one."""
        old = {'token_expires_at': False}  # nosec B105 # a moment
        self._in_own_cursor(account, lambda mine: mine.write(old))

    @api.model
    def _set_client_secret(self, account, secret):
        account.check_access('write')
        credential = self._of(account)
        if credential:
            # A conflict must show at the lock: a failing UPDATE would be logged with its values.
            credential.lock_for_update()
            credential.client_secret = secret
        else:
            self.sudo().create({'account_id': account.id, 'client_secret': secret})

    @api.model
    def _forget_client_secrets(self, accounts):
        """In the caller's transaction: what decides where the secret goes changes in it."""
        known = self.sudo().search([('account_id', 'in', accounts.ids)])
        known.client_secret = False

    @api.model
    def _log_in(self, account, code, attempt):
        """Exchange the code of a finished login for tokens, and keep them; then connect.

        Both in cursors of their own: the code is used up, so nothing may be lost by a conflict.
        """

        def exchange(mine):
            client = mine._oauth_client()
            mine._keep(client.exchange(code, attempt['code_verifier'], attempt['redirect_uri']))

        self._in_own_cursor(account, exchange)
        self._in_own_cursor(account, lambda mine: self._told_by_me(mine)._login_succeeded())
        account.invalidate_recordset()

    def _told_by_me(self, mine):
        """The account as changed by the user who logged in, who also reads what is tracked."""
        mine_in = {'lang': self.env.lang} if self.env.lang else {}
        return mine.account_id.with_user(self.env.uid).sudo().with_context(**mine_in)

    @api.model
    def _revoke(self, account):
        """Tell Pagero that the login is over; raises ``NetworkError``."""
        credential = self._of(account)
        if credential.refresh_token:
            credential._oauth_client().revoke(credential.refresh_token)

    @api.model
    def _forget_tokens(self, account, *, with_secret=False):
        names = ['access_token', 'refresh_token', 'token_expires_at', 'refreshed_at']
        names += ['client_secret'] if with_secret else []
        if self._of(account):
            self._in_own_cursor(account, lambda mine: mine.write(dict.fromkeys(names, False)))
            self.sudo().invalidate_model()

    # === IN AN OWN CURSOR === #

    @api.model
    def _in_own_cursor(self, account, work):
        """``work(credential)`` under its row lock, committed at once, apart from the caller."""
        for _attempt in range(3):
            with self.env.registry.cursor() as cr:
                mine = api.Environment(cr, SUPERUSER_ID, {})[self._name]
                try:
                    return mine._locked(account.id, work)
                except SerializationFailure:
                    # Another process refreshed while we waited for the lock: look again.
                    cr.rollback()
        raise UserError(self.env._("The login is in use. Try again in a minute."))

    def _locked(self, account_id, work):
        mine = self.search([('account_id', '=', account_id)], limit=1)
        if not mine:
            raise GrantExpired("There is no stored login.")
        self.env.cr.execute("SET LOCAL lock_timeout = '90s'")
        # A conflict is expected here, and handled above: no line in the log.
        lock = 'SELECT id FROM pagero_credential WHERE id = %s FOR UPDATE'
        self.env.cr.execute(lock, [mine.id], log_exceptions=False)
        mine.invalidate_recordset()
        result = work(mine)
        self.env.flush_all()
        return result

    def _fresh_token(self, valid_for, refused):
        """The stored token if it is good for long enough, else a new one."""
        horizon = fields.Datetime.now() + timedelta(seconds=valid_for)
        good = self.token_expires_at and self.token_expires_at > horizon
        if self.access_token and good and self.access_token != refused:
            return self.access_token
        if not self.refresh_token:
            raise GrantExpired("There is no stored login.")
        self._keep(self._oauth_client().refresh(self.refresh_token))
        return self.access_token

    def _keep(self, tokens):
        """Store what Pagero answered; without a new refresh token the old one stays."""
        now = fields.Datetime.now()
        self.write(
            {
                'access_token': tokens.access_token,
                'refresh_token': tokens.refresh_token or self.refresh_token,
                'token_expires_at': now + timedelta(seconds=tokens.expires_in),
                'refreshed_at': now,
            }
        )

    def _oauth_client(self):
        account = self.account_id
        return OAuthClient(
            account._transport(timeout=30), account._hosts(), account.client_id, self.client_secret
        )

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_refresh_tokens(self):
        """Use every login at least once a day: it tells early when one has been withdrawn."""
        accounts = self.env['pagero.account'].search([('state', '=', 'connected')])
        self.env['ir.cron']._commit_progress(remaining=len(accounts))
        for account in accounts:
            if account._is_ready():
                account._refresh_login()
            if not self.env['ir.cron']._commit_progress(1):
                break


class PageroAccount(models.Model):
    """How an account uses its login; the secrets themselves never leave this file."""

    _inherit = 'pagero.account'

    def _refresh_login(self):
        """Refresh, and remember what went wrong; a refused login asks an administrator."""
        self.ensure_one()
        try:
            self.env['pagero.credential']._access_token(self, valid_for=300)
        except GrantExpired as error:
            self._login_failed(error)
        except NetworkError as error:
            _logger.info("Refreshing the login of %s failed: %s", self.name, error)


def _ahead(moment):
    """A moment that has not passed yet, or False."""
    return moment and moment > fields.Datetime.now() and moment
