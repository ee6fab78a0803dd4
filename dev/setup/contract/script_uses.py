"""What our JavaScript imports of Odoo: ``import { patch } from "@web/core/utils/patch"``."""

import re

from ..cache import ADDON
from .core import Core
from .uses import Use, Uses


IMPORT = re.compile(r'import\s*\{([^}]*)\}\s*from\s*["\']@(\w+)/([^"\']+)["\']')
LIBRARIES = {'odoo'}  # @odoo/owl is a library, not a module


def script_uses() -> Uses:
    """Each name that a script of ours imports."""
    for path in sorted((ADDON / 'static/src').rglob('*.js')):
        text = path.read_text()
        for found in IMPORT.finditer(text):
            names, module, file = found.groups()
            line = text[: found.start()].count('\n') + 1
            for name in names.split(',') if module not in LIBRARIES else ():
                word = name.split(' as ')[0].strip()
                if word:
                    yield Use('script', f'@{module}/{file}', word, path.relative_to(ADDON), line)


def exports(core: Core, file: str, name: str) -> bool:
    """Whether core's script exports the name."""
    module, _, rest = file.removeprefix('@').partition('/')
    folder = core.folder_of(module)
    path = folder / 'static/src' / f'{rest}.js' if folder else None
    if path is None or not path.is_file():
        return False
    declared = rf'export\s+(?:async\s+)?(?:const|let|class|function\*?)\s+{name}\b'
    listed = rf'export\s*\{{[^}}]*\b{name}\b'
    return bool(re.search(f'{declared}|{listed}', path.read_text()))
