"""A payment reminder: the parties and accounts of its invoice, and what is still to be paid.

Pagero takes reminders as Peppol BIS 3, like invoices; its ``documentType`` says what they are. What
is unpaid is no supply, so that it has no VAT, which could be deducted a second time.
"""

from dataclasses import replace
from decimal import Decimal

from odoo import models
from odoo.tools import format_date, formatLang

from ...en16931.amounts import VatCategory
from ...en16931.invoice import Note, PrecedingInvoice
from ...en16931.line import Item, Line, Price
from ...en16931.sums import Vat, invoice_of
from ...en16931.values import ZERO
from ...ubl.billing.writer import write
from .source import Batch


REQUEST_FOR_PAYMENT = '71'  # BT-3 of UNCL1001: the past due date of an invoice is its reason
OUTSIDE = VatCategory('O')
WHY_OUTSIDE = 'VATEX-EU-O'
PIECE = 'C62'


class AccountEdiXmlPagero(models.AbstractModel):
    """``_export_or_explain``, ``_source`` and ``_invoice`` are of ``account_edi_xml_pagero``.

    ``_objections_to_currency`` is of ``totals``.
    """

    _inherit = 'account.edi.xml.pagero'

    def _export_reminders(self, documents):
        """``{document: (xml, [findings])}`` of reminders of one company."""
        batch = Batch()
        return {
            document: self._export_or_explain(
                document.move_id, batch, self._draw_up_reminder, document
            )
            for document in documents
        }

    def _draw_up_reminder(self, move, batch, document):
        source = self._source(move, batch)
        if impossible := list(self._objections_to_currency(source)):
            return b'', impossible
        return write(self._reminder(source, document)), []

    def _reminder(self, source, document):
        """The whole reminder (BT-25 is the invoice that it is about)."""
        move, invoice = source.move, self._invoice(source, with_files=False)
        reminded = PrecedingInvoice(move.name, move.invoice_date)
        return invoice_of(
            [Vat(OUTSIDE, ZERO, move.env._("Not subject to VAT"), WHY_OUTSIDE)],
            number=document.document_number,
            issue_date=document.issue_date,
            type_code=REQUEST_FOR_PAYMENT,
            currency=invoice.currency,
            due_date=move.invoice_date_due or None,
            references=replace(invoice.references, preceding=(reminded,)),
            notes=(Note(self._reminder_note(move)),),
            seller=_without_vat_number(invoice.seller),
            buyer=_without_vat_number(invoice.buyer),
            payment_means=invoice.payment_means,
            lines=(self._unpaid_line(source),),
        )

    def _reminder_note(self, move):
        return move.env._(
            "Payment reminder: %(amount)s of invoice %(number)s, which was due on %(day)s, is still"
            " to be paid.",
            amount=formatLang(move.env, move.amount_residual, currency_obj=move.currency_id),
            number=move.name,
            day=format_date(move.env, move.invoice_date_due),
        )

    def _unpaid_line(self, source):
        unpaid = source.money(source.move.amount_residual)
        name = source.move.env._("Invoice %(number)s", number=source.move.name)
        item = Item(name=name, vat=OUTSIDE)
        return Line('1', Decimal(1), PIECE, unpaid, item, Price(unpaid))


def _without_vat_number(party):
    """BR-O-02: where nothing is subject to VAT, no VAT number stands (BT-31, BT-48)."""
    others = tuple(each for each in party.tax_registrations if each.scheme != 'VAT')
    return replace(party, tax_registrations=others)
