"""An answer in the reader's words: the meaning of codes, then what the recipient wrote."""

from odoo import api, fields, models

from ...ubl.response.codes import ACTION_LIST, REASON_LIST
from ..document.answer import LEVELS, NEED_PERSON
from ..texts.answers import (
    UNMATCHED,
    clarifications_in_words,
    label_of,
    statuses_in_words,
)
from ..tools.labels import labels_of


# Codes of those who aren't the recipient that mean that something went wrong.
REFUSALS = ('RE', 'REJECTED')


class PageroResponse(models.Model):
    _inherit = 'pagero.response'

    label = fields.Char(string="Meaning", compute='_compute_words')
    level = fields.Char(string="Colour", compute='_compute_level')
    reason_words = fields.Text(string="Reasons", compute='_compute_words')
    action_words = fields.Text(string="What the Recipient Asks For", compute='_compute_words')
    clarification_words = fields.Text(string="Clarifications", compute='_compute_words')
    note_words = fields.Text(
        string="Notes beside the Reasons",
        compute='_compute_words',
        help="What the reasons do not say already.",
    )
    trouble_words = fields.Char(string="Why without an Invoice", compute='_compute_words')

    @api.depends('code', 'message', 'statuses', 'notes', 'trouble')
    @api.depends_context('lang')
    def _compute_words(self):
        for row in self:
            row.label = label_of(self.env, row.message, row.code)
            for name, list_name in (('reason_words', REASON_LIST), ('action_words', ACTION_LIST)):
                row[name] = '\n'.join(statuses_in_words(self.env, row.statuses, list_name))
            row.clarification_words = '\n'.join(clarifications_in_words(self.env, row.statuses))
            row.note_words = '\n'.join(row._notes_beside_reasons())
            row.trouble_words = row._trouble_sentence()

    def _notes_beside_reasons(self):
        """Lines of the notes that stand nowhere else: many repeat there what the reason says."""
        said = '\n'.join((self.reason_words, self.action_words, self.clarification_words))
        known = said.splitlines()
        return [line for line in (self.notes or '').splitlines() if not _is_in(line, known)]

    @api.depends('business_status', 'code')
    def _compute_level(self):
        for row in self:
            is_refusal = not row.business_status and row.code in REFUSALS
            row.level = 'danger' if is_refusal else LEVELS.get(row.business_status, 'info')

    def _trouble_sentence(self):
        trouble = self.trouble or {}
        sentence = UNMATCHED.get(trouble.get('code'))
        if not sentence:
            return False
        modes = labels_of(self, 'send_mode')
        values = {'number': self.document_number or '', 'sender': self.sender_name or ''}
        template = self.env._(sentence)
        return template % {**values, 'mode': modes.get(trouble.get('mode'), '')}

    def _message_label(self):
        return labels_of(self, 'message')[self.message]

    def _mode_label(self):
        return labels_of(self, 'send_mode').get(self.send_mode, '')

    def _needs_person(self):
        """Whether it isn't done with reading it."""
        is_refusal = not self.business_status and self.code in REFUSALS
        return is_refusal or self.business_status in NEED_PERSON

    def _said(self):
        """What is said beside the code, each once, in the language of the environment."""
        self.ensure_one()
        parts = (self.reason_words, self.notes, self.action_words, self.clarification_words)
        lines = dict.fromkeys(line for part in parts if part for line in part.splitlines())
        return [line for line in lines if not _is_in(line, [*(lines.keys() - {line})])]


def _is_in(line, lines):
    """Whether it is one of the lines, or what stands after the meaning of a code there."""
    return any(line == other or other.endswith(f': {line}') for other in lines)
