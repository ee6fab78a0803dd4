"""What the user is about to confirm, as a table."""

from markupsafe import Markup

from odoo import api, models

from ..models.texts.connecting import promise_of, promise_of_invoices
from ..models.tools.labels import labels_of


class PageroConnect(models.TransientModel):
    _inherit = 'pagero.connect'

    @api.depends('step')
    @api.depends_context('lang')
    def _compute_sum_up(self):
        for wizard in self:
            wizard.sum_up = wizard._sum_up_table() if wizard.step == 'confirm' else False

    def _sum_up_table(self):
        rows = [(label, value) for label, value in self._rows() if value]
        row = Markup('<tr><th class="w-25">%s</th><td>%s</td></tr>')
        body = Markup().join(row % each for each in rows)
        return Markup('<table class="table table-sm mb-0"><tbody>%s</tbody></table>') % body

    def _rows(self):
        """(label, value) of all that *Confirm* will do."""
        env, partner = self.env, self._customer()
        yield env._("Company"), _lines([self.name, self.numbers])
        yield env._("Customer"), partner.display_name or env._("A new customer")
        taken = self.difference_ids.filtered('take_over')
        changes = [f'{line.label}: {line.ours or "-"} → {line.theirs}' for line in taken]
        yield env._("Taken over"), _lines(changes)
        chosen = self.capability_ids.filtered('is_chosen')
        yield env._("Documents"), ', '.join(chosen.mapped('display_name'))
        yield env._("Connection type"), labels_of(self, 'way').get(self.way)
        yield env._("Customer number"), self._numbers_in_words()
        yield env._("Message"), self.message if self.way == 'by_request' else ''
        answers = [f'{line.question} {line.answer}' for line in self.answer_ids if line.answer]
        yield env._("Answers"), _lines(answers)
        strong = Markup('<strong>%s</strong>')
        yield env._("What happens"), strong % promise_of(env, self.gateway, self.way)
        yield env._("Invoices"), strong % self._promise_of_invoices()

    def _numbers_in_words(self):
        if not self.customer_numbers or self.is_number_compared:
            return self.customer_numbers
        return self.env._(
            "%(number)s (not on invoices until it is ticked as Confirmed on the connection)",
            number=self.customer_numbers,
        )

    def _promise_of_invoices(self):
        if not self._connects_invoices():
            return promise_of_invoices(self.env, 'not_chosen')
        is_sent = self.send_with_pagero or self.is_marked
        return promise_of_invoices(self.env, self.way if is_sent else 'not_marked')


def _lines(lines):
    return Markup('<br/>').join(filter(None, lines))
