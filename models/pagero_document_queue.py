"""Into the queue: all that posting and the Send dialog do, in the caller's transaction."""

from uuid import uuid4

from odoo import api, fields, models
from odoo.tools.misc import clean_context


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    @api.model
    def _enqueue(self, moves, send_mode=None, supersedes=None, is_test_confirmed=False):
        """Queue invoices; the sender wakes up after the caller's commit.

        ``moves`` must have an account; ``send_mode`` defaults to the invoice's, then the account's.
        Never calls the network. A second live Production transmission is refused by the database.
        """
        accounts = {company: company._pagero_account() for company in moves.company_id}
        # What was just cancelled or replaced must be so before the database counts the live ones.
        self.flush_model(['state', 'is_superseded'])
        clean = self.env(su=True, context=clean_context(self.env.context))
        documents = self.with_env(clean).create(
            [
                {
                    **self._prepare_queued_values(move, accounts[move.company_id], send_mode),
                    'supersedes_id': supersedes.id if supersedes else False,
                    'is_test_confirmed': is_test_confirmed
                    or bool(supersedes and supersedes.is_test_confirmed),
                }
                for move in moves
            ]
        )
        documents._log('queued', user=True)
        self.env.ref('pagero_connector.ir_cron_pagero_send').sudo()._trigger()
        return documents.sudo(self.env.su)

    @api.model
    def _prepare_queued_values(self, move, account, send_mode):
        now = fields.Datetime.now()
        return {
            'move_id': move.id,
            'account_id': account.id,
            'company_id': move.company_id.id,
            'partner_id': move.commercial_partner_id.id,
            'document_number': move.name,
            'issue_date': move.invoice_date,
            'send_mode': send_mode or move.pagero_send_mode or account.send_mode,
            'sender_reference': _new_reference(move.name),
            'next_attempt_at': now,
            'state_changed_at': now,
        }


def _new_reference(number):
    """Unique, and still telling a person in Pagero Online which invoice it is (50 characters)."""
    return f'{(number or "")[:33]}-{uuid4().hex[:16]}'
