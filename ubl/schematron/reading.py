"""The element tree of a rule file → Source, by the reader that knows its kind."""

from __future__ import annotations

from lxml import etree

from . import read_schematron, read_stylesheet
from .source import NotAPack, Pattern, Rule, Source, refuse_count


LONGEST_ID = 100
# In all expressions; those of EN 16931 have 140,000, and a second is enough for these.
MAX_CHARACTERS = 1_000_000
REFUSED = (
    '{http://www.w3.org/1999/XSL/Transform}import',
    '{http://www.w3.org/1999/XSL/Transform}include',
    '{http://www.w3.org/2001/XInclude}include',
    '{http://purl.oclc.org/dsdl/schematron}include',
)


def read_tree(root: etree._Element) -> Source:
    """Read a Schematron file or a compiled one. Raises NotAPack."""
    _refuse_other_files(root)
    for reader in (read_schematron, read_stylesheet):
        if root.tag in reader.ROOTS:
            try:
                return _of_bearable_size(reader.read(root))
            except MemoryError as error:
                raise NotAPack('memory') from error
    raise NotAPack('no-rules')


def _refuse_other_files(root: etree._Element) -> None:
    """Rules in other files would be missing, since no other file is ever read."""
    for element in root.iter(*REFUSED):
        name = etree.QName(element).localname
        raise NotAPack('other-file', name=name, number=element.sourceline)


def _length(rule: Rule) -> int:
    """Of all that is compiled of a rule."""
    length = len(rule.context) + _length_of_lets(rule)
    for assertion in rule.assertions:
        length += len(assertion.test)
        length += sum(len(part[0]) for part in assertion.text if not isinstance(part, str))
    return length


def _length_of_lets(holder: Rule | Pattern) -> int:
    return sum(len(let.expression or '') for let in holder.lets)


def _of_bearable_size(source: Source) -> Source:
    rules = [rule for pattern in source.patterns for rule in pattern.rules]
    assertions = [assertion for rule in rules for assertion in rule.assertions]
    refuse_count(max(len(rules), len(assertions)))
    if sum(map(_length, rules)) + sum(map(_length_of_lets, source.patterns)) > MAX_CHARACTERS:
        raise NotAPack('too-many-characters', count=MAX_CHARACTERS)
    if any(len(assertion.id) > LONGEST_ID for assertion in assertions):
        raise NotAPack('too-long-id', count=LONGEST_ID)
    return source
