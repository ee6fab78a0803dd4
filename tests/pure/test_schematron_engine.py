"""Rules, patterns, variables and functions; and files that are no good."""

import hashlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree
from schematron_helpers import DOCUMENT, SCHEMA, engine, failures, found
from ubl_documents import DAY, credit_note, invoice, spoiled

from ubl import official
from ubl.check import Layer, check
from ubl.official import SchematronPack, cen_pack, read
from ubl.schematron import Engine, NotAPack


ROOT = Path(__file__).resolve().parents[2]


def pack(content=b'', **values):
    return SchematronPack('test', '1', 'a test', lambda: content, **values)


def test_only_the_first_rule_of_a_pattern_that_matches_is_asked():
    rules = '''<pattern><rule context="x:b[@n = '1']"><assert id="A" test="false()"/></rule>
    <rule context="x:b"><assert id="B" test="false()"/></rule></pattern>
    <pattern><rule context="x:b[@n = '1']"><assert id="C" test="false()"/></rule></pattern>'''

    assert found(rules) == [('A', 'b'), ('B', 'b'), ('B', 'b'), ('C', 'b')]


@pytest.mark.parametrize(
    ('context', 'count'),
    [
        ('x:b', 3),
        ('//x:b', 3),
        ('/x:a/x:b', 2),
        ('x:c/x:b', 1),
        ('x:a//x:b', 3),
        ('/x:a', 1),
        ('x:b | x:d', 4),
        ('*', 8),
        ('//*[not(*)]', 6),
        ('(x:b | x:d)[@n]', 3),
        ('x:b[2]', 1),
        ('x:a[x:e]/x:b', 2),
        ('x:a[x:zzz]/x:b', 0),
        ('(/x:a | /x:c)/x:b', 2),
        ('@n', 3),
        ('x:c/x:b/@n', 1),
        ('f', 1),
        ('x:*', 7),
        ('*:b', 3),
        ('/x:b', 0),
        ('x:d/x:b', 0),
        ('//x:c//x:b', 1),
        ('x:b[last()]', 2),
    ],
)
def test_a_context_matches_so_many_nodes(context, count):
    rule = f'<pattern><rule context="{context}"><assert id="A" test="false()"/></rule></pattern>'

    assert len(found(rule)) == count


def test_a_report_complains_when_its_test_is_true():
    rule = '''<pattern><rule context="x:c"><report id="R" test="x:b">there</report>
    <assert id="A" test="x:b">missing</assert></rule></pattern>'''

    assert [(each.assertion.id, each.text) for each in failures(rule)] == [('R', 'there')]


def test_variables_of_schema_pattern_and_rule_are_seen():
    rules = '''<let name="late" value="concat($early, '!')"/><let name="early" value="/x:a/@id"/>
    <pattern><let name="own" value="'first'"/><rule context="x:c">
      <let name="n" value="x:b/@n"/><let name="m" value="$n + 1"/>
      <assert id="A" test="x:b[$m = 5]"><value-of select="$late"/> <value-of select="$m"/>
      <value-of select="$own"/></assert></rule></pattern>
    <pattern><let name="own" value="'second'"/><rule context="x:c">
      <assert id="B" test="false()"><value-of select="$own"/></assert></rule></pattern>'''

    assert [each.text for each in failures(rules)] == ['top! 4 first', 'second']


def test_a_function_of_the_pack_is_called():
    rules = '''<xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="u:fact"
      as="xs:integer"><xsl:param name="n" as="xs:integer"/><xsl:choose>
      <xsl:when test="$n &lt; 2"><xsl:sequence select="1"/></xsl:when>
      <xsl:otherwise><xsl:variable name="less" select="u:fact($n - 1)"/>
      <xsl:sequence select="$n * $less"/></xsl:otherwise></xsl:choose></xsl:function>
    <pattern><rule context="x:c"><assert id="A" test="u:fact(5) = 120"/>
    <assert id="B" test="u:fact(x:b/@n) = 7"/></rule></pattern>'''

    assert found(rules) == [('B', 'c')]


def test_a_test_that_fails_is_reported_and_the_others_go_on():
    rules = '''<pattern><rule context="x:c"><assert id="A" flag="warning" test="1 div 0 = 1"/>
    <assert id="B" test="false()"/></rule></pattern>'''

    broken, plain = failures(rules)

    assert (broken.assertion.id, plain.assertion.id) == ('A', 'B')
    assert 'FOAR0001' in broken.error and not plain.error


def test_a_context_that_fails_does_not_match_but_is_reported_once():
    rules = '''<let name="bad" value="xs:decimal('x')"/>
    <pattern><rule context="x:b[$bad = 1]"><assert id="A" test="false()"/></rule>
    <rule context="x:b"><assert id="B" test="false()"/></rule></pattern>'''

    errors = [each for each in failures(rules) if each.in_context]

    assert [each.assertion.id for each in errors] == ['A']
    assert len(failures(rules)) == 4


def test_a_rule_that_cannot_be_read_is_reported_for_every_document():
    rules = '''<pattern><rule context="x:b"><assert id="A" test="doc('x')"/></rule>
    <rule context="key('k', 'v')"><assert id="B" test="true()"/></rule></pattern>'''

    assert [(each.assertion.id, bool(each.error)) for each in failures(rules)] == [
        ('A', True),
        ('B', True),
    ]


def test_endless_recursion_is_an_error_of_the_rule():
    rules = '''<xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="u:f">
    <xsl:param name="n"/><xsl:sequence select="u:f($n)"/></xsl:function>
    <pattern><rule context="/x:a"><assert id="A" test="u:f(1)"/></rule></pattern>'''

    assert 'RecursionError' in failures(rules)[0].error


@pytest.mark.parametrize(
    ('content', 'words'),
    [
        (b'', 'empty'),
        (b'<a', 'well-formed'),
        (b'<a/>', 'neither'),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document'),
        (b'<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>', 'xslt2'),
        (SCHEMA.format('<include href="x"/>').encode(), 'include'),
        (SCHEMA.format('<pattern abstract="true"/>').encode(), 'pattern'),
        (SCHEMA.format('<pattern><rule/></pattern>').encode(), 'context'),
        (b'<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"/>', 'skeleton'),
    ],
)
def test_what_is_no_rule_file_is_refused_with_a_sentence(content, words):
    with pytest.raises(NotAPack, match=words):
        Engine(read(content))


XSL = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'


@pytest.mark.parametrize(
    ('unreadable', 'reason'),
    [
        ('<let name="v" value="unknown()"/>', 'the function unknown'),
        ('<let name="v" value="$w"/><let name="w" value="unknown()"/>', 'the variable $w'),
        (f'''<xsl:function {XSL} name="u:f"><xsl:for-each select="1"/></xsl:function>
        <let name="v" value="u:f()"/>''', "own function f(): 'for-each'"),
        (f'''<xsl:function {XSL} name="u:f"><xsl:sequence select="u:g()"/></xsl:function>
        <xsl:function {XSL} name="u:g"><xsl:sequence select="unknown()"/></xsl:function>
        <let name="v" value="u:f()"/>''', 'own function g(): the function unknown'),
        ('<let name="v" value="1 +"/>', 'the end'),
        ('<let name="v" value="try { 1 }"/>', 'is no XPath'),
    ],
)  # fmt: skip
@pytest.mark.parametrize('used_in', ['test', 'let', 'context'])
def test_a_pack_loses_the_rules_that_use_what_cannot_be_read_and_no_other(
    unreadable, reason, used_in
):
    """A function, a variable or a construct that isn't known: the publisher's next one, say."""
    rules = {
        'test': '<rule context="x:c"><assert id="A" test="$v = 1"/>',
        'let': '<rule context="x:c"><let name="l" value="$v"/><assert id="A" test="$l = 1"/>',
        'context': """<rule context="x:e[$v]"><assert id="A" test="true()"/></rule>
        <rule context="x:c">""",
    }[used_in]
    content = f'''{unreadable}<pattern>{rules}<assert id="B" test="false()"/></rule>
    <rule context="x:b"><assert id="C" test="true()"/></rule></pattern>'''

    lost, broken = failures(content)

    assert (lost.assertion.id, lost.is_unread, broken.assertion.id) == ('A', True, 'B')
    assert reason in lost.error
    assert [each.assertion.id for each in engine(content).problems] == ['A']


def test_a_rule_that_was_not_read_is_a_warning_that_says_so():
    content = SCHEMA.format(
        '''<pattern><rule context="/*"><assert id="NEW-1" test="unknown()"/></rule></pattern>'''
    ).encode()

    [finding] = check(invoice(), on=DAY, layers=[Layer('rules', (pack(content),))])

    assert (finding.rule, finding.key, finding.is_fatal) == ('NEW-1', 'PAGERO-UNREAD', False)
    assert "unknown()" in finding.detail


def test_our_own_rule_is_asked_in_the_stead_of_one_that_was_not_read():
    content = SCHEMA.format(
        """<pattern><rule context="/*"><assert id="PEPPOL-EN16931-R003" test="unknown()"/></rule>
        </pattern>"""
    ).encode()
    layers = [Layer('rules', (pack(content),))]

    assert check(invoice(), on=DAY, layers=layers) == []
    [finding] = check(spoiled('cbc:BuyerReference', None), on=DAY, layers=layers)
    assert (finding.rule, finding.is_fatal) == ('PEPPOL-EN16931-R003', True)


def test_a_pack_that_cannot_be_read_is_a_fatal_finding():
    found = check(invoice(), on=DAY, layers=[Layer('rules', (pack(b'no rules'),))])

    assert [(each.rule, each.is_fatal) for each in found] == [('PAGERO-PACK', True)]


@pytest.mark.parametrize(
    ('version', 'words'),
    [('3.0.21', "consists of digits"), ('3.0.22', "has 13 digits"), ('', "consists of digits")],
)
def test_a_rule_is_explained_in_the_words_of_the_packs_release(version, words):
    rules = SchematronPack(
        'test',
        version,
        'a test',
        lambda: SCHEMA.format(
            """<pattern><rule context="*:EndpointID[@schemeID = '0088']">
        <assert id="PEPPOL-COMMON-R040" test="false()">Official.</assert></rule></pattern>""",
        ).encode(),
    )
    xml = invoice().replace(b'"0007">5560360793</cbc:Endp', b'"0088">96385075</cbc:Endp')

    [finding] = rules.check(etree.fromstring(xml))

    assert words in finding.text and finding.detail == '96385075'


def test_a_pack_of_another_sha256_is_refused():
    content = SCHEMA.format('').encode()

    assert (
        pack(content, sha256=hashlib.sha256(content).hexdigest()).failures(
            etree.fromstring(DOCUMENT)
        )
        == []
    )
    with pytest.raises(NotAPack, match='sha256'):
        pack(content, sha256='0' * 64).check(etree.fromstring(DOCUMENT))


def test_too_many_elements_are_a_finding(monkeypatch):
    monkeypatch.setattr(official, 'MAX_ELEMENTS', 50)

    found = cen_pack().check(etree.fromstring(invoice()))

    assert [(each.rule, each.is_fatal) for each in found] == [('PAGERO-SIZE', True)]


def test_the_rules_of_the_wheel_are_all_read():
    rules = cen_pack()

    assert rules.version.startswith('1.3.') and not rules.engine.problems
    assert rules.check(etree.fromstring(invoice())) == []


def test_a_finding_names_the_missing_child_and_the_line():
    root = etree.fromstring(spoiled('cac:InvoiceLine[2]/cac:Item/cbc:Name', None))

    found = cen_pack().check(root)

    assert [(each.rule, each.line, each.field) for each in found] == [
        ('BR-25', '2', 'invoice_line_ids')
    ]
    assert found[0].location.endswith('/cac:InvoiceLine[2]')


def test_an_element_outside_the_model_is_a_warning():
    xml = invoice().replace(b'<cbc:IssueDate>', b'<cbc:UUID>1</cbc:UUID><cbc:IssueDate>')

    found = cen_pack().check(etree.fromstring(xml))

    assert [(each.rule, each.severity, each.detail) for each in found] == [
        ('UBL-CR-005', 'warning', '1')
    ]


def test_threads_share_one_pack():
    rules, compiled = cen_pack(), []
    documents = [
        invoice(),
        credit_note(),
        spoiled('cbc:ID', None),
        spoiled('cac:LegalMonetaryTotal/cbc:PayableAmount', '1.00'),
    ]
    barrier = threading.Barrier(6, timeout=20)

    def work(_number):
        barrier.wait()
        compiled.append(rules.engine)
        return [rules.check(etree.fromstring(xml)) for xml in documents * 5]

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(work, range(6)))

    assert all(result == results[0] for result in results)
    assert len(set(map(id, compiled))) == 1


def test_processes_forked_from_one_that_compiles_share_what_is_there():
    """As Odoo's workers: whatever the moment of the fork, nothing hangs and all find the same."""
    documents = [invoice(), spoiled('cbc:ID', None)]
    ready, late = cen_pack(), cen_pack()
    expected = [ready.check(etree.fromstring(xml)) for xml in documents]
    busy = threading.Thread(target=lambda: late.engine)
    busy.start()
    while not official._compiling.lock.locked() and busy.is_alive():
        pass

    children = [
        _forked(
            lambda: [
                [each.check(etree.fromstring(xml)) for xml in documents] for each in (ready, late)
            ]
        )
        for _child in range(2)
    ]
    busy.join()

    for child, answers in children:
        with answers:
            assert pickle.load(answers) == [expected] * 2
        os.waitpid(child, 0)


def _forked(work):
    """The id of a child that does the work, and the file where its pickled result appears."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, os.fdopen(reading, 'rb')
    try:
        signal.alarm(20)  # a child that hangs dies, and has written nothing
        with os.fdopen(writing, 'wb') as file:
            pickle.dump(work(), file)
    finally:
        os._exit(0)


def test_the_document_is_left_as_it_was():
    root = etree.fromstring(invoice())
    before = etree.tostring(root)

    cen_pack().check(root)

    assert etree.tostring(root) == before


LIMITED = '''
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2560 << 20, 2560 << 20))

def peak_memory():
    [line] = [line for line in Path('/proc/self/status').read_text().splitlines()
              if line.startswith('VmHWM')]
    return int(line.split()[1]) // 1024

from setup.pure import import_without_odoo
import_without_odoo()
from ubl.check import Layer, XSD_LAYER, check
from ubl.official import cen_pack
from datetime import date
xml = sys.stdin.buffer.read()
layers = (XSD_LAYER, Layer('rules', (cen_pack(),)))
assert check(xml, on=date(2026, 11, 1), layers=layers[:1]) == []
before = peak_memory()
assert check(xml, on=date(2026, 11, 1), layers=layers) == []
assert 'facturx' not in sys.modules
print(peak_memory() - before)
'''


def test_it_works_under_the_limits_of_odoo_and_without_a_locale():
    variables = {**os.environ, 'PYTHONPATH': str(ROOT / 'dev'), 'LC_ALL': 'xx_XX.UTF-8'}

    done = subprocess.run(
        [sys.executable, '-c', LIMITED],
        input=invoice(),
        env=variables,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) <= 30


def test_current_is_the_node_whose_rule_is_asked():
    rules = '''<pattern><rule context="x:b"><assert id="A"
    test="count(//x:b[@n = current()/@n]) = 1 and (//x:b)[last()]/@n = current()/@n"/></rule>
    </pattern>'''

    assert [each.node.attributes['n'].value for each in failures(rules)] == ['1', '2']


@pytest.mark.parametrize(
    ('context', 'asked'),
    [
        ('x:b[unknown()]', ['C']),
        ('x:b[unknown()] | x:zzz', ['C']),
        ('x:zzz[unknown()]', ['B', 'B', 'B', 'C']),
        ('*[unknown()]', []),
        ('key("a", "b")', []),
    ],
)
def test_rules_behind_an_unknown_context_are_not_asked_about_what_it_may_take(context, asked):
    """The first rule that matches is the only one: what the unknown one takes isn't theirs."""
    rules = f'''<pattern><rule context='{context}'><assert id="A" test="true()"/></rule>
    <rule context="x:c/x:b | x:b"><assert id="B" test="false()"/></rule>
    <rule context="x:c"><assert id="C" test="false()"/></rule></pattern>'''

    found = failures(rules)

    assert [each.assertion.id for each in found if not each.error] == asked
    assert {each.assertion.id for each in found if each.is_unread} == {'A', 'B', 'C'} - {*asked}
