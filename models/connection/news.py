"""What is new in the network API of requests, connections and routing orders."""

import logging
from datetime import timedelta, timezone

from odoo import api, fields, models

from ..mixins.pagero_scheduled_mixin import OVERLAP
from .pagero_connection import LEARNT


_logger = logging.getLogger(__name__)

# From these states a connection follows the network. What a person closed stays closed, and what
# only a person may end goes on waiting: an order, or a question about the customer's numbers.
LED_FROM = ('none', 'requested', 'routing_needed', 'connected', 'changed', 'not_found', 'inactive')
FIRST_LOOK = timedelta(days=90)


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    @api.model
    def _cron_network(self):
        """Ask once for every account that has the API; copies never ask."""
        accounts = self.env['pagero.account'].search(
            [('state', '=', 'connected'), ('gateway', '=', 'partner')]
        )
        self._each_account(accounts, '_refresh_network')

    @api.model
    def _refresh_network(self, account):
        account._gateway()._refresh(account)

    # === NEWS === #

    @api.model
    def _hear_news(self, account, news):
        """Apply each piece by itself; returns whether all of them could be.

        ``news`` are (hear, item) pairs. One that fails must not hold up the others; the cursor
        then stays where it is, so that it is heard again.
        """
        all_heard = True
        for hear, item in news:
            try:
                if hear(account, item):
                    self._progress()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("News of %s for account %s were not heard", item.id, account.id)
                all_heard = False
        return all_heard

    @api.model
    def _since(self, account):
        """From when on to ask, in UTC; a little before the newest that was heard."""
        since = account.network_polled_until or fields.Datetime.now() - FIRST_LOOK
        return (since - OVERLAP).replace(tzinfo=timezone.utc)

    @api.model
    def _move_network_cursor(self, account, items):
        """To the newest that was heard, but never into the future."""
        stamps = [item.modified_at for item in items if item.modified_at]
        if stamps:
            newest = max(stamps).astimezone(timezone.utc).replace(tzinfo=None)
            account.network_polled_until = min(newest, fields.Datetime.now())

    @api.model
    def _hear_request_news(self, account, theirs):
        """An answer to a request of ours; whether it was any news.

        Two of our customers may be one company there, and share what belongs to it.
        """
        requests = self._known(account, 'pagero.connection.request', 'network_id', theirs)
        is_news = False
        for request in [each[:1] for each in requests.grouped('connection_id').values()]:
            before = (request.state, request.accepted_late_at)
            if theirs.state:
                request._hear(theirs.state, theirs.answer)
            is_news = is_news or before != (request.state, request.accepted_late_at)
        return is_news

    @api.model
    def _hear_connection_news(self, account, theirs):
        """Where a connection of ours stands now; whether it was any news."""
        known = self._known(account, self._name, 'network_connection_id', theirs)
        led = known.filtered(
            lambda connection: (
                connection.state in LED_FROM
                and theirs.state not in (None, connection.state)
                and (connection.state, theirs.state) != ('changed', 'connected')
                and connection._can_move_to(theirs.state)
                and connection._is_newer_than_a_lesson(theirs)
            )
        )
        for connection in led:
            connection._move_to(theirs.state)
        return bool(led)

    def _is_newer_than_a_lesson(self, theirs):
        """Old news, heard again, doesn't take back what a delivery has shown since."""
        if self.state not in LEARNT or not theirs.modified_at:
            return True
        changed_at = theirs.modified_at.astimezone(timezone.utc).replace(tzinfo=None)
        return not self.state_changed_at or changed_at > self.state_changed_at

    @api.model
    def _hear_order_news(self, account, theirs):
        """What the network says of an order is shown; only a person ends its waiting."""
        orders = self._known(account, 'pagero.routing.order', 'network_id', theirs)
        news = orders.filtered(lambda order: order.network_word != theirs.word)
        news.network_word = theirs.word
        return bool(news)

    @api.model
    def _known(self, account, model, field, theirs):
        return self.env[model].search([('account_id', '=', account.id), (field, '=', theirs.id)])
