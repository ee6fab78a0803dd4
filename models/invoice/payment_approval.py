"""A second person approves the account of a bill, or declines it."""

import json

from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError, UserError

from ...ubl.payees import Stated
from ..compat.bank_account import BARE_NUMBER, HOLDER, NUMBER, bare_number_of
from ..tools.actions import dialog_action
from .payment_hold import PAID_BY_US


VENDOR_CHOSEN = ('vendor_chosen', 'taken_back')  # in the history of a received document
APPROVERS = 'pagero_connector.group_payee_approver'


class AccountMove(models.Model):
    _inherit = 'account.move'

    # === BUTTONS === #

    def action_approve_pagero_accounts(self):
        """A dialog: what was looked at is what is approved."""
        self.ensure_one()
        self._refuse_approver()
        return dialog_action(
            'pagero.payee.approve',
            self.env._("Approve the Account"),
            move_id=self.id,
            seen=self._held_fingerprint(),
        )

    def action_decline_pagero_accounts(self):
        """Fraud is suspected: the bill stays held, and everybody reads why."""
        self.check_access('write')
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(self.env._("Only people who may post bills may decline an account."))
        for move in self:
            accounts, banks = move._held_accounts()
            accounts |= move._remembered(banks)
            if not accounts:
                raise UserError(move._nothing_held_sentence())
            accounts._decide('declined')
            move._watched_documents()._log('accounts_declined', user=True)
            move._tell(
                move.env._(
                    "Declined, because fraud is suspected: %(accounts)s.", accounts=_names(accounts)
                )
            )

    # === APPROVAL === #

    def _approve_held_accounts(self, seen, checked):
        """``seen`` is the fingerprint of what the approver read, ``checked`` how it was checked."""
        self.ensure_one()
        self._refuse_approver()
        if seen != self._held_fingerprint():
            raise UserError(
                self.env._("The account has changed since you opened this. Look at it again.")
            )
        accounts, banks = self._held_accounts()
        waiting = self | self._others_held_for(accounts)
        chosen = {account: bank for bank in banks for account in self._remembered(bank)}
        for account in accounts | accounts.union(*chosen):
            bank = chosen.get(account) or self._bank_account_of(account)
            if bank:
                bank.with_env(self.env)._trust_as_approved()
            account.with_env(self.env)._decide('approved', bank_account_id=bank.id)
        if not banks:
            self._pay_to_stated()
        waiting._accept_by_posting()
        self._watched_documents()._log('accounts_approved', user=True)
        self._tell(
            self.env._(
                "Approved for payment: %(accounts)s. Checked: %(checked)s",
                accounts=_names(accounts | accounts.union(*chosen)),
                checked=checked,
            )
        )

    def _others_held_for(self, accounts):
        """Posted bills of documents that state these accounts, and that are held."""
        documents = self.env['pagero.received.document'].sudo()
        stating = documents.search([('payee_account_ids', 'in', accounts.ids)])
        bills = stating.move_id.filtered(lambda move: move.state == 'posted' and move != self)
        return bills.filtered(lambda move: move._hold_now())

    def _pay_to_stated(self):
        """The bill names an account that its document states, where the vendor has one cleared."""
        move = self.sudo()
        stated = move._watched_documents().payee_account_ids
        keys = set(stated.mapped('key'))
        bank = move.partner_bank_id
        if move.move_type not in PAID_BY_US or (bank and bank._pagero_payee_key() in keys):
            return
        same = move._vendor_accounts().filtered(lambda each: each._pagero_payee_key() in keys)
        cleared = (stated.bank_account_id | same).filtered(move._is_cleared_bank)[:1]
        if cleared:
            # not a choice of the approver's, who may have to look at it again
            move.with_user(SUPERUSER_ID).partner_bank_id = cleared

    def _held_fingerprint(self):
        accounts, banks = self._held_accounts()
        keys = sorted(f'{each.key} {each.state}' for each in accounts)
        keys += [f'{each.id} {bare_number_of(each)}' for each in banks]
        return json.dumps([self.sudo().commercial_partner_id.id, *keys])

    def _remembered(self, banks):
        """Accounts chosen by hand, as accounts of the bill's sender."""
        known = self.env['pagero.payee.account'].sudo()
        documents = self._watched_documents()[:1]
        if not documents:
            return known.union(*(known._doubts(bank, self.company_id) for bank in banks))
        stated = [Stated(found) for bank in banks if (found := bank._pagero_payee())]
        return known._remember(documents, stated, is_by_hand=True)

    def _bank_account_of(self, account):
        """The vendor's account that it is, made where there is none; none of an unreadable one."""
        if account.kind == 'unreadable':
            return self.env['res.partner.bank'].sudo()
        own = self._vendor_accounts()
        same = own.filtered(lambda bank: bank._pagero_payee_key() == account.key)[:1]
        return same or self._archived_or_new(account)

    def _archived_or_new(self, account):
        """Odoo knows one account of a number for each partner, whatever it takes it for."""
        banks = self.env['res.partner.bank'].sudo().with_context(active_test=False)
        vendor = self.sudo().commercial_partner_id
        bare = ''.join(each for each in account.number if each.isalnum())
        found = banks.search([('partner_id', '=', vendor.id), (BARE_NUMBER, '=', bare)], limit=1)
        if found:
            found.pagero_account_kind = account.kind
            return found
        holder = account.holder if account.holder != vendor.name else False
        return banks.create(
            {
                'partner_id': vendor.id,
                NUMBER: account.number,
                'pagero_account_kind': account.kind,
                HOLDER: holder,
            }
        )

    # === WHO MAY === #

    def _refuse_approver(self):
        """The rule of the second person, asked of everybody, whatever their mode."""
        self.check_access('write')
        user = self.env.user
        if user.id == SUPERUSER_ID or not user.has_group(APPROVERS):
            raise AccessError(
                self.env._(
                    "Only people with the right “Pagero: Approve Changed Accounts” may approve the"
                    " account."
                )
            )
        accounts, banks = self._held_accounts()
        if not accounts and not banks:
            raise UserError(self._nothing_held_sentence())
        if user in self._first_persons(accounts, banks):
            raise UserError(
                self.env._(
                    "You have made or posted this bill, or entered the account. Another person"
                    " approves it."
                )
            )

    def _first_persons(self, accounts, banks):
        """Those who made or posted the bill, chose where it is paid, or entered the account."""
        move = self.sudo()
        keys = set(accounts.mapped('key'))
        entered = banks | accounts.bank_account_id
        entered |= move._vendor_accounts().filtered(lambda each: each._pagero_payee_key() in keys)
        who_entered = entered.create_uid | entered.write_uid | entered.pagero_trusted_by_id
        events = move._watched_documents().event_ids
        who_decided = events.filtered(lambda each: each.code in VENDOR_CHOSEN).user_id
        people = move.create_uid | move.pagero_handler_ids | who_entered | who_decided
        return people - people.browse(SUPERUSER_ID)

    def _nothing_held_sentence(self):
        return self.env._("The payment of this bill is not held. Reload the page.")

    def _tell(self, message):
        """In the chatter of the bill and of its vendor, by the one who decided."""
        author = self.env.user.partner_id.id
        self.message_post(body=message, author_id=author)
        vendor = self.sudo().commercial_partner_id
        told = f'{message} ({self.display_name})'
        vendor.message_post(body=told, author_id=author)


def _names(accounts):
    return ', '.join(accounts.mapped('display_name'))
