"""The accounts that an invoice asks to be paid to (BG-17), each in the form that can be compared.

Whatever looks like such an account counts, also where the standard has no place for it: another
program may pay to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..identification.payees import Payee, payee
from .billing.reader import Reading, read
from .parse import NotReadable, parse


MOST = 50  # accounts of one document that are looked at one by one
MORE = '…'  # stands for all others, as an account that can't be read


class Stated(NamedTuple):
    """An account, and what is said of it."""

    payee: Payee
    holder: str = ''  # BT-85
    provider: str = ''  # BT-86


def stated_in(document: bytes) -> tuple[Stated, ...]:
    """Each account once, in the order of the document; none of what can't be read."""
    try:
        root = parse(document)
    except NotReadable:
        return ()
    reading = read(root)
    found = {each.payee.key: each for each in reversed([*_of_terms(reading), *_of_rest(reading)])}
    accounts = tuple(reversed(found.values()))
    return accounts if len(accounts) <= MOST else (*accounts[:MOST], Stated(payee(MORE)))


def _of_terms(reading: Reading) -> Iterator[Stated]:
    country = reading.invoice.seller.address.country
    for means in reading.invoice.payment_means:
        if means.account and (account := means.account).number:
            known = payee(account.number, account.provider, country)
            if known:
                yield Stated(known, account.name, account.provider)


def _of_rest(reading: Reading) -> Iterator[Stated]:
    """Those that have no place in the model, such as a second account of one payment means."""
    country = reading.invoice.seller.address.country
    for text in reading.rest:
        is_number = 'PayeeFinancialAccount' in text.location and text.location.endswith('cbc:ID')
        if is_number and 'FinancialInstitution' not in text.location and not text.attribute:
            known = payee(text.text, '', country)
            if known:
                yield Stated(known)
