"""How invoices are paid inside Denmark.

Source: rules DK-R-005 … DK-R-011 of Peppol BIS Billing 3.0.21. They ask invoices, not credit notes,
and take codes and numbers exactly as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from ..finding import FATAL
from .dk import is_inside_denmark
from .document import Document, Element, find_all, raw, text
from .registry import Breach, Breaches, rule


CODES = ' 1 10 31 42 48 49 50 58 59 93 97 '
ACCOUNT = 'cac:PayeeFinancialAccount/cbc:ID'
BRANCH = 'cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID'
MANDATE = 'cac:PaymentMandate/cbc:ID'
PAYER_ACCOUNT = 'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID'
ACCOUNT_ADVICE = "Complete the recipient's bank account on the invoice."
REFERENCE_ADVICE = "Correct the payment reference of the invoice."

domestic_rule = partial(rule, where=is_inside_denmark)


@domestic_rule(
    'DK-R-005',
    FATAL,
    "This payment means code isn't used in Denmark.",
    "Choose another way of payment: 1, 10, 31, 42, 48, 49, 50, 58, 59, 93 or 97.",
)
def code_is_not_danish(document: Document) -> Breaches:
    """BT-81."""
    return _means(document, lambda means: f' {_code(means)} ' not in CODES)


@domestic_rule(
    'DK-R-006',
    FATAL,
    "A transfer to a Danish account needs account and registration number.",
    ACCOUNT_ADVICE,
)
def account_is_incomplete(document: Document) -> Breaches:
    """BT-84 and BT-86 with the codes 31 and 42."""
    return _means(
        document,
        lambda means: (
            _code(means) in {'31', '42'} and not (text(means, ACCOUNT) and text(means, BRANCH))
        ),
    )


@domestic_rule(
    'DK-R-007',
    FATAL,
    "A Danish direct debit needs the mandate's number and the payer's account.",
    "Complete the mandate, or choose another way of payment.",
)
def mandate_is_incomplete(document: Document) -> Breaches:
    """BT-89 and BT-91 with the code 49."""
    return _means(
        document,
        lambda means: (
            _code(means) == '49' and not (text(means, MANDATE) and text(means, PAYER_ACCOUNT))
        ),
    )


@domestic_rule(
    'DK-R-008',
    FATAL,
    "A Giro payment needs a reference that begins with 01#, 04# or 15#, and a Giro number of 7 or "
    "8 digits.",
    REFERENCE_ADVICE,
)
def giro_is_incomplete(document: Document) -> Breaches:
    """BT-83 and BT-84 with the code 50."""
    return _means(
        document,
        lambda means: (
            _code(means) == '50'
            and not (
                _card(means) in {'01#', '04#', '15#'}
                and re.fullmatch('[0-9]{7,8}', raw(means, ACCOUNT))
            )
        ),
    )


@domestic_rule(
    'DK-R-009',
    FATAL,
    "A Giro reference that begins with 04# or 15# has 16 digits after it.",
    REFERENCE_ADVICE,
)
def giro_reference_has_another_length(document: Document) -> Breaches:
    """BT-83 with the code 50."""
    return _means(
        document,
        lambda means: (
            _code(means) == '50' and _card(means) in {'04#', '15#'} and len(_reference(means)) != 19
        ),
    )


@domestic_rule(
    'DK-R-010',
    FATAL,
    "A FIK payment needs a reference that begins with 71#, 73# or 75#, and a creditor number of 8 "
    "characters.",
    REFERENCE_ADVICE,
)
def fik_is_incomplete(document: Document) -> Breaches:
    """BT-83 and BT-84 with the code 93."""
    return _means(
        document,
        lambda means: (
            _code(means) == '93'
            and not (_card(means) in {'71#', '73#', '75#'} and len(raw(means, ACCOUNT)) == 8)
        ),
    )


@domestic_rule(
    'DK-R-011',
    FATAL,
    "A FIK reference that begins with 71# or 75# has 15 or 16 digits after it.",
    REFERENCE_ADVICE,
)
def fik_reference_has_another_length(document: Document) -> Breaches:
    """BT-83 with the code 93."""
    return _means(
        document,
        lambda means: (
            _code(means) == '93'
            and _card(means) in {'71#', '75#'}
            and len(_reference(means)) not in {18, 19}
        ),
    )


def _means(document: Document, is_wrong: Callable[[Element], object]) -> Breaches:
    for means in [] if document.is_credit_note else find_all(document.root, 'cac:PaymentMeans'):
        if is_wrong(means):
            yield Breach(means, _reference(means) or _code(means), 'cbc:PaymentMeansCode')


def _code(means: Element) -> str:
    return raw(means, 'cbc:PaymentMeansCode')


def _reference(means: Element) -> str:
    return raw(means, 'cbc:PaymentID')


def _card(means: Element) -> str:
    """The Danish payment slip's kind, such as '71#'."""
    return _reference(means)[:3]
