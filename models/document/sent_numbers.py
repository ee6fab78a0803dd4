"""By which numbers Pagero looked for the recipient of a document."""

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...identification.identity import VAT


_lt = LazyTranslate(__name__)

# Of ``built_for``, as ``Identity.to_dict`` gave it.
NUMBERS = {
    'address': _lt("Electronic ID: %s"),
    'legal': _lt("Organisation number: %s"),
    'vat': _lt("VAT number: %s"),
    'gln': _lt("GLN: %s"),
}


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    sent_numbers = fields.Text(
        string="Numbers of the Recipient",
        compute='_compute_sent_numbers',
        help="What the e-invoice says of its recipient, by which Pagero looks for it.",
    )

    @api.depends('built_for')
    @api.depends_context('lang')
    def _compute_sent_numbers(self):
        for document in self:
            lines = dict.fromkeys(document._sent_number_lines())  # two may name the same number
            document.sent_numbers = '\n'.join(lines) or False

    def _sent_number_lines(self):
        built_for = self.built_for or {}
        for name in NUMBERS:
            if number := built_for.get(name):
                # A scheme stands before the number, or the name of the register.
                register, _colon, bare = number.rpartition(':')
                # A VAT number is kept as the organisation number that it is made of.
                kind = 'legal' if name == 'vat' and register != VAT else name
                yield self.env._(NUMBERS[kind]) % (number if kind == 'address' else bare)
