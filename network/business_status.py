"""What recipients answer: codes and words → our statuses, and which of several answers stands.

Answers come late, twice and out of order. They are put into the order in which they were given,
and each counts only where it may follow what stood before: that way the result is the same
whatever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


# Words of the Document API, then the response codes of code list PUF-016.
BUSINESS_STATE = {
    'Accepted': 'accepted',
    'Rejected': 'rejected',
    'UnderQuery': 'under_query',
    'RecipientAccept': 'accepted',
    'RecipientReject': 'rejected',
    'RecipientRejectWithClearanceRemoval': 'rejected',
    'AB': 'acknowledged',
    'IP': 'in_process',
    'UQ': 'under_query',
    'CA': 'conditionally_accepted',
    'AP': 'accepted',
    'RE': 'rejected',
    'PD': 'paid',
    'PARTIALLY_ACCEPTED': 'partially_accepted',
    'ON_HOLD': 'on_hold',
    'INFORMATION_PROVIDED': 'information',
    'SUPERSEDED': 'information',
    'ENDORSED': 'in_process',
    'VF': 'not_valid',
    'PAYMENT_RECEIVED': 'paid',
    'PAYMENT_APPROVED': 'payment_under_way',
    'PAYMENT_INITIATED': 'payment_under_way',
    'PAYMENT_REJECTED': 'payment_rejected',
    'REQUEST_PAYMENT': 'information',
    'SUBMITTED': 'acknowledged',
    'ISSUED_BY_PLATFORM': 'acknowledged',
    'RECEIVED_BY_PLATFORM': 'acknowledged',
    'MADE_AVAILABLE': 'acknowledged',
    'FACTORED': 'information',
    'FACTORED_CONFIDENTIAL': 'information',
    'ACCOUNT_CHANGED': 'information',
    'FACTORING_CANCELLED': 'information',
    'NOTIFICATION': 'information',
}
PARTIALLY_PAID = 'PPD'  # a reason that stands beside PD
_DECIDED = {
    *('conditionally_accepted', 'partially_accepted', 'accepted', 'rejected', 'not_valid'),
    *('payment_under_way', 'payment_rejected', 'partly_paid', 'paid'),
}
_OPEN = {'in_process', 'on_hold', 'under_query'}
_PAYING = {'payment_under_way', 'payment_rejected', 'partly_paid', 'paid'}
_SOFT = {'information', 'unknown', 'acknowledged'}
# What an answer may be followed by; a later one that isn't here is kept, and changes nothing.
FOLLOWED_BY = {
    'information': _SOFT | _OPEN | _DECIDED,
    'unknown': (_SOFT - {'information'}) | _OPEN | _DECIDED,
    'acknowledged': {'unknown'} | _OPEN | _DECIDED,
    'in_process': _OPEN | _DECIDED,
    'on_hold': _OPEN | _DECIDED,
    'under_query': _OPEN | _DECIDED,
    'conditionally_accepted': {'under_query', 'on_hold'} | _DECIDED,
    'partially_accepted': {'under_query', 'on_hold'} | _DECIDED,
    'not_valid': {'acknowledged'} | _OPEN | _DECIDED,
    'rejected': _DECIDED - {'not_valid', 'payment_rejected'},
    'accepted': {'rejected'} | _PAYING,
    'payment_under_way': {'rejected'} | _PAYING,
    'payment_rejected': {'accepted', 'rejected'} | _PAYING,
    'partly_paid': _PAYING,
    'paid': {'payment_rejected'},
}


@dataclass(frozen=True)
class Heard:
    """An answer: ``moment`` is when it was given, ``number`` the order in which answers came."""

    moment: datetime
    number: int
    status: str
    word: str = ''


def business_status_of(word: str, reasons: Sequence[str] = ()) -> str:
    """Our status for their word or code; 'unknown' for a strange one.

    >>> business_status_of('ap'), business_status_of('PD', ['PPD']), business_status_of('XY')
    ('accepted', 'partly_paid', 'unknown')
    """
    status = BUSINESS_STATE.get(word) or BUSINESS_STATE.get(word.upper(), 'unknown')
    return 'partly_paid' if status == 'paid' and PARTIALLY_PAID in reasons else status


def standing(heard: Iterable[Heard]) -> Heard | None:
    """The answer that stands, by the order in which they were given; None where there is none."""
    stands = None
    for each in sorted(heard, key=lambda each: (each.moment, each.number)):
        is_same = stands and each.status == stands.status
        if stands is None or is_same or each.status in FOLLOWED_BY[stands.status]:
            stands = each
    return stands


def moment_of(day: date | None, issued_at: datetime | None, came_at: datetime) -> datetime:
    """When an answer was given: what it says itself, where that can be.

    One with a day only was given by the end of that day, and before it came; one from the future
    has a clock that is wrong.

    >>> came = datetime(2026, 10, 2, 9)
    >>> moment_of(date(2026, 10, 1), None, came)
    datetime.datetime(2026, 10, 1, 23, 59, 59)
    >>> moment_of(date(2099, 1, 1), datetime(2099, 1, 1), came) == came
    True
    """
    if issued_at is None and day:
        end = datetime.combine(day, time(23, 59, 59))
        issued_at = max(datetime.combine(day, time.min), min(end, came_at))
    return issued_at if issued_at and issued_at < came_at + timedelta(days=1) else came_at
