"""Connect a customer: choose, see the sum-up, confirm."""

from dataclasses import asdict

from odoo import Command, api, fields, models

from ..models.gateway.ways_to_connect import way_of
from ..models.partner.differences import differences
from ..models.texts.company import capability_values
from ..models.tools.actions import form_action


CONNECTION_TYPES = [
    ('direct', "Direct: the customer accepts automatically"),
    ('by_request', "By request: the customer must approve you"),
    ('by_routing', "By routing: another operator opens a route"),
]
USUAL = {('invoice', 'receive'), ('credit_note', 'receive')}
REMINDERS = ('payment_reminder', 'receive')


class PageroConnect(models.TransientModel):
    """What the user decides about one company that was found."""

    _name = 'pagero.connect'
    _description = "Connect a Customer"
    _inherit = ['pagero.record.mixin', 'pagero.company.mixin']

    account_id = fields.Many2one('pagero.account', required=True, readonly=True)
    gateway = fields.Selection(related='account_id.gateway', related_sudo=False)
    step = fields.Selection([('choose', "Choose"), ('confirm', "Confirm")], default='choose')

    partner_choice = fields.Selection(
        [('existing', "An existing customer"), ('new', "A new customer")],
        string="Which Customer?",
        default='new',
        required=True,
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", domain="[('parent_id', '=', False)]"
    )
    new_name = fields.Char(string="Name of the Customer")
    asks_name = fields.Boolean(compute='_compute_asks_name')
    offered_partner_id = fields.Many2one('res.partner', readonly=True)
    is_taken = fields.Boolean(readonly=True)
    can_write = fields.Boolean(compute='_compute_can_write')
    found_by_name = fields.Boolean(readonly=True)
    is_namesake = fields.Boolean(readonly=True)
    partner_numbers = fields.Char(
        string="The Customer's Own Numbers", compute='_compute_partner_numbers'
    )
    must_confirm = fields.Boolean(compute='_compute_partner_numbers')
    is_confirmed = fields.Boolean(string="These numbers are the customer's")
    difference_ids = fields.One2many(
        'pagero.connect.difference',
        'connect_id',
        compute='_compute_difference_ids',
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    capability_ids = fields.One2many('pagero.connect.capability', 'connect_id')
    states_way = fields.Boolean(compute='_compute_way')
    stated_way = fields.Selection(CONNECTION_TYPES, string="How Is the Customer Reached?")
    way = fields.Selection(CONNECTION_TYPES, compute='_compute_way')
    customer_numbers = fields.Char(
        help="The customer's number in your customer directory; Pagero identifies the recipient"
        " by it first. Separate several numbers by commas. You can add it later, or leave it out."
    )
    is_number_compared = fields.Boolean(
        string="Compared with Pagero Online",
        compute='_compute_is_number_compared',
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The customer directory in Pagero Online has these numbers for this customer. Only"
        " such a number is on the invoices, since Pagero finds the recipient by it first.",
    )
    is_marked = fields.Boolean(compute='_compute_is_marked')
    send_with_pagero = fields.Boolean(
        string="Send this customer's invoices with Pagero",
        compute='_compute_send_with_pagero',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    message = fields.Text(string="Message to the Customer")
    answer_ids = fields.One2many('pagero.connect.answer', 'connect_id')
    sum_up = fields.Html(compute='_compute_sum_up')
    pagero_online_url = fields.Char(compute='_compute_deep_link')
    menu_path_new = fields.Char(compute='_compute_deep_link')
    menu_path_old = fields.Char(compute='_compute_deep_link')

    # === OPEN === #

    @api.model
    def _open(self, found, account, partner, found_by_name=False):
        """The action that asks about a company; ``partner`` is the customer it was searched for.

        ``found`` is the record that holds the company as the network told it to the server.
        """
        self.check_access('write')
        found.check_access('read')
        account.check_access('read')
        values = self._prepare_values(found, account, partner, found_by_name)
        return self._create_kept(values)._reopen()

    def _reopen(self):
        self.ensure_one()
        return form_action(self, self.env._("Create Connection"), target='new')

    @api.model
    def _prepare_values(self, found, account, partner, found_by_name):
        company = found._company()
        known = self.env['res.partner']._of_companies([company]).get(company, partner)
        known = known.filtered(account._serves)
        # One company may be listed once for each of its addresses, without a number in common.
        is_new = not (partner or known)
        namesake = account._connected_namesake(company) if is_new else partner.browse()
        partner = partner.pagero_receiver_id or known[:1] or namesake
        connection = self.env['pagero.connection']._by_partner(account, partner).get(partner.id)
        usual = USUAL | {REMINDERS} if account._sends_reminders() else USUAL
        return {
            'company': found.company,
            'account_id': account.id,
            'partner_choice': 'existing' if partner else 'new',
            'partner_id': partner.id,
            'offered_partner_id': known[:1].id,
            'found_by_name': found_by_name or bool(namesake),
            'is_namesake': bool(namesake),
            'customer_numbers': connection and ', '.join(connection.number_ids.mapped('name')),
            'capability_ids': [
                Command.create({**capability_values(each), 'is_chosen': _is_one_of(usual, each)})
                for each in company.capabilities
            ],
            'answer_ids': [
                Command.create({'requirement': asdict(each)}) for each in company.requirements
            ],
        }

    @api.model
    def _may_write_customers(self):
        return self.env['res.partner'].has_access('write')

    def _compute_can_write(self):
        self.can_write = self._may_write_customers()

    @api.constrains('partner_id')
    def _check_partner(self):
        for wizard in self:
            wizard.account_id._check_serves(wizard.partner_id)

    # === COMPUTES === #

    def _customer(self):
        """The existing customer that was chosen, or an empty recordset."""
        self.ensure_one()
        return self.partner_id if self.partner_choice == 'existing' else self.partner_id.browse()

    @api.depends('partner_id', 'partner_choice')
    def _compute_is_marked(self):
        """Whether the customer's invoices go with Pagero already."""
        for wizard in self:
            partner = wizard._customer()
            wizard.is_marked = bool(partner) and partner._sends_with_pagero()

    @api.depends('partner_id', 'partner_choice')
    def _compute_send_with_pagero(self):
        for wizard in self.sudo(False):  # we make the dialog as superuser
            wizard.send_with_pagero = wizard.is_marked or wizard._may_write_customers()

    @api.depends('gateway')
    def _compute_is_number_compared(self):
        """Where Pagero is told the number, its directory has it from then on."""
        for wizard in self:
            wizard.is_number_compared = wizard.gateway == 'partner'

    def _connects_invoices(self):
        """Whether invoices will go over the connection; where no source says, they may."""
        lines = self.capability_ids
        return not lines or bool(lines.filtered('is_chosen').filtered('is_for_invoices'))

    @api.depends('company', 'partner_choice')
    def _compute_asks_name(self):
        for wizard in self:
            wizard.asks_name = wizard.partner_choice == 'new' and not wizard._company().name

    @api.depends('partner_id', 'partner_choice')
    def _compute_partner_numbers(self):
        for wizard in self:
            partner = wizard._customer()
            numbers = partner._pagero_identifiers() if partner else None
            words = [numbers.orgnr, *(numbers.endpoint or ())[1:], numbers.gln] if partner else []
            wizard.partner_numbers = ' · '.join(dict.fromkeys(filter(None, words)))
            wizard.must_confirm = wizard.found_by_name or (
                bool(words) and not partner._is_company_of_network(wizard._company())
            )

    @api.depends('partner_id', 'partner_choice')
    def _compute_difference_ids(self):
        for wizard in self.sudo(False):  # we make the dialog as superuser
            lines = [
                {'field_name': name, 'take_over': difference['take_over']}
                for name, difference in wizard._offered().items()
            ]
            wizard.difference_ids = [Command.clear(), *map(Command.create, lines)]

    def _offered(self):
        """{field of the customer: what could be taken over}; looked up here, whatever is sent."""
        partner = self._customer()
        can_take = partner and self._may_write_customers()
        found = differences(self.env, self._company(), partner) if can_take else ()
        return {each['field_name']: each for each in found}

    @api.depends('company', 'stated_way', 'capability_ids.is_chosen')
    def _compute_way(self):
        for wizard in self:
            known = wizard._known_way()
            wizard.states_way = not known
            wizard.way = known or wizard.stated_way

    def _known_way(self):
        """By the documents that were chosen; None where the network doesn't say."""
        types = self.capability_ids.filtered('is_chosen').mapped('connection_type')
        company = self._company()
        is_elsewhere = self.gateway == 'partner' and not company.network_id
        acceptance = 'needs_routing' if is_elsewhere else company.acceptance
        way = way_of(connection_types=types, acceptance=acceptance)
        return way and way.connection_type

    @api.depends('account_id')
    @api.depends_context('lang')
    def _compute_deep_link(self):
        for wizard in self:
            connection = self.env['pagero.connection'].new({'account_id': wizard.account_id.id})
            link = wizard.account_id._gateway()._deep_link(connection)
            wizard.pagero_online_url = link['url']
            wizard.menu_path_new = link['menu_path_new']
            wizard.menu_path_old = link['menu_path_old']


def _is_one_of(documents, capability):
    return (capability.document_type, capability.direction) in documents
