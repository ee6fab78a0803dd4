"""Small rule files and documents for the tests of ``ubl.schematron``."""

from decimal import Context, localcontext

from lxml import etree

from ubl.official import read
from ubl.schematron.engine import PRECISION, Engine
from ubl.schematron.xpath import Compiler, DocumentIndex, Run, Shared, parse


NAMESPACES = {'x': 'urn:x', 'xs': 'http://www.w3.org/2001/XMLSchema'}
SCHEMA = '''<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:u="urn:u"
 queryBinding="xslt2">
<ns prefix="x" uri="urn:x"/><ns prefix="u" uri="urn:u"/>
<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>{}</schema>'''
DOCUMENT = '''<x:a xmlns:x="urn:x" id="top"><x:b n="1">one</x:b><x:b n="2"> two  words </x:b>
<x:c><x:b n="3">3.50</x:b><x:d/></x:c><!-- a comment --><x:e>true</x:e><f/></x:a>'''


def evaluated(expression, xml=DOCUMENT, way='items'):
    """The value of an expression with the root element as context item."""
    index = DocumentIndex(etree.fromstring(xml))
    compiler = Compiler(Shared())
    code = getattr(compiler, way)(parse(expression, NAMESPACES))
    run = Run(index)
    with localcontext(Context(prec=PRECISION)):
        return code(index.root, compiler.scope.frame(run, index.root))


def values(expression, xml=DOCUMENT):
    """The same, nodes as texts."""
    return [item.value if hasattr(item, 'order') else item for item in evaluated(expression, xml)]


def engine(content):
    """The engine of a schema with this content."""
    return Engine(read(SCHEMA.format(content).encode()))


def failures(content, xml=DOCUMENT):
    """What a schema finds."""
    return engine(content).run(DocumentIndex(etree.fromstring(xml)))


def found(content, xml=DOCUMENT):
    """[(rule id, local name of the node)]."""
    return [
        (each.assertion.id, each.node.tag.rpartition('}')[2]) for each in failures(content, xml)
    ]
