"""The buttons of received requests: people approve or deny, and the network is told."""

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.actions import dialog_action, notice_action
from ..tools.cron import wake_cron
from ..tools.later_steps import one_by_one
from .hear import STATE_OF


class PageroReceivedRequest(models.Model):
    _inherit = 'pagero.received.request'

    def action_approve(self):
        """Let the senders' documents in, also those that wait for it."""
        requests = self._to_be_decided()
        requests._refuse_without_api()
        one_by_one(requests, lambda request: request._decide('approved'))
        return requests._told_notice('approved')

    def action_deny(self):
        """Ask for the word that the senders read."""
        requests = self._to_be_decided()
        requests._refuse_without_api()
        title = self.env._("Deny the Request")
        return dialog_action('pagero.received.request.deny', title, request_ids=requests.ids)

    def action_note(self):
        """Where Pagero has no API: enter what was decided in Pagero Online."""
        self.check_access('write')
        request = self._to_be_decided() if self else self
        account = request.account_id or self.env['pagero.account']._of_current_company()
        account._refuse_noting_requests()
        title = self.env._("What Was Decided in Pagero Online")
        return dialog_action('pagero.received.request.note', title, request_id=request[:1].id)

    def action_ask_now(self):
        """Ask for news at once; the list fills in the background."""
        self.browse().check_access('write')
        account = self.env['pagero.account']._of_current_company()
        if account.gateway != 'partner':
            return notice_action(
                self.env._(
                    "Pagero gives Odoo no list of requests. Look in Pagero Online, and note here"
                    " what you decided."
                ),
                'warning',
            )
        wake_cron(self.env, 'pagero_connector.ir_cron_pagero_network')
        return notice_action(self.env._("Pagero is asked. What is new appears here soon."))

    # === DECIDING === #

    def _decide(self, target, word=''):
        """Tell the network; what was decided there before stands, and is shown."""
        self.env.flush_all()  # what of ours can't be stored fails before the network is asked
        theirs = self.account_id.sudo()._gateway()._answer_request(self.sudo(), target, word)
        became = STATE_OF.get(theirs.state, target)
        if became == 'pending':
            raise UserError(
                self.env._(
                    "Pagero did not take the answer to %(sender)s. Try again in a while.",
                    sender=self.sender_name,
                )
            )
        is_ours = became == target
        user = self.env.user if is_ours else self.env['res.users']
        self._move_to(became, answer=theirs.answer or (is_ours and word), user_id=user.id)

    def _to_be_decided(self):
        """Those that still wait; a sentence where none does."""
        self.check_access('write')
        waiting = self.filtered(lambda request: request.state == 'pending')
        if not waiting:
            raise UserError(
                self.env._(
                    "Nothing waits for an answer: %(requests)s",
                    requests=', '.join(
                        f'{each.sender_name} ({each._state_label(each.state)})' for each in self[:5]
                    ),
                )
            )
        return waiting

    def _refuse_without_api(self):
        for account in self.account_id:
            if account.gateway != 'partner':
                raise UserError(
                    self.env._(
                        "Pagero gives Odoo no way to answer requests. Answer in Pagero Online"
                        " (%(path)s), and press Note the Decision.",
                        path=self[:1].menu_path_new,
                    )
                )

    def _told_notice(self, target):
        """How many went as the user wanted, and which were decided elsewhere before."""
        others = self.filtered(lambda request: request.state != target)
        if not others:
            return notice_action(self.env._("Answered: %(count)s", count=len(self)))
        return notice_action(
            self.env._(
                "Not as you wanted: %(requests)s",
                requests=', '.join(
                    f'{each.sender_name} ({each._state_label(each.state)})' for each in others
                ),
            ),
            'warning',
            sticky=True,
        )

    # === BY HAND === #

    @api.model
    def _note(self, request, values, decision, word):
        """What a person decided in Pagero Online; returns the request."""
        request = request or self._create_kept([values])
        request._move_to(decision, answer=word, user_id=self.env.uid)
        request.message_post(body=self.env._("Noted by hand, as decided in Pagero Online."))
        return request
