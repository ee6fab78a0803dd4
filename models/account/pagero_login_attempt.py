import hashlib
import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.orm.models import NO_ACCESS

from ...network import RedactingFilter


# The access log prints addresses, and the callback's holds the single-use code: its own address,
# and that of the login page which leads back to it.
logging.getLogger('werkzeug').addFilter(RedactingFilter('pagero', 'oauth', 'callback'))

LIFETIME = timedelta(minutes=15)


class PageroLoginAttempt(models.Model):
    """A login that was begun: the single-use ``state`` and the PKCE verifier that belong to it."""

    _name = 'pagero.login.attempt'
    _description = "Pagero Login Attempt"
    _inherit = ['pagero.record.mixin']

    user_id = fields.Many2one('res.users', required=True, readonly=True, ondelete='cascade')
    account_id = fields.Many2one('pagero.account', required=True, readonly=True, ondelete='cascade')
    state_digest = fields.Char(required=True, readonly=True, index=True, groups=NO_ACCESS)
    code_verifier = fields.Char(required=True, readonly=True, groups=NO_ACCESS)
    redirect_uri = fields.Char(required=True, readonly=True)

    @api.model
    def _start(self, account, login):
        older = [('account_id', '=', account.id), ('user_id', '=', self.env.uid)]
        self.sudo().search(older).unlink()
        self.sudo().create(
            {
                'user_id': self.env.uid,
                'account_id': account.id,
                'state_digest': _digest(login.state),
                'code_verifier': login.code_verifier,
                'redirect_uri': account.callback_url,
            }
        )

    @api.model
    def _consume(self, state):
        """The attempt behind ``state`` as a dict, or None; it is gone, committed, afterwards.

        Bound to the user who began it. An own cursor makes a replay fail whatever happens next.
        """
        with self.env.registry.cursor() as cr:
            attempts = api.Environment(cr, SUPERUSER_ID, {})[self._name]
            attempt = attempts.search(
                [('state_digest', '=', _digest(state)), ('user_id', '=', self.env.uid)], limit=1
            )
            found = attempt.try_lock_for_update()
            if not found:
                return None
            values = found.read(['code_verifier', 'redirect_uri', 'create_date'])[0]
            values['account_id'] = found.account_id.id
            found.unlink()
        fresh = fields.Datetime.now() - values['create_date'] < LIFETIME
        return values if fresh else None

    @api.autovacuum
    def _gc_login_attempts(self):
        self.search([('create_date', '<', fields.Datetime.now() - LIFETIME)]).unlink()


def _digest(state):
    return hashlib.sha256((state or '').encode()).hexdigest()
