from odoo import api, fields, models

from ..models.texts.answering import ACTIONS, ANSWERS, REASONS, action_said, labels, reason_said


class PageroAnswer(models.TransientModel):
    """What a supplier is answered: one answer to one or more received documents."""

    _name = 'pagero.answer'
    _description = "Answer to a Supplier"
    _inherit = ['pagero.record.mixin']
    _set_once = ('document_ids',)

    document_ids = fields.Many2many('pagero.received.document', readonly=True)
    summary = fields.Char(compute='_compute_summary')
    code = fields.Selection(
        [each for each in ANSWERS if each[0] != 'PPD'], string="Answer", required=True
    )
    line_ids = fields.One2many('pagero.answer.line', 'answer_id', string="Reasons")
    note = fields.Text(help="What the supplier reads beside the answer.")

    @api.depends('document_ids')
    def _compute_summary(self):
        for answer in self:
            names = answer.document_ids.mapped('display_name')
            more = len(names) - 3
            shown = ', '.join(names[:3])
            answer.summary = (
                answer.env._("%(names)s and %(count)s more", names=shown, count=more)
                if more > 0
                else shown
            )

    def action_confirm(self):
        documents = self.document_ids._for_accountant()
        said = [each for line in self.line_ids for each in line._clarifications()]
        return documents._answer_those_that_may(self.code, said, self.note or '')


class PageroAnswerLine(models.TransientModel):
    """One reason, or one action that the supplier is asked for."""

    _name = 'pagero.answer.line'
    _description = "Reason of an Answer"
    _inherit = ['pagero.record.mixin']

    answer_id = fields.Many2one('pagero.answer', required=True, ondelete='cascade')
    reason = fields.Selection('_reasons', help="Why.")
    action = fields.Selection('_actions', help="What the supplier is asked to do.")
    words = fields.Char(string="In Your Words")

    @api.model
    def _reasons(self):
        return [each for each in labels(self.env, REASONS) if each[0] != 'PPD']

    @api.model
    def _actions(self):
        return labels(self.env, ACTIONS)

    def _clarifications(self):
        """The words belong to the reason; to the action where there is none, or it needs some."""
        words = self.words or ''
        if self.reason or not self.action:
            yield reason_said(self.reason or '', words)
        if self.action:
            own = not self.reason or self.action == 'OTH'
            yield action_said(self.action, words if own else '')
