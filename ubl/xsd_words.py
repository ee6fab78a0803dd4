"""What the XML parser says against the schema: read once, when it says it, to a key and values.

The parser (libxml2) has numbers for its objections, but gives their values in the sentence only.

>>> read("Element 'IssueDate': 'x' is not a valid value of the atomic type 'xs:date'.")
('XSD-not-of-type', {'name': 'IssueDate', 'value': 'x', 'type': 'xs:date'})
"""

from __future__ import annotations

import re
from functools import cache


NOT_UBL = 'XSD-not-ubl'
OF_ELEMENT = "Element '{name}': "
OF_ATTRIBUTE = "Element '{name}', attribute '{attribute}': "
OBJECTIONS = {
    'not-of-type': "'{value}' is not a valid value of the atomic type '{type}'.",
    'not-of-local-type': "'{value}' is not a valid value of the local atomic type.",
    'pattern': "[facet 'pattern'] The value '{value}' is not accepted by the pattern '{pattern}'.",
    'enumeration': "[facet 'enumeration'] The value '{value}' is not an element of the set .",
    'not-expected': "This element is not expected.",
    'expected': "This element is not expected. Expected is ( {names} ).",
    'expected-one-of': "This element is not expected. Expected is one of ( {names} ).",
    'lacks': "Missing child element(s). Expected is ( {names} ).",
    'lacks-one-of': "Missing child element(s). Expected is one of ( {names} ).",
    'lacks-attribute': "The attribute '{missing}' is required but missing.",
    'attribute-not-allowed': "The attribute '{attribute}' is not allowed.",
    'unknown-root': "No matching global declaration available for the validation root.",
    'text-only': "Element content is not allowed, because the type definition is simple.",
    'elements-only': "Character content other than whitespace is not allowed because the content "
    "type is 'element-only'.",
}
TEMPLATES = {
    **{f'XSD-{code}': OF_ELEMENT + text for code, text in OBJECTIONS.items()},
    **{f'XSD-of-attribute-{code}': OF_ATTRIBUTE + text for code, text in OBJECTIONS.items()},
}
ADVICE = (
    "The document doesn't follow the UBL schema at this place: correct the value if you typed it, "
    "otherwise report it with the invoice number."
)
# By key: what is wrong, and what to do.
WORDS = {
    NOT_UBL: ("This isn't a UBL invoice or credit note.", ADVICE),
    **{key: (template, ADVICE) for key, template in TEMPLATES.items()},
}
LOOKED_AT = 4000
LONGEST_VALUE = 300


def read(message: str) -> tuple[str, dict[str, str]]:
    """The key and the values of the parser's sentence; no key where it says something else."""
    told = without_namespaces(message[: 2 * LOOKED_AT])[:LOOKED_AT]
    for key, pattern in _patterns().items():
        match = pattern.fullmatch(told)
        if match:
            return key, {name: value[:LONGEST_VALUE] for name, value in match.groupdict().items()}
    return '', {}


def without_namespaces(message: str) -> str:
    """The parser's sentence, as short as a person can read it."""
    return re.sub(r'\{[^{}]*\}', '', message)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {key: re.compile(_pattern(text), re.DOTALL) for key, text in TEMPLATES.items()}


def _pattern(template: str) -> str:
    """Holes become groups; a name that occurs twice is the same both times."""
    pieces, seen = [], set()
    for number, part in enumerate(re.split(r'\{(\w+)\}', template)):
        if number % 2 == 0:
            pieces.append(re.escape(part))
        else:
            pieces.append(f'(?P={part})' if part in seen else f'(?P<{part}>.*?)')
            seen.add(part)
    return ''.join(pieces)
