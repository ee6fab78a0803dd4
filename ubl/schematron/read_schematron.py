"""ISO Schematron with ``queryBinding="xslt2"`` → Source.

Abstract patterns and rules, includes and phases don't occur in the rules of e-invoices; a file
that has them is refused rather than half read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from .source import Assertion, Let, NotAPack, Pattern, Rule, Source, refuse_count


SCH = '{http://purl.oclc.org/dsdl/schematron}'
XSL = '{http://www.w3.org/1999/XSL/Transform}'
ROOTS = (f'{SCH}schema',)
BINDINGS = ('xslt2', 'xslt3', 'xpath2')
# Where each may stand: anywhere else it would be read twice, or not at all.
PARENTS = {
    f'{SCH}pattern': (f'{SCH}schema',),
    f'{SCH}rule': (f'{SCH}pattern',),
    f'{SCH}assert': (f'{SCH}rule',),
    f'{SCH}report': (f'{SCH}rule',),
    f'{SCH}let': (f'{SCH}schema', f'{SCH}pattern', f'{SCH}rule'),
    f'{XSL}function': (f'{SCH}schema',),
}
REFUSED = {f'{SCH}include', f'{SCH}extends', f'{SCH}param'}


def read(root: etree._Element) -> Source:
    """Read the root element of a Schematron file. Raises NotAPack."""
    binding = root.get('queryBinding', 'xslt')
    if binding.lower() not in BINDINGS:
        raise NotAPack('query-language', name=binding[:60])
    _refuse_unknown(root)
    return Source(
        namespaces={ns.get('prefix'): ns.get('uri') for ns in root.iter(f'{SCH}ns')},
        patterns=tuple(map(_pattern, root.iterchildren(f'{SCH}pattern'))),
        lets=tuple(_lets(root)),
        functions=tuple(root.iterchildren(f'{XSL}function')),
    )


def _refuse_unknown(root: etree._Element) -> None:
    """What isn't supported, stands where it has no meaning, or is there too often."""
    counts: Counter[str] = Counter()
    for element in root.iter():
        parents = PARENTS.get(element.tag)
        name = etree.QName(element).localname
        if element.tag in REFUSED or element.get('abstract') == 'true' or element.get('is-a'):
            raise NotAPack('unsupported', name=name, number=element.sourceline)
        if parents:
            parent = element.getparent()
            if parent is None or parent.tag not in parents:
                raise NotAPack('wrong-place', name=name, number=element.sourceline)
            counts[name] += 1
    refuse_count(max(counts.values(), default=0))


def _pattern(element: etree._Element) -> Pattern:
    return Pattern(tuple(_lets(element)), tuple(map(_rule, element.iterchildren(f'{SCH}rule'))))


def _rule(element: etree._Element) -> Rule:
    asserts = (child for child in element if child.tag in (f'{SCH}assert', f'{SCH}report'))
    return Rule(_needed(element, 'context'), tuple(_lets(element)), tuple(map(_assertion, asserts)))


def _assertion(element: etree._Element) -> Assertion:
    return Assertion(
        id=element.get('id') or '',
        flag=element.get('flag') or element.get('role') or '',
        test=_needed(element, 'test'),
        text=tuple(_text(element)),
        holds_if=element.tag == f'{SCH}assert',
    )


def _text(element: etree._Element) -> Iterator[str | tuple[str]]:
    """The sentence; ``value-of`` and ``name`` become expressions."""
    yield element.text or ''
    for child in element:
        if child.tag == f'{SCH}value-of':
            yield (_needed(child, 'select'),)
        elif child.tag == f'{SCH}name':
            yield (f'name({child.get("path", ".")})',)
        elif isinstance(child.tag, str):
            yield from _text(child)
        yield child.tail or ''


def _lets(element: etree._Element) -> Iterator[Let]:
    for let in element.iterchildren(f'{SCH}let'):
        value = let.get('value')
        yield Let(_needed(let, 'name'), value, ''.join(let.itertext()) if value is None else '')


def _needed(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        tag = etree.QName(element).localname
        raise NotAPack(
            'lacks-attribute',
            name=tag,
            number=element.sourceline,
            attribute=name,
        )
    return value
