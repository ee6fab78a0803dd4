"""The dry run: what a pack would say about the last invoices, found out in the background."""

import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..texts.findings import html_table
from ..tools.actions import list_action
from ..tools.cron import wake_cron
from ..tools.labels import labels_of
from .pagero_rule_pack_trial import differences
from .use import InUse


_logger = logging.getLogger(__name__)

SAMPLE = 100
# An open form hears of the progress after so many invoices.
NEWS_EVERY = 10
MOST_LINKS = 10


class PageroRulePack(models.Model):
    _inherit = 'pagero.rule.pack'

    trial_ids = fields.One2many(
        comodel_name='pagero.rule.pack.trial', inverse_name='pack_id', readonly=True, copy=False
    )
    tested_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    trial_count = fields.Integer(string="Invoices", compute='_compute_trials')
    progress = fields.Float(compute='_compute_trials')
    newly_stopped = fields.Integer(compute='_compute_trials')
    no_longer_stopped = fields.Integer(compute='_compute_trials')
    otherwise_different = fields.Integer(compute='_compute_trials')
    not_checked = fields.Integer(compute='_compute_trials')
    summary = fields.Char(compute='_compute_summary')
    message = fields.Char(compute='_compute_message')
    problems_message = fields.Char(compute='_compute_message')
    differences_table = fields.Html(compute='_compute_differences_table')

    @api.depends('trial_ids.verdict')
    def _compute_trials(self):
        for pack in self:
            verdicts = pack.trial_ids.mapped('verdict')
            done = sum(map(bool, verdicts))
            pack.trial_count = len(verdicts)
            pack.progress = 100 * done / len(verdicts) if verdicts else 0
            pack.newly_stopped = verdicts.count('stops')
            pack.no_longer_stopped = verdicts.count('passes')
            pack.otherwise_different = verdicts.count('differs')
            pack.not_checked = verdicts.count('failed')

    @api.depends('trial_ids.verdict')
    @api.depends_context('lang')
    def _compute_differences_table(self):
        heads = (
            self.env._("Rule"),
            self.env._("What it says"),
            self.env._("Newly blocked"),
            self.env._("No longer blocked"),
            self.env._("Differs"),
        )
        for pack in self:
            rows = [
                (Markup("<code>%s</code>") % name, row['text'], *map(_links, _columns(row)))
                for name, row in differences(pack.trial_ids).items()
            ]
            pack.differences_table = html_table(heads, rows, stacks=False) if rows else False

    @api.depends('trial_ids.verdict')
    @api.depends_context('lang')
    def _compute_summary(self):
        for pack in self:
            is_same = set(pack.trial_ids.mapped('verdict')) <= {'same'}
            pack.summary = pack._summary_of_none() if is_same else pack._summary_of_some()

    def _summary_of_none(self):
        return self.env._(
            "Invoices tried: %(count)s. These rules say the same about them as the rules that are"
            " in force now.",
            count=self.trial_count,
        )

    def _summary_of_some(self):
        return self.env._(
            "Invoices tried: %(count)s. Newly blocked: %(stops)s. No longer blocked: %(passes)s."
            " With different remarks: %(differs)s. Could not be checked: %(failed)s.",
            count=self.trial_count,
            stops=self.newly_stopped,
            passes=self.no_longer_stopped,
            differs=self.otherwise_different,
            failed=self.not_checked,
        )

    @api.depends('state', 'problems', 'trial_ids.verdict', 'valid_from', 'valid_to')
    @api.depends_context('lang')
    def _compute_message(self):
        for pack in self:
            pack.message = pack._message_of_state()
            pack.problems_message = pack._message_of_problems()

    def _message_of_problems(self):
        """Which rules are missing; False where all are understood."""
        if not self.problem_count:
            return False
        if self.problem_count >= self.rule_count:
            return self.env._("No rule of this file is understood, so it cannot be used.")
        return self.env._(
            "Rules of this file that are not understood: %(count)s of %(rules)s. Nothing is checked"
            " by them. They are listed below; the other rules work.",
            count=self.problem_count,
            rules=self.rule_count,
        )

    def _message_of_state(self):
        """What is going on, and what to do next."""
        if self.state == 'draft':
            return self.env._(
                "Rules in the file: %(count)s. Press Dry Run to see what they would say about your"
                " last invoices; nothing is sent.",
                count=self.rule_count,
            )
        if self.state == 'testing':
            return self.env._(
                "The rules are being tried. Your last invoices that they are tried on: %(count)s.",
                count=self.trial_count,
            )
        if self.state == 'active':
            return self._message_of_use()
        return self.summary

    def _message_of_use(self):
        if self.is_damaged:
            return self.env._(
                "The file of this pack is not the one that was tried, so invoices are checked by"
                " the rules that come with the addon. Upload the publisher's file as a new rule"
                " pack, and use that."
            )
        if self.is_in_force:
            return self.env._(
                "Invoices of today are checked by this pack. It takes the place of what comes with"
                " the addon: %(kind)s.",
                kind=labels_of(self, 'kind')[self.kind],
            )
        return self.env._(
            "This pack is in use, but not for invoices of today: see its first and last day."
        )

    # === BUTTONS === #

    def action_test(self):
        """Choose the last invoices and try the pack on them in the background."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_unless_movable('testing')
        trials = self._prepare_trials()
        if not trials:
            raise UserError(
                self.env._("There is no posted invoice yet that the rules could be tried on.")
            )
        self.sudo().trial_ids.unlink()
        self.env['pagero.rule.pack.trial'].sudo().create(trials)
        self._move_to('testing', tested_by_id=self.env.uid)
        wake_cron(self.env, 'pagero_connector.ir_cron_pagero_rule_pack_test')

    def action_stop_test(self):
        """Leave a dry run that takes too long."""
        self.ensure_one()
        self._move_to('draft')

    def action_open_trials(self):
        """The invoices of the dry run, those with a difference first."""
        self.ensure_one()
        domain = [('pack_id', '=', self.id)]
        title = self.env._("Dry Run")
        trials = 'pagero.rule.pack.trial'
        return list_action(trials, title, domain, search_default_different=True)

    def _prepare_trials(self):
        """What was sent last, and posted invoices where that is too little.

        An administrator without rights in accounting tries them, too: he only sees their numbers.
        """
        companies = [('company_id', 'in', self.env.companies.ids)]
        documents = self.env['pagero.document'].sudo()
        invoices = [*companies, ('document_type', '=', 'Invoice'), ('direction', '=', 'out')]
        with_xml = [*invoices, ('stored_xml', '!=', False)]
        sent = documents.search(with_xml, limit=2 * SAMPLE)
        newest = {document.move_id: document for document in reversed(sent) if document.move_id}
        known = [move.id for move in newest]
        others = self._posted_invoices([*companies, ('id', 'not in', known)], SAMPLE - len(known))
        chosen = [*list(newest.items())[-SAMPLE:], *((move, None) for move in others)]
        return [
            {'pack_id': self.id, 'move_id': move.id, 'document_id': document and document.id}
            for move, document in chosen
        ]

    def _posted_invoices(self, domain, most):
        """The newest ones, at most so many."""
        posted = [('state', '=', 'posted'), ('move_type', 'in', ('out_invoice', 'out_refund'))]
        invoices = self.env['account.move'].sudo()
        order = 'invoice_date desc, id desc'
        return invoices.search([*domain, *posted], order=order, limit=max(0, most))

    # === IN THE BACKGROUND === #

    @api.model
    def _cron_test(self):
        """One commit an invoice, so that an open form shows how far it is."""
        cron, trials = self.env['ir.cron'], self.env['pagero.rule.pack.trial']
        due = self._due_trials_domain()
        cron._commit_progress(remaining=trials.search_count(due))
        for trial in trials.search(due):
            # Stop and Dry Run Again may be pressed while this goes on.
            if trial.exists() and trial.pack_id.state == 'testing':
                pack = trial.pack_id
                trial._try_safely()
                pack.exists()._go_on()
            if not cron._commit_progress(1):
                return

    @api.model
    def _due_trials_domain(self):
        return [('pack_id.state', '=', 'testing'), ('verdict', '=', False)]

    def _go_on(self):
        """Tell the open form now and then, and end when all is done."""
        if self.state != 'testing':
            return
        todo = self.trial_ids.filtered(lambda trial: not trial.verdict)
        if not todo:
            self._move_to('tested')
        if len(todo) % NEWS_EVERY == 0:
            self.tested_by_id._bus_send('pagero_document_moved', {self._name: self.ids})

    def _as_in_use(self):
        """This pack in the form in which packs are compiled."""
        return InUse(
            self.id,
            self.sha256,
            self.version or '',
            self.valid_from,
            self.valid_to,
            self.kind,
        )


class PageroRulePackTrial(models.Model):
    _inherit = 'pagero.rule.pack.trial'

    def _try_safely(self):
        """One invoice that can't be checked doesn't end the dry run."""
        move = self.move_id
        try:
            with self.env.cr.savepoint():
                self._try()
        except OperationalError:  # the trial was deleted meanwhile, or is tried again later
            self.env.cr.rollback()
        except Exception:
            _logger.exception("The dry run of a rule pack failed for invoice %s", move.id)
            self.exists().verdict = 'failed'


def _columns(row):
    return row['stops'], row['passes'], row['differs']


def _links(trials):
    """Invoices by their numbers, the first few as links."""
    shown = Markup(', ').join(
        Markup('<a href="/odoo/account.move/%s" target="_blank">%s</a>')
        % (trial.move_id.id, trial.move_id.sudo().display_name)
        for trial in trials[:MOST_LINKS]
    )
    more = len(trials) - MOST_LINKS
    return shown + (f' … +{more}' if more > 0 else '')
