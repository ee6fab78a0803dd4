"""How the state of a connection moves: by people, by answers, and by what deliveries show."""

from markupsafe import escape

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..tools.actions import dialog_action, notice_action
from ..tools.later_steps import later_step
from .pagero_connection import LEARNT


_lt = LazyTranslate(__name__)

# What a request has become when its connection moves.
REQUEST_STATES = {
    'connected': 'accepted',
    'rejected': 'rejected',
    'cancelled': 'cancelled',
    'none': 'cancelled',
}
# States in which it matters for whom the connection was made.
MADE_STATES = ('connected', 'changed', 'requested', 'routing_needed', 'routing_ordered')
# In these the customer is connected, whether its invoices may leave or not.
CONNECTED_STATES = ('connected', 'changed')
# What a routing order has become when a person sets its connection by hand.
ORDER_STATES = {'connected': 'active', 'routing_needed': 'cancelled', 'none': 'cancelled'}
# What a delivery has shown, and what the salesperson can do about it.
LEARNT_WORDS = {
    'none': (
        _lt("Connection is missing"),
        _lt("An invoice stopped: Pagero has no connection to this recipient. Search the network,"
            " and connect it again."),
    ),
    'requested': (
        _lt("Not approved yet"),
        _lt("An invoice stopped: the recipient has not approved you as a sender. Ask it to accept"
            " your request, or press Send Request."),
    ),
    'routing_needed': (
        _lt("A route is needed"),
        _lt("An invoice stopped: the recipient uses another operator, and no route to it is open."
            " Create a routing order."),
    ),
    'not_found': (
        _lt("Recipient not found"),
        _lt("An invoice stopped: Pagero does not know this recipient. Check its numbers, search"
            " the network, and connect it again."),
    ),
    'inactive': (
        _lt("Recipient deactivated"),
        _lt("An invoice stopped: the recipient is deactivated in the network. Ask the customer"
            " where it receives its invoices now."),
    ),
}  # fmt: skip
TODO = 'mail.mail_activity_data_todo'


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    # === BY HAND === #

    def action_set_state(self):
        """The user states how the customer is reached, with a reason."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_where_network_tells()
        return dialog_action(
            'pagero.connection.set.state', self.env._("Set Connection"), connection_id=self.id
        )

    def _set_by_hand(self, target, reason):
        """Any state may be set by hand: public sources say nothing about connections."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_where_network_tells()
        if target == 'connected':
            self._bind()
        self._enter(target, {})
        self.message_post(body=self.env._("Set by hand: %(reason)s", reason=reason))
        if target in ORDER_STATES:
            self._awaited_orders()._close(ORDER_STATES[target], reason)

    def action_disconnect(self):
        """The user ends the connection, here and at Pagero; invoices wait from then on."""
        self.ensure_one()
        self.check_access('write')
        self._lock()
        if self.state not in CONNECTED_STATES:
            raise UserError(
                self.env._(
                    "The connection of %(partner)s is “%(state)s”, so there is nothing to end.",
                    partner=self.partner_id.display_name,
                    state=self._state_label(self.state),
                )
            )
        self.account_id.sudo()._gateway()._disconnect(self.sudo())
        self._move_to('none', network_connection_id=False)
        self.message_post(body=self.env._("Disconnected."))
        if self.gateway == 'public':
            message = self.env._("Recorded here. End the connection in Pagero Online as well.")
            return notice_action(message, 'warning', sticky=True)
        return None

    def _refuse_where_network_tells(self):
        if self.account_id.gateway != 'public':
            raise UserError(
                self.env._(
                    "The state of this connection comes from the network. Connect the customer"
                    " again, or use the buttons of its request or routing order."
                )
            )

    # === THE GATE === #

    def _after_move(self, target):
        """What the old state asked for is settled; once connected, what waited leaves."""
        with later_step(self):
            self._settle_activities()
        if target not in MADE_STATES:
            self.sudo().is_questioned = False
        if target in REQUEST_STATES:
            self.request_ids.filtered('is_open')._move_to(REQUEST_STATES[target])
        if target == 'connected':
            with later_step(self):
                (self - self._question_identity())._held_documents()._release()

    def _arrive(self, target):
        """Move to where the network stands, by way of *requested* where no arrow leads there."""
        self.ensure_one()
        if self.state == target:
            return
        if not self._can_move_to(target):
            self._move_to('requested')
        self._move_to(target)

    def _follow_request(self, target):
        """Become what the request became, unless the connection has moved on meanwhile."""
        for connection in self:
            if connection.state != target and connection._can_move_to(target):
                connection._move_to(target)

    # === WHAT DELIVERIES SHOW === #

    @api.model
    def _of_document(self, document):
        """The connection of its customer; made here where a document went out without one."""
        account, partner = document.account_id, document.partner_id.pagero_receiver_id
        found = self._by_partner(account, partner).get(partner.id)
        if found:
            return found
        connection = self.sudo()._get_or_create_locked(account, partner)
        connection.salesperson_id = document.move_id.invoice_user_id or partner.user_id
        return connection

    def _learn(self, target):
        """A Production delivery has shown how the customer is reached.

        Where no arrow leads there the connection stays, and the salesperson is told all the same.
        An order that waits for the customer's answer stays too: only a person ends that waiting.
        """
        for connection in self:
            if connection.state == 'routing_ordered' and target == 'routing_needed':
                continue
            moves = connection.state != target and connection._can_move_to(target)
            if moves:
                connection._move_to(target)
            summary, note = LEARNT_WORDS.get(target, (None, None))
            if summary and (moves or not connection._was_told(connection, summary)):
                connection._tell_salesperson(connection, summary, note)

    def _learn_delivery(self, document, was_stopped):
        """An invoice has arrived, so a customer that was given up can be reached again.

        Only news counts: what was sent before the customer was given up says nothing, unless it
        stood at Pagero since. It must have gone to the numbers that the customer has now.
        """
        for connection in self.filtered(lambda each: each.state in LEARNT):
            given_up_at, sent_at = connection.state_changed_at, document.sent_at
            is_news = was_stopped or not given_up_at or (sent_at and sent_at > given_up_at)
            if is_news and document._is_for_todays_numbers():
                connection._bind()
                connection._move_to('connected')

    # === TELLING === #

    def _tell_salesperson(self, record, summary, note):
        """One activity on ``record``, in the salesperson's language."""
        self.ensure_one()
        user = self.sudo()._whom_to_tell()
        if not user:
            return
        record.sudo().activity_schedule(
            TODO,
            summary=self._summary_for(user, summary),
            note=escape(self.with_context(lang=user.lang).env._(note)),
            user_id=user.id,
        )

    def _was_told(self, record, summary):
        """Whether that is open there already, whatever else people have planned for the record."""
        return any(
            each.summary == self._summary_for(each.user_id, summary)
            for each in record.sudo().activity_ids
        )

    def _summary_for(self, user, summary):
        translated = self.with_context(lang=user.lang).env
        return f'{self.partner_id.display_name}: {translated._(summary)}'

    def _whom_to_tell(self):
        """The connection's or the customer's salesperson, else an administrator."""
        candidates = [self.salesperson_id, self.partner_id.user_id]
        candidates += self.account_id._administrators()
        return next((user for user in candidates if self._may_be_told(user)), candidates[0][:0])

    def _may_be_told(self, user):
        """Whether the user can open the record that the activity is on."""
        if not user.active or user.share:
            return False
        own = self.with_user(user).sudo(False)
        return own.with_context(allowed_company_ids=user.company_ids.ids).has_access('read')

    def _settle_activities(self):
        """What people were asked to do about these connections is done."""
        for record in (self, self.request_ids, self.routing_order_ids):
            record.sudo().activity_feedback(
                [TODO], feedback=self.env._("Settled: the connection has changed.")
            )

    # === WHAT WAITS === #

    def _awaited_orders(self):
        return self.routing_order_ids.filtered('is_awaiting')

    def _held_documents(self):
        """What waits for these connections; found by account and customer, which may be merged."""
        pairs = Domain.OR(
            Domain('account_id', '=', connection.account_id.id)
            & Domain('partner_id', '=', connection.partner_id.id)
            for connection in self
        )
        waiting = Domain('state', '=', 'held') & Domain('held_reason', '=', 'connection')
        return self.env['pagero.document'].sudo().search(waiting & pairs)
