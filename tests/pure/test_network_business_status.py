"""network/business_status.py: which of several answers stands, whatever came first."""

import random
from datetime import date, datetime, timedelta

import pytest

from network.business_status import (
    BUSINESS_STATE,
    FOLLOWED_BY,
    Heard,
    business_status_of,
    moment_of,
    standing,
)


DAY = datetime(2026, 10, 1)
STATUSES = sorted({*BUSINESS_STATE.values(), 'partly_paid', 'unknown'})
FINAL = ('accepted', 'rejected', 'paid')


def heard(*statuses):
    return [Heard(DAY + timedelta(hours=n), n, status) for n, status in enumerate(statuses)]


def test_the_table_knows_every_status():
    assert set(FOLLOWED_BY) == set(STATUSES)
    assert set().union(*FOLLOWED_BY.values()) <= set(STATUSES)


@pytest.mark.parametrize('first', FINAL)
@pytest.mark.parametrize('then', ['acknowledged', 'in_process', 'under_query', 'unknown'])
def test_a_final_answer_stays(first, then):
    assert standing(heard(first, then)).status == first


@pytest.mark.parametrize(
    ('told', 'stands'),
    [
        (('acknowledged', 'under_query', 'accepted'), 'accepted'),
        (('under_query', 'acknowledged'), 'under_query'),
        (('under_query', 'in_process'), 'in_process'),
        (('rejected', 'accepted'), 'accepted'),
        (('accepted', 'rejected'), 'rejected'),
        (('accepted', 'partly_paid', 'paid'), 'paid'),
        (('paid', 'rejected'), 'paid'),
        (('not_valid', 'acknowledged'), 'acknowledged'),
        (('information',), 'information'),
        (('accepted', 'information'), 'accepted'),
        ((), None),
    ],
)
def test_what_stands(told, stands):
    found = standing(heard(*told))
    assert (found and found.status) == stands


def test_the_newest_of_the_same_status_stands():
    assert standing(heard('rejected', 'rejected')).number == 1


def test_the_order_in_which_they_come_changes_nothing():
    chance = random.Random(5)
    for _number in range(500):
        told = heard(*chance.choices(STATUSES, k=chance.randint(1, 6)))
        stands = standing(told)
        for _again in range(5):
            chance.shuffle(told)
            assert standing(told) == stands


def test_codes_in_any_case_and_unknown_ones():
    assert business_status_of('re') == 'rejected'
    assert business_status_of('Teleported') == 'unknown'
    assert business_status_of('RE', ['PPD']) == 'rejected'


def test_when_an_answer_was_given():
    came = datetime(2026, 10, 2, 9)
    assert moment_of(date(2026, 10, 2), datetime(2026, 10, 2, 11), came).hour == 11  # local time
    assert moment_of(date(2026, 10, 2), None, came) == came
    assert moment_of(None, None, came) == came
    assert moment_of(date(2026, 10, 3), None, came) == datetime(2026, 10, 3)
