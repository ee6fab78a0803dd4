import ast
from pathlib import Path

from odoo.tests import BaseCase


ADDON = Path(__file__).parent.parent
PURE = ('network', 'ubl')
ABOVE_MODELS = ('wizards', 'controllers', 'hooks')


class TestLayers(BaseCase):
    """An arrow between layers never points up."""

    def test_pure_packages_know_no_odoo(self):
        for package in PURE:
            self._assert_none(package, lambda name: name.split('.')[0] == 'odoo')

    def test_pure_packages_do_not_know_each_other_nor_the_addon(self):
        for package in PURE:
            others = {*PURE, 'models', *ABOVE_MODELS} - {package}
            self._assert_none(package, lambda name, bad=others: name.split('.')[0] in bad)
            for path, level in _levels(package):
                with self.subTest(package=package, file=path.name):
                    self.assertLessEqual(level, len(path.relative_to(ADDON / package).parts))

    def test_models_do_not_know_what_is_above_them(self):
        for path in (ADDON / 'models').rglob('*.py'):
            for name in _imported(path):
                with self.subTest(file=path.name, imported=name):
                    self.assertFalse(set(name.split('.')) & set(ABOVE_MODELS))

    def test_only_the_transport_opens_a_socket(self):
        """Whatever crosses the network passes the one door that pins hosts and counts bytes."""
        # public_transport: the same door for strangers' servers, with narrower rules; sml: DNS
        door = {'transport.py', 'deadline.py', 'public_transport.py', 'sml.py'}
        sockets = {'requests', 'urllib3', 'http', 'socket', 'httpx', 'aiohttp', 'dns'}
        harmless = {'urllib3.filepost'}  # writes multipart bodies
        for package in (*PURE, 'models', 'wizards'):
            for path in (ADDON / package).rglob('*.py'):
                roots = {name.split('.')[0] for name in set(_imported(path)) - harmless}
                if path.name not in door:
                    with self.subTest(file=path.name):
                        self.assertFalse(roots & sockets)

    def test_models_take_the_network_by_its_front_door(self):
        for path in [*(ADDON / 'models').rglob('*.py'), *(ADDON / 'controllers').rglob('*.py')]:
            for name in _imported(path):
                with self.subTest(file=path.name, imported=name):
                    self.assertFalse(name.startswith('network.'))

    def test_the_rules_are_not_empty(self):
        """A search that finds no imports at all would hold every rule above."""
        self.assertIn('requests', set(_imported(ADDON / 'network' / 'transport.py')))
        self.assertIn('network', set(_imported(ADDON / 'models' / 'pagero_document_poll.py')))
        self.assertGreater(len(list((ADDON / 'models').rglob('*.py'))), 20)

    def _assert_none(self, package, is_bad):
        files = list((ADDON / package).rglob('*.py'))
        self.assertTrue(files)
        for path in files:
            bad = [name for name in _imported(path) if is_bad(name)]
            with self.subTest(file=str(path.relative_to(ADDON))):
                self.assertEqual(bad, [])


def _imported(path):
    """Absolute names, and names relative to wherever the dots lead."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from [node.module] if node.module else [alias.name for alias in node.names]


def _levels(package):
    """How many dots each file's relative imports have: more than its depth leave the package."""
    for path in (ADDON / package).rglob('*.py'):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                yield path, node.level
