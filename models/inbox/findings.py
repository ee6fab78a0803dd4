"""What is wrong with a received invoice, by the rules that what we send is checked by.

The findings are kept as codes, with the answer that fits: it is proposed where the user answers.
"""

from odoo import Command, api, fields, models

from ...ubl.check import check
from ...ubl.fault_reasons import reasons_of
from ...ubl.finding import Finding
from ...ubl.words import words as finding_words
from ..texts.findings import html_table


CHECKED = ('bis3',)  # what follows the rules that we check by
MOST_FINDINGS = 50
MOST_WORDS = 1000  # of what a supplier is told
# The answer to what differs, where no rule is broken: by the remark on the bill.
ANSWERS = {
    'total_differs': ('RE', 'FIN'),
    'payable_differs': ('RE', 'FIN'),
    'vat_differs': ('UQ', 'FIN'),
    'order_unknown': ('UQ', 'REF'),
    'order_of_other': ('UQ', 'REF'),
    'order_closed': ('UQ', 'REF'),
    'order_lacks_line': ('UQ', 'ITM'),
    'order_price': ('UQ', 'PRI'),
    'order_quantity': ('UQ', 'QTY'),
    'order_not_received': ('UQ', 'DEL'),
}


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    findings = fields.Json(readonly=True, copy=False, help="The rules that the file breaks.")
    finding_table = fields.Html(string="What Is Wrong With It", compute='_compute_finding_table')
    suggested_answer = fields.Json(
        readonly=True,
        copy=False,
        help="The answer that fits what is wrong: its code and the codes of its reasons.",
    )
    suggested_answer_words = fields.Text(compute='_compute_suggested_answer_words')

    @api.depends('findings')
    @api.depends_context('lang')
    def _compute_finding_table(self):
        for document in self:
            document.finding_table = document._table_of_findings()

    @api.depends('findings', 'suggested_answer', 'bill_remarks')
    @api.depends_context('lang')
    def _compute_suggested_answer_words(self):
        """What the answer tells the supplier: the faults, or what differs."""
        for document in self:
            fatal = [each for each in document._own_findings() if each.is_fatal]
            words = '\n'.join(document._told_to_supplier(each) for each in fatal)
            answer = document.suggested_answer and (words or document._words_of_doubts())
            document.suggested_answer_words = answer or False

    def _told_to_supplier(self, finding):
        """Where and what, with the rule; our advice is for those who write invoices in Odoo."""
        place, text, _advice = finding_words(finding, self.env.lang)
        detail = f'({finding.detail})' if finding.detail else ''
        parts = (f'{place}:' if place else '', text, detail, f'[{finding.rule}]')
        return ' '.join(filter(None, parts))

    def _table_of_findings(self):
        rows = []
        for finding in self._own_findings():
            place, text, _advice = finding_words(finding, self.env.lang)
            rows.append((place, ' '.join(filter(None, (text, finding.detail))), finding.rule))
        heads = (self.env._("Where"), self.env._("What is wrong"), self.env._("Rule"))
        return html_table(heads, rows) if rows else False

    def _own_findings(self):
        return [Finding.from_dict(values) for values in self.findings or ()]

    def _words_of_doubts(self):
        doubts = [each for each in self.bill_remarks or () if each['code'] in ANSWERS]
        return '\n'.join(self._bill_sentences(doubts))

    def _suggested_lines(self, code):
        """The reasons that fit ``code``, as lines of the dialog that answers."""
        suggested = self.suggested_answer or {}
        if not code or suggested.get('code') != code:
            return []
        words = ' '.join((self.suggested_answer_words or '').split('\n'))[:MOST_WORDS]
        reasons = suggested['reasons']
        return [
            Command.create({'reason': reason, 'words': words if reason == reasons[0] else ''})
            for reason in reasons
        ]

    def _check_rules(self, content):
        """Keep what its file breaks."""
        findings = []
        if content and self.format in CHECKED:
            day = self.issue_date or fields.Date.context_today(self)
            findings = check(content, on=day, layers=self.env['pagero.rule.pack']._layers(day))
        self.findings = [each.to_dict() for each in findings[:MOST_FINDINGS]] or False

    def _suggest_answer(self):
        """By the rules that are broken, else by what differs between file, bill and order."""
        reasons = reasons_of(self._own_findings())
        answer = {'code': 'RE', 'reasons': list(reasons)} if reasons else False
        if not answer:
            fitting = [
                ANSWERS[each['code']] for each in self.bill_remarks or () if each['code'] in ANSWERS
            ]
            if fitting:
                code = 'RE' if any(each[0] == 'RE' for each in fitting) else 'UQ'
                answer = {'code': code, 'reasons': list(dict.fromkeys(each[1] for each in fitting))}
        self.suggested_answer = answer
