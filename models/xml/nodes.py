"""The one file that knows how core's BIS 3 builder shapes its tree. A plain helper, no model.

Odoo 19 has met two shapes: first every group that is usually single was a dictionary
(``cac:PaymentMeans``, ``cac:BillingReference``) and nodes were added by
``_add_invoice_…_nodes(document_node, vals)``; later ones became lists, added by
``_ubl_add_…_node(vals)``. Everything here reads both and writes what either renders.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo.addons.account_edi_ubl_cii.models.account_edi_common import FloatFmt


NODES, HOOKS = 'nodes', 'hooks'  # the shapes of the builder

RECORD = '_pagero_record'  # where a line's node keeps the record that it was made from
QUANTITIES = ('cbc:InvoicedQuantity', 'cbc:CreditedQuantity', 'cbc:DebitedQuantity')
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
    """The first element at the path, or {} where there is none."""
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


def put_period(node: Node, start: Any, end: Any) -> None:
    """BG-14 or BG-26; one end alone is allowed (BR-CO-19, BR-CO-20)."""
    if start or end:
        node['cac:InvoicePeriod'] = {
            'cbc:StartDate': {'_text': start or None},
            'cbc:EndDate': {'_text': end or None},
        }


def drop_vat_number(party: Node) -> None:
    """Keep only a registration of another kind, as Norway's Foretaksregisteret."""
    tag = 'cac:PartyTaxScheme'
    party[tag] = [
        scheme
        for scheme in get_list(party, tag)
        if text(scheme, 'cac:TaxScheme', 'cbc:ID') == 'TAX'
    ]


def money(amount: float, currency: Any) -> Node:
    """An amount of money, rounded as its currency is."""
    return {
        '_text': FloatFmt(currency.round(amount), min_dp=currency.decimal_places),
        'currencyID': currency.name,
    }


def breakdown_categories(document: Node) -> Iterator[Node]:
    """The categories of the VAT breakdown (BG-23)."""
    for total in get_list(document, 'cac:TaxTotal'):
        for subtotal in get_list(total, 'cac:TaxSubtotal'):
            yield from get_list(subtotal, 'cac:TaxCategory')


def tax_categories(document: Node) -> Iterator[Node]:
    """Every VAT category in the document: breakdown, lines, allowances and charges."""
    yield from breakdown_categories(document)
    for line in lines(document):
        yield from get_list(get(line, 'cac:Item'), 'cac:ClassifiedTaxCategory')
    for allowance in get_list(document, 'cac:AllowanceCharge'):
        yield from get_list(allowance, 'cac:TaxCategory')


def category_key(category: Node) -> tuple[Any, float]:
    """What makes VAT categories one group: code and rate."""
    return text(category, 'cbc:ID'), float(text(category, 'cbc:Percent') or 0.0)


def nets_by_category(document: Node) -> dict[tuple[Any, float], float]:
    """What lines, allowances and charges of the document come to, for each VAT category."""
    sums: dict[tuple[Any, float], float] = {}
    for line in lines(document):
        key = category_key(get(line, 'cac:Item', 'cac:ClassifiedTaxCategory'))
        sums[key] = sums.get(key, 0.0) + (text(line, 'cbc:LineExtensionAmount') or 0.0)
    for node in get_list(document, 'cac:AllowanceCharge'):
        sign = 1 if text(node, 'cbc:ChargeIndicator') == 'true' else -1
        key = category_key(get(node, 'cac:TaxCategory'))
        sums[key] = sums.get(key, 0.0) + sign * (text(node, 'cbc:Amount') or 0.0)
    return sums


def complete_template(template: Node) -> Node:
    """The UBL template with places for what core's lacks, in the order of UBL 2.1's schemas."""
    complete = _with_after(
        template, 'cac:DespatchDocumentReference', 'cac:ReceiptDocumentReference'
    )
    customer = 'cac:AccountingCustomerParty'
    complete[customer] = {'cbc:SupplierAssignedAccountID': {}, **template[customer]}
    complete['cac:PaymentMeans'] = _payment_template(template['cac:PaymentMeans'])
    for tag in LINES:
        if tag in template:
            line = _with_after(template[tag], 'cbc:LineExtensionAmount', 'cbc:AccountingCost')
            complete[tag] = {**line, 'cac:Item': _item_template(line['cac:Item'])}
    return complete


def _payment_template(template: Node) -> Node:
    card = {f'cbc:{name}': {} for name in ('PrimaryAccountNumberID', 'NetworkID', 'HolderName')}
    mandate = {'cbc:ID': {}, 'cac:PayerFinancialAccount': {'cbc:ID': {}}}
    account = 'cac:PayeeFinancialAccount'
    template = {**template, account: _with_after(template[account], 'cbc:ID', 'cbc:Name')}
    with_card = _with_after(template, 'cbc:PaymentID', 'cac:CardAccount', card)
    return _with_after(with_card, account, 'cac:PaymentMandate', mandate)


def _item_template(template: Node) -> Node:
    origin = {'cbc:IdentificationCode': {}}
    return _with_after(template, 'cac:StandardItemIdentification', 'cac:OriginCountry', origin)


def _with_after(template: Node, before: str, tag: str, below: Node | None = None) -> Node:
    """A copy with one more element after another; as it is where it knows the element."""
    if tag in template:
        return dict(template)
    content = {'cbc:ID': {}} if tag.endswith('DocumentReference') else below or {}
    complete: Node = {}
    for name, child in template.items():
        complete[name] = child
        if name == before:
            complete[tag] = content
    return complete
