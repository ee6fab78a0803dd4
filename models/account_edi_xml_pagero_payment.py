"""How to pay: one payment means for each account of the seller (BG-16, BG-17)."""

from odoo import models

from . import ubl_nodes as nodes


CREDIT_TRANSFER = 30  # UNCL4461; Sweden wants it for giros too (SE-R-011, SE-R-012)
BRANCHES = {'bankgiro': 'SE:BANKGIRO', 'plusgiro': 'SE:PLUSGIRO'}


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _correct_payment(self, document, vals):
        """Core writes one account, a giro with its hyphen and without its branch."""
        accounts = vals['invoice']._pagero_payment_accounts()
        if not accounts:
            return
        code = self._payment_code(document, vals)
        reference = self._payment_reference(vals['invoice'])
        document['cac:PaymentMeans'] = [
            {
                'cbc:PaymentMeansCode': code,
                'cbc:PaymentID': {'_text': reference},
                'cac:PayeeFinancialAccount': self._account_node(account),
            }
            for account in accounts
        ]

    def _payment_code(self, document, vals):
        """The same for all accounts (UBL-SR-47); core's own for refunds and Danish sellers.

        Without its name, which may be given once only (UBL-SR-46).
        """
        if vals['invoice'].move_type == 'out_invoice' and vals['supplier'].country_code != 'DK':
            return {'_text': CREDIT_TRANSFER}
        return {'_text': nodes.text(document, 'cac:PaymentMeans', 'cbc:PaymentMeansCode')}

    def _payment_reference(self, invoice):
        """BT-83: an OCR reference as digits, other words as they are."""
        reference = invoice.payment_reference or invoice.name
        digits = ''.join((reference or '').split())
        return digits if digits.isdecimal() else reference

    def _account_node(self, account):
        branch = BRANCHES.get(account.acc_type) or self._bic(account)
        return {
            'cbc:ID': {'_text': account._pagero_number()},
            'cac:FinancialInstitutionBranch': {'cbc:ID': {'_text': branch}},
        }

    def _bic(self, account):
        return (account.bank_bic or '').replace(' ', '').upper()
