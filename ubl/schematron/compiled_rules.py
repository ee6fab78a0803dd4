"""Rules and patterns, compiled: a Source's texts turned into closures, once per pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .forbidden import MOST_PLACES, Forbidden, paths_of
from .source import Assertion, Let, Pattern, Rule
from .xpath import (
    Compiler,
    Matcher,
    NotUnderstood,
    Scope,
    Shared,
    TooExpensive,
    last_steps,
    matchers,
    may_overlap,
)
from .xpath.atomic import Untyped
from .xpath.compiler import Code, Frame


# A number of thousands of digits is a plain ValueError.
CANNOT_BE_READ = (NotUnderstood, ValueError, RecursionError)


class Context(NamedTuple):
    """What names are known where an expression stands."""

    namespaces: Mapping[str, str]
    shared: Shared
    renamed: Mapping[str, str]

    def parse(self, text: str) -> Any:
        """The syntax tree of an expression."""
        return self.shared.parse(text, self.namespaces, self.renamed)


class Test(NamedTuple):
    """A compiled assertion, numbered through the whole pack."""

    number: int
    assertion: Assertion
    code: Code


class Problem(NamedTuple):
    """An assertion that can't be asked, and why: a code of ``REASONS``.

    ``context`` is the one of its rule, where it is that which isn't understood.
    """

    assertion: Assertion
    code: str
    values: Mapping[str, str]
    context: str = ''

    @property
    def reason(self) -> str:
        """Why, in English."""
        reason = NotUnderstood(self.code, **self.values)
        return f"context '{self.context}': {reason}" if self.context else str(reason)


@dataclass
class CompiledRule:
    """The assertions of one rule, and its scope for variables."""

    assertions: dict[int, Assertion]
    tests: list[Test]
    forbidden: Forbidden
    scope: Scope
    texts: dict[int, list[str | Code]]

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask."""
        return bool(self.tests or self.forbidden.below)


@dataclass
class CompiledPattern:
    """Rules in order with their contexts; ``scope`` is that of the contexts."""

    rules: list[tuple[CompiledRule, list[Matcher]]]
    scope: Scope


class RuleCompiler:
    """Compiles patterns and gathers what can't be compiled."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.problems: list[Problem] = []
        self._count = 0
        self._places = MOST_PLACES

    def pattern(self, pattern: Pattern, renamed: Mapping[str, str]) -> CompiledPattern:
        """Compile the rules of a pattern; those whose context isn't understood are left out.

        So are later ones for the same elements: only the first rule that matches is asked, and
        which of the elements the missing one takes isn't known.
        """
        self.context = self.context._replace(renamed=renamed)
        contexts = Compiler(self.context.shared)
        rules: list[tuple[CompiledRule, list[Matcher]]] = []
        lost: set[str] = set()
        for rule in pattern.rules:
            try:
                found = matchers(contexts, self.context.parse(rule.context))
            except CANNOT_BE_READ as error:
                lost |= self._last_steps(rule.context)
                self._add_problems(rule.assertions, error, rule.context[:80])
                continue
            if any(may_overlap(matcher.test, other) for matcher in found for other in lost):
                self._add_problems(rule.assertions, NotUnderstood('after-another'))
            elif rule.assertions:
                compiled = self._rule(rule)
                rules.append((compiled, self._within_budget(found, compiled)))
        return CompiledPattern(rules, contexts.scope)

    def _last_steps(self, context: str) -> set[str]:
        """What elements a context that isn't understood is about, as far as that can be read."""
        try:
            return last_steps(self.context.parse(context))
        except CANNOT_BE_READ:
            return {'*'}

    def _add_problems(
        self, assertions: Iterable[Assertion], error: Exception, context: str = ''
    ) -> None:
        known = understood(error)
        values = {name: str(value) for name, value in known.values.items()}
        self.problems += [Problem(each, known.code, values, context) for each in assertions]

    def _within_budget(self, found: list[Matcher], rule: CompiledRule) -> list[Matcher]:
        if not self.context.shared.is_limited:
            return found
        key = ('context', id(rule))
        return [
            matcher._replace(matches=matcher.matches and limited(matcher.matches, key, False))
            for matcher in found
        ]

    def _rule(self, rule: Rule) -> CompiledRule:
        compiler = Compiler(self.context.shared)
        result = CompiledRule({}, [], Forbidden(), compiler.scope, {})
        for let in rule.lets:
            self._add_variable(compiler, let)
        for assertion in rule.assertions:
            self._count += 1
            try:
                self._add(compiler, result, assertion)
            except CANNOT_BE_READ as error:
                self._add_problems([assertion], error)
        return result

    def _add(self, compiler: Compiler, rule: CompiledRule, assertion: Assertion) -> None:
        number, tree = self._count, self.context.parse(assertion.test)
        rule.assertions[number] = assertion
        if not (assertion.holds_if and self._forbids(rule.forbidden, tree, number)):
            compiler.repeated = compiler.repeated_in(tree)
            test = compiler.truth(tree)
            compiler.repeated = frozenset()
            if self.context.shared.is_limited:
                test = limited(test, number, assertion.holds_if)
            rule.tests.append(Test(number, assertion, test))
        rule.texts[number] = [
            part if isinstance(part, str) else compiler.items(self.context.parse(part[0]))
            for part in assertion.text
        ]

    def _forbids(self, forbidden: Forbidden, tree: Any, number: int) -> bool:
        """Whether an assertion is among those that one walk answers; there is room for so many."""
        paths = paths_of(tree)
        places = sum(map(len, paths))
        if not paths or places > self._places:
            return False
        self._places -= places
        self.context.shared.spend(places)
        forbidden.add(paths, number)
        return True

    def _add_variable(self, compiler: Compiler, let: Let) -> None:
        """Computed when first asked for, with the rule's node as context item."""
        slot = compiler.scope.new_slot()
        try:
            code = let_code(compiler, self.context, let)
        except CANNOT_BE_READ as error:
            compiler.broken[let.name] = understood(error)
        else:
            compiler.broken.pop(let.name, None)
            compiler.scope.slots[let.name] = slot
            compiler.lazy[let.name] = code


def limited(code: Code, key: Any, otherwise: bool) -> Code:
    """An evaluation with a budget of its own; once too expensive, it isn't tried again."""

    def within_budget(item: Any, frame: Frame) -> bool:
        budget = frame[0].budget
        if key in budget.given_up:
            return otherwise
        try:
            budget.begin()
            return code(item, frame)
        except TooExpensive:
            budget.given_up.add(key)
            raise

    return within_budget


def understood(error: Exception) -> NotUnderstood:
    """Why something can't be read, as a reason that can be said."""
    if isinstance(error, NotUnderstood):
        return error
    if isinstance(error, RecursionError):
        return NotUnderstood('too-deep')
    return NotUnderstood('other', error=str(error)[:300])


def let_code(compiler: Compiler, context: Context, let: Let) -> Code:
    """The value of a variable; a plain text is untyped."""
    if let.expression is None:
        value = (Untyped(let.text),)
        return lambda item, frame: value
    return compiler.items(context.parse(let.expression))
