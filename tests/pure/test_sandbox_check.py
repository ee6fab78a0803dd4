"""The sandbox's own check: own_check.py, check_worker.py, schematron_xslt.py."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from official import needs_data
from oracle.corpus import UNIT_TESTS
from sandbox_driver import DEV, fresh_sandbox, invoice


sys.path.insert(0, str(DEV))

from pagero_sandbox import check_worker


pytest.importorskip('xmlschema')
pytest.importorskip('saxonche')

SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="cbc" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
<let name="wanted" value="'INV-1'"/>
<pattern><let name="count" value="count(//cbc:ID)"/>
<rule context="/*/cbc:ID"><let name="own" value="string(.)"/>
<assert id="OWN-1" flag="warning" test="$own = $wanted">The number {is} wrong &lt;here&gt;.</assert>
<assert id="OWN-2" flag="fatal" test="$count &gt; 99">Too few.</assert></rule>
<rule context="cbc:ID"><assert id="OWN-3" flag="fatal" test="true()">Never.</assert></rule>
</pattern></schema>"""

DOCUMENTS = tuple(
    f'{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}'
    for name in check_worker.ROOTS
)

box = pytest.fixture(fresh_sandbox)


def checked(box, payload, level='full'):
    box.send(payload=payload)
    box.control('settings', {'checks': level})
    assert box.control('checks/wait', {}) == {'done': True}
    return box.control('files')[-1]['check']


def test_a_good_invoice_has_no_findings(box):
    result = checked(box, invoice())

    assert (result['xsd'], result['en16931']) == ([], [])
    assert result['peppol'] == [] or result['peppol'].startswith('not checked: ')
    assert 'en16931: ok' in box.page('/')


def test_a_self_billed_invoice_has_rules_of_its_own(box):
    payload = invoice().replace(b'poacc:billing:', b'poacc:selfbilling:')

    ordinary = checked(box, payload)['peppol']
    result = checked(box, payload.replace(b'TypeCode>380<', b'TypeCode>389<'))

    assert (result['xsd'], result['en16931']) == ([], [])
    if isinstance(ordinary, list):  # the official rules are here
        assert [found['id'] for found in ordinary] == ['PEPPOL-EN16931-P0100']
        assert result['peppol'] == []
    else:
        assert ordinary.startswith('not checked: ')


def test_the_schema_comes_first(box):
    result = checked(box, invoice().replace(b'cbc:IssueDate', b'cbc:IssuedDate'))

    assert result['xsd'][0]['id'] == 'XSD'
    assert result['en16931'].startswith('not checked: ')


def test_a_wrong_total_is_found(box):
    payload = invoice().replace(b'>125.00</cbc:TaxInclusive', b'>126.00</cbc:TaxInclusive')

    result = checked(box, payload)

    assert 'BR-CO-15' in [finding['id'] for finding in result['en16931']]


def test_the_rules_can_be_left_out(box):
    result = checked(box, invoice(), level='xsd')

    assert result['xsd'] == []
    assert result['en16931'] == 'not checked: switched off'


@pytest.mark.parametrize('payload', [b'garbage', b'<!DOCTYPE x><x/>', b'<x/>', b'\xff\xfe\x00'])
def test_what_is_no_invoice_is_not_checked(box, payload):
    assert checked(box, payload)['xsd'].startswith('not checked: ')


def test_without_rules_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv(check_worker.RULES_VARIABLE, str(tmp_path / 'nothing'))
    check_worker._peppol_rules.cache_clear()

    result = check_worker._check_peppol(b'')

    assert result.startswith('not checked: there are no Peppol rules here')
    check_worker._peppol_rules.cache_clear()


def test_schematron_is_run_as_it_is_written(tmp_path):
    rules = tmp_path / 'own.sch'
    rules.write_text(SCHEMATRON, encoding='utf-8')

    findings = check_worker._findings(check_worker._transform(rules, invoice(number='X')))

    assert [(found['id'], found['flag']) for found in findings] == [
        ('OWN-1', 'warning'),
        ('OWN-2', 'fatal'),
    ]
    assert findings[0]['text'] == 'The number {is} wrong <here>.'


def test_the_newest_release_is_taken(monkeypatch, tmp_path):
    for release in ('peppol-3.0.9', 'peppol-3.0.21'):
        (tmp_path / release).mkdir()
        (tmp_path / release / check_worker.RULES_FILE).touch()
    monkeypatch.setenv(check_worker.RULES_VARIABLE, str(tmp_path))
    check_worker._peppol_rules.cache_clear()

    assert Path(check_worker._peppol_rules()).parent.name == 'peppol-3.0.21'
    check_worker._peppol_rules.cache_clear()


@needs_data
def test_peppols_own_unit_tests_come_out_as_expected(monkeypatch):
    monkeypatch.delenv(check_worker.RULES_VARIABLE, raising=False)
    check_worker._peppol_rules.cache_clear()
    index = json.loads((UNIT_TESTS / 'index.json').read_text(encoding='utf-8'))
    cases = [case for case in index if case['file'].startswith('openpeppol/')]

    wrong = [case for case in cases if not comes_out(case)]

    assert len(cases) > 100
    assert wrong == []


def comes_out(case):
    suite = ElementTree.parse(UNIT_TESTS / case['file']).getroot()
    test = list(suite.iter('{http://difi.no/xsd/vefa/validator/1.0}test'))[case['test']]
    (document,) = [child for child in test if child.tag in DOCUMENTS]
    findings = check_worker._check_peppol(ElementTree.tostring(document))
    found = {finding['id'] for finding in findings}
    return all(
        (expected['rule'] in found) == (expected['kind'] != 'success')
        for expected in case['expect']
    )
