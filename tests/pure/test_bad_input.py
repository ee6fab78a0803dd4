"""Whatever comes in: a finding or a sentence, never a traceback, a pass, or much memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_rules import PROBLEMS, REFUSED
from sandbox_driver import DEV
from ubl_documents import DAY, invoice, spoiled

from ubl.check import check
from ubl.words import words


ROOT = Path(__file__).resolve().parents[2]
VAT_NUMBER = b'''<cac:PartyTaxScheme><cbc:CompanyID>SE556036079301</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>'''
# Bytes, and the rule that speaks first.
DOCUMENTS = {
    'no XML': (b'no XML', 'PAGERO-PARSE'),
    'nothing': (b'', 'PAGERO-PARSE'),
    'a DTD': (b'<!DOCTYPE Invoice><Invoice/>', 'PAGERO-PARSE'),
    'an entity': (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'PAGERO-PARSE'),
    'a file': (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 'PAGERO-PARSE'),
    'ten thousand levels': (b'<a>' * 10_000 + b'</a>' * 10_000, 'PAGERO-PARSE'),
    'another root': (
        invoice().replace(b'<Invoice ', b'<Order ').replace(b'</Invoice>', b'</Order>'),
        'XSD',
    ),
    'no namespace': (b'<Invoice/>', 'XSD'),
    'an empty amount': (spoiled('cac:LegalMonetaryTotal/cbc:PayableAmount', ''), 'XSD'),
    'two VAT numbers': (
        invoice().replace(b'<cac:PartyTaxScheme>', VAT_NUMBER + b'<cac:PartyTaxScheme>', 1),
        'UBL-SR-12',
    ),
}
# Bytes that are made by the process that reads them, and the most MB that this may cost.
HUGE = {
    'a hundred megabytes': ("b'<a>' + b' ' * 100_000_000 + b'</a>'", 20),
    'a hundred thousand lines': ("invoice(100_000)", 20),
}
MEMORY = '''
import sys
sys.path[:0] = [{tests!r}, {dev!r}]
from setup.pure import import_without_odoo
import_without_odoo()
from datetime import date
from pathlib import Path
from ubl.check import check
from ubl_documents import invoice

def peak_memory():
    [line] = [line for line in Path('/proc/self/status').read_text().splitlines()
              if line.startswith('VmHWM')]
    return int(line.split()[1]) // 1024

xml = {document}
Path('/proc/self/clear_refs').write_text('5')  # forget the peak so far
before = peak_memory()
[finding] = check(xml, on=date(2026, 11, 1))
print(finding.rule, finding.severity, peak_memory() - before, finding.text)
'''


def validate(*arguments, **variables):
    return subprocess.run(
        [sys.executable, '-m', 'setup.commands.validate', *map(str, arguments)],
        env={**os.environ, 'PYTHONPATH': str(DEV), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize('name', DOCUMENTS)
def test_a_bad_document_is_a_fatal_finding(name):
    xml, rule = DOCUMENTS[name]

    found = check(xml, on=DAY)

    assert rule in {each.rule for each in found if each.is_fatal}, found
    for each in found:
        assert each.place and each.text and each.advice
        assert words(each, 'sv_SE').advice != each.advice or each.rule.startswith('UBL')
        assert 'root:' not in f'{each.text}{each.detail}'


def test_the_command_says_the_same_even_without_a_locale(tmp_path):
    files = [tmp_path / f'{number}.xml' for number in range(len(DOCUMENTS))]
    for file, (xml, _rule) in zip(files, DOCUMENTS.values(), strict=True):
        file.write_bytes(xml)

    done = validate('--json', *files, LC_ALL='xx_XX.UTF-8', LANG='yy_YY')

    assert (done.returncode, done.stderr) == (2, '')
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(answer['file']) for answer in answers] == files
    for answer, (_xml, rule) in zip(answers, DOCUMENTS.values(), strict=True):
        assert rule in {each['rule'] for each in answer['findings'] if each['severity'] == 'fatal'}


@pytest.mark.parametrize('name', HUGE)
def test_what_is_too_large_is_refused_before_it_costs_memory(name):
    document, most = HUGE[name]
    program = MEMORY.format(
        tests=str(Path(__file__).parent), dev=str(ROOT / 'dev'), document=document
    )

    done = subprocess.run(
        [sys.executable, '-c', program], capture_output=True, text=True, timeout=120, check=False
    )

    rule, severity, megabytes, text = done.stdout.split(maxsplit=3)
    assert (rule, severity) == ('PAGERO-SIZE', 'fatal'), done.stderr
    assert int(megabytes) <= most
    assert "more than" in text or "larger than" in text


def test_the_command_does_not_even_read_a_huge_file(tmp_path):
    huge = tmp_path / 'huge.xml'
    with huge.open('wb') as file:
        file.truncate(4 << 30)

    done = validate('--json', huge)
    as_pack = validate('--pack', huge, huge)

    [answer] = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (2, '')
    assert "larger than" in answer['findings'][0]['text']
    assert (as_pack.returncode, as_pack.stderr.count('\n')) == (2, 1)
    assert "larger than" in as_pack.stderr


@pytest.mark.parametrize(
    'name',
    [
        'no XML',
        'entities',
        'an include',
        'deep elements',
    ],
)
def test_a_bad_pack_is_refused_by_the_command_with_one_sentence(name, tmp_path):
    content, said = REFUSED[name]
    file, document = tmp_path / 'bad.sch', tmp_path / 'good.xml'
    file.write_bytes(content)
    document.write_bytes(invoice())

    done = validate('--pack', file, document)

    assert (done.returncode, done.stdout, done.stderr.count('\n')) == (2, '', 1)
    assert said in done.stderr and 'Traceback' not in done.stderr


def test_a_rule_with_an_unknown_function_is_told_with_each_document(tmp_path):
    file, document = tmp_path / 'bad.sch', tmp_path / 'good.xml'
    file.write_bytes(PROBLEMS['unparsed-text'])
    document.write_bytes(invoice())

    done = validate('--json', '--pack', file, document)

    answer = json.loads(done.stdout)
    assert done.stderr.count('\n') == 1 and "unparsed-text() isn't known" in done.stderr
    assert [(each['rule'], each['severity']) for each in answer['findings']] == [('A', 'warning')]
    assert "could not be read" in answer['findings'][0]['text']
