"""Into the queue: all that posting and the Send dialog do, in the caller's transaction."""

from uuid import uuid4

from odoo import api, fields, models
from odoo.tools.misc import clean_context

from ..tools.cron import wake_cron
from .pagero_document import UNCLAIMED


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    @api.model
    def _enqueue(self, moves, send_mode=None, supersedes=None, is_test_confirmed=False):
        """Queue invoices; the sender wakes up after the caller's commit.

        ``moves`` must have an account; ``send_mode`` defaults to the invoice's, then the account's.
        Never calls the network. A second live Production transmission is refused by the database.
        """
        accounts = {company: company._pagero_account() for company in moves.company_id}
        values_list = [
            {
                **self._prepare_queued_values(move, accounts[move.company_id], send_mode),
                'supersedes_id': supersedes.id if supersedes else False,
                'is_test_confirmed': is_test_confirmed
                or bool(supersedes and supersedes.is_test_confirmed),
            }
            for move in moves
        ]
        self._clean_sudo()._make_room_for(values_list)
        documents = self._queue(values_list)
        documents._settle_asked()
        return documents.sudo(self.env.su)

    @api.model
    def _queue(self, values_list):
        """Queue documents of any type, as superuser; the database refuses a second live one."""
        # What was just cancelled or replaced must be so before the database counts the live ones.
        self.flush_model(['state', 'is_superseded'])
        now = fields.Datetime.now()
        documents = self._clean_sudo().create(
            [
                {
                    'sender_reference': _new_reference(values['document_number']),
                    'next_attempt_at': now,
                    'state_changed_at': now,
                    **values,
                }
                for values in values_list
            ]
        )
        documents._log('queued', user=True)
        self._wake_sender()
        return documents

    @api.model
    def _clean_sudo(self):
        """As superuser, and the caller's context proposes nothing."""
        return self.with_env(self.env(su=True, context=clean_context(self.env.context)))

    @api.model
    def _make_room_for(self, values_list):
        """Cancel the tests that these new documents replace: else all would leave at once.

        What a person confirmed about such a test counts for the one that takes its place.
        """
        by_move = {values['move_id']: values for values in values_list}
        waiting = self.search(
            [
                ('document_type', '=', 'Invoice'),  # a test of a reminder is none of the invoice
                ('move_id', 'in', list(by_move)),
                ('state', 'in', UNCLAIMED),
                ('send_mode', '!=', 'Production'),
            ]
        ).filtered(lambda test: test._makes_room_for(by_move[test.move_id.id]['send_mode']))
        for test in waiting.filtered('is_test_confirmed'):
            by_move[test.move_id.id]['is_test_confirmed'] = True
        waiting._give_way()

    @api.model
    def _wake_sender(self, **options):
        wake_cron(self.env, 'pagero_connector.ir_cron_pagero_send', **options)

    def _makes_room_for(self, send_mode):
        """Whether this test is replaced by a newer one, or by the invoice in Production."""
        is_late = send_mode == 'Production' and self.state == 'held'
        return self.send_mode == send_mode or is_late

    def _give_way(self):
        self._log('replaced', user=True)
        self._move_to('cancelled')

    @api.model
    def _prepare_queued_values(self, move, account, send_mode):
        return {
            'move_id': move.id,
            'account_id': account.id,
            'company_id': move.company_id.id,
            'partner_id': move.partner_id.pagero_receiver_id.id,
            'document_number': move.name,
            'issue_date': move.invoice_date,
            'send_mode': send_mode or move.pagero_send_mode or account.send_mode,
        }


def _new_reference(number):
    """Unique, and begins with the invoice's number for people in Pagero Online (50 characters)."""
    return f'{(number or "")[:33]}-{uuid4().hex[:16]}'
