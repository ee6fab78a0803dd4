from odoo import api, fields, models
from odoo.exceptions import UserError

from ..account.pagero_account import SEND_MODES
from ..mixins.evidence_file import EvidenceFile
from ..tools.labels import labels_of


STATES = [
    ('announced', "Announced"),
    ('stored', "To Do"),
    ('linked', "Linked"),
    ('booked', "Booked"),
    ('answered', "Answered"),
    ('set_aside', "Set Aside"),
]
TRANSITIONS = {
    # listed by Pagero; its file is fetched at once, or as soon as the network allows
    'announced': {'stored', 'set_aside'},
    # the file is here; what it is about decides what becomes of it
    'stored': {'booked', 'linked', 'answered', 'set_aside'},
    # an answer or a reminder that stands beside its invoice
    'linked': {'stored', 'set_aside'},
    'booked': {'answered', 'stored'},
    'answered': {'booked', 'stored'},
    'set_aside': {'stored'},
}
# Sets of states, each the answer to one question; what others ask are the fields of ``standing``.

# The file is here and counts: the same one is not taken a second time.
HELD = ('stored', 'linked', 'booked', 'answered')

KINDS = [
    ('invoice', "Invoice"),
    ('credit_note', "Credit Note"),
    ('self_billed_invoice', "Self-Billed Invoice"),
    ('self_billed_credit_note', "Self-Billed Credit Note"),
    ('payment_reminder', "Payment Reminder"),
    ('application_response', "Answer"),
    ('pdf', "PDF"),
    ('other', "Another Document"),
    ('unreadable', "Unreadable File"),
]
# What becomes a bill, or where the customer writes it, an invoice of ours.
BILLS = ('invoice', 'credit_note')
SELF_BILLED = ('self_billed_invoice', 'self_billed_credit_note')
FORMATS = [
    ('bis3', "Peppol BIS 3"),
    ('puf', "PUF"),
    ('en16931', "EN 16931"),
    ('ubl', "UBL"),
    ('pdf', "PDF"),
]
SET_ASIDE_REASONS = [
    ('duplicate', "It had come before"),
    ('test', "It is only a test"),
    ('unknown_mode', "Pagero does not say whether it is a test"),
    ('other_company', "It is addressed to another company"),
    ('not_fetched', "Its file could not be fetched"),
    ('receiving_off', "Receiving is not turned on"),
    ('by_hand', "A user set it aside"),
]


class PageroReceivedDocument(models.Model):
    """One document that came over the Pagero Network: the file as it came, and what it is."""

    _name = 'pagero.received.document'
    _description = "Received Document"
    _inherit = [
        'pagero.lifecycle.mixin',
        'pagero.scheduled.mixin',
        'pagero.history.mixin',
        'pagero.cog.mixin',
    ]
    _cog = {'pagero_connector.pagero_received_document_query_action': 'can_query'}
    _transitions = TRANSITIONS
    _order = 'announced_at desc, id desc'
    _rec_names_search = ['document_number', 'sender_name']

    # === WHERE IT CAME FROM === #
    account_id = fields.Many2one(
        'pagero.account', required=True, index=True, readonly=True, ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', required=True, index=True, readonly=True)
    network_id = fields.Char(string="Network ID", required=True, readonly=True, copy=False)
    file_id = fields.Char(string="File ID", readonly=True, copy=False)
    announced_at = fields.Datetime(
        string="Received At", required=True, readonly=True, help="When Pagero received it."
    )
    network_type = fields.Char(
        string="Listed As", readonly=True, help="What Pagero calls it; the content decides."
    )
    network_subtype = fields.Char(readonly=True)
    send_mode = fields.Selection(SEND_MODES, readonly=True, index=True)
    mode_word = fields.Char(readonly=True, help="The send mode as Pagero writes it.")
    was_fetched = fields.Boolean(
        string="Fetched Before",
        readonly=True,
        help="At Pagero it was marked as fetched already when it was found: perhaps another system"
        " has it, too.",
    )

    # === WHAT IT IS === #
    state = fields.Selection(
        STATES, default='announced', required=True, readonly=True, copy=False, index=True
    )
    kind = fields.Selection(KINDS, readonly=True, help="By the content of the file.")
    format = fields.Selection(FORMATS, readonly=True)
    type_code = fields.Char(readonly=True, help="BT-3, for example 380.")
    document_number = fields.Char(string="Number", readonly=True, index='btree_not_null')
    issue_date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True)
    currency_code = fields.Char(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    amount_payable = fields.Monetary(
        string="Payable", readonly=True, help="What is to be paid (BT-115)."
    )
    sender_scheme = fields.Char(string="Sender's Scheme", readonly=True)
    sender_identifier = fields.Char(string="Sender's Electronic ID", readonly=True)
    sender_name = fields.Char(string="Sender", readonly=True, index='btree_not_null')
    sender_company_number = fields.Char(string="Sender's Organisation Number", readonly=True)
    sender_vat_number = fields.Char(string="Sender's VAT Number", readonly=True)
    receiver_scheme = fields.Char(string="Recipient's Scheme", readonly=True)
    receiver_identifier = fields.Char(string="Recipient's Electronic ID", readonly=True)
    receiver_name = fields.Char(string="Recipient", readonly=True)
    references = fields.Json(
        readonly=True, help="Numbers of the documents that it answers, corrects or reminds of."
    )
    file = EvidenceFile(readonly=True, copy=False, help="The file as it came.")
    file_name = fields.Char(compute='_compute_file_name')
    file_size = fields.Integer(string="Size (Bytes)", readonly=True, copy=False)
    digest = fields.Char(
        readonly=True, copy=False, help="The same for files that differ in white space only."
    )

    # === WHAT BECAME OF IT === #
    stored_at = fields.Datetime(readonly=True, copy=False)
    set_aside_reason = fields.Selection(SET_ASIDE_REASONS, readonly=True, copy=False)
    duplicate_of_id = fields.Many2one(
        'pagero.received.document', string="Came Before As", readonly=True, copy=False
    )
    identity = fields.Char(
        readonly=True, copy=False, help="Mode, sender, kind, number and content in one word."
    )
    remarks = fields.Json(string="Codes of Remarks", readonly=True, copy=False)
    marked_at = fields.Datetime(
        string="Marked as Fetched", readonly=True, copy=False, help="Told to Pagero."
    )
    is_mark_due = fields.Boolean(
        readonly=True, copy=False, help="Pagero is to be told that the file is here."
    )

    # === FETCHING === #
    attempts = fields.Integer(readonly=True, copy=False)
    keepings = fields.Integer(
        readonly=True, copy=False, help="How often keeping its file was begun and never finished."
    )
    next_attempt_at = fields.Datetime(readonly=True, copy=False)
    event_ids = fields.One2many('pagero.received.event', 'document_id', readonly=True)
    error_parameters = fields.Json(readonly=True, copy=False)
    error_text = fields.Char(string="What the Network Said", readonly=True, copy=False)

    _network_id_unique = models.Constraint(
        'unique(account_id, network_id)', "This document from Pagero is already stored."
    )
    _identity_unique = models.UniqueIndex(
        f"(account_id, identity) WHERE state IN {HELD}",
        "The same document of this sender is already stored.",
    )
    _due_index = models.Index("(account_id, next_attempt_at) WHERE state = 'announced'")
    _mark_index = models.Index("(account_id) WHERE is_mark_due")
    _newest_index = models.Index("(company_id, announced_at DESC, id DESC)")

    # === COMPUTES === #

    @api.depends('kind', 'shown_number', 'sender_name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = labels_of(self, 'kind')
        for document in self:
            name = ' '.join(filter(None, (kinds.get(document.kind), document.shown_number)))
            parts = filter(None, (name or document.network_id, document.sender_name))
            document.display_name = ' · '.join(parts)

    @api.depends('kind', 'format', 'document_number', 'network_id')
    def _compute_file_name(self):
        for document in self:
            number = (document.document_number or document.network_id or '').replace('/', '-')
            document.file_name = f'{number}.{document._suffix()}'

    def _suffix(self):
        if self.kind == 'pdf':
            return 'pdf'
        return 'bin' if self.kind == 'unreadable' else 'xml'

    # === REMOVAL === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was sent or received over Pagero is kept."))

    # === THE GATE === #

    def _before_move(self, target, values):
        """Clear what belonged to the old state."""
        if target != 'set_aside':
            values.update(set_aside_reason=False, duplicate_of_id=False)
        if target != 'announced':
            values.update(next_attempt_at=False, error_parameters=False, error_text=False)

    def _move_to(self, target, *, told=None, by_user=False, **values):
        """``told``: what the history calls it, unless it is named like its target."""
        if self:
            super()._move_to(target, **values)
            self._log(told or target, user=by_user, **_told_of(values))
            if target == 'booked':
                self._settle_answer()
            elif target == 'stored':
                self._acknowledge()


def _told_of(values):
    """What the history tells of a move beyond its target."""
    reason = values.get('set_aside_reason')
    return {'reason': reason} if reason else {}
