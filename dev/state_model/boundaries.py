"""Every place where a death matters: where the code commits, or speaks with the network.

Found in the sources of ``models/``, so that a new one is seen.
"""

from __future__ import annotations

import ast
from functools import cache

from setup.cache import ADDON

from .product import MODELS, tree


# What commits, or opens a transaction of its own.
COMMITS = {'_progress', '_insist', '_commit_progress', '_in_own_cursor', 'cursor'}
# The classes whose methods ask the network, and the functions that ask it for many.
ASKING = {
    'client.py': ('PageroClient',),
    'partner_api.py': ('PartnerApi',),
    'partner_users.py': (),
    'oauth.py': ('OAuthClient',),
    'handover.py': ('Courier',),
}
ASKING_TOO = {'match_all'}
# Names that records have as well: what is found by them is no call of the network's.
SHARED = {'search', 'close', 'parts'}


@cache
def asking() -> frozenset[str]:
    """The names of all methods that ask the network."""
    names = set(ASKING_TOO)
    for file, classes in ASKING.items():
        for node in ast.walk(ast.parse((ADDON / 'network' / file).read_text())):
            if isinstance(node, ast.ClassDef) and (not classes or node.name in classes):
                names |= {
                    each.name
                    for each in node.body
                    if isinstance(each, ast.FunctionDef) and not each.name.startswith('_')
                }
    return frozenset(names - SHARED)


@cache
def boundaries() -> dict[str, frozenset[str]]:
    """{file:function: 'commit' and 'request', as it does}"""
    found = {}
    for path in sorted(MODELS.rglob('*.py')):
        place = str(path.relative_to(MODELS))
        for node in ast.walk(tree(place)):
            if isinstance(node, ast.FunctionDef) and node.name not in COMMITS:
                kinds = _kinds(node)
                if kinds:
                    found[f'{place}:{node.name}'] = kinds
    return found


def _kinds(function: ast.FunctionDef) -> frozenset[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    called = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    called |= {call.id for call in calls if isinstance(call, ast.Name)}
    by_name = any(ast.unparse(call).startswith('getattr(api, ') for call in calls)
    kinds = {'commit': called & COMMITS, 'request': by_name or called & asking()}
    return frozenset(kind for kind, names in kinds.items() if names)
