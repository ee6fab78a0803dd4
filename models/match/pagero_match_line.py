from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..connection.pagero_connection import STATES as CONNECTION_STATES
from ..gateway.ways_to_connect import way_of
from ..texts.network import advice_on, trouble_words


STATES = [
    ('waiting', "Waiting"),
    ('sure', "Sure"),
    ('doubtful', "Doubtful"),
    ('none', "Not found"),
    ('failed', "No answer"),
    ('connecting', "Connecting"),
    ('refused', "Not connected"),
    ('done', "Done"),
    ('skipped', "Skipped"),
]
TRANSITIONS = {
    'waiting': {'sure', 'doubtful', 'none', 'failed'},
    'sure': {'connecting', 'done', 'skipped'},
    'doubtful': {'sure', 'skipped'},
    'none': {'waiting', 'skipped'},
    'failed': {'waiting', 'skipped'},
    'connecting': {'done', 'refused', 'sure'},
    'refused': {'connecting', 'done', 'skipped'},
    'done': set(),
    'skipped': {'waiting'},
}
NO_REASON = {'reason_parameters': False, 'reason': False}


class PageroMatchLine(models.Model):
    """One customer that is looked for, and the companies of the network that it may be."""

    _name = 'pagero.match.line'
    _description = "Customer to Match"
    _inherit = ['pagero.lifecycle.mixin']
    _transitions = TRANSITIONS
    _order = 'run_id, id'
    _rec_name = 'partner_id'
    _check_company_auto = True
    _fixed_when = {'_is_decided': ('candidate_id', 'is_confirmed')}

    run_id = fields.Many2one(
        'pagero.match.run', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='run_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
        check_company=True,
    )
    state = fields.Selection(
        STATES, default='waiting', required=True, readonly=True, copy=False, index=True
    )
    attempts = fields.Integer(readonly=True)
    # A code of ``network_words`` with its parameters; the words of others stand apart.
    reason_parameters = fields.Json(string="Refusal", readonly=True)
    reason = fields.Char(string="Words of the Network", readonly=True)
    reason_words = fields.Char(string="Reason", compute='_compute_reason_words')
    candidate_ids = fields.One2many('pagero.match.candidate', 'line_id', readonly=True)
    candidate_id = fields.Many2one(
        'pagero.match.candidate',
        string="On the Network",
        domain="[('line_id', '=', id)]",
        ondelete='set null',
    )
    candidate_numbers = fields.Char(string="Network Numbers", related='candidate_id.numbers')
    is_confirmed = fields.Boolean(
        string="Compared", help="The numbers in Odoo and on the network belong to the same company."
    )
    address = fields.Char(related='candidate_id.address')
    acceptance = fields.Selection(related='candidate_id.acceptance')
    partner_numbers = fields.Char(string="Own Numbers", compute='_compute_partner_numbers')
    asks_questions = fields.Boolean(compute='_compute_candidate')
    takes_invoices = fields.Boolean(compute='_compute_candidate')
    connection_state = fields.Selection(
        CONNECTION_STATES, string="Connection", compute='_compute_connection_state'
    )

    @api.depends('reason', 'reason_parameters')
    @api.depends_context('lang')
    def _compute_reason_words(self):
        for line in self:
            trouble = line.reason_parameters
            told = trouble_words(self.env, trouble, line.reason)
            line.reason_words = f'{told} {advice_on(self.env, trouble)}'.strip()

    @api.depends('partner_id')
    def _compute_partner_numbers(self):
        for line in self:
            numbers = line.partner_id._pagero_identifiers()
            words = (numbers.orgnr, (numbers.endpoint or ('', ''))[1], numbers.vat, numbers.gln)
            line.partner_numbers = ' · '.join(list(dict.fromkeys(filter(None, words)))[:2])

    @api.depends('candidate_id.company')
    def _compute_candidate(self):
        """What the company that was found asks, and whether it takes invoices."""
        for line in self:
            company = line.candidate_id and line.candidate_id._company()
            known = company.capabilities if company else ()
            taken = {(each.document_type, each.direction) for each in known}
            line.asks_questions = bool(company and company.requirements)
            line.takes_invoices = not taken or ('invoice', 'receive') in taken

    @api.depends('partner_id', 'state')
    def _compute_connection_state(self):
        for run, lines in self.grouped('run_id').items():
            connections = self.env['pagero.connection']._by_partner(
                run.account_id, lines.partner_id
            )
            for line in lines:
                line.connection_state = connections.get(
                    line.partner_id.id, self.env['pagero.connection']
                ).state

    @api.constrains('candidate_id')
    def _check_candidate(self):
        for line in self:
            if line.candidate_id and line.candidate_id.line_id != line:
                raise ValidationError(self.env._("This company was found for another customer."))

    def _is_decided(self):
        return self.state != 'doubtful'

    @api.onchange('candidate_id')
    def _onchange_candidate_id(self):
        """What was compared was another company's numbers."""
        self.is_confirmed = False

    def write(self, vals):
        """The same for a write without a form."""
        if 'candidate_id' in vals:
            vals = {'is_confirmed': False, **vals}
        return super().write(vals)

    # === REVIEW === #

    def action_choose(self):
        """This hit is the customer: the user has compared the numbers."""
        for line in self:
            if not line.candidate_id:
                raise UserError(self.env._("Choose the company first."))
            if not line.is_confirmed:
                raise UserError(line._compare_sentence())
            line._move_to('sure')
        self.run_id._tell_browsers()

    def _compare_sentence(self):
        return self.env._(
            "Compare the numbers of %(company)s with those of %(partner)s, and tick Compared: a"
            " name alone does not tell companies apart.",
            company=self.candidate_id.name,
            partner=self.partner_id.display_name,
        )

    def action_skip(self):
        """None of the hits is the customer."""
        self._move_to('skipped')
        self.run_id._tell_browsers()

    def action_connect(self):
        """The full question, for one customer."""
        self.ensure_one()
        return self.env['pagero.connect']._open(
            self.candidate_id,
            self.run_id.account_id,
            self.partner_id,
            found_by_name=self.is_confirmed,  # asked of doubtful lines only
        )

    def action_search(self):
        """Look for it by hand."""
        self.ensure_one()
        return self.partner_id.action_search_pagero_network()

    def _is_ready_to_connect(self):
        self.ensure_one()
        if self.state not in ('sure', 'refused') or self.asks_questions or not self.takes_invoices:
            return False
        return self.acceptance != 'unknown' or bool(self.run_id.stated_way)

    def _way(self):
        """How the customer will be connected; '' where it isn't known."""
        stated = self.run_id.stated_way if self.acceptance == 'unknown' else self.acceptance
        way = way_of(acceptance=stated)
        return way.connection_type if way else ''

    # === WHAT THE NETWORK SAYS === #

    def _take(self, match):
        """Keep what was found for this customer."""
        self.ensure_one()
        self.candidate_ids.unlink()
        self.candidate_ids = [
            fields.Command.create({'company': company.to_dict()}) for company in match.companies
        ]
        first = self.candidate_ids[:1]
        self._move_to(match.verdict, candidate_id=first.id, **NO_REASON)


class PageroMatchCandidate(models.Model):
    """A company of the network that the customer may be."""

    _name = 'pagero.match.candidate'
    _description = "Company That a Customer May Be"
    _inherit = ['pagero.record.mixin', 'pagero.company.mixin']
    _order = 'id'
    _rec_names_search = ['line_id']  # its own name is in the JSON

    line_id = fields.Many2one(
        'pagero.match.line', required=True, readonly=True, index=True, ondelete='cascade'
    )

    @api.depends('company')
    def _compute_display_name(self):
        for candidate in self:
            company = candidate._company()
            words = (candidate.name, candidate.numbers, company.town)
            candidate.display_name = ' · '.join(filter(None, words))
