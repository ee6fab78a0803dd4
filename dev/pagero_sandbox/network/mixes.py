"""What the made companies are like: how many of each kind, what they take, what they demand."""

from .company import Provider


SHARES = {'Automatic': 55, 'ByRequest': 20, 'Routing': 15, 'Directory': 10}
COUNTRIES = {'SE': 70, 'NO': 12, 'DK': 10, 'FI': 8}
MUNICIPALITIES = {'SE': 280, 'NO': 60, 'DK': 50, 'FI': 40}
MUNICIPALITY_PERCENT = 4
NO_TESTS_PERCENT = 3
INACTIVE_PERCENT = 2
GLN_PERCENT = 25
ON_PEPPOL_PERCENT = 75
REQUIREMENTS_PERCENT = 40  # of those who connect by request
MIXED_PERCENT = 10  # other documents than invoices need another connection

OPERATORS = (
    Provider('501', 'Nordbud E-operatör', 'routing@nordbud.example'),
    Provider('502', 'Fakturaströmmen', 'rutt@fakturastrommen.example'),
    Provider('503', 'Postfjord', 'ruting@postfjord.example'),
    Provider('504', 'Lumibox', 'reititys@lumibox.example'),
)

_INVOICES = (('Invoice', 'Receive'), ('CreditNote', 'Receive'))
DOCUMENTS = {
    _INVOICES: 60,
    (*_INVOICES, ('PaymentReminder', 'Receive')): 12,
    (*_INVOICES, ('Order', 'Send'), ('OrderResponse', 'Receive')): 10,
    (*_INVOICES, ('Invoice', 'Send'), ('CreditNote', 'Send')): 8,
    (('Invoice', 'Receive'),): 6,
    (('Order', 'Receive'), ('OrderResponse', 'Send')): 4,
}


DEMANDS = (
    {
        'id': 'order',
        'field': 'order_reference',
        'kind': 'pattern',
        'value': r'^\d{8}$',
        'question': "Which order number do you refer to?",
        'message': "The order number has 8 digits.",
    },
    {
        'id': 'reference',
        'field': 'buyer_reference',
        'kind': 'mandatory',
        'value': '',
        'question': "Who is your contact with us?",
        'message': "Every invoice needs our reference.",
    },
    {
        'id': 'contract',
        'field': 'contract_reference',
        'kind': 'mandatory',
        'value': '',
        'question': "Which contract do you invoice?",
        'message': "Every invoice names the contract.",
    },
    {
        'id': 'account',
        'field': 'accounting_cost',
        'kind': 'list',
        'value': "4010;4020;5410",
        'question': "Which of our accounts is it for?",
        'message': "The account is 4010, 4020 or 5410.",
    },
    {
        'id': 'quantity',
        'field': 'quantity',
        'kind': 'range',
        'value': "1..9999",
        'question': "Do you invoice whole packages?",
        'message': "The quantity is between 1 and 9999.",
    },
)
