"""Accounts and references to pay to: beyond Peppol, since money sent to a wrong number is lost.

Source: BR-50 and BR-61 of EN 16931; the check digits of Bankgirot, Plusgirot and ISO 13616.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...identification import payment_accounts
from ..finding import FATAL, WARNING
from .document import Document, Element, find, find_all, text
from .registry import Breach, Breaches, rule


ACCOUNT = 'cac:PayeeFinancialAccount'
BRANCH = 'cac:FinancialInstitutionBranch/cbc:ID'
BANKGIRO, PLUSGIRO = 'SE:BANKGIRO', 'SE:PLUSGIRO'
ACCOUNT_ADVICE = (
    "Correct the account number on your bank account, or choose another account on the invoice."
)


def account_ids(document: Document, branch: str | None = None) -> Iterator[Element]:
    """The account numbers (BT-84) with that branch (BT-86), or with any."""
    for account in find_all(document.root, f'cac:PaymentMeans/{ACCOUNT}'):
        node = find(account, 'cbc:ID')
        if node is not None and branch in (None, text(account, BRANCH)):
            yield node


@rule('BR-50', FATAL, "The account to pay to has no number.", ACCOUNT_ADVICE)
def account_has_no_number(document: Document) -> Breaches:
    """BT-84."""
    for means in _credit_transfers(document):
        for account in find_all(means, ACCOUNT):
            if not text(account, 'cbc:ID'):
                yield Breach(account, missing='cbc:ID')


@rule(
    'BR-61',
    FATAL,
    "The invoice is paid by credit transfer, but says no account to pay to.",
    "Choose a recipient bank account on the invoice.",
)
def account_is_missing(document: Document) -> Breaches:
    """BT-84 with the codes 30 and 58."""
    for means in _credit_transfers(document):
        if find(means, f'{ACCOUNT}/cbc:ID') is None:
            yield Breach(means, missing=ACCOUNT)


@rule(
    'PAGERO-BANKGIRO',
    FATAL,
    "A Bankgiro number is wrong: it has 7 or 8 digits, and the last one is a check digit.",
    ACCOUNT_ADVICE,
)
def bankgiro_is_wrong(document: Document) -> Breaches:
    """Fatal, where Peppol only looks at the length: the money would go astray."""
    for node in account_ids(document, BANKGIRO):
        if not payment_accounts.is_valid('bankgiro', text(node)):
            yield node


@rule(
    'PAGERO-PLUSGIRO',
    FATAL,
    "A Plusgiro number is wrong: it has 2 to 8 digits, and the last one is a check digit.",
    ACCOUNT_ADVICE,
)
def plusgiro_is_wrong(document: Document) -> Breaches:
    """Fatal, as for Bankgiro."""
    for node in account_ids(document, PLUSGIRO):
        if not payment_accounts.is_valid('plusgiro', text(node)):
            yield node


@rule('PAGERO-IBAN', FATAL, "The check digits of an IBAN are wrong.", ACCOUNT_ADVICE)
def iban_is_wrong(document: Document) -> Breaches:
    """Only what has the exact form of its country's IBAN: BT-84 may be any other account."""
    for node in account_ids(document):
        number = payment_accounts.compact('iban', text(node))
        if payment_accounts.has_only_wrong_check_digits(number):
            yield node


@rule(
    'PAGERO-GIRO-BRANCH',
    WARNING,
    "An account is written like a Bankgiro or Plusgiro number, but isn't marked as one.",
    "Set the kind of your bank account to Bankgiro or Plusgiro.",
)
def giro_is_not_marked(document: Document) -> Breaches:
    """BT-86 is missing, so the recipient's system reads a plain bank account."""
    for node in account_ids(document, ''):
        if payment_accounts.kind_of(text(node)) in {'bankgiro', 'plusgiro'}:
            yield node


@rule(
    'PAGERO-GIRO-CURRENCY',
    WARNING,
    "The invoice isn't in SEK, and a Bankgiro takes payments in SEK only.",
    "Choose an account with IBAN and BIC on the invoice.",
)
def bankgiro_takes_another_currency(document: Document) -> Breaches:
    """Bankgirot clears SEK; Plusgiro accounts exist in EUR too."""
    if document.currency not in {'', 'SEK'}:
        yield from account_ids(document, BANKGIRO)


@rule(
    'PAGERO-OCR',
    WARNING,
    "The payment reference looks like an OCR number, but its check digit is wrong.",
    "Let Odoo make the reference (journal, tab Advanced: communication standard), or correct it.",
)
def ocr_is_wrong(document: Document) -> Breaches:
    """BT-83 with a giro account; references with letters are no OCR and pass."""
    for means in document.all('cac:PaymentMeans'):
        reference = text(means, 'cbc:PaymentID')
        is_giro = text(means, f'{ACCOUNT}/{BRANCH}') in {BANKGIRO, PLUSGIRO}
        looks_like_ocr = re.fullmatch('[0-9]{2,25}', reference)
        if is_giro and looks_like_ocr and not payment_accounts.is_valid('ocr', reference):
            yield Breach(means, reference, 'cbc:PaymentID')
            return  # the same reference stands on every account


def _credit_transfers(document: Document) -> list[Element]:
    return [
        means
        for means in document.all('cac:PaymentMeans')
        if text(means, 'cbc:PaymentMeansCode') in {'30', '58'}
    ]
