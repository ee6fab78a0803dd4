"""What can go wrong with an expression.

Exception
├── NotUnderstood   when it is read: not XPath 2.0, or a part of it that isn't built
└── XPathError      when it is evaluated: a value or a number of items doesn't fit
"""

from __future__ import annotations


class NotUnderstood(ValueError):
    """The expression can't be read; the text says what and where."""


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
