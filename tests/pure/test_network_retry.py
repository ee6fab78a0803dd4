"""network/retry.py: delays grow, the server's wish counts, nonsense is no wish."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import next_delay
from network.retry import LONGEST_DELAY, SHORTEST, parse_http_date, parse_retry_after


NOW = datetime(2027, 1, 28, 12, 0, tzinfo=timezone.utc)


def test_delays_grow_to_six_hours():
    minutes = [next_delay(attempts).total_seconds() / 60 for attempts in range(1, 9)]
    assert minutes == [1, 5, 15, 60, 180, 360, 360, 360]


@given(st.integers(), st.none() | st.timedeltas(), st.floats(allow_nan=False))
def test_a_delay_is_never_hot_nor_endless(attempts, retry_after, jitter):
    assert SHORTEST <= next_delay(attempts, retry_after, jitter) <= LONGEST_DELAY


@given(st.integers(1, 20), st.floats(0, 1))
def test_jitter_only_prolongs_and_repeats(attempts, jitter):
    delay = next_delay(attempts, None, jitter)
    assert next_delay(attempts) <= delay <= next_delay(attempts) * 1.1
    assert delay == next_delay(attempts, None, jitter)


def test_what_the_server_asks_for_comes_first():
    assert next_delay(6, timedelta(seconds=30)) == timedelta(seconds=30)
    assert next_delay(1, timedelta(hours=2)) == timedelta(hours=2)
    assert next_delay(1, timedelta(0)) == SHORTEST


@pytest.mark.parametrize(
    'value, seconds',
    [
        ('0', 0),
        (' 120 ', 120),
        ('Thu, 28 Jan 2027 12:01:30 GMT', 90),
        ('Thursday, 28-Jan-27 12:01:30 GMT', 90),
        ('Thu, 28 Jan 2027 13:01:30 +0100', 90),
        ('Thu, 28 Jan 2027 11:00:00 GMT', 0),
        ('soon', None),
        ('', None),
        (None, None),
        ('-5', None),
        ('1.5', None),
        ('٣', None),
        ('9' * 400, None),
        ('Thu, 99 Jan 2027 12:01:30 GMT', None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert parse_retry_after(value, NOW) == expected


@given(st.text())
def test_any_header_is_a_delay_or_nothing(value):
    delay = parse_retry_after(value, NOW)
    assert delay is None or delay >= timedelta()
    assert next_delay(1, delay) <= LONGEST_DELAY
    moment = parse_http_date(value)
    assert moment is None or moment.tzinfo
