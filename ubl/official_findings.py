"""What the engine found → Findings that a person can read.

The official sentence says what is wrong; where the addon has a sentence and an advice of its own
for the rule, those are used. The place is the node, or the child whose absence the test deplores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree

from .finding import FATAL, WARNING, Finding, Severity
from .official_advice import advice_of
from .own_finding import WORDS as OWN_WORDS
from .peppol_rules import KEYS, WORDS
from .peppol_rules.registry import NOT_EVALUATED, explained, is_known, key_of
from .place import PREFIXES, location_of, place_of
from .schematron import Failure


NOT_MATCHED = 'PAGERO-NOT-MATCHED'
WARNINGS = {'warning', 'warn', 'information', 'info'}
_ID_IN_TEXT = re.compile(r'^\[[\w.-]+\]\s*-\s*')
_PATH = re.compile(r'(?<![/\w:$@])c[ab]c:\w{1,99}(?:/c[ab]c:\w{1,99})*')
# 'exists(cbc:ID)', "normalize-space(cbc:ID) != ''", '(cbc:ID)', 'not(cac:X/cbc:Y)' and the like.
_ABOUT_ONE_CHILD = re.compile(
    r"\W*(?:(?:exists|not|count|normalize-space|string-length|substring-after)\()*(c[ab]c:)"
)


def findings_of(
    failures: Iterable[Failure],
    root: etree._Element,
    most: int,
    on: date,
) -> Iterator[Finding]:
    """One finding for each failure, at most so many for a rule, in words of the rules of a day."""
    by_rule: dict[tuple[str, bool], list[Failure]] = {}
    for failure in failures:
        by_rule.setdefault((failure.assertion.id, bool(failure.error)), []).append(failure)
    for (rule, not_asked), group in by_rule.items():
        if group[0].is_unread and is_known(rule, on):
            # Our own rule of that id is asked in its stead.
            yield from explained(rule, root, most, on)
            continue
        # Our own rule of the same id knows what stands there and what should; it speaks if both
        # count alike.
        own = explained(rule, root, most, on) if rule in KEYS and not not_asked else []
        speaks = own if len(own) == min(len(group), most) else [None] * len(group)
        for failure, better in zip(group[:most], speaks, strict=False):
            yield _merged(_finding(failure, on), better)


def _merged(finding: Finding, better: Finding | None) -> Finding:
    """The official verdict in our own words."""
    if better is None:
        return finding
    return replace(better, severity=finding.severity, location=finding.location)


def severity_of(failure: Failure) -> Severity:
    """A rule that can't be asked is fatal; one that doesn't match, or wasn't read, is a warning.

    The publishers' engine ends with an error in the first case, and goes on in the second; what
    wasn't read is missing for every document, and mustn't stop them all.
    """
    if failure.error:
        return WARNING if failure.in_context or failure.is_unread else FATAL
    return WARNING if failure.assertion.flag.lower() in WARNINGS else FATAL


def _finding(failure: Failure, on: date) -> Finding:
    node = failure.node if hasattr(failure.node, 'source') else failure.node.parent
    found, missing = _place(failure.assertion.test, node)
    place = place_of(found.source, missing)
    key, text, advice = _words(failure, on)
    rule = NOT_MATCHED if failure.in_context else failure.assertion.id
    return Finding(
        rule=rule or 'PAGERO-RULE',
        severity=severity_of(failure),
        location=location_of(node.source),
        place=place.words,
        where=place.names,
        key=key,
        text=text,
        advice=advice,
        layer='rules',
        field=place.field,
        line=place.line,
        column=place.column,
        detail=failure.error or _detail(found, missing),
    )


def _words(failure: Failure, on: date) -> tuple[str, str, str]:
    """Key, text and advice; no key where the publisher speaks."""
    rule = failure.assertion.id
    key = _key_of_error(failure) if failure.error else key_of(rule, on)
    if not key:
        return '', _ID_IN_TEXT.sub('', failure.text), advice_of(rule)
    text, advice = OWN_WORDS.get(key) or WORDS[key]
    return key, str(text), str(advice)


def _key_of_error(failure: Failure) -> str:
    if failure.is_unread:
        return 'PAGERO-UNREAD'
    if failure.is_too_expensive:
        return 'PAGERO-TOO-EXPENSIVE'
    return NOT_MATCHED if failure.in_context else NOT_EVALUATED


def _detail(node: Any, missing: str) -> str:
    return '' if missing or node.children else str(node.value).strip()[:80]


def _place(test: str, node: Any) -> tuple[Any, str]:
    """The node that the test is about, and the path of its missing child, or ''."""
    paths = set(_PATH.findall(test))
    if len(paths) != 1 or not _ABOUT_ONE_CHILD.match(test):
        return node, ''
    path = paths.pop()
    for name in path.split('/'):
        children = node.by_name.get(_clark(name), ())
        if not children:
            return node, path
        node, path = children[0], path.partition('/')[2]
    return node, ''


_URIS: Mapping[str, str] = {prefix[:-1]: uri for uri, prefix in PREFIXES.items()}


def _clark(name: str) -> str:
    prefix, _colon, local = name.partition(':')
    return f'{{{_URIS[prefix]}}}{local}'
