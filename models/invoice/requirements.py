from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...ubl.recipient import LINE_PATHS
from ..rules.problems import EITHER, FIELDS_BY_KEY, LINES, Problem


# What every e-invoice has; Odoo fills in the date when the invoice is posted.
MANDATORY = ('partner_id', 'invoice_date', 'currency_id')
DEPENDS_OF_LINES = (
    *('quantity', 'product_id', 'sequence', 'display_type', 'pagero_allowance'),
    *('pagero_seller_item', 'pagero_buyer_item', 'pagero_gtin', 'pagero_order_line'),
    *('pagero_accounting_cost', 'pagero_invoiced_object'),
)


class AccountMove(models.Model):
    """What is mandatory on this invoice and what of it is missing, shown while the user types.

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
        partner = self.partner_id
        if not partner:
            label = self.env._("Vendor") if self.pagero_self_billed else self.env._("Customer")
            return [Problem(('partner_id',), label, self._missing_words())]
        found = []
        if not (self._pagero_buyer_reference() or self._pagero_order_reference()):
            label = self.env._("Buyer reference or order number")
            found.append(Problem(EITHER, label, self._missing_words()))
        if not partner._pagero_identifiers().endpoint:
            label = self.env._("The recipient's electronic ID or organisation number")
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


def _written(day):
    return day and day.isoformat()


def _listed(problems):
    items = (Markup("<li><b>%s</b>: %s</li>") % (each.label, each.text) for each in problems)
    return Markup('<ul class="mb-0">%s</ul>') % Markup().join(items)
