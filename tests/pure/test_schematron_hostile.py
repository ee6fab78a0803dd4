"""A rule file from outside can neither hang a worker nor eat its memory nor read anything."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile_rules import ENDLESS, FINE, GREEDY, PROBLEMS, REFUSED, asserting
from lxml import etree
from schematron_helpers import DOCUMENT, SCHEMA
from ubl_documents import DAY, invoice

from ubl.check import Layer, check
from ubl.official import SchematronPack, read
from ubl.schematron import Engine, Limits, NotAPack
from ubl.schematron.xpath import DocumentIndex


ROOT = Path(__file__).resolve().parents[2]
QUICK = Limits(seconds=1.0, rule_seconds=0.25)
SECONDS = 4


def run(content):
    """What is found, and in how many seconds of this thread."""
    engine = Engine(read(content), QUICK)
    started = time.thread_time()
    failures = engine.run(DocumentIndex(etree.fromstring(DOCUMENT)))
    return failures, time.thread_time() - started


@pytest.mark.parametrize('name', ENDLESS)
def test_an_endless_rule_is_a_finding_and_the_others_are_asked(name):
    failures, seconds = run(ENDLESS[name])

    stopped = [each for each in failures if each.error]
    assert {each.assertion.id for each in stopped} == {'A'}, failures
    assert [each.assertion.id for each in failures if not each.error] == ['B']
    assert seconds < SECONDS


@pytest.mark.parametrize('name', REFUSED)
def test_what_is_no_pack_is_refused_with_a_sentence_and_soon(name):
    content, words = REFUSED[name]
    started = time.thread_time()

    with pytest.raises(NotAPack, match=words) as refused:
        Engine(read(content), QUICK)

    assert len(str(refused.value)) < 320
    assert 'root:' not in str(refused.value)
    assert time.thread_time() - started < 12


@pytest.mark.parametrize('name', PROBLEMS)
def test_a_rule_that_reaches_out_or_is_no_xpath_is_a_problem(name):
    engine = Engine(read(PROBLEMS[name]), QUICK)

    assert [problem.assertion.id for problem in engine.problems] == ['A']
    [failure, *_others] = engine.run(DocumentIndex(etree.fromstring(DOCUMENT)))
    assert failure.assertion.id == 'A' and failure.error


def test_many_ways_through_a_harmless_path_cost_nothing():
    [failure], seconds = run(FINE['a forbidden path of many ways'])

    assert failure.assertion.id == 'B' and seconds < 1


def test_a_pack_has_room_for_so_many_forbidden_paths_and_the_others_are_asked_too():
    content = GREEDY['many forbidden paths'].replace(b'"x:n', b'"x:a[1] | x:n')
    document = '<x:a xmlns:x="urn:x"><x:a3><x:a29/></x:a3></x:a>'

    engine = Engine(read(content), QUICK)

    rules = [rule for pattern in engine._patterns for rule, _matchers in pattern.rules]
    assert sum(places(rule.forbidden) for rule in rules) < 60_000
    failures = engine.run(DocumentIndex(etree.fromstring(document)))
    assert len({each.assertion.id for each in failures if not each.error}) == 100


def places(forbidden):
    return 1 + sum(map(places, forbidden.below.values()))


def test_a_rule_that_takes_too_long_says_so_and_stops_the_invoice():
    content = ENDLESS['quantifiers'].replace(b'"/x:a"', b'"/*"')
    pack = SchematronPack('test', '1', 'a test', lambda: content, limits=QUICK)

    found = check(invoice(), on=DAY, layers=[Layer('rules', (pack,))])

    [finding] = [each for each in found if each.rule == 'A']
    assert finding.is_fatal and "takes too long" in finding.text
    assert finding.detail == "it takes too long"


def test_a_dictionary_of_everything_before_everything_is_too_expensive():
    content = asserting("exists(//x:b[preceding::x:b = 'never'])")
    document = f'<x:a xmlns:x="urn:x">{"".join(f"<x:b>{n}</x:b>" for n in range(2500))}</x:a>'

    failures = Engine(read(content), Limits()).run(DocumentIndex(etree.fromstring(document)))

    assert [each.error for each in failures] == ["it needs too much memory", ""]


def test_a_pack_that_finds_millions_says_so_once():
    rules = ''.join(
        f'<pattern><rule context="//*"><assert id="A{n}" test="false()"/></rule></pattern>'
        for n in range(900)
    )
    content = asserting('true()', rules)
    pack = SchematronPack('test', '1', 'a test', lambda: content, limits=QUICK)

    found = pack.check(etree.fromstring(invoice(100)))

    assert [(each.rule, each.is_fatal) for each in found] == [('PAGERO-TOO-MANY', True)]


def test_rules_that_are_only_passed_over_end_too():
    rule = '<rule context="*[. = 2]"><assert id="A" test="true()"/></rule>'
    content = SCHEMA.format(f'<pattern>{rule * 1000}</pattern>').encode()
    numbered = ''.join(f'<b>1{number}</b>' for number in range(20_000))
    hurried = Limits(seconds=0.2, rule_seconds=0.1, seconds_per_element=0)
    pack = SchematronPack('test', '1', 'a test', lambda: content, limits=hurried)

    found = pack.check(etree.fromstring(f'<a>{numbered}</a>'))

    assert [(each.rule, each.is_fatal) for each in found] == [('PAGERO-TOO-SLOW', True)]


def test_a_slow_pack_gets_less_time_for_each_further_document():
    engine = Engine(read(ENDLESS['nested loops of nothing']), QUICK)
    index = DocumentIndex(etree.fromstring(DOCUMENT))

    spent = []
    for _document in range(5):
        started = time.thread_time()
        engine.run(index)
        spent.append(time.thread_time() - started)

    assert spent[-1] < spent[0] / 2


MEMORY = '''
import resource, sys
sys.path[:0] = [{tests!r}, {dev!r}]
from setup.pure import import_without_odoo
import_without_odoo()
from hostile_rules import ENDLESS, GREEDY
from lxml import etree
from schematron_helpers import DOCUMENT
from ubl.official import read
from ubl.schematron import Engine, Limits
from ubl.schematron.xpath import DocumentIndex
from pathlib import Path

def peak_memory():
    [line] = [line for line in Path('/proc/self/status').read_text().splitlines()
              if line.startswith('VmHWM')]
    return int(line.split()[1]) // 1024

before = peak_memory()
for content in ENDLESS.values():
    Engine(read(content), Limits(1.0, 0.25)).run(DocumentIndex(etree.fromstring(DOCUMENT)))
kept = [Engine(read(content), Limits()) for content in GREEDY.values()]
print(peak_memory() - before)
'''


def test_no_rule_file_eats_the_memory_of_a_worker():
    program = MEMORY.format(tests=str(Path(__file__).parent), dev=str(ROOT / 'dev'))

    done = subprocess.run(
        [sys.executable, '-c', program],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 300
