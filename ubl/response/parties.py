"""Who answers whom: the parties as the received document itself names them."""

from __future__ import annotations

from dataclasses import replace

from ...en16931.parties import Contact, Party
from ..billing.reader import read_party
from ..parse import parse
from ..peppol_rules.document import clark


_SELLER = clark('cac:AccountingSupplierParty/cac:Party')
_BUYER = clark('cac:AccountingCustomerParty/cac:Party')


def own_and_supplier(
    content: bytes, *, is_self_billed: bool = False, contact: Contact | None = None
) -> tuple[Party, Party]:
    """(the recipient of a document, its sender) with their numbers and schemes.

    A self-billed document is sent by the buyer. ``contact`` is whom the sender may ask; the
    document's own contacts are those of another matter. Raises NotReadable.
    """
    root = parse(content)
    seller, buyer = (
        Party() if node is None else replace(read_party(node), contact=Contact())
        for node in (root.find(_SELLER), root.find(_BUYER))
    )
    own, supplier = (seller, buyer) if is_self_billed else (buyer, seller)
    return replace(own, contact=contact or Contact()), supplier
