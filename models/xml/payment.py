"""How to pay: one payment means for each account of the seller (BG-16 to BG-19)."""

from odoo import models

from . import nodes


# UNCL4461; Sweden wants credit transfer for giros too (SE-R-011, SE-R-012)
NOT_DEFINED, CREDIT_TRANSFER, SEPA_TRANSFER = 1, 30, 58
CARD, DIRECT_DEBIT, SEPA_DIRECT_DEBIT = 48, 49, 59
BRANCHES = {'bankgiro': 'SE:BANKGIRO', 'plusgiro': 'SE:PLUSGIRO'}


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _correct_payment(self, document, vals):
        """Core writes one account, a giro with its hyphen and without its branch."""
        invoice = vals['invoice']
        collected = self._direct_debit(invoice) or self._card(invoice)
        accounts = invoice._pagero_payment_accounts()
        if collected:
            document['cac:PaymentMeans'] = [collected]
        elif accounts:
            code = self._payment_code(document, vals, accounts)
            reference = self._payment_reference(invoice)
            document['cac:PaymentMeans'] = [
                {
                    'cbc:PaymentMeansCode': code,
                    'cbc:PaymentID': {'_text': reference},
                    'cac:PayeeFinancialAccount': self._account_node(account),
                }
                for account in accounts
            ]

    def _payment_code(self, document, vals, accounts):
        """The same for all accounts (UBL-SR-47); core's own for refunds.

        Without its name, which may be given once only (UBL-SR-46). A Danish seller has other codes
        (DK-R-005): to an IBAN, or not defined.
        """
        if vals['invoice'].move_type not in ('out_invoice', 'in_invoice'):
            return {'_text': nodes.text(document, 'cac:PaymentMeans', 'cbc:PaymentMeansCode')}
        if vals['supplier'].country_code != 'DK':
            return {'_text': CREDIT_TRANSFER}
        has_ibans = all(account.acc_type == 'iban' for account in accounts)
        return {'_text': SEPA_TRANSFER if has_ibans else NOT_DEFINED}

    def _payment_reference(self, invoice):
        """BT-83: an OCR reference as digits, other words as they are."""
        reference = invoice.payment_reference or invoice.name
        digits = ''.join((reference or '').split())
        return digits if digits.isdecimal() else reference

    def _account_node(self, account):
        branch = BRANCHES.get(account.acc_type) or self._bic(account)
        return {
            'cbc:ID': {'_text': account._pagero_number()},
            'cbc:Name': {'_text': account.acc_holder_name},
            'cac:FinancialInstitutionBranch': {'cbc:ID': {'_text': branch}},
        }

    def _bic(self, account):
        return (account.bank_bic or '').replace(' ', '').upper()

    # === COLLECTED BY THE SELLER === #

    def _direct_debit(self, invoice):
        """BG-19: by a mandate of the buyer; euros by SEPA."""
        mandate = invoice.pagero_mandate_reference
        if not mandate or invoice.move_type != 'out_invoice':
            return None
        is_sepa = invoice.currency_id.name == 'EUR'
        return {
            'cbc:PaymentMeansCode': {'_text': SEPA_DIRECT_DEBIT if is_sepa else DIRECT_DEBIT},
            'cbc:PaymentID': {'_text': self._payment_reference(invoice)},
            'cac:PaymentMandate': {'cbc:ID': {'_text': mandate}},
        }

    def _card(self, invoice):
        """BG-18: paid online by card before the invoice was made, as Odoo's payments know it.

        After a part payment the buyer still has to know where to pay the rest.
        """
        if 'transaction_ids' not in invoice._fields or not self._is_paid(invoice):
            return None
        paid = invoice.sudo().transaction_ids.filtered(lambda each: each.state == 'done')
        if 'card' not in paid.payment_method_id.mapped('code'):
            return None
        return {
            'cbc:PaymentMeansCode': {'_text': CARD},
            'cbc:PaymentID': {'_text': self._payment_reference(invoice)},
        }

    def _is_paid(self, invoice):
        prepaid = invoice._pagero_prepaid()
        return prepaid and not invoice.currency_id.compare_amounts(prepaid, invoice.amount_total)
