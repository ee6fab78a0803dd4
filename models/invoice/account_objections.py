from odoo import models

from ...ubl.objections import objection


class AccountMove(models.Model):
    """What is wrong with the accounts that an e-invoice asks to be paid to."""

    _inherit = 'account.move'

    def _objections_to_accounts(self):
        wanted = self._wanted_payment_accounts()
        # An account may have passed to another partner since it was chosen.
        if self._foreign_accounts(wanted):
            yield objection('PAGERO-FOREIGN-ACCOUNT')
        if not wanted and self._awaits_payment():
            yield objection('PAGERO-NO-ACCOUNT')
        if self.is_inbound():
            named = wanted._pagero_nameable()
            yield from self._objections_to_trust(wanted, named)
            yield from _objections_to_holders(named)

    def _awaits_payment(self):
        """Whether the recipient has to know where to pay: neither paid, collected nor credited."""
        if self.move_type != 'out_invoice' or self.pagero_mandate_reference:
            return False
        return self.currency_id.compare_amounts(self.amount_total, self._pagero_prepaid()) > 0

    def _objections_to_trust(self, wanted, named):
        for account in (wanted | self.partner_bank_id)._pagero_untrusted():
            if rule := self._rule_of_untrusted(account, named):
                people = account._may_trust_in_words(self.company_id)
                yield _on_account(rule, account, account.display_name, people=people)

    def _rule_of_untrusted(self, account, named):
        """How bad it is; None where no account needs to be named.

        What is chosen for this invoice doesn't give way to others: it may be a factoring company's,
        and core refuses to post with an untrusted recipient bank anyhow.
        """
        written = self.pagero_payment_account_ids | self.partner_bank_id
        if account not in written and not self._awaits_payment():
            return None
        if not account._is_trust_demanded():
            return 'PAGERO-ACCOUNT-TO-TRUST'
        if not named or account in written | self._asked_payment_accounts():
            return 'PAGERO-ACCOUNT-NOT-TRUSTED'
        return 'PAGERO-ACCOUNT-LEFT-OUT'


def _objections_to_holders(accounts):
    """The rails of Bankgiro and Plusgiro payments compare the payee's name (BT-85)."""
    for account in accounts:
        holder, registered = account._pagero_holder_names()
        if holder.casefold() != registered.casefold():
            yield _on_account('PAGERO-ACCOUNT-HOLDER', account, f'{holder} ≠ {registered}')


def _on_account(rule, account, detail, **parameters):
    """The finding leads to the account."""
    return objection(rule, detail=detail, parameters={'account_id': str(account.id), **parameters})
