"""Numbers written by a picture (https://www.w3.org/TR/xpath-functions-31/#formatting-numbers)."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, NamedTuple

from .arithmetic import number
from .atomic import to_integer
from .errors import XPathError
from .functions import function


# More isn't written by any rule, and a picture is a text of the rule file.
MOST_DIGITS = 100
_PICTURE = re.compile(r'([^0-9#.,%]*)([0-9#,]*)(?:\.([0-9#]*))?(%?)([^0-9#.,%]*)')
_ROMAN = (
    (1000, 'm'), (900, 'cm'), (500, 'd'), (400, 'cd'), (100, 'c'), (90, 'xc'), (50, 'l'),
    (40, 'xl'), (10, 'x'), (9, 'ix'), (5, 'v'), (4, 'iv'), (1, 'i'),
)  # fmt: skip


class Picture(NamedTuple):
    """'#,##0.00' taken apart: how many digits there must and may be, and groups of how many."""

    before: str
    least_whole: int
    group: int
    least_part: int
    most_part: int
    is_percent: bool
    after: str

    @classmethod
    def read(cls, picture: str, code: str) -> Picture:
        """Raises XPathError with that code for a picture that isn't one of digits."""
        found = _PICTURE.fullmatch(picture)
        if not found or len(picture) > MOST_DIGITS or not found[2] + (found[3] or ''):
            raise XPathError(code, f"{picture[:40]!r} is no picture of a number")
        before, whole, part, percent, after = found.groups('')
        group = len(whole.rpartition(',')[2]) if ',' in whole else 0
        return cls(
            before, _mandatory(whole), group, _mandatory(part), len(part), bool(percent), after
        )

    def written(self, value: Decimal) -> str:
        """The number as the picture shows it."""
        shown = abs(value) * (100 if self.is_percent else 1)
        shown = shown.quantize(Decimal(1).scaleb(-self.most_part), ROUND_HALF_EVEN)
        whole, _dot, part = format(shown, 'f').partition('.')
        whole = whole.lstrip('0').rjust(self.least_whole, '0')
        part = part.rstrip('0').ljust(self.least_part, '0')
        if not whole and not part:
            whole = '0'
        sign, dot = '-' if value < 0 else '', '.' if part else ''
        percent = '%' if self.is_percent else ''
        return f'{self.before}{sign}{self._grouped(whole)}{dot}{part}{percent}{self.after}'

    def _grouped(self, digits: str) -> str:
        if not self.group:
            return digits
        backwards = digits[::-1]
        groups = range(0, len(backwards), self.group)
        return ','.join(backwards[at : at + self.group] for at in groups)[::-1]


def _mandatory(digits: str) -> int:
    return sum(character.isdigit() for character in digits)


@function('format-number', 'atom', 'text')
def format_number(value: Any, picture: str) -> str:
    """'1234.5' by '#,##0.00' is '1,234.50'."""
    value = math.nan if value is None else number(value)
    if isinstance(value, float) and not math.isfinite(value):
        return 'NaN' if value != value else f'{"-" if value < 0 else ""}Infinity'
    shown = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return Picture.read(picture, 'FODF1310').written(shown)


@function('format-integer', 'atom', 'text')
def format_integer(value: Any, picture: str) -> str:
    """'5' by '00' is '05'; also Roman numbers and letters."""
    if value is None:
        return ''
    whole = to_integer(value)
    letters = {'i': _roman, 'a': _letters}.get(picture.lower())
    if letters and whole > 0:
        written = letters(whole)
        return written if picture.islower() else written.upper()
    if letters:
        return str(whole)
    return Picture.read(picture, 'FODF1310').written(Decimal(whole))


def _roman(whole: int) -> str:
    if whole >= 4000:
        return str(whole)
    written = ''
    for worth, letter in _ROMAN:
        times, whole = divmod(whole, worth)
        written += letter * times
    return written


def _letters(whole: int) -> str:
    """a to z, then aa: as the columns of a sheet."""
    written = ''
    while whole:
        whole, rest = divmod(whole - 1, 26)
        written = chr(ord('a') + rest) + written
    return written
