"""What became of a document, by whom and when: stored as codes, told in the reader's language."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..texts.findings import html_table


class PageroEventMixin(models.AbstractModel):
    """One event; only ever appended. Codes and parameters are stored, not sentences."""

    _name = 'pagero.event.mixin'
    _description = "Event of a Document"
    _inherit = ['pagero.record.mixin']
    _order = 'id desc'
    _rec_name = 'code'

    _sentences = {}  # {code: a template with the names of ``_words``}

    code = fields.Char(required=True, readonly=True)
    parameters = fields.Json(readonly=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True)
    sentence = fields.Char(string="What Happened", compute='_compute_sentence')
    said = fields.Char(
        string="Details", compute='_compute_said', help="What Pagero or another server said."
    )

    @api.depends('code', 'parameters')
    @api.depends_context('lang')
    def _compute_sentence(self):
        for event in self:
            sentence = self._sentences.get(event.code)
            template = self.env._(sentence) if sentence else ''
            told = template % event._words() if sentence else event.code
            event.sentence = ' '.join(told.split())

    @api.depends('code', 'parameters')
    def _compute_said(self):
        for event in self:
            event.said = event._said()

    def _words(self):
        """What the templates name, in the reader's language."""
        return {}

    def _said(self):
        """The words of others behind the sentence."""
        return (self.parameters or {}).get('said') or False


class PageroHistoryMixin(models.AbstractModel):
    """A document that remembers in ``event_ids`` what became of it."""

    _name = 'pagero.history.mixin'
    _description = "History of a Document"

    history = fields.Html(compute='_compute_history')

    @api.depends('event_ids')
    @api.depends_context('lang', 'tz', 'uid', 'allowed_company_ids')
    def _compute_history(self):
        for document in self:
            document.history = timeline(self.env, document.event_ids)

    def _log(self, code, *, user=False, **parameters):
        """Append one event to each document; ``user`` when a person did it."""
        self.env[self._fields['event_ids'].comodel_name].sudo().create(
            [
                {
                    'document_id': document.id,
                    'code': code,
                    'parameters': {**document._always_told(), **parameters} or False,
                    'user_id': self.env.uid if user else False,
                }
                for document in self
            ]
        )

    def _always_told(self):
        """Parameters of every event."""
        return {}


def timeline(env, *histories):
    """Events of any documents as a table, the newest first; False where there are none."""
    events = [event for events in histories for event in events]
    if not events:
        return False
    events.sort(key=lambda event: (event.create_date, event.id), reverse=True)
    several = len({event.document_id for event in events}) > 1
    heads = [env._("When"), env._("What Happened"), env._("By")]
    heads += [env._("Document")] if several else []
    return html_table(heads, [_row(env, event, several) for event in events])


def _row(env, event, several):
    what = Markup("%s%s") % (event.sentence, _details(env, event.said))
    row = [format_datetime(env, event.create_date), what, event.user_id.sudo().name or '']
    return [*row, event.document_id.display_name] if several else row


def _details(env, said):
    """One click away: the words of others are for those who ask for them."""
    details = Markup('<details class="small text-muted"><summary>%s</summary>%s</details>')
    return details % (env._("Details"), said) if said else ''
