"""A Schematron compiled by the ISO skeleton (XSLT 2.0) → Source.

The skeleton makes of each pattern a mode, of each rule a template whose priority is its place
from the end, of each assertion an xsl:choose around a svrl:failed-assert.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .source import Assertion, Let, NotAPack, Pattern, Rule, Source


XSL = '{http://www.w3.org/1999/XSL/Transform}'
SVRL = '{http://purl.oclc.org/dsdl/svrl}'
ROOTS = (f'{XSL}stylesheet', f'{XSL}transform')
# What the skeleton itself adds.
OWN_VARIABLES = {'document-uri'}


def read(root: etree._Element) -> Source:
    """Read the root element of a stylesheet. Raises NotAPack where no rules are in it."""
    modes: dict[str, list[etree._Element]] = {}
    for template in root.iterchildren(f'{XSL}template'):
        if template.find(f'.//{SVRL}fired-rule') is not None:
            modes.setdefault(template.get('mode') or '', []).append(template)
    if not modes:
        raise NotAPack('no-iso-skeleton')
    variables = [child for child in root if child.tag in (f'{XSL}variable', f'{XSL}param')]
    return Source(
        namespaces={prefix: uri for prefix, uri in root.nsmap.items() if prefix},
        patterns=tuple(map(_pattern, modes.values())),
        lets=tuple(let for variable in variables for let in _let(variable)),
        functions=tuple(root.iter(f'{XSL}function')),
    )


def _pattern(templates: list[etree._Element]) -> Pattern:
    """The rules by falling priority: the first of the file has the highest."""
    first = sorted(templates, key=lambda template: -float(template.get('priority') or 0))
    return Pattern((), tuple(map(_rule, first)))


def _rule(template: etree._Element) -> Rule:
    context = template.get('match')
    if context is None:
        raise NotAPack('lacks-context', number=template.sourceline)
    lets = tuple(
        let for variable in template.iterchildren(f'{XSL}variable') for let in _let(variable)
    )
    return Rule(context, lets, tuple(_assertions(template)))


def _assertions(template: etree._Element) -> Iterator[Assertion]:
    for child in template:
        failed = child.find(f'.//{SVRL}failed-assert') if isinstance(child.tag, str) else None
        if child.tag == f'{XSL}choose' and failed is not None:
            yield _assertion(child.find(f'{XSL}when'), failed, True)
        elif child.tag == f'{XSL}if':
            reported = child.find(f'.//{SVRL}successful-report')
            if reported is not None:
                yield _assertion(child, reported, False)


def _assertion(
    tested: etree._Element,
    complaint: etree._Element,
    holds_if: bool,
) -> Assertion:
    values = dict(complaint.attrib)
    for attribute in complaint.iterchildren(f'{XSL}attribute'):
        values[attribute.get('name')] = attribute.text or ''
    text = complaint.find(f'{SVRL}text')
    return Assertion(
        id=values.get('id', ''),
        flag=values.get('flag') or values.get('role') or '',
        test=tested.get('test') or '',
        text=() if text is None else tuple(_text(text)),
        holds_if=holds_if,
    )


def _text(element: etree._Element) -> Iterator[str | tuple[str]]:
    yield element.text or ''
    for child in element:
        if child.tag == f'{XSL}value-of':
            yield (child.get('select') or "''",)
        elif isinstance(child.tag, str):
            yield from _text(child)
        yield child.tail or ''


def _let(variable: etree._Element) -> Iterator[Let]:
    """A variable with an expression or a plain text; parameters without a value aren't set."""
    name, expression = variable.get('name') or '', variable.get('select')
    if expression is not None:
        yield Let(name, expression)
    elif name not in OWN_VARIABLES and len(variable) == 0 and variable.text:
        yield Let(name, None, variable.text)
