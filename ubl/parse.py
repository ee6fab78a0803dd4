"""Bytes from anywhere → an element tree, or one typed error."""

from __future__ import annotations

import re

from lxml import etree

from ..identification.sentence import Explained, said


# An invoice with a few attachments has some megabytes; libxml2 itself refuses any single
# text over 10 MB as long as ``huge_tree`` is off.
MAX_BYTES = 64 * 1024 * 1024

# More aren't checked: a tree of so many elements takes some 300 MB.
MAX_ELEMENTS = 400_000


WHY_NOT = {
    'too-large': "The document is larger than {size} MiB.",
    'too-many-elements': "The document has more than {count} elements.",
    'empty': "The document is empty.",
    'no-xml': "The document isn't well-formed XML: {error}",
    'web-page': "This is a web page, not an invoice.",
    'document-type': "The document has a document type definition, which isn't allowed.",
}


class NotReadable(Explained):
    """The bytes aren't XML that we would read; ``code`` is one of ``WHY_NOT``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(said(WHY_NOT[code], **values))
        self.code = code


class TooLarge(NotReadable):
    """There is too much of it."""


def parse(xml: bytes) -> etree._Element:
    """Parse without entities, network, DTD or huge trees; comments and instructions are dropped.

    Raises NotReadable for everything that isn't one well-formed, harmless document.
    """
    refuse_size(len(xml))
    # Before a tree of them is made; an element has two tags, unless it is empty.
    if xml.count(b'<') > 2 * MAX_ELEMENTS:
        raise TooLarge('too-many-elements', count=MAX_ELEMENTS)
    if not xml.strip():
        raise NotReadable('empty')
    _refuse_document_type(xml)
    try:
        root = etree.fromstring(xml, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotReadable(
            'no-xml', error=(getattr(error, 'msg', None) or str(error))[:250]
        ) from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise NotReadable('document-type')
    return root


def refuse_size(size: int) -> None:
    """Raises TooLarge for more bytes than are read."""
    if size > MAX_BYTES:
        raise TooLarge('too-large', size=MAX_BYTES // 1024**2)


def _parser() -> etree.XMLParser:
    """A new parser for each document, since a parser serves one thread at a time."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )


def _refuse_document_type(xml: bytes) -> None:
    """Keep a DTD away from the parser; what this look at the prolog misses, ``parse`` finds."""
    start = re.split(b'<[A-Za-z_]', xml[:65536].replace(b'\x00', b''), maxsplit=1)[0].upper()
    if b'<!DOCTYPE HTML' in start:
        raise NotReadable('web-page')
    if b'<!DOCTYPE' in start:
        raise NotReadable('document-type')
