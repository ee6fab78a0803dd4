"""The background work of a match run: look up, connect, chunk by chunk, resumable."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..network import NetworkError, Subject, Unauthorized, match_all
from .company_words import capability_values
from .network_words import reason_of


_logger = logging.getLogger(__name__)

CHUNK = 60  # customers between two commits
SECONDS = 20  # a chunk takes no longer than this
ATTEMPTS = 3
PAUSE = timedelta(minutes=1)


class PageroMatchRun(models.Model):
    _inherit = 'pagero.match.run'

    @api.model
    def _cron_match(self):
        """Go on with every run that is under way; each chunk is committed."""
        runs = self.search(self._under_way_domain(), order='id')
        self._progress(remaining=sum(runs.mapped('waiting_count')))
        for run in runs:
            try:
                if not run.with_company(run.company_id)._work():
                    break
            except Exception:
                # One run's trouble, or a bug, must not hold up the others.
                self.env.cr.rollback()
                _logger.exception("Match run %s stopped unexpectedly", run.id)

    @api.model
    def _under_way_domain(self):
        return [('state', 'in', ('running', 'connecting'))]

    def _progress(self, processed=0, **options):
        """The one place where matching commits; returns the seconds that are left."""
        return self.env['ir.cron']._commit_progress(processed, **options)

    def _work(self):
        """Until nothing waits; False when this turn's time is up."""
        step = self._match_chunk if self.state == 'running' else self._connect_chunk
        while self.state in ('running', 'connecting'):
            try:
                done = step()
            except (NetworkError, UserError) as error:
                self.env.cr.rollback()
                return self._pause(error)
            if done is None:
                self._move_to('review', trouble=False)
            self._tell_browsers()
            if not self._progress(done or 0):
                return False
        return True

    def _pause(self, error):
        """Say why nothing happens, and try again in a minute."""
        words = reason_of(self.env, error) if isinstance(error, NetworkError) else str(error)
        self.trouble = words
        if isinstance(error, Unauthorized):
            self.env['pagero.credential']._distrust(self.account_id)
        self._tell_browsers()
        self._wake(at=fields.Datetime.now() + PAUSE)
        return bool(self._progress())

    # === MATCH === #

    def _match_chunk(self):
        """Look for the next customers; their number, or None when nobody waits."""
        lines = self.env['pagero.match.line'].search(
            [('run_id', '=', self.id), ('state', '=', 'waiting')],
            limit=CHUNK,
            order='attempts, id',
        )
        if not lines:
            return None
        gateway = self.account_id._gateway()
        matches = match_all(
            [self._subject(line) for line in lines],
            gateway._open_source(self.account_id),
            seconds=SECONDS,
            **gateway._match_speed,
        )
        by_key = {match.key: match for match in matches if match.verdict}
        for line in lines.filtered(lambda line: line.id in by_key):
            self._note(line, by_key[line.id])
        self._refuse_silence(by_key.values())
        self.trouble = False
        return len(by_key)

    @api.model
    def _subject(self, line):
        partner = line.partner_id
        numbers = partner._pagero_identifiers()
        return Subject(
            key=line.id,
            name=partner.name or '',
            org_number=partner._pagero_registered_number(),
            vat_number=numbers.vat,
            gln=numbers.gln,
            electronic_id=':'.join(numbers.endpoint or ()),
            country_code=partner.country_id.code or '',
        )

    def _note(self, line, match):
        """Keep the verdict; who got no answer is asked again, a few times."""
        if match.verdict != 'failed':
            line._take(match)
            return
        line.attempts += 1
        line.reason = reason_of(self.env, match.error)
        if line.attempts >= ATTEMPTS or not match.error.retryable:
            line._move_to('failed')

    def _refuse_silence(self, matches):
        """When nobody was answered, going on at once would only hammer a network that is down."""
        errors = [match.error for match in matches if match.error]
        if not errors or len(errors) < len(matches):
            return
        self._progress()
        raise errors[0]

    # === CONNECT === #

    def _connect_chunk(self):
        """Connect the next customer; 1, or None when nobody waits."""
        line = self.env['pagero.match.line'].search(
            [('run_id', '=', self.id), ('state', '=', 'connecting')], limit=1
        )
        if not line:
            return None
        try:
            with self.env.cr.savepoint():
                self._connect(line)
                line._move_to('done', reason=False)
        except UserError as error:
            line._move_to('refused', reason=str(error))
        return 1

    def _connect(self, line):
        """As the wizard does it, with the usual documents and no message."""
        company = line.candidate_id._company()
        stated = {'acceptance': self.stated_way} if company.acceptance == 'unknown' else {}
        usual = [
            capability_values(each)
            for each in company.capabilities
            if each.direction == 'receive' and each.document_type in ('invoice', 'credit_note')
        ]
        connections = self.env['pagero.connection'].with_user(self.user_id)
        values = {**line.candidate_id.company, **stated}
        partner = line.partner_id
        connections._connect(self.account_id, partner, values, usual, [], '', [])
