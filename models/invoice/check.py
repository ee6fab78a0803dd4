from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..texts.findings import refusal_of_odoo
from ..tools.actions import form_action, list_action
from ..tools.own_context import OURS


MOST_CHECKED = 200  # at once, while the user waits


class AccountMove(models.Model):
    """The *Check* button: what the network would say, before anything is posted or sent."""

    _inherit = 'account.move'

    def action_check_for_pagero(self):
        """Show all findings at once, of many invoices as a list; nothing is changed by it."""
        self.check_access('read')
        checks = self.env['pagero.invoice.check']
        checks.check_access('read')
        asked = self.filtered(lambda move: move._can_go_over_pagero() and move.state != 'cancel')
        if not asked or len(asked) > MOST_CHECKED:
            raise UserError(
                self.env._(
                    "Choose up to %(most)s customer invoices, credit notes or self-billed bills.",
                    most=MOST_CHECKED,
                )
            )
        found = checks._create_kept([move._check_values() for move in asked])
        if len(found) > 1:
            title = self.env._("Check")
            return list_action(found._name, title, [('id', 'in', found.ids)], modes='list,form')
        title = self.env._("Check of %(invoice)s", invoice=self.display_name)
        return form_action(found, title, target='new')

    def _check_values(self):
        findings = [finding.to_dict() for finding in self._findings_as_if_posted()]
        return {'move_id': self.id, 'findings': findings}

    def _findings_as_if_posted(self):
        _xml, findings = self._pagero_drawn_as_if_posted()
        return findings

    def _pagero_drawn_as_if_posted(self):
        """(xml, findings). A draft is posted for a look only, and all of that is rolled back."""
        if self.state != 'draft':
            return self._pagero_drawn()[self]
        with self.env.cr.savepoint() as savepoint:
            trial = self.with_context(pagero_skip_catch=OURS, tracking_disable=True)
            try:
                with trial._untrusted_bank_set_aside():
                    trial._post(soft=False)
                drawn = trial._pagero_drawn()[trial]
            except (UserError, RedirectWarning) as refusal:
                drawn = (b'', [refusal_of_odoo(refusal.args[0])])
            savepoint.rollback()
        self.env.invalidate_all()
        return drawn

    def _pagero_findings(self):
        """{invoice: findings} as the sender would see them, without sending anything."""
        return {move: findings for move, (_xml, findings) in self._pagero_drawn().items()}

    def _pagero_drawn(self):
        """{invoice: (xml, findings)}: the same, with the document itself."""
        drawn = {}
        kind = self.env['pagero.document.invoice']
        for company, moves in self.grouped('company_id').items():
            builder = self.env['account.edi.xml.pagero'].with_company(company)
            rules = self.env['pagero.recipient.rule']._by_move(moves)
            for move_id, (xml, objections) in builder._export_invoices(moves).items():
                move = self.browse(move_id)
                day = move.invoice_date or fields.Date.context_today(self)
                demands = rules[move]._demands()
                drawn[move] = (xml, kind._findings_of(xml, objections, day, demands))
        return drawn
