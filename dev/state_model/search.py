"""An exhaustive search: every state that rules can reach, breadth first, each once.

Which is reached first is reached by the shortest way, so a trace is as short as it can be.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field


World = Hashable  # with ``troubles``: how many misfortunes may still come
# (what happens, the world afterwards); None where only the bound of the search keeps it from
# happening: a way out all the same.
Step = tuple[str, World | None]


class Refused(Exception):
    """The gate refuses a move that a rule makes: in the product, an error in the middle of work."""


@dataclass(frozen=True)
class Fault:
    """What must never be, and the shortest way to it."""

    what: str
    trace: tuple[str, ...]

    def __str__(self):
        lines = (f'  {number:2}. {step}' for number, step in enumerate(self.trace, 1))
        return '\n'.join([f'{self.what}:', *lines])


@dataclass
class Found:
    """What a search has seen."""

    states: int = 0
    transitions: int = 0
    depth: int = 0
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    steps: Counter = field(default_factory=Counter)  # how often each kind of step was taken


@dataclass(frozen=True)
class Question:
    """What a search asks of a model.

    ``start``: the worlds to begin with. ``steps(world)``: what can happen next.
    ``wrong(world)``: what of it must never be. ``is_good(world)``: nothing is left to be done.
    """

    start: Iterable[World]
    steps: Callable[[World], Iterator[Step]]
    wrong: Callable[[World], Iterator[str]]
    is_good: Callable[[World], bool]
    most: int = 2_000_000  # states; a model that has more needs a tighter bound


class Search:
    """One run. After it, each world is known by its number."""

    def __init__(self, question: Question):
        self._question = question
        self._worlds: list[World] = []
        self._number: dict[World, int] = {}
        self._came_by: list[tuple[int, str]] = []  # (number of the world before, step)
        # All worlds that lead to each without a misfortune: none is a way out.
        self._before: list[list[int]] = []
        self._has_way_out: list[bool] = []
        self.found = Found()

    def run(self, until: str = '') -> Found:
        """Search all, or up to the first fault whose words begin with ``until``."""
        began = time.perf_counter()
        self._explore(until)
        if not self._is_found(until):
            self._find_dead_ends()
        self.found.states = len(self._worlds)
        self.found.seconds = time.perf_counter() - began
        return self.found

    def _is_found(self, until: str) -> bool:
        return bool(until) and any(fault.what.startswith(until) for fault in self.found.faults)

    def _explore(self, until: str) -> None:
        level = [self._enter(world, -1, '') for world in self._question.start]
        while level and not self._is_found(until):
            level = list(self._level(level))
            self.found.depth += bool(level)

    def _level(self, numbers: Iterable[int]) -> Iterator[int]:
        for number in numbers:
            for step, world in self._steps(number):
                self.found.transitions += 1
                self.found.steps[step.partition(' ·')[0]] += 1
                if world is None:
                    self._has_way_out[number] = True
                    continue
                known = self._number.get(world)
                if known is None:
                    known = self._enter(world, number, step)
                    yield known
                if world.troubles == self._worlds[number].troubles:
                    self._before[known].append(number)

    def _steps(self, number: int) -> list[Step]:
        try:
            return list(self._question.steps(self._worlds[number]))
        except Refused as refusal:
            self._note(f'refused: {refusal}', number)
            return []

    def _enter(self, world: World, before: int, step: str) -> int:
        number = self._number[world] = len(self._worlds)
        if number >= self._question.most:
            raise RuntimeError(f'more than {number} states')
        self._worlds.append(world)
        self._came_by.append((before, step))
        self._before.append([])
        self._has_way_out.append(self._question.is_good(world))
        for what in self._question.wrong(world):
            self._note(what, number)
        return number

    def _find_dead_ends(self) -> None:
        """From everywhere there is a way to where nothing is left to be done."""
        waiting = [number for number, good in enumerate(self._has_way_out) if good]
        while waiting:
            for before in self._before[waiting.pop()]:
                if not self._has_way_out[before]:
                    self._has_way_out[before] = True
                    waiting.append(before)
        if False in self._has_way_out:
            self._note('stuck: no way out', self._has_way_out.index(False))

    def _note(self, what: str, number: int) -> None:
        """One trace of each kind of fault is enough: the first, which is the shortest."""
        if all(fault.what != what for fault in self.found.faults):
            self.found.faults.append(Fault(what, tuple(self._trace(number))))

    def _trace(self, number: int) -> list[str]:
        steps: list[str] = []
        while number >= 0:
            number, step = self._came_by[number]
            steps.append(step)
        return [*reversed(steps[:-1])]
