from odoo import api, fields, models

from ..models.invoice.account_move_line import CLASSIFICATIONS, LINE_DETAILS
from ..models.invoice.invoiced_object import OBJECT_SCHEMES
from ..models.invoice.vat import reason_codes_of_vat
from ..models.tools.actions import CLOSE


TEXTS = ('note', 'orderline', 'cost', 'seller', 'buyer', 'gtin')


class PageroDetailAdd(models.TransientModel):
    """One more field on all lines of an invoice, with a value if it is the same on all."""

    _name = 'pagero.detail.add'
    _description = "Add Field to All Lines"
    _inherit = ['pagero.record.mixin']
    _set_once = ('move_id',)

    move_id = fields.Many2one('account.move', required=True, readonly=True, ondelete='cascade')
    detail = fields.Selection('_selection_detail', string="Field", required=True)
    is_text = fields.Boolean(compute='_compute_is_text')
    text = fields.Char(string="Value")
    period_start = fields.Date(string="Period")
    period_end = fields.Date(string="End of the Period")
    invoiced_object = fields.Char()
    invoiced_object_scheme = fields.Selection(OBJECT_SCHEMES, string="Kind of Invoiced Object")
    origin_country_id = fields.Many2one('res.country', string="Country of Origin")
    classification_list = fields.Selection(CLASSIFICATIONS, string="Classification")
    classification_code = fields.Char()
    exemption_code = fields.Selection(reason_codes_of_vat, string="VAT Exemption")
    exemption_reason = fields.Char(string="VAT Exemption in Words")

    @api.model
    def _selection_detail(self):
        lines = self.env['account.move.line']._fields
        return [
            (key, lines[names[0]]._description_string(self.env))
            for key, names in LINE_DETAILS.items()
        ]

    @api.depends('detail')
    def _compute_is_text(self):
        for adding in self:
            adding.is_text = adding.detail in TEXTS

    def action_confirm(self):
        """Without a value the field is only shown, to be filled in line by line."""
        self.ensure_one()
        move, names = self.move_id, LINE_DETAILS[self.detail]
        shown = (move.pagero_shown_details or '').split()
        move.write(
            {
                'pagero_shown_details': ' '.join(dict.fromkeys([*shown, self.detail])),
                'pagero_hides_details': False,
            }
        )
        values = dict(zip(names, self._values(names), strict=True))
        if any(values.values()):
            move.pagero_line_ids.write(values)
        return CLOSE

    def _values(self, names):
        if self.is_text:
            return [self.text]
        own = (name.removeprefix('pagero_') for name in names)
        return [self[name].id if name.endswith('_id') else self[name] for name in own]
