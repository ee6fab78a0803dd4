"""UBL as text: a tree of dictionaries in, the bytes of a document out. A plain helper, no model.

The tree and the template are those of core's ``dict_to_xml``: a dictionary is an element, its
``_text`` the content, a list repeats an element, other values are attributes; the order comes
from the template, and an element that the template lacks is an error. Unlike core's, this one
writes text at once instead of a tree first, and leaves out *every* element without content, also
one with attributes (PEPPOL-EN16931-R008).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape  # nosec B406 # it writes, and parses nothing


DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"

# What XML 1.0 can't hold, https://www.w3.org/TR/xml/#charsets
_ILLEGAL = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
_NEEDS_CARE = re.compile('[^\t\n\x20-%\'-;=?-\ud7ff\ue000-\ufffd]')
_CARRIAGE_RETURN = {'\r': '&#13;'}
_IN_ATTRIBUTE = {'\t': '&#9;', '\n': '&#10;', '\r': '&#13;', '"': '&quot;'}

Node = Mapping[str, Any]


class UnknownElement(ValueError):
    """The tree has an element at a place where the template knows none."""


def render(document: Node, template: Node, namespaces: Mapping[str | None, str]) -> bytes:
    """The document in UTF-8; ValueError when nothing is in it."""
    tag = template['_tag']
    content = _content(document, template, tag)
    if not content:
        raise ValueError(f"The document {tag} is empty.")
    declared = ''.join(_declaration(prefix, uri) for prefix, uri in namespaces.items())
    return f'{DECLARATION}<{tag}{declared}>{content}</{tag}>'.encode()


def _declaration(prefix: str | None, uri: str) -> str:
    return f' xmlns{":" + prefix if prefix else ""}="{uri}"'


def _content(node: Node, template: Node, path: str) -> str:
    text = node.get('_text')
    written = '' if text is None or text is False else _text(str(text))
    if len(node) == 1 and '_text' in node:  # as most elements are
        return written
    parts = [written]
    for tag, template_below in template.items():
        child = node.get(tag)
        if child:
            parts.append(_elements(tag, child, template_below, path))
    _refuse_unknown(node, template, path)
    return ''.join(parts)


def _elements(tag: str, child: Node | list, template: Node, path: str) -> str:
    if isinstance(child, list):
        return ''.join(_element(tag, node, template, path) for node in child if node)
    return _element(tag, child, template, path)


def _element(tag: str, node: Node, template: Node, path: str) -> str:
    content = _content(node, template, f'{path}/{tag}')
    return f'<{tag}{_attributes(node)}>{content}</{tag}>' if content else ''


def _refuse_unknown(node: Node, template: Node, path: str) -> None:
    for tag, child in node.items():
        is_known = tag in template or tag.startswith('_') or not isinstance(child, (dict, list))
        if not is_known and _elements(tag, child, {}, path):
            raise UnknownElement(f"The UBL template has no {path}/{tag}.")


def _attributes(node: Node) -> str:
    if len(node) < 2:
        return ''
    return ''.join(
        f' {name}="{_attribute(str(value))}"'
        for name, value in node.items()
        if not name.startswith('_')
        and value is not None
        and value is not False
        and not isinstance(value, (dict, list))
    )


def _text(text: str) -> str:
    if not _NEEDS_CARE.search(text):
        return text if text.strip() else ''
    legal = _ILLEGAL.sub('', text)
    return escape(legal, _CARRIAGE_RETURN) if legal.strip() else ''


def _attribute(text: str) -> str:
    return escape(_ILLEGAL.sub('', text), _IN_ATTRIBUTE)
