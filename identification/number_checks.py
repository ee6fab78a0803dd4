"""Which number was meant, and which rule for its check digits fails.

>>> [number.country for number in candidates('20774740')]
['DK', 'FI']
>>> check(Number('0007', '5560360793')), check(Number('0007', '5560360794'))
(True, False)
>>> print(BadInput.wrong_check_digit('gln', '7300010000002', Number('0088', '7300010000002')))
'7300010000002' looks like a GLN, but its check digit is wrong: by modulus 10 (GS1) it ends in 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from stdnum import get_cc_module
from stdnum.eu import vat as european_vat
from stdnum.exceptions import InvalidChecksum, ValidationError

from .identifiers import InvalidIdentifier, compact, has_right_check_digit
from .schemes import (
    BELGIAN_NUMBER,
    DANISH_CVR,
    FINNISH_OVT,
    NORWEGIAN_ORGNR,
    SCHEMES,
    SWEDISH_ORGNR,
    country_of,
)


# The rule by which the last digits of a number follow from the others, as its registry names it.
RULE_NAMES = {
    'luhn': "modulus 10 (Luhn)",
    'gs1': "modulus 10 (GS1)",
    'mod11': "modulus 11",
    'mod97': "modulus 97",
    '': "the rule of its country",
}
# Countries outside the EU whose VAT numbers are checked; Greece writes EL, Northern Ireland XI.
_OTHER_VAT_COUNTRIES = {'NO', 'GB', 'CH'}
_VAT_COUNTRIES = {*(code.upper() for code in european_vat.MEMBER_STATES), 'EL', 'XI'}
_SHORTEST_VAT, _LONGEST_VAT = 7, 14  # characters after the country


@dataclass(frozen=True)
class Number:
    """A number that was meant; ``scheme`` is its EAS code, '' for a VAT number."""

    scheme: str
    value: str
    country: str = ''

    @property
    def name(self) -> str:
        """As a person calls it; OVT codes are made of Finnish business ids."""
        if not self.scheme:
            return f"{self.country} VAT number"
        is_finnish = self.scheme == FINNISH_OVT
        return "Finnish business id" if is_finnish else SCHEMES[self.scheme].name

    @property
    def core(self) -> Number:
        """The organisation number that a VAT number is made of, where a country does that."""
        for scheme in SCHEMES.values():
            is_vat = not self.scheme and scheme.in_vat
            match = is_vat and re.fullmatch(scheme.in_vat, self.value)
            if match:
                return Number(scheme.code, match[1], self.country)
        return self

    @property
    def is_personal(self) -> bool:
        """A Swedish organisation's third digit is at least 2, so that it is no month."""
        return self.scheme == SWEDISH_ORGNR and self.value[2] < '2'

    @property
    def last_digit(self) -> str:
        """What the last digit has to be where the others are right; '' where no rule says it."""
        if _rule_of(self.scheme) in ('', 'mod97'):
            return ''
        ways = (replace(self, value=self.value[:-1] + digit) for digit in '0123456789')
        return next((number.value[-1] for number in ways if check(number)), '')


class BadInput(ValueError):
    """It can't be looked for; ``code`` says why, the text says it in English.

    Codes: empty, too_short, check_digit, wrong_length, no_country, no_scheme, unknown_scheme,
    malformed. ``kind`` is the kind of number that was meant, ``value`` what was typed, ``scheme``
    its EAS code, ``number_name`` how a person calls it, ``rule`` a key of RULE_NAMES and
    ``last_digit`` what that rule wants at the end ('' if it can't say).
    """

    def __init__(
        self,
        code: str,
        message: str,
        kind: str = '',
        value: str = '',
        scheme: str = '',
        *,
        number_name: str = '',
        rule: str = '',
        last_digit: str = '',
    ):
        super().__init__(message)
        self.code = code
        self.kind = kind
        self.value = value
        self.scheme = scheme
        self.number_name = number_name
        self.rule = rule
        self.last_digit = last_digit

    @classmethod
    def of_vat_number(cls, typed: str, number: Number) -> BadInput:
        """What is wrong with a VAT number: its check digit or its form."""
        if number.core is not number and not check(number.core):
            return cls.wrong_check_digit('vat_number', typed, number.core)
        try:
            _validate_vat(number)
        except InvalidChecksum:
            return cls.wrong_check_digit('vat_number', typed, number)
        except (ValidationError, ValueError):
            pass
        return cls(
            'malformed',
            f"{typed[:60]!r} doesn't look like {_with_article(number.name)}.",
            'vat_number',
            typed,
            number_name=number.name,
        )

    @classmethod
    def wrong_check_digit(cls, kind: str, typed: str, number: Number) -> BadInput:
        """The number that was meant, and the rule that it breaks."""
        rule, last_digit = _rule_of(number.scheme), number.last_digit
        wanted = (
            f"by {RULE_NAMES[rule]} it ends in {last_digit}."
            if last_digit
            else (f"{RULE_NAMES[rule]} doesn't allow it.")
        )
        return cls(
            'check_digit',
            f"{typed[:60]!r} looks like {_with_article(number.name)}, "
            f"but its check digit is wrong: {wanted}",
            kind,
            typed,
            number.scheme,
            number_name=number.name,
            rule=rule,
            last_digit=last_digit,
        )

    @classmethod
    def of_identifier(
        cls, typed: str, scheme: str, value: str, error: InvalidIdentifier
    ) -> BadInput:
        """What is wrong with an electronic id: its check digit or its form."""
        number, known = compact(scheme, value), SCHEMES.get(scheme)
        if known and re.fullmatch(known.pattern, number):
            number = number[4:12] if scheme == FINNISH_OVT else number
            return cls.wrong_check_digit('electronic_id', typed, Number(scheme, number))
        return cls(
            'malformed',
            str(error),
            'electronic_id',
            typed,
            scheme,
            number_name=known.name if known else '',
        )


def _rule_of(scheme: str) -> str:
    return SCHEMES[scheme].rule if scheme in SCHEMES else ''


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"


def candidates(plain: str, typed: str = '') -> list[Number]:
    """The organisation numbers that digits may be, by their length; the likeliest first."""
    swedish = compact(SWEDISH_ORGNR, plain)
    schemes = {8: [DANISH_CVR, FINNISH_OVT], 9: [NORWEGIAN_ORGNR], 10: [SWEDISH_ORGNR]}
    meant = schemes.get(len(swedish), [])
    if len(plain) == 10 and plain[0] in '01':
        meant = [*meant, BELGIAN_NUMBER]
    if re.fullmatch('[0-9]{7}-[0-9]', typed.strip()):
        meant = [FINNISH_OVT]  # only the Finns put a hyphen there
    if not re.fullmatch('[0-9]+', swedish):
        return []
    return [Number(scheme, swedish, country_of(scheme)) for scheme in meant]


def vat_number(plain: str) -> Number | None:
    """A country's letters and mostly digits; None where it is rather a word.

    >>> vat_number('DE136695976').country, vat_number('SE2CONSULTING')
    ('DE', None)
    """
    country, rest = plain[:2], plain[2:]
    country = 'CH' if plain.startswith('CHE') else country
    if country not in _VAT_COUNTRIES | _OTHER_VAT_COUNTRIES:
        return None
    digits = sum(each.isdigit() for each in rest)
    if not (_SHORTEST_VAT <= len(rest) <= _LONGEST_VAT and digits >= _SHORTEST_VAT):
        return None
    return Number('', plain, country) if re.fullmatch('[0-9A-Z+*]+', rest) else None


def check(number: Number) -> bool:
    """Do the check digits fit?"""
    if not number.scheme:
        return _is_valid_vat(number)
    return has_right_check_digit(number.scheme, SCHEMES[number.scheme].before + number.value)


def _is_valid_vat(number: Number) -> bool:
    if number.country == 'NO':  # also without the letters at its end
        return number.core is not number and check(number.core)
    try:
        _validate_vat(number)
    except (ValidationError, ValueError):
        return False
    return True


def _validate_vat(number: Number) -> None:
    """By the country's own rules; raises stdnum's errors."""
    if number.country in _OTHER_VAT_COUNTRIES:
        get_cc_module(number.country.lower(), 'vat').validate(number.value)
    else:
        european_vat.validate(number.value)
