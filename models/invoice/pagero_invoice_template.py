from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..tools.actions import back_action, notice_action
from ..tools.labels import labels_of
from .references import PAGERO_REFERENCE_FIELDS
from .template_values import archived, is_archived, restored, saved


# Kept, although copies of an invoice don't have them: only number and dates are new.
ALSO_OF_INVOICE = {'ref', 'pagero_send_mode', *PAGERO_REFERENCE_FIELDS}
# New on every invoice, or made by posting and booking it.
NOT_OF_INVOICE = {
    *('line_ids', 'invoice_line_ids', 'pagero_attachment_ids', 'partner_id', 'company_id'),
    *('move_type', 'invoice_currency_rate', 'payment_reference', 'auto_post', 'message_ids'),
    *('activity_ids', 'attachment_ids', 'invoice_origin', 'checked', 'made_sequence_gap'),
}
NOT_SHOWN = {'journal_id', 'pagero_choice', 'invoice_user_id', 'user_id', 'currency_id'}


class PageroInvoiceTemplate(models.Model):
    """An invoice kept as the beginning of others to the same recipient.

    Lines are records that can be edited; everything else is kept by the names of the invoice's
    fields, so that fields which other modules add come along.
    """

    _name = 'pagero.invoice.template'
    _description = "Invoice Template"
    _inherit = ['pagero.record.mixin']
    _order = 'partner_id, sequence, name, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_archived_with_partner = fields.Boolean(
        string="Archived with Its Recipient", readonly=True, copy=False
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Recipient",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
        check_company=True,
    )
    contact_id = fields.Many2one(
        'res.partner',
        string="Invoice Contact",
        ondelete='set null',
        check_company=True,
        help="The contact or address of the recipient that the invoices go to.",
    )
    company_id = fields.Many2one(
        'res.company',
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one('res.currency', required=True)
    # not called "values": a field of that name would hide a method of views
    header = fields.Json(readonly=True)
    header_words = fields.Html(string="Also Saved", compute='_compute_header_words')
    line_ids = fields.One2many(
        'pagero.invoice.template.line', 'template_id', string="Lines", copy=True
    )
    attachment_ids = fields.One2many(
        'pagero.invoice.attachment', 'template_id', string="Attachments", copy=True
    )

    @api.depends('header')
    @api.depends_context('lang')
    def _compute_header_words(self):
        for template in self:
            kept, _lost = restored(self.env['account.move'], template.header or {})
            rows = [template._words_of(name, kept[name]) for name in sorted(kept)]
            items = (Markup("<dt>%s</dt><dd>%s</dd>") % row for row in rows if row)
            template.header_words = Markup('<dl class="o_pagero_items">%s</dl>') % (
                Markup().join(items)
            )

    def _words_of(self, name, value):
        """(label, value) as a person reads them; None for values that mean nothing to a reader."""
        field = self.env['account.move']._fields[name]
        if not value or name in NOT_SHOWN:
            return None
        if field.type in ('many2one', 'many2many'):
            ids = [value] if field.type == 'many2one' else value[0][2]
            value = ', '.join(self.env[field.comodel_name].browse(ids).mapped('display_name'))
        elif field.type == 'selection':
            value = labels_of(self.env['account.move'], name).get(value, value)
        elif field.type == 'html':
            value = html2plaintext(value)
        elif field.type not in ('char', 'text', 'float', 'integer'):
            return None
        return field._description_string(self.env), value

    # === SAVED === #

    @api.model
    def _save_invoice(self, move, name, template):
        """Keep ``move`` as a new template, or instead of what ``template`` kept before."""
        move.check_access('read')
        (template or self).check_access('write' if template else 'create')
        if template:
            template._check_made_for(move.commercial_partner_id, move.company_id)
        values = {**self._values_of(move), 'name': name}
        if template:
            template.sudo().write(values)
        else:
            template = self.sudo().create(values).with_env(self.env)
            template.check_access('create')
        template._take_attachments_of(move)
        return template

    @api.model
    def _values_of(self, move):
        """What a template keeps of an invoice; the files are copied apart."""
        header = saved(move, also=ALSO_OF_INVOICE, without=NOT_OF_INVOICE)
        lines = move.invoice_line_ids.sorted()
        return {
            'partner_id': move.commercial_partner_id.id,
            'contact_id': move.partner_id.id,
            'company_id': move.company_id.id,
            'currency_id': move.currency_id.id,
            'header': header,
            'line_ids': [
                Command.clear(),
                *(Command.create(self.line_ids._values_of(line)) for line in lines),
            ],
        }

    def _take_attachments_of(self, move):
        self.attachment_ids.unlink()
        move.pagero_attachment_ids.copy({'move_id': False, 'template_id': self.id})

    # === USED === #

    def _create_invoice(self):
        """(invoice, sentences): a new draft, and what could not be taken along."""
        self.ensure_one()
        company = self.company_id
        invoices = self.env['account.move'].with_company(company)
        start = {
            'move_type': 'out_invoice',
            'company_id': company.id,
            'partner_id': (self._usable_contact() or self.partner_id).id,
        }
        invoice = invoices.with_context(default_move_type='out_invoice').create(start)
        return invoice, self._fill(invoice)

    def _usable_contact(self):
        """The contact or address that the invoice went to, unless it is gone."""
        contact = self.contact_id
        is_theirs = contact.commercial_partner_id == self.partner_id
        return contact if is_theirs and not is_archived(contact) else contact.browse()

    def _fill(self, invoice):
        """Write everything onto a draft of the same recipient; returns what was left out."""
        self._refuse_unsuitable(invoice)
        lost = self._give_contact_to(invoice)
        header = {**(self.header or {}), 'currency_id': self.currency_id.id}
        header, lost_of_header = restored(invoice, header)
        lost += lost_of_header
        lines = [line._invoice_values() for line in self.line_ids]
        lost += [sentence for _values, sentences in lines for sentence in sentences]
        created = [Command.create(values) for values, _sentences in lines]
        invoice.write({**header, 'invoice_line_ids': [Command.clear(), *created]})
        lost = list(dict.fromkeys(lost + self._give_attachments_to(invoice)))  # each once
        if lost:
            invoice._message_log(body=Markup('<br/>').join(lost))
        return lost

    def _give_contact_to(self, invoice):
        """First of all: what Odoo fills in for the contact, the template overwrites."""
        contact = self._usable_contact()
        if contact and contact != invoice.partner_id:
            invoice.partner_id = contact
        is_gone = self.contact_id and is_archived(self.contact_id)
        return [archived(self.env, self._fields['contact_id'], self.contact_id)] if is_gone else []

    def _refuse_unsuitable(self, invoice):
        if invoice.state != 'draft' or invoice.move_type != 'out_invoice':
            raise UserError(self.env._("Templates can be used on draft customer invoices only."))
        self._check_made_for(invoice.commercial_partner_id, invoice.company_id)

    def _check_made_for(self, partner, company):
        if (partner, company) != (self.partner_id, self.company_id):
            raise UserError(
                self.env._(
                    "“%(template)s” is a template for %(partner)s. Choose a template for this"
                    " invoice's recipient.",
                    template=self.name,
                    partner=self.partner_id.display_name,
                )
            )

    def _give_attachments_to(self, invoice):
        """The files, one by one: a limit may have changed since."""
        invoice.pagero_attachment_ids.unlink()
        refused = []
        for attachment in self.attachment_ids:
            try:
                with self.env.cr.savepoint():
                    attachment.copy({'template_id': False, 'move_id': invoice.id})
            except UserError as refusal:
                refused.append(str(refusal))
        return refused

    def action_create_invoice(self):
        """A new draft from this template, opened."""
        self.ensure_one()
        return self._opened(*self._create_invoice())

    def _opened(self, invoice, lost):
        opened = back_action(invoice)
        if not lost:
            return opened
        words = '\n'.join(lost)
        return notice_action(words, 'warning', title=self.name, sticky=True, then=opened)
