"""The files of announced documents: fetched in parallel, and kept as they came."""

from odoo import api, fields, models

from ...network import STOPPING, TooLarge, Unauthorized, next_delay
from ...ubl.received import recognise
from ...ubl.response.codes import MUST_BE_ANSWERED
from ..mixins.evidence_file import keeping_evidence
from ..texts.network import trouble_of
from ..tools.quiet_lock import lock_quietly


BATCH = 100  # files that are fetched and kept together
BATCH_SECONDS = 25  # no download of a batch is begun later than this
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
    def _due(self, account):
        domain = [
            ('account_id', '=', account.id),
            ('state', '=', 'announced'),
            ('next_attempt_at', '<=', fields.Datetime.now()),
        ]
        return self.search(domain, limit=BATCH, order='next_attempt_at, id')

    def _collect(self, account, courier):
        """The courier to go on with, and what came for each document."""
        ids = self.mapped('network_id')
        results = courier.collect(ids, BATCH_SECONDS, BATCH_BYTES)
        if any(isinstance(each.error, Unauthorized) for each in results):
            courier.close()
            courier = account._courier(refused=courier.token, max_response_bytes=USUAL_BYTES)
            results = courier.collect(ids, BATCH_SECONDS, BATCH_BYTES) if courier else results
        return courier, [self._alone_if_large(account, each) for each in results]

    @api.model
    def _alone_if_large(self, account, result):
        """A file that is too large to be fetched beside others is fetched by itself."""
        if not isinstance(result.error, TooLarge):
            return result
        courier = account._courier()
        if not courier:
            return result
        [alone] = courier.collect([result.document_id], BATCH_SECONDS, BATCH_BYTES)
        courier.close()
        return alone

    @api.model
    def _raise_trouble(self, results):
        """What the next call would only meet again: the account is paused, with the reason."""
        for result in results:
            if isinstance(result.error, STOPPING):
                raise result.error

    # === KEEP === #

    def _keep(self, results):
        """Files of documents that are still announced; others have taken care of the rest."""
        by_id = {each.document_id: each for each in results}
        mine = lock_quietly(self).filtered(lambda document: document.state == 'announced')
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
        attempts = self.attempts + 1
        trouble, said = trouble_of(error)
        if attempts == 1:
            self._log('not_fetched', trouble=trouble, said=said)
        wait = next_delay(attempts, error.retry_after, self.id % 100 / 100)
        self.write(
            {
                'attempts': attempts,
                'next_attempt_at': not isinstance(error, TooLarge) and fields.Datetime.now() + wait,
                'error_parameters': trouble,
                'error_text': said,
            }
        )

    @api.model
    def _store(self, contents):
        """Keep raw files, with what they are; ``contents`` are bytes by document."""
        currencies = self._currencies() if contents else {}
        found = [(document, recognise(content)) for document, content in contents.items()]
        for document, facts in found:
            values = _prepare_facts(facts, currencies)
            document.write({**values, 'file_size': len(contents[document])})
        self._keep_files(contents)
        self._judge(found)
        kept = self.browse([document.id for document in contents])
        kept._wake_readers()
        due = kept.filtered(lambda document: document.account_id.sudo().makes_bills)
        due._ask_for_bills()
        for document in (kept - due).filtered('is_bookable'):
            document._check_rules(contents[document])

    @api.model
    def _keep_files(self, contents):
        """Attachments of the documents: their rights are the documents'."""
        keeping_evidence(self.env['ir.attachment'].sudo()).create(
            [
                {
                    'name': document.file_name,
                    'raw': content,
                    'res_model': self._name,
                    'res_field': 'file',
                    'res_id': document.id,
                    'company_id': document.company_id.id,
                }
                for document, content in contents.items()
            ]
        )
        self.browse([document.id for document in contents]).invalidate_recordset(['file'])

    @api.model
    def _currencies(self):
        """{code: id}, also of currencies that aren't used yet."""
        currencies = self.env['res.currency'].with_context(active_test=False)
        return {each.name: each.id for each in currencies.search([])}


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
