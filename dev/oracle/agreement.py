"""Do our rules and SaxonC find the same? `python -m oracle.agreement [--seed N] [--json]`.

Two questions: the publishers' unit tests, and spoilt invoices that are valid by the schema. Where
both give a result, (rule, severity, count) must be equal.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from .corpus import bases, donors, unit_tests
from .mutations import Mutator
from .saxon import Answer, Saxon
from .sides import Side, sides_here


DOCUMENTS = 2000
SEED = 20261101
SHOWN = 5


class Example(NamedTuple):
    """A document that is answered differently."""

    difference: str
    xml: bytes


@dataclass
class Agreement:
    """The result for one rule set; times are seconds for all documents."""

    name: str
    documents: int = 0
    compared: int = 0
    without_result: int = 0
    differences: int = 0
    rules: set[str] = field(default_factory=set)
    unit_tests: int = 0
    unit_tests_met: int = 0
    ours: float = 0.0
    theirs: float = 0.0
    examples: list[Example] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether nothing differs."""
        return not self.differences and self.unit_tests == self.unit_tests_met

    def __str__(self) -> str:
        return (
            f'{self.name}: {self.documents} documents, {len(self.rules)} rules fired, '
            f'{self.differences} differences, {self.without_result} without a result; '
            f'unit tests {self.unit_tests_met}/{self.unit_tests}'
        )

    def compare(self, ours: Answer, theirs: Answer, xml: bytes) -> None:
        """Count one document."""
        self.documents += 1
        if isinstance(ours, str) or isinstance(theirs, str):
            self.without_result += 1
        elif ours == theirs:
            self.compared += 1
            self.rules.update(name.partition(' ')[0] for name in ours)
        else:
            self.differences += 1
            text = f'ours {_more(ours, theirs)}, SaxonC {_more(theirs, ours)}'
            self.examples.append(Example(text, xml))


def _more(some: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in some.items() if others.get(name) != count}


def agreements(
    documents: int = DOCUMENTS, seed: int = SEED, files: Sequence[Path] = ()
) -> list[Agreement]:
    """Ask both engines everything."""
    sides = sides_here(files)
    results = {side: Agreement(side.name) for side in sides}
    with Saxon([side.rules for side in sides]) as saxon:
        for document in Mutator(seed, bases(), donors()).documents(documents):
            _compare(etree.tostring(document), saxon, results)
    for test in unit_tests():
        for side, result in results.items():
            if test.family == side.family and side.covers_all(test.expected):
                result.unit_tests += 1
                result.unit_tests_met += test.is_met_by(side.found(test.root))
    return list(results.values())


def _compare(xml: bytes, saxon: Saxon, results: dict[Side, Agreement]) -> None:
    start = time.perf_counter()
    answers = saxon.ask(xml)
    spent = (time.perf_counter() - start) / len(answers)
    root = etree.fromstring(xml)
    for (side, result), theirs in zip(results.items(), answers, strict=True):
        if not side.suits(root):
            continue
        start = time.perf_counter()
        ours = side.answer(root)
        result.ours += time.perf_counter() - start
        result.theirs += spent
        result.compare(ours, side.covered(theirs), xml)


def main() -> None:
    """One line for each rule set, differing documents below; exit code 1 if there are any."""
    parser = argparse.ArgumentParser(prog='python -m oracle.agreement', description=__doc__)
    parser.add_argument('--documents', type=int, default=DOCUMENTS)
    parser.add_argument('--seed', type=int, default=SEED)
    parser.add_argument('--rules', type=Path, nargs='*', default=(), help="other rule files")
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--keep', type=Path, metavar='FOLDER', help="for documents that differ")
    arguments = parser.parse_args()
    os.nice(19)
    results = agreements(arguments.documents, arguments.seed, arguments.rules)
    print(_as_json(results) if arguments.json else _as_text(results))
    if arguments.keep:
        _keep(results, arguments.keep)
    sys.exit(0 if all(result.is_complete for result in results) else 1)


def _as_json(results: list[Agreement]) -> str:
    return json.dumps(
        [
            {
                **vars(each),
                'text': str(each),
                'rules': sorted(each.rules),
                'examples': [example.difference for example in each.examples],
            }
            for each in results
        ]
    )


def _as_text(results: list[Agreement]) -> str:
    """A line for each rule set, and the first differences below."""
    shown = [[example.difference for example in each.examples[:SHOWN]] for each in results]
    return '\n'.join(
        '\n  '.join([str(each), *some]) for each, some in zip(results, shown, strict=True)
    )


def _keep(results: list[Agreement], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        for number, example in enumerate(result.examples):
            (folder / f'{result.name}-{number}.xml').write_bytes(example.xml)


if __name__ == '__main__':
    main()
