"""A sentence that isn't finished before it is known who reads it.

>>> sentence = said("'{value}' has {words}.", value='12', words=said("8 digits"))
>>> str(sentence)
"'12' has 8 digits."
>>> sentence.told({"'{value}' has {words}.": "”{value}” har {words}.", "8 digits": "8 siffror"})
'”12” har 8 siffror.'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


NO_TRANSLATIONS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Sentence:
    """A template and what fills it: values, and other sentences.

    The template is the English one and, as in a catalogue of gettext, the key of its translations.
    """

    template: str
    values: Mapping[str, str | Sentence] = field(default_factory=dict)

    def told(self, translations: Mapping[str, str]) -> str:
        """Filled in, in the language of these translations of templates."""
        template = translations.get(self.template, self.template)
        if not self.values:
            return template
        filled = _Filled(
            (name, value.told(translations) if isinstance(value, Sentence) else value)
            for name, value in self.values.items()
        )
        return template.format_map(filled)

    def __str__(self) -> str:
        return self.told(NO_TRANSLATIONS)


class _Filled(dict):
    """What was stored by another version may lack a value."""

    def __missing__(self, name: str) -> str:
        return ''


def said(template: str, /, **values: object) -> Sentence:
    """A sentence with these values."""
    kept = {n: v if isinstance(v, Sentence) else str(v) for n, v in values.items()}
    return Sentence(template, kept)


def quotable(value: object, most: int = 60) -> str:
    """The beginning of what came from outside, with no invisible characters."""
    return repr(str(value)[:most])[1:-1]


class Explained(ValueError):
    """An error that says in a sentence what is wrong."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
