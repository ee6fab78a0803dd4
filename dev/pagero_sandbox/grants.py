"""Logins, codes and tokens: who may do what, for how long, how often."""

import base64
import hashlib
import hmac
import time
import uuid
from sqlite3 import Connection, Row

from werkzeug import Request

from .store import Store, insert


LOGIN_SECONDS = 600
REFRESH_SECONDS = 3 * 365 * 24 * 3600


def check_password(store: Store, username: str, password: str) -> bool:
    stored = store.value('SELECT password FROM users WHERE username = ?', username)
    return stored is not None and hmac.compare_digest(stored.encode(), password.encode())


def begin_login(store: Store, username: str) -> str:
    """Remember that the password was right; return the id that the consent page sends back."""
    login_id = uuid.uuid4().hex
    with store.write() as connection:
        insert(
            connection,
            'logins',
            {'id': login_id, 'username': username, 'expires_at': time.time() + LOGIN_SECONDS},
        )
    return login_id


def end_login(store: Store, login_id: str) -> str | None:
    """Use up a login; return whose it was, None when it isn't valid."""
    with store.write() as connection:
        row = connection.execute(
            'DELETE FROM logins WHERE id = ? AND expires_at > ? RETURNING username',
            (login_id, time.time()),
        ).fetchone()
    return row['username'] if row else None


def issue_code(
    store: Store, username: str, redirect_uri: str, challenge: str | None, seconds: float
) -> str:
    code = uuid.uuid4().hex
    with store.write() as connection:
        insert(
            connection,
            'codes',
            {
                'code': code,
                'username': username,
                'redirect_uri': redirect_uri,
                'challenge': challenge,
                'expires_at': time.time() + seconds,
            },
        )
    return code


def use_code(store: Store, code: str, redirect_uri: str, verifier: str) -> str | None:
    """Spend a code, also when the rest is wrong; return whose it was, None when refused."""
    with store.write() as connection:
        row = connection.execute('SELECT * FROM codes WHERE code = ?', (code,)).fetchone()
        connection.execute('UPDATE codes SET used = 1 WHERE code = ?', (code,))
    if not row or row['used'] or row['expires_at'] <= time.time():
        return None
    if row['redirect_uri'] != redirect_uri or not _verifier_fits(row['challenge'], verifier):
        return None
    return row['username']


def _verifier_fits(challenge: str | None, verifier: str) -> bool:
    """PKCE S256 (RFC 7636 §4.6); without a challenge no verifier may come either."""
    if not challenge:
        return not verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b'='), challenge.encode())


def issue_tokens(
    store: Store, username: str, seconds: float, grant_id: str | None = None
) -> dict[str, str]:
    with store.write() as connection:
        return _issue(connection, username, seconds, grant_id or uuid.uuid4().hex)


def _issue(connection: Connection, username: str, seconds: float, grant_id: str) -> dict[str, str]:
    tokens = {
        'access_token': f'_0XBPWQQ_{uuid.uuid4()}',
        'refresh_token': f'_1XBPWQQ_{uuid.uuid4()}',
    }
    for kind, lifetime in (('access_token', seconds), ('refresh_token', REFRESH_SECONDS)):
        insert(
            connection,
            'tokens',
            {
                'token': tokens[kind],
                'kind': kind,
                'grant_id': grant_id,
                'username': username,
                'expires_at': time.time() + lifetime,
            },
        )
    return tokens


def rotate(store: Store, refresh_token: str, seconds: float) -> dict[str, str] | None:
    """Spend a refresh token and issue the next pair; None when it isn't valid any more."""
    with store.write() as connection:
        row = connection.execute(
            "UPDATE tokens SET ended = 1 WHERE token = ? AND kind = 'refresh_token'"
            ' AND NOT ended AND expires_at > ? RETURNING *',
            (refresh_token, time.time()),
        ).fetchone()
        return row and _issue(connection, row['username'], seconds, row['grant_id'])


def revoke(store: Store, token: str) -> None:
    """End a token; a refresh token takes the whole grant with it. Unknown ones are no error."""
    row: Row | None = store.row('SELECT * FROM tokens WHERE token = ?', token)
    if row is None:
        return
    if row['kind'] == 'refresh_token':
        store.execute('UPDATE tokens SET ended = 1 WHERE grant_id = ?', row['grant_id'])
    else:
        store.execute('UPDATE tokens SET ended = 1 WHERE token = ?', token)


def expire_access_tokens(store: Store) -> int:
    return store.execute(
        "UPDATE tokens SET expires_at = 0 WHERE kind = 'access_token' AND NOT ended"
    )


def username_of(store: Store, request: Request) -> str | None:
    """Whose access token came with the request; None when it isn't good."""
    scheme, _space, token = request.headers.get('Authorization', '').partition(' ')
    if scheme.lower() != 'bearer':
        return None
    return store.value(
        "SELECT username FROM tokens WHERE token = ? AND kind = 'access_token' AND NOT ended"
        ' AND expires_at > ?',
        token.strip(),
        time.time(),
    )
