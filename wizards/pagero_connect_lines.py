"""The lines of the question whether to connect: differences, kinds of documents, answers."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.connection.demands import demand_of, is_acceptable, requirement_of
from ..models.connection.pagero_connection_capability import (
    CONNECTION_TYPES,
    DIRECTIONS,
    DOCUMENT_TYPES,
)
from ..models.tools.labels import labels_of


class PageroConnectDifference(models.TransientModel):
    """One field that differs on the network; it is taken over only where the user ticks it."""

    _name = 'pagero.connect.difference'
    _description = "Difference to the Network"
    _inherit = ['pagero.record.mixin']
    _set_once = ('connect_id', 'field_name')
    _order = 'id'

    connect_id = fields.Many2one('pagero.connect', required=True, readonly=True, ondelete='cascade')
    field_name = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Field", compute='_compute_words')
    ours = fields.Char(string="Customer", compute='_compute_words')
    theirs = fields.Char(string="Network", compute='_compute_words')
    take_over = fields.Boolean()

    @api.constrains('connect_id', 'field_name')
    def _check_field_name(self):
        for wizard, lines in self.grouped('connect_id').items():
            others = set(lines.mapped('field_name')) - set(wizard._offered())
            if others:
                raise ValidationError(
                    self.env._(
                        "The network has no other value than the customer in: %(fields)s.",
                        fields=', '.join(sorted(others)),
                    )
                )

    @api.depends(
        'field_name', 'connect_id.company', 'connect_id.partner_id', 'connect_id.partner_choice'
    )
    @api.depends_context('lang')
    def _compute_words(self):
        partners = self.env['res.partner']._fields
        for wizard, lines in self.grouped('connect_id').items():
            offered = wizard._offered() if wizard else {}
            for line in lines:
                difference = offered.get(line.field_name)
                line.label = difference and partners[line.field_name]._description_string(self.env)
                line.ours = difference and difference['ours']
                line.theirs = difference and difference['theirs']


class PageroConnectCapability(models.TransientModel):
    """One kind of document that the company takes or sends."""

    _name = 'pagero.connect.capability'
    _description = "Document Type of a Company"
    _inherit = ['pagero.record.mixin']
    _order = 'id'

    connect_id = fields.Many2one(
        'pagero.connect', string="Dialog", required=True, readonly=True, ondelete='cascade'
    )
    is_chosen = fields.Boolean(string="Connect This")
    document_type = fields.Selection(DOCUMENT_TYPES, required=True, readonly=True)
    document_type_word = fields.Char(readonly=True)
    direction = fields.Selection(DIRECTIONS, required=True, readonly=True)
    connection_type = fields.Selection(CONNECTION_TYPES, required=True, readonly=True)
    is_for_invoices = fields.Boolean(compute='_compute_is_for_invoices')

    @api.depends('document_type', 'direction')
    def _compute_is_for_invoices(self):
        for line in self:
            taken = (line.document_type, line.direction)
            line.is_for_invoices = taken == ('invoice', 'receive')

    @api.depends('document_type', 'document_type_word')
    @api.depends_context('lang')
    def _compute_display_name(self):
        labels = labels_of(self, 'document_type')
        for line in self:
            word = line.document_type == 'other' and line.document_type_word
            line.display_name = word or labels[line.document_type]

    def _chosen(self):
        """As a connection takes them."""
        names = ('document_type', 'document_type_word', 'direction', 'connection_type')
        return [{name: line[name] for name in names} for line in self.filtered('is_chosen')]


class PageroConnectAnswer(models.TransientModel):
    """What we answer to one of the recipient's own questions."""

    _name = 'pagero.connect.answer'
    _description = "Answer to a Recipient's Question"
    _inherit = ['pagero.record.mixin']
    _order = 'id'

    connect_id = fields.Many2one('pagero.connect', required=True, readonly=True, ondelete='cascade')
    requirement = fields.Json(required=True, readonly=True)
    question = fields.Char(compute='_compute_question')
    demand = fields.Char(string="Must Be", compute='_compute_question')
    answer = fields.Char()

    @api.depends('requirement')
    @api.depends_context('lang')
    def _compute_question(self):
        for line in self:
            line.question = line.requirement['question'] or line.requirement['message']
            demand = line._demand()
            line.demand = line._demand_words(demand) if demand else line.requirement['value']

    def _demand_words(self, demand):
        if demand.kind == 'pattern':
            return self.env._("of the form %(pattern)s", pattern=demand.pattern)
        if demand.kind == 'list':
            return self.env._("one of %(values)s", values=' | '.join(demand.allowed))
        if demand.kind == 'range':
            return self.env._("within the limits %(limits)s", limits=demand.in_short())
        return ''

    def _what_is_missing(self):
        """A sentence about the first answer that the recipient would refuse, or None."""
        for line in self:
            if not (line.answer or '').strip():
                return self.env._("Answer the question: %(question)s", question=line.question)
            if not line._is_acceptable():
                return self.env._(
                    "“%(answer)s” does not answer “%(question)s”: it must be %(demand)s.",
                    answer=line.answer,
                    question=line.question,
                    demand=line.demand,
                )
        return None

    def _given(self):
        """As a connection takes them."""
        return [{**line.requirement, 'answer': (line.answer or '').strip()} for line in self]

    def _is_acceptable(self):
        """Whether the answer keeps the recipient's own demand."""
        self.ensure_one()
        return is_acceptable(self._demand(), self.answer.strip())

    def _demand(self):
        return demand_of(requirement_of(self.requirement))
