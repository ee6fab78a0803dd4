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
REQUIREMENTS_PERCENT = 40           # of those who connect by request
MIXED_PERCENT = 10                  # other documents than invoices need another connection

OPERATORS = (
    Provider('501', 'Nordbud E-operatör', 'routing@nordbud.example'),
    Provider('502', 'Fakturaströmmen', 'rutt@fakturastrommen.example'),
    Provider('503', 'Postfjord', 'ruting@postfjord.example'),
    Provider('504', 'Lumibox', 'reititys@lumibox.example'))

_INVOICES = (('Invoice', 'Receive'), ('CreditNote', 'Receive'))
DOCUMENTS = {
    _INVOICES: 60,
    (*_INVOICES, ('PaymentReminder', 'Receive')): 12,
    (*_INVOICES, ('Order', 'Send'), ('OrderResponse', 'Receive')): 10,
    (*_INVOICES, ('Invoice', 'Send'), ('CreditNote', 'Send')): 8,
    (('Invoice', 'Receive'),): 6,
    (('Order', 'Receive'), ('OrderResponse', 'Send')): 4}


def _demand(name: str, field: str, kind: str, value: str, question: str, message: str) -> dict:
    return {'id': name, 'question': question, 'field': field, 'kind': kind, 'value': value,
            'message': message}


DEMANDS = (
    _demand('order', 'order_reference', 'pattern', r'^\d{8}$',
            "Which order number do you refer to?", "The order number has 8 digits."),
    _demand('reference', 'buyer_reference', 'mandatory', '',
            "Who is your contact with us?", "Every invoice needs our reference."),
    _demand('contract', 'contract_reference', 'mandatory', '',
            "Which contract do you invoice?", "Every invoice names the contract."),
    _demand('account', 'accounting_cost', 'list', "4010;4020;5410",
            "Which of our accounts is it for?", "The account is 4010, 4020 or 5410."),
    _demand('quantity', 'quantity', 'range', "1..9999",
            "Do you invoice whole packages?", "The quantity is between 1 and 9999."))
