"""Number, kind and holder of a bank account: BT-84 and BT-85."""

from odoo import api, models

from .release import renamed


NUMBER = renamed('res.partner.bank', 'acc_number', 'account_number')
KIND = renamed('res.partner.bank', 'acc_type', 'account_type')
HOLDER = renamed('res.partner.bank', 'acc_holder_name', 'holder_name')
BARE_NUMBER = renamed('res.partner.bank', 'sanitized_acc_number', 'sanitized_account_number')


def number_of(account):
    """As a person wrote it, '' where it is still empty."""
    return account[NUMBER] or ''


def bare_number_of(account):
    """Letters and digits only."""
    return account[BARE_NUMBER] or ''


def kind_of(account):
    """What the number is: ``bankgiro``, ``plusgiro``, ``iban``, ``bank`` or another module's."""
    return account[KIND]


def holder_of(account):
    """Whose account it is, where that isn't the partner itself."""
    return account[HOLDER] or ''


def set_kind(account, kind):
    """For the compute of the kind only."""
    account[KIND] = kind


class PageroBankAccountMixin(models.AbstractModel):
    """Core finds the kind by two methods; an account has ``_kind_as_written`` and ``_settle_kind``.

    Odoo 20 calls them ``retrieve_account_type`` and ``_compute_account_type``.
    """

    _name = 'pagero.bank.account.mixin'
    _description = "Kinds of Bank Accounts"

    @api.model
    def retrieve_acc_type(self, acc_number):
        """What the way of writing shows without doubt, else what core makes of it."""
        return self._kind_as_written(acc_number or '') or super().retrieve_acc_type(acc_number)

    @api.depends('pagero_account_kind', 'partner_id.country_id')
    def _compute_acc_type(self):
        super()._compute_acc_type()
        self._settle_kind()
