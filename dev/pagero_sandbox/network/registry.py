"""All companies of the network: the made ones, those that tests added, the old recipients."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import translate
from typing import Any

from ..settings import Settings
from ..store import Store, insert
from .company import Company, read_company
from .making import Maker
from .recipient_companies import as_company
from .recipients import compact


EXACT = ('orgNumber', 'vatNumber', 'gln', 'electronicId')
FIELDS = ('any', 'name', *EXACT)


@dataclass(frozen=True)
class _Made:
    """The made companies, ready to be looked up."""

    by_id: dict[str, Company]
    by_key: dict[tuple[str, str], list[Company]]
    by_name: list[tuple[str, Company]]  # sorted; the name without case


class Registry:
    """Looks companies up and searches them.

    The made companies live in memory and come about when they are first asked for; the store
    keeps only what was added, replaced or removed.
    """

    def __init__(self, store: Store, settings: Settings):
        self._store = store
        self._settings = settings
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._maker = Maker()
        self._made = _index([])
        self._changed: dict[str, Company | None] = {}
        self.load()

    def load(self) -> None:
        """Read again what the store keeps."""
        rows = self._store.rows('SELECT id, data FROM network_companies ORDER BY rowid')
        with self._lock:
            self._changed = {
                row['id']: read_company(json.loads(row['data'])) if row['data'] else None
                for row in rows
            }

    def put(self, data: dict[str, Any]) -> Company:
        """Add a company, or put it in the place of the one with its id."""
        company = read_company(data)
        self._change(company.id, company, data)
        return company

    def remove(self, company_id: str) -> None:
        self._change(company_id, None, None)

    def _change(self, company_id: str, company: Company | None, data: Any) -> None:
        with self._lock:
            with self._store.write() as connection:
                connection.execute('DELETE FROM network_companies WHERE id = ?', (company_id,))
                insert(connection, 'network_companies', {'id': company_id, 'data': data})
            self._changed = self._changed | {company_id: company}

    def get(self, company_id: str) -> Company | None:
        if company_id in self._changed:
            return self._changed[company_id]
        return self._index().by_id.get(company_id) or next(
            (company for company in self._recipients() if company.id == company_id), None
        )

    def matching(self, fits: Callable[[str, Company], bool]) -> list[Company]:
        """All that fit, by name; the test gets the name without case, and the company.

        Those that the Peppol Directory alone knows are among them.
        """
        changed = self._changed
        hits = [pair for pair in self._index().by_name if fits(*pair)]
        if changed:
            hits = [pair for pair in hits if pair[1].id not in changed]
        others = [pair for pair in _named(self._others()) if fits(*pair)]
        return [
            company for _name, company in (sorted(hits + others, key=_by_name) if others else hits)
        ]

    def _others(self) -> list[Company]:
        return [*filter(None, self._changed.values()), *self._recipients()]

    def find(self, field: str, value: str, *, with_recipients: bool = True) -> list[Company]:
        """Those that have exactly this identifier."""
        key, changed = (field, compact(value)), self._changed
        made = [
            company for company in self._index().by_key.get(key, ()) if company.id not in changed
        ]
        others = self._others() if with_recipients else filter(None, changed.values())
        return made + [company for company in others if key in company.lookup_keys()]

    def search(self, field: str, text: str) -> list[Company]:
        """Those that fit, by name; what is written between stars must be in the name.

        An identifier fits as a whole; 'any' tries identifiers and name.
        """
        if field in EXACT:
            return self.find(field, text)
        fits, start = name_test(text), text.casefold()
        hits = self.matching(lambda name, _company: fits(name))
        if start:
            hits.sort(key=lambda company: not company.text.startswith(start))
        if field == 'any':
            holders = {company.id: company for name in EXACT for company in self.find(name, text)}
            hits = [*holders.values(), *(hit for hit in hits if hit.id not in holders)]
        return hits

    def _recipients(self) -> list[Company]:
        """The old recipients that aren't one of the network's other companies."""
        rows = self._store.rows(
            "SELECT * FROM recipients WHERE connection NOT IN ('not_found', 'no_match') AND id NOT"
            ' IN (SELECT recipient_id FROM inboxes) ORDER BY id'
        )
        return [as_company(row) for row in rows]

    def _index(self) -> _Made:
        count = int(self._settings['companies'])
        with self._making:
            if len(self._made.by_id) != count:
                self._made = _index(self._maker.first(count))
            return self._made


def _index(self) -> _Made:
    count = int(self._settings['companies'])
    made = self._made
    if len(made.by_id) != count:
        made = self._made = _index(self._maker.first(count))
    return made


def _index(companies: list[Company]) -> _Made:
    by_key: dict[tuple[str, str], list[Company]] = {}
    for company in companies:
        for key in company.lookup_keys():
            by_key.setdefault(key, []).append(company)
    return _Made(
        {company.id: company for company in companies},
        by_key,
        sorted(_named(companies), key=_by_name),
    )


def _named(companies: list[Company]) -> list[tuple[str, Company]]:
    return [(company.name.casefold(), company) for company in companies]


def _by_name(pair: tuple[str, Company]) -> tuple[str, str]:
    return pair[0], pair[1].id


def name_test(text: str) -> Callable[[str], bool]:
    """Whether a name without case fits: a part of it; with '*' the whole name."""
    wanted = ' '.join(text.casefold().split())
    if '*' not in wanted:
        return lambda name: wanted in name
    # Only the star is special, not the other signs that file names know.
    pattern = re.compile(translate(re.sub(r'([?\[])', r'[\1]', wanted)))
    return lambda name: pattern.match(name) is not None
