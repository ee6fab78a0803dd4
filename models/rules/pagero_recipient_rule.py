from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...ubl.patterns import BadPattern, Pattern
from ...ubl.recipient import DATES, Demand
from ..mixins.pagero_guarded_mixin import ids_in
from ..tools.labels import labels_of


FIELD_KEYS = [
    ('buyer_reference', "Buyer reference"),
    ('order_reference', "Order number"),
    ('buyer_or_order_reference', "Buyer reference or order number"),
    ('contract_reference', "Contract"),
    ('project_reference', "Project"),
    ('accounting_cost', "Accounting cost"),
    ('customer_number', "Customer number"),
    ('delivery_date', "Delivery date"),
    ('despatch_advice', "Despatch advice"),
    ('receiving_advice', "Receiving advice"),
    ('invoiced_object', "Invoiced object"),
    ('invoicing_period', "Invoicing period"),
    ('note', "Note"),
    ('quantity', "Quantity (each line)"),
    ('item_seller_id', "Product reference (each line)"),
    ('item_buyer_id', "Buyer's item number (each line)"),
    ('item_gtin', "GTIN (each line)"),
    ('order_line', "Order line (each line)"),
    ('line_accounting_cost', "Accounting cost (each line)"),
    ('line_invoiced_object', "Invoiced object (each line)"),
    ('other', "Something else"),
]
KINDS = [
    ('mandatory', "Must be filled in"),
    ('pattern', "Has this format"),
    ('list', "Is one of these"),
    ('range', "Is between"),
]


class PageroRecipientRule(models.Model):
    """One demand of a recipient on the invoices it gets, beyond what the network demands."""

    _name = 'pagero.recipient.rule'
    _description = "Requirement of a Recipient"
    _inherit = ['pagero.record.mixin']
    _set_once = ('partner_id', 'set_id')  # said when one is made by hand
    _order = 'partner_id, sequence, id'

    partner_id = fields.Many2one(
        'res.partner', string="Recipient", readonly=True, index=True, ondelete='cascade'
    )
    set_id = fields.Many2one(
        'pagero.recipient.rule.set',
        string="Ready-Made Set",
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    company_id = fields.Many2one(
        'res.company',
        index=True,
        default=lambda self: self._usual_company(),
        help="Empty: the requirement holds for every company's invoices.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    field_key = fields.Selection(FIELD_KEYS, string="Field", required=True)
    kind = fields.Selection(KINDS, string="Requirement", required=True, default='mandatory')
    pattern = fields.Char(
        help=r"A regular expression for the whole value, for example \d{8}: eight digits."
    )
    allowed_values = fields.Text(help="One value on each line.")
    has_minimum_number = fields.Boolean(
        string="Lower Limit", compute='_compute_has_numbers', store=True, readonly=False
    )
    minimum_number = fields.Float(string="From", digits=(16, 4))
    has_maximum_number = fields.Boolean(
        string="Upper Limit", compute='_compute_has_numbers', store=True, readonly=False
    )
    maximum_number = fields.Float(string="To", digits=(16, 4))
    minimum_date = fields.Date(string="From Date")
    maximum_date = fields.Date(string="To Date")
    summary = fields.Char(string="What Is Accepted", compute='_compute_summary')
    message = fields.Char(
        translate=True, help="Shown when an invoice doesn't meet the requirement."
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
        fields_by_key = labels_of(self, 'field_key')
        kinds = labels_of(self, 'kind')
        for rule in self:
            parts = (fields_by_key.get(rule.field_key), kinds.get(rule.kind))
            rule.display_name = ': '.join(filter(None, parts))

    @api.depends(
        *('kind', 'field_key', 'pattern', 'allowed_values'),
        *('minimum_number', 'maximum_number', 'minimum_date', 'maximum_date'),
        *('has_minimum_number', 'has_maximum_number'),
    )
    def _compute_summary(self):
        for rule in self:
            rule.summary = rule.kind != 'mandatory' and rule._demand().in_short()

    @api.depends('minimum_number', 'maximum_number')
    def _compute_has_numbers(self):
        """A number other than 0 is a limit; 0 is one where the box is ticked."""
        for rule in self:
            rule.has_minimum_number |= bool(rule.minimum_number)
            rule.has_maximum_number |= bool(rule.maximum_number)

    # === CHECKS === #

    @api.constrains('kind', 'pattern', 'allowed_values')
    def _check_is_complete(self):
        """A demand that nothing can be held against would pass everything."""
        for rule in self:
            if rule.kind == 'pattern':
                rule._check_pattern()
            elif rule.kind == 'list' and not rule._allowed():
                raise ValidationError(self.env._("List the values that the recipient accepts."))

    def _check_pattern(self):
        try:
            Pattern(self.pattern or '')
        except BadPattern as error:
            raise ValidationError(
                self.env._(
                    "“%(pattern)s” cannot be used as a format: it is not a regular expression, or"
                    " it looks ahead, behind or back. An example for eight digits: %(example)s.",
                    pattern=self.pattern,
                    example=r'\d{8}',
                )
            ) from error
        if not self.pattern:
            raise ValidationError(self.env._("Enter the format that the recipient accepts."))

    @api.constrains(
        *('kind', 'field_key', 'minimum_number', 'maximum_number', 'minimum_date', 'maximum_date'),
        *('has_minimum_number', 'has_maximum_number'),
    )
    def _check_limits(self):
        for rule in self.filtered(lambda rule: rule.kind == 'range'):
            least, most = rule._limits()
            if least is None and most is None:
                raise ValidationError(self.env._("Enter at least one limit."))
            if least is not None and most is not None and least > most:
                raise ValidationError(self.env._("The lower limit is above the upper one."))

    _owner = models.Constraint(
        'CHECK((partner_id IS NULL) != (set_id IS NULL))',
        "A requirement belongs to a recipient, or to a ready-made set.",
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Requirements belong to the whole company, not to one of its contacts."""
        rules = super().create([self._for_commercial_partner(vals) for vals in vals_list])
        self._refuse_to_decide_for_others(rules)
        return rules

    def write(self, vals):
        self._refuse_to_decide_for_others(self)
        result = super().write(self._for_commercial_partner(vals))
        self._refuse_to_decide_for_others(self)
        return result

    def copy(self, default=None):
        copies = super().copy(default)
        self._refuse_to_decide_for_others(copies)
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_others(self):
        self._refuse_to_decide_for_others(self)

    @api.model
    def _usual_company(self):
        """The current one, where other companies send too that the user doesn't work for."""
        may_decide = self.env.su or self.env.user._may_decide_for_all_companies()
        return self.env['res.company'] if may_decide else self.env.company

    @api.model
    def _refuse_to_decide_for_others(self, rules):
        """A requirement that holds for all companies would stop invoices of others."""
        of_all = rules.filtered(lambda rule: not rule.sudo().company_id)
        if of_all and not self.env.su and not self.env.user._may_decide_for_all_companies():
            raise UserError(
                self.env._(
                    "A requirement without a company also holds for companies that you do not"
                    " work for. Choose your company, or ask a group administrator of Pagero."
                )
            )

    def _for_commercial_partner(self, vals):
        if not vals.get('partner_id'):
            return vals
        partner = self.env['res.partner'].browse(ids_in(vals['partner_id']))
        return {**vals, 'partner_id': partner.commercial_partner_id.id}

    # === WHAT IS CHECKED === #

    @api.model
    def _by_move(self, moves):
        """{invoice: its recipient's requirements}, in one query.

        They are those of a buyer: what we bill ourselves in its name is ours to require.
        """
        partners = moves.commercial_partner_id
        companies = moves.company_id.sudo().parent_ids
        domain = Domain('partner_id', 'in', partners.ids)
        found = self.sudo().search(domain & Domain('company_id', 'in', [False, *companies.ids]))
        by_partner = found.grouped('partner_id')
        none = found.browse()
        return {
            move: none
            if move.pagero_self_billed
            else by_partner.get(move.commercial_partner_id, none)._holding_for(move.company_id)
            for move in moves
        }

    def _holding_for(self, company):
        """Those of all companies, of this company, and of those above it."""
        companies = company.sudo().parent_ids
        return self.filtered(lambda rule: not rule.company_id or rule.company_id in companies)

    def _demands(self):
        """The same for the check, which knows no records."""
        return [rule._demand() for rule in self]

    def _demand(self):
        least, most = self._limits()
        return Demand(
            id=str(self.id),
            field=self.field_key,
            kind=self.kind,
            pattern=self.pattern or '',
            allowed=self._allowed(),
            minimum=least,
            maximum=most,
            message=self.message or '',
            url=self.url or '',
        )

    def _allowed(self):
        values = (line.strip() for line in (self.allowed_values or '').splitlines())
        return tuple(filter(None, values))

    def _limits(self):
        """From and to, each None where there is no limit."""
        if self.field_key in DATES:
            return self.minimum_date or None, self.maximum_date or None
        least = self.has_minimum_number and Decimal(str(self.minimum_number))
        most = self.has_maximum_number and Decimal(str(self.maximum_number))
        return tuple(None if limit is False else limit for limit in (least, most))

    def _demand_key(self):
        """What makes two rules the same demand; a set applied twice adds nothing."""
        return self.field_key, self.kind, self.pattern, self._allowed(), self._limits()
