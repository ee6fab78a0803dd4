"""How to pay (BG-16 to BG-19)."""

from __future__ import annotations

from ....en16931.payment import Account, Card, Mandate, PaymentMeans
from ....en16931.values import Identifier
from .markup import attribute, day, element, group, identifier


def payment_means(means: PaymentMeans) -> str:
    """Content of cac:PaymentMeans."""
    return (
        element('PaymentMeansCode', means.code, attribute('name', means.text))
        + day('PaymentDueDate', means.due_date)
        + element('PaymentID', means.reference)
        + (_card(means.card) if means.card else '')
        + (_account(means.account) if means.account else '')
        + (_mandate(means.mandate) if means.mandate else '')
    )


def _card(card: Card) -> str:
    return group(
        'CardAccount',
        element('PrimaryAccountNumberID', card.number)
        + element('NetworkID', card.network)
        + element('HolderName', card.holder),
    )


def _account(account: Account) -> str:
    return group(
        'PayeeFinancialAccount',
        identifier('ID', Identifier(account.number, account.scheme))
        + element('Name', account.name)
        + group('FinancialInstitutionBranch', element('ID', account.provider)),
    )


def _mandate(mandate: Mandate) -> str:
    return group(
        'PaymentMandate',
        element('ID', mandate.reference)
        + group('PayerFinancialAccount', element('ID', mandate.debited_account)),
    )
