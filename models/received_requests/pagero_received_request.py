from markupsafe import escape

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..tools.later_steps import later_step


_lt = LazyTranslate(__name__)

STATES = [
    ('pending', "Waiting for You"),
    ('approved', "Approved"),
    ('denied', "Denied"),
    ('withdrawn', "Withdrawn"),
]
# People answer only what is pending; the others follow what was decided in Pagero Online.
TRANSITIONS = {
    'pending': {'approved', 'denied', 'withdrawn'},
    'approved': {'pending', 'denied', 'withdrawn'},
    'denied': {'pending', 'approved', 'withdrawn'},
    'withdrawn': {'pending', 'approved', 'denied'},
}
TODO = 'mail.mail_activity_data_todo'
SUMMARY = _lt("Asks to send you documents")


class PageroReceivedRequest(models.Model):
    """A company that wants to send us documents over Pagero asks us to approve it."""

    _name = 'pagero.received.request'
    _description = "Received Connection Request"
    _inherit = [
        'pagero.lifecycle.mixin',
        'pagero.company.mixin',
        'pagero.online.mixin',
        'mail.thread',
        'mail.activity.mixin',
    ]
    _transitions = TRANSITIONS
    _order = 'requested_at desc, id desc'
    _rec_name = 'sender_name'

    account_id = fields.Many2one(
        'pagero.account', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='account_id.company_id', store=True, index=True)
    gateway = fields.Selection(related='account_id.gateway')
    network_id = fields.Char(string="Network ID", readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default='pending',
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand='_expand_states',
    )
    sender_name = fields.Char(string="Sender", required=True, readonly=True)
    partner_id = fields.Many2one(
        'res.partner',
        string="Vendor",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="Your contact that has one of the sender's numbers.",
    )
    connection_id = fields.Many2one(
        'pagero.connection', readonly=True, index='btree_not_null', ondelete='set null'
    )
    message = fields.Text(readonly=True, help="What the sender wrote.")
    answer = fields.Text(readonly=True, copy=False, tracking=True, help="What the sender reads.")
    requested_at = fields.Datetime(string="Received", default=fields.Datetime.now, readonly=True)
    decided_at = fields.Datetime(string="Decided", readonly=True, copy=False)
    user_id = fields.Many2one(
        'res.users',
        string="Decided By",
        readonly=True,
        copy=False,
        help="Empty where it was decided in Pagero Online.",
    )

    _network_id_unique = models.Constraint(
        'unique(account_id, network_id)', "This request is already here."
    )

    @api.model
    def _expand_states(self, _values, _domain):
        return [state for state, _label in STATES]

    # === THE GATE === #

    def _before_move(self, target, values):
        values.setdefault('decided_at', target != 'pending' and fields.Datetime.now())
        values.setdefault('user_id', False)

    def _after_move(self, target):
        """What was asked of people is settled; an approved sender's documents arrive."""
        with later_step(self):
            if target == 'pending':
                self._tell_people()
            else:
                self._settle()
        if target == 'approved':
            for request in self:
                with later_step(request):
                    request._let_in()

    # === PEOPLE === #

    def _tell_people(self):
        """One activity for each of those whom the account names, in their own language."""
        for request in self:
            for user in request._people_to_tell():
                translated = self.with_context(lang=user.lang).env
                request.sudo().activity_schedule(
                    TODO,
                    summary=f'{request.sender_name}: {translated._(SUMMARY)}',
                    note=escape(request.message or ''),
                    user_id=user.id,
                )

    def _people_to_tell(self):
        """Those who can open it: the chosen ones, else the administrators."""
        account = self.account_id.sudo()
        chosen = account.request_user_ids.filtered(self._may_be_told)
        return chosen or account._administrators().filtered(self._may_be_told)

    def _may_be_told(self, user):
        if not user.active or user.share:
            return False
        own = self.with_user(user).sudo(False)
        return own.with_context(allowed_company_ids=user.company_ids.ids).has_access('write')

    def _settle(self):
        self.sudo().activity_feedback([TODO], feedback=self.env._("Settled by the answer."))
