import ast
from pathlib import Path

from odoo.tests import BaseCase


ADDON = Path(__file__).parent.parent
ROOMS = ('en16931', 'identification', 'network', 'ubl', 'models', 'wizards')


class TestLayers(BaseCase):
    """The network is reached by its doors; that no arrow points up, dev/check holds."""

    def test_only_the_transport_opens_a_socket(self):
        """Whatever crosses the network passes the one door that pins hosts and counts bytes."""
        # public_transport: the same door for strangers' servers, with narrower rules; sml: DNS
        door = {'transport.py', 'deadline.py', 'public_transport.py', 'sml.py'}
        sockets = {'requests', 'urllib3', 'http', 'socket', 'httpx', 'aiohttp', 'dns'}
        harmless = {'urllib3.filepost'}  # writes multipart bodies
        for package in ROOMS:
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
        self.assertIn('network', set(_imported(ADDON / 'models' / 'document' / 'poll.py')))
        self.assertGreater(len(list((ADDON / 'models').rglob('*.py'))), 20)


def _imported(path):
    """Absolute names, and names relative to wherever the dots lead."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from [node.module] if node.module else [alias.name for alias in node.names]
