"""Terms of an invoice in words, as the preview calls them."""

from __future__ import annotations

from collections.abc import Iterable

from . import preview_tables as tables
from .preview_forms import label


NAMES = {
    **{term: name for name, term in (*tables.HEADER, *tables.REFERENCES)},
    **{f'payment_means.{term}': name for name, term in tables.PAYMENT},
    **{f'delivery.{term}': name for name, term in tables.DELIVERY},
    **{f'totals.{term}': name for name, term in tables.TOTALS},
    'number': "Number",
    'type_code': "Kind of document",
    'references.preceding': "Concerns invoice",
    'period': "Period",
    'seller': "Seller",
    'buyer': "Buyer",
    'buyer.customer_number': "Customer number",
    'delivery': "Delivery",
    'notes': "Note",
    'payment_means': "Payment",
    'payment_terms': "Payment terms",
    'lines': "Lines",
    'allowance_charges': "Discounts and charges",
    'vat': "VAT",
    'totals': "Totals",
}
OF_LINES = {
    **{term.removesuffix('.*'): name for name, term in tables.LINE},
    'quantity': "Quantity",
    'price': "Price",
    'net': "Amount",
    'item.vat': "VAT",
    'item': "Description",
    'allowance_charges': "Discounts and charges",
}


def names_of(paths: Iterable[tuple[str | int, ...]], language: str | None) -> list[str]:
    """In words, each once.

    >>> names_of([('references', 'buyer_reference'), ('lines', 2, 'note')], 'sv_SE')
    ['Köparens referens', 'Rad 3: Notering']
    """
    return list(dict.fromkeys(_name_of(path, language) for path in paths))


def _name_of(path: tuple[str | int, ...], language: str | None) -> str:
    head, *rest = path
    if head == 'lines' and rest:
        number, *below = rest
        line = f'{label("Line", language)} {int(number) + 1}'
        own = _longest(OF_LINES, below)
        return f'{line}: {label(own, language)}' if own else line
    known = _longest(NAMES, path)
    return label(known, language) if known else str(head)


def _longest(names: dict[str, str], path: Iterable[str | int]) -> str:
    """The name of the path, or of the smallest group around it that has one."""
    parts = [part for part in path if isinstance(part, str)]
    for end in range(len(parts), 0, -1):
        if found := names.get('.'.join(parts[:end])):
            return found
    return ''
