"""How invoices are paid between German companies.

Source: rules DE-R-001, DE-R-018 … DE-R-020, DE-R-023 … DE-R-025, DE-R-030 and DE-R-031 of Peppol
BIS Billing 3.0.21.
"""

from __future__ import annotations

import re

from ..finding import FATAL, WARNING
from .de import german_rule
from .document import Document, Element, find, find_all, normalized, raw, text
from .registry import Breach, Breaches


TRANSFER, CARD, DEBIT = frozenset({'30', '58'}), frozenset({'48', '54', '55'}), frozenset({'59'})
ACCOUNT, CARD_ACCOUNT, MANDATE = (
    'cac:PayeeFinancialAccount',
    'cac:CardAccount',
    'cac:PaymentMandate',
)
PAYER_ACCOUNT = f'{MANDATE}/cac:PayerFinancialAccount/cbc:ID'
ACCOUNT_ADVICE = "Choose a recipient bank account on the invoice."
CODE_ADVICE = "Choose the way of payment that fits, and leave out what belongs to another one."
MANDATE_ADVICE = "Complete the mandate, or choose another way of payment."
SKONTO = re.compile(
    r'#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#'
)
_BLANKS = re.compile('[ \t\r\n]')


@german_rule('DE-R-001', FATAL, "A German invoice has to say how it is paid.", ACCOUNT_ADVICE)
def payment_is_missing(document: Document) -> Breaches:
    """BG-16."""
    if find(document.root, 'cac:PaymentMeans') is None:
        yield Breach(document.root, missing='cac:PaymentMeans')


@german_rule(
    'DE-R-018',
    FATAL,
    "A cash discount (Skonto) isn't written as Germany demands.",
    "Write a row such as #SKONTO#TAGE=14#PROZENT=2.00# and end it with a line break.",
)
def skonto_is_malformed(document: Document) -> Breaches:
    """BT-20: rows that begin with #, and a line break after the last one."""
    for terms in find_all(document.root, 'cac:PaymentTerms'):
        note = raw(terms, 'cbc:Note')
        rows = [normalized(row) for row in re.split('\r?\n', note)]
        rows = [row for row in rows if row.startswith('#')]
        after = re.split('#.+#', note)[-1]
        if rows and not (all(_is_skonto(row) for row in rows) and re.match('[ \t\r\n]*\n', after)):
            yield Breach(document.root, rows[0], 'cac:PaymentTerms')
            return


@german_rule('DE-R-019', WARNING, "A SEPA transfer (code 58) should go to an IBAN.", ACCOUNT_ADVICE)
def account_is_no_iban(document: Document) -> Breaches:
    """BT-84."""
    for means in _means(document, frozenset({'58'})):
        if not _is_iban(raw(means, f'{ACCOUNT}/cbc:ID')):
            yield Breach(means, raw(means, f'{ACCOUNT}/cbc:ID'), ACCOUNT)


@german_rule(
    'DE-R-020', WARNING, "A SEPA direct debit (code 59) should come from an IBAN.", MANDATE_ADVICE
)
def payer_account_is_no_iban(document: Document) -> Breaches:
    """BT-91."""
    for means in _means(document, DEBIT):
        if not _is_iban(raw(means, PAYER_ACCOUNT)):
            yield Breach(means, raw(means, PAYER_ACCOUNT), MANDATE)


@german_rule('DE-R-023-1', FATAL, "A credit transfer has no account to pay to.", ACCOUNT_ADVICE)
def transfer_has_no_account(document: Document) -> Breaches:
    """BG-17 with the codes 30 and 58."""
    return _without(document, TRANSFER, ACCOUNT)


@german_rule('DE-R-023-2', FATAL, "A credit transfer has a card or a mandate.", CODE_ADVICE)
def transfer_has_more(document: Document) -> Breaches:
    """BG-18 and BG-19 with the codes 30 and 58."""
    return _with_any(document, TRANSFER, CARD_ACCOUNT, MANDATE)


@german_rule('DE-R-024-1', FATAL, "A card payment has no card.", CODE_ADVICE)
def card_is_missing(document: Document) -> Breaches:
    """BG-18 with the codes 48, 54 and 55."""
    return _without(document, CARD, CARD_ACCOUNT)


@german_rule(
    'DE-R-024-2', FATAL, "A card payment has an account to pay to or a mandate.", CODE_ADVICE
)
def card_payment_has_more(document: Document) -> Breaches:
    """BG-17 and BG-19 with the codes 48, 54 and 55."""
    return _with_any(document, CARD, ACCOUNT, MANDATE)


@german_rule('DE-R-025-1', FATAL, "A SEPA direct debit has no mandate.", MANDATE_ADVICE)
def mandate_is_missing(document: Document) -> Breaches:
    """BG-19 with the code 59."""
    return _without(document, DEBIT, MANDATE)


@german_rule(
    'DE-R-025-2', FATAL, "A SEPA direct debit has an account to pay to or a card.", CODE_ADVICE
)
def debit_has_more(document: Document) -> Breaches:
    """BG-17 and BG-18 with the code 59."""
    return _with_any(document, DEBIT, ACCOUNT, CARD_ACCOUNT)


@german_rule(
    'DE-R-030',
    FATAL,
    "A direct debit needs the creditor identifier of the seller.",
    "Enter the creditor identifier of your company, with the scheme SEPA.",
)
def creditor_identifier_is_missing(document: Document) -> Breaches:
    """BT-90."""
    paths = ('cac:AccountingSupplierParty/cac:Party', 'cac:PayeeParty')
    numbers = [
        node
        for path in paths
        for node in find_all(document.root, f'{path}/cac:PartyIdentification/cbc:ID')
    ]
    if _has_mandate(document) and all(node.get('schemeID') != 'SEPA' for node in numbers):
        yield Breach(document.root, missing=f'{paths[0]}/cac:PartyIdentification')


@german_rule('DE-R-031', FATAL, "A direct debit needs the account that is debited.", MANDATE_ADVICE)
def debited_account_is_missing(document: Document) -> Breaches:
    """BT-91."""
    if _has_mandate(document) and find(document.root, f'cac:PaymentMeans/{PAYER_ACCOUNT}') is None:
        yield Breach(document.root, missing=f'cac:PaymentMeans/{PAYER_ACCOUNT}')


def _means(document: Document, codes: frozenset[str]) -> list[Element]:
    return [
        means
        for means in find_all(document.root, 'cac:PaymentMeans')
        if text(means, 'cbc:PaymentMeansCode') in codes
    ]


def _without(document: Document, codes: frozenset[str], part: str) -> Breaches:
    for means in _means(document, codes):
        if find(means, part) is None:
            yield Breach(means, missing=part)


def _with_any(document: Document, codes: frozenset[str], *parts: str) -> Breaches:
    for means in _means(document, codes):
        if any(find(means, part) is not None for part in parts):
            yield Breach(means, text(means, 'cbc:PaymentMeansCode'), 'cbc:PaymentMeansCode')


def _has_mandate(document: Document) -> bool:
    return find(document.root, f'cac:PaymentMeans/{MANDATE}') is not None


def _is_skonto(row: str) -> bool:
    """Peppol's pattern begins at the row's start, since a row holds no line break."""
    return SKONTO.fullmatch(row) is not None


def _is_iban(account: str) -> bool:
    """The form of any country's IBAN, and the check digits (ISO 7064 MOD 97-10)."""
    number = _BLANKS.sub('', account)
    if not re.fullmatch('[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}', number):
        return False
    # Small letters count on from the capitals here: a is 42.
    digits = ''.join(
        str(ord(each) - 55) if each.isalpha() else each for each in number[4:] + number[:4]
    )
    return int(digits) % 97 == 1
