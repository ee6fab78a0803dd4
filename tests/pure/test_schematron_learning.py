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
from ubl.schematron.questions import MOST_ELEMENTS, MOST_MET, WORTH_DOCUMENT
from ubl.schematron.xpath import compiler


ODD = ['', ' ', 'S', ' S', 'AE', 'SEK', 'EUR', '0', '-1', '1.005', '25', '25.0', 'NaN', '1 2', 'SE']
VARIANTS = 12


def told(engine, document):
    """All that an engine says of a document."""
    return [
        each._replace(node=(each.node.tag, each.node.order))
        for each in engine.run(DocumentIndex(document))
    ]


def eager(source, limits=None):
    """An engine that learns of whole documents as soon as of their parts."""
    engine = Engine(source, limits)
    engine._questions.of_documents._worth = engine._questions.of_sections._worth
    return engine


def plain(source, limits=None):
    """An engine that asks each document everything."""
    engine = Engine(source, limits)
    engine._questions.of_sections.learns = engine._questions.of_documents.learns = False
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
    learning, asking = eager(source, limits), plain(source, limits)
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


# What is asked of the root, and documents of one outline of which some break it.
HARD_OF_THE_WHOLE = {
    'a value': ("count(//x:b[. = '7']) = 0", [f'<x:b>{number % 9}</x:b>' for number in range(40)]),
    'a value of a key': (
        "not(//x:c[x:b = '7'])",
        [f'<x:b>{number % 9}</x:b>' for number in range(40)],
    ),
    'an attribute': ("not(//@n = '7')", [f'<x:b n="{number % 9}"/>' for number in range(40)]),
    'a sum': ('sum(//x:b) < 9', [f'<x:b>{number % 9}</x:b><x:b>1</x:b>' for number in range(40)]),
    'all text': ("not(contains(/, 'z'))", [f'<x:b/>{text}' for text in 'aaaazzaz']),
    'a place': ("//x:b[2] != '3'", [f'<x:b/><x:b>{number % 4}</x:b>' for number in range(20)]),
    'a list': (
        "every $b in //x:b satisfies $b = tokenize('a b', ' ')",
        [f'<x:b>{text}</x:b>' for text in 'abababcab'],
    ),
    'a list of the document': (
        'x:c/x:b = //x:d',
        [f'<x:b>{number % 3}</x:b><x:d>{number % 2}</x:d>' for number in range(20)],
    ),
    'a variable': ("not($everywhere = '7')", [f'<x:b>{number % 9}</x:b>' for number in range(40)]),
    'a function': ("u:all(.) != '7'", [f'<x:b>{number % 9}</x:b>' for number in range(40)]),
    'a prefix': ("not(name(//x:b) = 'y:b')", ['<x:b/>', '<x:b/>', '<y:b xmlns:y="urn:x"/>']),
    'an error': ('xs:decimal(//x:b) > 0', [f'<x:b>{text}</x:b>' for text in '1111x1x0']),
}
OF_THE_WHOLE = """<let name="everywhere" value="//x:b"/>
<xsl:function name="u:all" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:param name="n"/><xsl:sequence select="string($n//*[not(*)])"/></xsl:function>
<pattern><rule context="x:a"><assert id="A" test="{}"/>
<assert id="B" test="exists(x:c)"/></rule></pattern>"""


@pytest.mark.parametrize('name', HARD_OF_THE_WHOLE)
def test_what_the_outline_of_the_whole_does_not_tell_is_asked(name):
    test, documents = HARD_OF_THE_WHOLE[name]
    source = read(SCHEMA.format(OF_THE_WHOLE.format(test.replace('<', '&lt;'))).encode())
    learning, asking = eager(source), plain(source)
    documents = [
        etree.fromstring(f'<x:a xmlns:x="urn:x"><x:c>{each}</x:c></x:a>') for each in documents
    ]

    answers = [told(learning, each) for each in documents]

    assert answers == [told(asking, each) for each in documents]
    assert len({bool(each) for each in answers}) == 2
    index = DocumentIndex(documents[0])
    assert index.outline() in learning._questions.of_documents._learnt


def test_a_whole_document_is_learnt_when_it_has_come_often():
    learning, document = Engine(read(cen_content())), deepcopy(bases()[0])

    asked = [questions_of_root(learning, document) for _time in range(WORTH_DOCUMENT + 1)]

    assert len(set(asked[:-2])) == 1
    assert asked[-1] < asked[0] / 10


def questions_of_root(engine, document):
    """How many tests are asked of the root."""
    _start, asked = next(iter(engine._questions.about(DocumentIndex(document))))
    return sum(len(rule.tests) for question in asked for rule, _conditions in question.candidates)


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


@pytest.mark.parametrize('name', ['a', 'b'])
def test_what_depends_on_the_day_is_asked_every_day(monkeypatch, name):
    class Later(datetime):
        @classmethod
        def now(cls, zone):
            return datetime(2040, 1, 1, tzinfo=zone)

    rules = f"""<pattern><rule context="x:{name}">
    <assert id="A" test="current-date() &lt; xs:date('2039-01-01')"/></rule></pattern>"""
    learning = eager(read(SCHEMA.format(rules).encode()))
    document = etree.fromstring('<x:a xmlns:x="urn:x"><x:b/></x:a>')
    assert [told(learning, document) for _time in range(4)] == [[]] * 4

    monkeypatch.setattr(compiler, 'datetime', Later)

    assert len(told(learning, document)) == 1


def test_threads_learn_together():
    source = read(cen_content())
    learning, asking = eager(source), plain(source)
    chance = random.Random(7)
    documents = [each for base in bases()[:4] for each in variants(base, chance)] * 2
    expected = [told(asking, each) for each in documents]

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda each: told(learning, deepcopy(each)), documents))

    assert found == expected


def test_what_is_learnt_has_an_end():
    rules = """<pattern><rule context="x:b"><assert id="A" test="@n"/></rule></pattern>
    <pattern><rule context="x:a"><assert id="B" test="x:b"/></rule></pattern>"""
    learning = eager(read(SCHEMA.format(rules).encode()))
    for number in range(2 * (MOST_MET // 100)):
        names = ''.join(f'<x:b><n{number}-{place}/></x:b>' for place in range(200))
        document = etree.fromstring(f'<x:a xmlns:x="urn:x">{names}</x:a>')
        for _time in range(2):
            learning.run(DocumentIndex(document))

    for known in (learning._questions.of_sections, learning._questions.of_documents):
        assert known._learnt
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
