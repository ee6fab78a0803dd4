"""What the scheduled actions need of an account: may it send, with which token, how fast."""

import logging
from datetime import timedelta

from odoo import fields, models

from ...network import (
    Courier,
    GrantExpired,
    NetworkError,
    PageroClient,
    TooManyRequests,
    Unauthorized,
    next_delay,
)
from ..texts.network import trouble_of
from ..tools.cron import wake_cron


_logger = logging.getLogger(__name__)

TOKEN_SECONDS = 180  # a batch starts with a token good for longer than itself
PAUSE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)  # no longer than that after a network that was down


class AccountCourier(Courier):
    """A courier with one account's token; knows which token it was, in case it is refused."""

    def __init__(self, account, token, **options):
        self.token = token
        # Values only: what the threads run must not touch a record.
        hosts, company_id = account._hosts(), account.pagero_company_id
        open_transport = account._opener()

        def open_client():
            return PageroClient(open_transport(**options), hosts, token, company_id)

        super().__init__(open_client, account.parallel_uploads)


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    outages = fields.Integer(
        readonly=True,
        copy=False,
        help="Uploads in a row of which Pagero's answer did not say whether they were received.",
    )

    def _why_hold(self):
        """The reason for which nothing of this account may be sent now, or None."""
        if self.state == 'expired':
            return 'login'
        if self.state != 'connected':
            return 'disconnected'
        return None if self._is_approved() else 'unapproved_database'

    def _is_paused(self):
        """Whether Pagero, or a network that is down, told us to wait."""
        return bool(self.paused_until and self.paused_until > fields.Datetime.now())

    def _sends_reminders(self):
        """Whether the company reminds over Pagero: new customers are then connected for it, too."""
        reminder = [('account_id', '=', self.id), ('document_type', '=', 'PaymentReminder')]
        return bool(self.env['pagero.document'].sudo().search_count(reminder, limit=1))

    def _trouble(self):
        """Why nothing is sent for a while; '' when nothing is the matter."""
        return self.last_error_words if self._is_paused() else ''

    def _client(self, **options):
        """A client with a fresh token, for a few calls; raises ``NetworkError``."""
        self.ensure_one()
        token = self.env['pagero.credential']._access_token(self, **options)
        return PageroClient(self._transport(), self._hosts(), token, self.pagero_company_id)

    def _courier(self, refused=None, **options):
        """Something that carries files with a fresh token; None when none is to be had.

        ``options`` are the transports', for instance the largest answer that they take.
        """
        self.ensure_one()
        try:
            token = self.env['pagero.credential']._access_token(
                self, valid_for=TOKEN_SECONDS, refused=refused
            )
        except NetworkError as error:
            self._note_trouble(error)
            return None
        return AccountCourier(self, token, **options)

    def _note_trouble(self, error):
        """A refused login holds what is queued; anything else pauses the account for a while."""
        if isinstance(error, GrantExpired):
            self._login_failed(error)
            self._hold_queued('login')
            return
        self._distrust_token(error)
        self._pause(error)

    def _note_outage(self, error):
        """Pagero may be down: the next upload is a single one, each time after a longer wait."""
        self.sudo().outages += 1
        wait = next_delay(self.outages, error.retry_after)
        self._pause(error, wait if error.retry_after else min(wait, LONGEST_WAIT))

    def _forget_outages(self):
        """An upload was received: the others may follow at once."""
        self.sudo().outages = 0

    def _distrust_token(self, error):
        """After a 401 the next call begins with a new token."""
        if isinstance(error, Unauthorized):
            self.env['pagero.credential']._distrust(self)

    def _forget_trouble(self):
        """The network has answered."""
        self.sudo().write({'last_error_parameters': False, 'last_error': False})

    def _pause(self, error, wait=None):
        """No calls until the moment that Pagero asks for, or for a minute; the reason is shown."""
        trouble, said = trouble_of(error)
        # A network that stays down is one line of the log, not one for each try.
        is_news = trouble != self.last_error_parameters
        log = _logger.info if is_news else _logger.debug
        log("No answer for account %s: %s", self.id, error)
        until = fields.Datetime.now() + (wait or next_delay(1, error.retry_after))
        values = {'last_error_parameters': trouble, 'last_error': said, 'paused_until': until}
        if not isinstance(error, TooManyRequests):
            values['compared_on'] = False  # a snapshot of that time has the same queue
        self.sudo().write(values)
        for name in ('send', 'poll', 'receive'):
            wake_cron(self.env, f'pagero_connector.ir_cron_pagero_{name}', at=self.paused_until)
