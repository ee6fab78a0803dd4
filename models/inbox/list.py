"""What the list of received documents says above its rows, and how each row is named."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.actions import field_action
from ..tools.labels import labels_of


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    shown_number = fields.Char(
        string="Number or Answered Invoice",
        compute='_compute_shown',
        search='_search_shown_number',
        help="Of an answer: the number of the invoice that it answers.",
    )
    shown_kind = fields.Char(string="Kind and Answer", compute='_compute_shown')

    @api.depends('kind', 'document_number', 'references', 'response_ids.document_number')
    @api.depends_context('lang')
    def _compute_shown(self):
        """The number of an answer itself is an id that says nothing to people."""
        kinds = labels_of(self, 'kind')
        self.response_ids.mapped('label')  # one query for all rows of a list
        for document in self:
            rows = document.response_ids
            numbers = [each for each in rows.mapped('document_number') if each]
            labels = ', '.join(dict.fromkeys(filter(None, rows.mapped('label'))))
            kind = kinds.get('application_response' if rows else document.kind)
            is_answer = document._is_answer()
            known = ', '.join(dict.fromkeys(numbers or map(str, document.references or ())))
            document.shown_number = known if is_answer else document.document_number
            document.shown_kind = f'{kind}: {labels}' if labels else kind

    def _search_shown_number(self, operator, value):
        own = Domain('document_number', operator, value)
        return own | Domain('response_ids', 'any', [('document_number', operator, value)])

    # === ABOVE THE ROWS === #

    @api.model
    def pagero_list_facts(self):
        """Whether anything is fetched, and how many bills are being made; called by the list."""
        self.check_access('read')
        accounts = self.env['pagero.account'].sudo()
        for company in self.env.companies:
            accounts |= company._pagero_account()
        return {
            'receives': any(accounts.mapped('receives')),
            **self._how_to_receive(accounts[:1]),
            **self._how_far_bills_are(),
        }

    def _how_to_receive(self, account):
        """The sentence and the way for users with the right; the others are told whom to ask."""
        may = account and self.env.user._may_administer_pagero()
        may = may and account.sudo(False).has_access('write')
        sentence = self.env._("Receiving is turned off: nothing is fetched from Pagero.")
        if may:
            return {
                'sentence': sentence,
                'way': field_action(account, 'receives'),
                'way_words': self.env._("Turn On Receiving"),
            }
        asking = self.env._("An administrator turns it on at the Pagero account, under Options.")
        return {'sentence': f'{sentence} {asking}', 'way': False}

    def _how_far_bills_are(self):
        here = Domain('company_id', 'in', self.env.companies.ids)
        left = self.search_count(here & Domain('is_bill_due', '=', True))
        if left:
            told = self.env._("Bills are being created: %(count)s left.", count=left)
            return {'bills_left': left, 'bills_told': told}
        stayed = self.search_count(
            here & Domain([('is_bookable', '=', True), ('bill_remarks', '!=', False)])
        )
        told = self.env._("The bills are created.")
        if stayed:
            told = self.env._(
                "The bills are created. Documents that still need you: %(count)s.", count=stayed
            )
        return {'bills_left': 0, 'bills_told': told, 'bills_type': _type_of(stayed)}


def _type_of(stayed):
    return 'warning' if stayed else 'success'
