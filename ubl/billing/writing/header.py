"""What stands before the parties: number, dates, codes, notes, references, files (BG-1 to BG-3)."""

from __future__ import annotations

from ....en16931.invoice import (
    Invoice,
    Note,
    PrecedingInvoice,
    References,
    SupportingDocument,
)
from ....en16931.values import Period
from ..syntax import INVOICED_OBJECT, PROJECT, Syntax
from .markup import attribute, day, element, escaped, group, groups, identifier


def header(invoice: Invoice, syntax: Syntax) -> str:
    """From cbc:CustomizationID to cbc:BuyerReference."""
    dates = _dates_of_credit_note if invoice.is_credit_note else _dates_of_invoice
    return ''.join(
        (
            element('CustomizationID', syntax.specifications[invoice.process]),
            element('ProfileID', syntax.profiles[invoice.process]),
            element('ID', invoice.number),
            day('IssueDate', invoice.issue_date),
            dates(invoice),
            element('DocumentCurrencyCode', invoice.currency),
            element('TaxCurrencyCode', invoice.tax_currency),
            element('AccountingCost', invoice.references.accounting_cost),
            element('BuyerReference', invoice.references.buyer_reference),
        )
    )


def _dates_of_invoice(invoice: Invoice) -> str:
    return (
        day('DueDate', invoice.due_date)
        + element('InvoiceTypeCode', invoice.type_code)
        + ''.join(map(_note, invoice.notes))
        + day('TaxPointDate', invoice.tax_point_date)
    )


def _dates_of_credit_note(invoice: Invoice) -> str:
    """Its due date (BT-9) stands in the payment means."""
    return (
        day('TaxPointDate', invoice.tax_point_date)
        + element('CreditNoteTypeCode', invoice.type_code)
        + ''.join(map(_note, invoice.notes))
    )


def _note(note: Note) -> str:
    """BG-1, with its subject as the standard's UBL binding writes it."""
    if not note.subject:
        return element('Note', note.text)
    text, subject = escaped(note.text), escaped(note.subject)
    return (
        f'<cbc:Note>#{subject}#{text}</cbc:Note>'
        if text and subject
        else element('Note', note.text)
    )


def period(one: Period | None) -> str:
    """BG-14 or BG-26."""
    if one is None:
        return ''
    return group(
        'InvoicePeriod',
        day('StartDate', one.start)
        + day('EndDate', one.end)
        + element('DescriptionCode', one.code),
    )


def references(invoice: Invoice) -> str:
    """From cac:OrderReference to cac:ProjectReference."""
    names = invoice.references
    tender = group('OriginatorDocumentReference', element('ID', names.tender))
    contract = group('ContractDocumentReference', element('ID', names.contract))
    return ''.join(
        (
            group('OrderReference', _order(names)),
            groups('BillingReference', map(_preceding, names.preceding)),
            group('DespatchDocumentReference', element('ID', names.despatch_advice)),
            group('ReceiptDocumentReference', element('ID', names.receiving_advice)),
            contract + _additional(invoice) + tender
            if invoice.is_credit_note
            else tender + contract + _additional(invoice),
            ''
            if invoice.is_credit_note
            else group('ProjectReference', element('ID', names.project)),
        )
    )


def _order(names: References) -> str:
    """BT-13 and BT-14; in UBL nothing stands without the number that it belongs to."""
    order = element('ID', names.order)
    return order and order + element('SalesOrderID', names.sales_order)


def _preceding(one: PrecedingInvoice) -> str:
    number = element('ID', one.number)
    return group('InvoiceDocumentReference', number and number + day('IssueDate', one.date))


def _additional(invoice: Invoice) -> str:
    """BT-18, BG-24, and BT-11 of a credit note, which has no cac:ProjectReference."""
    project = element('ID', invoice.references.project) if invoice.is_credit_note else ''
    project = project and project + element('DocumentTypeCode', PROJECT)
    invoiced = identifier('ID', invoice.references.object)
    invoiced = invoiced and invoiced + element('DocumentTypeCode', INVOICED_OBJECT)
    documents = map(_document, invoice.documents)
    return groups('AdditionalDocumentReference', [project, invoiced, *documents])


def _document(one: SupportingDocument) -> str:
    file = attribute('mimeCode', one.mime_code) + attribute('filename', one.filename)
    content = element('EmbeddedDocumentBinaryObject', one.content, file)
    location = group('ExternalReference', element('URI', one.location))
    return (
        element('ID', one.reference)
        + element('DocumentDescription', one.description)
        + group('Attachment', content + location)
    )
