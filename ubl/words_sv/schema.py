"""The XML parser's objections to the schema, in Swedish."""

from __future__ import annotations

from ..xsd_words import OBJECTIONS, OF_ATTRIBUTE, OF_ELEMENT


_OWNERS = {
    OF_ELEMENT: "Elementet ”{name}”: ",
    OF_ATTRIBUTE: "Elementet ”{name}”, attributet ”{attribute}”: ",
}
_OBJECTIONS = {
    'not-of-type': "”{value}” är inget giltigt värde av typen ”{type}”.",
    'not-of-local-type': "”{value}” är inget giltigt värde.",
    'pattern': "värdet ”{value}” passar inte mönstret ”{pattern}”.",
    'enumeration': "värdet ”{value}” finns inte bland de tillåtna.",
    'not-expected': "det hör inte hemma här.",
    'expected': "det hör inte hemma här. Här förväntas {names}.",
    'expected-one-of': "det hör inte hemma här. Här förväntas något av {names}.",
    'lacks': "något saknas. Här förväntas {names}.",
    'lacks-one-of': "något saknas. Här förväntas något av {names}.",
    'lacks-attribute': "attributet ”{missing}” saknas.",
    'attribute-not-allowed': "attributet ”{attribute}” är inte tillåtet.",
    'unknown-root': "det är inget dokument som schemat känner till.",
    'text-only': "det får bara innehålla text.",
    'elements-only': "det får inte innehålla text.",
}
SCHEMA = {
    owner + english: swedish_owner + _OBJECTIONS[code]
    for owner, swedish_owner in _OWNERS.items()
    for code, english in OBJECTIONS.items()
}
