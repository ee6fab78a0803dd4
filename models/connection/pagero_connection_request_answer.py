from odoo import api, fields, models


WORDS = ('question', 'answer', 'field', 'kind', 'value')


class PageroConnectionRequestAnswer(models.Model):
    """What we answered to one question that the recipient asks every sender who connects."""

    _name = 'pagero.connection.request.answer'
    _description = "Answer in a Connection Request"
    _inherit = ['pagero.record.mixin']
    _order = 'request_id, id'
    _rec_name = 'question'

    request_id = fields.Many2one(
        'pagero.connection.request', required=True, readonly=True, index=True, ondelete='cascade'
    )
    requirement_id = fields.Char(string="Question ID", readonly=True)
    question = fields.Char(required=True, readonly=True)
    answer = fields.Char(readonly=True)
    field = fields.Char(
        readonly=True, help="The field of an invoice that the recipient asks about."
    )
    kind = fields.Char(
        readonly=True, help="What it requires of that field: mandatory, pattern, list or range."
    )
    value = fields.Char(
        string="Requirement", readonly=True, help="The pattern, the list or the limits."
    )

    @api.model
    def _prepare_values(self, answer):
        """From what the connect dialog asked: a dictionary with the network's ``id``."""
        return {
            **{name: answer.get(name) for name in WORDS},
            'question': answer.get('question') or answer.get('field') or answer.get('id'),
            'requirement_id': answer.get('id'),
        }

    def _as_answer(self):
        return {'id': self.requirement_id, **{name: self[name] for name in WORDS}}
