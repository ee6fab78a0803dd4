"""The publishers' own tests and rules; skipped where a clone has no ../shared/data."""

import json
from functools import cache

import pytest
from lxml import etree
from official import EXAMPLES, needs_data
from oracle.corpus import PEPPOL_RULES, UNIT_TESTS

from ubl.official import cen_pack, pack_of_file


@cache
def pack(family):
    return cen_pack() if family == 'cen' else pack_of_file(PEPPOL_RULES)


def unit_tests():
    index = UNIT_TESTS / 'index.json'
    return json.loads(index.read_text()) if index.is_file() else []


def files():
    return sorted({case['file'] for case in unit_tests()})


def fragment(test_set, case):
    test = test_set.findall('{*}test')[case['test']]
    node = next(
        each for each in test.iterchildren('*') if etree.QName(each).localname == case['root']
    )
    return etree.fromstring(etree.tostring(node))


def wrong(case, found):
    """The expectations that aren't met."""
    for expected in case['expect']:
        hits = [each for each in found if each.assertion.id == expected['rule']]
        flag = 'warning' if expected['kind'] == 'warning' else 'fatal'
        if (
            bool(hits) != (expected['kind'] != 'success')
            or (hits and len(hits) != int(expected.get('number', len(hits))))
            or any(each.assertion.flag != flag or each.error for each in hits)
        ):
            yield case['test'], expected, hits


@needs_data
@pytest.mark.parametrize('file', files() or [None])
def test_official_unit_tests_are_answered_as_expected(file):
    test_set = etree.parse(UNIT_TESTS / file)
    cases = [case for case in unit_tests() if case['file'] == file]

    for case in cases:
        found = pack(file.partition('/')[0]).failures(fragment(test_set, case))

        assert list(wrong(case, found)) == []


@needs_data
@pytest.mark.parametrize('family', ['cen', 'openpeppol'])
@pytest.mark.parametrize('path', EXAMPLES or [None], ids=lambda path: path and path.stem)
def test_an_official_example_breaks_no_rule(path, family):
    found = pack(family).failures(etree.parse(path).getroot())

    assert [each.assertion.id for each in found] == []


@needs_data
def test_all_official_rules_are_understood():
    assert not pack('openpeppol').engine.problems
    assert not pack_of_file(PEPPOL_RULES.with_name('PEPPOL-EN16931-UBL-SB.sch')).engine.problems
