r"""Regular expressions that people type, matched in time that grows with the text only.

Python's own engine may try for hours (``(a+)+b``), and nothing can stop it. This one follows all
possibilities at once (Thompson's construction), so it knows neither back-references nor looking
ahead or behind, which refuse to be compiled. Whatever is long all the same is counted: the text of
a pattern, how deep its groups lie, its steps with all alternatives, and the work of its matching.

>>> Pattern(r'\d{8}').matches('12345678'), Pattern(r'^PO-?\d+$').matches('PO-7b')
(True, False)
>>> Pattern('(a+)+b').matches('a' * 5000)
False
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache


LONGEST_TEXT = 4000
MOST_DEPTH = 30  # groups within groups
MOST_STEPS = 1000  # of a compiled pattern; what people type has some tens
MOST_WORK = 500_000  # steps looked at, about half a second
CHARACTER, SPLIT, JUMP, START, END = range(5)
Step = tuple  # (CHARACTER, test) | (SPLIT, here, there) | (JUMP, there) | (START,) | (END,)
Program = list[Step]

_TOKEN = re.compile(
    r"""
    \\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)      # an escape
    | \[\^?\]?(?:\\.|[^\]\\])*(?:\]|\\?\Z)       # a set of characters
    | (?:\{\d+(?:,\d*)?\}|\{,\d+\}|[*+?])[?+]?   # a quantifier
    | \(\?:                                      # a group without a number
    | .""",
    re.VERBOSE | re.DOTALL,
)
_QUANTIFIER = re.compile(r'\{(?P<least>\d*)(?P<most>,\d*)?\}|[*+?]')
_LIMITS = {'*': (0, None), '+': (1, None), '?': (0, 1)}


class BadPattern(ValueError):
    """The text isn't a regular expression, or one that this engine doesn't know; says why."""


class Effort:
    """What is left of the work that several questions may take together."""

    def __init__(self, work: int = MOST_WORK) -> None:
        self._left = work

    def spend(self, work: int) -> None:
        """Raises BadPattern when nothing is left."""
        self._left -= work
        if self._left < 0:
            raise BadPattern("it takes too long")


class Pattern:
    """A compiled pattern; ``matches`` asks about the whole of a text."""

    def __init__(self, text: str) -> None:
        """Raises BadPattern."""
        self.text = text
        self._steps = _compiled(text)

    def matches(self, value: str, effort: Effort | None = None) -> bool:
        """Whether the whole value has this form; raises BadPattern where that is too much work."""
        effort = effort or Effort()
        active = self._followed({0}, at_start=True, at_end=not value)
        for position, character in enumerate(value, 1):
            effort.spend(len(active))
            passed = {
                number + 1
                for number in active
                if number < len(self._steps) and self._passes(number, character)
            }
            active = self._followed(passed, at_start=False, at_end=position == len(value))
            if not active:
                return False
        return len(self._steps) in active

    def _passes(self, number: int, character: str) -> bool:
        kind, *operands = self._steps[number]
        return kind == CHARACTER and bool(operands[0](character))

    def _followed(self, numbers: set[int], *, at_start: bool, at_end: bool) -> set[int]:
        """The steps that are reached without reading a character."""
        reached: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                waiting += self._next(number, at_start, at_end)
        return reached

    def _next(self, number: int, at_start: bool, at_end: bool) -> list[int]:
        if number == len(self._steps):
            return []
        kind, *operands = self._steps[number]
        if kind in (SPLIT, JUMP):
            return [number + offset for offset in operands]
        passes = at_start if kind == START else at_end
        return [number + 1] if kind in (START, END) and passes else []


@lru_cache(maxsize=256)
def _compiled(text: str) -> Program:
    _refuse_size(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPattern(str(error)) from error
    return _Parser(text).program()


def _refuse_size(text: str) -> None:
    """Before anything reads it, Python's own parser included, which calls itself for each group."""
    if len(text) > LONGEST_TEXT:
        raise BadPattern("it is too long")
    depth = 0
    for part in _TOKEN.findall(text):
        depth += part.startswith('(') - (part == ')')
        if depth > MOST_DEPTH:
            raise BadPattern("its groups are nested too deeply")


class _Parser:
    """Recursive descent over a text that Python's own parser has taken already."""

    def __init__(self, text: str) -> None:
        self._tokens: Iterator[str] = iter(_TOKEN.findall(text))
        self._token = next(self._tokens, '')

    def program(self) -> Program:
        return self._alternatives()

    def _advance(self) -> str:
        token, self._token = self._token, next(self._tokens, '')
        return token

    def _alternatives(self) -> Program:
        program = self._sequence()
        while self._token == '|':  # nosec B105 # a pattern's token
            self._advance()
            other = self._sequence()
            _refuse_steps(len(program) + len(other) + 2)
            program = [(SPLIT, 1, len(program) + 2), *program, (JUMP, len(other) + 1), *other]
        return program

    def _sequence(self) -> Program:
        program: Program = []
        while self._token and self._token not in ('|', ')'):
            program += self._repeated(self._atom())
            _refuse_steps(len(program))
        return program

    def _atom(self) -> Program:
        token = self._advance()
        if token in ('(', '(?:'):
            if self._token.startswith('?'):
                raise BadPattern("it looks ahead or behind, or sets a flag")
            program = self._alternatives()
            self._advance()
            return program
        if token in ('^', r'\A'):
            return [(START,)]
        if token in ('$', r'\Z'):
            return [(END,)]
        return [(CHARACTER, _test(token))]

    def _repeated(self, program: Program) -> Program:
        found = _QUANTIFIER.match(self._token)
        if not found or self._token == '{':  # nosec B105 # a pattern's token
            return program
        token = self._advance()
        if token.endswith('+') and len(token) > 1:
            raise BadPattern("it has a possessive quantifier")
        least, most = _LIMITS.get(found[0]) or _limits(found)
        _refuse_steps((len(program) + 1) * max(least, most or 0))
        if most is None:
            again = [(SPLIT, 1, len(program) + 2), *program, (JUMP, -len(program) - 1)]
            return program * least + again
        return program * least + [(SPLIT, 1, len(program) + 1), *program] * (most - least)


def _refuse_steps(count: int) -> None:
    if count > MOST_STEPS:
        raise BadPattern("it is too long")


def _limits(found: re.Match[str]) -> tuple[int, int | None]:
    least, most = int(found['least'] or 0), found['most']
    if most is None:
        return least, least
    return least, int(most[1:]) if most[1:] else None


def _test(token: str) -> Callable[[str], object]:
    if token[0] == '\\' and (token[1] in 'bB' or token[1].isdigit()):
        raise BadPattern("it has a word boundary or a back-reference")
    if len(token) == 1 and token != '.':  # nosec B105 # a pattern's token
        return token.__eq__
    return re.compile(token).fullmatch
