"""Makes the network's companies from a seed: the same ones on every computer, each time."""

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from typing import Any

from ..known_companies import KNOWN_COMPANIES
from . import mixes, numbers
from .company import OURSELVES, TYPE_OF_ACCEPTANCE, Capability, Company, Provider, read_company
from .names import NOT_A_MUNICIPALITY, WORDS, genitive


SEED = 20261125
FIRST_ID = 7_101_000  # the known companies have lower ids
NUMBERS: dict[str, Callable[[], Iterator[str]]] = {
    'SE': numbers.swedish_companies,
    'NO': numbers.norwegian,
    'DK': numbers.danish,
    'FI': numbers.finnish,
}


class _Dice:
    """Chance that falls the same way each time, in every release of Python."""

    def __init__(self) -> None:
        self._random = Random(SEED).random

    def number(self, below: int) -> int:
        return int(self._random() * below)

    def hits(self, percent: int) -> bool:
        return self._random() * 100 < percent

    def pick(self, things: Any) -> Any:
        return things[self.number(len(things))]

    def pick_by_share(self, shares: dict[Any, int]) -> Any:
        point = self.number(100)
        for thing, share in shares.items():
            point -= share
            if point < 0:
                return thing
        raise ValueError("The shares don't make 100.")


class _Country:
    """The words, the numbers and the municipalities of a country that aren't used up yet."""

    def __init__(self, code: str, dice: _Dice):
        words = WORDS[code]
        self.code = code
        self.places = words.places()
        self.trades = words.trades.split()
        self.streets = words.streets.split()
        self.patterns = words.patterns
        self.municipality = words.municipality
        self.post_code_digits = words.post_code_digits
        self.numbers = NUMBERS[code]()
        self.glns = numbers.glns(code)
        towns = [place for place in self.places if place not in NOT_A_MUNICIPALITY]
        towns.sort(key=lambda _place: dice.number(1_000_000))
        self.municipalities = islice(towns, mixes.MUNICIPALITIES[code])


class Maker:
    """Hands out the first N made companies; they are made when they are first asked for."""

    def __init__(self) -> None:
        self._dice = _Dice()
        self._countries = {code: _Country(code, self._dice) for code in mixes.COUNTRIES}
        self._authorities = numbers.swedish_municipalities()
        self._made = [read_company(data) for data in KNOWN_COMPANIES]
        self._names = {company.name for company in self._made}
        self._taken = {value for company in self._made for _kind, value in company.ids}

    def first(self, count: int) -> list[Company]:
        while len(self._made) < count:
            self._made.append(self._make(str(FIRST_ID + len(self._made))))
        return self._made[:count]

    def _make(self, company_id: str) -> Company:
        dice = self._dice
        country = self._countries[dice.pick_by_share(mixes.COUNTRIES)]
        name, town, number = self._identity(country)
        kind = dice.pick_by_share(mixes.SHARES)
        acceptance = 'Automatic' if kind == 'Directory' else kind
        ids, electronic_ids = self._ids(country, number)
        return Company(
            id=company_id,
            name=name,
            address=self._address(country, town),
            ids=ids,
            electronic_ids=electronic_ids,
            capabilities=self._capabilities(acceptance),
            acceptance=acceptance,
            status='Inactive' if dice.hits(mixes.INACTIVE_PERCENT) else 'Active',
            provider=self._provider(kind),
            requirements=self._requirements(kind),
            accepts_tests=not dice.hits(mixes.NO_TESTS_PERCENT),
            is_on_peppol=kind == 'Directory' or dice.hits(mixes.ON_PEPPOL_PERCENT),
            is_on_network=kind != 'Directory',
        )

    def _identity(self, country: _Country) -> tuple[str, str, str]:
        """A name that no company has yet, the town, the organisation number."""
        dice = self._dice
        if dice.hits(mixes.MUNICIPALITY_PERCENT):
            place = next(country.municipalities, None)
            if place:
                name = self._name(country, country.municipality, place)
                series = self._authorities if country.code == 'SE' else country.numbers
                return name, place, self._free_number(series)
        while True:
            place = dice.pick(country.places)
            name = self._name(country, dice.pick(country.patterns), place)
            if name not in self._names:
                self._names.add(name)
                return name, place, self._free_number(country.numbers)

    def _name(self, country: _Country, pattern: str, place: str) -> str:
        return pattern.format(
            place=place,
            of_place=genitive(country.code, place),
            trade=self._dice.pick(country.trades),
        )

    def _free_number(self, series: Iterator[str]) -> str:
        return next(number for number in series if number not in self._taken)

    def _address(self, country: _Country, town: str) -> tuple[str, str, str, str]:
        dice = self._dice
        digits = country.post_code_digits
        code = str(10 ** (digits - 1) + dice.number(9 * 10 ** (digits - 1)))
        if country.code == 'SE':
            code = f'{code[:3]} {code[3:]}'
        street = f'{dice.pick(country.streets)} {dice.number(89) + 1}'
        return street, code, town, country.code

    def _ids(
        self,
        country: _Country,
        number: str,
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        ids = (('ORGNR', number), ('VAT', numbers.vat_number(country.code, number)))
        electronic_ids = (numbers.electronic_id(country.code, number),)
        if self._dice.hits(mixes.GLN_PERCENT):
            gln = self._free_number(country.glns)
            return (*ids, ('GLN', gln)), (*electronic_ids, f'0088:{gln}')
        return ids, electronic_ids

    def _capabilities(self, acceptance: str) -> tuple[Capability, ...]:
        usual = other = TYPE_OF_ACCEPTANCE[acceptance]
        if self._dice.hits(mixes.MIXED_PERCENT):
            other = 'Direct' if usual == 'ByRequest' else 'ByRequest'
        documents = self._dice.pick_by_share(mixes.DOCUMENTS)
        return tuple(
            Capability(
                document_type,
                direction,
                usual if document_type in ('Invoice', 'CreditNote') else other,
            )
            for document_type, direction in documents
        )

    def _provider(self, kind: str) -> Provider:
        return OURSELVES if kind in ('Automatic', 'ByRequest') else self._dice.pick(mixes.OPERATORS)

    def _requirements(self, kind: str) -> tuple[dict[str, str], ...]:
        if kind != 'ByRequest' or not self._dice.hits(mixes.REQUIREMENTS_PERCENT):
            return ()
        first = self._dice.number(len(mixes.DEMANDS))
        count = 1 + self._dice.number(2)
        return tuple(islice(mixes.DEMANDS[first:] + mixes.DEMANDS[:first], count))
