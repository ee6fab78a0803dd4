"""What the buyer may answer, in which order, and the reasons and actions that belong to it.

Codes of Peppol's Invoice Response (T111, UNCL4343 and OpenPeppol's lists), which Pagero's response
has taken over. A part payment is one of its own here; it leaves as PD with the reason PPD.
"""

from __future__ import annotations


RECEIVED = 'AB'
IN_PROCESS = 'IP'
UNDER_QUERY = 'UQ'
CONDITIONALLY_ACCEPTED = 'CA'
ACCEPTED = 'AP'
REJECTED = 'RE'
PARTLY_PAID = 'PPD'
PAID = 'PD'
CODES = (
    RECEIVED,
    IN_PROCESS,
    UNDER_QUERY,
    CONDITIONALLY_ACCEPTED,
    ACCEPTED,
    REJECTED,
    PARTLY_PAID,
    PAID,
)
_PAYMENTS = (PARTLY_PAID, PAID)
_DECISIONS = (CONDITIONALLY_ACCEPTED, ACCEPTED, REJECTED)
# {what was answered last: what may follow}; '' before the first answer.
ORDER = {
    '': CODES,
    RECEIVED: (IN_PROCESS, UNDER_QUERY, *_DECISIONS, *_PAYMENTS),
    IN_PROCESS: (UNDER_QUERY, *_DECISIONS, *_PAYMENTS),
    UNDER_QUERY: (IN_PROCESS, UNDER_QUERY, *_DECISIONS, *_PAYMENTS),
    # the seller may refuse the conditions
    CONDITIONALLY_ACCEPTED: (UNDER_QUERY, ACCEPTED, REJECTED, *_PAYMENTS),
    ACCEPTED: _PAYMENTS,
    REJECTED: (),
    PARTLY_PAID: _PAYMENTS,
    PAID: (),
}
# The document is settled for the one who answers.
DECIDED = (*_DECISIONS, *_PAYMENTS)
# The supplier must be told why.
NEEDS_REASON = (UNDER_QUERY, CONDITIONALLY_ACCEPTED, REJECTED)
NEEDS_WORDS = ('OTH', PARTLY_PAID)
# Business processes (BT-23) in which the recipient must answer.
MUST_BE_ANSWERED = ('urn:peppol:bis:billing_with_response',)
# OPStatusReason: why.
REASON_LIST = 'OPStatusReason'
REASONS = tuple('NON REF LEG REC QUA DEL PRI QTY ITM PAY UNR FIN PPD OTH'.split())
# OPStatusAction: what the supplier is asked to do.
ACTION_LIST = 'OPStatusAction'
ACTIONS = tuple('NOA PIN NIN CNF CNP CNA OTH'.split())


def may_follow(latest: str, code: str) -> bool:
    """Whether ``code`` may be answered after ``latest``, which is '' before the first answer.

    >>> may_follow('', 'AP'), may_follow('AP', 'RE'), may_follow('AP', 'PD'), may_follow('RE', 'AP')
    (True, False, True, False)
    """
    return code in ORDER[latest]
