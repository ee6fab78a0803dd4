from odoo import models
from odoo.exceptions import UserError

from ...ubl.finding import Finding
from ..tools.own_context import OURS


class AccountMove(models.Model):
    """The *Check* button: what the network would say, before anything is posted or sent."""

    _inherit = 'account.move'

    def action_check_for_pagero(self):
        """Show all findings at once; nothing is changed, sent or numbered by it."""
        self.ensure_one()
        self.check_access('read')
        checks = self.env['pagero.invoice.check']
        checks.check_access('read')
        findings = [finding.to_dict() for finding in self._findings_as_if_posted()]
        check = checks._create_kept({'move_id': self.id, 'findings': findings})
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Check of %(invoice)s", invoice=self.display_name),
            'res_model': 'pagero.invoice.check',
            'res_id': check.id,
            'view_mode': 'form',
            'target': 'new',
        }

    def _findings_as_if_posted(self):
        _xml, findings = self._pagero_drawn_as_if_posted()
        return findings

    def _pagero_drawn_as_if_posted(self):
        """(xml, findings). A draft is posted for a look only, and all about that is rolled back."""
        if self.state != 'draft':
            return self._pagero_drawn()[self]
        with self.env.cr.savepoint() as savepoint:
            trial = self.with_context(pagero_skip_catch=OURS, tracking_disable=True)
            try:
                trial._post(soft=False)
                drawn = trial._pagero_drawn()[trial]
            except UserError as refusal:
                drawn = (b'', [_refused_by_odoo(refusal)])
            savepoint.rollback()
        self.env.invalidate_all()
        return drawn


def _refused_by_odoo(refusal):
    """Odoo itself would not post it; its sentence says why."""
    return Finding(
        rule='ODOO',
        severity='fatal',
        location='/',
        place='',
        text=str(refusal),
        advice='',
        layer='core',
    )
