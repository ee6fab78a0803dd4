"""What a finding says, in the reader's language: Swedish, and English for all others.

A finding has the key of its words and what fills them; here they are put into words. Official
texts of other rule sets are told by the id of their rule, and the words of others as they are.

>>> told(Sentence("The document is larger than {size} MiB.", {'size': '64'}), 'sv_SE')
'Dokumentet är större än 64 MiB.'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from ..identification.sentence import NO_TRANSLATIONS, Sentence
from . import own_finding, recipient, words_sv, xsd_words
from .finding import SAID, Finding
from .objections import OBJECTIONS
from .official_advice import advice_of
from .peppol_rules import WORDS as RULES
from .place import LINE, Place


class Words(NamedTuple):
    """Where, what and what to do; each may be ''."""

    place: str
    text: str
    advice: str


def words(finding: Finding, language: str | None) -> Words:
    """The words of a finding; ``language`` is a code such as 'sv_SE', and None is English."""
    place = _place(finding.where or (finding.place,), finding.line, language)
    own = catalogue().get(finding.key)
    if own is None:
        return Words(place, *_words_of_others(finding, language))
    text, advice = (_told(words, finding.parameters, language) for words in own)
    return Words(place, finding.parameters.get(SAID) or text, advice)


def told(sentence: Sentence, language: str | None) -> str:
    """One sentence of this package, for instance an ``InvalidAccount``'s."""
    return sentence.told(_translations(language))


def place_in(place: Place, language: str | None) -> str:
    """The words of a place alone."""
    return _place(place.names, place.line, language)


@cache
def catalogue() -> Mapping[str, tuple[Any, Any]]:
    """{key: (what is wrong, what to do)}, in English: templates, sentences, or their makers."""
    return {
        **{key: (each.text, each.advice) for key, each in OBJECTIONS.items()},
        **own_finding.WORDS,
        **recipient.WORDS,
        **xsd_words.WORDS,
        **RULES,
    }


def is_swedish(language: str | None) -> bool:
    """Whether the reader reads Swedish; all others read English."""
    return (language or '').startswith('sv')


def _translations(language: str | None) -> Mapping[str, str]:
    return words_sv.SENTENCES if is_swedish(language) else NO_TRANSLATIONS


def _told(words: Any, parameters: Mapping[str, str], language: str | None) -> str:
    if callable(words):
        words = words(parameters)
    return told(words if isinstance(words, Sentence) else Sentence(words, parameters), language)


def _words_of_others(finding: Finding, language: str | None) -> tuple[str, str]:
    """In Swedish by the id of the rule, where that is an official one that is known."""
    known = _of_rule(finding.rule) if is_swedish(language) else None
    if known:
        return known
    advice = finding.advice
    if finding.layer == 'rules':
        advice = told(Sentence(advice_of(finding.rule)), language)
    return finding.text, advice


def _of_rule(rule: str) -> tuple[str, str] | None:
    families = (both for family, both in words_sv.FAMILIES.items() if rule.startswith(family))
    return words_sv.RULES.get(rule) or next(families, None)


def _place(names: tuple[str, ...], line: str, language: str | None) -> str:
    """'Invoice line 3: Quantity (BT-129)', name by name."""
    known = words_sv.PLACES if is_swedish(language) else NO_TRANSLATIONS
    told_names = ((name, known.get(name, name)) for name in names)
    return ': '.join(f'{words} {line}' if name == LINE else words for name, words in told_names)
