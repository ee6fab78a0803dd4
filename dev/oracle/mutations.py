"""Spoilt invoices that are still valid by the schema, the same ones for the same seed."""

import copy
import random
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from ubl import xsd


CAC = '{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}'
CBC = '{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}'
COUNTRIES = ('SE', 'NO', 'DK', 'DE', 'NL', 'IT', 'GR', 'IS', 'FI', 'BE', 'LU', 'SK')
CATEGORIES = ('S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M', 'B')
SCHEMES = tuple(
    (
        '0007 0088 0184 0192 0208 0240 0106 0190 0201 0210 0211 0151 0158 9933 9944 9955 0037 SEPA'
    ).split()
)
MOST_CHANGES = 6
NUMBERS = ('0', '1', '-1', '0.005', '12.345', '100', '25.00', '6', '99999999999.99', '-0.01')


class Mutator:
    """Changes documents with a random generator; ``donors`` lend elements and values."""

    def __init__(
        self, seed: int, bases: Sequence[etree._Element], donors: Sequence[etree._Element]
    ) -> None:
        self._random = random.Random(seed)
        self._bases = bases
        self._children: dict[str, list[etree._Element]] = {}
        self._texts: dict[str, list[str]] = {}
        for element in (each for donor in (*bases, *donors) for each in donor.iter('*')):
            self._children.setdefault(element.tag, []).extend(element.iterchildren('*'))
            if not len(element) and element.text:
                self._texts.setdefault(element.tag, []).append(element.text)
        self._changes: Sequence[Callable[[etree._Element], object]] = (
            self._delete,
            self._delete,
            self._repeat,
            self._retype,
            self._retype,
            self._renumber,
            self._attribute,
            self._borrow,
            self._borrow,
            self._borrow,
            self._country,
            self._category,
            self._blanks,
            self._scheme,
        )

    def documents(self, count: int) -> Iterator[etree._Element]:
        """``count`` documents, each valid by the schema."""
        while count:
            document = copy.deepcopy(self._random.choice(self._bases))
            for _number in range(self._random.randint(1, MOST_CHANGES)):
                change = self._random.choice(self._changes)
                changed = copy.deepcopy(document)
                change(changed)
                if not xsd.validate(changed):
                    document = changed
            count -= 1
            yield document

    def _any(self, root: etree._Element, leaf: bool = False) -> etree._Element:
        elements = [each for each in root.iterdescendants('*') if not (leaf and len(each))]
        return self._random.choice(elements)

    def _delete(self, root: etree._Element) -> None:
        element = self._any(root)
        element.getparent().remove(element)

    def _repeat(self, root: etree._Element) -> None:
        element = self._any(root)
        element.addnext(copy.deepcopy(element))

    def _retype(self, root: etree._Element) -> None:
        element = self._any(root, leaf=True)
        element.text = self._random.choice(self._texts.get(element.tag, ['x']))

    def _renumber(self, root: etree._Element) -> None:
        numbers = [
            each
            for each in root.iterdescendants('*')
            if each.tag.endswith(('Amount', 'Percent', 'Quantity', 'Numeric'))
        ]
        if numbers:
            self._random.choice(numbers).text = self._random.choice(NUMBERS)

    def _attribute(self, root: etree._Element) -> None:
        element = self._any(root, leaf=True)
        names = [*element.keys(), 'schemeID', 'currencyID', 'listID', 'schemeName', 'unitCode']
        name = self._random.choice(names)
        if self._random.random() < 0.3:
            element.attrib.pop(name, None)
        else:
            element.set(name, self._random.choice(('X', 'SEK', 'NOK', '0088', 'KGM', '', '130')))

    def _scheme(self, root: etree._Element) -> None:
        named = [
            each
            for each in root.iterdescendants(f'{CBC}EndpointID', f'{CBC}CompanyID', f'{CBC}ID')
            if each.get('schemeID')
        ]
        if named:
            self._random.choice(named).set('schemeID', self._random.choice(SCHEMES))

    def _borrow(self, root: etree._Element) -> None:
        """Another document's child of an element of the same name, where the schema allows it."""
        parent = self._random.choice(
            [root, *(each for each in root.iterdescendants('*') if len(each))]
        )
        offered = self._children.get(parent.tag)
        if not offered:
            return
        child = copy.deepcopy(self._random.choice(offered))
        for place in range(len(parent) + 1):
            parent.insert(place, child)
            if not xsd.validate(root):
                return
            parent.remove(child)

    def _country(self, root: etree._Element) -> None:
        country = self._random.choice(COUNTRIES)
        for code in root.iter(f'{CBC}IdentificationCode'):
            if self._random.random() < 0.8:
                code.text = country
        for scheme in root.iter(f'{CAC}PartyTaxScheme'):
            number = scheme.find(f'{CBC}CompanyID')
            if number is not None and self._random.random() < 0.6:
                prefix = 'EL' if country == 'GR' else country
                number.text = prefix + (number.text or '')[2:]

    def _category(self, root: etree._Element) -> None:
        category = self._random.choice(CATEGORIES)
        everywhere = self._random.random() < 0.7
        for each in root.iter(f'{CAC}TaxCategory', f'{CAC}ClassifiedTaxCategory'):
            code = each.find(f'{CBC}ID')
            if code is not None and (everywhere or self._random.random() < 0.3):
                code.text = category

    def _blanks(self, root: etree._Element) -> None:
        element = self._any(root, leaf=True)
        element.text = self._random.choice((' {} ', '\n{}', '{}\u00a0', '{} x', ' ')).format(
            element.text or ''
        )
