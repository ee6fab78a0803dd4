"""What is compared with SaxonC: the engine with official rules, and the addon's own rules."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from ubl.official import SchematronPack, cen_pack, pack_of_file
from ubl.peppol_rules import PEPPOL_PACKS, registry

from .corpus import PEPPOL_RULES, cen_rules
from .saxon import Answer


@dataclass(frozen=True)
class Side:
    """A rule set of ours beside the official file that SaxonC runs."""

    name: str
    family: str
    rules: Path

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

    pack: SchematronPack

    def answer(self, root: etree._Element) -> Answer:
        """See Side."""
        failures = self.pack.failures(root)
        errors = [each.error for each in failures if each.error and not each.in_context]
        return errors[0] if errors else _counted(failures)

    def found(self, root: etree._Element) -> dict[str, int]:
        """See Side."""
        return _counted(self.pack.failures(root))


@dataclass(frozen=True, eq=False)
class OwnRules(Side):
    """The addon's own rules, as far as their ids are official ones."""

    pack: registry.OwnPack

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
        if isinstance(theirs, str):
            return theirs
        return {name: count for name, count in theirs.items() if name.partition(' ')[0] in self.ids}

    def covers_all(self, expected: Iterable[dict]) -> bool:
        """See Side."""
        return all(each['rule'] in self.ids for each in expected)


def sides_here() -> list[Side]:
    """All whose official file is here; the one of EN 16931 always is."""
    cen = cen_rules()
    sides: list[Side] = [OfficialRules('cen', 'cen', cen, cen_pack())]
    if PEPPOL_RULES.is_file():
        official = pack_of_file(PEPPOL_RULES)
        own = replace(PEPPOL_PACKS[0], most=sys.maxsize)
        sides += [
            OfficialRules('peppol-official', 'openpeppol', PEPPOL_RULES, official),
            OwnRules('peppol-own', 'openpeppol', PEPPOL_RULES, own),
        ]
    return sides


def _counted(failures: list) -> dict[str, int]:
    return dict(
        Counter(f'{each.assertion.id} {each.assertion.flag}' for each in failures if not each.error)
    )
