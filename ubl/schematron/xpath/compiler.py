"""Syntax tree → closures.

A closure is called with the context item and a frame: a list of the Run, the node whose rule is
being asked, and local variables. Each kind of expression is compiled in up to three ways, by what
the expression around it wants:

* ``items``: a list or tuple of nodes and atomic values,
* ``atom``:  one atomic value, or None for the empty sequence,
* ``truth``: a bool.

A handler is registered for at least one way; the others are derived. What depends on nothing but
the document is computed once per run and kept in ``Run.memo``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import syntax
from .budget import Budget, weight_of
from .comparing import truth_of, truth_of_value
from .errors import NotUnderstood, too_many
from .parser import LONGEST, NOTHING, parse
from .static import CURRENT, FOCUS, Dependencies, uses_position
from .syntax import Expression


if TYPE_CHECKING:
    from .document_index import DocumentIndex


Items = Sequence[Any]
Frame = list[Any]
Code = Callable[[Any, Frame], Any]
Handler = Callable[['Compiler', Any], Code]

FIRST_SLOT = 2

ITEMS: dict[type, Handler] = {}
ATOM: dict[type, Handler] = {}
TRUTH: dict[type, Handler] = {}


def handler(table: dict[type, Handler], kind: type) -> Callable[[Handler], Handler]:
    """Register how a kind of expression is compiled in one way."""

    def register(function: Handler) -> Handler:
        table[kind] = function
        return function

    return register


@dataclass
class Run:
    """What belongs to one document: its index, and what was computed of it.

    ``by_item`` is the same for values that depend on an item only. A pack from outside runs within
    a budget.
    """

    index: DocumentIndex
    budget: Budget | None = None
    memo: dict[Any, Any] = field(default_factory=dict)
    by_item: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def now(self) -> datetime:
        """One moment for all that is asked."""
        return datetime.now(timezone.utc)


class Scope:
    """The local variables of a rule or function: name → slot in the frame."""

    def __init__(self) -> None:
        self.slots: dict[str, int] = {}
        self.size = FIRST_SLOT

    def new_slot(self) -> int:
        """An unused place in the frame."""
        self.size += 1
        return self.size - 1

    def frame(self, run: Run, node: Any = None) -> Frame:
        """A frame with nothing in it yet."""
        return [run, node] + [None] * (self.size - FIRST_SLOT)


class Compiler:
    """Compiles the expressions of one scope; ``shared`` is what all scopes of a pack see."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.scope = Scope()
        # Locals that are computed when first asked for: name → code.
        self.lazy: dict[str, Code] = {}
        # Locals whose expression can't be read, and why: what uses them can't be read either.
        self.broken: dict[str, NotUnderstood] = {}
        # Slots of position() and last(), inside a predicate that asks for them.
        self.focus: tuple[int, int] | None = None
        # Paths that are worth computing once for each item that they start from.
        self.repeated: frozenset[Expression] = frozenset()

    def items(self, tree: Expression) -> Code:
        """Code that gives a list or tuple."""
        return self._compiled('items', tree)

    def atom(self, tree: Expression) -> Code:
        """Code that gives one atomic value or None, and raises for more than one."""
        return self._compiled('atom', tree)

    def truth(self, tree: Expression) -> Code:
        """Code that gives the effective boolean value."""
        return self._compiled('truth', tree)

    def _compiled(self, way: str, tree: Expression) -> Code:
        self.shared.spend()
        if isinstance(tree, syntax.Path) and tree in self.repeated:
            return self._compiled_once(way, tree)
        code = _WAYS[way](self, tree)
        if self.is_absolute(tree):
            return _remembered(self.kept(code), (way, self.shared.number(tree)))
        return code

    def _compiled_once(self, way: str, tree: Expression) -> Code:
        repeated, self.repeated = self.repeated, frozenset()
        code = _WAYS[way](self, tree)
        self.repeated = repeated
        return _remembered_by_item(self.kept(code), (way, self.shared.number(tree)))

    def repeated_in(self, tree: Expression) -> frozenset[Expression]:
        """Paths that stand there several times and look at nothing but the context item."""
        paths = Counter(part for part in tree.walk() if isinstance(part, syntax.Path))
        return frozenset(
            path
            for path, count in paths.items()
            if count > 1
            and self.shared.dependencies.of(path) == {FOCUS}
            and not uses_position(path)
        )

    def measured(self, code: Code) -> Code:
        """Items that are about to be joined or walked through: paid for, where that is needed."""
        if not self.shared.is_limited:
            return code

        def items(item: Any, frame: Frame) -> Items:
            found = code(item, frame)
            frame[0].budget.spend(1 + len(found))
            return found

        return items

    def timed(self, code: Code) -> Code:
        """Code that runs once for each of many: with a look at the clock each time."""
        if not self.shared.is_limited:
            return code

        def value(item: Any, frame: Frame) -> Any:
            frame[0].budget.spend(0)
            return code(item, frame)

        return value

    def kept(self, code: Code) -> Code:
        """A value that stays in memory for longer than its expression."""
        if not self.shared.is_limited:
            return code

        def value(item: Any, frame: Frame) -> Any:
            found = code(item, frame)
            frame[0].budget.keep(weight_of(found))
            return found

        return value

    def is_absolute(self, tree: Expression) -> bool:
        """Whether the value depends on the document only, and is worth remembering."""
        if isinstance(tree, (syntax.Literal, syntax.Variable, syntax.Root, syntax.Sequence)):
            return False
        return self.is_constant(tree) and self.shared.looks_at_document(tree)

    def is_constant(self, tree: Expression) -> bool:
        """Whether the value depends on neither the node that is looked at nor local variables."""
        free = self.shared.dependencies.of(tree)
        return not free & ({FOCUS, CURRENT} | self.scope.slots.keys() | self.lazy.keys())


class Shared:
    """Global variables, functions and numbered expressions of one pack.

    With ``reading``, a budget for the compilation, the code counts what it costs.
    """

    def __init__(
        self,
        functions: Mapping[str, Any] | None = None,
        reading: Budget | None = None,
    ) -> None:
        self.functions: dict[str, Any] = dict(functions or {})
        self.is_limited = reading is not None
        self._reading = reading
        self.variables: dict[str, Code] = {}
        # What can't be read of these, and why.
        self.broken_functions: dict[str, NotUnderstood] = {}
        self.broken_variables: dict[str, NotUnderstood] = {}
        self.dependencies = Dependencies()
        self._numbers: dict[Expression, int] = {}

    def spend(self, steps: int = 1) -> None:
        """Pay for steps of the compilation. Raises TooExpensive."""
        if self._reading is not None:
            self._reading.spend(steps)

    def parse(
        self,
        text: str,
        namespaces: Mapping[str, str],
        renamed: Mapping[str, str] = NOTHING,
    ) -> Expression:
        """The syntax tree of an expression, paid for. Raises NotUnderstood, TooExpensive."""
        if self._reading is not None:
            self._reading.spend_text(min(len(text), LONGEST))
        return parse(text, namespaces, renamed)

    def number(self, tree: Expression) -> int:
        """The same for equal expressions."""
        return self._numbers.setdefault(tree, len(self._numbers))

    def forget_trees(self) -> None:
        """Let go of the syntax trees when all is compiled."""
        self.dependencies, self._numbers, self._reading = Dependencies(), {}, None

    def looks_at_document(self, tree: Expression) -> bool:
        """Whether a document is needed; ``2 + 2`` or ``tokenize('A B', ' ')`` costs too little."""
        worth = (syntax.Root, syntax.Variable, syntax.Call)
        return any(isinstance(part, worth) for part in tree.walk())


def _remembered(code: Code, key: tuple[str, int]) -> Code:
    def remembered(item: Any, frame: Frame) -> Any:
        memo = frame[0].memo
        if key in memo:
            return memo[key]
        value = memo[key] = code(item, frame)
        return value

    return remembered


def _remembered_by_item(code: Code, number: tuple[str, int]) -> Code:
    def remembered(item: Any, frame: Frame) -> Any:
        known, key = frame[0].by_item, (number, item)
        if key in known:
            return known[key]
        value = known[key] = code(item, frame)
        return value

    return remembered


def _items(compiler: Compiler, tree: Expression) -> Code:
    kind = type(tree)
    if kind in ITEMS:
        return ITEMS[kind](compiler, tree)
    code = (ATOM if kind in ATOM else TRUTH)[kind](compiler, tree)

    def items(item: Any, frame: Frame) -> Items:
        value = code(item, frame)
        return () if value is None else (value,)

    return items


def _atom(compiler: Compiler, tree: Expression) -> Code:
    kind = type(tree)
    if kind in ATOM or kind not in ITEMS:
        return (ATOM if kind in ATOM else TRUTH)[kind](compiler, tree)
    items = ITEMS[kind](compiler, tree)

    def atom(item: Any, frame: Frame) -> Any:
        found = items(item, frame)
        return single(found) if found else None

    return atom


def _truth(compiler: Compiler, tree: Expression) -> Code:
    kind = type(tree)
    if kind in TRUTH:
        return TRUTH[kind](compiler, tree)
    if kind in ITEMS:
        items = ITEMS[kind](compiler, tree)
        return lambda item, frame: truth_of(items(item, frame))
    atom = ATOM[kind](compiler, tree)
    return lambda item, frame: truth_of_value(atom(item, frame))


_WAYS: dict[str, Handler] = {'items': _items, 'atom': _atom, 'truth': _truth}


def single(items: Items) -> Any:
    """The atomic value of the only item."""
    if len(items) > 1:
        raise too_many(len(items))
    item = items[0]
    return item.value if hasattr(item, 'order') else item


def atomized(items: Items) -> list[Any]:
    """Nodes replaced by their untyped values."""
    return [item.value if hasattr(item, 'order') else item for item in items]
