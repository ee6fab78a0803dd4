"""The one file that knows how core's BIS 3 builder shapes its tree.

Odoo 19 has met two shapes: first every group that is usually single was a dictionary
(``cac:PaymentMeans``, ``cac:BillingReference``) and nodes were added by
``_add_invoice_…_nodes(document_node, vals)``; later ones became lists, added by
``_ubl_add_…_node(vals)``. Everything here reads both and writes what either renders.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


NODES, HOOKS = 'nodes', 'hooks'  # the shapes of the builder

LINES = ('cac:InvoiceLine', 'cac:CreditNoteLine', 'cac:DebitNoteLine')

Node = dict[str, Any]


def shape_of(builder: object) -> str:
    """Which shape core's builder has: 'nodes' (first) or 'hooks' (later)."""
    return HOOKS if hasattr(builder, '_ubl_add_payment_means_nodes') else NODES


def get_list(node: Node, tag: str) -> list[Node]:
    """The elements of that name, however many and however kept."""
    child = node.get(tag)
    if isinstance(child, list):
        return [element for element in child if element]
    return [child] if child else []


def get(node: Node | None, *path: str) -> Node:
    """The first element at the path, or an empty dictionary of nobody."""
    for tag in path:
        elements = get_list(node or {}, tag)
        node = elements[0] if elements else {}
    return node or {}


def text(node: Node | None, *path: str) -> Any:
    """The content of the first element at the path; None where there is none."""
    content = get(node, *path).get('_text')
    return None if content is None or content is False or content == '' else content


def put(node: Node, tag: str, content: Any, **attributes: Any) -> None:
    """Give the node one such element; an empty content takes it away.

    What takes an element away is an element without content: core's own checks read
    ``node[tag]['_text']`` and bear neither None nor a missing key.
    """
    node[tag] = {'_text': content or None, **attributes} if content else {'_text': None}


def put_at(node: Node, path: tuple[str, ...], content: Any, **attributes: Any) -> None:
    """``put`` below groups that are made where they are missing."""
    *groups, tag = path
    for group in groups:
        if not get(node, group):
            node[group] = {}
        node = get(node, group) or node[group]
    put(node, tag, content, **attributes)


def lines(document: Node) -> list[Node]:
    """The document's lines, of whatever kind."""
    return [line for tag in LINES for line in get_list(document, tag)]


def party(document: Node, role: str) -> Node:
    """The party in the role 'supplier' or 'customer'; empty where there is none."""
    return get(document, f'cac:Accounting{role.capitalize()}Party', 'cac:Party')


def tax_categories(document: Node) -> Iterator[Node]:
    """Every VAT category in the document: breakdown, lines, allowances and charges."""
    for total in get_list(document, 'cac:TaxTotal'):
        for subtotal in get_list(total, 'cac:TaxSubtotal'):
            yield from get_list(subtotal, 'cac:TaxCategory')
    for line in lines(document):
        yield from get_list(get(line, 'cac:Item'), 'cac:ClassifiedTaxCategory')
    for allowance in get_list(document, 'cac:AllowanceCharge'):
        yield from get_list(allowance, 'cac:TaxCategory')


def template_with_customer_number(template: Node) -> Node:
    """The UBL template plus a place for the customer number, which core's lacks."""
    tag = 'cac:AccountingCustomerParty'
    return {**template, tag: {'cbc:SupplierAssignedAccountID': {}, **template[tag]}}
