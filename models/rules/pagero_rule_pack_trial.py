"""One invoice of a dry run: what the rules in force say, and what the pack would say."""

from dataclasses import replace
from datetime import date

from odoo import fields, models

from ...ubl.check import check, layers_of
from ...ubl.finding import Finding
from ..texts.findings import text_of


VERDICTS = [
    ('stops', "Newly blocked"),
    ('passes', "No longer blocked"),
    ('differs', "Different remarks"),
    ('same', "No difference"),
    ('failed', "Could not be checked"),
]
LONGEST = 300


class PageroRulePackTrial(models.Model):
    """An invoice that a rule pack is tried on."""

    _name = 'pagero.rule.pack.trial'
    _description = "Invoice of a Dry Run"
    _inherit = ['pagero.record.mixin']
    _order = 'id'
    _rec_name = 'move_id'

    pack_id = fields.Many2one(
        'pagero.rule.pack', required=True, index=True, readonly=True, ondelete='cascade'
    )
    move_id = fields.Many2one(
        'account.move', string="Invoice", required=True, readonly=True, ondelete='cascade'
    )
    document_id = fields.Many2one('pagero.document', readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='move_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(related='move_id.partner_id')
    invoice_date = fields.Date(related='move_id.invoice_date')
    verdict = fields.Selection(VERDICTS, readonly=True)
    # {rule: {'severity', 'count', 'key', 'parameters', 'text' where others speak}}
    now = fields.Json(readonly=True)
    then = fields.Json(readonly=True)
    new_rules = fields.Char(string="Newly Found", compute='_compute_rules')
    gone_rules = fields.Char(string="No Longer Found", compute='_compute_rules')

    def _compute_rules(self):
        for trial in self:
            now, then = trial.now or {}, trial.then or {}
            trial.new_rules = ', '.join(sorted(then.keys() - now.keys()))
            trial.gone_rules = ', '.join(sorted(now.keys() - then.keys()))

    def action_open_invoice(self):
        """The invoice behind a line."""
        self.ensure_one()
        return self.move_id._get_records_action()

    # === THE TRIAL === #

    def _try(self):
        """Check the invoice by both sets of rules."""
        self.ensure_one()
        xml, day = self._xml(), self.invoice_date or fields.Date.context_today(self)
        now = _summed(self, check(xml, on=day, layers=self.pack_id._layers(day)))
        then = _summed(self, check(xml, on=day, layers=self._layers_then(day)))
        self.write({'now': now, 'then': then, 'verdict': _verdict(now, then)})

    def _xml(self):
        """What was sent, or else what would be sent now."""
        stored = self.document_id._stored_xml() if self.document_id else b''
        if stored:
            return stored
        builder = self.env['account.edi.xml.pagero'].with_company(self.company_id)
        moves = self.move_id.with_company(self.company_id)
        [(xml, _errors)] = builder._export_invoices(moves).values()
        return xml or b''

    def _layers_then(self, day):
        """The pack as if it were in use, whatever the day, beside those of the day."""
        compiled = self.pack_id._compiled(self.pack_id._as_in_use())
        always = replace(compiled, valid_from=date.min, valid_to=None)
        return layers_of({**self.pack_id._packs_on(day), self.pack_id.kind: always})


def _summed(trial, findings: list[Finding]):
    found = {}
    for finding in findings:
        said = '' if finding.key else finding.text[:LONGEST]
        rule = found.setdefault(
            finding.rule,
            {
                'severity': finding.severity,
                'count': 0,
                'key': finding.key,
                'parameters': finding.parameters,
                'text': said,
            },
        )
        rule['count'] += 1
    return found


def _stops(found):
    return any(rule['severity'] == 'fatal' for rule in found.values())


def _verdict(now, then):
    if _stops(now) != _stops(then):
        return 'stops' if _stops(then) else 'passes'
    return 'same' if _signs(now) == _signs(then) else 'differs'


def _signs(found):
    """What two checks must have in common to be the same."""
    return {name: (rule['severity'], rule['count']) for name, rule in found.items()}


def differences(trials):
    """{rule: {'text', 'stops': trials, 'passes': trials, 'differs': trials}}, worst first."""
    none = trials.browse()
    rows = {}
    for trial in trials:
        now, then = trial.now or {}, trial.then or {}
        for name in now.keys() | then.keys():
            kind = _kind(now.get(name), then.get(name))
            if kind:
                row = rows.setdefault(name, dict.fromkeys(('stops', 'passes', 'differs'), none))
                row[kind] |= trial
                row['text'] = text_of(trial.env, name, then.get(name) or now[name])
    return dict(sorted(rows.items(), key=lambda item: (-len(item[1]['stops']), item[0])))


def _kind(now, then):
    """How a rule's answer about one invoice changes; None if it doesn't."""
    was, will = (found is not None and found['severity'] == 'fatal' for found in (now, then))
    if was != will:
        return 'stops' if will else 'passes'
    return (
        None
        if _signs({'': now} if now else {}) == _signs({'': then} if then else {})
        else 'differs'
    )
