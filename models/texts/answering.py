"""What we answer suppliers: Peppol's codes in the words of those who choose them."""

from odoo.tools.translate import LazyTranslate

from ...ubl.response.answer import Clarification
from ...ubl.response.codes import ACTION_LIST, REASON_LIST
from . import answers as given


_lt = LazyTranslate(__name__)
_COMMONEST_REASONS = 'REF PRI QTY ITM QUA DEL LEG FIN PAY REC UNR NON PPD OTH'.split()
_COMMONEST_ACTIONS = 'PIN NIN CNF CNP CNA NOA OTH'.split()

ANSWERS = [
    ('AB', "Received"),
    ('IP', "In Process"),
    ('UQ', "Under Query"),
    ('CA', "Accepted with Changes"),
    ('AP', "Accepted"),
    ('RE', "Rejected"),
    ('PPD', "Partly Paid"),
    ('PD', "Paid"),
]
# Why, and what the supplier is asked to do: the commonest first, in the words that we read, too.
REASONS = {
    **{code: given.REASONS[code] for code in _COMMONEST_REASONS},
    'UNR': _lt("The purchase is not known to us"),
}
ACTIONS = {
    **{code: given.ACTIONS[code] for code in _COMMONEST_ACTIONS},
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
