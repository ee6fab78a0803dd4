from odoo import api, fields, models
from odoo.exceptions import UserError

from ..account.pagero_account import SEND_MODES
from ..document.pagero_document import (
    GONE,
    NEEDS_PERSON,
    NOT_SENT,
    SETTLED_LATER,
    STATES,
    WAITING,
)
from ..tools.own_context import OURS


class AccountMove(models.Model):
    _name = 'account.move'
    _inherit = ['account.move', 'pagero.guarded.mixin']
    _also_checked = ('partner_id', 'partner_shipping_id')
    _set_once = ('pagero_watched_ids',)  # a copy is held like its original

    pagero_choice = fields.Selection(
        [('yes', "Yes"), ('no', "No")],
        string="Send with Pagero (chosen)",
        help="Leave empty to follow the customer's categories and sending method.",
    )
    send_with_pagero = fields.Boolean(
        string="Send with Pagero",
        compute='_compute_send_with_pagero',
        inverse='_inverse_send_with_pagero',
    )
    pagero_send_mode = fields.Selection(
        SEND_MODES,
        copy=False,
        help="Empty: Production when the Pagero account is live, else Test.",
    )
    pagero_document_ids = fields.One2many(
        'pagero.document',
        'move_id',
        string="Pagero Documents",
        domain=[('document_type', '=', 'Invoice')],
        readonly=True,
        groups='pagero_connector.group_user',
    )
    pagero_document_id = fields.Many2one('pagero.document', compute='_compute_pagero_document')
    pagero_document_count = fields.Integer(compute='_compute_pagero_document')
    pagero_state = fields.Selection(
        STATES,
        compute='_compute_pagero_document',
        search='_search_pagero_state',
        help="How far the sending of the invoice over Pagero has come.",
    )
    pagero_status = fields.Char(string="Pagero", compute='_compute_pagero_document')
    pagero_document_mode = fields.Selection(
        SEND_MODES, string="Sent As", compute='_compute_pagero_document'
    )
    pagero_level = fields.Char(
        string="Colour of the Pagero Status", compute='_compute_pagero_document'
    )
    pagero_is_not_sent = fields.Boolean(
        string="Not Sent over Pagero", compute='_compute_pagero_document'
    )
    pagero_is_waiting = fields.Boolean(
        string="Waiting for Pagero",
        compute='_compute_pagero_document',
        search='_search_pagero_is_waiting',
    )
    pagero_needs_person = fields.Boolean(
        string="Pagero Needs Attention",
        compute='_compute_pagero_needs_person',
        search='_search_pagero_needs_person',
    )
    pagero_references_locked = fields.Boolean(compute='_compute_pagero_references_locked')
    pagero_self_billed = fields.Boolean(
        compute='_compute_pagero_self_billed',
        help="A bill that you issue in the vendor's name and send to the vendor.",
    )

    # === COMPUTES === #

    @api.depends('move_type', 'journal_id.is_self_billing')
    def _compute_pagero_self_billed(self):
        for move in self:
            is_bill = move.move_type in ('in_invoice', 'in_refund')
            move.pagero_self_billed = is_bill and move.journal_id.is_self_billing

    def _can_go_over_pagero(self):
        """Whether our company sends this document to its partner."""
        return self.move_type in ('out_invoice', 'out_refund') or self.pagero_self_billed

    @api.depends('partner_id', 'company_id', 'move_type', 'journal_id', 'pagero_choice')
    def _compute_send_with_pagero(self):
        for move in self:
            move.send_with_pagero = move._wants_pagero()

    def _inverse_send_with_pagero(self):
        for move in self:
            move.pagero_choice = 'yes' if move.send_with_pagero else 'no'

    def _wants_pagero(self):
        """By this invoice's own choice, else by the recipient's."""
        if not self._can_go_over_pagero():
            return False
        if self.pagero_choice:
            return self.pagero_choice == 'yes'
        return (
            bool(self.partner_id)
            and self.partner_id.with_company(self.company_id)._sends_with_pagero()
        )

    @api.depends(
        'pagero_document_ids.state', 'pagero_document_ids.send_mode', 'pagero_document_ids.instead'
    )
    def _compute_pagero_document(self):
        """The transmission that counts: Production before tests, then the newest."""
        self.sudo().pagero_document_ids.mapped('state')  # one query for all rows of a list
        for move in self:
            documents = move.sudo().pagero_document_ids
            document = documents.sorted(
                lambda each: (not each.is_superseded, each._is_live_production(), each.id)
            )[-1:]
            move.pagero_document_id = document.sudo(self.env.su)
            move.pagero_document_count = len(documents)
            move.pagero_state = document.state
            move.pagero_status = document.status
            move.pagero_document_mode = document.send_mode
            move.pagero_level = document.level
            move.pagero_is_not_sent = document.state in NOT_SENT
            move.pagero_is_waiting = document.state in WAITING

    @api.depends('pagero_document_ids.state')
    def _compute_pagero_references_locked(self):
        for move in self:
            move.pagero_references_locked = bool(move._live_pagero_documents())

    @api.depends('pagero_document_ids.needs_person')
    def _compute_pagero_needs_person(self):
        for move in self:
            asked = move.sudo().pagero_document_ids.filtered(
                lambda document: document.instead in SETTLED_LATER and document.needs_person
            )
            move.pagero_needs_person = move.pagero_state in NEEDS_PERSON or bool(asked)

    def _live_pagero_documents(self):
        """Transmissions that the network may know: they fix what the invoice says."""
        return self.sudo().pagero_document_ids.filtered(
            lambda document: (
                (document.state in GONE or document._may_be_there())
                and not document.is_superseded
                and (document.send_mode == 'Production' or document.state == 'sending')
            )
        )

    def _pagero_account_sudo(self):
        """As superuser: all who work with the invoice need what the account says."""
        return self.company_id.sudo()._pagero_account()

    def action_open_pagero_documents(self):
        """The one document, or the list of them."""
        self.ensure_one()
        return self.pagero_document_ids._get_records_action(name=self.env._("Pagero Documents"))

    # === DRAFT AGAIN === #

    def _check_draftable(self):
        """What Pagero has, or may have, must stay as it is."""
        super()._check_draftable()
        for move in self:
            document = move._live_pagero_documents()[:1]
            if document:
                raise UserError(
                    move.env._(
                        "%(invoice)s was sent over Pagero (%(status)s), so it cannot be changed."
                        " Make a credit note instead.",
                        invoice=move.name,
                        status=document.status,
                    )
                )

    def button_draft(self):
        """Transmissions that still wait are cancelled, in the same transaction."""
        result = super().button_draft()
        waiting = self.sudo().pagero_document_ids.filtered(
            lambda document: document.state in NOT_SENT
        )
        waiting._log('back_to_draft', user=True)
        waiting._move_to('cancelled')
        return result

    @api.depends('pagero_document_ids.state')
    def _compute_show_reset_to_draft_button(self):
        super()._compute_show_reset_to_draft_button()
        for move in self.filtered('show_reset_to_draft_button'):
            move.show_reset_to_draft_button = not move._live_pagero_documents()

    # === CREATION, CHANGE AND REMOVAL === #

    @api.model_create_multi
    def create(self, vals_list):
        """Percentages follow the lines; a number that is to be kept goes to the customer."""
        moves = super().create(vals_list)
        moves._refresh_pagero_allowances()
        for move, vals in zip(moves, vals_list, strict=True):
            if vals.get('pagero_keeps_number'):
                move._keep_customer_number()
        return moves

    def write(self, vals):
        """What isn't in a document that has left stays editable after posting."""
        invalid = self._invalid_pagero_documents(vals)
        with self._as_transmitted(vals):
            result = super().write(vals)
        invalid._release_corrected()
        is_refreshing = self.env.context.get('pagero_refreshes_allowances') is OURS
        if ('invoice_line_ids' in vals or 'line_ids' in vals) and not is_refreshing:
            self._refresh_pagero_allowances()
        if vals.get('pagero_keeps_number'):
            self._keep_customer_number()
        self._note_payment_change(vals)
        return result

    def unlink(self):
        """Documents that never left go with their invoice; the others keep it.

        Files go as well: a cascade in the database would leave them behind.
        """
        self.sudo().pagero_attachment_ids.unlink()
        self.sudo().pagero_document_ids.filtered(lambda document: document._never_left()).unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent_over_pagero(self):
        if self.sudo().pagero_document_ids:
            raise UserError(
                self.env._("An invoice that was sent over Pagero is kept. Cancel it instead.")
            )

    def _usual_pagero_send_mode(self):
        """The invoice's own mode, else its account's."""
        self.ensure_one()
        return self.pagero_send_mode or self._pagero_account_sudo().send_mode

    def _next_pagero_send_mode(self):
        """The usual mode; the account's, once a test or certification of the invoice came through.

        A mode that was chosen for a trial is not the mode in which the invoice is to be sent.
        """
        usual = self._usual_pagero_send_mode()
        is_tried = any(
            (document.send_mode, document.state) == (usual, 'delivered')
            for document in self.sudo().pagero_document_ids
        )
        is_over = is_tried and usual != 'Production'
        return self._pagero_account_sudo().send_mode if is_over else usual

    def _is_under_way_over_pagero(self, send_mode):
        self.ensure_one()
        return any(
            document.send_mode == send_mode and document.needs_account
            for document in self.sudo().pagero_document_ids
        )

    def _has_production_transmission(self):
        """Whether a Production transmission of this invoice exists and was not taken back."""
        self.ensure_one()
        return any(document._is_live_production() for document in self.sudo().pagero_document_ids)
