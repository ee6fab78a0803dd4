from odoo import models


class AccountMove(models.Model):
    """What the recipient has paid already (BT-113), and which down payments are deducted."""

    _inherit = 'account.move'

    def _pagero_prepaid(self):
        """BT-113: what was paid when the invoice was made.

        Later payments don't change what the invoice says, and credit notes are documents of their
        own, which the recipient gets anyhow; core counts both.
        """
        self.ensure_one()
        if self.currency_id.is_zero(self.amount_total - self.amount_residual):
            return 0.0
        kinds = ('asset_receivable', 'liability_payable')
        lines = self.line_ids.filtered(lambda line: line.account_id.account_type in kinds)
        credits, debits = lines.matched_credit_ids, lines.matched_debit_ids
        paid = [
            *((each.credit_move_id, each.debit_amount_currency) for each in credits),
            *((each.debit_move_id, each.credit_amount_currency) for each in debits),
        ]
        return sum(amount for line, amount in paid if self._was_paid_before(line))

    def _was_paid_before(self, line):
        day = self.invoice_date or self.date
        return line.date <= day and not line.move_id.is_invoice(include_receipts=True)

    def _pagero_down_payments(self):
        """The invoices whose amounts a final invoice deducts, on lines below zero.

        They stay lines: their VAT was due with the down payment, and only the rest of it is due
        now. As an amount paid (BT-113) the whole VAT would be stated a second time.
        """
        self.ensure_one()
        if self.move_type != 'out_invoice' or self._is_downpayment():
            return self.browse()
        down_payments = self.invoice_line_ids._get_downpayment_lines().move_id - self
        return down_payments.filtered(lambda move: move.state == 'posted').sorted('id')
