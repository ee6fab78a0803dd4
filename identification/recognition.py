"""What a person typed into the one search box: a number of some kind, or a name.

>>> recognise('SE 556036-0793 01')
Recognised(kind='vat_number', value='SE556036079301', country_code='SE', doubts=())
>>> recognise('16556036-0793').value, recognise('0007:556036-0793').value
('5560360793', '0007:5560360793')
>>> recognise('Björkdal* kommun')
Recognised(kind='name', value='Björkdal* kommun', country_code='', doubts=())

Whatever could be a number that we know and fails its check is refused: a search for it would only
find nothing, or worse, another company. What looks like no number at all is a name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .identifiers import InvalidIdentifier, is_active_scheme, validate
from .number_checks import BadInput, Number, candidates, check, vat_number
from .schemes import GLN, SWEDISH_ORGNR


KINDS = ('any', 'name', 'org_number', 'vat_number', 'gln', 'electronic_id')
SHORTEST, LONGEST = 2, 200  # letters and digits; characters
_AROUND = re.compile('[\\s\u200b\u200c\u200d\u2060\ufeff.\u00ad\u2010-\u2015\u2212-]+')
_PARTICIPANT = re.compile('(?:ISO6523-ACTORID-UPIS::)?([0-9]{4}):(.+)', re.IGNORECASE)
_BARE_SWEDISH_VAT = re.compile('([0-9]{10})01')


@dataclass(frozen=True)
class Recognised:
    """``kind`` and ``value`` as ``network.Query`` takes them.

    ``doubts``: 'personal_number' for what may be a person's own number (sole traders have it as
    organisation number), 'several_countries' where the number fits more than one.
    """

    kind: str
    value: str
    country_code: str = ''
    doubts: tuple[str, ...] = ()


def recognise(text: str, kind: str = 'any') -> Recognised:
    """What ``text`` is; raises BadInput. ``kind`` is what the person says it is."""
    words = ' '.join(unicodedata.normalize('NFKC', text).replace('\0', '').split())[:LONGEST]
    if not words:
        raise BadInput('empty', "Type a name or a number.", kind)
    if sum(each.isalnum() for each in words) < SHORTEST:
        raise BadInput('too_short', "Type at least two letters or digits.", kind, words)
    return _READERS[kind](words)


def _any(words: str) -> Recognised:
    """A number where it looks like one, else a name."""
    plain = _AROUND.sub('', words).upper()
    if _PARTICIPANT.fullmatch(words.replace(' ', '')):
        return _electronic_id(words)
    if vat_number(plain) or _is_bare_swedish_vat(plain):
        return _vat_number(words)
    if re.fullmatch('[0-9]{13}', plain):
        return _gln(words)
    if candidates(plain):
        return _org_number(words)
    return Recognised('name' if any(each.isalpha() for each in words) else 'any', words)


def _name(words: str) -> Recognised:
    return Recognised('name', words)


def _org_number(words: str) -> Recognised:
    """Without a country the length says which countries it may be from."""
    plain = _AROUND.sub('', words).upper()
    meant = candidates(plain, words)
    if not meant:
        raise BadInput(
            'wrong_length',
            f"{words!r} has the length of no organisation number: 10 digits in Sweden and Belgium, "
            "9 in Norway, 8 in Denmark and Finland.",
            'org_number',
            words,
        )
    right = [number for number in meant if check(number)]
    if not right:
        raise BadInput.wrong_check_digit('org_number', words, meant[0])
    several = ('several_countries',) if len(right) > 1 else ()
    number = right[0]
    personal = ('personal_number',) if number.is_personal else ()
    return Recognised(
        'org_number', number.value, '' if several else number.country, several + personal
    )


def _vat_number(words: str) -> Recognised:
    plain = _AROUND.sub('', words).upper()
    number = vat_number(f'SE{plain}' if _BARE_SWEDISH_VAT.fullmatch(plain) else plain)
    if number is None:
        raise BadInput(
            'no_country',
            f"{words!r} isn't a VAT number: it begins with the two letters of the country.",
            'vat_number',
            words,
        )
    if not check(number):
        raise BadInput.of_vat_number(words, number)
    return Recognised('vat_number', number.value, number.country)


def _gln(words: str) -> Recognised:
    number = Number(GLN, _AROUND.sub('', words))
    if not re.fullmatch('[0-9]{13}', number.value):
        raise BadInput('wrong_length', f"{words!r} isn't a GLN: it has 13 digits.", 'gln', words)
    if not check(number):
        raise BadInput.wrong_check_digit('gln', words, number)
    return Recognised('gln', number.value)


def _electronic_id(words: str) -> Recognised:
    match = _PARTICIPANT.fullmatch(words.replace(' ', ''))
    if not match:
        raise BadInput(
            'no_scheme',
            f"{words!r} isn't an electronic id: it is a scheme of four digits, a colon and a "
            "number, such as 0007:5560360793.",
            'electronic_id',
            words,
        )
    scheme, value = match.groups()
    if not is_active_scheme(scheme):
        raise BadInput(
            'unknown_scheme',
            f"Peppol has no scheme {scheme} today.",
            'electronic_id',
            words,
            scheme,
        )
    try:
        return Recognised('electronic_id', f'{scheme}:{validate(scheme, value)}')
    except InvalidIdentifier as error:
        raise BadInput.of_identifier(words, scheme, value, error) from error


def _is_bare_swedish_vat(plain: str) -> bool:
    """Twelve digits that end in 01 and hold a Swedish number, with no century in front."""
    match = _BARE_SWEDISH_VAT.fullmatch(plain)
    return (
        bool(match)
        and check(Number(SWEDISH_ORGNR, match[1]))
        and not any(check(number) for number in candidates(plain))
    )


_READERS = {
    'any': _any,
    'name': _name,
    'org_number': _org_number,
    'vat_number': _vat_number,
    'gln': _gln,
    'electronic_id': _electronic_id,
}
