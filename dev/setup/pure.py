"""``import en16931``, ``identification``, ``network`` and ``ubl`` outside Odoo.

Inside Odoo they are parts of the addon and import each other relatively (``..identification``),
so they need a parent. Outside Odoo the addon's own ``__init__`` can't run: an empty package of its
name stands in for it, and the short names lead to its modules. So each module is loaded once,
whichever name it is imported by, and its imports are the same as in Odoo.
"""

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from .cache import ADDON, ADDON_NAME


PACKAGES = ('en16931', 'identification', 'network', 'ubl')
# Of this one only ``needs`` is plain.
SHORT_NAMES = (*PACKAGES, 'odoo_contract')


def import_without_odoo() -> None:
    """Let the short names be imported from now on."""
    if ADDON_NAME not in sys.modules:
        addon = sys.modules[ADDON_NAME] = ModuleType(ADDON_NAME, __doc__)
        addon.__path__ = [str(ADDON)]
        sys.meta_path.insert(0, _ShortNames())


class _ShortNames(MetaPathFinder, Loader):
    """``ubl.check`` is the module ``pagero_connector.ubl.check``."""

    def find_spec(self, name: str, _path: object = None, _target: object = None):
        return ModuleSpec(name, self) if name.partition('.')[0] in SHORT_NAMES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = import_module(f'{ADDON_NAME}.{spec.name}')
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """It has run already; only its own name, by which it imports relatively, comes back."""
        module.__spec__ = module.__spec__.loader_state
