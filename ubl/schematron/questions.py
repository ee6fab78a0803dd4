"""Which questions a document is asked, and which not, since parts like its own answer them.

Most rules only ask what elements are there, or compare codes that are the same in most documents.
So when a section (a party, a line) has an outline that was met before, all its questions are asked
of the outline itself. What it answers in the rules' favour is true of every section of this
outline, and isn't asked of them; the rest is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .compiled_rules import CompiledPattern
from .learning import Learner, Learnt, Question
from .report import Candidate
from .xpath import DocumentIndex, Element, Limits


# Rules of one pattern, by its number, of which the first that matches is asked.
Plan = list[tuple[int, list[Candidate]]]
Outline = tuple[Any, ...]
LARGEST_OUTLINE = 500  # elements
MOST_ELEMENTS = 20_000  # of all outlines that are remembered
MOST_MET = 10_000


class Questions:
    """Those of a pack; ``plan_of`` gives the plan for an element of a name.

    What is learnt of outlines is kept for all documents and threads. One thread learns at a time;
    meanwhile the others ask everything.
    """

    def __init__(
        self,
        plan_of: Callable[[str], Plan],
        patterns: Sequence[CompiledPattern],
        limits: Limits,
    ) -> None:
        self._plan_of, self._patterns, self._limits = plan_of, patterns, limits
        self._learnt: dict[Outline, Learnt] = {}
        self._size = 0
        self._met: set[int] = set()
        self._learns = True
        # Only tried, never waited for, so that a forked process may find it locked for ever.
        self._learning = threading.Lock()

    def about(self, index: DocumentIndex) -> Iterator[tuple[int, list[Question]]]:
        """Where a part of the document begins among its elements, and what is to be asked there."""
        elements = index.elements
        yield 0, self._all(elements[:1])
        for section in index.sections:
            inside = elements[section.start : section.stop]
            left = self._left(inside, index.outline(section)) if self._learns else None
            yield section.start, self._all(inside) if left is None else left

    def _all(self, elements: Sequence[Element]) -> list[Question]:
        return [
            Question(place, number, candidates)
            for place, element in enumerate(elements)
            for number, candidates in self._plan_of(element.tag)
        ]

    def _left(self, elements: Sequence[Element], outline: Outline) -> list[Question] | None:
        """What is left to ask, from the second time on."""
        learnt = self._learnt.get(outline)
        left = learnt.left(elements) if learnt else None
        if left is None and self._learning.acquire(blocking=False):
            try:
                if len(elements) <= LARGEST_OUTLINE and self._is_met_again(outline):
                    left = self._learn(elements, outline)
            finally:
                self._learning.release()
        return left

    def _learn(self, elements: Sequence[Element], outline: Outline) -> list[Question] | None:
        """Nothing is learnt, nor will be, if a rule takes too long: it would with each outline."""
        learnt = self._learnt.get(outline) or Learnt()
        learner = Learner(self._patterns, elements, learnt.varying_values(elements), self._limits)
        left = learner.left_of(self._all(elements))
        if learner.is_tired:
            self._learns = False
            return None
        self._size += len(elements)
        if self._size > MOST_ELEMENTS:
            self._learnt, self._size = {}, len(elements)
        learnt.keep(elements, learner.used, left)
        self._learnt[outline] = learnt
        return left

    def _is_met_again(self, outline: Outline) -> bool:
        mark = hash(outline)
        if mark in self._met:
            return True
        if len(self._met) >= MOST_MET:
            self._met = set()
        self._met.add(mark)
        return False
