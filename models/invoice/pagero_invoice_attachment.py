import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...ubl.attachments import (
    EMPTY,
    GROWS,
    MEGABYTE,
    OTHER_CONTENT,
    TOO_LARGE,
    WRONG_TYPE,
    Refused,
    clean_name,
    mimetype_of,
)
from ..mixins.evidence_file import EvidenceFile
from ..tools.labels import labels_of


_lt = LazyTranslate(__name__)

KINDS = [
    ('specification', "Specification"),
    ('time_report', "Time report"),
    ('delivery_note', "Delivery note"),
    ('order', "Order"),
    ('agreement', "Agreement"),
    ('picture', "Picture"),
    ('other', "Other"),
]
MOST_MEGABYTES = 40  # together; a document is at most 64 MiB, and Base64 adds a third
REFUSALS = {
    EMPTY: _lt("“%(name)s” is empty (0 bytes). Choose the file again."),
    TOO_LARGE: _lt(
        "“%(name)s” is larger than %(limit)s MB. Make it smaller, or send it another way."
    ),
    WRONG_TYPE: _lt(
        "“%(name)s” is not of a type that e-invoices may carry: PDF, PNG, JPEG, CSV, XLSX or ODS."
        " Save it as PDF, for example."
    ),
    OTHER_CONTENT: _lt(
        "“%(name)s” is damaged, or is not what its name says. Save it again in the right format."
    ),
    GROWS: _lt(
        "“%(name)s” would become enormous when opened, or contains another archive. Recipients"
        " refuse such files; save the sheet as PDF."
    ),
}


class PageroInvoiceAttachment(models.Model):
    """A file that goes inside the e-invoice: what its recipient needs to approve it."""

    _name = 'pagero.invoice.attachment'
    _description = "Attachment of an E-Invoice"
    _inherit = ['pagero.record.mixin', 'pagero.invoice.content.mixin']
    _set_once = ('move_id', 'template_id')  # made on the form of an invoice or of a template
    _order = 'sequence, id'

    move_id = fields.Many2one(
        'account.move', string="Invoice", readonly=True, index=True, ondelete='cascade'
    )
    template_id = fields.Many2one(
        'pagero.invoice.template', readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="File Name", required=True)
    data = EvidenceFile(string="File", required=True, attachment=True)
    kind = fields.Selection(
        KINDS, string="Type of Attachment", required=True, default='specification'
    )
    description = fields.Char(help="What the recipient reads beside the file.")
    mimetype = fields.Char(string="Format", readonly=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    size_words = fields.Char(string="Size", compute='_compute_size_words')

    _owner = models.Constraint(
        'CHECK((move_id IS NULL) != (template_id IS NULL))',
        "An attachment belongs to an invoice or to a template.",
    )

    @api.depends('move_id.company_id', 'template_id.company_id')
    def _compute_company_id(self):
        for attachment in self:
            attachment.company_id = (
                attachment.move_id.company_id or attachment.template_id.company_id
            )

    @api.depends('size')
    def _compute_size_words(self):
        for attachment in self:
            kilobytes = attachment.size / 1024
            words = f'{kilobytes / 1024:.1f} MB' if kilobytes > 1000 else f'{kilobytes:.0f} kB'
            words = words if kilobytes >= 1 else f'{attachment.size} B'
            attachment.size_words = words if attachment.size else ''

    # === JUDGED === #

    @api.onchange('data', 'name')
    def _onchange_data(self):
        """Say at once what would be refused on saving, and take the file away again.

        A file of 0 bytes comes as a name without data.
        """
        if not self.name:
            return None
        try:
            content = self._content(self.name, self.data)
            self._refuse_unfit(self.name, content)
            self.size = len(content)
        except UserError as refusal:
            self.data = self.name = False
            return {'warning': {'title': self.env._("Attachment"), 'message': str(refusal)}}
        return None

    def _refuse_unfit(self, name, content):
        """The file's MIME type; a refusal says which file and why."""
        try:
            return mimetype_of(clean_name(name), content, self._limit() * MEGABYTE)
        except Refused as refused:
            raise self._refusal(refused.code, name) from refused

    def _why_unfit(self, name, content):
        """The refusal in words; '' for a file that may go inside."""
        try:
            self._refuse_unfit(name, content or b'')
        except UserError as refusal:
            return str(refusal)
        return ''

    def _refusal(self, code, name):
        sentence = self.env._(REFUSALS[code])
        return UserError(sentence % {'name': name, 'limit': self._limit()})

    def _limit(self):
        """In megabytes, as the invoice's account says."""
        company = self.company_id or self.env.company
        return company.sudo()._pagero_account().attachment_megabytes or 5

    def _content(self, name, data):
        """The bytes of a field value; what is far too large isn't even decoded."""
        if len(data or '') > (self._limit() + 1) * MEGABYTE * 4 / 3:
            raise self._refusal(TOO_LARGE, name)
        try:
            return base64.b64decode(data or '')
        except (binascii.Error, ValueError) as error:
            raise self._refusal(OTHER_CONTENT, name) from error

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        facts = []
        for vals in vals_list:
            owner = self.new({name: vals.get(name) for name in ('move_id', 'template_id')})
            vals['name'] = clean_name(vals.get('name') or '')
            facts.append(owner._judged(vals['name'], vals.get('data')))
        attachments = super().create(vals_list)
        attachments._keep(facts)
        attachments._refuse_late(attachments.move_id)
        attachments._refuse_too_much()
        attachments._tell_chatter(self.env._("Attachment added: %(name)s"))
        return attachments

    def write(self, vals):
        self._refuse_late(self.move_id)
        if not {'data', 'name', 'move_id'} & vals.keys():
            return super().write(vals)
        if vals.get('name'):
            vals = {**vals, 'name': clean_name(vals['name'])}
        facts = []
        for attachment in self:
            data = vals.get('data') or attachment.with_context(bin_size=False).data
            facts.append(attachment._judged(vals.get('name') or attachment.name, data))
        super().write(vals)
        self._keep(facts)
        self._refuse_late(self.move_id)
        self._refuse_too_much()
        return True

    def _keep(self, facts):
        """What was read from the files."""
        for attachment, values in zip(self.sudo(), facts, strict=True):
            attachment.write(values)

    def unlink(self):
        self._refuse_late(self.move_id)
        self._tell_chatter(self.env._("Attachment removed: %(name)s"))
        return super().unlink()

    def _judged(self, name, data):
        content = self._content(name, data)
        return {
            'mimetype': self._refuse_unfit(name, content),
            'size': len(content),
        }

    def _refuse_late(self, moves):
        """Nothing is added to what is under way."""
        moves._check_references_editable(['pagero_attachment_ids'])

    def _refuse_too_much(self):
        for move in self.move_id:
            if sum(move.sudo().pagero_attachment_ids.mapped('size')) > MOST_MEGABYTES * MEGABYTE:
                raise UserError(
                    self.env._(
                        "The attachments of one invoice may be %(most)s MB in total. Leave some"
                        " out, or send them another way.",
                        most=MOST_MEGABYTES,
                    )
                )

    def _tell_chatter(self, words):
        for attachment in self.filtered(lambda each: each.move_id.state == 'posted'):
            attachment.move_id._message_log(body=words % {'name': attachment.name})

    # === SENT === #

    def _written_description(self):
        """BT-123: the type, which Peppol has no code for, and the description."""
        kind = labels_of(self, 'kind')[self.kind]
        parts = [kind if self.kind != 'other' else '', self.description or '']
        return ': '.join(filter(None, parts))
