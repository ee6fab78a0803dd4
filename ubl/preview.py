"""An invoice as its recipient reads it, drawn from the XML alone.

``draw`` makes a view model of plain texts; the template escapes them. Odd documents are shown
as far as they go, and what has no place of its own stands under ``others``: nothing is hidden.
"""

from __future__ import annotations

from .billing.reader import read
from .parse import NotReadable, parse
from .preview_drawing import Drawing
from .preview_model import Preview
from .words import told


def draw(xml: bytes, language: str | None = None) -> Preview:
    """The view model of an invoice or credit note in the reader's language; never raises."""
    try:
        root = parse(xml)
    except NotReadable as unreadable:
        return Preview(problem=told(unreadable.sentence, language))
    return Drawing(read(root), language).preview()
