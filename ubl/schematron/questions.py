"""Which questions a document is asked, and which not, since documents like it answer them.

Most rules only ask what elements are there, or compare codes that are the same in most documents.
So when a section (a party, a line) has an outline that was met before, all its questions are asked
of the outline itself. What it answers in the rules' favour is true of every section of this
outline, and isn't asked of them; the rest is. What is asked of the root is about the document as a
whole, and learnt of the outlines of whole documents.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
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
# Learning takes as long as asking so many documents: sooner, rare outlines would cost more.
WORTH_SECTION, WORTH_DOCUMENT = 2, 30


class Questions:
    """Those of a pack; ``plan_of`` gives the plan for an element of a name."""

    def __init__(
        self,
        plan_of: Callable[[str], Plan],
        patterns: Sequence[CompiledPattern],
        limits: Limits,
    ) -> None:
        self._plan_of = plan_of
        self.of_sections = Lessons(patterns, limits, WORTH_SECTION)
        self.of_documents = Lessons(patterns, limits, WORTH_DOCUMENT)

    def about(self, index: DocumentIndex) -> Iterator[tuple[int, list[Question]]]:
        """Where a part of the document begins among its elements, and what is to be asked there."""
        elements = index.elements
        yield 0, self._of_root(index)
        for section in index.sections:
            inside = elements[section.start : section.stop]
            left = self.of_sections.left(inside, index.outline(section), partial(self._all, inside))
            yield section.start, self._all(inside) if left is None else left

    def _of_root(self, index: DocumentIndex) -> list[Question]:
        elements = index.elements
        asked = self._all(elements[:1])
        if not asked or len(elements) > LARGEST_OUTLINE:
            return asked
        left = self.of_documents.left(elements, index.outline(), lambda: asked)
        return asked if left is None else left

    def _all(self, elements: Sequence[Element]) -> list[Question]:
        return [
            Question(place, number, candidates)
            for place, element in enumerate(elements)
            for number, candidates in self._plan_of(element.tag)
        ]


class Lessons:
    """What was learnt of outlines, each of which had been met ``worth`` times.

    It is kept for all documents and threads. One thread learns at a time; meanwhile the others ask
    everything.
    """

    def __init__(self, patterns: Sequence[CompiledPattern], limits: Limits, worth: int) -> None:
        self._patterns, self._limits, self._worth = patterns, limits, worth
        self.learns = True
        self._learnt: dict[Outline, Learnt] = {}
        self._size = 0
        self._met: dict[int, int] = {}
        # Only tried, never waited for, so that a forked process may find it locked for ever.
        self._learning = threading.Lock()

    def left(
        self,
        elements: Sequence[Element],
        outline: Outline,
        asked: Callable[[], list[Question]],
    ) -> list[Question] | None:
        """What is left to ask of what is ``asked``; None where nothing was learnt."""
        learnt = self._learnt.get(outline)
        left = learnt.left(elements) if learnt else None
        if left is None and self.learns and self._learning.acquire(blocking=False):
            try:
                if len(elements) <= LARGEST_OUTLINE and self._is_worth_it(outline):
                    left = self._learn(elements, outline, asked())
            finally:
                self._learning.release()
        return left

    def _learn(
        self,
        elements: Sequence[Element],
        outline: Outline,
        asked: list[Question],
    ) -> list[Question] | None:
        """Nothing is learnt, nor will be, if a rule takes too long: it would with each outline."""
        learnt = self._learnt.get(outline) or Learnt()
        learner = Learner(self._patterns, elements, learnt.varying_values(elements), self._limits)
        left = learner.left_of(asked)
        if learner.is_tired:
            self.learns = False
            return None
        self._size += len(elements)
        if self._size > MOST_ELEMENTS:
            self._learnt, self._size = {}, len(elements)
        learnt.keep(elements, learner.used, left)
        self._learnt[outline] = learnt
        return left

    def _is_worth_it(self, outline: Outline) -> bool:
        mark = hash(outline)
        met = self._met.get(mark, 0) + 1
        if met >= self._worth:
            return True
        if len(self._met) >= MOST_MET:
            self._met = {}
        self._met[mark] = met
        return False
