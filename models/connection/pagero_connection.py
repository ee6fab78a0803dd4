from odoo import api, fields, models
from odoo.exceptions import UserError

from ..mixins.pagero_guarded_mixin import ids_in


STATES = [
    ('none', "No connection"),
    ('requested', "Requested"),
    ('routing_needed', "Routing needed"),
    ('routing_ordered', "Routing ordered"),
    ('connected', "Connected"),
    ('changed', "Other numbers"),
    ('rejected', "Rejected"),
    ('cancelled', "Cancelled"),
    ('not_found', "Not found"),
    ('inactive', "Inactive"),
]
LEARNT = {'not_found', 'inactive'}  # any state may turn out to be one of these
# Customers to look for on the network: for the first time, or anew.
TO_BE_FOUND = ('none', *sorted(LEARNT))
TRANSITIONS = {
    'none': {'connected', 'requested', 'routing_needed', *LEARNT},
    'requested': {'connected', 'routing_needed', 'rejected', 'cancelled', *LEARNT},
    # requested: a person asks the recipient once more
    'routing_needed': {'routing_ordered', 'connected', 'requested', *LEARNT},
    'routing_ordered': {'connected', 'routing_needed', *LEARNT},
    'connected': {'changed', 'routing_needed', 'none', 'requested', *LEARNT},
    # The customer has other numbers than those that were connected; see identity.py.
    'changed': {'connected', 'routing_needed', 'none', 'requested', *LEARNT},
    'rejected': {'requested', *LEARNT},
    'cancelled': {'requested', *LEARNT},
    'not_found': {'connected', 'requested', 'routing_needed', 'inactive'},
    'inactive': {'connected', 'requested', 'routing_needed', 'not_found'},
}
ACCEPTANCES = [
    ('by_itself', "Accepts automatically"),
    ('must_approve', "Must approve"),
    ('needs_routing', "Needs routing"),
    ('unknown', "Unknown"),
]


class PageroConnection(models.Model):
    """How one customer is reached over one account: the link that Production waits for."""

    _name = 'pagero.connection'
    _description = "Pagero Connection"
    _inherit = [
        'pagero.lifecycle.mixin',
        'pagero.scheduled.mixin',
        'pagero.online.mixin',
        'mail.thread',
        'mail.activity.mixin',
    ]
    _transitions = TRANSITIONS
    _set_once = ('account_id', 'partner_id')  # one made on the form says whose it is
    _fixed_when = {'_is_at_network': ('network_company_id', 'capability_ids')}
    _rec_name = 'partner_id'

    # === WHO === #
    account_id = fields.Many2one(
        'pagero.account',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
        default=lambda self: self.env.company._pagero_account(),
    )
    company_id = fields.Many2one(related='account_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
        domain="[('is_company', '=', True), ('pagero_receiver_id', '!=', False)]",
    )
    salesperson_id = fields.Many2one(
        'res.users',
        tracking=True,
        help="Gets an activity when the recipient answers, or takes too long to.",
    )
    state = fields.Selection(
        STATES, default='none', required=True, readonly=True, copy=False, tracking=True
    )

    # === WHAT THE NETWORK KNOWS === #
    network_company_id = fields.Char(string="Network Company ID", tracking=True)
    network_connection_id = fields.Char(
        string="Network Connection ID", readonly=True, copy=False, index='btree_not_null'
    )
    gateway = fields.Selection(related='account_id.gateway')
    acceptance = fields.Selection(ACCEPTANCES, default='unknown', readonly=True)
    operator_name = fields.Char(string="Operator", tracking=True)
    operator_id = fields.Char(string="Operator ID", readonly=True)
    requirements_url = fields.Char(
        string="Requirements Page", help="Where the recipient explains its requirements."
    )
    accepts_tests = fields.Selection(
        [('yes', "Yes"), ('no', "No"), ('unknown', "Unknown")],
        default='unknown',
        readonly=True,
    )

    # === NUMBERS AND PAPERS === #
    customer_number = fields.Char(
        compute='_compute_customer_number',
        inverse='_inverse_customer_number',
        store=True,
        tracking=True,
        help="The customer's number in your customer directory in Pagero Online. Pagero"
        " identifies the recipient by it first.",
    )
    number_ids = fields.One2many(
        'pagero.connection.number', 'connection_id', string="Customer Numbers"
    )
    capability_ids = fields.One2many(
        'pagero.connection.capability', 'connection_id', string="Capabilities"
    )
    request_ids = fields.One2many(
        'pagero.connection.request', 'connection_id', string="Requests", readonly=True
    )
    routing_order_ids = fields.One2many(
        'pagero.routing.order', 'connection_id', string="Routing Orders", readonly=True
    )
    lacks_request = fields.Boolean(
        compute='_compute_lacks_request',
        help="The recipient must approve you, and no request is pending.",
    )
    document_count = fields.Integer(compute='_compute_counts')
    waiting_count = fields.Integer(compute='_compute_counts', string="Waiting Invoices")

    _account_partner_unique = models.Constraint(
        'unique(account_id, partner_id)',
        "This customer already has a connection over this account.",
    )

    # === COMPUTES === #

    @api.depends('partner_id', 'state')
    def _compute_display_name(self):
        for connection in self:
            connection.display_name = connection.partner_id.display_name

    @api.depends('number_ids.name', 'number_ids.sequence')
    def _compute_customer_number(self):
        for connection in self:
            first = connection.number_ids.sorted(lambda line: (line.sequence, line._origin.id))[:1]
            connection.customer_number = first.name

    def _inverse_customer_number(self):
        """The first of the numbers is the one that is shown."""
        for connection in self:
            number, first = connection.customer_number, connection.number_ids.sorted()[:1]
            if first and number:
                first.name = number
            elif first:
                first.unlink()
            elif number:
                connection.number_ids = [fields.Command.create({'name': number})]
        # Where the first was taken away, the next one moves up.
        self.env.add_to_compute(self._fields['customer_number'], self)

    @api.depends('state', 'request_ids.state')
    def _compute_lacks_request(self):
        for connection in self:
            asked = connection.request_ids.filtered('is_open')
            connection.lacks_request = connection.state == 'requested' and not asked

    def _compute_counts(self):
        """By account and customer, as documents know them: two queries for any number."""
        found = self.env['pagero.document']._read_group(
            [
                ('account_id', 'in', self.account_id.ids),
                ('partner_id', 'in', self.partner_id.ids),
                ('direction', '=', 'out'),
            ],
            ['account_id', 'partner_id', 'state', 'held_reason'],
            ['__count'],
        )
        for connection in self:
            mine = [
                (state, reason, count)
                for account, partner, state, reason, count in found
                if account == connection.account_id and partner == connection.partner_id
            ]
            connection.document_count = sum(count for *_where, count in mine)
            connection.waiting_count = sum(
                count for *where, count in mine if where == ['held', 'connection']
            )

    # === CREATION, CHANGE AND REMOVAL === #

    @api.model_create_multi
    def create(self, vals_list):
        """Connections belong to the whole company, or to a department with its own address."""
        for vals in vals_list:
            partner = self.env['res.partner'].browse(ids_in(vals.get('partner_id')))
            receiver = partner.pagero_receiver_id
            vals['partner_id'] = receiver.id or vals.get('partner_id')
            vals.setdefault('salesperson_id', self._usual_salesperson(receiver).id)
        connections = super().create(vals_list)
        connections.filtered(lambda each: each.state == 'connected' and not each.made_for)._bind()
        return connections

    def _usual_salesperson(self, partner):
        """The user who connects the customer, else the customer's own salesperson."""
        me = self.env.user
        return partner.user_id if me._is_superuser() or me.share else me

    @api.ondelete(at_uninstall=False)
    def _unlink_except_waited_for(self):
        for connection in self.filtered(lambda connection: connection._held_documents()):
            raise UserError(
                connection.env._(
                    "Invoices are waiting for the connection to %(partner)s. Cancel them first.",
                    partner=connection.partner_id.display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_connected(self):
        for connection in self.filtered('network_connection_id'):
            raise UserError(
                connection.env._(
                    "%(partner)s is connected at Pagero. Press Disconnect Customer first.",
                    partner=connection.partner_id.display_name,
                )
            )

    def _is_at_network(self):
        """What the network was told when the customer was connected isn't changed here alone."""
        return bool(self.sudo().network_connection_id)

    # === LOOK-UP === #

    def action_search_network(self):
        """Look for this customer on the network, to connect it from there."""
        self.ensure_one()
        return self.partner_id.with_company(self.company_id).action_search_pagero_network()

    def action_open_documents(self):
        """What was sent to this customer, and what waits."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pagero_connector.pagero_document_action'
        )
        domain = [('account_id', '=', self.account_id.id), ('partner_id', '=', self.partner_id.id)]
        return {**action, 'domain': domain, 'context': {}}

    @api.model
    def _by_partner(self, account, partners):
        """{receiver's id: connection} over one account, in one query."""
        found = self.sudo().search(
            [('account_id', '=', account.id), ('partner_id', 'in', partners.ids)]
        )
        return {connection.partner_id.id: connection for connection in found}
