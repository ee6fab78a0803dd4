import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


FIELD_KEYS = [
    ('buyer_reference', "Buyer reference"),
    ('order_reference', "Order number"),
    ('buyer_or_order_reference', "Buyer reference or order number"),
    ('contract_reference', "Contract"),
    ('project_reference', "Project"),
    ('accounting_cost', "Accounting cost"),
    ('customer_number', "Customer number"),
    ('delivery_date', "Delivery date"),
    ('quantity', "Quantity (each line)"),
    ('item_seller_id', "Product reference (each line)"),
    ('other', "Something else"),
]
KINDS = [
    ('mandatory', "Must be there"),
    ('pattern', "Has this form"),
    ('list', "Is one of these"),
    ('range', "Lies between"),
]


class PageroRecipientRule(models.Model):
    """One demand of a recipient on the invoices it gets, beyond what the network demands."""

    _name = 'pagero.recipient.rule'
    _description = "Requirement of a Recipient"
    _order = 'partner_id, sequence, id'

    partner_id = fields.Many2one(
        'res.partner', string="Recipient", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        'res.company', index=True, help="Empty: the requirement holds for every company's invoices."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    field_key = fields.Selection(FIELD_KEYS, string="Field", required=True)
    kind = fields.Selection(KINDS, string="Requirement", required=True, default='mandatory')
    pattern = fields.Char(
        help=r"A regular expression for the whole value, for example \d{8}: eight digits."
    )
    allowed_values = fields.Text(help="One value on each line.")
    minimum_number = fields.Float(string="From", digits=(16, 4), help="0: no lower limit.")
    maximum_number = fields.Float(string="To", digits=(16, 4), help="0: no upper limit.")
    minimum_date = fields.Date(string="From Day")
    maximum_date = fields.Date(string="To Day")
    message = fields.Char(
        translate=True, help="What the reader is told when an invoice doesn't meet the requirement."
    )
    url = fields.Char(string="Requirements Page", help="Where the recipient explains it.")
    source = fields.Selection(
        [
            ('user', "By hand"),
            ('request', "From the network"),
            ('set', "Ready-made"),
        ],
        required=True,
        default='user',
        readonly=True,
    )

    @api.depends('field_key', 'kind')
    @api.depends_context('lang')
    def _compute_display_name(self):
        fields_by_key = dict(self._fields['field_key']._description_selection(self.env))
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for rule in self:
            parts = (fields_by_key.get(rule.field_key), kinds.get(rule.kind))
            rule.display_name = ': '.join(filter(None, parts))

    # === CHECKS === #

    @api.constrains('kind', 'pattern')
    def _check_pattern(self):
        for rule in self.filtered(lambda rule: rule.kind == 'pattern'):
            try:
                re.compile(rule.pattern or '')
            except re.error as error:
                raise ValidationError(
                    rule.env._(
                        "“%(pattern)s” is not a regular expression: %(reason)s.",
                        pattern=rule.pattern,
                        reason=error.msg,
                    )
                ) from error

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Requirements belong to the whole company, not to one of its contacts."""
        return super().create([self._for_commercial_partner(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._for_commercial_partner(vals))

    def _for_commercial_partner(self, vals):
        if not vals.get('partner_id'):
            return vals
        partner = self.env['res.partner'].browse(vals['partner_id'])
        return {**vals, 'partner_id': partner.commercial_partner_id.id}
