"""Which document an answer is about: by an id of the network, else by everything else together.

A number alone decides nothing: other companies and other modes have the same numbers. What fits
several documents, or none, is kept and says so.
"""

from odoo import api, fields, models

from ...identification.identifiers import bare_identity
from .pagero_response import NOT_OF_BUSINESS


INVOICES = ('Invoice', 'CreditNote')  # types of documents that are answered
CREDIT_NOTES = ('381', '261', '396')
OTHER_INVOICES = ('380', '383', '384', '386', '388', '389', '71')
GLN_DIGITS = 13


class PageroResponse(models.Model):
    _inherit = 'pagero.response'

    def _match(self, is_again=False):
        """Find the document of each; ``is_again``: a person took it back from another company.

        A status is told by the supplier of a received invoice.
        """
        for row in self:
            is_status = row.message == 'document_status'
            if about := is_status and row._find_received():
                row._put_beside_received(about)
            else:
                row._put_beside(*row._find_document(is_again))

    def _find_document(self, is_again):
        """(document, None), or (none, code and parameters of why not)."""
        found, trouble = self._with_id_of_network(), None
        if not found:
            found, trouble = self._with_everything_else(is_again)
        elif self.received_id.send_mode:
            found, trouble = self._in_mode(found)
        if not trouble and len(found.move_id) > 1:
            trouble = {'code': 'several_invoices'}
        return (found[:0], trouble) if trouble else (self._latest_of(found), None)

    @api.model
    def _latest_of(self, documents):
        """What the recipient has, of several transmissions of one invoice."""
        return documents.sorted(_counts)[-1:]

    def _with_everything_else(self, is_again):
        """By number, date, kind, mode and parties."""
        none = self.env['pagero.document'].sudo()
        if self._is_of_another_company() and not is_again:
            return none, {'code': 'other_company'}
        if not self.document_number:
            return none, {'code': 'no_number'}
        found, trouble = self._in_mode(self._with_number())
        if trouble or self.message in NOT_OF_BUSINESS:  # Pagero and authorities speak of all
            return found, trouble
        found = found.filtered(self._is_from_recipient_of)
        return found, None if found else {'code': 'other_sender'}

    def _in_mode(self, documents):
        """Those of the answer's mode."""
        mode = self.received_id.send_mode
        if not documents:
            return documents, {'code': 'no_invoice'}
        if not mode:
            return documents, {'code': 'no_mode'}
        found = documents.filtered(lambda document: document.send_mode == mode)
        trouble = {'code': 'other_mode', 'mode': documents[0].send_mode}
        return found, None if found else trouble

    def _candidates(self, *domain):
        """Invoices that have left over the same account."""
        return (
            self.env['pagero.document']
            .sudo()
            .search(
                [
                    ('account_id', '=', self.received_id.account_id.id),
                    ('direction', '=', 'out'),
                    ('document_type', 'in', INVOICES),
                    ('move_id', '!=', False),
                    ('upload_started_at', '!=', False),
                    *domain,
                ]
            )
        )

    def _with_id_of_network(self):
        """By the id of our copy, or the reference under which we handed it over."""
        uuids = [word for each in self.facts['uuids'] for word in (each, each.lower())]
        found = self._candidates(('network_id', 'in', uuids))
        reference = self.facts['interchange_id']
        if found or not reference:
            return found
        return self._candidates(
            '|', ('sender_reference', '=', reference), ('file_id', '=', reference)
        )

    def _with_number(self):
        """By number, date and kind, in the company that the answer names."""
        found = self._candidates(('document_number', '=', self.document_number))
        day = self.facts['issue_date']
        if day:
            issued = fields.Date.to_date(day)
            found = found.filtered(lambda document: document.issue_date == issued)
        is_credit = _is_credit(self.facts['type_code'])
        if is_credit is not None:
            found = found.filtered(lambda each: ('refund' in each.move_id.move_type) == is_credit)
        named = {bare_identity(each) for each in self.facts['receiver']}
        own = found.filtered(
            lambda each: named & {*each.company_id.partner_id._pagero_identities()}
        )
        return own or found

    def _is_from_recipient_of(self, document):
        """A number in common; where none can be compared, the name."""
        said = {bare_identity(each) for each in self.facts['sender']['numbers']}
        partner = document.partner_id
        known = {*(document.recipient_identities or ()), *partner._pagero_identities()}
        if said & known:
            return True
        if {_is_gln(each) for each in said} & {_is_gln(each) for each in known}:
            return False
        names = {_plain(each) for each in (partner.name, partner.commercial_company_name) if each}
        return _plain(self.facts['sender']['name'] or self.sender_name or '') in names

    def _is_of_another_company(self):
        """Whether it plainly names a company that isn't one of the account's."""
        said = {bare_identity(each) for each in self.facts['receiver']}
        registered = {each for each in said if not _is_gln(each)}
        if not registered:
            return False
        account = self.received_id.account_id
        companies = self.received_id._companies_of(account)
        own = set().union(*companies.values())
        return bool(own) and not own & said


def _counts(document):
    """The order in which documents of one invoice count; the last one is what the recipient has."""
    return (document.state == 'delivered', not document.is_superseded, document.id)


def _is_credit(type_code):
    """Whether the answered document is a credit note; None where the answer doesn't say."""
    if type_code in CREDIT_NOTES:
        return True
    return False if type_code in OTHER_INVOICES else None


def _is_gln(number):
    return len(number) == GLN_DIGITS and number.isdigit()


def _plain(name):
    return ' '.join(name.casefold().split())
