"""What we answer suppliers: Peppol's codes in the words of those who choose them."""

from odoo.tools.translate import LazyTranslate

from ...ubl.response.answer import Clarification
from ...ubl.response.codes import ACTION_LIST, REASON_LIST


_lt = LazyTranslate(__name__)

ANSWERS = [
    ('AB', "Received"),
    ('IP', "In Process"),
    ('UQ', "Under Query"),
    ('CA', "Conditionally Accepted"),
    ('AP', "Accepted"),
    ('RE', "Rejected"),
    ('PPD', "Partly Paid"),
    ('PD', "Paid"),
]
# OpenPeppol's list OPStatusReason: why.
REASONS = {
    'REF': _lt("References are missing or wrong"),
    'PRI': _lt("The prices are wrong"),
    'QTY': _lt("The quantities are wrong"),
    'ITM': _lt("The goods or services are wrong"),
    'QUA': _lt("The quality is not as agreed"),
    'DEL': _lt("The delivery is missing or not as agreed"),
    'LEG': _lt("Legally required details are missing or wrong"),
    'FIN': _lt("The payment account or another financial detail is wrong"),
    'PAY': _lt("The payment terms are wrong"),
    'REC': _lt("The recipient is wrong or unknown"),
    'UNR': _lt("The purchase is not known to us"),
    'NON': _lt("No issue"),
    'PPD': _lt("Partly paid"),
    'OTH': _lt("Another reason"),
}
# OpenPeppol's list OPStatusAction: what the supplier is asked to do.
ACTIONS = {
    'PIN': _lt("Provide the missing details"),
    'NIN': _lt("Send a new invoice"),
    'CNF': _lt("Credit the whole invoice"),
    'CNP': _lt("Credit a part of the invoice"),
    'CNA': _lt("Credit the amount"),
    'NOA': _lt("Nothing needs to be done"),
    'OTH': _lt("Something else"),
}
# What an answer lacks that may not leave yet, by the word of ``ubl.response.answer``.
LACKS = {
    'unknown_code': _lt("Choose an answer."),
    'number': _lt("The document has no number, so its supplier could not tell which one is meant."),
    'reason': _lt("Choose at least one reason, so that the supplier knows what to do."),
    'unknown_reason': _lt("Choose the reasons and actions from the list."),
    'words': _lt("“Another reason” and “Something else” need your own words."),
}


def reason_said(code, words):
    """A chosen reason, as answers carry it."""
    return Clarification(code, words, REASON_LIST)


def action_said(code, words):
    """What the supplier is asked to do."""
    return Clarification(code, words, ACTION_LIST)


def labels(env, table):
    """(code, words) in the reader's language, for a selection."""
    return [(code, env._(words)) for code, words in table.items()]
