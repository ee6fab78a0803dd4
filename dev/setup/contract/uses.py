"""What is used of Odoo, where, and how it must be."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Use(NamedTuple):
    """One name of Odoo in our code.

    ``kind``: ``field``, ``method``, ``override``, ``model``, ``import``, ``xml_id``, ``anchor`` or
    ``script``. ``owner`` is the model, module, view or file that has the name.
    """

    kind: str
    owner: str
    name: str
    path: Path
    line: int
    expected: str = ''

    @property
    def place(self) -> str:
        """File and line of ours."""
        return f'{self.path}:{self.line}'


Uses = Iterator[Use]
