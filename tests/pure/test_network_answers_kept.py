"""No answer of the network is lost because a later step of ours fails: every call that changes
something there, found in the code, and how what it answered is kept.
"""

import ast
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
CHANGING = {'POST', 'PUT', 'PATCH', 'DELETE'}
ASKING = {'search', 'search_all', 'upload'}  # by POST; upload is hand_over's
# (file, function, call): how its answer is kept. What can be told again without harm says so.
KEPT = {
    ('connect.py', '_ask_to_connect', '_connect'): "_follow writes it first",
    ('connect.py', '_request_again', '_request_again'): ("_follow writes it first"),
    ('connect.py', '_add_function', '_set_capabilities'): "written before, told last; told again",
    ('customer_numbers.py', '_tell_numbers', '_set_numbers'): "told again",
    ('pagero_connection_request.py', '_cancel', '_cancel_request'): "one_by_one",
    ('state_changes.py', 'action_disconnect', '_disconnect'): "ended there is ended; told again",
    ('decide.py', '_decide', '_answer_request'): (
        "written before; what was decided there is heard by the listing as well"
    ),
    # Methods of records that bear the name of the gateway's; only reading follows them.
    ('connect.py', 'action_send_request', '_request_again'): "see above",
    ('pagero_connection_request.py', 'action_send_again', '_request_again'): "see above",
    ('work.py', '_connect', '_connect'): "see above",
    ('work.py', '_connect_chunk', '_connect'): "the line moves outside the savepoint",
    ('pagero_connect_confirm.py', 'action_confirm', '_connect'): "see above",
    ('login.py', 'action_disconnect', '_disconnect'): "of the account: see _revoke",
    (
        'pagero_account_disconnect.py',
        'action_confirm',
        '_disconnect',
    ): "of the account: see _revoke",
    ('pagero_licence_quote.py', 'action_send', '_request_quote'): "see above",
    ('pagero_licence.py', '_request_quote', '_request_quote'): "written before, told last",
    ('pagero_routing_order.py', '_order_and_await', '_order_route'): "one_by_one",
    ('pagero_routing_order.py', '_tell_that_it_is_set_up', '_activate_route'): "one_by_one",
    ('pagero_routing_order.py', '_take_back', '_cancel_route'): "one_by_one",
    ('pagero_user.py', 'create', '_add_user'): "one_by_one; written before, told last",
    ('pagero_user.py', 'write', '_change_user'): "one_by_one; written before, told last",
    ('pagero_user.py', '_remove', '_remove_user'): "one_by_one; written before, told last",
    ('pagero_user.py', '_invite_again', '_add_user'): "one_by_one; written before",
    ('buttons.py', '_act_on_part', 'act_on_file_part'): (
        "one_by_one; the polling hears it as well"
    ),
    ('wire.py', '_hand_over', 'hand_over'): (
        "each upload is noted and committed before: what isn't recorded is looked for"
    ),
    ('mark.py', '_tell', 'mark_fetched'): "told again",
    ('pagero_credential.py', 'exchange', 'exchange'): "a cursor of its own",
    ('pagero_credential.py', '_fresh_token', 'refresh'): "a cursor of its own",
    ('pagero_credential.py', '_revoke', 'revoke'): "ended there is ended; told again",
}
GATEWAYS = 'gateway'  # the room


def functions(path):
    return [
        node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)
    ]


def called(function):
    """Names of the methods that a function calls, those of functions within it apart."""
    inner = {
        node
        for each in ast.walk(function)
        if isinstance(each, ast.FunctionDef) and each is not function
        for node in ast.walk(each)
    }
    return {
        node.func.attr
        for node in ast.walk(function)
        if node not in inner and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def changing_methods():
    """Methods of the clients that change something there."""
    every = [each for path in (ROOT / 'network').glob('*.py') for each in functions(path)]
    found, before = set(), None
    while found != before:
        before = set(found)
        helpers = {name for name in found if name.startswith('_')}
        found |= {each.name for each in every if strings(each) & CHANGING or called(each) & helpers}
    return {name for name in found if not name.startswith('_')} - ASKING | {'hand_over'}


def changing_gateways(methods):
    """Methods of the gateways that call those, also by way of helpers beside them."""
    paths = list((ROOT / 'models' / GATEWAYS).rglob('*.py'))
    reach, before = set(methods), set()
    while reach != before:
        before = set(reach)
        for path in paths:
            names = {
                each.name for each in functions(path) if (called(each) | strings(each)) & reach
            }
            reach |= names
    return reach - methods


def strings(function):
    """Method names that are handed over as words."""
    return {
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_call_that_changes_something_is_kept():
    methods = changing_methods()
    gateways = {name for name in changing_gateways(methods) if name.startswith('_')}
    found = set()
    for folder in ('models', 'wizards', 'controllers'):
        for path in (ROOT / folder).rglob('*.py'):
            for function in functions(path):
                if path.parent.name != GATEWAYS:
                    names = called(function) & (methods | gateways)
                    found |= {(path.name, function.name, name) for name in names}

    assert {'connect', 'order_route', 'add_user', 'exchange', 'act_on_file_part'} <= methods
    assert {'_connect', '_add_user', '_tell_route', '_activate_route'} <= gateways
    assert found == KEPT.keys()
