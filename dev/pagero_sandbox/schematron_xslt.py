"""Turns a Schematron file (xslt2 binding, no includes) into an XSLT 3.0 stylesheet.

The stylesheet gives `<findings><finding id= flag= location=>text</finding>...</findings>`.
"""

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement


SCH = '{http://purl.oclc.org/dsdl/schematron}'
XSL = '{http://www.w3.org/1999/XSL/Transform}'
MAX_PRIORITY = 10_000


def stylesheet_of(path: Path) -> str:
    """The whole stylesheet as text."""
    schema = ElementTree.parse(path).getroot()
    sheet = Element(XSL + 'stylesheet', {'version': '3.0'})
    for namespace in schema.findall(SCH + 'ns'):
        # ElementTree writes only prefixes that it sees in names; expressions need the others.
        sheet.set('xmlns:' + namespace.get('prefix'), namespace.get('uri'))
    sheet.extend(schema.findall(XSL + 'function'))
    for let in [*schema.findall(SCH + 'let'), *schema.findall(f'{SCH}pattern/{SCH}let')]:
        _add_variable(sheet, let)
    patterns = schema.findall(SCH + 'pattern')
    _add_start(sheet, len(patterns))
    for number, pattern in enumerate(patterns):
        _add_pattern(sheet, pattern, f'pattern-{number}')
    return ElementTree.tostring(sheet, encoding='unicode')


def _add_variable(parent: Element, let: Element) -> None:
    SubElement(parent, XSL + 'variable', {'name': let.get('name'), 'select': let.get('value')})


def _add_start(sheet: Element, patterns: int) -> None:
    start = SubElement(sheet, XSL + 'template', {'match': '/'})
    findings = SubElement(start, 'findings')
    for number in range(patterns):
        SubElement(findings, XSL + 'apply-templates', {'select': '/', 'mode': f'pattern-{number}'})


def _add_pattern(sheet: Element, pattern: Element, mode: str) -> None:
    """One mode per pattern; of its rules the first one that matches a node wins."""
    SubElement(sheet, XSL + 'mode', {'name': mode, 'on-no-match': 'shallow-skip'})
    for number, rule in enumerate(pattern.findall(SCH + 'rule')):
        template = SubElement(
            sheet,
            XSL + 'template',
            {'match': rule.get('context'), 'mode': mode, 'priority': str(MAX_PRIORITY - number)},
        )
        for let in rule.findall(SCH + 'let'):
            _add_variable(template, let)
        for test in rule.findall(SCH + 'assert'):
            _add_assert(template, test)
        SubElement(template, XSL + 'apply-templates', {'select': 'node() | @*', 'mode': mode})


def _add_assert(template: Element, test: Element) -> None:
    when = SubElement(template, XSL + 'if', {'test': f"not({test.get('test')})"})
    finding = SubElement(
        when,
        'finding',
        {'id': test.get('id', ''), 'flag': test.get('flag', 'fatal'), 'location': '{path()}'},
    )
    # A text node of its own, so that braces and markup in the sentence stay what they are.
    SubElement(finding, XSL + 'text').text = ' '.join(''.join(test.itertext()).split())
