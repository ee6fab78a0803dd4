"""What stands on the head of a document on demand: period, note, references (BG-14, BT-14 …)."""

from odoo import models

from . import nodes


DOCUMENT_REFERENCES = {
    'cac:DespatchDocumentReference': 'pagero_despatch_advice',
    'cac:ReceiptDocumentReference': 'pagero_receiving_advice',
    'cac:OriginatorDocumentReference': 'pagero_tender_reference',
}


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _correct_header(self, document, invoice):
        for tag, name in DOCUMENT_REFERENCES.items():
            if invoice[name]:
                nodes.put_at(document, (tag, 'cbc:ID'), invoice[name])
        if invoice.pagero_sales_order and nodes.text(document, 'cac:OrderReference', 'cbc:ID'):
            path = ('cac:OrderReference', 'cbc:SalesOrderID')
            nodes.put_at(document, path, invoice.pagero_sales_order)
        if invoice.pagero_note:
            nodes.put(document, 'cbc:Note', invoice.pagero_note)
        if invoice.pagero_payment_terms:
            document['cac:PaymentTerms'] = [{'cbc:Note': {'_text': invoice.pagero_payment_terms}}]
        nodes.put_period(document, invoice.pagero_period_start, invoice.pagero_period_end)
