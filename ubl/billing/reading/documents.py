"""The two documents as a whole: header, references, files (BG-1 to BG-3, BG-24), and all groups."""

from __future__ import annotations

from ....en16931.amounts import Totals
from ....en16931.invoice import Invoice, PrecedingInvoice, References, SupportingDocument
from ....en16931.parties import Party
from ...peppol_rules.document import text as text_at
from ..syntax import INVOICED_OBJECT, PROJECT
from .amounts import ALLOWANCE_CHARGE, TAX_TOTAL, TOTALS
from .binding import Choice, Group, Part, Place, Taking, Values
from .conversion import Context, Element
from .lines import CREDIT_NOTE_LINE, INVOICE_LINE
from .parties import BUYER, DELIVERY, PAYEE, SELLER, TAX_REPRESENTATIVE
from .payment import PAYMENT_MEANS
from .period import PERIOD
from .rows import (
    as_declared,
    day,
    elsewhere,
    expected,
    group,
    identifier,
    notes,
    steps,
    text,
)


PRECEDING = Group(PrecedingInvoice, {'number': text('cbc:ID'), 'date': day('cbc:IssueDate')})
SUPPORTING_DOCUMENT = Group(
    SupportingDocument,
    {
        'reference': text('cbc:ID'),
        'description': text('cbc:DocumentDescription'),
        'location': text('cac:Attachment/cac:ExternalReference/cbc:URI'),
        'content': text(
            'cac:Attachment/cbc:EmbeddedDocumentBinaryObject',
            mimeCode='mime_code',
            filename='filename',
        ),
    },
)
_DOCUMENT = Part('', 'documents', SUPPORTING_DOCUMENT, many=True)
_TYPE = 'cbc:DocumentTypeCode'
_PROJECT = steps({'references.project': text('cbc:ID')}, {_TYPE: expected(PROJECT)})
_OBJECT = steps({'references.object': identifier('cbc:ID')}, {_TYPE: expected(INVOICED_OBJECT)})


def _additional(node: Element, context: Context, _values: Values) -> Taking:
    """BT-18, BG-24, and BT-11 of a credit note."""
    code = text_at(node, _TYPE)
    if code == INVOICED_OBJECT:
        return _OBJECT
    return _PROJECT if code == PROJECT and context.is_credit_note else _DOCUMENT


REFERENCES = {
    'references.buyer_reference': text('cbc:BuyerReference'),
    'references.project': text('cac:ProjectReference/cbc:ID'),
    'references.contract': text('cac:ContractDocumentReference/cbc:ID'),
    'references.order': text('cac:OrderReference/cbc:ID'),
    'references.sales_order': text('cac:OrderReference/cbc:SalesOrderID'),
    'references.receiving_advice': text('cac:ReceiptDocumentReference/cbc:ID'),
    'references.despatch_advice': text('cac:DespatchDocumentReference/cbc:ID'),
    'references.tender': text('cac:OriginatorDocumentReference/cbc:ID'),
    'references.object': elsewhere(None),
    'references.accounting_cost': text('cbc:AccountingCost'),
    'references.preceding': group(
        'cac:BillingReference/cac:InvoiceDocumentReference', PRECEDING, many=True
    ),
}


COMMON = {
    'number': text('cbc:ID'),
    'issue_date': day('cbc:IssueDate'),
    'currency': text('cbc:DocumentCurrencyCode'),
    'tax_currency': text('cbc:TaxCurrencyCode'),
    'tax_point_date': day('cbc:TaxPointDate'),
    'notes': notes('cbc:Note'),
    'period': group('cac:InvoicePeriod', PERIOD),
    'seller': group('cac:AccountingSupplierParty', SELLER, Party()),
    'buyer': group('cac:AccountingCustomerParty', BUYER, Party()),
    'payee': group('cac:PayeeParty', PAYEE),
    'tax_representative': group('cac:TaxRepresentativeParty', TAX_REPRESENTATIVE),
    'delivery': group('cac:Delivery', DELIVERY),
    'payment_means': group('cac:PaymentMeans', PAYMENT_MEANS, many=True),
    'payment_terms': text('cac:PaymentTerms/cbc:Note'),
    'allowance_charges': group('cac:AllowanceCharge', ALLOWANCE_CHARGE, many=True),
    'documents': elsewhere(()),
    'vat': elsewhere(()),
    **REFERENCES,
    **TOTALS,
}


def _document(own: dict[str, Place]) -> Group:
    return Group(
        Invoice,
        {**COMMON, **own},
        parts={'references': References, 'totals': Totals},
        others={
            'cbc:CustomizationID': as_declared('specifications'),
            'cbc:ProfileID': as_declared('profiles'),
            'cac:AdditionalDocumentReference': Choice(_additional),
            'cac:TaxTotal': TAX_TOTAL,
        },
    )


INVOICE = _document(
    {
        'type_code': text('cbc:InvoiceTypeCode'),
        'due_date': day('cbc:DueDate'),
        'lines': group('cac:InvoiceLine', INVOICE_LINE, many=True),
    }
)
CREDIT_NOTE = _document(
    {
        'type_code': text('cbc:CreditNoteTypeCode'),
        'references.project': elsewhere(''),
        'lines': group('cac:CreditNoteLine', CREDIT_NOTE_LINE, many=True),
    }
)
