from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..tools.actions import dialog_action
from ..tools.later_steps import later_step, one_by_one
from .state_changes import TODO


_lt = LazyTranslate(__name__)

STATES = [
    ('pending', "Pending"),
    ('accepted', "Accepted"),
    ('rejected', "Rejected"),
    ('cancelled', "Cancelled"),
]
TRANSITIONS = {
    'pending': {'accepted', 'rejected', 'cancelled'},
    'accepted': set(),
    'rejected': set(),
    'cancelled': set(),
}
CONNECTION_STATES = {'accepted': 'connected', 'rejected': 'rejected', 'cancelled': 'cancelled'}
ANSWER_WORDS = {
    'accepted': (
        _lt("Request accepted"),
        _lt("The recipient accepted your connection request. Invoices that were waiting for it"
            " are sent automatically."),
    ),
    'rejected': (
        _lt("Request rejected"),
        _lt("The recipient rejected your connection request. Ask the customer why, then press Send"
            " Again, or send its invoices another way. They wait until then."),
    ),
}  # fmt: skip
LATE_SUMMARY = _lt("Accepted too late")
LATE_NOTE = _lt(
    "The recipient accepted a request that was no longer pending here. Nothing was connected. Press"
    " Send Again if you still want the connection."
)
REQUEST_SUMMARY = _lt("Request not answered")
REQUEST_NOTE = _lt(
    "The recipient has not answered the connection request. Remind the customer. The request stays"
    " pending, and invoices wait."
)


class PageroConnectionRequest(models.Model):
    """One request of ours to be approved as a sender, which the recipient answers."""

    _name = 'pagero.connection.request'
    _description = "Connection Request"
    _inherit = ['pagero.enquiry.mixin']
    _transitions = TRANSITIONS
    _chase_summary = REQUEST_SUMMARY
    _chase_note = REQUEST_NOTE
    _letter_template = 'pagero_connector.mail_template_connection_request'
    _letter_title = _lt("Ask for a Connection")
    _no_reader = _lt(
        "This letter has no recipient with an e-mail address. Add one, or send the request in"
        " Pagero Online instead."
    )

    state = fields.Selection(
        STATES,
        default='pending',
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand='_expand_states',
    )
    is_open = fields.Boolean(compute='_compute_is_open')
    message = fields.Text(readonly=True, help="What was written to the recipient.")
    answer = fields.Text(readonly=True, copy=False, help="What the recipient wrote.")
    answer_ids = fields.One2many(
        'pagero.connection.request.answer', 'request_id', string="Answers", readonly=True
    )
    capabilities = fields.Json(readonly=True)
    user_id = fields.Many2one(string="Sent By")
    sent_at = fields.Datetime(string="Sent", default=fields.Datetime.now, readonly=True)
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    accepted_late_at = fields.Datetime(
        string="Accepted Too Late",
        readonly=True,
        copy=False,
        help="The recipient accepted it when it was no longer pending here.",
    )

    # === COMPUTES === #

    @api.depends('state')
    def _compute_is_open(self):
        for request in self:
            request.is_open = request.state == 'pending'

    @api.model
    def _expand_states(self, _values, _domain):
        return [state for state, _label in STATES]

    # === THE GATE === #

    def _before_move(self, target, values):
        if target in ('accepted', 'rejected'):
            values.setdefault('answered_at', fields.Datetime.now())

    def _after_move(self, target):
        """The connection goes the same way, and the salesperson is told what others decided."""
        with later_step(self):
            self._settle()
        for request in self:
            request.connection_id._follow_request(CONNECTION_STATES[target])
            if target in ANSWER_WORDS and request.connection_id.salesperson_id != self.env.user:
                with later_step(request):
                    request.connection_id._tell_salesperson(request, *ANSWER_WORDS[target])

    def _settle(self):
        self.sudo().activity_feedback([TODO], feedback=self.env._("Settled by the answer."))

    def _hear(self, target, answer=''):
        """News of the network; an acceptance that comes too late is shown, and connects nothing."""
        self.ensure_one()
        if self.state == 'pending' and target != 'pending':
            self._move_to(target, **({'answer': answer} if answer else {}))
        elif target == 'accepted' and self.state in ('cancelled', 'rejected'):
            self._hear_late(answer)

    def _hear_late(self, answer):
        if not self.accepted_late_at:
            self.sudo().write({'accepted_late_at': fields.Datetime.now(), 'answer': answer})
            self._note(LATE_NOTE)
            self.connection_id._tell_salesperson(self, LATE_SUMMARY, LATE_NOTE)

    # === THE LETTER === #

    def _refuse_letter(self):
        self._refuse_unless_open()

    def _letter_leaves(self, sent_at):
        self.sudo().mail_sent_at = sent_at
        return True

    # === BUTTONS === #

    def action_cancel(self):
        """Take the request back; the network is told where it can be."""
        self.check_access('write')
        for request in self:
            request._refuse_unless_open()
        one_by_one(self, type(self)._cancel)

    def _cancel(self):
        self.account_id.sudo()._gateway()._cancel_request(self.sudo())
        if self.is_open:
            self._move_to('cancelled')

    def action_send_again(self):
        """A new request for the same customer, after this one was turned down or taken back."""
        self.ensure_one()
        self.check_access('write')
        if self.state not in ('rejected', 'cancelled'):
            raise UserError(self.env._("Only a rejected or cancelled request can be sent again."))
        connection = self.connection_id._request_again(self)
        with later_step(self):
            self._settle()
        newest = connection.request_ids.filtered('is_open')[:1]
        return newest._open() if newest else connection._open()

    def action_mark_accepted(self):
        return self._ask_reason('accepted')

    def action_mark_rejected(self):
        return self._ask_reason('rejected')

    def _refuse_unless_open(self):
        if not self.is_open:
            raise UserError(
                self.env._(
                    "The request to %(partner)s is already “%(state)s”.",
                    partner=self.partner_id.display_name,
                    state=self._state_label(self.state),
                )
            )

    def _ask_reason(self, state):
        """With public sources, the user enters the answer, and how it is known."""
        self.ensure_one()
        self.check_access('write')
        self._refuse_unless_open()
        self.connection_id._refuse_where_network_tells()
        return dialog_action(
            'pagero.connection.request.answered',
            self.env._("Answer of the Recipient"),
            request_id=self.id,
            answer=state,
        )

    # === REMINDERS === #

    @api.model
    def _cron_chase(self):
        """Remind of unanswered requests and routing orders.

        Only the customer's answer changes their state.
        """
        for account in self.env['pagero.account'].search([('chase_after_days', '>', 0)]):
            account = account.with_company(account.company_id)
            limit = account._chase_limit()
            self._chase(account, limit)
            self.env['pagero.routing.order']._chase(account, limit)
            self._forget_old_news(account, limit)

    @api.model
    def _awaited_domain(self, limit):
        unanswered = Domain('state', '=', 'pending')
        still_wanted = Domain('connection_id.state', '=', 'requested')
        return unanswered & Domain('sent_at', '<=', limit) & still_wanted

    @api.model
    def _forget_old_news(self, account, limit):
        """An acceptance needs no action, so its activity is closed after a while."""
        accepted = self.search(
            [
                ('account_id', '=', account.id),
                ('state', '=', 'accepted'),
                ('answered_at', '<=', limit),
                ('activity_ids', '!=', False),
            ]
        )
        accepted._settle()
