from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..compat.organisation_number import has_organisation_number
from ..connection.pagero_connection import TO_BE_FOUND
from ..texts.network import trouble_words
from ..tools.actions import dialog_action, list_action
from ..tools.cron import wake_cron


STATES = [
    ('running', "Matching"),
    ('review', "To review"),
    ('connecting', "Connecting"),
    ('done', "Done"),
    ('stopped', "Stopped"),
]
TRANSITIONS = {
    'running': {'review', 'stopped'},
    'review': {'running', 'connecting', 'done'},
    'connecting': {'review', 'stopped'},
    'done': {'review'},
    'stopped': {'running', 'review'},
}
NO_TROUBLE = {'trouble_parameters': False, 'trouble': False}
# Sets of states, each the answer to one question: what the scheduled action works on, and which
# lines stand on which page of the form.
ACTIVE = ('running', 'connecting')
SURE_LINES = ('sure', 'connecting', 'refused')
UNMATCHED_LINES = ('none', 'failed', 'skipped')
# What has become of those that are done, by the state of their connection.
OUTCOMES = {
    'connected_count': ('connected',),
    'requested_count': ('requested',),
    'routing_count': ('routing_needed', 'routing_ordered'),
}
STATED_ACCEPTANCES = [
    ('by_itself', "They accept automatically"),
    ('must_approve', "They must approve: send requests"),
    ('needs_routing', "They need routing orders"),
]


class PageroMatchRun(models.Model):
    """Many customers are looked for at once, in the background; a person reviews the result."""

    _name = 'pagero.match.run'
    _description = "Match Customers"
    _inherit = ['pagero.lifecycle.mixin', 'pagero.scheduled.mixin']
    _transitions = TRANSITIONS
    _order = 'id desc'
    _rec_names_search = ['user_id']
    _check_company_auto = True

    name = fields.Char(compute='_compute_name')
    account_id = fields.Many2one(
        'pagero.account',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
        check_company=True,
    )
    company_id = fields.Many2one(
        'res.company',
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        'res.users',
        string="Started By",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        help="The user who last pressed a button: customers are connected with that user's rights.",
    )
    gateway = fields.Selection(related='account_id.gateway')
    state = fields.Selection(
        STATES, default='running', required=True, readonly=True, copy=False, index=True
    )
    stated_way = fields.Selection(
        STATED_ACCEPTANCES,
        string="How Are They Reached?",
        help="The public directory does not tell. Look it up in Pagero Online before you connect"
        " them all.",
    )
    send_with_pagero = fields.Boolean(
        string="Send Their Invoices with Pagero",
        help="For the customers that are connected from here. Those with a sending method of their"
        " own keep it.",
    )
    message = fields.Text(
        string="Message to the Customers",
        readonly=True,
        copy=False,
        help="Stands in the requests to those that must approve you.",
    )
    # A code of ``network_words`` with its parameters; the words of others stand apart.
    trouble_parameters = fields.Json(string="Trouble", readonly=True, copy=False)
    trouble = fields.Char(string="What the Network Said", readonly=True, copy=False)
    trouble_words = fields.Char(string="What Went Wrong", compute='_compute_trouble_words')

    line_ids = fields.One2many('pagero.match.line', 'run_id', readonly=True)
    sure_ids = fields.One2many(
        'pagero.match.line',
        'run_id',
        string="Sure Hits",
        readonly=True,
        domain=[('state', 'in', SURE_LINES)],
    )
    doubtful_ids = fields.One2many(
        'pagero.match.line',
        'run_id',
        string="Doubtful Hits",
        domain=[('state', '=', 'doubtful')],
    )
    lost_ids = fields.One2many(
        'pagero.match.line',
        'run_id',
        readonly=True,
        domain=[('state', 'in', UNMATCHED_LINES)],
    )
    done_ids = fields.One2many(
        'pagero.match.line',
        'run_id',
        string="Customers Done",
        readonly=True,
        domain=[('state', '=', 'done')],
    )
    line_count = fields.Integer(string="Customers", compute='_compute_counts')
    waiting_count = fields.Integer(compute='_compute_counts')
    sure_count = fields.Integer(string="Sure", compute='_compute_counts')
    doubtful_count = fields.Integer(string="Doubtful", compute='_compute_counts')
    none_count = fields.Integer(string="Not Found", compute='_compute_counts')
    failed_count = fields.Integer(string="Failed", compute='_compute_counts')
    done_count = fields.Integer(string="Settled", compute='_compute_counts')
    connected_count = fields.Integer(compute='_compute_outcomes')
    requested_count = fields.Integer(compute='_compute_outcomes')
    routing_count = fields.Integer(compute='_compute_outcomes')
    progress = fields.Float(compute='_compute_counts')
    is_active = fields.Boolean(string="In Progress", compute='_compute_is_active')

    # === COMPUTES === #

    @api.depends('create_date')
    @api.depends_context('lang', 'uid')
    def _compute_name(self):
        for run in self:
            created = run.create_date or fields.Datetime.now()
            run.name = run.env._(
                "Matching of %(moment)s",
                moment=format_datetime(run.env, created, dt_format='short'),
            )

    @api.depends('trouble', 'trouble_parameters')
    @api.depends_context('lang')
    def _compute_trouble_words(self):
        for run in self:
            run.trouble_words = trouble_words(self.env, run.trouble_parameters, run.trouble)

    @api.depends('state')
    def _compute_is_active(self):
        for run in self:
            run.is_active = run.state in ACTIVE

    @api.depends('line_ids.state')
    def _compute_counts(self):
        groups = self.env['pagero.match.line']._read_group(
            [('run_id', 'in', self.ids)], ['run_id', 'state'], ['__count']
        )
        for run in self:
            counts = {state: count for each, state, count in groups if each == run}
            waiting = counts.get('waiting', 0)
            total = sum(counts.values())
            connecting = counts.get('connecting', 0)
            left = waiting + connecting
            run.update(
                {
                    'line_count': total,
                    'waiting_count': left,
                    'sure_count': counts.get('sure', 0) + connecting + counts.get('refused', 0),
                    'doubtful_count': counts.get('doubtful', 0),
                    'none_count': counts.get('none', 0),
                    'failed_count': counts.get('failed', 0),
                    'done_count': counts.get('done', 0),
                    'progress': 100.0 * (total - left) / total if total else 0.0,
                }
            )

    @api.depends('done_ids.connection_state')
    def _compute_outcomes(self):
        """What has become of those that are done: connected is not all of them."""
        for run in self:
            states = run.done_ids.mapped('connection_state')
            for name, counted in OUTCOMES.items():
                run[name] = sum(state in counted for state in states)

    # === START === #

    def action_start_all(self):
        """Match every company that has a number and can't be reached yet, whatever is selected."""
        return self._start_with(self.env['res.partner'].search(self._unmatched_domain()))

    @api.model
    def _unmatched_domain(self):
        companies = Domain('parent_id', '=', False) & Domain('ref_company_ids', '=', False)
        numbered = has_organisation_number() | Domain('vat', '!=', False)
        customers = Domain('customer_rank', '>', 0) | Domain('supplier_rank', '=', 0)
        unconnected = Domain('pagero_connection_state', 'in', list(TO_BE_FOUND))
        return companies & numbered & customers & unconnected

    @api.model
    def _start_with(self, partners):
        """Begin in the background with those that are not connected; opens the run."""
        self.check_access('create')
        account = self.env['pagero.account']._of_current_company()
        companies = partners.commercial_partner_id
        companies = companies.filtered_domain(companies._check_company_domain(self.env.company))
        unconnected = companies.filtered(lambda each: each.pagero_connection_state in TO_BE_FOUND)
        if not unconnected:
            raise UserError(
                self.env._(
                    "There are no customers to match: they are already connected, or have no"
                    " organisation number."
                )
            )
        lines = [Command.create({'partner_id': partner.id}) for partner in unconnected]
        # Set here, as a field's default would also be written into the runs of before.
        values = {'account_id': account.id, 'user_id': self.env.uid, 'send_with_pagero': True}
        run = self.sudo().create({**values, 'line_ids': lines})
        run._wake()
        return run.sudo(self.env.su)._open()

    def _open(self):
        self.ensure_one()
        return self._get_records_action(name=self.env._("Match Customers"))

    def _wake(self, **options):
        wake_cron(self.env, 'pagero_connector.ir_cron_pagero_match', **options)

    # === BUTTONS === #

    def action_connect_sure(self):
        """Sum up first what connecting all sure hits will do."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_unless_movable('connecting')
        self._ready_lines()
        title = self.env._("Connect Sure Hits")
        return dialog_action('pagero.match.connect', title, run_id=self.id)

    def _connect_sure(self, message):
        """Connect them in the background; those with questions are asked one by one."""
        self.check_access('write')
        self._ready_lines()._move_to('connecting', attempts=0)
        self._begin('connecting', message=message)

    def _ready_lines(self):
        ready = self.line_ids.filtered(lambda line: line._is_ready_to_connect())
        if not ready:
            raise UserError(self._why_none_is_ready())
        return ready

    def _why_none_is_ready(self):
        if self.sure_count and self.gateway == 'public' and not self.stated_way:
            return self.env._("First choose how these customers are reached.")
        return self.env._(
            "None of the sure hits can be connected at once: they ask questions, or take no"
            " invoices. Connect them one by one."
        )

    def action_try_again(self):
        """Look once more for the customers about which the network gave no answer."""
        self.ensure_one()
        self.line_ids.filtered(lambda line: line.state == 'failed')._move_to('waiting', attempts=0)
        self._begin('running')

    def action_stop(self):
        """Nothing more is looked for or connected; what was found stays."""
        self._move_to('stopped')
        self.line_ids.filtered(lambda line: line.state == 'connecting')._move_to('sure')

    def action_continue(self):
        """Go on where it was stopped."""
        self._begin('running')

    def action_done(self):
        """The review is finished."""
        self._move_to('done')

    # === WHAT BECAME OF THEM === #

    def action_open_connected(self):
        """The customers that can be reached now."""
        title = self.env._("Connected")
        return self._open_outcome('pagero.connection', title, [('state', '=', 'connected')])

    def action_open_requests(self):
        """The requests that were sent from here."""
        title = self.env._("Connection Requests")
        return self._open_outcome('pagero.connection.request', title, [])

    def action_open_routing(self):
        """The routing orders of this run: drafts whose letters can be sent together."""
        title = self.env._("Routing Orders")
        return self._open_outcome('pagero.routing.order', title, [])

    def _open_outcome(self, model, title, domain):
        self.ensure_one()
        partners = self.done_ids.partner_id.pagero_receiver_id
        mine = [('account_id', '=', self.account_id.id), ('partner_id', 'in', partners.ids)]
        return list_action(model, title, [*mine, *domain], modes='list,form')

    def _begin(self, target, **values):
        """The scheduled action goes on with the rights of the user who asks for it now."""
        self._move_to(target, **NO_TROUBLE, **values, user_id=self.env.uid)
        self._wake()

    def _move_to(self, target, **values):
        super()._move_to(target, **values)
        self._tell_browsers()

    def _tell_browsers(self):
        """Reload the open form of the user who started it."""
        for user, runs in self.sudo().grouped('user_id').items():
            user._bus_send('pagero_document_moved', {self._name: runs.ids})
