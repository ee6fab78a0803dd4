"""Since when a bank account is trusted, and which account it is: asked before a bill is paid."""

from odoo import SUPERUSER_ID, api, fields, models

from ...identification.payees import payee
from ..compat.bank_account import NUMBER, kind_of, number_of


# A change of one of these makes it another account, or trusts it.
FACTS = {NUMBER, 'partner_id', 'allow_out_payment', 'active', 'pagero_account_kind', 'bank_id'}


class ResPartnerBank(models.Model):
    _inherit = 'res.partner.bank'

    pagero_trusted_at = fields.Datetime(
        string="Trusted Since",
        readonly=True,
        copy=False,
        help="Empty: since before received bills were watched.",
    )
    pagero_trusted_by_id = fields.Many2one(
        'res.users', string="Trusted By", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._note_trust()
        return accounts

    def write(self, vals):
        named = FACTS & vals.keys()  # core takes some keys out
        result = super().write(vals)
        if named:
            self._note_trust()
        return result

    def _note_trust(self):
        trusted = self.filtered('allow_out_payment')
        trusted.sudo().write(
            {'pagero_trusted_at': fields.Datetime.now(), 'pagero_trusted_by_id': self.env.uid}
        )

    def _pagero_payee(self):
        """The account in the form that can be compared; None of an empty one."""
        self.ensure_one()
        kind = self.pagero_account_kind if kind_of(self) == 'bank' else kind_of(self)
        country = self.partner_id.country_code or ''
        return payee(number_of(self), self.bank_bic or '', country, kind or '')

    def _pagero_payee_key(self):
        """The same for every spelling of the same account; '' of an empty one."""
        found = self._pagero_payee()
        return found.key if found else ''

    def _was_trusted_before(self, moment):
        """Trust that came later may be the very fraud that is looked for."""
        self.ensure_one()
        return self.allow_out_payment and (
            not self.pagero_trusted_at or self.pagero_trusted_at < moment
        )

    def _is_trusted_as_approved(self, approvals):
        """Whether nothing of it was changed since it was approved."""
        self.ensure_one()
        moments = approvals.filtered(lambda each: each.bank_account_id == self).mapped('decided_at')
        return self.allow_out_payment and (
            not self.pagero_trusted_at
            or any(moment and self.pagero_trusted_at <= moment for moment in moments)
        )

    def _trust_as_approved(self):
        """By a second person. Core of March asks for its own right even of a superuser."""
        needs_right = not self._is_trust_demanded()
        by = self.with_user(SUPERUSER_ID) if needs_right else self.sudo()
        by.write({'active': True, 'allow_out_payment': True})
        self.sudo().write({'pagero_trusted_by_id': self.env.uid})
