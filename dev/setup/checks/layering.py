"""An arrow never points up: people and browsers → models → network, ubl → identification, en16931.

The last four know no Odoo, and network and ubl not each other.

No files import each other in a circle, and in the folders of ``FLOORS`` no room imports one of its
own floor or above.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..cache import ADDON_NAME
from ..pure import PACKAGES as PURE
from .arrows import arrows_of, circles, room_of, upward
from .sources import Source, sources


# What each room may import of the others; rooms that aren't named here are free.
MAY_KNOW = {
    'identification': set(),
    'en16931': set(),
    'network': {'identification'},
    'ubl': {'en16931', 'identification'},
    'models': {'en16931', 'identification', 'network', 'odoo_contract', 'ubl'},
    'odoo_contract': set(),
    'wizards': {'models'},
    'controllers': {'models'},
}
# The rooms of a folder, files and folders, from the ground up; each line is a floor.
FLOORS = {
    'identification': (
        'days schemes sentence',
        'identifiers payment_accounts clearing_numbers',
        'number_checks payees',
        'recognition registers',
        'identity',
    ),
    'en16931': (
        'values',
        'amounts parties payment',
        'line',
        'invoice pricing',
        'sums compare',
        'booking',
    ),
    'ubl': (
        'finding patterns place_names self_billing allowance_reasons attachments',
        'parse xsd_words schematron official_advice preview_model preview_tables',
        'place own_finding words_sv',
        'objections xsd peppol_rules fault_reasons',
        'official_findings billing',
        'response',
        'received payees',
        'response_reading',
        'official',
        'check unit_codes',
        'recipient',
        'words',
        'preview_forms',
        'preview_drawing term_names',
        'preview',
    ),
    'ubl/response': (
        'codes parties',
        'answer',
        'writer',
    ),
    'ubl/billing': (
        'syntax',
        'writing reading',
        'writer reader',
    ),
    'ubl/billing/writing': (
        'markup',
        'amounts parties payment header',
        'lines',
    ),
    'ubl/billing/reading': (
        'conversion',
        'binding',
        'rows',
        'amounts parties payment period',
        'lines',
        'documents',
    ),
    # An account reaches a gateway, a customer has a connection, a document goes over it, an
    # invoice sees that.
    'models': (
        'compat',
        'tools',
        'texts',
        'mixins',
        'account users gateway rules',
        'connection',
        'document partner inbox payee',
        'answer match received_requests',
        'invoice',
        'xml',
        'office',
    ),
    'dev/state_model': (
        'search product',
        'rules boundaries transmissions papers',
        'outgoing_frame incoming connecting login boundary_cases',
        'outgoing_sending outgoing_following outgoing_people connecting_by_hand',
        'outgoing',
        'outgoing_two_people',
        'suite',
        '__main__',
    ),
    'dev/pagero_sandbox': (
        'store responses ports sleeper request_log known_companies ubl_facts schematron_xslt',
        'settings faults grants check_worker',
        'network fault_responses own_check',
        'sandbox',
        'call documents',
        'pages',
        'apis',
        'application',
        '__main__',
    ),
    'dev/torturing': (
        'plan cast disk comparing',
        'data comparing_received',
        'arena',
        'administrator collecting harming people',
        'settling',
        'running',
        'table',
    ),
}


def problems() -> Iterator[str]:
    """Imports that point up, in a circle, or from pure Python into Odoo."""
    yield from layer_problems(sources())
    yield from circle_problems(sources())
    for folder, floors in FLOORS.items():
        yield from floor_problems(sources(), Path(folder), floors)


def layer_problems(tree: Iterable[Source]) -> Iterator[str]:
    """Imports that point from a layer to one that it may not know."""
    for source in tree:
        if source.room in MAY_KNOW:
            yield from _forbidden_imports(source)


def circle_problems(tree: Iterable[Source]) -> Iterator[str]:
    """Files that import each other in a loop."""
    for circle in circles(arrows_of(tree)):
        yield f'{circle[0]}: imports itself by way of {", ".join(map(str, circle[1:]))}'


def floor_problems(tree: Iterable[Source], folder: Path, floors: Iterable[str]) -> Iterator[str]:
    """Rooms of a folder that stand on no floor or aren't there, and imports that don't go down."""
    tree = list(tree)
    declared = {room for floor in floors for room in floor.split()}
    found = {room_of(source.path, folder) for source in tree} - {''}
    yield from (f'{folder}/{room}: give it a floor in FLOORS' for room in sorted(found - declared))
    yield from (
        f'{folder}/{room}: FLOORS has it, the tree not' for room in sorted(declared - found)
    )
    for arrow, room, target in upward(arrows_of(tree), folder, floors):
        yield f'{arrow.file}:{arrow.line}: {room} may import from floors below, not {target}'


def _forbidden_imports(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.Import, ast.ImportFrom):
        for name in _imported(node, source.path):
            reason = _refusal(source.room, name)
            if reason:
                yield f'{source.path}:{node.lineno}: {reason}'


def _refusal(room: str, name: str) -> str:
    """Why ``room`` may not import ``name``; '' when it may."""
    parts = name.split('.')
    if parts[0] == 'odoo' and parts[:3] != ['odoo', 'addons', ADDON_NAME]:
        return f'{room}/ is plain Python and may not import {name}' if room in PURE else ''
    if parts[:3] == ['odoo', 'addons', ADDON_NAME]:
        target = ''.join(parts[3:4])
        is_foreign = target != room and target not in MAY_KNOW[room]
        return f'{room}/ may not import {target or "the root"}/' if is_foreign else ''
    if room in PURE and parts[0] in (*MAY_KNOW, 'dev', 'tests'):
        return f'{room}/ may only import its own modules, and those relatively, not {name}'
    return ''


def _imported(node: ast.Import | ast.ImportFrom, path: Path) -> list[str]:
    """Full dotted names; relative ones as seen from Odoo."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not node.level:
        return [node.module]
    package = ('odoo', 'addons', ADDON_NAME, *path.parent.parts)
    base = package[: len(package) - node.level + 1]
    if node.module:
        return ['.'.join((*base, node.module))]
    return ['.'.join((*base, alias.name)) for alias in node.names]
