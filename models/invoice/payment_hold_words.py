"""What people read of a bill whose payment is held."""

from odoo import api, fields, models
from odoo.tools import format_date

from ..compat.bank_account import holder_of


SHOWN = 5  # of what was stated before


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_hold_words = fields.Text(string="Why It Is Held", compute='_compute_pagero_hold_words')

    @api.depends('pagero_hold')
    @api.depends_context('lang')
    def _compute_pagero_hold_words(self):
        for move in self:
            held = move.sudo()._held_accounts() if move.pagero_hold else None
            move.pagero_hold_words = held and '\n'.join(move.sudo()._hold_lines(*held))

    def _held_sentence(self, accounts, banks):
        """Why *Register Payment* refuses."""
        return self.env._(
            "%(bill)s cannot be paid yet.\n%(reasons)s",
            bill=self.display_name,
            reasons='\n'.join(self.sudo()._hold_lines(accounts, banks)),
        )

    def _hold_lines(self, accounts, banks):
        for account in accounts:
            yield self._stated_line(account)
        for bank in banks:
            yield self.env._(
                "%(bank)s was chosen on the bill and is not approved for this supplier.",
                bank=bank.display_name,
            )
        yield self._known_line(accounts, banks)
        declined = accounts.filtered(lambda each: each.state == 'declined')[:1]
        if declined:
            yield self.env._(
                "%(user)s suspects fraud (%(day)s). Answer the invoice with “Rejected”, and call"
                " the supplier on a number that you have from before.",
                user=declined.decided_by_id.name,
                day=format_date(self.env, declined.decided_at),
            )
        else:
            yield self.env._(
                "Payment is held until a second person approves the account, someone who neither"
                " made nor posted the bill nor entered the account."
            )

    def _stated_line(self, account):
        """The account with its holder, country and check digits, and what is the matter."""
        if account.kind == 'unreadable':
            template = self.env._("The account cannot be read: %(account)s. %(check)s")
        elif account.state == 'approved':
            template = self.env._(
                "%(account)s was approved, but is no longer a trusted account of this vendor."
                " %(check)s"
            )
        elif account._earlier() or self._other_accounts(account):
            template = self.env._("The supplier has a new account: %(account)s. %(check)s")
        else:
            template = self.env._(
                "It is the first account of this supplier: %(account)s. %(check)s"
            )
        facts = (account.display_name, account.holder, account.country_id.name)
        words = {'account': ', '.join(filter(None, facts)), 'check': account._judgement()}
        return template % words

    def _known_line(self, accounts, banks):
        """What was known before: what the sender stated, and the vendor's own accounts."""
        earlier = accounts._earlier_of_all()[:SHOWN]
        known = [
            self.env._(
                "%(account)s (%(number)s, %(day)s)",
                account=each.display_name,
                number=each.document_id.document_number,
                day=format_date(self.env, each.first_stated_at),
            )
            for each in earlier
        ]
        for bank in self._other_accounts(accounts | earlier) - banks:
            if bank.allow_out_payment:
                names = (bank.display_name, holder_of(bank), self.env._("trusted"))
                known.append(', '.join(filter(None, names)))
        if not known:
            return self.env._("No other account of this supplier is known.")
        return self.env._("Known before: %(accounts)s.", accounts='; '.join(known))

    def _other_accounts(self, accounts):
        """The vendor's own, apart from these."""
        keys = set(accounts.mapped('key'))
        return self._vendor_accounts().filtered(lambda bank: bank._pagero_payee_key() not in keys)
