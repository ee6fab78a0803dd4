"""What kind of document it is, and what it refers to (BT-3, BT-10 to BT-19, BG-1, BG-3, BG-14)."""

from odoo import models
from odoo.tools import html2plaintext

from ...en16931.invoice import Note, PrecedingInvoice, References
from ...en16931.values import Identifier, Period


# UNCL1001
INVOICE, CREDIT_NOTE, DEBIT_NOTE, PREPAYMENT = '380', '381', '383', '386'
SELF_BILLED = {INVOICE: '389', CREDIT_NOTE: '261', DEBIT_NOTE: '527'}


class AccountEdiXmlPagero(models.AbstractModel):
    """Header terms; ``_section_notes`` is of ``sections``, ``_withheld_words`` of ``totals``."""

    _inherit = 'account.edi.xml.pagero'

    def _type_code(self, source):
        """BT-3."""
        move = source.move
        usual = INVOICE
        if source.is_credit_note:
            usual = CREDIT_NOTE
        elif self._debited(move):
            usual = DEBIT_NOTE
        elif move.move_type == 'out_invoice' and move._is_downpayment():
            return PREPAYMENT
        return SELF_BILLED[usual] if move.pagero_self_billed else usual

    def _debited(self, move):
        """The invoice that a debit note adds to, where that module is installed."""
        return move.debit_origin_id if 'debit_origin_id' in move._fields else move.browse()

    def _references(self, source):
        """BT-10 to BT-19 and BG-3; a sales order can't stand without the buyer's order."""
        move = source.move
        order = move._pagero_order_reference()
        return References(
            buyer_reference=move._pagero_buyer_reference() or '',
            project=move.pagero_project_reference or '',
            contract=move.pagero_contract_reference or '',
            order=order or '',
            sales_order=(order and self._sales_order(move)) or '',
            receiving_advice=move.pagero_receiving_advice or '',
            despatch_advice=move.pagero_despatch_advice or '',
            tender=move.pagero_tender_reference or '',
            object=self._object(move),
            accounting_cost=move.pagero_accounting_cost or '',
            preceding=tuple(self._preceding(move)),
        )

    def _object(self, record):
        """BT-18 of an invoice or BT-128 of a line."""
        number = record.pagero_invoiced_object
        return Identifier(number, record.pagero_invoiced_object_scheme or '') if number else None

    def _sales_order(self, move):
        """BT-14."""
        if move.pagero_sales_order or 'sale_line_ids' not in move.invoice_line_ids._fields:
            return move.pagero_sales_order
        return ','.join(move.sudo().invoice_line_ids.sale_line_ids.order_id.mapped('name'))

    def _preceding(self, move):
        """BG-3: what is debited, credited, or was paid as a down payment."""
        known = self._debited(move) or move.pagero_replaces_id or move._pagero_down_payments()
        pairs = [(each.name, each.invoice_date) for each in known] or move._pagero_credited()
        return (PrecedingInvoice(number, day or None) for number, day in pairs)

    def _notes(self, source):
        """BG-1: the note of the invoice, else its terms and conditions, and what stands alone."""
        move = source.move
        own = move.pagero_note or html2plaintext(move.narration or '').strip()
        texts = (
            *self._withheld_words(source),
            self._reason_of_correction(move),
            own,
            html2plaintext(move.fiscal_position_id.note or '').strip(),
            self._delivery_terms(source),
            *self._section_notes(source),
        )
        text = '\n'.join(filter(None, texts))
        return (Note(text),) if text else ()

    def _reason_of_correction(self, move):
        """What was typed when crediting or debiting: Odoo writes it behind the corrected number."""
        for corrected in (move.reversed_entry_id, self._debited(move)):
            _head, found, reason = (move.ref or '').partition(f'{corrected.name}, ')
            if corrected and found:
                return reason.strip()
        return ''

    def _delivery_terms(self, source):
        """The Incoterm, which EN 16931 has no term for; '' where there is none."""
        incoterm = source.move.invoice_incoterm_id
        written = (incoterm.code, source.move.incoterm_location)
        words = ' '.join(filter(None, written))
        env = self.with_context(lang=source.lang).env
        return words and env._("Delivery terms: %s", words)

    def _period(self, record):
        """BG-14 of an invoice or BG-26 of a line."""
        start, end = record.pagero_period_start or None, record.pagero_period_end or None
        return Period(start, end) if start or end else None
