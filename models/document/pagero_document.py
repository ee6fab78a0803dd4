from odoo import api, fields, models
from odoo.exceptions import UserError

from ..account.pagero_account import SEND_MODES
from ..mixins.evidence_file import EvidenceFile
from ..mixins.pagero_invoice_content_mixin import of_readable_invoices
from ..texts.findings import table
from ..texts.network import ERROR_GROUPS


STATES = [
    ('queued', "Queued"),
    ('held', "Waiting"),
    ('invalid', "Invalid"),
    ('sending', "Sending"),
    ('processing', "At Pagero"),
    ('unsure', "Unsure"),
    ('awaiting_interaction', "Awaiting interaction"),
    ('error', "Error"),
    ('delivered', "Delivered"),
    ('cancelled', "Cancelled"),
]
HELD_REASONS = [
    ('connection', "The customer is not connected"),
    ('receiver', "Built for other numbers of the customer"),
    ('login', "Login needed"),
    ('unapproved_database', "This database is not approved"),
    ('disconnected', "Disconnected from Pagero"),
    ('back_to_test', "The account was set back to Test"),
]
TRANSITIONS = {
    # processing: a first copy, of which it was unsure whether it arrived, is found there after all
    'queued': {'sending', 'held', 'invalid', 'cancelled', 'processing'},
    'held': {'queued', 'cancelled', 'processing'},
    'invalid': {'queued', 'cancelled', 'processing'},
    # held, invalid, cancelled: found while the claimed batch is built, before any upload
    'sending': {'processing', 'queued', 'held', 'error', 'unsure', 'invalid', 'cancelled'},
    'unsure': {'processing', 'queued', 'cancelled'},
    'processing': {'awaiting_interaction', 'error', 'delivered', 'cancelled'},
    'awaiting_interaction': {'processing', 'error', 'cancelled'},
    'error': {'processing', 'delivered', 'cancelled'},
    'delivered': {'error'},
    'cancelled': set(),
}
# Sets of states, each the answer to one question. They stand only here: rooms above import them,
# and views, searches and the rooms below ask the booleans of ``standing``.

# Nothing has left: the document is cancelled when its invoice becomes a draft again.
NOT_SENT = ('queued', 'held', 'invalid')
# Waits in the queue, and no worker has claimed it.
UNCLAIMED = ('queued', 'held')
# The sender's own work: it leaves at the next run.
LEAVING = ('queued', 'sending')
# Leaves without a correction: at once, or when what holds it is gone.
TO_BE_SENT = ('queued', 'held', 'sending')
# The network holds, or may hold, a copy: the invoice must not change any more.
GONE = ('sending', 'unsure', 'processing', 'awaiting_interaction', 'error', 'delivered')
# Pagero has taken it and reports no error: Odoo marks the invoice as sent.
TAKEN = ('processing', 'delivered')
# It stands at Pagero until the cause is cured and it is restarted or cancelled.
STOPPED = ('awaiting_interaction', 'error')
# On its way, neither delivered nor refused.
IN_TRANSIT = ('processing', 'awaiting_interaction', 'unsure')
# Pagero is asked what became of it.
POLLED = ('processing', 'awaiting_interaction', 'error', 'unsure')
# What a list of Pagero's says about its file does not count: it is over, or about to be sent anew.
CLOSED_TO_NEWS = ('cancelled', 'queued', 'sending')
# Still needs its account: an administrator who disconnects it is warned.
NEEDS_ACCOUNT = ('queued', 'held', 'sending', 'processing', 'unsure', 'awaiting_interaction')
# Waits for a correction or a decision.
NEEDS_PERSON = ('invalid', 'error', 'unsure', 'awaiting_interaction')
# The invoice may be sent as a new document; a delivered one only when it was a test.
RESENDABLE = ('cancelled', 'error', 'awaiting_interaction', 'unsure', 'delivered')
# The customer has not got the invoice by this transmission: e-mail or paper may take its place.
UNDELIVERED = ('held', 'invalid', 'unsure', 'awaiting_interaction', 'error', 'cancelled')
# A person may cancel it; while it is sent or processed Pagero would deliver it all the same.
CANCELLABLE = ('queued', 'held', 'invalid', 'unsure', 'error', 'awaiting_interaction')
# How an invoice whose transmission was cancelled is to leave: the word of ``instead``, and the
# button by which it does. Until then a person is needed.
SETTLED_LATER = {'asked': 'otherwise', 'correct': 'again'}
# Nothing more happens to it.
FINISHED = ('delivered', 'cancelled')
# The invoice is on its way, and no person is needed: what the filter of invoices calls waiting.
WAITING = ('queued', 'held', 'sending', 'processing')
# What the scheduled actions search for, apart from the queue.
SCHEDULED = ('held', 'sending', 'unsure', 'processing', 'awaiting_interaction', 'error')
# SQL: what the database allows only once for an invoice, as ``_is_live_production`` says it.
LIVE_PRODUCTION = (
    "document_type = 'Invoice' AND direction = 'out' AND send_mode = 'Production'"
    " AND state != 'cancelled' AND is_superseded IS NOT TRUE"
)
# SQL: all other transmissions of invoices, few beside them.
OTHER_TRANSMISSION = f"document_type = 'Invoice' AND NOT ({LIVE_PRODUCTION})"
# The colour of the status; a delivery of Production alone is a success, cancelled has none.
LEVELS = {
    'queued': 'info',
    'held': 'warning',
    'invalid': 'danger',
    'sending': 'info',
    'processing': 'info',
    'unsure': 'warning',
    'awaiting_interaction': 'warning',
    'error': 'danger',
    'delivered': 'success',
}
# The colour of the alert on the invoice, for the states in which there is something to say.
ALERT_LEVELS = {
    'queued': 'warning',
    'held': 'info',
    'unsure': 'warning',
    'awaiting_interaction': 'warning',
    'invalid': 'danger',
    'error': 'danger',
}
# Of several parts of one file the worst counts.
BADNESS = {'processing': 1, 'awaiting_interaction': 2, 'error': 3}


class PageroDocument(models.Model):
    """One transmission of one document over the Pagero Network."""

    _name = 'pagero.document'
    _description = "Pagero Document"
    _inherit = [
        'pagero.lifecycle.mixin',
        'pagero.scheduled.mixin',
        'pagero.history.mixin',
        'pagero.online.mixin',
    ]
    _transitions = TRANSITIONS
    _order = 'id desc'

    # === WHAT === #
    move_id = fields.Many2one(
        'account.move', string="Invoice", index=True, readonly=True, ondelete='restrict'
    )
    account_id = fields.Many2one(
        'pagero.account', required=True, index=True, readonly=True, ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', required=True, index=True, readonly=True)
    partner_id = fields.Many2one(
        'res.partner', string="Recipient", index=True, readonly=True, ondelete='restrict'
    )
    # What is received has a model of its own, pagero.received.document.
    direction = fields.Selection(
        [('out', "Sent"), ('in', "Received")], default='out', required=True, readonly=True
    )
    document_number = fields.Char(string="Number", readonly=True, index='btree_not_null')
    issue_date = fields.Date(readonly=True)
    recipient_identities = fields.Json(readonly=True)
    built_for = fields.Json(
        string="Built for These Numbers",
        readonly=True,
        copy=False,
        help="The recipient's numbers when the document was built.",
    )
    send_mode = fields.Selection(SEND_MODES, required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related='move_id.currency_id')
    amount_total = fields.Monetary(
        string="Total", related='move_id.amount_total_in_currency_signed'
    )

    # === WHERE IT IS === #
    state = fields.Selection(STATES, default='queued', required=True, readonly=True, copy=False)
    status = fields.Char(
        compute='_compute_status',
        help="The state, or for a test or a certification, what the state means there.",
    )
    held_reason = fields.Selection(HELD_REASONS, readonly=True, copy=False)
    sender_reference = fields.Char(required=True, readonly=True, copy=False, index=True)
    file_id = fields.Char(readonly=True, copy=False, index='btree_not_null')
    part_ids = fields.Json(readonly=True, copy=False)
    network_id = fields.Char(string="Network ID", readonly=True, copy=False)
    network_word = fields.Char(
        readonly=True,
        copy=False,
        help="A status that Pagero uses and this version does not know.",
    )
    sent_at = fields.Datetime(readonly=True, copy=False)
    delivered_at = fields.Datetime(readonly=True, copy=False)
    supersedes_id = fields.Many2one(
        'pagero.document', string="Replaces", readonly=True, copy=False, ondelete='restrict'
    )
    is_superseded = fields.Boolean(readonly=True, copy=False)
    has_marked_invoice = fields.Boolean(readonly=True, copy=False)  # as sent, in Odoo's own field

    # === SENDING === #
    claim_token = fields.Char(readonly=True, copy=False)
    claim_expires_at = fields.Datetime(readonly=True, copy=False)
    upload_started_at = fields.Datetime(readonly=True, copy=False)
    queued_at = fields.Datetime(
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
        help="Since when it has been ready to be sent.",
    )
    attempts = fields.Integer(readonly=True, copy=False)
    builds = fields.Integer(
        readonly=True, copy=False, help="How often its XML was begun since it was last finished."
    )
    next_attempt_at = fields.Datetime(
        default=fields.Datetime.now, required=True, readonly=True, copy=False
    )
    lookups = fields.Integer(readonly=True, copy=False)
    checked_at = fields.Datetime(readonly=True, copy=False)

    # === WHAT IS WRONG === #
    stored_findings = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    findings = fields.Json(compute='_compute_content')
    findings_table = fields.Html(compute='_compute_findings_table', sanitize_attributes=False)
    # A code of ``network_words`` with its parameters; what the network said stands apart.
    error_parameters = fields.Json(string="What Went Wrong", readonly=True, copy=False)
    error_text = fields.Text(string="What the Network Said", readonly=True, copy=False)
    error_code = fields.Char(readonly=True, copy=False, index='btree_not_null')
    error_group = fields.Selection(ERROR_GROUPS, readonly=True, copy=False, index='btree_not_null')

    # === WHAT WAS SENT, WHAT HAPPENED === #
    stored_xml = EvidenceFile(
        string="Stored XML", attachment=True, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    xml_file = fields.Binary(string="XML", compute='_compute_content')
    xml_filename = fields.Char(compute='_compute_xml_filename')
    event_ids = fields.One2many('pagero.document.event', 'document_id', readonly=True)

    _sender_reference_unique = models.Constraint(
        'unique(sender_reference)', "This sender reference has already been used."
    )
    _network_id_unique = models.UniqueIndex(
        '(account_id, direction, network_id) WHERE network_id IS NOT NULL',
        "This document from Pagero is already stored.",
    )
    _one_live_transmission = models.UniqueIndex(
        f'(move_id) INCLUDE (state) WHERE {LIVE_PRODUCTION}',
        "This invoice has already been sent over Pagero, or is waiting to be. Open its Pagero"
        " document to see how it stands.",
    )
    # By which lists of invoices are grouped, together with the one above.
    _other_transmissions_index = models.Index(
        f'(move_id) INCLUDE (id, state, send_mode, is_superseded) WHERE {OTHER_TRANSMISSION}'
    )
    # What the scheduled actions look for: a few open rows among many finished ones.
    _due_index = models.Index("(account_id, next_attempt_at, id) WHERE state = 'queued'")
    _open_index = models.Index(f"(account_id, state) WHERE state IN {SCHEDULED}")
    # What the dashboard counts, without looking at the rows.
    _standing_index = models.Index(f"(company_id, state) WHERE state NOT IN {FINISHED}")
    _volume_index = models.Index(
        "(company_id, issue_date, send_mode, state)"
        " WHERE document_type = 'Invoice' AND direction = 'out'"
    )
    _newest_delivered_index = models.Index(
        "(delivered_at DESC) INCLUDE (company_id, sent_at, answered_at)"
        " WHERE delivered_at IS NOT NULL AND send_mode = 'Production'"
        " AND document_type = 'Invoice' AND direction = 'out'"
    )

    # === COMPUTES === #

    @api.depends('document_number', 'move_id.name', 'sender_reference', 'answer_code')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for document in self:
            name = document.document_number or document.move_id.name or document.sender_reference
            document.display_name = ' · '.join(filter(None, (name, document._answer_label())))

    @api.depends('state', 'send_mode', 'instead')
    def _compute_status(self):
        for document in self:
            document.status = (
                document._instead_label()
                or document._delivered_label()
                or document._state_label(document.state)
            )

    def _delivered_label(self):
        """Neither a test nor a certification is a delivery: they have words of their own."""
        if self.state != 'delivered':
            return None
        return {
            'Test': self.env._("Test delivered"),
            'Certification': self.env._("Certified"),
        }.get(self.send_mode)

    @api.depends('document_number', 'sender_reference')
    def _compute_xml_filename(self):
        for document in self:
            number = document.document_number or document.sender_reference
            document.xml_filename = f'{number.replace("/", "-")}.xml'

    @api.depends('stored_findings', 'stored_xml', 'move_id')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_content(self):
        """What was found and what was sent, for those who may read the invoice."""
        readable = of_readable_invoices(self)
        for document in self:
            stored = document.sudo() if document in readable else None
            document.findings = stored and stored.stored_findings
            document.xml_file = stored and stored.stored_xml

    @api.depends('findings')
    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    def _compute_findings_table(self):
        for document in self:
            document.findings_table = table(self.env, document.findings, document.move_id)

    # === CREATION AND REMOVAL === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never_once_sent(self):
        for document in self:
            if not document._never_left():
                raise UserError(document.env._("What was sent or received over Pagero is kept."))

    def _never_left(self):
        """Whether no upload was begun, nor is about to: then it may be deleted."""
        gone = self.upload_started_at or self.state in GONE
        return self.direction == 'out' and not gone and not self.was_unsure

    def _is_live_production(self):
        """What the database allows only once for an invoice."""
        is_live = self.state != 'cancelled' and not self.is_superseded
        return self.send_mode == 'Production' and is_live

    # === THE GATE === #

    def _before_move(self, target, values):
        """Clear what belonged to the old state.

        ``queued_at`` begins anew after a document has waited for a person, not after an attempt
        that failed. ``was_unsure`` stays for ever; the question to a person is closed once the
        document is no longer unsure.
        """
        if target != 'held':
            values.setdefault('held_reason', False)
            values.setdefault('fails_check', False)
        if target != 'sending':
            values.update(claim_token=False, claim_expires_at=False)
        if target not in ('unsure', *STOPPED):
            values.setdefault('error_text', False)
            values.setdefault('error_parameters', False)
            values.setdefault('error_code', False)
            values.setdefault('error_group', False)
        if target == 'delivered':
            values.setdefault('delivered_at', fields.Datetime.now())
        if target == 'queued' and set(self.mapped('state')) <= {'held', 'invalid'}:
            values.setdefault('queued_at', fields.Datetime.now())
        if target == 'unsure':
            values['was_unsure'] = True
        else:
            self.sudo().question_id.unlink()
        self._tell_invoices(target)

    def _move_to(self, target, **values):
        super()._move_to(target, **values)
        told = {
            'reason': values.get('error_text') or values.get('held_reason'),
            'trouble': values.get('error_parameters'),
            'error_code': values.get('error_code'),
        }
        self._log(target, **{name: value for name, value in told.items() if value})
        self._tell_browsers()

    def _after_move(self, target):
        self.answered_id._follow_answers(self.filtered('answered_id'), target)

    def _tell_browsers(self):
        """Open forms of those who queued the documents reload by themselves after the commit."""
        for user, documents in self.grouped('create_uid').items():
            received = documents.answered_id
            moves = documents.move_id | received.move_id
            ids = {'account.move': moves.ids, self._name: documents.ids}
            ids[received._name] = received.ids
            user.sudo()._bus_send('pagero_document_moved', ids)

    def _always_told(self):
        return {'mode': self.send_mode}

    def _release(self):
        """Queue again what waited; the sender looks once more, and what was found is over."""
        self.sudo().stored_findings = False
        self._move_to('queued', next_attempt_at=fields.Datetime.now())
        if self:
            self._wake_sender()
