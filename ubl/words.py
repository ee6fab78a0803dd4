"""What a finding says, in the reader's language: Swedish, and English for everybody else.

Findings are stored in English, by rules that know one language; this module translates them when
they are read. A sentence is looked up as it stands, then among the sentences with values inside,
and what isn't found there (the official texts of other rule sets) by the id of its rule.

>>> sentence("'123' isn't a valid Bankgiro number: it has 7 or 8 digits.", 'sv_SE')
'”123” är inget giltigt bankgironummer: det ska vara 7 eller 8 siffror.'
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from . import words_sv
from .finding import Finding
from .peppol_rules import TEXTS


# Ours are shorter; a longer one holds a value of such a length that no pattern is to meet it.
LONGEST_SENTENCE = 1000


class Words(NamedTuple):
    """Where, what and what to do; each may be ''."""

    place: str
    text: str
    advice: str


def words(finding: Finding, language: str | None) -> Words:
    """The words of a finding; ``language`` is a code such as 'sv_SE', and None is English."""
    if not _is_swedish(language):
        return Words(finding.place, finding.text, finding.advice)
    known = _translated(finding.text)
    text, advice = (known, '') if known else _of_rule(finding.rule)
    return Words(
        _place(finding.place),
        text or finding.text,
        advice or _translated(finding.advice) or finding.advice,
    )


def sentence(text: str, language: str | None) -> str:
    """One sentence of this package, for instance an ``InvalidAccount``'s; others come unchanged."""
    return _translated(text) or text if _is_swedish(language) else text


def place_in(place: str, language: str | None) -> str:
    """The words of a place alone."""
    return _place(place) if _is_swedish(language) else place


def _is_swedish(language: str | None) -> bool:
    return (language or '').startswith('sv')


def _translated(text: str) -> str:
    """The Swedish sentence, or '' where there is none."""
    known = words_sv.SENTENCES.get(text)
    if known is not None or len(text) > LONGEST_SENTENCE:
        return known or ''
    for pattern, template in _patterns():
        match = pattern.fullmatch(text)
        if match:
            return template.format(**{n: _piece(part) for n, part in match.groupdict().items()})
    return ''


def _piece(text: str) -> str:
    """What fills a hole: a known phrase, a quoted value, or something without a language."""
    quoted = re.fullmatch(r"""(['"])(.*)\1""", text, re.DOTALL)
    return f'”{quoted[2]}”' if quoted else _translated(text) or text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(english), swedish) for english, swedish in words_sv.PATTERNS.items()]


def _pattern(template: str) -> re.Pattern[str]:
    """'no country {country} has' → a pattern with a group of that name."""
    parts = re.split(r'\{(\w+)\}', template)
    holes = (f'(?P<{name}>.+?)' for name in parts[1::2])
    fixed = map(re.escape, parts[::2])
    pieces = [part for pair in zip(fixed, [*holes, ''], strict=True) for part in pair]
    return re.compile(''.join(pieces), re.DOTALL)


def _of_rule(rule: str) -> tuple[str, str]:
    """Text and advice by the rule's id, or empty ones."""
    if rule in words_sv.RULES:
        return words_sv.RULES[rule]
    if rule in TEXTS:
        text, advice = TEXTS[rule]
        return _translated(text), _translated(advice)
    families = (both for family, both in words_sv.FAMILIES.items() if rule.startswith(family))
    return next(families, ('', ''))


def _place(place: str) -> str:
    """'Invoice line 3: Quantity (BT-129)', part by part."""
    return ': '.join(map(_place_part, place.split(': ')))


def _place_part(part: str) -> str:
    line = part.removeprefix("Invoice line ")
    return f'{words_sv.LINE} {line}' if line != part else words_sv.PLACES.get(part, part)
