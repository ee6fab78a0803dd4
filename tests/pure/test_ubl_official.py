"""The publishers' own examples and unit tests; skipped where a clone has no ../shared/data."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from official import EXAMPLES, SELF_BILLED_EXAMPLES, needs_data
from oracle.corpus import DATA, PEPPOL_RULES, UNIT_TESTS
from test_ubl_rules import SELF_BILLED
from ubl_documents import self_billed, spoiled

from ubl.check import check
from ubl.official import pack_of_file
from ubl.parse import parse
from ubl.peppol_rules import KEYS, PACKS, PEPPOL_PACKS


DAY = date(2026, 11, 1)


def _unit_tests():
    index = UNIT_TESTS / 'index.json'
    cases = json.loads(index.read_text()) if index.is_file() else []
    return [case for case in cases if any(e['rule'] in KEYS for e in case['expect'])]


def _fragment(case):
    test_set = etree.parse(UNIT_TESTS / case['file'])
    test = test_set.findall('{*}test')[case['test']]
    node = next(
        child for child in test.iterchildren('*') if etree.QName(child).localname == case['root']
    )
    return etree.fromstring(etree.tostring(node), etree.XMLParser(remove_comments=True))


def _name(value):
    if value is None:
        return 'missing'
    return value.name if isinstance(value, Path) else f'{Path(value["file"]).stem}-{value["test"]}'


@needs_data
@pytest.mark.parametrize('path', [*EXAMPLES, *SELF_BILLED_EXAMPLES] or [None], ids=_name)
@pytest.mark.parametrize('day', [DAY, date(2027, 6, 1)])
def test_an_official_example_has_no_fatal_finding(path, day):
    findings = check(path.read_bytes(), on=day)

    # The examples' 19-digit "GLN" passes until 3.0.22 only.
    fatal = {finding.rule for finding in findings if finding.is_fatal}
    assert fatal <= ({'PEPPOL-COMMON-R040'} if day.year == 2027 else set())


@needs_data
@pytest.mark.parametrize('case', _unit_tests() or [None], ids=_name)
def test_an_official_unit_test_is_answered_as_expected(case):
    findings = PACKS[0].check(_fragment(case))

    for expected in case['expect']:
        if expected['rule'] not in KEYS:
            continue
        found = [f for f in findings if f.rule == expected['rule']]
        assert bool(found) == (expected['kind'] != 'success'), expected['rule']
        severity = 'warning' if expected['kind'] == 'warning' else 'fatal'
        assert {f.severity for f in found} <= {severity}
        assert not any(f.text.startswith("This rule could not") for f in found)
        if found and 'number' in expected:
            assert len(found) == expected['number']


@needs_data
def test_every_rule_of_the_official_file_is_there():
    rules = PEPPOL_RULES.read_text()
    rules = re.sub('<!--.*?-->', '', rules, flags=re.DOTALL)

    official = {
        (re.search('id="(.*?)"', each)[1], re.search('flag="(.*?)"', each)[1])
        for each in re.findall('<assert .*?>', rules, flags=re.DOTALL)
    }

    own = {
        (rule.id, rule.severity)
        for rule in PEPPOL_PACKS[0].rules
        if not rule.id.startswith('PAGERO')
    }
    assert len(official) == 165
    assert own == official


@needs_data
def test_the_swedish_sample_of_odoo_has_no_finding():
    sample = DATA.parent / 'samples' / 'core-bis3-se.xml'

    assert check(sample.read_bytes(), on=DAY) == []


@needs_data
@pytest.mark.parametrize(('path', 'value', 'rules'), SELF_BILLED)
def test_self_billed_documents_are_judged_as_the_official_rules_do(path, value, rules):
    official = pack_of_file(PEPPOL_RULES.with_name('PEPPOL-EN16931-UBL-SB.sch'))

    findings = official.check(parse(spoiled(path, value, self_billed())))

    assert {each.rule for each in findings} == {each for each in rules if each[:3] != 'BR-'}
