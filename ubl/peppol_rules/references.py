"""References, periods and direct debit: what may stand once, and what belongs together.

Source: rules PEPPOL-EN16931-R055, R061, R080, R100, R101, R110 and R111 of Peppol BIS Billing
3.0.21.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ..finding import FATAL
from .common import REPORT
from .document import (
    LINE_TAGS,
    Document,
    Element,
    find,
    find_all,
    moment,
    number,
    raw,
    text,
)
from .registry import Breach, Breaches, rule


PERIOD_ADVICE = "Correct the period of the line or the invoicing period of the invoice."


@rule(
    'PEPPOL-EN16931-R055',
    FATAL,
    "The VAT has different signs in the invoice's currency and in the accounting currency.",
    REPORT,
)
def signs_of_vat_differ(document: Document) -> Breaches:
    """BT-110 against BT-111."""
    if find(document.root, 'cbc:TaxCurrencyCode') is None:
        return
    ours = _vat_in(document, document.currency)
    theirs = _vat_in(document, text(document.root, 'cbc:TaxCurrencyCode'))
    both_at_most_zero = any(vat <= 0 for vat in ours) and any(vat <= 0 for vat in theirs)
    both_at_least_zero = any(vat >= 0 for vat in ours) and any(vat >= 0 for vat in theirs)
    if not both_at_most_zero and not both_at_least_zero:
        yield Breach(document.root, missing='cac:TaxTotal/cbc:TaxAmount')


@rule(
    'PEPPOL-EN16931-R061',
    FATAL,
    "The invoice is paid by direct debit, but the mandate's number is missing.",
    "Enter the number of the mandate, or choose another way of payment.",
)
def mandate_is_missing(document: Document) -> Breaches:
    """BT-89 with the codes 49 and 59."""
    for means in document.all('cac:PaymentMeans'):
        if (
            text(means, 'cbc:PaymentMeansCode') in {'49', '59'}
            and find(means, 'cac:PaymentMandate/cbc:ID') is None
        ):
            yield Breach(means, missing='cac:PaymentMandate/cbc:ID')


@rule(
    'PEPPOL-EN16931-R080',
    FATAL,
    "The credit note has more than one project.",
    "Name one project only.",
)
def projects_are_many(document: Document) -> Breaches:
    """BT-11, which a credit note has as an additional document of type 50."""
    references = find_all(document.root, 'cac:AdditionalDocumentReference')
    projects = [node for node in references if raw(node, 'cbc:DocumentTypeCode') == '50']
    if document.is_credit_note and len(projects) > 1:
        yield Breach(document.root, str(len(projects)), 'cac:AdditionalDocumentReference')


@rule('PEPPOL-EN16931-R100', FATAL, "A line has more than one invoiced object.", REPORT)
def invoiced_objects_are_many(document: Document) -> Breaches:
    """BT-128."""
    for line in _referring_lines(document):
        references = find_all(line, 'cac:DocumentReference')
        if len(references) > 1:
            yield Breach(line, str(len(references)), 'cac:DocumentReference')


@rule(
    'PEPPOL-EN16931-R101',
    FATAL,
    "A line refers to a document that isn't its invoiced object.",
    REPORT,
)
def line_refers_to_another_document(document: Document) -> Breaches:
    """BT-128 has the type 130."""
    for line in _referring_lines(document):
        references = find_all(line, 'cac:DocumentReference')
        if all(raw(node, 'cbc:DocumentTypeCode') != '130' for node in references):
            yield Breach(line, missing='cac:DocumentReference')


@rule(
    'PEPPOL-EN16931-R110',
    FATAL,
    "The period of a line begins before the invoicing period.",
    PERIOD_ADVICE,
)
def line_begins_too_early(document: Document) -> Breaches:
    """BT-134 against BT-73."""
    return _outside(document, 'cbc:StartDate', lambda line, invoice: line < invoice)


@rule(
    'PEPPOL-EN16931-R111',
    FATAL,
    "The period of a line ends after the invoicing period.",
    PERIOD_ADVICE,
)
def line_ends_too_late(document: Document) -> Breaches:
    """BT-135 against BT-74."""
    return _outside(document, 'cbc:EndDate', lambda line, invoice: line > invoice)


def _referring_lines(document: Document) -> list[Element]:
    """Lines with a document reference, each once."""
    parents = (node.getparent() for node in document.all('cac:DocumentReference'))
    return [node for node in dict.fromkeys(parents) if node.tag in LINE_TAGS]


def _vat_in(document: Document, currency: str) -> list[Decimal]:
    return [
        number(node) or Decimal(0)
        for node in find_all(document.root, 'cac:TaxTotal/cbc:TaxAmount')
        if node.get('currencyID') == currency
    ]


def _outside(
    document: Document,
    name: str,
    is_outside: Callable[[int, int], bool],
) -> Breaches:
    limit = find(document.root, f'cac:InvoicePeriod/{name}')
    if limit is None:
        return
    for line in document.lines:
        for node in find_all(line, f'cac:InvoicePeriod/{name}'):
            if is_outside(moment(node), moment(limit)):
                yield Breach(node, f'{text(node)} / {text(limit)}')
