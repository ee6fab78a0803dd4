"""Payment reminders of suppliers: put beside the bill that they remind of, by number and sender."""

import logging
from collections import defaultdict

from markupsafe import Markup, escape
from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import format_date, formatLang
from odoo.tools.translate import LazyTranslate

from ...identification.identity import Identity
from ...identification.registers import legal_number
from ..tools.cron import wake_cron
from .remarks import PAID
from .vendor import Claim


_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

CRON = 'pagero_connector.ir_cron_pagero_reminders'
TODO = 'mail.mail_activity_data_todo'
SUMMARY = _lt("Payment reminder")
NOTE = _lt("The supplier reminds of this bill. Pay it, or tell the supplier why you do not.")


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_link_reminders(self):
        """Whatever waits is tried anew: its bill may have come after it. Needs no network."""
        waiting = self.search(self._unlinked_reminders_domain(), order='id')
        self._progress(remaining=len(waiting))
        self._each(
            waiting.grouped('company_id').values(),
            lambda reminders: reminders.with_company(reminders.company_id)._link_safely(
                reminders.company_id
            ),
        )

    @api.model
    def _unlinked_reminders_domain(self):
        """Only real ones: a test says nothing of a bill."""
        return [
            ('kind', '=', 'payment_reminder'),
            ('state', '=', 'stored'),
            ('send_mode', '=', 'Production'),
        ]

    def _ask_for_links(self):
        if self.filtered_domain(self._unlinked_reminders_domain()):
            wake_cron(self.env, CRON)

    # === LINKING === #

    def _link_safely(self, company):
        """All at once, or one by one where one of them cannot be linked."""
        try:
            with self.env.cr.savepoint():
                self._link_reminders(company)
        except OperationalError:
            raise
        except Exception:
            self.env.invalidate_all()
            if len(self) == 1:
                _logger.exception("%s cannot be put beside its bill", self)
                return
            for reminder in self:
                reminder._link_safely(company)

    def _link_reminders(self, company):
        bills = self._bills_reminded_of(company)
        for reminder in self:
            found = bills[reminder]
            if found:
                reminder._link_to(found)
            else:
                numbers = ', '.join(reminder.references or ())
                code = 'no_bill_reminded' if numbers else 'no_number_reminded'
                reminder.bill_remarks = [{'code': code, 'numbers': numbers}]

    def _link_to(self, bills):
        """The first that is still to be paid stands for all of them."""
        unpaid = bills.filtered(lambda bill: bill.payment_state not in PAID)
        shown = (unpaid or bills)[0]
        self._move_to(
            'linked', move_id=shown.id, partner_id=shown.partner_id.id, bill_remarks=False
        )
        for bill in bills:
            self._tell_of_reminder(bill)
        for bill in unpaid:
            self._ask_to_pay(bill)

    # === WHICH BILL === #

    def _bills_reminded_of(self, company):
        """{reminder: bills} by the sender's earlier documents, else by vendor and number."""
        found = defaultdict(self.env['account.move'].browse)
        for reminder in self:
            found[reminder] = reminder._bills_of_sender()
        others = self.filtered(lambda reminder: not found[reminder] and reminder.references)
        claims = {reminder: reminder._claim_of_sender() for reminder in others}
        vendors = self._find_vendors(claims, company) if claims else {}
        for reminder, vendor in vendors.items():
            if vendor.partner:
                found[reminder] = reminder._bills_of_vendor(vendor.partner, company)
        return found

    def _bills_of_sender(self):
        """What was made of the documents that it names, when they came from the same sender."""
        named = self.search(
            [
                ('account_id', '=', self.account_id.id),
                ('company_id', '=', self.company_id.id),
                ('document_number', 'in', self.references or []),
                ('kind', '!=', 'payment_reminder'),
                ('move_id', '!=', False),
            ]
        )
        same = named.filtered(lambda each: each._is_of_sender(self))
        return same.move_id.filtered(lambda move: move.is_purchase_document())

    def _is_of_sender(self, other):
        """By a number of the sender, never by its name."""
        return any(
            self[name] and self[name] == other[name]
            for name in ('sender_identifier', 'sender_company_number', 'sender_vat_number')
        )

    def _bills_of_vendor(self, vendor, company):
        return self.env['account.move'].search(
            [
                ('company_id', '=', company.id),
                ('move_type', 'in', ('in_invoice', 'in_receipt')),
                ('state', '!=', 'cancel'),
                ('commercial_partner_id', '=', vendor.commercial_partner_id.id),
                ('ref', 'in', self.references or []),
            ]
        )

    def _claim_of_sender(self):
        address = (self.sender_scheme or '', self.sender_identifier or '')
        address = address if all(address) else None
        vat = self.sender_vat_number or ''
        legal = legal_number(
            vat[:2].upper() or 'SE', self.sender_company_number or '', vat, address
        )
        return Claim(Identity.of(address=address, legal=legal, vat=vat), frozenset())

    # === PEOPLE === #

    def _tell_of_reminder(self, bill):
        """A line on the bill, in the company's language: a scheduled action has no reader."""
        here = bill.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        amount = self.amount_payable and self.currency_id
        words = here.env._(
            "Payment reminder %(number)s of %(day)s from %(sender)s. To pay: %(amount)s",
            number=self.document_number or '',
            day=format_date(here.env, self.issue_date or self.announced_at),
            sender=self.sender_name or '',
            amount=formatLang(here.env, self.amount_payable, currency_obj=self.currency_id)
            if amount
            else '',
        )
        bill.message_post(body=Markup("%s %s") % (words, self._get_html_link()))

    def _ask_to_pay(self, bill):
        """One activity on each bill, however often the supplier reminds."""
        user = self._user_to_remind(bill)
        if not user:
            return
        translated = self.with_context(lang=user.lang).env
        summary = translated._(SUMMARY)
        if summary not in bill.activity_ids.mapped('summary'):
            bill.activity_schedule(
                TODO, summary=summary, note=escape(translated._(NOTE)), user_id=user.id
            )

    def _user_to_remind(self, bill):
        """The bill's own people, else one who may pay it."""
        own = (bill.invoice_user_id | bill.create_uid).filtered(
            lambda user: user.active and not user.share and not user._is_superuser()
        )
        people = self.account_id._users_with('account.group_account_invoice', bill.company_id)
        return (own or people)[:1]
