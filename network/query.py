"""What is looked for in the network, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args


QueryKind = Literal['any', 'name', 'org_number', 'vat_number', 'gln', 'electronic_id']
QUERY_KINDS: tuple[str, ...] = get_args(QueryKind)


@dataclass(frozen=True)
class Query:
    """A question to a source of companies; ``country_code`` narrows it where it is given.

    An ``electronic_id`` is written scheme:value. ``*`` in a name stands for any characters.
    """

    kind: QueryKind
    value: str
    country_code: str = ''

    @property
    def is_exact(self) -> bool:
        """Does the value name one company rather than describe several?"""
        return self.kind not in ('any', 'name')
