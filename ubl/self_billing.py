"""Self-billed documents: invoices that the buyer writes in the seller's name, and sends to it.

Peppol has rules of their own for them, which only the specification identifier tells apart.
"""

from __future__ import annotations

from lxml import etree


SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0'
PROFILE = 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0'
INVOICE_TYPES = frozenset({'389', '527'})
CREDIT_NOTE_TYPES = frozenset({'261'})
_CUSTOMIZATION = (
    '{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}CustomizationID'
)


def is_self_billed(root: etree._Element) -> bool:
    """Whether the document says that it is one (BT-24)."""
    return (root.findtext(_CUSTOMIZATION) or '').strip().startswith(SPECIFICATION)
