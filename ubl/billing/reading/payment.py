"""How to pay (BG-16 to BG-19)."""

from __future__ import annotations

from ....en16931.payment import Account, Card, Mandate, PaymentMeans
from .binding import Group
from .rows import day, group, text


ACCOUNT = Group(
    Account,
    {
        'number': text('cbc:ID', schemeID='scheme'),
        'name': text('cbc:Name'),
        'provider': text('cac:FinancialInstitutionBranch/cbc:ID'),
    },
)
CARD = Group(
    Card,
    {
        'number': text('cbc:PrimaryAccountNumberID'),
        'network': text('cbc:NetworkID'),
        'holder': text('cbc:HolderName'),
    },
)
MANDATE = Group(
    Mandate,
    {
        'reference': text('cbc:ID'),
        'debited_account': text('cac:PayerFinancialAccount/cbc:ID'),
    },
)
PAYMENT_MEANS = Group(
    PaymentMeans,
    {
        'code': text('cbc:PaymentMeansCode', name='text'),
        'reference': text('cbc:PaymentID'),
        'due_date': day('cbc:PaymentDueDate'),
        'account': group('cac:PayeeFinancialAccount', ACCOUNT),
        'card': group('cac:CardAccount', CARD),
        'mandate': group('cac:PaymentMandate', MANDATE),
    },
)
