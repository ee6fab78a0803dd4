"""From Pagero's list to ours: what is listed is written down first, then its file is fetched.

Each step ends in a commit, so that whatever dies, the next run knows how far it came. Only what is
stored and committed is marked as fetched; a copy of the database makes no call.
"""

from datetime import timedelta, timezone
from functools import partial

from odoo import api, fields, models

from ..tools.cron import wake_cron
from .answer import LISTED


WORK = '_receive'  # whose turns these are
MARKED_AGO = timedelta(hours=1)  # the list that Pagero gives may be older than a mark …
MARKED_WITHIN = timedelta(days=3)  # … and it may not tell at all what was fetched
MOST_OLDER = 100  # in falling order: the filter was ignored, and nothing newer follows


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_receive(self):
        """Everything new of every account that receives; of the others what answers their own."""
        connected = self.env['pagero.account'].search([('state', '=', 'connected')])
        accounts = connected.filtered(lambda account: account._listens())
        if accounts._shares('_receive_share'):
            accounts._share_calls('_receive_share')
        else:
            self._each_account(accounts, '_receive')

    @api.model
    def _receive(self, account):
        """List, fetch, mark; what is left when the time is up comes with the next run."""
        self._announce(account)
        if not self._fetch(account):
            wake_cron(self.env, 'pagero_connector.ir_cron_pagero_receive')
        account._forget_trouble()

    # === LIST === #

    @api.model
    def _announce(self, account):
        """Write down what is listed and not known; the next listing begins where this one ends."""
        now = fields.Datetime.now()
        scope = account._listing_scope()
        looks_back = account._looks_back(scope, now)
        since = account._receiving_since(scope, looks_back)
        ask = partial(self._listed_since, account._client(), since, scope)
        listed, stretch = self._read_on(account, WORK, scope, ask)
        self._progress()  # others have worked while Pagero answered: begin with what is now
        self._create_announced(account, listed)
        self._go_on(account, WORK, **{scope: stretch})
        self._progress()
        if not stretch.offset:
            account._listed_until(scope, [each.created_at for each in listed], looks_back and now)
            self._progress()

    @api.model
    def _listed_since(self, client, since, scope, stretch):
        """Received documents, newest first, back to ``since``; a server may ignore the filters.

        Answers are listed with those that another system has fetched: we follow them, too.
        """
        since = since.replace(tzinfo=timezone.utc)
        only_answers = scope == 'answers'
        documents = client.iter_documents(
            direction='Received',
            document_types=(LISTED,) if only_answers else (),
            created_from=since,
            show_fetched_only=None if only_answers else False,
            stretch=stretch,
        )
        previous, falling = None, 0
        for document in documents:
            if document.created_at and document.created_at < since:
                falling += previous is None or document.created_at <= previous
                previous = document.created_at
                if falling > MOST_OLDER:
                    stretch.end()
                    break
            elif document.direction != 'Sent' and _is_wanted(document, only_answers):
                yield document

    @api.model
    def _create_announced(self, account, listed):
        """One record for each network id that isn't known, in the order in which they came."""
        by_id = {each.id: each for each in reversed(listed)}
        known = self.search([('account_id', '=', account.id), ('network_id', 'in', list(by_id))])
        known._mark_again(by_id)
        known = set(known.mapped('network_id'))
        news = [each for network_id, each in by_id.items() if network_id not in known]
        return self.create([self._prepare_announced_values(account, each) for each in news])

    def _mark_again(self, by_id):
        """What Pagero still calls not fetched a while after the mark: it did not take it."""
        now = fields.Datetime.now()
        marked = self.filtered(
            lambda document: (
                document.marked_at and MARKED_AGO < now - document.marked_at < MARKED_WITHIN
            )
        )
        marked.filtered(
            lambda document: not by_id[document.network_id].is_fetched
        ).is_mark_due = True

    @api.model
    def _prepare_announced_values(self, account, listed):
        """What Pagero says of it: shown until the content is known, or where that says nothing."""
        now = fields.Datetime.now()
        created_at = listed.created_at and listed.created_at.astimezone(timezone.utc)
        return {
            'account_id': account.id,
            'company_id': account.company_id.id,
            'network_id': listed.id,
            'file_id': listed.file_id,
            'announced_at': created_at.replace(tzinfo=None) if created_at else now,
            'network_type': listed.document_type,
            'network_subtype': listed.document_subtype,
            'send_mode': _mode_of(listed),
            'mode_word': listed.send_mode,
            'was_fetched': listed.is_fetched,
            'document_number': listed.document_identifier,
            'issue_date': listed.issue_date,
            'sender_name': listed.sender_name,
            'receiver_name': listed.receiver_name,
            'state_changed_at': now,
            'next_attempt_at': now,
        }

    @api.model
    def _leave_place(self, accounts):
        """What was only announced, or not marked yet, is unknown where the accounts go now."""
        of_accounts = [('account_id', 'in', accounts.ids)]
        self.search([*of_accounts, ('is_mark_due', '=', True)]).is_mark_due = False
        announced = self.search([*of_accounts, ('state', '=', 'announced')])
        announced._move_to('set_aside', set_aside_reason='not_fetched')


def _is_wanted(document, only_answers):
    return not only_answers or document.document_type == LISTED


def _mode_of(listed):
    """False for a word that isn't known: such a document is no bill before a person says so."""
    return listed.mode and listed.mode.capitalize()
