from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..gateway.pagero_gateway import RecipientGone
from ..tools.actions import dialog_action
from ..tools.later_steps import later_step, one_by_one


_lt = LazyTranslate(__name__)

STATES = [
    ('draft', "Draft"),
    ('awaiting_response', "Awaiting response"),
    ('active', "Active"),
    ('cancelled', "Cancelled"),
]
# Only a person leads an order out of the waiting: see ``_can_move_to``.
TRANSITIONS = {
    'draft': {'awaiting_response', 'cancelled'},
    'awaiting_response': {'active', 'cancelled'},
    'active': set(),
    'cancelled': set(),
}
SENDERS_OPERATOR = 'Pagero'


class PageroRoutingOrder(models.Model):
    """One order to open a route to a recipient that uses another operator."""

    _name = 'pagero.routing.order'
    _description = "Routing Order"
    _inherit = ['pagero.enquiry.mixin']
    _transitions = TRANSITIONS
    _fixed_when = {'_is_closed': ('operator_name',)}
    _letter_template = 'pagero_connector.mail_template_routing_order'
    _letter_title = _lt("Order a Route")
    _chase_summary = _lt("Route not confirmed")
    _chase_note = _lt(
        "The customer has not confirmed the route. Remind it, and press Activate once it has"
        " confirmed. Until then its invoices wait."
    )
    _no_reader = _lt(
        "This letter has no recipient with an e-mail address. Add one, or close it and press Mark"
        " as Ordered."
    )

    connection_state = fields.Selection(related='connection_id.state', string="Connection State")
    state = fields.Selection(
        STATES, default='draft', required=True, readonly=True, copy=False, tracking=True
    )
    is_awaiting = fields.Boolean(compute='_compute_is_awaiting')
    user_id = fields.Many2one(string="Ordered By")
    operator_name = fields.Char(
        string="Recipient's Operator", help="Where the recipient gets its invoices."
    )
    ordered_at = fields.Datetime(string="Ordered", readonly=True, copy=False)
    activated_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    activated_at = fields.Datetime(string="Activated", readonly=True, copy=False)
    confirmation = fields.Text(
        readonly=True, copy=False, help="What the customer answered when it confirmed the route."
    )
    network_word = fields.Char(
        string="State in the Network",
        readonly=True,
        copy=False,
        help="The state of this order in the network. Only a person changes the state here.",
    )
    sender_operator = fields.Char(compute='_compute_letter')
    recipient_numbers = fields.Char(compute='_compute_letter', string="Recipient's Numbers")

    # === COMPUTES === #

    @api.depends('state')
    def _compute_is_awaiting(self):
        for order in self:
            order.is_awaiting = order.state == 'awaiting_response'

    @api.depends('partner_id')
    @api.depends_context('lang')
    def _compute_letter(self):
        for order in self:
            order.sender_operator = SENDERS_OPERATOR
            order.recipient_numbers = order._numbers_of(order.partner_id)

    @api.model
    def _awaited_domain(self, limit):
        still_wanted = Domain('connection_id.state', '=', 'routing_ordered')
        waits = Domain('state', '=', 'awaiting_response') & Domain('ordered_at', '<=', limit)
        return waits & still_wanted

    def _is_closed(self):
        return self.state in ('active', 'cancelled')

    # === THE GATE === #

    def _can_move_to(self, target):
        """No scheduled action, poll or delivery ends the waiting: only a person does."""
        if self.state == 'awaiting_response' and self.env.uid == SUPERUSER_ID:
            return False
        return super()._can_move_to(target)

    def _before_move(self, target, values):
        now = fields.Datetime.now()
        if target == 'awaiting_response':
            values.setdefault('ordered_at', now)
        if target == 'active':
            values.update(activated_by_id=self.env.uid, activated_at=now)

    def _await_response(self, **values):
        """Ordered: from now on we wait for the customer's answer."""
        for order in self:
            order._refuse_unless_needed()
        self._refuse_unless_movable('awaiting_response')
        one_by_one(self, lambda order: order._order_and_await(values))

    def _order_and_await(self, values):
        try:
            network_id = self.account_id.sudo()._gateway()._order_route(self.sudo())
        except RecipientGone:
            self._recipient_is_gone()
            return
        self._move_to('awaiting_response', network_id=network_id, **values)
        if self.connection_id.state == 'routing_needed':
            with later_step(self):
                self.connection_id._move_to('routing_ordered')

    def _recipient_is_gone(self):
        """Keep that the recipient is deactivated, which an error would undo, and tell the user."""
        self.connection_id._learn('inactive')
        self.env.user._bus_send(
            'simple_notification',
            {
                'type': 'warning',
                'message': self.env._(
                    "%(partner)s is deactivated in the network, so no route can reach it. Ask the"
                    " customer where it receives its invoices now.",
                    partner=self.partner_id.display_name,
                ),
            },
        )

    def _refuse_unless_needed(self):
        """Refuse where the route is open already, or its recipient is gone."""
        if self.connection_id.state not in ('routing_needed', 'routing_ordered'):
            raise UserError(
                self.env._(
                    "The connection of %(partner)s is “%(state)s”, so no route can be ordered.",
                    partner=self.partner_id.display_name,
                    state=self.connection_id._state_label(self.connection_id.state),
                )
            )

    def _activate(self, confirmation):
        """The customer has confirmed: the route is open, and what waited is sent."""
        self._refuse_unless_movable('active')
        one_by_one(self, lambda order: order._activate_there(confirmation))

    def _activate_there(self, confirmation):
        if self._tell_that_it_is_set_up():
            self._close('active', confirmation)
            with later_step(self):
                self.connection_id._arrive('connected')

    def _tell_that_it_is_set_up(self):
        """Tell the network; returns whether the recipient is still there."""
        try:
            self.account_id.sudo()._gateway()._activate_route(self.sudo())
        except RecipientGone:
            self._recipient_is_gone()
            return False
        return True

    def _take_back(self):
        """Tell the network; the order can be given up even when the recipient is gone."""
        try:
            self.account_id.sudo()._gateway()._cancel_route(self.sudo())
        except RecipientGone:
            self._recipient_is_gone()

    def _close(self, state, reason):
        """End the waiting with what a person said."""
        for order in self:
            order._move_to(state, **({'confirmation': reason} if state == 'active' else {}))
            if reason:
                with later_step(order):
                    order.message_post(body=reason)

    # === THE LETTER === #

    def _refuse_letter(self):
        if self.state != 'draft':
            raise UserError(self.env._("This order was already sent. Make a new one."))
        self._refuse_unless_needed()

    def _letter_leaves(self, sent_at):
        """From now on we wait for the customer's answer."""
        drafts = self.filtered(lambda order: order.state == 'draft')
        drafts._await_response(mail_sent_at=sent_at)
        return 'inactive' not in drafts.connection_id.mapped('state')

    # === BUTTONS === #

    def action_skip_email(self):
        """The customer was asked another way."""
        self.check_access('write')
        self._await_response()

    def action_activate(self):
        """Ask first whether the customer has confirmed that the route is set up."""
        self.check_access('write')
        waiting = self.filtered('is_awaiting')
        if not waiting:
            raise UserError(self.env._("Only orders that await a response can be activated."))
        return dialog_action(
            'pagero.routing.order.activate', self.env._("Activate Routing"), order_ids=waiting.ids
        )

    def action_cancel(self):
        """Give the order up; its customer needs a route again."""
        self.check_access('write')
        self._refuse_unless_movable('cancelled')
        one_by_one(self, type(self)._cancel)

    def _cancel(self):
        if self.is_awaiting:
            self._take_back()
        self._move_to('cancelled')
        connection = self.connection_id
        if connection.state == 'routing_ordered' and not connection._awaited_orders():
            with later_step(self):
                connection._move_to('routing_needed')

    def action_order_again(self):
        """A new order for the same customer."""
        self.ensure_one()
        return self.connection_id.action_order_route()
