"""What can go wrong with an expression.

Exception
├── NotUnderstood   when it is read: not XPath 2.0, or a part of it that isn't built
└── XPathError      when it is evaluated: a value or a number of items doesn't fit
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


REASONS = {
    'unknown-function': "the function {name}() isn't known",
    'outside-a-predicate': "{name}() stands outside a predicate",
    'own-function-takes': "{name}() takes {count} arguments",
    'function-takes-not': "{name}() doesn't take {count} arguments",
    'own-function': "the file's own function {name}(): {reason}",
    'after-another': "it comes after a rule for the same elements whose context isn't understood",
    'not-in-a-function': "'{name}' isn't built as a part of a function",
    'unknown-variable': "the variable ${name} isn't declared",
    'unknown-type': "the type {name} isn't built",
    'unknown-prefix': "the prefix '{name}' isn't declared",
    'unknown-axis': "'{name}' is no axis",
    'unknown-kind': "'{name}' is no kind of node",
    'no-pattern': "{name} is no pattern",
    'no-step-of-a-pattern': "{axis}::{name} isn't built as a pattern",
    'path-in-a-step': "a path inside a step is no pattern",
    'position-in-parenthesis': "a position inside a parenthesis is no pattern",
    'too-many-alternatives': "the pattern has too many alternatives",
    'no-xpath': "'{text}' is no XPath",
    'unexpected': "'{text}' at character {position}",
    'expected': "'{text}' at character {position}, '{wanted}' is expected",
    'too-long': "the expression has {count} characters, {most} are allowed",
    'too-deep': "the expression is nested too deeply",
    'own-value': "a variable is used in its own value",
    'variable': "the variable ${name}: {reason}",
    'other': "{error}",
}


class Coded(ValueError):
    """An error with a code and values, so that it can be said in another language.

    A value may be another such error.
    """

    templates: ClassVar[Mapping[str, str]]

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(self.templates[code].format(**values))
        self.code = code
        self.values = {n: v if isinstance(v, Coded) else str(v) for n, v in values.items()}

    @property
    def template(self) -> str:
        """The English sentence, with holes for the values."""
        return self.templates[self.code]


class NotUnderstood(Coded):
    """The expression can't be read; ``code`` is one of ``REASONS``."""

    templates = REASONS


class XPathError(Exception):
    """A dynamic error of XPath; ``code`` is the specification's name for it (FORG0001, …)."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f'{code}: {text}')
        self.code = code


def wrong_type(value: object, wanted: str) -> XPathError:
    """A value where another type is wanted (XPTY0004)."""
    return XPathError('XPTY0004', f"{str(value)[:40]!r} is no {wanted}")


def wrong_value(value: object, wanted: str) -> XPathError:
    """A value that can't be cast (FORG0001)."""
    return XPathError('FORG0001', f"{str(value)[:40]!r} can't be read as {wanted}")


def too_many(count: int) -> XPathError:
    """A sequence where at most one item is allowed (XPTY0004)."""
    return XPathError('XPTY0004', f"{count} items where one is allowed")
