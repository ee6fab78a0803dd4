"""Whose a received document is, whether it came before, and what people should know of it."""

from collections import defaultdict
from hashlib import sha256

from odoo import api, fields, models

from ...identification.identifiers import bare_identity
from ...identification.schemes import GLN
from .answer import LISTED
from .pagero_received_document import BILLS, HELD, SELF_BILLED


# What Pagero lists of each kind; another word beside the content is told to people.
LISTED_AS = {
    **dict.fromkeys((*BILLS, *SELF_BILLED), ('Invoice', 'CreditNote')),
    'payment_reminder': ('PaymentReminder',),
    'application_response': ('ApplicationResponse',),
}
NUMBERED = tuple(LISTED_AS)


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    @api.model
    def _judge(self, found):
        """Let each document whose file was just kept enter its state; ``found``: (it, its facts).

        One that came twice in the same batch is a duplicate, too.
        """
        documents = [document for document, _facts in found]
        accounts = {document.account_id for document in documents}
        companies = {account: self._companies_of(account) for account in accounts}
        earlier = self._earlier_ones(documents)
        outcomes = defaultdict(list)
        for document, facts in found:
            company = _addressed(companies[document.account_id], facts.receiver)
            outcomes[document._judge_one(company, facts, earlier)].append(document.id)
        self.browse(outcomes.pop(None, []))._move_to('stored')
        for reason, ids in outcomes.items():
            self.browse(ids)._move_to('set_aside', set_aside_reason=reason)

    def _judge_one(self, company, facts, earlier):
        """The reason to set it aside, or None; ``earlier``: what counts, which it then joins."""
        identity = self._identity_word()
        original = earlier['identity'].get((self.account_id, identity))
        reason = self._reason_to_set_aside(original, company)
        self.write(
            {
                'company_id': (company or self.company_id).id,
                'identity': identity,
                'duplicate_of_id': original and original.id,
                'remarks': self._remarks_on(facts, earlier) or False,
                'stored_at': fields.Datetime.now(),
                'is_mark_due': reason != 'other_company' and self._may_be_marked(),
            }
        )
        if not reason:
            earlier['identity'][self.account_id, identity] = self
            earlier['number'][self._number_key()].append(self)
        return reason

    def _may_be_marked(self):
        """An answer only when it is known to be about a document of ours."""
        return not self.was_fetched and not self._is_answer() and self.account_id.receives

    def _reason_to_set_aside(self, original, company):
        if original:
            return 'duplicate'
        if self._is_answer():
            return None  # what it answers is found by a later step
        if company is None:
            return 'other_company'
        if not self.send_mode:
            return 'unknown_mode'
        return self._reason_of_mode_or_account()

    def _reason_of_mode_or_account(self):
        if self.send_mode != 'Production':
            return 'test'
        is_unasked = self.network_type == LISTED and not self.account_id.receives
        return 'receiving_off' if is_unasked else None

    # === THE SAME ONCE MORE === #

    def _identity_word(self):
        parts = (self.send_mode or '', *self._number_key()[1:], self.digest)
        return sha256('\0'.join(str(part or '') for part in parts).encode()).hexdigest()

    def _number_key(self):
        """What a sender gives once only, within one mode."""
        sender = (
            f'{self.sender_scheme}:{self.sender_identifier}'
            if self.sender_identifier
            else (self.sender_company_number or self.sender_vat_number or self.sender_name)
        )
        return self.account_id, self.send_mode, sender, self.kind, self.document_number

    @api.model
    def _earlier_ones(self, documents):
        """What is here already, by the whole identity and by the sender's number."""
        accounts = {document.account_id.id for document in documents}
        identities = [document._identity_word() for document in documents]
        numbers = {document.document_number for document in documents} - {False}
        held = [('account_id', 'in', list(accounts)), ('state', 'in', HELD)]
        same = self.search([*held, ('identity', 'in', identities)])
        by_number = defaultdict(list)
        for each in self.search([*held, ('document_number', 'in', list(numbers))]):
            by_number[each._number_key()].append(each)
        return {
            'identity': {(each.account_id, each.identity): each for each in same},
            'number': by_number,
        }

    # === WHOSE === #

    @api.model
    def _companies_of(self, account):
        """{company: its numbers} of those that receive with the account, the account's own first.

        A branch may use the account of the company above it.
        """
        account = account.sudo()
        users = self.env['res.company'].sudo().search([('id', 'child_of', account.company_id.ids)])
        users = users.filtered(lambda company: company._pagero_account() == account)
        ordered = account.company_id | users
        return {company: set(company.partner_id._pagero_identities()) for company in ordered}

    # === WHAT PEOPLE SHOULD KNOW === #

    def _remarks_on(self, facts, earlier):
        """Codes and parameters; the sentences are made when they are read."""
        remarks = []
        if facts.problem:
            problem = {'template': facts.problem.template, 'values': dict(facts.problem.values)}
            remarks.append({'code': 'unreadable', 'problem': problem})
        listed_as = LISTED_AS.get(self.kind)
        if listed_as and self.network_type and self.network_type not in listed_as:
            remarks.append({'code': 'listed_as', 'word': self.network_type})
        if self.kind in NUMBERED and not facts.number:
            remarks.append({'code': 'no_number'})
        if self.currency_code and not self.currency_id:
            remarks.append({'code': 'unknown_currency', 'currency': self.currency_code})
        others = earlier['number'].get(self._number_key(), ()) if facts.number else ()
        if any(each.digest != self.digest for each in others):
            remarks.append({'code': 'same_number', 'number': facts.number})
        if self.was_fetched and not self._is_answer():
            remarks.append({'code': 'fetched_before'})
        return remarks


def _addressed(companies, receiver):
    """The company that a document is for; None where it plainly says another one.

    A document that names none, or a company whose numbers aren't known, is the account's.
    """
    own = next(iter(companies))
    said = _bare(receiver.identifier, receiver.company_number, receiver.vat_number)
    for company, numbers in companies.items():
        if numbers & said:
            return company
    place = receiver.identifier if receiver.scheme != GLN else ''
    registered = _bare(place, receiver.company_number, receiver.vat_number)
    return None if registered and companies[own] else own


def _bare(*numbers):
    return {bare_identity(number) for number in numbers if number}
