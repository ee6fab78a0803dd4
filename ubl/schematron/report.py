"""Asks the rules of one run, and collects what they complain about."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from .compiled_rules import CompiledRule
from .source import Assertion
from .xpath import Run, TooExpensive
from .xpath.compiler import Code, Frame
from .xpath.functions_text import string


_logger = logging.getLogger(__name__)

LONGEST_TEXT = 2000
# Conditions of which one must hold, or None where the name alone decides.
Candidate = tuple[CompiledRule, 'tuple[Code, ...] | None']


class Failure(NamedTuple):
    """An assertion broken by a node; ``error`` says why it couldn't be asked, if so.

    ``in_context`` marks an error in the rule's context: such a rule doesn't match. ``is_unread``
    marks a rule that couldn't be read, so that no document is asked about it.
    """

    number: int
    assertion: Assertion
    node: Any
    text: str
    error: str = ''
    in_context: bool = False
    is_too_expensive: bool = False
    is_unread: bool = False


class Report:
    """Asks and collects, for one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.failures: list[Failure] = []
        self._context_errors: set[Any] = set()

    def refuse_overtime(self) -> None:
        """Raises TooExpensive when even to pass over what isn't asked any more takes too long."""
        if self.run.budget is not None:
            self.run.budget.refuse_overtime()

    def consider(self, candidates: list[Candidate], node: Any, frame: Frame) -> None:
        """Ask the first rule that matches."""
        self.refuse_overtime()
        rule = self._matching(candidates, node, frame)
        if rule is not None:
            self._ask(rule, node)

    def _matching(
        self,
        candidates: list[Candidate],
        node: Any,
        frame: Frame,
    ) -> CompiledRule | None:
        """The first rule that matches; one whose context fails doesn't, but is reported."""
        for rule, conditions in candidates:
            if conditions is None:
                return rule
            for condition in conditions:
                try:
                    if condition(node, frame):
                        return rule
                except Exception as error:  # noqa: BLE001  whatever it is, the rest is asked
                    self._context_failed(rule, node, error)
        return None

    def _context_failed(self, rule: CompiledRule, node: Any, error: Exception) -> None:
        """Once for each error: a broken variable would otherwise speak for every rule."""
        if str(error) not in self._context_errors:
            self._context_errors.add(str(error))
            is_given_up = isinstance(error, TooExpensive)
            for number, assertion in list(rule.assertions.items())[:1]:
                failure = Failure(
                    number, assertion, node, '', _reason(error), not is_given_up, is_given_up
                )
                self.failures.append(failure)

    def _ask(self, rule: CompiledRule, node: Any) -> None:
        """All assertions of a rule about a node."""
        frame = rule.scope.frame(self.run, node)
        for number, assertion, test in rule.tests:
            try:
                broken = (not test(node, frame)) is assertion.holds_if
            except Exception as error:  # noqa: BLE001  a rule that can't be asked isn't kept
                _logger.info("%s could not be evaluated: %s", assertion.id, error)
                self.add(number, assertion, node, error=error)
            else:
                if broken:
                    self.add(number, assertion, node, _text(rule, number, node, frame))
        if rule.forbidden.below:
            for number in rule.forbidden.broken_by(node):
                text = _text(rule, number, node, frame)
                self.add(number, rule.assertions[number], node, text)

    def add(
        self,
        number: int,
        assertion: Assertion,
        node: Any,
        text: str = '',
        error: Exception | str = '',
    ) -> None:
        """One failure."""
        if self.run.budget:
            self.run.budget.pay_for_failure()
        reason, is_too_expensive = _reason(error), isinstance(error, TooExpensive)
        failure = Failure(number, assertion, node, text, reason, False, is_too_expensive)
        self.failures.append(failure)

    def add_unread(self, assertion: Assertion, root: Any, reason: str) -> None:
        """A rule that is missing, since it couldn't be read."""
        self.failures.append(Failure(0, assertion, root, '', reason, is_unread=True))


def _reason(error: Exception | str) -> str:
    if isinstance(error, (TooExpensive, str)):
        return str(error)
    return f'{type(error).__name__}: {error}'[:300]


def _text(rule: CompiledRule, number: int, node: Any, frame: Frame) -> str:
    """The sentence with its values filled in, blanks made single."""
    parts = []
    for part in rule.texts[number]:
        try:
            parts.append(part if isinstance(part, str) else string(part(node, frame)[:1]))
        except Exception as error:  # noqa: BLE001  the finding matters more than its words
            parts.append(f'({_reason(error)})')
    return ' '.join(''.join(parts)[:LONGEST_TEXT].split())
