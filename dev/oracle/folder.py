"""Do our check and SaxonC find the same in any folder of invoices? `dev/validate --compare FOLDER`.

A strange file is settled in one command: what the two find differently is told rule by rule,
each with the files in which it does. Documents that the schema refuses are left out, since the
publishers' rules end with errors on them, and our check stops there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ubl import xsd
from ubl.parse import NotReadable, parse

from .saxon import Answer, Saxon
from .sides import Side, sides_here


SHOWN = 5


@dataclass
class Difference:
    """What one rule is found how often in which file."""

    file: str
    ours: int
    theirs: int

    def __str__(self) -> str:
        return f'{self.file}: ours {self.ours}, SaxonC {self.theirs}'


@dataclass
class Comparison:
    """The result for one rule set; ``differences`` by "ID FLAG"."""

    name: str
    documents: int = 0
    findings: int = 0
    without_result: list[str] = field(default_factory=list)
    differences: dict[str, list[Difference]] = field(default_factory=lambda: defaultdict(list))

    def add(self, file: str, ours: Answer, theirs: Answer) -> None:
        """Count one document."""
        if isinstance(ours, str) or isinstance(theirs, str):
            self.without_result.append(f'{file}: {ours if isinstance(ours, str) else theirs}')
            return
        self.documents += 1
        self.findings += sum(theirs.values())
        for name in sorted(ours.keys() | theirs.keys()):
            counts = ours.get(name, 0), theirs.get(name, 0)
            if counts[0] != counts[1]:
                self.differences[name].append(Difference(file, *counts))

    def lines(self) -> Iterator[str]:
        """One for the rule set, and below it those that differ."""
        yield (
            f'{self.name}: {self.documents} documents, {self.findings} findings, '
            f'{sum(map(len, self.differences.values()))} differences in '
            f'{len(self.differences)} rules, {len(self.without_result)} without a result'
        )
        for name, found in self.differences.items():
            yield f'  {name} ({len(found)} files)'
            yield from (f'    {each}' for each in found[:SHOWN])
        yield from (f'  no result, {each}'[:300] for each in self.without_result[:SHOWN])


@dataclass
class Corpus:
    """What a folder holds: documents that can be compared, and how many can't."""

    folder: Path
    unreadable: int = 0
    others: int = 0
    invalid: int = 0

    def documents(self) -> Iterator[tuple[str, etree._Element]]:
        """Each invoice or credit note that the schema lets through, by its place in the folder."""
        for file in sorted(self.folder.rglob('*.xml')):
            try:
                root = parse(file.read_bytes())
            except (NotReadable, OSError):
                self.unreadable += 1
                continue
            if root.tag not in xsd.SCHEMAS:
                self.others += 1
            elif xsd.validate(root, 1):
                self.invalid += 1
            else:
                yield str(file.relative_to(self.folder)), root

    def __str__(self) -> str:
        return (
            f'left out: {self.unreadable} that are no XML, {self.others} that are no invoice or '
            f'credit note in UBL, {self.invalid} that the schema refuses'
        )


def compare(folder: Path, files: Sequence[Path] = ()) -> tuple[Corpus, list[Comparison]]:
    """Ask both engines about each document, by the rules of EN 16931 and those of the files."""
    sides = sides_here(files)
    corpus, results = Corpus(folder), {side: Comparison(side.name) for side in sides}
    with Saxon([side.rules for side in sides]) as saxon:
        for name, root in corpus.documents():
            _ask(name, root, saxon, results)
    return corpus, list(results.values())


def _ask(name: str, root: etree._Element, saxon: Saxon, results: dict[Side, Comparison]) -> None:
    answers = saxon.ask(etree.tostring(root))
    for (side, result), theirs in zip(results.items(), answers, strict=True):
        if side.suits(root):
            result.add(name, side.answer(root), side.covered(theirs))


def main(folder: Path, files: Sequence[Path]) -> int:
    """A line for each rule set and difference; the exit code: 1 where anything differs."""
    corpus, results = compare(folder, files)
    for result in results:
        print('\n'.join(result.lines()))
    print(corpus)
    return int(any(result.differences for result in results))
