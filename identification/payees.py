"""One account in one form, however it is written: has the account that a bill names changed?

>>> payee('BG 5050-1055').key == payee('50501055', 'SE:BANKGIRO').key
True
>>> payee('SE45 5000 0000 0583 9825 7466').key == payee('5839-825 74 66', country='SE').key
True
>>> str(payee('5050-1056', 'SE:BANKGIRO').fault)
"'5050-1056' isn't a valid Bankgiro number: its check digit is wrong."

Two spellings have the same ``key`` only where they can't mean two accounts. All else is a change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import payment_accounts
from .clearing_numbers import digits_of, has_right_check_digit, iban_of, parts
from .payment_accounts import InvalidAccount
from .sentence import Sentence, quotable, said


UNREADABLE = 'unreadable'
# What invoices write beside a giro: Peppol BIS in Sweden (SE-R-010), and Swedish banks' own BICs.
PROVIDERS = {
    'SE:BANKGIRO': 'bankgiro',
    'BANKGIRO': 'bankgiro',
    'BGABSESS': 'bankgiro',
    'SE:PLUSGIRO': 'plusgiro',
    'PLUSGIRO': 'plusgiro',
    'PGSISESS': 'plusgiro',
}
SWEDEN = 'SE'
_PREFIXED = (
    ('bankgiro', re.compile(r'\W{0,9}(?:BG|BANKGIRO)', re.IGNORECASE)),
    ('plusgiro', re.compile(r'\W{0,9}(?:PG|PLUSGIRO|POSTGIRO)', re.IGNORECASE)),
)
_LIKE_IBAN = re.compile(r'(?:IBAN[.:]{0,9})?[A-Z]{2}[0-9]{2}[0-9A-Z]*')
_CLEARING = re.compile('[0-9]{4}-?[0-9]?')
_WRONG_CHECK_DIGIT = said("Its check digit is wrong.")


@dataclass(frozen=True, slots=True)
class Payee:
    """An account that money may go to."""

    kind: str  # 'bankgiro', 'plusgiro', 'iban', 'bank' or 'unreadable'
    number: str  # without separators
    key: str  # equal where it is the same account
    country: str = ''
    fault: Sentence | None = None  # why it can't be right

    @property
    def written(self) -> str:
        """As people write it."""
        if self.kind in ('bankgiro', 'plusgiro', 'iban'):
            return payment_accounts.format(self.kind, self.number)
        return self.number


def payee(number: str, provider: str = '', country: str = '', kind: str = '') -> Payee | None:
    """The account of a number as it is written; None where there is none.

    ``provider`` is what stands beside it (a BIC, SE:BANKGIRO), ``country`` that of its holder, and
    ``kind`` what is already known of it.
    """
    text = ' '.join(number.split())
    if not text:
        return None
    provider = ''.join(provider.split()).upper()
    country = _country_of(provider) or country.upper()
    kind = PROVIDERS.get(provider) or kind or _kind_as_written(text, country or SWEDEN)
    if kind in ('bankgiro', 'plusgiro', 'iban'):
        return _checked(kind, text)
    return _bank_account(text, provider, country)


def _kind_as_written(text: str, country: str) -> str:
    if payment_accounts.is_valid('iban', text):  # BG is Bulgaria, too
        return 'iban'
    for kind, prefix in _PREFIXED:
        if prefix.match(text):
            return kind
    if _LIKE_IBAN.fullmatch(payment_accounts.compact('iban', text)):
        return 'iban'
    written = payment_accounts.kind_of(text)
    is_giro = written in ('bankgiro', 'plusgiro') and payment_accounts.is_valid(written, text)
    return written if is_giro and country == SWEDEN else 'bank'


def _checked(kind: str, text: str) -> Payee:
    try:
        number = payment_accounts.validate(kind, text)
    except InvalidAccount as error:
        return _unreadable(text, error.sentence)
    country = number[:2] if kind == 'iban' else SWEDEN
    return Payee(kind, number, f'{kind}:{number}', country)


def _bank_account(text: str, provider: str, country: str) -> Payee:
    if (country or SWEDEN) == SWEDEN:
        clearing = provider if _CLEARING.fullmatch(provider) else ''
        whole = f'{clearing} {text}' if clearing else text
        if iban := iban_of(whole):
            fault = None if has_right_check_digit(parts(whole)) else _WRONG_CHECK_DIGIT
            return Payee('bank', digits_of(whole), f'iban:{iban}', SWEDEN, fault)
    number = ''.join(each for each in text.upper() if each.isalnum())
    if not number.isascii() or not re.search('[0-9]', number):
        return _unreadable(text, said("'{value}' isn't an account number.", value=quotable(text)))
    # The same digits may be two accounts at two banks.
    return Payee('bank', number, f'bank:{country}:{_bank_in(provider)}:{number}', country)


def _bank_in(provider: str) -> str:
    """A BIC without its branch, or what else tells the bank."""
    return provider[:8] if payment_accounts.is_valid('bic', provider) else provider


def _country_of(provider: str) -> str:
    return provider[4:6] if payment_accounts.is_valid('bic', provider) else ''


def _unreadable(text: str, fault: Sentence) -> Payee:
    return Payee(UNREADABLE, quotable(text), f'{UNREADABLE}:{text.upper()}', '', fault)
