"""network/redact.py: a secret never survives, and what helps stays readable."""

import json
import logging
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from network import RedactingFilter, get_logger, redact


LONGEST = redact.__globals__['LONGEST']  # of a text that is searched
ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~'
SECRETS = st.text(ALPHABET, min_size=20, max_size=60)
KEYS = st.sampled_from(
    [
        'access_token',
        'refresh_token',
        'id_token',
        'client_secret',
        'code_verifier',
        'code',
        'password',
        'token',
        'Access_Token',
    ]
)
AROUND = st.text(st.characters(exclude_categories=('Cs',)), max_size=30)
SHAPES = [
    lambda key, secret: json.dumps({key: secret, 'expires_in': 600}),
    lambda key, secret: json.dumps(json.dumps({'a': 1, key: secret})),
    lambda key, secret: json.dumps({'a': {key: secret}}, indent=2),
    lambda key, secret: repr({key: secret}),
    lambda key, secret: urlencode({'grant_type': 'x', key: secret, 'z': '1'}),
    lambda key, secret: 'GET /callback?' + urlencode({'a': 'b', key: secret}) + ' HTTP/1.1',
    lambda key, secret: f'{key}={secret}',
    lambda key, secret: f'Authorization: Bearer {secret}',
    lambda key, secret: f'authorization:Basic {secret}',
    lambda key, secret: repr({'Authorization': f'Bearer {secret}'}),
    lambda key, secret: json.dumps({'Authorization': f'Bearer {secret}'}),
    lambda key, secret: f"b'Authorization: Bearer {secret}\\r\\nAccept: */*'",
    lambda key, secret: f'the header was Bearer {secret}.',
    lambda key, secret: f'{{"{key}": "{secret}',
    *(
        lambda key, secret, depth=depth: f'GET /web/login?redirect={_address(key, secret, depth)}'
        for depth in range(5)
    ),
]


def _address(key, secret, depth):
    """The callback's address within that of a login page, and that one within another's."""
    address = '/callback?' + urlencode({'a': 'b', key: secret, 'state': 'x'})
    for _level in range(depth):
        address = quote_plus(address)
    return address


@given(KEYS, SECRETS, st.sampled_from(SHAPES), AROUND, AROUND)
def test_a_secret_never_survives(key, secret, shape, before, after):
    assume(secret not in before + after)
    assert secret not in redact(f'{before} {shape(key, secret)} {after}')


@given(KEYS, SECRETS)
def test_a_secret_that_is_cut_in_two_does_not_survive(key, secret):
    for cut in range(LONGEST - 60, LONGEST + 1, 7):
        begin = f'{key}="'.rjust(cut, ' ')
        for shown in (redact(f'{begin}{secret}" end'), redact(f'{begin[:-2]} Bearer {secret} end')):
            assert secret[:8] not in shown


@given(st.text(min_size=1), st.text(), st.text())
def test_a_known_secret_never_survives(secret, before, after):
    shown = redact(f'{before}{secret}{after}', secret)
    assert secret not in shown.replace('***', '') or secret in '***'


@given(st.text())
def test_redacting_never_fails_and_is_done_once(text):
    once = redact(text)
    assert redact(once) == redact(redact(once))


@pytest.mark.parametrize('secret', ['a"b', 'a\\b', "a'b", 'räksmörgås&=', '{}'])
def test_an_odd_secret_in_json_does_not_survive(secret):
    shown = redact(json.dumps({'client_secret': secret + 'TAIL', 'b': 'seen'}))
    assert 'TAIL' not in shown
    assert secret not in shown


@pytest.mark.parametrize(
    'text',
    [
        '{"code": "28500", "description": ["The recipient did not match"]}',
        '{"error": "invalid_grant", "error_description": "The code is used up."}',
        '{"errorCode": "access_token_expired"}',
        'Error code: 28500, postcode 11200',
        "The token has expired.",
        "Basic problem: the bearer is unknown",
        'https://example.com/?client_id=odoo&state=abc',
    ],
)
def test_what_helps_stays(text):
    assert redact(text) == text


def test_tokens_are_known_by_their_shape():
    assert (
        redact('got eyJhbGciOi.eyJzdWIi.c2ln and _0XBPWQQ_1b9d6bcd-bbfd-4b2d.')
        == 'got *** and ***.'
    )


@pytest.fixture
def records():
    caught = []
    handler = logging.Handler()
    handler.emit = lambda record: caught.append(handler.format(record))
    logger = get_logger('network.test')
    logger.addHandler(handler)
    logger.setLevel('DEBUG')
    yield logger, caught
    logger.removeHandler(handler)


def test_a_log_line_is_redacted(records):
    logger, lines = records
    logger.info("sent %s to %d", {'Authorization': 'Bearer abcdefghijkl'}, 5)
    logger.info('token=%(t)s', {'t': 'abcdefghijkl'})
    assert lines == ["sent {'Authorization': '***'} to 5", 'token=***']


def test_a_traceback_is_redacted(records):
    def fail():
        try:
            int('refresh_token=abcdefghijkl')
        except ValueError as error:
            raise RuntimeError("Bearer mnopqrstuvwx") from error

    logger, lines = records
    try:
        fail()
    except RuntimeError:
        logger.exception("failed")

    assert 'RuntimeError' in lines[0]
    assert 'abcdefghijkl' not in lines[0]
    assert 'mnopqrstuvwx' not in lines[0]


def test_a_broken_log_call_is_no_reason_to_fail(records):
    logger, lines = records
    logger.info("one %s two %s", 'token=abcdefghijkl')
    assert lines == ["one %s two %s ('token=***',)"]


def test_the_filter_sits_on_a_logger_once():
    first, second = get_logger('network.test'), get_logger('network.test')
    assert first is second
    assert sum(isinstance(each, RedactingFilter) for each in first.filters) == 1
