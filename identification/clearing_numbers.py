"""Swedish bank accounts: the clearing number tells the bank, and how the account's IBAN is made.

>>> iban_of('5839-825 74 66'), iban_of('6114-517 182 351'), iban_of('8327-9, 014 725 892-5')
('SE4550000000058398257466', 'SE5860000000000517182351', 'SE5580000832790147258925')

Ranges, IBAN IDs and ways of making it: Bankinfrastruktur i Sverige, *IBAN och svenskt nationellt
kontonummer*; check digits: Bankgirot, *Bankernas kontonummer*. Where several accounts could be
meant, there is no answer: an account that changed must never look like the old one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from stdnum import luhn


class Bank(NamedTuple):
    """A range of clearing numbers.

    ``way`` is how the IBAN is made: 1 with the clearing number, 2 without it, 3 with its fifth
    digit. ``check``: 1 leaves the clearing number's first digit out of the sum, 2 doesn't, 3 sums
    the account alone by modulus 11, 4 by modulus 10.
    """

    first: int
    last: int
    iban_id: str
    way: int
    check: int
    lengths: tuple[int, ...] = (7,)  # of the account after the clearing number


BANKS = (
    Bank(1100, 1199, '300', 1, 1),  # Nordea
    Bank(1200, 1399, '120', 1, 1),  # Danske Bank
    Bank(1400, 2099, '300', 1, 1),
    Bank(2300, 2399, '230', 1, 2),  # Ålandsbanken
    Bank(2400, 2499, '120', 1, 1),
    Bank(3000, 3299, '300', 1, 1),
    Bank(3300, 3300, '300', 2, 4, (10,)),  # personal accounts of Nordea
    Bank(3301, 3399, '300', 1, 1),
    Bank(3400, 3409, '902', 1, 1),  # Länsförsäkringar Bank
    Bank(3410, 3781, '300', 1, 1),
    Bank(3783, 3999, '300', 1, 1),
    Bank(4000, 4999, '300', 1, 2),
    Bank(5000, 5999, '500', 1, 1),  # SEB
    Bank(6000, 6999, '600', 2, 3, (8, 9)),  # Handelsbanken
    Bank(7000, 7999, '800', 1, 1),  # Swedbank
    Bank(8000, 8999, '800', 3, 4, (6, 7, 8, 9, 10)),  # Swedbank and savings banks
    Bank(9020, 9029, '902', 1, 2),
    Bank(9040, 9049, '904', 1, 2),  # Citibank
    Bank(9060, 9069, '902', 1, 1),
    Bank(9100, 9109, '910', 1, 2),  # Nordnet
    Bank(9120, 9124, '500', 1, 1),
    Bank(9130, 9149, '500', 1, 1),
    Bank(9150, 9169, '915', 1, 2),  # Skandiabanken
    Bank(9170, 9179, '917', 1, 1),  # Ikano
    Bank(9190, 9199, '919', 1, 2),  # DNB
    Bank(9230, 9239, '923', 1, 1),  # Marginalen
    Bank(9250, 9259, '925', 1, 1),  # SBAB
    Bank(9270, 9279, '927', 1, 1),  # ICA Banken
    Bank(9280, 9289, '928', 1, 1),  # Resurs
    Bank(9390, 9399, '939', 1, 2),  # Landshypotek
    Bank(9460, 9469, '946', 1, 1),  # Santander
    Bank(9470, 9479, '947', 1, 2),  # BNP Paribas
    Bank(9550, 9564, '955', 1, 2),  # Avanza
    Bank(9570, 9579, '957', 2, 4, (5, 6, 7, 8, 9, 10)),  # Sparbanken Syd
    Bank(9590, 9599, '959', 1, 2),  # Erik Penser
    Bank(9630, 9639, '963', 1, 1),  # Lån & Spar
    Bank(9640, 9649, '964', 1, 2),  # NOBA
    Bank(9660, 9669, '966', 1, 2),  # Svea
    Bank(9670, 9679, '967', 1, 2),  # JAK
    Bank(9680, 9689, '968', 1, 1),  # Enity
    Bank(9700, 9709, '970', 1, 2),  # Ekobanken
    Bank(9750, 9759, '975', 1, 2),  # Northmill
    Bank(9780, 9789, '978', 1, 2),  # Klarna
)
_FIFTH_DIGIT_FIRST = re.compile(r'(8\d{3}[ -]?\d)[ ,-]+(\d[\d -]*)', re.ASCII)
_WRITTEN = re.compile(r'[\d .,-]+', re.ASCII)


class Parts(NamedTuple):
    """A bank account that can be meant in one way only."""

    bank: Bank
    clearing: str  # with the fifth digit of a Swedbank account
    account: str


def parts(text: str) -> Parts | None:
    """Clearing number and account, or None where that isn't certain."""
    written = ' '.join(text.split()).replace('\u2013', '-').replace('\u2212', '-')
    if not _WRITTEN.fullmatch(written):
        return None
    number = digits_of(written)
    bank = _bank_of(number[:4])
    if bank is None:
        return None
    clearing, account = _with_fifth_digit(written) if bank.way == 3 else (number[:4], number[4:])
    return Parts(bank, clearing, account) if len(account) in bank.lengths else None


def iban_of(text: str) -> str:
    """The IBAN of a clearing number and account; '' where it isn't certain."""
    found = parts(text)
    if found is None:
        return ''
    bank, clearing, account = found
    if bank.way == 3:
        account = account.rjust(10, '0')
    number = account if bank.way == 2 else clearing + account
    national = bank.iban_id + number.rjust(17, '0')
    check = 98 - int(f'{national}281400') % 97  # S and E are 28 and 14
    return f'SE{check:02d}{national}'


def has_right_check_digit(found: Parts) -> bool:
    """Whether the account's last digit fits the others."""
    bank, clearing, account = found
    if bank.check == 4:
        return luhn.is_valid(account)
    if bank.check == 3:
        return _fits_modulus_11(account)
    return _fits_modulus_11((clearing[1:] if bank.check == 1 else clearing) + account)


def digits_of(text: str) -> str:
    """The digits 0 to 9 of a text, and nothing else."""
    return re.sub('[^0-9]', '', text)


def _bank_of(clearing: str) -> Bank | None:
    number = int(clearing or 0)
    return next((bank for bank in BANKS if bank.first <= number <= bank.last), None)


def _with_fifth_digit(written: str) -> tuple[str, str]:
    """Shown by a separator or by the full length; else its fifth digit could be the account's."""
    number = digits_of(written)
    shown = _FIFTH_DIGIT_FIRST.fullmatch(written)
    if not (shown or len(number) == 15) or not luhn.is_valid(number[:5]):
        return '', ''
    return number[:5], number[5:]


def _fits_modulus_11(digits: str) -> bool:
    weighed = enumerate(reversed(digits))
    return sum((place % 10 + 1) * int(digit) for place, digit in weighed) % 11 == 0
