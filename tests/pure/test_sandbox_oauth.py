"""The sandbox's login: dev/pagero_sandbox/oauth.py and grants.py."""

import base64
import hashlib

import pytest
import requests
from sandbox_driver import CLIENT, REDIRECT, back_with, fresh_sandbox


VERIFIER = 'a-verifier-of-at-least-forty-three-characters-long'
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b'=').decode()
)
PKCE = {'code_challenge': CHALLENGE, 'code_challenge_method': 'S256'}

box = pytest.fixture(fresh_sandbox)


def exchange(box, code, **form):
    return box.token(
        **{'grant_type': 'authorization_code', 'code': code, 'redirect_uri': REDIRECT} | form
    )


def connect(box):
    return exchange(box, back_with(box.log_in())['code']).json()


def refresh(box, token):
    return box.token(grant_type='refresh_token', refresh_token=token)


def documents_status(box, token):
    return requests.get(
        f'{box.url}/document/v1/documents', headers={'Authorization': f'Bearer {token}'}, timeout=30
    ).status_code


def test_the_right_password_leads_to_consent_and_back(box):
    page = box.log_in({'username': 'anna@example.com', 'password': 'anna'}).text
    login_id = page.partition('name="login_id" value="')[2].partition('"')[0]

    back = back_with(box.log_in({'login_id': login_id, 'decision': 'allow'}))

    assert (back['state'], back['iss']) == ('a-state', box.url)
    assert exchange(box, back['code']).json()['token_type'] == 'bearer'


def test_a_login_is_used_once(box):
    page = box.log_in({'username': 'anna@example.com', 'password': 'anna'}).text
    login_id = page.partition('name="login_id" value="')[2].partition('"')[0]
    box.log_in({'login_id': login_id, 'decision': 'allow'})

    again = box.log_in({'login_id': login_id, 'decision': 'allow'})

    assert again.status_code == 200
    assert 'role="alert"' in again.text


def test_a_wrong_password_stays_on_the_page(box):
    answer = box.log_in({'username': 'anna@example.com', 'password': 'wrong'})

    assert answer.status_code == 200
    assert 'Wrong user name or password' in answer.text
    assert 'value="anna@example.com"' in answer.text


def test_refused_consent_is_told_to_the_application(box):
    back = back_with(
        box.log_in({'username': 'anna@example.com', 'password': 'anna', 'decision': 'refuse'})
    )

    assert (back['error'], back['state'], back['iss']) == ('access_denied', 'a-state', box.url)


@pytest.mark.parametrize(
    'query',
    [
        {'client_id': 'another'},
        {'redirect_uri': 'http://example.com/'},
        {'redirect_uri': 'https://127.0.0.1/'},
        {'redirect_uri': 'http://127.0.0.1.example.com/'},
    ],
)
def test_a_doubtful_application_is_never_sent_back(box, query):
    answer = box.log_in(**query)

    assert answer.status_code == 400
    assert 'Location' not in answer.headers


@pytest.mark.parametrize(
    ('query', 'error'),
    [
        ({'response_type': 'token'}, 'unsupported_response_type'),
        ({'scope': 'x'}, 'invalid_scope'),
        ({'code_challenge': 'x', 'code_challenge_method': 'plain'}, 'invalid_request'),
    ],
)
def test_a_wrong_request_is_sent_back_with_an_error(box, query, error):
    assert back_with(box.log_in(**query))['error'] == error


def test_a_redirect_address_keeps_its_own_query(box):
    answer = box.log_in(redirect_uri=f'{REDIRECT}?db=one')

    assert back_with(answer)['db'] == 'one'


def test_a_code_is_used_once(box):
    code = back_with(box.log_in())['code']
    assert exchange(box, code).status_code == 200

    again = exchange(box, code)

    assert (again.status_code, again.json()['error']) == (400, 'invalid_grant')


def test_an_old_code_is_refused(box):
    box.control('settings', {'code_seconds': 0})

    assert exchange(box, back_with(box.log_in())['code']).json()['error'] == 'invalid_grant'


def test_a_code_belongs_to_its_redirect_address(box):
    code = back_with(box.log_in())['code']

    answer = exchange(box, code, redirect_uri='http://127.0.0.1:1/')

    assert answer.json()['error'] == 'invalid_grant'


def test_the_verifier_opens_the_challenge(box):
    code = back_with(box.log_in(**PKCE))['code']

    assert exchange(box, code, code_verifier=VERIFIER).status_code == 200


@pytest.mark.parametrize('form', [{}, {'code_verifier': 'wrong'}])
def test_a_challenge_without_its_verifier_is_refused(box, form):
    code = back_with(box.log_in(**PKCE))['code']

    assert exchange(box, code, **form).json()['error'] == 'invalid_grant'


def test_the_client_may_authenticate_by_basic(box):
    code = back_with(box.log_in())['code']
    form = {'grant_type': 'authorization_code', 'code': code, 'redirect_uri': REDIRECT}

    answer = box.http.post(
        f'{box.url}/oauth/v2/oauth-token', data=form, auth=tuple(CLIENT.values())
    )

    assert answer.json()['expires_in'] == 600


def test_an_unknown_client_gets_nothing(box):
    answer = exchange(box, 'any', client_secret='wrong')

    assert (answer.status_code, answer.json()['error']) == (401, 'invalid_client')


def test_other_grant_types_are_unknown(box):
    assert box.token(grant_type='magic').json()['error'] == 'unsupported_grant_type'


def test_a_refresh_token_rotates_and_is_used_once(box):
    first = connect(box)
    second = refresh(box, first['refresh_token']).json()
    assert second['refresh_token'] != first['refresh_token']

    again = refresh(box, first['refresh_token'])

    assert (again.status_code, again.json()['error']) == (400, 'invalid_grant')
    assert refresh(box, second['refresh_token']).status_code == 200


def test_refreshing_can_be_refused(box):
    tokens = connect(box)
    box.control('settings', {'refresh_works': False})

    assert refresh(box, tokens['refresh_token']).json()['error'] == 'invalid_grant'


def test_an_access_token_opens_the_api_until_it_is_old(box):
    tokens = connect(box)
    assert documents_status(box, tokens['access_token']) == 200

    box.control('expire_tokens', {})

    assert documents_status(box, tokens['access_token']) == 401
    assert refresh(box, tokens['refresh_token']).status_code == 200


@pytest.mark.parametrize('token', ['', 'unknown'])
def test_no_good_token_no_answer(box, token):
    assert documents_status(box, token) == 401


def test_a_refresh_token_opens_nothing(box):
    assert documents_status(box, connect(box)['refresh_token']) == 401


def test_revoking_the_refresh_token_ends_the_grant(box):
    tokens = connect(box)

    answer = box.http.post(
        f'{box.url}/oauth/v2/oauth-revoke',
        auth=tuple(CLIENT.values()),
        data={'token': tokens['refresh_token']},
    )

    assert (answer.status_code, answer.content) == (200, b'')
    assert documents_status(box, tokens['access_token']) == 401
    assert refresh(box, tokens['refresh_token']).status_code == 400


def test_revoking_needs_the_client(box):
    answer = box.http.post(f'{box.url}/oauth/v2/oauth-revoke', data={'token': 'any'})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ('language', 'word'), [('sv', 'Lösenord'), ('en', 'Password'), ('de', 'Password')]
)
def test_the_login_speaks_the_browsers_language(box, language, word):
    page = box.page(
        f'/oauth/v2/oauth-authorize?response_type=code&client_id=sandbox-client'
        f'&redirect_uri={REDIRECT}',
        language,
    )

    assert word in page
    assert '/forgotten-password' in page


def test_what_comes_from_outside_is_escaped(box):
    page = box.log_in({'username': '"><script>', 'password': 'x'}, state='"><script>').text

    assert '<script>' not in page
