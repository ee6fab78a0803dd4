"""The background work of a match run: look up, connect, chunk by chunk, resumable."""

import logging
from dataclasses import replace
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...network import NetworkError, Refused, Subject, Unauthorized, match_all, stops_all
from ..partner.differences import differences
from ..texts.company import capability_values
from ..texts.network import trouble_of
from .pagero_match_line import NO_REASON
from .pagero_match_run import ACTIVE, NO_TROUBLE


_logger = logging.getLogger(__name__)

CHUNK = 60  # customers between two commits
SECONDS = 20  # a chunk takes no longer than this
ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=1)  # when the network was in trouble


class PageroMatchRun(models.Model):
    _inherit = 'pagero.match.run'

    @api.model
    def _cron_match(self):
        """Go on with every active run; each chunk is committed."""
        runs = self.search(self._active_domain(), order='id')
        if self._shares('_match_share'):
            runs._share_calls('_match_share')
            return
        self._progress(remaining=sum(runs.mapped('waiting_count')))
        for run in runs:
            if not run.with_company(run.company_id)._work_alone():
                break

    def _work_alone(self):
        """One run's trouble, or a bug, must not hold up the others; False when time is up."""
        try:
            return self._work()
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Match run %s stopped unexpectedly", self.id)
            self._tell_job(error)
            return True

    def _match_share(self):
        """Look for customers at Pagero, and connect them.

        One job for each run: the directories ask for few calls in a second from everybody.
        """
        run = self._as_job()
        if run and not run._work_alone() and run.is_active and not run._is_in_trouble():
            run._come_again()

    @api.model
    def _active_domain(self):
        return [('state', 'in', ACTIVE)]

    def _is_in_trouble(self):
        """Whether the network is to be left alone for a while."""
        return bool(self.trouble_parameters or self.trouble)

    def _work(self):
        """Until nothing waits; False when this turn's time is up."""
        step = self._match_chunk if self.state == 'running' else self._connect_chunk
        while self.is_active:
            try:
                left = self._take_step(step)
            except SerializationFailure:
                self.env.cr.rollback()  # Stop was pressed just now: look again
            except (NetworkError, UserError) as error:
                self.env.cr.rollback()
                return self._pause(error)
            else:
                if not left:
                    self._go_on_at_once()
                    return False
        return True

    def _take_step(self, step):
        """One chunk, committed; returns the seconds that are left."""
        done = step()
        if done is None:
            self._move_to('review', **NO_TROUBLE)
        self._tell_browsers()
        return self._progress(done or 0)

    def _go_on_at_once(self):
        """When this turn's time is up; Odoo itself would look again within a minute."""
        if self.is_active:
            self._wake()

    def _pause(self, error):
        """Note what went wrong, and try again in a minute."""
        self.trouble_parameters, self.trouble = trouble_of(error)
        if isinstance(error, Unauthorized):
            self.env['pagero.credential']._distrust(self.account_id)
        self._tell_browsers()
        self._wake(at=fields.Datetime.now() + RETRY_AFTER)
        # Put off, all of them: what still seems to wait would be asked again at once.
        return bool(self._progress(self.waiting_count))

    # === MATCH === #

    def _match_chunk(self):
        """Look for the next customers; how many, or None when none is left."""
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
            **gateway._match_speed(self.account_id),
        )
        by_key = {match.key: match for match in matches if match.verdict}
        for line in lines.filtered(lambda line: line.id in by_key):
            self._note(line, by_key[line.id])
        self._refuse_silence(by_key.values())
        self.write(NO_TROUBLE)
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
        """Keep the verdict; a customer without an answer is looked for again, a few times."""
        if match.verdict != 'failed':
            line._take(match)
            return
        line.attempts += 1
        line.reason_parameters, line.reason = trouble_of(match.error)
        if line.attempts >= ATTEMPTS or not match.error.retryable:
            line._move_to('failed')

    def _refuse_silence(self, matches):
        """Pause when no customer got an answer: the network is down, and must not be hammered."""
        errors = [match.error for match in matches if match.error]
        if not errors or len(errors) < len(matches):
            return
        self._progress()
        raise errors[0]

    # === CONNECT === #

    def _connect_chunk(self):
        """Connect the next customer; 1, or None when none is left."""
        line = self.env['pagero.match.line'].search(
            [('run_id', '=', self.id), ('state', '=', 'connecting')],
            limit=1,
            order='attempts, id',
        )
        if not line:
            return None
        self.account_id._gateway()._refuse_unless_ready(self.account_id)
        self._make_sure_of(line)
        try:
            with self.env.cr.savepoint():
                self._connect(line)
        except UserError as error:
            self._note_refusal(line, error)
        else:
            line._move_to('done', **NO_REASON)
        return 1

    def _make_sure_of(self, line):
        """Lock the line while the network is asked: *Stop* waits. The run first, as it does."""
        self.write(NO_TROUBLE)
        self.flush_recordset(list(NO_TROUBLE))
        query = SQL("SELECT id FROM pagero_match_line WHERE id = %s FOR NO KEY UPDATE", line.id)
        self.env.cr.execute(query, log_exceptions=False)

    def _note_refusal(self, line, error):
        """Note a refusal on its line; trouble of the network itself stops the chunk."""
        cause = error.__cause__
        is_lasting = not isinstance(cause, NetworkError) or isinstance(cause, Refused)
        if not is_lasting and not stops_all(cause):
            line.attempts += 1  # it may be this recipient alone that the network stumbles over
            is_lasting = line.attempts >= ATTEMPTS
        if is_lasting:
            trouble, said = trouble_of(error)
            line._move_to('refused', reason_parameters=trouble, reason=said)
            return
        self._progress()
        raise cause

    def _connect(self, line):
        """As the wizard does it, with the usual documents and one message to all.

        What Odoo itself refuses is said in the language of the user who started this.
        """
        company = line.candidate_id._company()
        self._complete(line.partner_id.with_user(self.user_id), company)
        if company.acceptance == 'unknown':
            company = replace(company, acceptance=self.stated_way)
        usual = [
            capability_values(each)
            for each in company.capabilities
            if each.direction == 'receive' and each.document_type in ('invoice', 'credit_note')
        ]
        connections = self.env['pagero.connection'].with_user(self.user_id)
        connections = connections.with_context(lang=self.user_id.lang)
        message = self.message or ''
        connections._connect(
            self.account_id, line.partner_id, company, capabilities=usual, message=message
        )

    def _complete(self, partner, company):
        """Fill in what the customer lacks; values that a person has entered are kept."""
        if not partner.has_access('write'):
            return
        values = {}
        for difference in differences(self.env, company, partner):
            if difference['take_over']:
                values |= difference['new_values']
        sends = self.send_with_pagero and not partner._sends_with_pagero()
        if sends and not partner.invoice_sending_method:
            values['invoice_sending_method'] = 'pagero'
        if values:
            partner.write(values)
