from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..identification.sentence import Sentence
from ..ubl.patterns import BadPattern, Effort
from ..ubl.recipient import LINE_PATHS, WORDS
from ..ubl.words import told


# What every e-invoice has; Odoo fills in the date when the invoice is posted.
MANDATORY = ('partner_id', 'invoice_date', 'currency_id')
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
    'invoicing_period': ('pagero_period_start', 'pagero_period_end'),
    'note': ('pagero_note',),
    **dict.fromkeys(LINE_PATHS, (LINES,)),
}
DEPENDS_OF_LINES = (
    *('quantity', 'product_id', 'sequence', 'display_type', 'pagero_allowance'),
    *('pagero_seller_item', 'pagero_buyer_item', 'pagero_gtin', 'pagero_order_line'),
    'pagero_accounting_cost',
)


class Problem(NamedTuple):
    """Something that is missing or wrong, as far as the fields alone tell."""

    fields: tuple[str, ...]
    label: str
    text: str


class AccountMove(models.Model):
    """What is mandatory on this invoice and what of it is missing, told while somebody types.

    A quick look at the fields: the check draws up the whole XML and knows more.
    """

    _inherit = 'account.move'

    pagero_marks = fields.Json(compute='_compute_pagero_marks')
    pagero_to_do = fields.Html(string="Missing or Wrong", compute='_compute_pagero_marks')

    @api.depends(
        *('partner_id', 'company_id', 'move_type', 'state', 'ref', 'invoice_origin', 'narration'),
        *('pagero_choice', 'pagero_document_ids.state', 'invoice_line_ids', 'journal_id'),
        *(name for names in FIELDS_BY_KEY.values() for name in names if name != LINES),
        *(f'{LINES}.{name}' for name in DEPENDS_OF_LINES),
    )
    @api.depends_context('lang')
    def _compute_pagero_marks(self):
        """Of what can still be corrected only."""
        self.pagero_marks = self.pagero_to_do = False
        for move in self.filtered(lambda move: move._is_pagero_correctable()):
            rules = self.env['pagero.recipient.rule']._by_move(move)[move]
            problems = move._pagero_problems(rules)
            missing = {name for problem in problems for name in problem.fields}
            mandatory = {*MANDATORY, *EITHER, *rules._mandatory_fields()}
            move.pagero_marks = {'mandatory': sorted(mandatory), 'missing': sorted(missing)}
            move.pagero_to_do = problems and _listed(problems)

    def _is_pagero_correctable(self):
        waiting = self.state == 'posted' and self.sudo().pagero_state == 'invalid'
        return self.send_with_pagero and (self.state == 'draft' or waiting)

    def _pagero_problems(self, rules):
        self.ensure_one()
        demanded = rules._problems_of(self)
        said = {problem.fields for problem in demanded}
        usual = (each for each in self._pagero_usual_problems() if each.fields not in said)
        return [*usual, *demanded]

    def _pagero_usual_problems(self):
        """What every recipient demands."""
        partner = self.commercial_partner_id
        if not partner:
            label = self.env._("Vendor") if self.pagero_self_billed else self.env._("Customer")
            return [Problem(('partner_id',), label, self._missing_words())]
        found = []
        if not (self._pagero_buyer_reference() or self._pagero_order_reference()):
            label = self.env._("Buyer reference or order number")
            found.append(Problem(EITHER, label, self._missing_words()))
        if not partner._pagero_identifiers().endpoint:
            label = self.env._("The recipient's electronic address or organisation number")
            found.append(Problem(('partner_id',), label, self._missing_words()))
        if not self.partner_id.country_id:
            label = self.env._("The recipient's country")
            found.append(Problem(('partner_id',), label, self._missing_words()))
        return found

    def _missing_words(self):
        return self.env._("is missing")

    def _pagero_values(self, field_key):
        """[(line number or '', value)] of what a recipient may have demands on."""
        if field_key not in LINE_PATHS:
            return [('', self._pagero_header_value(field_key))]
        return [
            (number, line._pagero_value(field_key))
            for number, line in self._numbered_lines()
            if not line.pagero_allowance
        ]

    def _pagero_header_value(self, field_key):
        buyer, order = self._pagero_buyer_reference(), self._pagero_order_reference()
        known = {
            'buyer_reference': buyer,
            'order_reference': order,
            'buyer_or_order_reference': buyer or order,
            'customer_number': self._pagero_customer_number(),
            'delivery_date': _written(self.delivery_date),
            'invoicing_period': _written(self.pagero_period_start or self.pagero_period_end),
            'note': self.pagero_note or html2plaintext(self.narration or ''),
        }
        if field_key in known:
            return known[field_key] or ''
        return self[FIELDS_BY_KEY[field_key][0]] or ''


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    def _pagero_value(self, field_key):
        """What the e-invoice says on the line; '' for nothing."""
        self.ensure_one()
        values = {
            'quantity': f'{self.quantity:.10g}',
            'item_seller_id': self.pagero_seller_item or self.product_id.default_code,
            'item_buyer_id': self.pagero_buyer_item,
            'item_gtin': self.pagero_gtin or self.product_id.barcode,
            'order_line': self.pagero_order_line,
            'line_accounting_cost': self.pagero_accounting_cost,
        }
        return values[field_key] or ''


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
        labels = dict(self._fields['field_key']._description_selection(self.env))
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


def _written(day):
    return day and day.isoformat()


def _is_met(demand, value, effort):
    if not value:
        return demand.kind != 'mandatory'
    try:
        return demand.accepts(value, effort)
    except BadPattern:
        return True  # the check says so


def _listed(problems):
    items = (Markup("<li><b>%s</b>: %s</li>") % (each.label, each.text) for each in problems)
    return Markup('<ul class="mb-0">%s</ul>') % Markup().join(items)
