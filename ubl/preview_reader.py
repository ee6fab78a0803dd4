"""The document's elements → the view model of ``preview_model``; remembers what it has shown."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from . import preview_forms as forms
from . import preview_tables as tables
from .peppol_rules.document import LINE_TAGS, clark, find_all, normalized
from .place import location_of, place_of
from .preview_model import Adjustment, File, Item, Line, Party, Preview, Tax
from .words import place_in


Element = etree._Element
PARTIES = (
    ("Seller", 'cac:AccountingSupplierParty/cac:Party'),
    ("Buyer", 'cac:AccountingCustomerParty/cac:Party'),
    ("Payee", 'cac:PayeeParty'),
    ("Tax representative", 'cac:TaxRepresentativeParty'),
)
ADDRESS = (
    'cbc:StreetName',
    'cbc:AdditionalStreetName',
    'cac:AddressLine/cbc:Line',
)
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
CODE = 'cbc:AllowanceChargeReasonCode'
OBJECTS = {'130': "Invoiced object", '50': "Project"}  # UNCL1001


class Reader:
    """Reads one document once."""

    def __init__(self, root: Element, language: str | None) -> None:
        self._root = root
        self._language = language
        self._seen: set[Element] = set()

    def preview(self) -> Preview:
        """Everything, in the order of the page."""
        root, kind = self._root, self._kind()
        return Preview(
            kind=kind,
            number=self._text(root, 'cbc:ID'),
            header=self._items(root, tables.HEADER),
            references=self._references(),
            parties=(*self._parties(), *self._delivery()),
            lines=tuple(self._line(place, node) for place, node in self._lines()),
            adjustments=self._adjustments(root),
            taxes=self._taxes(),
            payable=self._amount(root, 'cac:LegalMonetaryTotal/cbc:PayableAmount'),
            totals=self._totals(),
            payments=tuple(map(self._payment, find_all(root, 'cac:PaymentMeans'))),
            terms=self._text(root, 'cac:PaymentTerms/cbc:Note'),
            notes=tuple(self._texts(root, 'cbc:Note')),
            files=tuple(self._files()),
            others=tuple(self._others()),
        )

    # === READING === #

    def _texts(self, node: Element, path: str) -> list[str]:
        found = [element for element in find_all(node, path) if (element.text or '').strip()]
        self._seen.update(found)
        return [normalized(element.text) for element in found]

    def _text(self, node: Element, path: str) -> str:
        return next(iter(self._texts(node, path)), '')

    def _first(self, node: Element, path: str) -> Element | None:
        return node.find(clark(path))

    def _label(self, text: str) -> str:
        return forms.label(text, self._language)

    def _item(self, name: str, node: Element, path: str) -> Iterable[Item]:
        values = self._texts(node, path)
        if values:
            anchor = location_of(node.find(clark(path)))
            yield Item(self._label(name), ', '.join(values), anchor)

    def _items(self, node: Element, wanted: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
        return tuple(item for name, path in wanted for item in self._item(name, node, path))

    def _amount(self, node: Element, path: str) -> str:
        element, text = self._first(node, path), self._text(node, path)
        currency = '' if element is None else element.get('currencyID', '')
        return forms.amount(text, currency, self._language) if text else ''

    # === PARTS === #

    def _kind(self) -> str:
        code = self._text(self._root, 'cbc:InvoiceTypeCode')
        code = code or self._text(self._root, 'cbc:CreditNoteTypeCode')
        usual = etree.QName(self._root).localname
        known = {'Invoice': '380', 'CreditNote': '381'}.get(usual, '')
        return forms.coded(code or known, forms.KINDS, self._language) or usual

    def _references(self) -> tuple[Item, ...]:
        usual = self._items(self._root, tables.REFERENCES)
        return (*usual, *self._objects(), *self._preceding())

    def _preceding(self) -> Iterable[Item]:
        for reference in find_all(self._root, 'cac:BillingReference/cac:InvoiceDocumentReference'):
            said = (self._text(reference, 'cbc:ID'), self._text(reference, 'cbc:IssueDate'))
            where = location_of(reference.getparent())
            yield Item(self._label("Concerns invoice"), ' · '.join(filter(None, said)), where)

    def _parties(self) -> Iterable[Party]:
        for role, path in PARTIES:
            node = self._first(self._root, path)
            if node is not None:
                yield self._party(role, node)

    def _party(self, role: str, node: Element) -> Party:
        legal = self._text(node, 'cac:PartyLegalEntity/cbc:RegistrationName')
        trading = self._text(node, 'cac:PartyName/cbc:Name')
        items = list(self._items(node, tables.PARTY))
        if trading and legal and trading != legal:
            items.insert(0, Item(self._label("Trading name"), trading))
        if role == "Buyer":
            items += self._items(self._root, tables.CUSTOMER_NUMBER)
        address = self._address(self._first(node, 'cac:PostalAddress'))
        where = location_of(node)
        return Party(self._label(role), legal or trading, address, tuple(items), where)

    def _address(self, node: Element | None) -> tuple[str, ...]:
        if node is None:
            return ()
        town = (self._text(node, 'cbc:PostalZone'), self._text(node, 'cbc:CityName'))
        country = self._text(node, 'cac:Country/cbc:IdentificationCode')
        region = self._text(node, 'cbc:CountrySubentity')
        streets = (text for path in ADDRESS for text in self._texts(node, path))
        return tuple(filter(None, (*streets, ' '.join(filter(None, town)), region, country)))

    def _delivery(self) -> Iterable[Party]:
        for node in find_all(self._root, 'cac:Delivery'):
            name = self._text(node, 'cac:DeliveryParty/cac:PartyName/cbc:Name')
            address = self._address(self._first(node, 'cac:DeliveryLocation/cac:Address'))
            items = self._items(node, tables.DELIVERY)
            if name or address or items:
                yield Party(self._label("Delivery"), name, address, items, location_of(node))

    def _lines(self) -> Iterable[tuple[str, Element]]:
        """Each with its place; counted once, since each line would count its siblings."""
        nodes = [node for node in self._root.iterchildren() if node.tag in LINE_TAGS]
        root = etree.QName(self._root).localname
        for position, node in enumerate(nodes, 1):
            number = f'[{position}]' if len(nodes) > 1 else ''
            yield f'/{root}/cac:{etree.QName(node).localname}{number}', node

    def _line(self, place: str, node: Element) -> Line:
        return Line(
            number=self._text(node, 'cbc:ID'),
            name=self._text(node, 'cac:Item/cbc:Name'),
            description=self._text(node, 'cac:Item/cbc:Description'),
            quantity=self._quantity(node),
            price=self._price(node),
            vat=self._vat(self._first(node, 'cac:Item/cac:ClassifiedTaxCategory')),
            net=self._amount(node, 'cbc:LineExtensionAmount'),
            extras=self._extras(node),
            adjustments=self._adjustments(node),
            anchor=place,
        )

    def _extras(self, node: Element) -> tuple[Item, ...]:
        found = []
        for name, path in tables.LINE:
            values = self._texts(node, path)
            found += [Item(self._label(name), ', '.join(values))] if values else []
        for pair in find_all(node, 'cac:Item/cac:AdditionalItemProperty'):
            found.append(Item(self._text(pair, 'cbc:Name'), self._text(pair, 'cbc:Value')))
        return tuple(found)

    def _quantity(self, node: Element) -> str:
        for path in ('cbc:InvoicedQuantity', 'cbc:CreditedQuantity'):
            element, text = self._first(node, path), self._text(node, path)
            if element is not None:
                return forms.quantity(text, element.get('unitCode', ''), self._language)
        return ''

    def _price(self, node: Element) -> str:
        price = self._amount(node, 'cac:Price/cbc:PriceAmount')
        base, path = self._text(node, 'cac:Price/cbc:BaseQuantity'), 'cac:Price/cac:AllowanceCharge'
        for adjustment in find_all(node, path):
            self._texts(adjustment, 'cbc:Amount')  # the price is given after it
        return f'{price} / {forms.number(base, self._language)}' if base not in ('', '1') else price

    def _vat(self, category: Element | None) -> str:
        if category is None:
            return ''
        code, rate = self._text(category, 'cbc:ID'), self._text(category, 'cbc:Percent')
        if code == 'S' and rate:
            return f'{forms.number(rate, self._language)} %'
        return forms.coded(code, forms.CATEGORIES, self._language)

    def _adjustments(self, node: Element) -> tuple[Adjustment, ...]:
        return tuple(map(self._adjustment, find_all(node, 'cac:AllowanceCharge')))

    def _adjustment(self, node: Element) -> Adjustment:
        is_charge = self._text(node, 'cbc:ChargeIndicator') in ('true', '1')
        usual = self._label("Charge" if is_charge else "Discount")
        reason, code = self._text(node, 'cbc:AllowanceChargeReason'), self._text(node, CODE)
        amount = self._amount(node, 'cbc:Amount')
        category = self._first(node, 'cac:TaxCategory')
        sign = '' if is_charge or amount.startswith('-') else '−'  # noqa: RUF001 a real minus
        return Adjustment(
            reason or usual + (f' ({code})' if code else ''),
            sign + amount,
            self._vat(category),
            is_charge,
        )

    def _taxes(self) -> tuple[Tax, ...]:
        return tuple(
            self._tax(subtotal) for subtotal in find_all(self._root, 'cac:TaxTotal/cac:TaxSubtotal')
        )

    def _tax(self, node: Element) -> Tax:
        category = self._first(node, 'cac:TaxCategory')
        inside = node if category is None else category
        reasons = (
            self._text(inside, 'cbc:TaxExemptionReason'),
            self._text(inside, 'cbc:TaxExemptionReasonCode'),
        )
        code, rate = self._text(inside, 'cbc:ID'), self._text(inside, 'cbc:Percent')
        return Tax(
            category=forms.coded(code, forms.CATEGORIES, self._language),
            rate=f'{forms.number(rate, self._language)} %' if rate else '',
            base=self._amount(node, 'cbc:TaxableAmount'),
            tax=self._amount(node, 'cbc:TaxAmount'),
            reason=' · '.join(filter(None, reasons)),
            anchor=location_of(node),
        )

    def _totals(self) -> tuple[Item, ...]:
        totals = find_all(self._root, 'cac:LegalMonetaryTotal')[:1]
        rows = [(name, node, path) for node in totals for name, path in tables.BEFORE_VAT]
        vat = find_all(self._root, 'cac:TaxTotal')
        rows += [("VAT", node, 'cbc:TaxAmount') for node in vat]
        rows += [(name, node, path) for node in totals for name, path in tables.AFTER_VAT]
        return tuple(
            Item(self._label(name), self._amount(node, path), location_of(self._first(node, path)))
            for name, node, path in rows
            if self._first(node, path) is not None
        )

    def _payment(self, node: Element) -> tuple[Item, ...]:
        code = self._text(node, 'cbc:PaymentMeansCode')
        means = forms.coded(code, forms.MEANS, self._language)
        first = Item(self._label("Payment means"), means, location_of(node))
        return (first, *self._items(node, tables.PAYMENT))

    def _objects(self) -> Iterable[Item]:
        """Documents that are none: what is invoiced (BT-18), a credit note's project (BT-11)."""
        for node in find_all(self._root, 'cac:AdditionalDocumentReference'):
            name = OBJECTS.get(node.findtext(clark('cbc:DocumentTypeCode'), ''))
            if name:
                self._text(node, 'cbc:DocumentTypeCode')
                yield Item(self._label(name), self._text(node, 'cbc:ID'), location_of(node))

    def _files(self) -> Iterable[File]:
        for node in find_all(self._root, 'cac:AdditionalDocumentReference'):
            if node.findtext(clark('cbc:DocumentTypeCode'), '') in OBJECTS:
                continue
            binary = self._first(node, 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject')
            given = {} if binary is None else binary.attrib
            if binary is not None:
                self._seen.add(binary)
            own = self._text(node, 'cbc:ID')
            yield File(
                name=given.get('filename') or own,
                description=self._text(node, 'cbc:DocumentDescription'),
                mimetype=given.get('mimeCode', ''),
                size='' if binary is None else forms.size(len(binary.text or '')),
                address=self._text(node, 'cac:Attachment/cac:ExternalReference/cbc:URI'),
            )

    def _others(self) -> Iterable[Item]:
        """What was not shown: every leaf with a text, under its name."""
        for node in self._root.iter(etree.Element):
            if node in self._seen or len(node) or not (node.text or '').strip():
                continue
            if node.tag in TECHNICAL or node.getparent().tag == TAX_SCHEME:
                continue
            yield Item(self._place(node), normalized(node.text)[:500], location_of(node))

    def _place(self, node: Element) -> str:
        return place_in(place_of(node), self._language)
