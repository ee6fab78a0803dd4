"""``dev/validate``: its output, its exit codes, its packs."""

import json
import os
import subprocess
import sys

import pytest
from sandbox_driver import DEV
from schematron_helpers import SCHEMA
from ubl_documents import invoice, spoiled


TOTAL = 'cac:LegalMonetaryTotal/cbc:PayableAmount'


@pytest.fixture
def validate(tmp_path):
    """Runs the command on documents; gives the exit code and the lines of JSON."""

    def run(*options, **documents):
        files = [tmp_path / f'{name}.xml' for name in documents]
        for file, xml in zip(files, documents.values(), strict=True):
            if xml is not None:
                file.write_bytes(xml)
        command = [sys.executable, '-m', 'setup.commands.validate', *options, *map(str, files)]
        done = subprocess.run(
            command,
            env={**os.environ, 'PYTHONPATH': str(DEV)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        lines = done.stdout.splitlines() if '--json' in options else []
        return done, [json.loads(line) for line in lines]

    return run


def rules(answer):
    return {finding['rule'] for finding in answer['findings']}


def test_a_good_invoice_gives_zero_and_no_finding(validate):
    done, [answer] = validate('--json', good=invoice())

    assert done.returncode == 0
    assert answer['file'].endswith('good.xml')
    assert (answer['xsd_valid'], answer['findings']) == (True, [])


def test_findings_of_a_rule_are_counted(validate):
    wrong = invoice().replace(b'C62">2<', b'C62">3<')

    done, [answer] = validate('--json', wrong=wrong)

    [finding] = answer['findings']
    assert done.returncode == 1
    assert (finding['rule'], finding['severity'], finding['count']) == (
        'PEPPOL-EN16931-R120',
        'fatal',
        2,
    )
    assert finding['location'] == '/Invoice/cac:InvoiceLine[1]' and finding['text']


def test_a_warning_alone_gives_zero(validate):
    xml = invoice().replace(b'<cbc:IssueDate>', b'<cbc:UUID>1</cbc:UUID><cbc:IssueDate>')

    done, [answer] = validate('--json', warned=xml)

    assert (done.returncode, rules(answer)) == (0, {'UBL-CR-005'})


def test_exactly_the_named_packs_run(validate):
    xml = spoiled('cbc:BuyerReference', None, spoiled(TOTAL, '1.00'))

    _done, [cen] = validate('--json', '--pack', 'cen', wrong=xml)
    _done, [own] = validate('--json', '--pack', 'peppol-own', wrong=xml)
    _done, [both] = validate('--json', wrong=xml)

    assert rules(cen) == {'BR-CO-16'}
    assert rules(own) == {'PEPPOL-EN16931-R003'}
    assert rules(both) == rules(cen) | rules(own)


def test_a_rule_file_is_a_pack(validate, tmp_path):
    file = tmp_path / 'mine.sch'
    file.write_text(
        SCHEMA.format(
            '<pattern><rule context="/*"><assert id="MINE" flag="warning" test="false()">No.'
            '</assert></rule></pattern>'
        )
    )

    done, [answer] = validate('--json', '--no-xsd', '--pack', str(file), any=b'<a/>')

    assert (done.returncode, rules(answer), answer['xsd_valid']) == (0, {'MINE'}, None)


def test_packs_of_the_same_file_name_all_run(validate, tmp_path):
    files = []
    for folder in ('one', 'two'):
        files.append(tmp_path / folder / 'rules.sch')
        files[-1].parent.mkdir()
        assertion = f'<assert id="{folder}" test="false()"/>'
        pattern = f'<pattern><rule context="/*">{assertion}</rule></pattern>'
        files[-1].write_text(SCHEMA.format(pattern))

    _done, [answer] = validate(
        '--json', '--no-xsd', *(f'--pack={file}' for file in files), any=b'<a/>'
    )

    assert rules(answer) == {'one', 'two'}


@pytest.mark.parametrize('name', ['nothing', 'broken.sch'])
def test_a_pack_that_is_none_is_refused_with_a_sentence(validate, name):
    done, _lines = validate('--pack', name, good=invoice())

    assert done.returncode == 2
    assert name in done.stderr and 'Traceback' not in done.stderr


def test_the_schema_is_asked_first(validate):
    xml = spoiled('cbc:ID', None, spoiled('cbc:BuyerReference', None))

    done, [answer] = validate('--json', wrong=xml)
    _done, [without] = validate('--json', '--no-xsd', wrong=xml)

    assert (done.returncode, answer['xsd_valid'], rules(answer)) == (1, False, {'XSD'})
    assert rules(without) == {'BR-02', 'PEPPOL-EN16931-R003'}


@pytest.mark.parametrize('xml', [None, b'', b'no XML', b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_cannot_be_read_gives_two_and_the_rest_is_checked(validate, xml):
    done, [bad, good] = validate('--json', bad=xml, good=invoice())

    assert done.returncode == 2 and done.stderr == ''
    assert (rules(bad), good['findings']) == ({'PAGERO-PARSE'}, [])


def test_a_file_that_is_too_large_is_called_so(validate):
    done, [answer] = validate('--json', large=b'<a>' + b' ' * (65 << 20) + b'</a>')

    assert (done.returncode, rules(answer)) == (2, {'PAGERO-SIZE'})


def test_all_that_breaks_the_schema_is_counted(validate):
    xml = invoice(70).replace(b'<cbc:PriceAmount', b'<cbc:Never/><cbc:PriceAmount')

    _done, [answer] = validate('--json', wrong=xml)

    assert [finding['count'] for finding in answer['findings']] == [70]


def test_the_rules_of_a_day_can_be_asked(validate):
    gln = invoice().replace(
        b'schemeID="0007">5560360793</cbc:EndpointID', b'schemeID="0088">96385074</cbc:EndpointID'
    )

    _done, [now] = validate('--json', '--date', '2026-11-01', gln=gln)
    _done, [later] = validate('--json', '--date', '2027-03-01', gln=gln)

    assert 'PEPPOL-COMMON-R040' not in rules(now)
    assert 'PEPPOL-COMMON-R040' in rules(later)


def test_without_json_it_speaks_to_a_person(validate):
    done, _lines = validate(good=invoice(), wrong=spoiled(TOTAL, '1.00'))

    assert 'good.xml: nothing found' in done.stdout
    assert 'wrong.xml: has errors' in done.stdout and 'fatal BR-CO-16' in done.stdout


def test_print_shows_the_terms_of_the_invoice_and_what_it_has_besides(validate):
    foreign = b'<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:CustomizationID>'
    done, _answers = validate('--print', odd=invoice().replace(b'<cbc:CustomizationID>', foreign))

    for line in (
        '  number = INV/2026/00001',
        '  seller.legal_registration.value = 5560360793',
        '  lines.2.item.name = Pen 2',
        '  totals.payable = 500.00',
        '  not in the model: /Invoice/cbc:UBLVersionID: 2.1',
    ):
        assert line in done.stdout.splitlines()
    assert 'payee' not in done.stdout


def test_print_of_no_invoice_says_why(validate):
    done, _answers = validate('--print', no=b'no XML')

    assert done.returncode == 2
    assert 'well-formed' in done.stdout
