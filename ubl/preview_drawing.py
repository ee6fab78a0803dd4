"""What the reader of invoices has found → the view model of ``preview_model``.

Each term is shown as it stands in the document, an odd one too, and remembered: what is shown
nowhere else stands under ``others``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from . import preview_forms as forms
from . import preview_tables as tables
from .billing.reader import Element, Path, Reading
from .peppol_rules.document import clark, normalized
from .place import place_of
from .preview_model import Adjustment, File, Item, Line, Party, Preview, Tax
from .words import place_in


PARTIES = (
    ("Seller", 'seller'),
    ("Buyer", 'buyer'),
    ("Payee", 'payee'),
    ("Tax representative", 'tax_representative'),
)
ADDRESS = ('street', 'additional_street', 'third_line')
DAYS = ('issue_date', 'due_date', 'tax_point_date', 'date', 'start', 'end')
# What programs need and no person reads.
TECHNICAL = frozenset(
    map(
        clark,
        (
            'cbc:CustomizationID',
            'cbc:ProfileID',
            'cbc:TaxCurrencyCode',
            'cbc:ChargeIndicator',
            'cbc:MultiplierFactorNumeric',
            'cbc:BaseAmount',
            'cbc:UBLVersionID',
        ),
    )
)
TAX_SCHEME = clark('cac:TaxScheme')


class Drawing:
    """Draws one document once."""

    def __init__(self, reading: Reading, language: str | None) -> None:
        self._reading = reading
        self._invoice = reading.invoice
        self._language = language
        self._shown: set[Element] = set()

    def preview(self) -> Preview:
        """Everything, in the order of the page."""
        invoice = self._invoice
        return Preview(
            kind=self._kind(),
            number=self._text('number'),
            header=self._items((), tables.HEADER),
            references=(*self._items((), tables.REFERENCES), *self._preceding()),
            parties=(*self._parties(), *self._delivery()),
            lines=tuple(self._line('lines', number) for number in range(len(invoice.lines))),
            adjustments=self._adjustments(len(invoice.allowance_charges)),
            taxes=tuple(self._tax('vat', number) for number in range(len(invoice.vat))),
            payable=self._amount('totals', 'payable'),
            totals=tuple(self._totals()),
            payments=tuple(map(self._payment, range(len(invoice.payment_means)))),
            terms=self._text('payment_terms'),
            notes=tuple(self._text('notes', number) for number in range(len(invoice.notes))),
            files=tuple(map(self._file, range(len(invoice.documents)))),
            others=tuple(self._others()),
        )

    # === TERMS === #

    def _node(self, *path: str | int) -> Element | None:
        """Where a term stands, from now on shown."""
        node = self._reading.places.get(path)
        if node is not None:
            self._shown.add(node)
        return node

    def _text(self, *path: str | int) -> str:
        node = self._node(*path)
        return '' if node is None else normalized(node.text or '')

    def _said(self, *path: str | int) -> str:
        """A term as text; days as the reader writes them."""
        text = self._text(*path)
        return forms.day(text, self._language) if path[-1] in DAYS else text

    def _amount(self, *path: str | int) -> str:
        node, text = self._node(*path), self._text(*path)
        currency = '' if node is None else node.get('currencyID', '')
        return forms.amount(text, currency, self._language) if text else ''

    def _label(self, text: str) -> str:
        return forms.label(text, self._language)

    def _items(self, group: Path, wanted: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
        return tuple(item for name, term in wanted for item in self._item(name, group, term))

    def _item(self, name: str, group: Path, term: str) -> Iterator[Item]:
        paths = [path for path in self._paths(group, term) if self._text(*path)]
        if paths:
            value = ', '.join(self._said(*path) for path in paths)
            yield Item(self._label(name), value, self._reading.location(*paths[0]))

    def _paths(self, group: Path, term: str) -> Iterator[Path]:
        """Of a term below a group; the star in 'identifiers.*' is each of several."""
        first, star, last = term.partition('.*')
        path = (*group, *first.split('.'))
        if not star:
            yield path
            return
        number, below = 0, tuple(filter(None, last.split('.')))
        while (*path, number) in self._reading.places:
            yield (*path, number, *below)
            number += 1

    # === PARTS === #

    def _kind(self) -> str:
        usual = etree.QName(self._reading.root).localname
        code = self._text('type_code') or {'Invoice': '380', 'CreditNote': '381'}.get(usual, '')
        return forms.coded(code, forms.KINDS, self._language) or usual

    def _preceding(self) -> Iterator[Item]:
        for number in range(len(self._invoice.references.preceding)):
            path = ('references', 'preceding', number)
            said = (self._text(*path, 'number'), self._said(*path, 'date'))
            where = self._reading.location(*path).rpartition('/')[0]
            yield Item(self._label("Concerns invoice"), ' · '.join(filter(None, said)), where)

    def _parties(self) -> Iterator[Party]:
        for role, name in PARTIES:
            if (name,) in self._reading.places:
                yield self._party(role, name)

    def _party(self, role: str, path: str) -> Party:
        legal, trading = self._text(path, 'name'), self._text(path, 'trading_name')
        items = self._items((path,), tables.PARTY)
        if trading and legal and trading != legal:
            items = (Item(self._label("Trading name"), trading), *items)
        where = self._reading.location(path)
        return Party(self._label(role), legal or trading, self._address(path), items, where)

    def _address(self, party: str) -> tuple[str, ...]:
        path = (party, 'address')
        town = (self._text(*path, 'post_code'), self._text(*path, 'city'))
        region, country = self._text(*path, 'subdivision'), self._text(*path, 'country')
        streets = (self._text(*path, name) for name in ADDRESS)
        return tuple(filter(None, (*streets, ' '.join(filter(None, town)), region, country)))

    def _delivery(self) -> Iterator[Party]:
        name, address = self._text('delivery', 'name'), self._address('delivery')
        items = self._items(('delivery',), tables.DELIVERY)
        if name or address or items:
            where = self._reading.location('delivery')
            yield Party(self._label("Delivery"), name, address, items, where)

    def _line(self, *path: str | int) -> Line:
        adjustments = len(self._invoice.lines[path[-1]].allowance_charges)
        return Line(
            number=self._text(*path, 'identifier'),
            name=self._text(*path, 'item', 'name'),
            description=self._text(*path, 'item', 'description'),
            quantity=self._quantity(*path, 'quantity'),
            price=self._price(*path, 'price'),
            vat=self._vat(*path, 'item', 'vat'),
            net=self._amount(*path, 'net'),
            extras=(*self._items(path, tables.LINE), *self._properties(*path, 'item')),
            adjustments=self._adjustments(adjustments, *path),
            anchor=self._reading.location(*path),
        )

    def _properties(self, *item: str | int) -> Iterator[Item]:
        for name in self._paths(item, 'properties.*.name'):
            yield Item(self._text(*name), self._text(*name[:-1], 'value'))

    def _quantity(self, *path: str | int) -> str:
        node = self._node(*path)
        unit = '' if node is None else node.get('unitCode', '')
        return forms.quantity(self._text(*path), unit, self._language)

    def _price(self, *path: str | int) -> str:
        price, base = self._amount(*path, 'amount'), self._text(*path, 'base_quantity')
        self._text(*path, 'discount')  # the price is given after it
        return f'{price} / {forms.number(base, self._language)}' if base not in ('', '1') else price

    def _vat(self, *path: str | int) -> str:
        code, rate = self._text(*path, 'code'), self._text(*path, 'rate')
        if code == 'S' and rate:
            return f'{forms.number(rate, self._language)} %'
        return forms.coded(code, forms.CATEGORIES, self._language)

    def _adjustments(self, many: int, *group: str | int) -> tuple[Adjustment, ...]:
        return tuple(self._adjustment(*group, 'allowance_charges', each) for each in range(many))

    def _adjustment(self, *path: str | int) -> Adjustment:
        is_charge = self._text(*path, 'is_charge') in ('true', '1')
        usual = self._label("Charge" if is_charge else "Discount")
        reason, code = self._text(*path, 'reason'), self._text(*path, 'reason_code')
        amount = self._amount(*path, 'amount')
        sign = '' if is_charge or amount.startswith('-') else '−'  # noqa: RUF001 a real minus
        return Adjustment(
            reason or usual + (f' ({code})' if code else ''),
            sign + amount,
            self._vat(*path, 'vat'),
            is_charge,
        )

    def _tax(self, *path: str | int) -> Tax:
        reasons = (self._text(*path, 'reason'), self._text(*path, 'reason_code'))
        code, rate = (self._text(*path, 'category', name) for name in ('code', 'rate'))
        return Tax(
            category=forms.coded(code, forms.CATEGORIES, self._language),
            rate=f'{forms.number(rate, self._language)} %' if rate else '',
            base=self._amount(*path, 'taxable'),
            tax=self._amount(*path, 'amount'),
            reason=' · '.join(filter(None, reasons)),
            anchor=self._reading.location(*path),
        )

    def _totals(self) -> Iterator[Item]:
        for name, term in tables.TOTALS:
            amount = self._amount('totals', term)
            if amount:
                yield Item(self._label(name), amount, self._reading.location('totals', term))

    def _payment(self, number: int) -> tuple[Item, ...]:
        path = ('payment_means', number)
        means = forms.coded(self._text(*path, 'code'), forms.MEANS, self._language)
        first = Item(self._label("Payment means"), means, self._reading.location(*path))
        return (first, *self._items(path, tables.PAYMENT))

    def _file(self, number: int) -> File:
        path, document = ('documents', number), self._invoice.documents[number]
        self._node(*path, 'content')
        own = self._text(*path, 'reference')
        return File(
            name=document.filename or own,
            description=self._text(*path, 'description'),
            mimetype=document.mime_code,
            size=forms.size(len(document.content)) if document.content else '',
            address=self._text(*path, 'location'),
        )

    def _others(self) -> Iterator[Item]:
        """What was not shown: every leaf with a text, under its name."""
        reading = self._reading
        left = [each.node for each in reading.rest if not each.attribute]
        terms = [node for node in reading.places.values() if not len(node)]
        for node in dict.fromkeys((*left, *terms)):
            text = normalized(node.text or '')
            if text and node not in self._shown and not _is_technical(node):
                place = place_in(place_of(node, locations=reading.locations), self._language)
                yield Item(place, text[:500], reading.locations.of(node))


def _is_technical(node: Element) -> bool:
    parent = node.getparent()
    return node.tag in TECHNICAL or (parent is not None and parent.tag == TAX_SCHEME)
