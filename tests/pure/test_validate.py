"""``dev/validate``: its output, its exit codes, its packs."""

import json
import os
import subprocess
import sys

import pytest
from oracle.folder import Comparison
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


def test_it_says_which_releases_it_used(validate):
    for day, release in (('2027-02-23', '3.0.21'), ('2027-02-24', '3.0.22')):
        _done, [answer] = validate('--json', '--date', day, good=invoice())
        norm, own = answer['releases']
        assert norm.startswith('cen-en16931 1.3.') and own == f'peppol-own {release}'

        done, _answers = validate('--date', day, good=invoice())
        assert f'nothing found by {norm}, {own}' in done.stdout

    _done, [answer] = validate('--json', wrong=invoice().replace(b'<cbc:ID>INV', b'<cbc:Id>INV'))
    assert answer['releases'] == []


def test_a_rule_that_could_not_be_read_is_told_before_any_invoice(validate, tmp_path):
    rules = tmp_path / 'next.sch'
    rules.write_text(
        SCHEMA.format(
            """<pattern><rule context="/*"><assert id="NEW-1" test="unknown()"/>
            <assert id="NEW-2" flag="fatal" test="false()"/></rule></pattern>"""
        )
    )

    done, [answer] = validate('--json', '--pack', str(rules), good=invoice())

    assert "NEW-1 could not be read: the function unknown() isn't known" in done.stderr
    assert {each['rule']: each['severity'] for each in answer['findings']} == {
        'NEW-1': 'warning',
        'NEW-2': 'fatal',
    }


def test_a_folder_is_compared_with_saxon_in_one_command(validate, tmp_path):
    pytest.importorskip('saxonche')
    folder = tmp_path / 'odd' / 'deeper'
    folder.mkdir(parents=True)
    documents = {
        'good': invoice(),
        'spoilt': spoiled(TOTAL, '1.00'),
        'no-xml': b'no XML',
        'no-invoice': b'<html/>',
        'invalid': spoiled('cbc:IssueDate', 'yesterday'),
    }
    for name, xml in documents.items():
        (folder / f'{name}.xml').write_bytes(xml)

    done, _lines = validate('--compare', str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert 'cen: 2 documents, 1 findings, 0 differences in 0 rules' in done.stdout
    assert (
        'left out: 1 that are no XML, 1 that are no invoice or credit note in UBL, 1 that the'
        in done.stdout
    )


def test_a_rule_file_is_compared_as_far_as_it_can_be_read(validate, tmp_path):
    """Rules that only one of the engines can run differ by nothing; what is left is compared."""
    pytest.importorskip('saxonche')
    rules = tmp_path / 'rules.sch'
    rules.write_text(
        SCHEMA.format(
            """<pattern><rule context="/*"><assert id="A" flag="fatal"
            test="exists(for-each((1, 2), function($x) { $x }))"/>
            <assert id="B" flag="warning" test="false()"/></rule></pattern>"""
        )
    )
    (tmp_path / 'a.xml').write_bytes(invoice())

    done, _lines = validate('--compare', str(tmp_path), '--pack', str(rules))

    assert 'rules-official: 1 documents, 1 findings, 0 differences' in done.stdout, done.stdout


def test_what_differs_is_told_rule_by_rule():
    result = Comparison('peppol')

    result.add('a.xml', {'A fatal': 1, 'B warning': 1}, {'A fatal': 2, 'B warning': 1})
    result.add('deeper/b.xml', {}, {'A fatal': 1})
    result.add('c.xml', {}, 'division by zero')

    assert list(result.lines()) == [
        'peppol: 2 documents, 4 findings, 2 differences in 1 rules, 1 without a result',
        '  A fatal (2 files)',
        '    a.xml: ours 1, SaxonC 2',
        '    deeper/b.xml: ours 0, SaxonC 1',
        '  no result, c.xml: division by zero',
    ]


@pytest.mark.parametrize(
    ('options', 'words'),
    [(['/nowhere'], "is no folder"), (['.', '--pack', '/nowhere.sch'], "/nowhere.sch")],
)
def test_what_cannot_be_compared_is_told_in_a_sentence(validate, options, words):
    done, _lines = validate('--compare', *options)

    assert done.returncode == 2 and words in done.stderr
    assert 'Traceback' not in done.stderr


@pytest.mark.parametrize('options', [[], ['--compare', '.', 'a.xml']])
def test_files_or_a_folder_are_named(validate, options):
    done, _lines = validate(*options)

    assert done.returncode == 2 and "name files, or a folder" in done.stderr
