"""Login by the authorization code flow with PKCE (RFC 6749, 7636, 9207), free of Odoo.

The browser goes to ``new_login().url`` and comes back with what ``parse_callback`` checks; the rest
is between the login server and ``OAuthClient``.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote_plus, urlsplit

from oauthlib.oauth2 import WebApplicationClient

from .answers import checked, confirmed, error_code, json_of, readable
from .errors import (
    GrantExpired,
    HostNotAllowed,
    IssuerMismatch,
    LoginRefused,
    OAuthError,
    StateMismatch,
)
from .hosts import Hosts, origin_of
from .payloads import Tokens, parse_tokens
from .reading import clean, member
from .transport import Request, Transport


AUTHORIZE_PATH = '/oauth/v2/oauth-authorize'
TOKEN_PATH = '/oauth/v2/oauth-token'  # nosec B105 # a path
REVOKE_PATH = '/oauth/v2/oauth-revoke'
SCOPE = 'all'
VERIFIER_LENGTH = 96
FORM = 'application/x-www-form-urlencoded'


@dataclass(frozen=True)
class Login:
    """A login that has begun: where the browser goes, and the two secrets that end it."""

    url: str = field(repr=False)
    state: str = field(repr=False)
    code_verifier: str = field(repr=False)


def new_login(hosts: Hosts, client_id: str, redirect_uri: str) -> Login:
    """Begin a login; keep ``state`` and ``code_verifier`` until the callback."""
    client = WebApplicationClient(client_id)
    state = secrets.token_urlsafe(32)
    verifier = client.create_code_verifier(VERIFIER_LENGTH)
    # oauthlib accepts https only; the sandbox is on http, and `origin_of` judges that.
    origin_of(hosts.sso_url)
    prepared = client.prepare_request_uri(
        'https://login.invalid',
        redirect_uri=redirect_uri,
        scope=[SCOPE],
        state=state,
        code_challenge=client.create_code_challenge(verifier, 'S256'),
        code_challenge_method='S256',
    )
    return Login(f'{hosts.sso(AUTHORIZE_PATH)}?{urlsplit(prepared).query}', state, verifier)


def parse_callback(
    query: str | Mapping[str, str], *, state: str, issuer: str, require_issuer: bool = True
) -> str:
    """The authorization code from the callback's URL, query string or parameters.

    ``state`` is what we sent; ``issuer`` the login server's address, compared by origin.
    Raises StateMismatch, IssuerMismatch or LoginRefused.
    """
    parameters = _parameters(query)
    if not state or not hmac.compare_digest(parameters['state'].encode(), state.encode()):
        raise StateMismatch("The callback's state is not the one that was sent.")
    if parameters['iss'] or (require_issuer and not parameters['error']):
        _check_issuer(parameters['iss'], issuer)
    if parameters['error'] or not parameters['code']:
        raise LoginRefused(
            f"The login ended without a code: {parameters['error'] or 'no reason given'}",
            code=parameters['error'][:100] or None,
            text=parameters['error_description'],
        )
    return parameters['code']


class OAuthClient:
    """The login server's back door: codes and refresh tokens become tokens."""

    def __init__(self, transport: Transport, hosts: Hosts, client_id: str, client_secret: str):
        self._transport = transport
        self._hosts = hosts
        self._client_id = client_id
        self._client_secret = client_secret
        self._client = WebApplicationClient(client_id)

    def exchange(self, code: str, code_verifier: str, redirect_uri: str) -> Tokens:
        """Tokens for a code; a code works once."""
        body = self._client.prepare_request_body(
            code=code,
            redirect_uri=redirect_uri,
            code_verifier=code_verifier,
            client_secret=self._client_secret,
        )
        return parse_tokens(self._ask(body, code, code_verifier))

    def refresh(self, refresh_token: str) -> Tokens:
        """New tokens; the old refresh token is used up, whatever happens to the answer.

        So store and commit the new ones at once, and let only one at a time refresh.
        """
        body = self._client.prepare_refresh_body(
            refresh_token=refresh_token,
            client_id=self._client_id,
            client_secret=self._client_secret,
        )
        return parse_tokens(self._ask(body, refresh_token), refresh_token)

    def revoke(self, token: str) -> None:
        """Withdraw a token; the answer has no body."""
        body = f'token={quote_plus(token)}'
        pair = f'{quote_plus(self._client_id)}:{quote_plus(self._client_secret)}'
        basic = base64.b64encode(pair.encode()).decode()
        response = self._post(REVOKE_PATH, body, {'Authorization': f'Basic {basic}'})
        confirmed(self._checked(response, (token, basic)), self._client_secret, token, basic)

    def _ask(self, body, *used):
        """The token endpoint's JSON; an error inside a 200 counts as one."""
        response = self._checked(self._post(TOKEN_PATH, body), used)
        answer = json_of(response, self._client_secret, *used)
        if member(answer, 'error') and not member(answer, 'access_token'):
            raise self._refusal(response, used)
        return answer

    def _post(self, path, body, headers=()):
        headers = {'Content-Type': FORM, 'Accept': 'application/json', **dict(headers)}
        return self._transport.send(Request('POST', self._hosts.sso(path), headers, body.encode()))

    def _checked(self, response, used):
        refused = response.status == 401 or (response.status in (400, 403) and error_code(response))
        if refused:
            raise self._refusal(response, used)
        return checked(response, self._client_secret, *used)

    def _refusal(self, response, used):
        code = error_code(response) or ('invalid_client' if response.status == 401 else None)
        kind = GrantExpired if code == 'invalid_grant' else OAuthError
        text = readable(response.body, self._client_secret, *used)
        return kind(
            f"The login server refused: {code}: {text}",
            status=response.status,
            code=code,
            text=text,
        )


def _parameters(query):
    """The parameters that matter as clean strings; none may be repeated (RFC 6749 §3.1)."""
    names = ('code', 'state', 'iss', 'error', 'error_description')
    if isinstance(query, str):
        text = urlsplit(query).query if '?' in query else query
        try:
            found = parse_qs(text, keep_blank_values=True, max_num_fields=50)
        except ValueError as error:
            raise LoginRefused("The callback has too many parameters.") from error
        if any(len(found.get(name, ())) > 1 for name in names):
            raise LoginRefused("The callback repeats a parameter.")
        query = {name: values[0] for name, values in found.items()}
    return {name: clean(str(query.get(name) or '')) for name in names}


def _check_issuer(iss, issuer):
    try:
        matches = bool(iss) and origin_of(iss) == origin_of(issuer)
    except HostNotAllowed:
        matches = False
    if not matches:
        raise IssuerMismatch(f"The callback names the issuer '{iss[:200]}'.")
