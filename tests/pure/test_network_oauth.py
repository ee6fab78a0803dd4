"""network/oauth.py without a server: the address, the callback's checks, the answers."""

import base64
import contextlib
import hashlib
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import (
    PRODUCTION_HOSTS,
    Garbled,
    GrantExpired,
    HostNotAllowed,
    Hosts,
    IssuerMismatch,
    LoginRefused,
    NetworkError,
    OAuthClient,
    OAuthError,
    Refused,
    Response,
    ServerFault,
    StateMismatch,
    new_login,
    parse_callback,
)


STATE, CODE = 'the-state', 'the-code'
SSO = PRODUCTION_HOSTS.sso_url
CALLBACK = 'https://odoo.example/pagero/callback'
SECRET = 'the-client-secret'
TOKENS = {'access_token': 'new-access', 'refresh_token': 'new-refresh', 'expires_in': 600}


class FakeTransport:
    def __init__(self, status=200, body=b'', flaw=''):
        self.response = Response(
            status, {}, body if isinstance(body, bytes) else json.dumps(body).encode(), flaw
        )
        self.requests = []

    def send(self, request):
        self.requests.append(request)
        return self.response


def oauth_with(*answer):
    transport = FakeTransport(*answer)
    return OAuthClient(transport, PRODUCTION_HOSTS, 'client id', SECRET), transport


def parse(parameters, **options):
    return parse_callback(parameters, **{'state': STATE, 'issuer': SSO, **options})


# === THE LOGIN'S ADDRESS === #


def test_the_login_asks_for_a_code_with_pkce():
    login = new_login(PRODUCTION_HOSTS, 'client', CALLBACK)
    query = {name: values[0] for name, values in parse_qs(urlsplit(login.url).query).items()}

    assert login.url.startswith(f'{SSO}/oauth/v2/oauth-authorize?')
    digest = hashlib.sha256(login.code_verifier.encode()).digest()
    assert query == {
        'response_type': 'code',
        'client_id': 'client',
        'redirect_uri': CALLBACK,
        'scope': 'all',
        'state': login.state,
        'code_challenge': base64.urlsafe_b64encode(digest).rstrip(b'=').decode(),
        'code_challenge_method': 'S256',
    }


def test_each_login_has_secrets_of_its_own():
    first, second = (new_login(PRODUCTION_HOSTS, 'client', CALLBACK) for _number in range(2))
    assert first.state != second.state
    assert first.code_verifier != second.code_verifier
    assert len(first.state) >= 32
    assert 43 <= len(first.code_verifier) <= 128
    assert first.code_verifier not in repr(first)


def test_a_login_server_must_be_encrypted():
    with pytest.raises(HostNotAllowed):
        new_login(Hosts('http://sso.example', 'https://api.example'), 'client', CALLBACK)


# === THE CALLBACK === #


@pytest.mark.parametrize(
    'shape',
    [
        dict,
        urlencode,
        lambda values: f'{CALLBACK}?{urlencode(values)}',
        lambda values: f'?{urlencode(values)}',
        lambda values: {**values, 'session': 'x'},
    ],
)
def test_a_good_callback_gives_its_code(shape):
    assert parse(shape({'code': CODE, 'state': STATE, 'iss': SSO})) == CODE


@pytest.mark.parametrize(
    'iss', [SSO, SSO + '/', SSO + '/oauth/v2/oauth-anonymous', SSO + ':443', SSO.upper()]
)
def test_the_issuer_is_compared_by_origin(iss):
    assert parse({'code': CODE, 'state': STATE, 'iss': iss}) == CODE


@pytest.mark.parametrize(
    'iss',
    [
        '',
        'https://evil.example',
        SSO + '.evil.example',
        'http://sso.pageroonline.com',
        'x',
        '\x00',
        'https://sso.pageroonline.com@evil.example',
        'https://api.pageroonline.com',
    ],
)
def test_another_issuer_is_refused(iss):
    with pytest.raises(IssuerMismatch):
        parse({'code': CODE, 'state': STATE, 'iss': iss})


def test_a_missing_issuer_may_be_allowed_but_not_a_wrong_one():
    assert parse({'code': CODE, 'state': STATE}, require_issuer=False) == CODE
    with pytest.raises(IssuerMismatch):
        parse({'code': CODE, 'state': STATE, 'iss': 'https://x.example'}, require_issuer=False)


@pytest.mark.parametrize('state', ['', 'other', STATE + ' ', STATE.upper(), 'å', '\ud800'])
def test_another_state_is_refused(state):
    with pytest.raises(StateMismatch):
        parse({'code': CODE, 'state': state, 'iss': SSO})


def test_an_empty_expected_state_fits_nothing():
    with pytest.raises(StateMismatch):
        parse({'code': CODE, 'state': '', 'iss': SSO}, state='')


@pytest.mark.parametrize('iss', [{'iss': SSO}, {}])
def test_an_error_ends_the_login(iss):
    callback = {'error': 'access_denied', 'error_description': 'No.', 'state': STATE, **iss}
    with pytest.raises(LoginRefused) as caught:
        parse(callback)
    assert (caught.value.code, caught.value.text) == ('access_denied', 'No.')


def test_an_error_with_a_foreign_state_is_not_believed():
    with pytest.raises(StateMismatch):
        parse({'error': 'access_denied', 'state': 'other', 'iss': SSO})


@pytest.mark.parametrize('extra', [f'&code={CODE}', '&state=x', '&iss=x', '&error=x&error=y'])
def test_a_repeated_parameter_is_refused(extra):
    with pytest.raises(LoginRefused):
        parse(urlencode({'code': CODE, 'state': STATE, 'iss': SSO}) + extra)


def test_a_callback_without_a_code_is_refused():
    with pytest.raises(LoginRefused):
        parse({'state': STATE, 'iss': SSO})


@given(st.text() | st.dictionaries(st.sampled_from(['code', 'state', 'iss', 'error']), st.text()))
def test_any_callback_is_a_code_or_an_oauth_error(query):
    with contextlib.suppress(OAuthError):
        parse(query)


# === THE TOKEN ENDPOINT === #


def test_a_code_is_exchanged_with_its_verifier():
    oauth, transport = oauth_with(200, TOKENS)
    tokens = oauth.exchange(CODE, 'the-verifier', CALLBACK)

    (request,) = transport.requests
    assert request.url == f'{SSO}/oauth/v2/oauth-token'
    assert request.headers['Content-Type'] == 'application/x-www-form-urlencoded'
    assert parse_qs(request.body.decode()) == {
        'grant_type': ['authorization_code'],
        'code': [CODE],
        'redirect_uri': [CALLBACK],
        'code_verifier': ['the-verifier'],
        'client_id': ['client id'],
        'client_secret': [SECRET],
    }
    assert (tokens.access_token, tokens.refresh_token) == ('new-access', 'new-refresh')


def test_a_refresh_sends_the_token_and_the_client():
    oauth, transport = oauth_with(200, TOKENS)
    oauth.refresh('old-refresh')

    assert parse_qs(transport.requests[0].body.decode()) == {
        'grant_type': ['refresh_token'],
        'refresh_token': ['old-refresh'],
        'client_id': ['client id'],
        'client_secret': [SECRET],
    }


def test_revoking_identifies_the_client_by_basic():
    oauth, transport = oauth_with(200)
    oauth.revoke('a+token&')

    (request,) = transport.requests
    assert request.url == f'{SSO}/oauth/v2/oauth-revoke'
    assert parse_qs(request.body.decode()) == {'token': ['a+token&']}
    basic = base64.b64decode(request.headers['Authorization'].removeprefix('Basic '))
    assert basic == f'client+id:{SECRET}'.encode()


@pytest.mark.parametrize(
    'status, body, error, code',
    [
        (
            400,
            {'error': 'invalid_grant', 'error_description': 'Used.'},
            GrantExpired,
            'invalid_grant',
        ),
        (401, {'error': 'invalid_grant'}, GrantExpired, 'invalid_grant'),
        (200, {'error': 'invalid_grant'}, GrantExpired, 'invalid_grant'),
        (400, {'error': 'invalid_request'}, OAuthError, 'invalid_request'),
        (401, {'error': 'invalid_client'}, OAuthError, 'invalid_client'),
        (401, b'', OAuthError, 'invalid_client'),
        (401, b'<html>', OAuthError, 'invalid_client'),
        (403, {'error': 'unauthorized_client'}, OAuthError, 'unauthorized_client'),
        (400, b'<html>', Refused, None),
        (503, {'error': 'temporarily_unavailable'}, ServerFault, 'temporarily_unavailable'),
        (200, b'<html>', Garbled, None),
        (200, {}, Garbled, None),
        (200, {'access_token': 5}, Garbled, None),
        (200, {'access_token': 'a\r\nb'}, Garbled, None),
        (200, [TOKENS], Garbled, None),
    ],
)
def test_a_refusal_has_its_error(status, body, error, code):
    oauth, _transport = oauth_with(status, body)
    with pytest.raises(error) as caught:
        oauth.exchange(CODE, 'verifier', CALLBACK)
    assert type(caught.value) is error
    assert caught.value.code == code


@given(st.sampled_from([200, 400, 401, 500]), st.binary())
def test_any_answer_is_tokens_or_a_network_error(status, body):
    oauth, _transport = oauth_with(status, body)
    for call in (lambda: oauth.refresh('x'), lambda: oauth.revoke('x')):
        with contextlib.suppress(NetworkError):
            call()


def test_what_the_server_echoes_is_masked():
    said = f'no good: old-refresh and {SECRET}'
    oauth, _transport = oauth_with(400, {'error': 'invalid_grant', 'error_description': said})
    with pytest.raises(GrantExpired) as caught:
        oauth.refresh('old-refresh')
    assert caught.value.text == 'no good: *** and ***'
    assert SECRET not in repr(caught.value)
