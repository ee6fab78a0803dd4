"""The files of announced documents: fetched in parallel, and kept as they came."""

from odoo import api, fields, models

from ...network import STOPPING, TooLarge, Unauthorized, is_outage, next_delay
from ...ubl.received import recognise
from ...ubl.response.codes import MUST_BE_ANSWERED
from ..mixins.evidence_file import keep_files, not_stored_values
from ..texts.network import trouble_of
from ..tools.quiet_lock import lock_quietly
from ..tools.time_limit import batch_seconds
from .pagero_received_document import BILLS


BATCH = 100  # files that are fetched and kept together
# How many are kept together when that was begun so often and never finished; then none.
BATCHES = (BATCH, 10, 1)
MOST_KEEPINGS = len(BATCHES)
ENDS_WORKERS = {'error_parameters': {'code': 'keeping_ends_workers'}, 'error_text': False}
BATCH_BYTES = 32 * 1024 * 1024  # nor when so much has come
# Larger ones are fetched one at a time: sixteen of the largest at once would take a gigabyte.
USUAL_BYTES = 8 * 1024 * 1024


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    @api.model
    def _fetch(self, account):
        """Fetch batch after batch, and tell Pagero; False when this run's time is up."""
        courier = account._courier(max_response_bytes=USUAL_BYTES)
        while courier and (batch := self._due(account)):
            courier, results = batch._collect(account, courier)
            self._progress()  # others have worked while Pagero answered: begin with what is now
            batch._begin_keeping()
            self._progress()
            batch._keep(results)
            left = self._progress(len(batch))
            self._raise_trouble(results)
            self._mark(account)
            if not left:
                courier.close()
                return False
        if courier:
            courier.close()
        self._mark(account)
        return True

    @api.model
    def _to_fetch_domain(self, account):
        return [
            ('account_id', '=', account.id),
            ('state', '=', 'announced'),
            ('next_attempt_at', '<=', fields.Datetime.now()),
        ]

    @api.model
    def _due(self, account):
        domain = self._to_fetch_domain(account)
        due = self.search(domain, limit=BATCH, order='next_attempt_at, id')
        spent = due.filtered(lambda document: document.keepings >= MOST_KEEPINGS)
        for document in spent:
            document.keepings = 0
            document._announce_for_later(ENDS_WORKERS, None)
        due -= spent
        alike = due.filtered(lambda document: document.keepings == due[:1].keepings)
        return alike[: BATCHES[alike[:1].keepings]]

    def _begin_keeping(self):
        """Counted until it is done: what ends its worker goes alone, then waits for a person."""
        for begun, documents in self.grouped('keepings').items():
            documents.keepings = begun + 1

    def _collect(self, account, courier):
        """The courier to go on with, and what came for each document."""
        ids = self.mapped('network_id')
        results = courier.collect(ids, batch_seconds(), BATCH_BYTES)
        if any(isinstance(each.error, Unauthorized) for each in results):
            courier.close()
            courier = account._courier(refused=courier.token, max_response_bytes=USUAL_BYTES)
            results = courier.collect(ids, batch_seconds(), BATCH_BYTES) if courier else results
        return courier, [self._alone_if_large(account, each) for each in results]

    @api.model
    def _alone_if_large(self, account, result):
        """A file that is too large to be fetched beside others is fetched by itself."""
        if not isinstance(result.error, TooLarge):
            return result
        courier = account._courier()
        if not courier:
            return result
        [alone] = courier.collect([result.document_id], batch_seconds(), BATCH_BYTES)
        courier.close()
        return alone

    @api.model
    def _raise_trouble(self, results):
        """What the next call would only meet again: the account is paused, with the reason."""
        for result in results:
            if isinstance(result.error, STOPPING):
                raise result.error
        outages = [each.error for each in results if is_outage(each.error)]
        if outages and not any(each.content for each in results):
            raise outages[0]

    # === KEEP === #

    def _keep(self, results):
        """Files of documents that are still announced; others have taken care of the rest."""
        by_id = {each.document_id: each for each in results}
        mine = lock_quietly(self).filtered(lambda document: document.state == 'announced')
        mine.keepings = 0
        contents = {}
        for document in mine:
            result = by_id[document.network_id]
            if result.content is not None:
                contents[document] = result.content
            elif result.error and not isinstance(result.error, STOPPING):
                document._try_later(result.error)
        self._store(contents)

    def _try_later(self, error):
        """It stays announced and says why; what is larger than all limits needs a person."""
        trouble, said = trouble_of(error)
        self._announce_for_later(
            {'error_parameters': trouble, 'error_text': said},
            None if isinstance(error, TooLarge) else self._wait(error.retry_after),
        )

    def _wait(self, retry_after=None):
        return next_delay(self.attempts + 1, retry_after, self.id % 100 / 100)

    def _announce_for_later(self, values, wait):
        """``wait``: None where only a person can help."""
        attempts = self.attempts + 1
        if attempts == 1:
            told = {'trouble': values['error_parameters'], 'said': values['error_text']}
            self._log('not_fetched', **told)
        at = wait and fields.Datetime.now() + wait
        self.write({'attempts': attempts, 'next_attempt_at': at or False, **values})

    @api.model
    def _store(self, contents):
        """Keep raw files, with what they are; ``contents`` are bytes by document."""
        currencies = self._currencies() if contents else {}
        found = [(document, recognise(content)) for document, content in contents.items()]
        for document, facts in found:
            values = _prepare_facts(facts, currencies)
            kind = _kind_of(facts, document.network_type)
            document.write({**values, 'kind': kind, 'file_size': len(contents[document])})
        failed = self._keep_files(contents)
        for document, error in failed.items():
            document.digest = False
            document._announce_for_later(not_stored_values(error), document._wait())
        self._judge([each for each in found if each[0] not in failed])
        kept = self.browse([document.id for document in contents if document not in failed])
        kept._wake_readers()
        for document in kept.filtered(lambda each: each.is_bookable and not each.is_bill_due):
            document._check_rules(contents[document])

    @api.model
    def _keep_files(self, contents):
        """Attachments of the documents: their rights are the documents'; returns what failed."""
        failed = keep_files(
            self.env,
            {
                document: {
                    'name': document.file_name,
                    'raw': content,
                    'res_model': self._name,
                    'res_field': 'file',
                    'res_id': document.id,
                    'company_id': document.company_id.id,
                }
                for document, content in contents.items()
            },
        )
        self.browse([document.id for document in contents]).invalidate_recordset(['file'])
        return failed

    @api.model
    def _currencies(self):
        """{code: id}, also of currencies that aren't used yet."""
        currencies = self.env['res.currency'].with_context(active_test=False)
        return {each.name: each.id for each in currencies.search([])}


def _kind_of(facts, listed_as):
    """By the content, but an invoice that its sender calls a reminder is no invoice.

    There are systems that write reminders as invoices; booked, it would be owed twice.
    """
    is_reminder = facts.kind in BILLS and listed_as == 'PaymentReminder'
    return 'payment_reminder' if is_reminder else facts.kind


def _prepare_facts(facts, currencies):
    """What the content says; where it says nothing, what Pagero says stays."""
    sender, receiver = facts.sender, facts.receiver
    values = {
        'kind': facts.kind,
        'format': facts.format,
        'type_code': facts.type_code,
        'is_answer_required': facts.process in MUST_BE_ANSWERED,
        'document_number': facts.number,
        'issue_date': facts.issue_date,
        'due_date': facts.due_date,
        'currency_code': facts.currency,
        'currency_id': currencies.get(facts.currency),
        'amount_payable': facts.payable and float(facts.payable),
        'sender_scheme': sender.scheme,
        'sender_identifier': sender.identifier,
        'sender_name': sender.name,
        'sender_company_number': sender.company_number,
        'sender_vat_number': sender.vat_number,
        'receiver_scheme': receiver.scheme,
        'receiver_identifier': receiver.identifier,
        'receiver_name': receiver.name,
        'references': list(facts.references),
        'digest': facts.digest,
    }
    return {name: value for name, value in values.items() if value}
