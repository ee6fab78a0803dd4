"""A received document that answers one of ours: it waits to be read, then stands beside it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.cron import wake_cron


# What an answer may come as; Pagero sends a PDF where no format was chosen for the account.
UNREADABLE = ('pdf', 'unreadable', 'other')
LISTED = 'ApplicationResponse'
FOREIGN = {'other_company'}


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    response_ids = fields.One2many(
        'pagero.response', 'received_id', string="Answers", readonly=True
    )
    status_ids = fields.One2many(
        'pagero.response', 'about_id', string="Status from the Sender", readonly=True
    )
    can_link_answer = fields.Boolean(compute='_compute_can_link_answer')

    @api.depends('response_ids.can_link')
    def _compute_can_link_answer(self):
        for document in self:
            document.can_link_answer = any(document.response_ids.mapped('can_link'))

    def action_link_answer(self):
        """Ask which invoice the first answer is about that stands beside none."""
        self.ensure_one()
        self.check_access('read')
        linkable = self.response_ids.filtered('can_link')
        if not linkable:
            raise UserError(self.env._("No answer in this document waits for its invoice."))
        return linkable[0].action_link()

    def _is_answer(self):
        """By its content; where that can't be read, by what Pagero calls it."""
        is_listed = self.network_type == LISTED and self.kind in UNREADABLE
        return self.kind == 'application_response' or is_listed

    @api.model
    def _unread_answers(self, most):
        """Answers whose file has come, in the order in which Pagero received them."""
        listed = ['&', ('network_type', '=', LISTED), ('kind', 'in', UNREADABLE)]
        domain = ['|', ('kind', '=', 'application_response'), *listed]
        return self.search(
            [('state', '=', 'stored'), ('response_ids', '=', False), *domain],
            limit=most,
            order='announced_at, id',
        )

    def _wake_readers(self):
        """Answers are read, bills made, reminders linked after the commit, each by its action."""
        if any(document._is_answer() for document in self):
            wake_cron(self.env, 'pagero_connector.ir_cron_pagero_answers')
        self.filtered(lambda document: document.account_id.sudo().makes_bills)._ask_for_bills()
        self._ask_for_links()

    def _settle_as_answer(self):
        """Beside the invoice, away from it, or waiting with a reason: as its answers were found."""
        self.ensure_one()
        found = self.response_ids.filtered(lambda row: row._is_linked())
        alone = self.response_ids - found
        kept = [each for each in self.remarks or () if each['code'] != 'answer']
        self.remarks = [*kept, *({'code': 'answer', 'response': row.id} for row in alone)] or False
        if found:
            values = {'move_id': found[0].move_id.id, 'company_id': found[0].company_id.id}
            self.write({**values, 'send_mode': found[0].send_mode})
        is_foreign = {(row.trouble or {}).get('code') for row in self.response_ids} == FOREIGN
        is_told = self.marked_at or self.was_fetched
        self.is_mark_due = self.account_id.receives and not is_told and not is_foreign
        if found and not alone:
            self._move_to('linked')
        elif is_foreign:
            self._move_to('set_aside', set_aside_reason='other_company')
        elif not found and self.is_test:
            self._move_to('set_aside', set_aside_reason='test')
