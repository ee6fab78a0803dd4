from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...identification import payment_accounts
from ...identification.payment_accounts import InvalidAccount
from ...ubl.words import told
from ..compat.bank_account import (
    KIND,
    NUMBER,
    bare_number_of,
    holder_of,
    kind_of,
    number_of,
    set_kind,
)


GIROS = ('bankgiro', 'plusgiro')


class ResPartnerBank(models.Model):
    """Bankgiro and Plusgiro beside core's IBAN and ordinary accounts.

    Core's kind of account says what the number is: what the user chose (``pagero_account_kind``),
    else what the way of writing shows without doubt.
    """

    _name = 'res.partner.bank'
    _inherit = ['pagero.bank.account.mixin', 'res.partner.bank', 'pagero.guarded.mixin']

    partner_id = fields.Many2one(default=lambda self: self._usual_holder())
    pagero_account_kind = fields.Selection(
        selection=[
            ('bankgiro', "Bankgiro"),
            ('plusgiro', "Plusgiro"),
            ('iban', "IBAN"),
            ('bank', "Bank account"),
        ],
        string="Kind of Account",
        help="Leave it empty if the number shows it: 5050-1055 is a Bankgiro, 28 65 43-4 a"
        " Plusgiro, SE45 5000 … an IBAN. Digits alone could be any of them, so choose.",
    )
    pagero_on_every_invoice = fields.Boolean(
        string="On Every Invoice",
        help="E-invoices name this account, in the order of this list, unless other accounts are"
        " chosen on the invoice. Bankgiro and Plusgiro accounts are left out where the invoice"
        " isn't in Swedish kronor.",
    )

    def _usual_holder(self):
        """The company, where an account for every invoice is added and nothing else is said."""
        is_for_invoices = self.env.context.get('default_pagero_on_every_invoice')
        return self.env.company.partner_id if is_for_invoices else None

    # === KIND === #

    @api.model
    def _get_supported_account_types(self):
        giros = [('bankgiro', self.env._("Bankgiro")), ('plusgiro', self.env._("Plusgiro"))]
        return super()._get_supported_account_types() + giros

    @api.model
    def _kind_as_written(self, number):
        """A valid giro that is written as one: 5050-1055, BG 5050-1055, 28 65 43-4."""
        kind = payment_accounts.kind_of(number)
        return kind if kind in GIROS and payment_accounts.is_valid(kind, number) else None

    def _settle_kind(self):
        """What the user chose comes first, and other countries have no giros."""
        for account in self:
            if account.pagero_account_kind in (*GIROS, 'bank'):
                set_kind(account, account.pagero_account_kind)
            elif kind_of(account) in GIROS and not account._may_be_giro():
                set_kind(account, 'bank')

    @api.depends(KIND)
    def _compute_display_name(self):
        super()._compute_display_name()
        names = dict(self._get_supported_account_types())
        for account in self.filtered(lambda account: kind_of(account) in GIROS):
            account.display_name = f'{names[kind_of(account)]} {account.display_name}'

    def _may_be_giro(self):
        """Other countries write ordinary accounts like that."""
        return self.partner_id.country_code in (False, 'SE')

    # === NUMBER === #

    def _pagero_number(self):
        """The number as an invoice has it: no separators (SE-R-007, SE-R-008)."""
        self.ensure_one()
        if kind_of(self) in (*GIROS, 'iban'):
            return payment_accounts.compact(kind_of(self), number_of(self))
        return bare_number_of(self)

    def _pagero_suits(self, currency):
        """Whether a buyer can pay an invoice in the currency to this account."""
        own = self.currency_id
        if not own and kind_of(self) in GIROS:
            return currency.name == 'SEK'
        return not own or own == currency

    def _pagero_holder_names(self):
        """(as it is on the account, as registered) of a giro's holder; '' of other accounts."""
        if kind_of(self) not in GIROS:
            return '', ''
        registered = self.sudo().partner_id.commercial_partner_id.name or ''
        holder = holder_of(self) or registered
        return ' '.join(holder.split()), ' '.join(registered.split())

    def _pagero_doubt(self):
        """A sentence where the number looks like a mistake, else ''."""
        flaw = self._pagero_flaw()
        return flaw and self.env._(
            "%(reason)s Correct the number, or choose another kind of account.",
            reason=told(flaw.sentence, self.env.lang),
        )

    def _pagero_flaw(self):
        """The ``InvalidAccount`` of a number that looks like a mistake, else ''."""
        self.ensure_one()
        try:
            payment_accounts.validate(self._kind_to_check(), number_of(self) or '')
        except InvalidAccount as error:
            return error
        return ''

    def _kind_to_check(self):
        """What the number must be: the chosen kind, else the one it's written as."""
        if self.pagero_account_kind:
            return self.pagero_account_kind
        number = number_of(self)
        kind = payment_accounts.kind_of(number)
        if kind in GIROS and self._may_be_giro():
            return kind
        compact = payment_accounts.compact('iban', number)
        return 'iban' if payment_accounts.has_only_wrong_check_digits(compact) else 'bank'

    @api.constrains(NUMBER, 'pagero_account_kind', 'pagero_on_every_invoice')
    def _check_pagero_number(self):
        """Numbers from elsewhere (bills, imports) stay as they are until they are used."""
        for account in self:
            relied_on = account.pagero_account_kind or account.pagero_on_every_invoice
            if relied_on and (doubt := account._pagero_doubt()):
                raise ValidationError(doubt)

    @api.onchange(NUMBER, 'pagero_account_kind')
    def _onchange_pagero_number(self):
        if number_of(self) and (doubt := self._pagero_doubt()):
            title = self.env._("Check the account number")
            return {'warning': {'title': title, 'message': doubt}}
        return None
