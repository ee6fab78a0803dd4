"""How and when to pay (BG-16 to BG-19, BT-9, BT-20)."""

from odoo import models
from odoo.tools import html2plaintext

from ...en16931.payment import Account, Mandate, PaymentMeans
from ...ubl.objections import objection
from ..compat.bank_account import holder_of, kind_of


# UNCL4461; Sweden wants credit transfer for giros too (SE-R-011, SE-R-012)
NOT_DEFINED, CREDIT_TRANSFER, SEPA_TRANSFER, STANDING_AGREEMENT = '1', '30', '58', '57'
CARD, DIRECT_DEBIT, SEPA_DIRECT_DEBIT, MUTUALLY_DEFINED = '48', '49', '59', 'ZZZ'
BRANCHES = {'bankgiro': 'SE:BANKGIRO', 'plusgiro': 'SE:PLUSGIRO'}


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    # === WHEN === #

    def _due_date(self, source):
        """BT-9: the next day on which something is due; UBL's credit note has no such place."""
        move = source.move
        if source.is_credit_note:
            return None
        instalments = self._instalments(source)
        return instalments[0][0] if len(instalments) > 1 else move.invoice_date_due or None

    def _instalments(self, source):
        """[(day, amount)] in the order of days."""
        terms = source.lines_of('payment_term')
        dated = terms.filtered('date_maturity').sorted('date_maturity')
        return [
            (day, source.booked(lines)) for day, lines in dated.grouped('date_maturity').items()
        ]

    def _payment_terms(self, source):
        """BT-20: words of the invoice, of its terms, and the plan of several instalments."""
        move = source.move
        usual = html2plaintext(move.invoice_payment_term_id.note or '').strip()
        words = move.pagero_payment_terms or usual
        return '\n'.join(filter(None, (words, *self._plan(source))))

    def _plan(self, source):
        """A sentence for each instalment, where there are several."""
        instalments = self._instalments(source)
        if len(instalments) < 2:
            return
        for day, amount in instalments:
            yield self.with_context(lang=source.lang).env._(
                "%(amount)s %(currency)s is due on %(day)s.",
                amount=abs(amount),
                currency=source.currency.name,
                day=day,
            )

    # === WHERE === #

    def _payment_means(self, source):
        """BG-16: one for each account of the seller."""
        move = source.move
        collected = self._direct_debit(source) or self._card(source)
        if collected:
            return (collected,)
        accounts = source.accounts
        reference = self._payment_reference(move)
        if not accounts:
            return (self._means_without_account(source, reference),)
        code = self._payment_code(source, accounts)
        return tuple(
            PaymentMeans(code, reference=reference, account=self._account(account))
            for account in accounts
        )

    def _means_without_account(self, source, reference):
        """The names are those that Peppol's receivers know from Odoo."""
        if source.is_credit_note:
            return PaymentMeans(STANDING_AGREEMENT, 'standing agreement', reference)
        if source.seller.country_code == 'DK':  # DK-R-005 knows no ZZZ
            return PaymentMeans(NOT_DEFINED, reference=reference)
        return PaymentMeans(MUTUALLY_DEFINED, 'mutually defined', reference)

    def _payment_code(self, source, accounts):
        """The same for all accounts (UBL-SR-47), without its name (UBL-SR-46).

        A Danish seller has other codes (DK-R-005): to an IBAN, or not defined.
        """
        if source.is_credit_note:
            return STANDING_AGREEMENT
        if source.seller.country_code != 'DK':
            return CREDIT_TRANSFER
        has_ibans = all(kind_of(account) == 'iban' for account in accounts)
        return SEPA_TRANSFER if has_ibans else NOT_DEFINED

    def _payment_reference(self, move):
        """BT-83: an OCR reference as digits, a creditor reference without its spaces."""
        reference = move.payment_reference or move.name or ''
        joined = ''.join(reference.split())
        is_written_in_groups = joined.isdecimal() or is_creditor_reference(joined)
        return joined if is_written_in_groups else reference

    def _account(self, account):
        """BG-17."""
        return Account(
            number=account._pagero_number() or '',
            name=holder_of(account),
            provider=BRANCHES.get(kind_of(account)) or self._bic(account),
        )

    def _bic(self, account):
        return (account.bank_bic or '').replace(' ', '').upper()

    def _objections_to_accounts(self, source):
        """Numbers that no bank would take."""
        for account in source.accounts:
            if flaw := account._pagero_flaw():
                parameters = {'kind': flaw.kind, 'value': flaw.value, 'account_id': str(account.id)}
                yield objection('PAGERO-ACCOUNT-NUMBER', parameters=parameters)

    # === COLLECTED BY THE SELLER === #

    def _direct_debit(self, source):
        """BG-19: by a mandate of the buyer; euros by SEPA."""
        move = source.move
        if not move.pagero_mandate_reference or move.move_type != 'out_invoice':
            return None
        code = SEPA_DIRECT_DEBIT if source.currency.name == 'EUR' else DIRECT_DEBIT
        mandate = Mandate(move.pagero_mandate_reference)
        return PaymentMeans(code, reference=self._payment_reference(move), mandate=mandate)

    def _card(self, source):
        """BG-18: paid online by card before the invoice was made, as Odoo's payments know it.

        After a part payment the buyer still has to know where to pay the rest.
        """
        move = source.move
        if 'transaction_ids' not in move._fields or not self._is_paid(move):
            return None
        paid = move.sudo().transaction_ids.filtered(lambda each: each.state == 'done')
        if 'card' not in paid.payment_method_id.mapped('code'):
            return None
        return PaymentMeans(CARD, reference=self._payment_reference(move))

    def _is_paid(self, move):
        prepaid = move._pagero_prepaid()
        return prepaid and not move.currency_id.compare_amounts(prepaid, move.amount_total)


def is_creditor_reference(joined):
    """RF and two digits at the head (ISO 11649)."""
    return joined[:2].upper() == 'RF' and joined[2:4].isdecimal()
