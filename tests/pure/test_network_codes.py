"""network/codes.py: codes are found where they are meant, and not in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import (
    DUPLICATE_CODES,
    codes_in,
    connection_state_of,
    error_group,
)
from network.codes import (
    CODE_OF_PHRASE,
    CONNECTION_STATE_OF_CODE,
    GROUP_OF_PREFIX,
    MEANINGS,
    RESOLVABLE_CODES,
    refuses_tests,
)


NO_MATCH = "The recipient (Kund AB) did not match any recipient in Pagero's public registry."


@pytest.mark.parametrize(
    'text, codes',
    [
        ("28500: The recipient (Kund AB) did not match any recipient.", ('28500',)),
        ("[29100] Recipient request not yet approved", ('29100',)),
        ("Error code 28600 - needs routing", ('28600',)),
        ("Felkod: 11200", ('11200',)),
        ("The routing failed (29200).", ('29200',)),
        (NO_MATCH, ('28500',)),
        ("Routing request not yet approved", ('29200',)),
        ("Recipient request not yet approved", ('29100',)),
        ("The recipient (Not found (Norden) AB) is not active.", ('28800',)),
        ("Duplicate invoice number", ('11200',)),
        ("Kund AB, 112 00 Stockholm, is unknown", ()),
        ("Recipient (11200 Stockholm) is unknown", ()),
        ("Invoice 11200 could not be read", ()),
        ("99999: something new", ()),
        ("", ()),
    ],
)
def test_codes_are_found_where_they_are_meant(text, codes):
    assert codes_in([text]) == codes


def test_codes_come_once_and_in_order():
    assert codes_in(["29100: a", "28600: b", "29100: c"]) == ('29100', '28600')


@pytest.mark.parametrize(
    'code, state',
    [
        ('29100', 'requested'),
        ('29200', 'routing_needed'),
        ('28700', 'none'),
        ('28900', 'not_found'),
        ('28600', 'routing_needed'),
        ('28400', 'not_found'),
        ('28500', 'not_found'),
        ('28800', 'inactive'),
        ('28100', None),
        ('11200', None),
        ('', None),
        (None, None),
    ],
)
def test_a_routing_code_tells_the_state_of_the_connection(code, state):
    assert connection_state_of(code) == state


@pytest.mark.parametrize('prefix, group', GROUP_OF_PREFIX.items())
def test_each_prefix_has_a_group(prefix, group):
    assert error_group(f'{prefix}999') == group


def test_the_tables_fit_together():
    assert {error_group(code) for code in MEANINGS} == set(GROUP_OF_PREFIX.values())
    named = {*CONNECTION_STATE_OF_CODE, *DUPLICATE_CODES, *RESOLVABLE_CODES}
    assert named | {code for _phrase, code in CODE_OF_PHRASE} <= set(MEANINGS)


@pytest.mark.parametrize(
    'text, refused',
    [
        ("The recipient (Kund AB) does not accept test documents.", True),
        ("Recipient does not support test", True),
        ("Test documents are not allowed for this recipient", True),
        ("The tested schematron does not accept the value", False),
        ("", False),
        (None, False),
    ],
)
def test_a_recipient_that_takes_no_tests_is_recognised(text, refused):
    assert refuses_tests(text) is refused


@given(st.text())
def test_any_text_may_be_asked(text):
    assert all(error_group(code) for code in codes_in([text]))
