"""What the outline of a part of a document says of the rules, and for which documents that holds.

An outline may say little for want of values. Those of codes are the same again and again (a
currency, a VAT category), so every value counts as known until it was seen to vary; what is learnt
then holds for documents that agree in all values that were looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from .compiled_rules import CompiledPattern, CompiledRule
from .report import Candidate
from .xpath import Element, Limits, OutlineRun, TooExpensive, Values, outlined
from .xpath.compiler import Code, Frame
from .xpath.outline import ValuePlace


MOST_VALUES = 3  # of a code
MOST_VARIANTS = 16  # of an outline
Key = tuple[str, ...]


class Question(NamedTuple):
    """The candidates of one pattern for an element, by its place in the part that is asked."""

    place: int
    pattern: int
    candidates: list[Candidate]


class Learnt:
    """What is left to ask of documents of one outline, by the values that were looked at."""

    def __init__(self) -> None:
        self._state: tuple[tuple[ValuePlace, ...], dict[Key, list[Question]]] = ((), {})
        self._varying: set[ValuePlace] = set()
        self._seen: dict[ValuePlace, set[str]] = {}

    def left(self, elements: Sequence[Element]) -> list[Question] | None:
        """What is to be asked of these elements, if that is known."""
        places, variants = self._state
        return variants.get(_values_at(places, elements)) if variants else None

    def varying_values(self, elements: Sequence[Element]) -> set[ValuePlace]:
        """Where values aren't the same in most documents; these elements are another example."""
        places, variants = self._state
        for place, value in zip(places, _values_at(places, elements), strict=True):
            self._seen.setdefault(place, set()).add(value)
        most = max(map(len, self._seen.values()), default=0)
        if most > MOST_VALUES or len(variants) >= MOST_VARIANTS:
            self._varying |= {place for place, seen in self._seen.items() if len(seen) == most}
            self._seen = {}
            self._state = ((), {})
        return self._varying

    def keep(
        self, elements: Sequence[Element], used: set[ValuePlace], left: list[Question]
    ) -> None:
        """Remember what is left to ask of elements with these names and ``used`` values."""
        places, variants = self._state
        if not used <= set(places):
            places, variants = tuple(used.union(places)), {}
        variants[_values_at(places, elements)] = left
        self._state = places, variants


def _values_at(places: Iterable[ValuePlace], elements: Sequence[Element]) -> Key:
    return tuple(
        [
            elements[place].attributes[name].value if name else elements[place].value
            for place, name in places
        ]
    )


class Learner:
    """Asks the outline of a part of a document, with all its values but those that vary.

    ``used`` are the places of the values that the answers depend on. Once it ``is_tired``, since
    a rule took longer than the limits, no answer counts.
    """

    def __init__(
        self,
        patterns: Sequence[CompiledPattern],
        elements: Sequence[Element],
        varying: set[ValuePlace],
        limits: Limits,
    ) -> None:
        self._values = Values(varying)
        self.used: set[ValuePlace] = set()
        self._nodes = outlined(elements, self._values)
        self._run = OutlineRun(limits, self._nodes)
        self._frames = [pattern.scope.frame(self._run) for pattern in patterns]
        self.is_tired = False

    def left_of(self, questions: Iterable[Question]) -> list[Question]:
        """Those that the outline doesn't answer."""
        left = [question._replace(candidates=self._candidates(question)) for question in questions]
        return [question for question in left if question.candidates]

    def _candidates(self, question: Question) -> list[Candidate]:
        """Those that may be the first to match, with the tests that may fail."""
        left: list[Candidate] = []
        node = self._nodes[question.place]
        frame = self._frames[question.pattern]
        for rule, conditions in question.candidates:
            some, matches = self._left_of_conditions(conditions or (), node, frame)
            if some or matches or conditions is None:
                asked = self._left_of_rule(rule, node)
                left.append((asked, some or None))
            if matches or conditions is None:
                break
        while left and left[-1][1] is None and not left[-1][0].asks:
            left.pop()
        return left

    def _left_of_conditions(
        self, conditions: Sequence[Code], node: Any, frame: Frame
    ) -> tuple[tuple[Code, ...], bool]:
        """Those that have no answer yet, and whether another surely holds."""
        left: list[Code] = []
        for condition in conditions:
            answer = self._answer(condition, node, frame)
            if answer:
                return (*left, condition) if left else (), True
            if answer is None:
                left.append(condition)
        return tuple(left), False

    def _left_of_rule(self, rule: CompiledRule, node: Any) -> CompiledRule:
        scope, run = rule.scope, self._run
        # A frame for each: variables that are computed in it have looked at values.
        tests = [
            test
            for test in rule.tests
            if self._answer(test.code, node, scope.frame(run, node)) is not test.assertion.holds_if
        ]
        forbidden = rule.forbidden.limited_to(rule.forbidden.broken_by(node))
        return replace(rule, tests=tests, forbidden=forbidden)

    def _answer(self, code: Code, node: Any, frame: Frame) -> bool | None:
        """None where the outline doesn't tell: for want of a value, or because of an error."""
        self._values.looked_at = set()
        try:
            answer = bool(code(node, frame))
        except Exception as error:  # noqa: BLE001  the document itself will raise it again
            self.is_tired = self.is_tired or isinstance(error, TooExpensive)
            return None
        self.used |= self._values.looked_at
        return answer
