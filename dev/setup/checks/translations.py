"""The translation template holds what Odoo exports today, and all of it is in Swedish too."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from .. import databases
from ..cache import ADDON, ADDON_NAME, Missing
from ..environment import prepare


TEMPLATE = ADDON / 'i18n' / f'{ADDON_NAME}.pot'
SWEDISH = ADDON / 'i18n' / 'sv.po'
_PLACEHOLDER = re.compile(r'%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w+')


def problems() -> Iterator[str]:
    """Terms that came or went since the last export, and terms without a right translation."""
    exported = {entry.msgid for entry in _export()}
    kept = {entry.msgid for entry in _read(TEMPLATE)}
    yield from (f'{TEMPLATE.name}: {term!r} is missing' for term in sorted(exported - kept))
    yield from (f'{TEMPLATE.name}: {term!r} is used no more' for term in sorted(kept - exported))
    swedish = {entry.msgid: entry for entry in _read(SWEDISH)}
    for term in sorted(exported):
        flaw = _flaw(swedish.get(term))
        if flaw:
            yield f'{SWEDISH.name}: {term!r} {flaw}'


def update() -> None:
    """Write the template anew and carry its terms over to the Swedish file."""
    template = _export()
    template.save(str(TEMPLATE))
    swedish = _read(SWEDISH)
    swedish.metadata = swedish.metadata or {**template.metadata, 'Language': 'sv'}
    swedish.merge(template)
    for obsolete in swedish.obsolete_entries():
        swedish.remove(obsolete)
    swedish.save(str(SWEDISH))


def _flaw(entry: polib.POEntry | None) -> str:
    if entry is None or not entry.msgstr or entry.fuzzy:
        return 'has no Swedish translation'
    wanted, found = (sorted(_PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgstr))
    return '' if wanted == found else f'has other placeholders in Swedish: {found}'


def _export() -> polib.POFile:
    """What Odoo finds to translate in the addon, without the dates that change every time."""
    environment = prepare()
    database = databases.addon_template(environment)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / 'export.pot'
        # This subcommand wants its own name before the options that all others share.
        command = [str(environment.python), '-m', 'odoo', 'i18n', 'export']
        command += ['-c', str(environment.configuration()), '-d', database]
        command += ['-o', str(output), ADDON_NAME]
        answer = subprocess.run(
            command, env=environment.variables(), capture_output=True, text=True, check=False
        )
        if answer.returncode:
            raise Missing(f'Odoo could not export the translations: {answer.stderr[-2000:]}')
        exported = _read(output)
    for name in ('POT-Creation-Date', 'PO-Revision-Date'):
        exported.metadata.pop(name, None)
    return exported


def _read(file: Path) -> polib.POFile:
    return polib.pofile(str(file)) if file.exists() and file.stat().st_size else polib.POFile()
