"""The invoice number of a Greek seller: TIN|date|branch|type|series|number.

Source: rules GR-R-001-1 … GR-R-001-7 of Peppol BIS Billing 3.0.21; GR-R-001-5 leaves with 3.0.22.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..finding import FATAL
from .countries import vat_numbers
from .document import Document, find, raw
from .gr import is_greek, is_tin
from .registry import BEFORE_3_0_22, Breach, Breaches, rule


ADVICE = (
    "Number your invoices as Greece demands: TIN, issue date (DD/MM/YYYY), branch, document type, "
    "series and number, with | between them."
)
DOCUMENT_TYPES = frozenset({'1.1', '1.6', '2.1', '2.4', '5.1', '5.2'})
DATE = re.compile(r'(0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(0?[1-9]|1[0-2])[-\\/ ]?(19|20)[0-9]{2}')


def _part(
    number: str,
    words: str,
    is_right: Callable[[str, Document], object],
    **dates: object,
) -> None:
    """Register the rule on one part of the number; a part that isn't there is empty."""
    place = int(number) - 2

    @rule(f'GR-R-001-{number}', FATAL, words, ADVICE, where=is_greek, **dates)
    def part_is_wrong(document: Document) -> Breaches:
        node = find(document.root, 'cbc:ID')
        if node is not None:
            parts = raw(node).split('|')
            part = parts[place] if place < len(parts) else ''
            if not is_right(part, document):
                yield Breach(node, part)


@rule(
    'GR-R-001-1',
    FATAL,
    "The number of a Greek invoice doesn't have 6 parts.",
    ADVICE,
    where=is_greek,
)
def parts_are_not_six(document: Document) -> Breaches:
    """BT-1."""
    node = find(document.root, 'cbc:ID')
    if node is not None and len(raw(node).split('|')) != 6:
        yield node


def _is_tin_of_seller(part: str, document: Document) -> bool:
    holders = (document.supplier, document.tax_representative)
    tins = {
        raw(scheme, 'cbc:CompanyID')[2:11] for holder in holders for scheme in vat_numbers(holder)
    }
    return len(part) == 9 and is_tin(part) and part in tins


def _is_issue_date(part: str, document: Document) -> bool:
    day = part.split('/')[:3]
    issued = raw(document.root, 'cbc:IssueDate').split('-')[:3]
    return DATE.match(part) is not None and len(day) == 3 and day == issued[::-1]


_part(
    '2', "The first part of a Greek invoice number isn't the TIN of the seller.", _is_tin_of_seller
)
_part('3', "The second part of a Greek invoice number isn't the issue date.", _is_issue_date)
_part(
    '4',
    "The third part of a Greek invoice number isn't a whole number.",
    lambda part, _document: re.fullmatch('[+]?[0-9]+|-0+', part.strip(' \t\r\n')),
)
_part(
    '5',
    "The fourth part of a Greek invoice number isn't a Greek document type.",
    lambda part, _document: part in DOCUMENT_TYPES,
    until=BEFORE_3_0_22,
)
_part('6', "The fifth part of a Greek invoice number is empty.", lambda part, _document: part)
_part('7', "The sixth part of a Greek invoice number is empty.", lambda part, _document: part)
