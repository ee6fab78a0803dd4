"""What a person typed into the one search box: a number of some kind, or a name."""

from __future__ import annotations

from dataclasses import dataclass


KINDS = ('any', 'name', 'org_number', 'vat_number', 'gln', 'electronic_id')


class BadInput(ValueError):
    """It can't be looked for; ``code`` says why, the text says it in English.

    Codes: empty, too_short, check_digit, wrong_length, unknown_scheme, not_a_number.
    ``kind`` is the kind of number that was meant, ``value`` what was typed.
    """

    def __init__(self, code: str, message: str, kind: str = '', value: str = ''):
        super().__init__(message)
        self.code = code
        self.kind = kind
        self.value = value


@dataclass(frozen=True)
class Recognised:
    """``kind`` and ``value`` as ``network.Query`` takes them."""

    kind: str
    value: str
    country_code: str = ''
    doubts: tuple[str, ...] = ()


def recognise(text: str, kind: str = 'any') -> Recognised:
    """What ``text`` is; raises BadInput."""
    raise NotImplementedError
