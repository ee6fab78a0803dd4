"""What the addon needs of Odoo: the list that it ships is the code's own, and this Odoo has it.

The list is ``odoo_contract/names.json``. A second Odoo is named by ``dev/check --odoo PATH``.
"""

from collections.abc import Iterator
from pathlib import Path

from ..contract.compare import (
    FILE,
    core_at,
    differences,
    names_of,
    rewritten,
    uses,
    written,
)
from ..odoo_source import odoo_path


def problems(path: Path | None = None) -> Iterator[str]:
    """What an Odoo lacks, and a list that is old."""
    if not FILE.is_file() or FILE.read_text() != written(names_of(uses())):
        yield 'odoo_contract/names.json: is not what the code uses; run dev/check --update'
    yield from sorted({*differences(uses(), core_at(path or odoo_path()))})


def hints(path: Path | None = None) -> Iterator[str]:
    """What we override and a second Odoo writes otherwise than the one at hand."""
    if path:
        yield from rewritten(uses(), core_at(odoo_path()), core_at(path))


def update() -> None:
    """Write the list anew."""
    FILE.write_text(written(names_of(uses())))
