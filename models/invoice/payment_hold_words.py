"""What people read of a bill whose payment is held."""

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ..compat.bank_account import holder_of
from .payment_hold import PAID
from .received import PEOPLE


_lt = LazyTranslate(__name__)

SHOWN = 5  # of what was stated before
# Beside the recipient bank, where the invoice states another account.
HELD_BESIDE = _lt(
    "The invoice states %(stated)s, which is not approved. %(bank)s is the account known before."
    " Nothing is paid yet; once %(stated)s is approved, it is paid there."
)
HELD = _lt(
    "The invoice states %(stated)s, which is not approved. Nothing is paid yet; once it is"
    " approved, it is paid there."
)
DECLINED_BESIDE = _lt(
    "The invoice states %(stated)s, which was declined. %(bank)s is the account known before."
    " Nothing is paid."
)
DECLINED = _lt("The invoice states %(stated)s, which was declined. Nothing is paid.")
OTHER = _lt("The invoice states %(stated)s. It is paid to %(bank)s, which was chosen on the bill.")
STATED = _lt("The invoice states %(stated)s. No account is chosen here yet.")


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_hold_words = fields.Text(
        string="Why It Is Held", compute='_compute_pagero_hold_words', groups=PEOPLE
    )
    pagero_payee_words = fields.Text(
        string="Which Account Is Paid",
        compute='_compute_pagero_payee_words',
        groups=PEOPLE,
        help="Where the invoice states another account than the recipient bank of the bill.",
    )

    @api.depends('pagero_hold')
    @api.depends_context('lang')
    def _compute_pagero_hold_words(self):
        for move in self:
            held = move.sudo()._held_accounts() if move.pagero_hold else None
            move.pagero_hold_words = held and '\n'.join(move.sudo()._hold_lines(*held))

    @api.depends('pagero_hold', 'partner_bank_id')
    @api.depends_context('lang')
    def _compute_pagero_payee_words(self):
        for move in self:
            is_over = move.state == 'cancel' or move.payment_state in PAID
            move.pagero_payee_words = not is_over and move.sudo()._payee_sentence()

    def _payee_sentence(self):
        """Which account stands on the invoice, and which will be paid where it is another."""
        stated = self._paid_by_us()._watched_documents().payee_account_ids
        if not stated:
            return False
        bank = self.partner_bank_id
        if bank and bank._pagero_payee_key() in stated.mapped('key'):
            return False
        words = {'stated': ', '.join(stated.mapped('display_name')), 'bank': bank.display_name}
        template = self.env._(self._payee_template())
        return template % words

    def _payee_template(self):
        bank = self.partner_bank_id
        if self.pagero_hold == 'declined':
            return DECLINED_BESIDE if bank else DECLINED
        if self.pagero_hold:
            return HELD_BESIDE if bank else HELD
        return OTHER if bank else STATED

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
