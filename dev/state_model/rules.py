"""What models share: rules that say which code they stand for, and the gate with its arrows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, TypeVar

from .search import Question, Refused, Step, World


RuleMethod = TypeVar('RuleMethod', bound=Callable)


def rule(*places: str) -> Callable[[RuleMethod], RuleMethod]:
    """Marks a method as something that can happen.

    ``places`` are the functions of ``models/`` that it stands for, as ``document/claim.py:_claim``;
    a rule without them is of the world outside: Pagero, the customer, a power cut.
    """

    def mark(method: RuleMethod) -> RuleMethod:
        method.places = places
        return method

    return mark


class Model:
    """A world and what can happen in it.

    ``tables``: {machine: its transition table}. ``taken`` gathers the arrows that were taken.
    ``without`` names the safeguards that are left out, to show that the search finds what each
    of them prevents.
    """

    name: ClassVar[str] = ''
    tables: ClassVar[dict[str, dict[str, set[str]]]] = {}
    safeguards: ClassVar[dict[str, str]] = {}  # {name: what is done without it}
    assumed: ClassVar[tuple[str, ...]] = ()  # of the world, in sentences

    def __init__(self, *without: str):
        unknown = set(without) - set(self.safeguards)
        if unknown:
            raise ValueError(f'no such safeguards: {unknown}')
        self.without = frozenset(without)
        self.taken: set[tuple[str, str, str]] = set()
        self._rules = [getattr(self, name) for name in self.rules()]

    @classmethod
    def rules(cls) -> list[str]:
        """The names of all methods that are rules, in the order in which they were written."""
        found = [name for base in reversed(cls.__mro__) for name in vars(base)]
        return [name for name in dict.fromkeys(found) if hasattr(getattr(cls, name), 'places')]

    @classmethod
    def places(cls) -> set[str]:
        """The functions that the rules stand for."""
        return {place for name in cls.rules() for place in getattr(cls, name).places}

    def question(self) -> Question:
        return Question(self.start(), self.steps, self.wrong, self.is_good)

    def steps(self, world: World) -> Iterator[Step]:
        """Everything that can happen next."""
        for happens in self._rules:
            yield from happens(world)

    def through_gate(self, machine: str, state: str, target: str) -> str:
        """The new state; refused where no arrow of the code's own table leads there."""
        if target not in self.tables[machine][state]:
            raise Refused(f'{machine}: {state} → {target}')
        self.taken.add((machine, state, target))
        return target

    def can_move(self, machine: str, state: str, target: str) -> bool:
        return target in self.tables[machine][state]

    # === WHAT EACH MODEL SAYS === #

    def start(self) -> list[World]:
        raise NotImplementedError

    def wrong(self, world: World) -> Iterator[str]:
        """What of this world must never be."""
        raise NotImplementedError

    def is_good(self, world: World) -> bool:
        """Whether nothing is left to be done in it."""
        raise NotImplementedError
