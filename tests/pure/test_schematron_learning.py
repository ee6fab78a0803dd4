"""What an engine learns of documents changes no verdict: it finds what a plain one finds."""

import random
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import datetime

import pytest
from lxml import etree
from oracle.corpus import PEPPOL_RULES, bases
from schematron_helpers import SCHEMA, engine

from ubl.official import cen_content, read
from ubl.schematron import DocumentIndex, Engine, Limits
from ubl.schematron.questions import MOST_ELEMENTS, MOST_MET
from ubl.schematron.xpath import functions_moments


ODD = ['', ' ', 'S', ' S', 'AE', 'SEK', 'EUR', '0', '-1', '1.005', '25', '25.0', 'NaN', '1 2', 'SE']
VARIANTS = 12


def told(engine, document):
    """All that an engine says of a document."""
    return [
        each._replace(node=(each.node.tag, each.node.order))
        for each in engine.run(DocumentIndex(document))
    ]


def plain(source, limits=None):
    """An engine that asks each document everything."""
    engine = Engine(source, limits)
    engine._questions._learns = False
    return engine


def variants(document, chance):
    """The document over and over, with a few other values, and now and then other names."""
    for number in range(VARIANTS):
        other = deepcopy(document)
        nodes = [node for node in other.iter() if not len(node)]
        for node in chance.sample(nodes, number % 4):
            node.text = chance.choice([*ODD, chance.choice(nodes).text])
            if node.attrib:
                node.set(node.keys()[0], chance.choice(ODD))
        if number % 5 == 4:
            extra = chance.choice([node for node in other.iter() if node.getparent() is not None])
            extra.addnext(deepcopy(extra))
        yield other


def sources():
    """The norm's rules, and Peppol's as from outside where they are here."""
    yield pytest.param(cen_content, None, id='norm')
    official = pytest.mark.skipif(not PEPPOL_RULES.is_file(), reason="Peppol's rules aren't here")
    patient = Limits(seconds=600, rule_seconds=600)  # on a busy machine, too
    yield pytest.param(PEPPOL_RULES.read_bytes, patient, id='uploaded', marks=official)


@pytest.mark.parametrize(('content', 'limits'), [*sources()])
def test_learning_changes_no_verdict(content, limits):
    source = read(content())
    learning, asking = Engine(source, limits), plain(source, limits)
    chance = random.Random(20261101)
    left = asked = 0

    for document in chance.sample(bases(), 12):
        for other in variants(document, chance):
            assert told(learning, other) == told(asking, other), etree.tostring(other)
            index = DocumentIndex(other)
            left += questions(learning, index)
            asked += questions(asking, index)

    assert left < asked / 3


def questions(engine, index):
    """How many are asked of a document."""
    return sum(len(part) for _start, part in engine._questions.about(index))


# What is asked, and documents of one outline of which some break it.
HARD = {
    'a value': ("x:b != '7'", [f'<x:b>{number % 9}</x:b>' for number in range(40)]),
    'an attribute': (
        "not((@n, x:b/@n) = '7')",
        [f'<x:b n="{number % 9}"/>' for number in range(40)],
    ),
    'a value of another section': (
        "count(../x:c[x:b = '2']) = 0",
        [f'<x:b>1</x:b></x:c><x:c><x:b>{number % 3}</x:b>' for number in range(12)],
    ),
    'a place among others': (
        'count(preceding-sibling::*) < 2',
        ['<x:b/>', '<x:b/></x:c><x:c><x:b/>', '<x:b/></x:c><x:c/><x:c><x:b/>'] * 4,
    ),
    'the whole document': ("//x:b[1] = 'a'", [f'<x:b>{text}</x:b>' for text in 'aaaabbab']),
    'text between elements': ("not(contains(., 'z'))", [f'<x:b/>{text}' for text in 'aaaazzaz']),
    'a prefix': ("not(name(x:b) = 'y:b')", ['<x:b/>', '<x:b/>', '<y:b xmlns:y="urn:x"/>']),
    'a variable': ('$limit > x:b', [f'<x:b>{number % 9}</x:b>' for number in range(40)]),
    'an error': ("xs:decimal(x:b) > 0", [f'<x:b>{text}</x:b>' for text in '1111x1x0']),
    'a function': ('u:twice(x:b) < 9', [f'<x:b>{number % 9}</x:b>' for number in range(40)]),
}
RULES = """<let name="limit" value="7"/>
<xsl:function name="u:twice" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:param name="n"/><xsl:sequence select="2 * number($n)"/></xsl:function>
<pattern><rule context="x:c[not(x:b = '5')]"><assert id="A" test="{}"/></rule>
<rule context="x:c"><assert id="B" test="{}">it is <value-of select="x:b"/></assert></rule>
</pattern>
<pattern><rule context="x:b[@n]"><assert id="C" test="{}"/></rule></pattern>"""


@pytest.mark.parametrize('name', HARD)
def test_what_an_outline_does_not_tell_is_asked(name):
    test, documents = HARD[name]
    content = RULES.format(*[test.replace('<', '&lt;')] * 3)
    learning, source = engine(content), read(SCHEMA.format(content).encode())
    asking = plain(source)
    documents = [
        etree.fromstring(f'<x:a xmlns:x="urn:x"><x:c>{each}</x:c></x:a>') for each in documents
    ]

    answers = [told(learning, each) for each in documents]

    assert answers == [told(asking, each) for each in documents]
    assert len({bool(each) for each in answers}) == 2


@pytest.mark.parametrize('shared', ['$first', '//x:b', '$everywhere'])
def test_what_one_rule_has_computed_another_has_looked_at(shared):
    # The first rule isn't answered by the outline, since x:d varies, but it asks for x:b.
    rules = f"""<let name="everywhere" value="//x:b"/><pattern><rule context="x:c">
    <let name="first" value="string(x:b)"/>
    <assert id="A" test="{shared} = '1' and x:d != '7'"/>
    <assert id="B" test="{shared} = '1'"/></rule></pattern>"""
    learning = engine(rules)
    documents = [
        etree.fromstring(
            f'<x:a xmlns:x="urn:x"><x:c><x:b>{first}</x:b><x:d>{number}</x:d></x:c></x:a>'
        )
        for number, first in enumerate('11111111111112')
    ]

    answers = [{each.assertion.id for each in told(learning, other)} for other in documents]

    assert answers == [{'A'} if number == 7 else set() for number in range(13)] + [{'A', 'B'}]


def test_what_depends_on_the_day_is_asked_every_day(monkeypatch):
    class Later(datetime):
        @classmethod
        def now(cls, zone):
            return datetime(2040, 1, 1, tzinfo=zone)

    rules = """<pattern><rule context="x:a">
    <assert id="A" test="current-date() &lt; xs:date('2039-01-01')"/></rule></pattern>"""
    learning, document = engine(rules), etree.fromstring('<x:a xmlns:x="urn:x"><x:b/></x:a>')
    assert [told(learning, document) for _time in range(4)] == [[]] * 4

    monkeypatch.setattr(functions_moments, 'datetime', Later)

    assert len(told(learning, document)) == 1


def test_threads_learn_together():
    source = read(cen_content())
    learning, asking = Engine(source), plain(source)
    chance = random.Random(7)
    documents = [each for base in bases()[:4] for each in variants(base, chance)] * 2
    expected = [told(asking, each) for each in documents]

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda each: told(learning, deepcopy(each)), documents))

    assert found == expected


def test_what_is_learnt_has_an_end():
    learning = engine('<pattern><rule context="x:b"><assert id="A" test="@n"/></rule></pattern>')
    for number in range(2 * (MOST_MET // 100)):
        names = ''.join(f'<x:b><n{number}-{place}/></x:b>' for place in range(200))
        document = etree.fromstring(f'<x:a xmlns:x="urn:x">{names}</x:a>')
        for _time in range(2):
            learning.run(DocumentIndex(document))

    known = learning._questions
    assert sum(len(outline) for outline in known._learnt) < 4 * MOST_ELEMENTS
    assert len(known._met) <= MOST_MET


def test_a_rule_that_takes_too_long_is_no_rule_that_is_kept():
    limits = Limits(seconds=1, rule_seconds=0.05, seconds_per_element=0)
    endless = 'every $a in 1 to 100000, $b in 1 to 100000 satisfies $a ne -$b'
    rules = f"""<pattern><rule context="x:c"><assert id="A" test="{endless}"/></rule>
    <rule context="x:b"><assert id="B" test=". = 1"/></rule></pattern>"""
    slow = Engine(read(SCHEMA.format(rules).encode()), limits)
    document = etree.fromstring('<x:a xmlns:x="urn:x"><x:c/><x:c/><x:c/><x:b>2</x:b></x:a>')

    for _time in range(4):
        found = {
            (each.assertion.id, each.is_too_expensive) for each in slow.run(DocumentIndex(document))
        }
        assert found == {('A', True), ('B', False)}
