from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.actions import form_action, letter_action


class PageroEnquiryMixin(models.AbstractModel):
    """What a recipient is asked for before invoices can reach it: a connection, or a route.

    A letter may ask for it. ``action_send_email`` opens the letter of ``_letter_template`` in the
    composer, and what the composer then posts is a letter: see ``_post_letter``.
    """

    _name = 'pagero.enquiry.mixin'
    _description = "Enquiry to a Recipient"
    _inherit = [
        'pagero.lifecycle.mixin',
        'pagero.online.mixin',
        'pagero.letter.mixin',
        'mail.thread',
        'mail.activity.mixin',
    ]
    _order = 'id desc'
    _rec_name = 'partner_id'

    _letter_template = None  # the XML id of a mail template
    _letter_title = None  # of the composer
    _no_reader = None  # the sentence where the letter has no reader
    _chase_summary = None  # what the salesperson is reminded of
    _chase_note = None

    connection_id = fields.Many2one(
        'pagero.connection', required=True, readonly=True, index=True, ondelete='cascade'
    )
    account_id = fields.Many2one(related='connection_id.account_id', store=True, index=True)
    company_id = fields.Many2one(related='connection_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(related='connection_id.partner_id', store=True, index=True)
    gateway = fields.Selection(related='account_id.gateway')
    user_id = fields.Many2one('res.users', default=lambda self: self.env.user, readonly=True)
    mail_sent_at = fields.Datetime(string="E-mail Sent", readonly=True, copy=False)
    chased_at = fields.Datetime(string="Reminded", readonly=True, copy=False)
    network_id = fields.Char(string="Network ID", readonly=True, copy=False, index='btree_not_null')
    waiting_count = fields.Integer(related='connection_id.waiting_count')
    sender_numbers = fields.Char(string="Sender's Numbers", compute='_compute_sender_numbers')

    @api.depends('partner_id')
    def _compute_display_name(self):
        for enquiry in self:
            enquiry.display_name = enquiry.partner_id.display_name

    def _open(self):
        self.ensure_one()
        return form_action(self)

    # === REMINDERS === #

    @api.model
    def _chase(self, account, limit):
        """Remind the salespeople of what the recipients haven't answered."""
        for enquiry in self.search(self._unanswered_domain(account, limit)):
            enquiry.chased_at = fields.Datetime.now()
            enquiry._note(self._chase_note)
            if not enquiry.connection_id._was_told(enquiry, self._chase_summary):
                enquiry.connection_id._tell_salesperson(
                    enquiry, self._chase_summary, self._chase_note
                )

    @api.model
    def _unanswered_domain(self, account, limit):
        """What waits for an answer since before ``limit``, and of which no one was reminded."""
        not_lately = Domain('chased_at', '=', False) | Domain('chased_at', '<=', limit)
        return Domain('account_id', '=', account.id) & self._awaited_domain(limit) & not_lately

    @api.model
    def _awaited_domain(self, limit):
        """Hook: what was asked before ``limit``, and is still wanted."""
        raise NotImplementedError

    def _note(self, sentence):
        """A line in the company's own language: a scheduled action has no reader."""
        here = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        self.message_post(body=here.env._(sentence))

    # === THE LETTER === #

    @api.depends('company_id')
    @api.depends_context('lang')
    def _compute_sender_numbers(self):
        for enquiry in self:
            enquiry.sender_numbers = enquiry._numbers_of(enquiry.company_id.partner_id)

    def _numbers_of(self, partner):
        """All that an operator may recognise a company by, on one line."""
        numbers = partner._pagero_identifiers()
        endpoint = numbers.endpoint and ':'.join(numbers.endpoint)
        labelled = {
            self.env._("Organisation number"): numbers.orgnr,
            self.env._("VAT number"): numbers.vat,
            self.env._("GLN"): numbers.gln,
            self.env._("Electronic ID"): endpoint,
        }
        return ', '.join(f'{label} {value}' for label, value in labelled.items() if value)

    def action_send_email(self):
        """Open the letter, in the customer's language, to be edited and sent; several at once."""
        self.check_access('write')
        for enquiry in self:
            enquiry._refuse_letter()
        if not self:
            raise UserError(self.env._("Select what you want to send first."))
        title = self.env._(self._letter_title)
        return letter_action(self, title, self._letter_template, pagero_is_letter=True)

    def message_post(self, **kwargs):
        """The composer hands on no more than its context, as when core sends a quotation."""
        if self.env.context.get('pagero_is_letter'):
            return self.with_context(pagero_is_letter=False)._post_letter(**kwargs)
        return super().message_post(**kwargs)

    def _post_letter(self, **letter):
        """Post what was written, if it can be read, and note that it has left.

        Where the recipient turns out to be gone, the letter stays here as a note.
        """
        self.check_access('write')
        self._refuse_without_reader(letter)
        if not self._letter_leaves(fields.Datetime.now()):
            letter = {name: letter[name] for name in ('body', 'subject') if name in letter}
        return self.message_post(**letter)

    def _refuse_without_reader(self, letter):
        readers = self.env['res.partner'].browse(letter.get('partner_ids') or ())
        if not readers.filtered('email') and not letter.get('outgoing_email_to'):
            raise UserError(self.env._(self._no_reader))

    def _refuse_letter(self):
        """Hook: a sentence where there is nothing to ask any more."""

    def _letter_leaves(self, sent_at):
        """Hook: note the letter; returns whether the recipient is still there."""
        raise NotImplementedError
