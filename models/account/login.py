import logging

from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...network import (
    GrantExpired,
    IssuerMismatch,
    LoginRefused,
    NetworkError,
    new_login,
    parse_callback,
)
from ..texts.network import CONNECT_AGAIN, SENTENCES
from ..tools.actions import dialog_action, notice_action
from ..tools.language import in_language_of
from ..tools.later_steps import later_step


_logger = logging.getLogger(__name__)

ACCOUNT_REASONS = ('login', 'disconnected', 'unapproved_database')


class PageroAccount(models.Model):
    """The buttons of an account: connect, go live, disconnect."""

    _inherit = 'pagero.account'

    # === CONNECT === #

    def action_connect(self):
        """Send the administrator's browser to Pagero's login page."""
        self.ensure_one()
        self.check_access('write')
        self._check_login_data()
        login = new_login(self._hosts(), self.client_id, self.callback_url)
        self.env['pagero.login.attempt']._start(self, login)
        return {'type': 'ir.actions.act_url', 'url': login.url, 'target': 'new'}

    def _check_login_data(self):
        if self._is_neutralized():
            raise UserError(
                self.env._("This is a neutralized copy of a database; it cannot connect to Pagero.")
            )
        if self.needs_approval:
            raise UserError(
                self.env._("First state whether this is the live database or a copy, then connect.")
            )
        missing = self._missing_login_data()
        if missing:
            raise UserError(
                self.env._("Fill in %(fields)s before you connect.", fields=", ".join(missing))
            )

    def _login_flags(self):
        """What a login needs; the secret itself can't be read, so its flag stands for it."""
        return {
            'client_id': self.client_id,
            'client_secret': self.has_client_secret,
            'pagero_company_id': self.pagero_company_id,
        }

    def _login_succeeded(self):
        """Called when tokens are stored: catch from today on, and let the waiting ones go."""
        self.ensure_one()
        self._move_to(
            'connected',
            last_error=False,
            last_error_parameters=False,
            active=True,  # connecting an archived account means that it is to work again
            catch_from=self.catch_from or fields.Date.context_today(self),
            **self._prepare_approval(),
        )
        with later_step(self):
            self._asked_about(CONNECT_AGAIN).unlink()
        with later_step(self):
            self._release_held()

    def _login_failed(self, error):
        """The stored login is refused for good: wait for an administrator."""
        self.ensure_one()
        if self.state == 'connected':
            trouble = {'code': 'login_lost'}
            account = in_language_of(self.company_id, self)
            account._move_to('expired', last_error_parameters=trouble, last_error=False)
            self._ask_administrators(SENTENCES['login_lost'])
            self._mail_administrators('mail_template_login_expired')

    def _ask_administrators(self, sentence, summary=CONNECT_AGAIN):
        """One activity each, in their own language; the words are translated late."""
        for user in self._administrators():
            translated = self.with_context(lang=user.lang).env
            self.activity_schedule(
                'mail.mail_activity_data_todo',
                summary=translated._(summary),
                note=escape(translated._(sentence)),
                user_id=user.id,
            )

    def _asked_about(self, summary):
        """What administrators were asked, apart from all else that is planned for the account."""
        return self.activity_ids.filtered(
            lambda each: each.summary == each.with_context(lang=each.user_id.lang).env._(summary)
        )

    def _administrators(self):
        """The users to ask about this account; a few are enough."""
        return self._administrators_of(self.company_id)

    def _administrators_in_words(self, company=None):
        """Their names, one after the other; ``company`` where there is no account yet."""
        owner = self.sudo().company_id or company
        names = ", ".join(self._administrators_of(owner).mapped('name'))
        return names or self.env._("the administrator of your Odoo")

    @api.model
    def _administrators_of(self, company):
        return self._users_with('pagero_connector.group_admin', company)

    @api.model
    def _users_with(self, group, company):
        """Some people of the company with a right."""
        users = self.env.ref(group).sudo().all_user_ids
        return users.filtered(
            lambda user: company in user.company_ids and user.active and not user.share
        )[:5]

    # === LIVE === #

    def action_go_live(self):
        """From now on invoices are sent in Production, which is legally binding."""
        self.ensure_one()
        self.check_access('write')
        if self.state != 'connected':
            raise UserError(self.env._("Connect to Pagero before you go live."))
        self.sudo().write({'is_live': True, 'approved_at': fields.Datetime.now()})
        self._release_held('back_to_test')

    def action_back_to_test(self):
        """From now on invoices are sent in Test again; what waits for Production is held."""
        self.check_access('write')
        self.sudo().is_live = False
        self._hold_queued('back_to_test', [('send_mode', '=', 'Production')])

    # === DISCONNECT === #

    def action_disconnect(self):
        """Ask first when documents are under way, then revoke the login."""
        self.ensure_one()
        self.check_access('write')
        if not self._count_under_way():
            return self._disconnect()
        title = self.env._("Disconnect from Pagero")
        return dialog_action('pagero.account.disconnect', title, account_id=self.id)

    def _count_under_way(self):
        """Of all companies that use this account, also those that the user can't see."""
        return (
            self.env['pagero.document']
            .sudo()
            .search_count([('account_id', 'in', self.ids), ('needs_account', '=', True)])
        )

    def _disconnect(self):
        """Revoke the login, forget it, and hold what is queued."""
        self.ensure_one()
        revoked = self._revoke_login()
        self.env['pagero.credential']._forget_tokens(self)
        trouble = not revoked and {'code': 'not_revoked'}
        self._move_to('disconnected', last_error_parameters=trouble, last_error=False)
        with later_step(self):
            self._hold_queued('disconnected')
        return True if revoked else notice_action(self.last_error_words, 'warning')

    def _revoke_login(self):
        if not self._is_approved():
            return False  # the login may be another database's: only that one may revoke it
        try:
            self.env['pagero.credential']._revoke(self)
        except NetworkError:
            return False
        return True

    # === WAITING DOCUMENTS === #

    def _hold_queued(self, reason, domain=()):
        """Stop what is queued until a person did something about ``reason``."""
        queued = (
            self.env['pagero.document']
            .sudo()
            .search([('account_id', 'in', self.ids), ('state', '=', 'queued'), *domain])
        )
        queued._move_to('held', held_reason=reason)

    def _release_held(self, *reasons):
        """Queue again what only waited for the account itself."""
        self.env['pagero.document'].sudo().search(
            [
                ('account_id', 'in', self.ids),
                ('state', '=', 'held'),
                ('held_reason', 'in', reasons or ACCOUNT_REASONS),
            ]
        )._release()

    # === CALLBACK === #

    def _finish_login(self, parameters, attempt):
        """Turn the browser's way back into a stored login; returns the sentence if that fails."""
        self.ensure_one()
        self.check_access('write')
        try:
            code = parse_callback(
                parameters, state=parameters.get('state', ''), issuer=self._hosts().sso_url
            )
            self._check_login_data()
            self.env['pagero.credential']._log_in(self, code, attempt)
            # The page in the other tab, where Connect was pressed, shows it by itself.
            self.env.user._bus_send('pagero_document_moved', {self._name: self.ids})
        except NetworkError as error:
            _logger.info("Login of account %s failed: %s", self.id, error)
            return self._login_refusal(error)
        except UserError as error:
            return str(error)
        return None

    def _login_refusal(self, error):
        if isinstance(error, LoginRefused):
            return self.env._("The login was cancelled at Pagero. Nothing has changed.")
        if isinstance(error, IssuerMismatch):
            return self.env._(
                "The answer did not come from the login page of this account. Nothing has changed."
            )
        if isinstance(error, GrantExpired):
            return self.env._(
                "Pagero did not accept the login. Check client id and client secret, then press"
                " Connect again."
            )
        return self.env._("Pagero could not be reached. Press Connect again in a few minutes.")
