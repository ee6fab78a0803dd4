"""Runs the rules of a pack over a document: index it, find each node's rules, ask their tests.

Any number of threads may run an Engine: what belongs to one document is in that call's Run, and
what is learnt of documents by ``questions`` is true of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context as DecimalContext
from decimal import localcontext
from typing import Any

from .compiled_rules import (
    CANNOT_BE_READ,
    CompiledPattern,
    Context,
    Problem,
    RuleCompiler,
    let_code,
    understood,
)
from .questions import Plan, Questions
from .report import Candidate, Failure, Report
from .source import Let, NotAPack, Pattern, Source
from .user_functions import UserFunction
from .xpath import (
    Budget,
    Compiler,
    DocumentIndex,
    Limits,
    Matcher,
    NotUnderstood,
    Patience,
    Run,
    Shared,
    TooExpensive,
)
from .xpath.axes import node_test
from .xpath.compiler import Code, Frame, Items


# Sums and products of amounts are exact up to so many digits.
PRECISION = 200
# What a rule file from outside may take to be compiled.
READING = Limits(seconds=4, rule_seconds=4, items=200_000)


class Engine:
    """A pack, compiled. A rule that can't be read is one of its ``problems``; the others run.

    Raises NotAPack where it takes too long, or too much memory, to read the whole. With ``limits``
    its rules run, and are compiled, within a budget: a rule that needs more is a failure with an
    error, and isn't asked any more.
    """

    def __init__(self, source: Source, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._patience = Patience(limits) if limits else None
        self._shared = Shared(reading=Budget(READING) if limits else None)
        try:
            self._compile(source)
        except TooExpensive as error:
            raise NotAPack(error.lack) from error
        except RecursionError as error:
            raise NotAPack('too-deep') from error
        except MemoryError as error:
            raise NotAPack('memory') from error

    def _compile(self, source: Source) -> None:
        compiler = RuleCompiler(Context(source.namespaces, self._shared, {}))
        self._add_functions(source)
        names = self._add_variables(source, compiler.context)
        self._patterns = [
            compiler.pattern(pattern, renamed)
            for pattern, renamed in zip(source.patterns, names, strict=True)
        ]
        self.problems: Sequence[Problem] = compiler.problems
        self.rule_count = sum(
            len(rule.assertions) for pattern in source.patterns for rule in pattern.rules
        )
        self._plans, self._other_plan = self._planned()
        self._attribute_plans = self._planned_attributes()
        self._questions = Questions(self._plan_of, self._patterns, self._limits)
        self._shared.forget_trees()

    def _add_functions(self, source: Source) -> None:
        functions = {each.name: each for each in map(UserFunction, source.functions)}
        self._shared.functions.update(functions)
        _each_as_far_as_readable(
            functions,
            lambda name: functions[name].compile(self._shared),
            self._shared.broken_functions,
        )
        for each in functions.values():
            each.forget_element()

    def _add_variables(self, source: Source, context: Context) -> list[dict[str, str]]:
        """Global and pattern variables; gives, for each pattern, its variables' unique names."""
        self._add_lets(source.lets, context)
        names = []
        for number, pattern in enumerate(source.patterns):
            renamed = {
                let.name: f'{let.name}#{number}'
                for let in pattern.lets
                if let.name in self._shared.variables
            }
            self._add_lets(_with_names(pattern, renamed), context._replace(renamed=renamed))
            names.append(renamed)
        return names

    def _add_lets(self, lets: Sequence[Let], context: Context) -> None:
        known = {let.name: let for let in lets}
        self._shared.variables.update(dict.fromkeys(known, _unset))
        _each_as_far_as_readable(
            known, lambda name: self._add_let(known[name], context), self._shared.broken_variables
        )

    def _add_let(self, let: Let, context: Context) -> None:
        compiler = Compiler(self._shared)
        code = compiler.kept(let_code(compiler, context, let))
        self._shared.variables[let.name] = _once(let.name, code, compiler)

    def _planned(self) -> tuple[dict[str, Plan], Plan]:
        """For each element name the rules that may match, and those for all other names."""
        found = [
            matcher
            for pattern in self._patterns
            for _rule, matchers in pattern.rules
            for matcher in matchers
            if not matcher.is_attribute
        ]
        names = {matcher.test for matcher in found if '*' not in matcher.test}
        return {name: self._plan(name, False) for name in names}, self._plan('', False)

    def _planned_attributes(self) -> dict[str, Plan]:
        names = {
            matcher.test
            for pattern in self._patterns
            for _rule, matchers in pattern.rules
            for matcher in matchers
            if matcher.is_attribute
        }
        return {name: self._plan(name, True) for name in names}

    def _plan(self, name: str, is_attribute: bool) -> Plan:
        plan = []
        for number, pattern in enumerate(self._patterns):
            candidates = _candidates(pattern, name, is_attribute)
            self._shared.spend(1 + len(candidates))
            if candidates:
                plan.append((number, candidates))
        return plan

    def run(self, index: DocumentIndex) -> list[Failure]:
        """Everything that is broken, by rule and then by place.

        Raises TooExpensive where even that is more than a pack from outside may find.
        """
        if self._patience is None:
            return self._run(Run(index))
        run = Run(index, self._patience.budget(len(index.elements), index.characters))
        try:
            return self._run(run)
        finally:
            self._patience.learn(bool(run.budget.given_up))

    def _run(self, run: Run) -> list[Failure]:
        index = run.index
        with localcontext(DecimalContext(prec=PRECISION)):
            report = Report(run)
            frames = [pattern.scope.frame(run) for pattern in self._patterns]
            for start, questions in self._questions.about(index):
                report.refuse_overtime()
                for place, number, candidates in questions:
                    report.consider(candidates, index.elements[start + place], frames[number])
            for name, plan in self._attribute_plans.items():
                for node in index.attributes.get(name, ()):
                    for number, candidates in plan:
                        report.consider(candidates, node, frames[number])
        for problem in self.problems:
            report.add_unread(problem.assertion, index.root, problem.reason)
        return sorted(report.failures, key=lambda each: (each.number, each.node.order))

    def _plan_of(self, name: str) -> Plan:
        return self._plans.get(name, self._other_plan)


def _each_as_far_as_readable(
    names: Iterable[str], compile_one: Callable[[str], None], broken: dict[str, NotUnderstood]
) -> None:
    """Compile what may use each other, until no more of them turns out to be unreadable."""
    names, before = list(names), -1
    while before < len(broken):
        before = len(broken)
        for name in names:
            if name not in broken:
                try:
                    compile_one(name)
                except CANNOT_BE_READ as error:
                    broken[name] = understood(error)


def _unset(_item: Any, _frame: Frame) -> Items:
    raise NotUnderstood('own-value')


def _with_names(pattern: Pattern, renamed: dict[str, str]) -> list[Let]:
    return [Let(renamed.get(let.name, let.name), let.expression, let.text) for let in pattern.lets]


def _once(name: str, code: Code, compiler: Compiler) -> Code:
    """A global variable: computed with the document as context item, once per run."""
    key, scope = ('let', name), compiler.scope

    def value(_item: Any, frame: Frame) -> Items:
        run = frame[0]
        found = run.memo.get(key)
        if found is None:
            document = run.index.document
            found = run.memo[key] = code(document, scope.frame(run, document))
        return found

    return value


def _candidates(pattern: CompiledPattern, name: str, is_attribute: bool) -> list[Candidate]:
    """The rules of a pattern that may match nodes of a name, up to one that surely does."""
    candidates: list[Candidate] = []
    for rule, matchers in pattern.rules:
        conditions: list[Code] = []
        for matcher in matchers:
            if matcher.is_attribute != is_attribute or not _may_match(matcher, name):
                continue
            if matcher.matches is None and matcher.test in ('*', name):
                return [*candidates, (rule, None)]
            conditions.append(_condition(matcher, name))
        if conditions:
            candidates.append((rule, tuple(conditions)))
    return candidates


def _may_match(matcher: Matcher, name: str) -> bool:
    return matcher.test == name or '*' in matcher.test


def _condition(matcher: Matcher, name: str) -> Code:
    matches = matcher.matches or (lambda node, frame: True)
    if matcher.test in (name, '*'):
        return matches
    passes = node_test(matcher.test)
    return lambda node, frame: passes(node) and matches(node, frame)
