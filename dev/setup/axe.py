"""axe-core, which finds what people with a disability stumble over: from npm, kept in the cache."""

import shutil
import tarfile
import tempfile
from pathlib import Path

from .cache import cache_folder, locked, run, say


VERSION = '4.11.0'
SCRIPT = 'package/axe.min.js'


def script() -> Path:
    """The file that a page runs; raises ``Missing`` where there is no npm and none was fetched."""
    file = cache_folder() / f'axe-core-{VERSION}.js'
    with locked('axe'):
        if not file.exists():
            say(f'Fetching axe-core {VERSION}')
            _fetch(file)
    return file


def _fetch(file: Path) -> None:
    """npm compares what it gets with the registry's checksum."""
    with tempfile.TemporaryDirectory() as folder:
        command = ['npm', 'pack', '--silent', f'axe-core@{VERSION}', '--pack-destination', folder]
        run(command, cwd=folder)
        [archive] = Path(folder).glob('*.tgz')
        with tarfile.open(archive) as packed, packed.extractfile(SCRIPT) as source:
            draft = Path(folder) / 'draft'
            with draft.open('wb') as target:
                shutil.copyfileobj(source, target)
        shutil.move(draft, file)
