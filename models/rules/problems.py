"""What the fields of an invoice alone tell of a recipient's demands, while it is written."""

from typing import NamedTuple

from odoo import models

from ...identification.sentence import Sentence
from ...ubl.patterns import BadPattern, Effort
from ...ubl.recipient import LINE_PATHS, WORDS
from ...ubl.words import told
from ..tools.labels import labels_of


EITHER = ('pagero_buyer_reference', 'pagero_order_reference')
LINES = 'invoice_line_ids'
FIELDS_BY_KEY = {
    'buyer_reference': ('pagero_buyer_reference',),
    'order_reference': ('pagero_order_reference',),
    'buyer_or_order_reference': EITHER,
    'contract_reference': ('pagero_contract_reference',),
    'project_reference': ('pagero_project_reference',),
    'accounting_cost': ('pagero_accounting_cost',),
    'customer_number': ('pagero_customer_number',),
    'delivery_date': ('delivery_date',),
    'despatch_advice': ('pagero_despatch_advice',),
    'receiving_advice': ('pagero_receiving_advice',),
    'invoiced_object': ('pagero_invoiced_object',),
    'invoicing_period': ('pagero_period_start', 'pagero_period_end'),
    'note': ('pagero_note',),
    **dict.fromkeys(LINE_PATHS, (LINES,)),
}


class Problem(NamedTuple):
    """Something that is missing or wrong, as far as the fields alone tell."""

    fields: tuple[str, ...]
    label: str
    text: str


class PageroRecipientRule(models.Model):
    _inherit = 'pagero.recipient.rule'

    def _mandatory_fields(self):
        demanded = self.filtered(lambda rule: rule.kind == 'mandatory')
        return {name for rule in demanded for name in FIELDS_BY_KEY.get(rule.field_key, ())}

    def _problems_of(self, move):
        """What the check would say of these rules, as far as the fields alone tell."""
        known = self.filtered(lambda rule: rule.field_key in FIELDS_BY_KEY)
        effort = Effort()
        found = {rule: [*rule._problem_of(move, effort)] for rule in known}
        return [problem for problems in found.values() for problem in problems]

    def _problem_of(self, move, effort):
        demand = self._demand()
        labels = labels_of(self, 'field_key')
        for number, value in move._pagero_values(self.field_key):
            if _is_met(demand, value, effort):
                continue
            label = labels[self.field_key]
            if number:
                label = self.env._("Line %(number)s: %(field)s", number=number, field=label)
            yield Problem(FIELDS_BY_KEY[self.field_key], label, self._words_for(value))

    def _words_for(self, value):
        """The recipient's own words, else ours."""
        usual, _advice = WORDS[f'RECIPIENT-{self.kind}']
        said = self.message or told(Sentence(usual), self.env.lang)
        return f'{value} ({self.summary}). {said}' if value else said


def _is_met(demand, value, effort):
    if not value:
        return demand.kind != 'mandatory'
    try:
        return demand.accepts(value, effort)
    except BadPattern:
        return True  # the check says so
