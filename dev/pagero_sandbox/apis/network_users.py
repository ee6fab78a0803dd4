"""Users, licences and quotes of one of our companies: an API of our own invention (README.md)."""

import json
from sqlite3 import Connection, Row
from typing import Any

from werkzeug import Response

from ..call import Call
from ..responses import Refusal, json_answer, read_object, timestamp
from ..store import insert
from .paging import page_of


BASE = '/network/v1/'
CONTROL = '/sandbox/api/network/'
KIND = 'Additional Pagero Network User'
DEFAULT_QUANTITY = 3
ROLES = ('Normal', 'Administrator', 'GroupAdministrator')
STATES = ('Invited', 'Active')
MAIL_SIGN = '@'


def list_users(call: Call) -> Response:
    company_id = _company(call, call.request.args.get('companyId'))
    return page_of(
        call, 'SELECT * FROM portal_users WHERE company_id = ?', 'id', [company_id], _user_item
    )


def add_user(call: Call) -> Response:
    """Takes a licence and mails an activation link; the mail is only told of."""
    wish = read_object(call.request)
    company_id, values = _company(call, wish.get('companyId')), _user_values(wish)
    with call.sandbox.store.write() as connection:
        known = connection.execute(
            'SELECT * FROM portal_users WHERE user_name = ?', (values['user_name'],)
        ).fetchone()
        if known:
            raise Refusal(409, "This user name is taken.", 'exists', {'user': _user_item(known)})
        licence = _licence(connection, wish.get('licenceId'), company_id)
        if _used(connection, licence['id']) >= licence['quantity']:
            raise Refusal(409, "All licences are in use.", 'licence_used_up')
        user = {
            'company_id': company_id,
            'licence_id': licence['id'],
            'state': 'Invited',
            'modified_at': timestamp(),
        }
        row_id = insert(connection, 'portal_users', values | user)
        return json_answer(_user_item(_row(connection, 'portal_users', row_id)), 201)


def change_user(call: Call) -> Response:
    values = _user_values(read_object(call.request))
    with call.sandbox.store.write() as connection:
        user = _row(connection, 'portal_users', call.arguments['user_id'])
        connection.execute(
            'UPDATE portal_users SET user_name = ?, name = ?, email = ?, roles = ?, modified_at = ?'
            ' WHERE id = ?',
            (
                values['user_name'],
                values['name'],
                values['email'],
                json.dumps(values['roles']),
                timestamp(),
                user['id'],
            ),
        )
        return json_answer(_user_item(_row(connection, 'portal_users', user['id'])))


def remove_user(call: Call) -> Response:
    with call.sandbox.store.write() as connection:
        user = _row(connection, 'portal_users', call.arguments['user_id'])
        connection.execute('DELETE FROM portal_users WHERE id = ?', (user['id'],))
    return json_answer({})


def list_licences(call: Call) -> Response:
    company_id = _company(call, call.request.args.get('companyId'))
    with call.sandbox.store.write() as connection:
        _make_first_licence(connection, company_id)
    query = (
        'SELECT l.*, (SELECT count(*) FROM portal_users u WHERE u.licence_id = l.id) AS used'
        ' FROM licences l WHERE l.company_id = ?'
    )
    return page_of(call, query, 'id', [company_id], _licence_item)


def ask_for_quote(call: Call) -> Response:
    """One open quote for a licence at a time."""
    quantity = _whole(read_object(call.request).get('quantity'))
    with call.sandbox.store.write() as connection:
        licence = _row(connection, 'licences', call.arguments['licence_id'])
        known = connection.execute(
            "SELECT * FROM quotes WHERE licence_id = ? AND state = 'Open'", (licence['id'],)
        ).fetchone()
        if known:
            return json_answer(
                {'error': 'exists', 'message': "A quote is open already.", 'quote': dict(known)},
                409,
            )
        row_id = insert(
            connection,
            'quotes',
            {'licence_id': licence['id'], 'quantity': quantity, 'state': 'Open'},
        )
        return json_answer(dict(_row(connection, 'quotes', row_id)), 201)


# === CONTROL === #


def put_licence(call: Call) -> Response:
    """{companyId, quantity}: what the contract holds from now on; closes what was quoted."""
    wish = read_object(call.request)
    company_id = _company(call, wish.get('companyId'))
    with call.sandbox.store.write() as connection:
        licence = _make_first_licence(connection, company_id)
        connection.execute(
            'UPDATE licences SET quantity = ? WHERE id = ?',
            (_whole(wish.get('quantity')), licence['id']),
        )
        connection.execute(
            "UPDATE quotes SET state = 'Granted' WHERE licence_id = ?", (licence['id'],)
        )
    return json_answer({'id': str(licence['id'])})


def set_user_state(call: Call) -> Response:
    """{state: 'Active'}: the person followed the activation link."""
    state = read_object(call.request).get('state')
    if state not in STATES:
        raise Refusal(400, f"A user can be {', '.join(STATES)}.")
    with call.sandbox.store.write() as connection:
        user = _row(connection, 'portal_users', call.arguments['user_id'])
        connection.execute(
            'UPDATE portal_users SET state = ?, modified_at = ? WHERE id = ?',
            (state, timestamp(), user['id']),
        )
    return json_answer({})


# === ROWS === #


def _company(call: Call, company_id: Any) -> str:
    if not call.sandbox.store.value('SELECT 1 FROM companies WHERE id = ?', str(company_id)):
        raise Refusal(403, "The user has no access to that company.", 'forbidden')
    return str(company_id)


def _user_values(wish: dict[str, Any]) -> dict[str, Any]:
    roles = wish.get('roles')
    if not isinstance(roles, list) or not roles or set(roles) - set(ROLES):
        raise Refusal(400, f"'roles' is a list of {', '.join(ROLES)}.")
    if MAIL_SIGN not in str(wish.get('email', '')) or not wish.get('name'):
        raise Refusal(400, "A user has a name and an e-mail address.")
    email = str(wish['email'])
    return {
        'user_name': str(wish.get('userName') or email),
        'name': str(wish['name']),
        'email': email,
        'roles': roles,
    }


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Refusal(400, "'quantity' is a whole number above 0.")
    return value


def _row(connection: Connection, table: str, row_id: Any) -> Row:
    row = connection.execute(f'SELECT * FROM {table} WHERE id = ?', (row_id,)).fetchone()
    if row is None:
        raise Refusal(404, "There is no such thing here.", 'not_found')
    return row


def _licence(connection: Connection, licence_id: Any, company_id: str) -> Row:
    licence = _row(connection, 'licences', licence_id)
    if licence['company_id'] != company_id:
        raise Refusal(403, "The licence is another company's.", 'forbidden')
    return licence


def _used(connection: Connection, licence_id: int) -> int:
    return connection.execute(
        'SELECT count(*) FROM portal_users WHERE licence_id = ?', (licence_id,)
    ).fetchone()[0]


def _make_first_licence(connection: Connection, company_id: str) -> Row:
    query = 'SELECT * FROM licences WHERE company_id = ?'
    if not connection.execute(query, (company_id,)).fetchone():
        insert(
            connection,
            'licences',
            {'company_id': company_id, 'kind': KIND, 'quantity': DEFAULT_QUANTITY},
        )
    return connection.execute(query, (company_id,)).fetchone()


def _user_item(row: Row) -> dict[str, Any]:
    return {
        'id': str(row['id']),
        'userName': row['user_name'],
        'name': row['name'],
        'email': row['email'],
        'roles': json.loads(row['roles']),
        'state': row['state'],
        'licenceId': str(row['licence_id']),
        'modifiedAt': row['modified_at'],
    }


def _licence_item(row: Row) -> dict[str, Any]:
    return {
        'id': str(row['id']),
        'kind': row['kind'],
        'quantity': row['quantity'],
        'used': row['used'],
    }


ROUTES = [
    ('GET', BASE + 'users', list_users),
    ('POST', BASE + 'users', add_user),
    ('PUT', BASE + 'users/<int:user_id>', change_user),
    ('DELETE', BASE + 'users/<int:user_id>', remove_user),
    ('GET', BASE + 'licences', list_licences),
    ('POST', BASE + 'licences/<int:licence_id>/quotes', ask_for_quote),
    ('POST', CONTROL + 'licences', put_licence),
    ('POST', CONTROL + 'users/<int:user_id>', set_user_state),
]
