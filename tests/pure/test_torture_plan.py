"""`dev/torture`'s plan: the same for a seed, whole, and repeated by the command that it prints."""

import shlex
import shutil

import pytest
import sandbox_driver  # noqa: F401  puts dev/ on the path
from setup.commands.torture import _parser, _wishes
from torturing.harming import Enemy
from torturing.people import Person
from torturing.plan import HARMS, HARMS_OF, SECOND_THOUGHTS, Wish, draw


WISHES = [Wish(seed, 60, 50, server) for seed in (1, 2, 3) for server in ('threaded', 'prefork')]


@pytest.mark.parametrize('wish', WISHES)
def test_a_seed_gives_the_same_plan_each_time(wish):
    assert list(draw(wish).lines()) == list(draw(wish).lines())


def test_another_seed_gives_another_plan():
    assert len({tuple(draw(wish).lines()) for wish in WISHES}) == len(WISHES)


@pytest.mark.parametrize('wish', WISHES)
def test_each_invoice_is_posted_once_and_each_document_supplied_once(wish):
    plan = draw(wish)
    posted = [key for deed in plan.deeds if deed.what == 'post' for key in deed.keys]
    supplied = [supply.number for each in plan.rounds for supply in each.supplies]

    assert (len(posted), len(set(posted))) == (60, 60)
    assert (len(supplied), len(set(supplied))) == (50, 50)


@pytest.mark.parametrize('wish', WISHES)
def test_a_document_is_answered_once_and_after_it_came(wish):
    came, answered = set(), []
    for each in draw(wish).rounds:
        answered += [
            key
            for deeds in each.deeds.values()
            for deed in deeds
            if deed.what in ('accept', 'book')
            for key in deed.keys
        ]
        assert set(answered) <= came, "a document of this round isn't here yet"
        came |= {supply.number for supply in each.supplies}
    assert len(answered) == len(set(answered))


@pytest.mark.parametrize('wish', [*WISHES, Wish(7, 10, 0, 'prefork', queue_job=True)])
def test_the_command_that_is_printed_repeats_the_wish(wish):
    _program, *options = shlex.split(wish.command)

    assert _wishes(_parser().parse_args(options)) == [wish]


def test_every_harm_and_deed_of_a_plan_can_be_done(monkeypatch):
    monkeypatch.setattr(shutil, 'which', lambda _name: 'as if it were installed')
    enemy, person = Enemy(Anything()), Person(Anything(), 'anna')

    assert set(enemy.harms) == set(HARMS) | set(HARMS_OF['threaded']) | set(HARMS_OF['prefork'])
    assert set(person.deeds) == {'post', 'accept', 'book', *SECOND_THOUGHTS}


def test_a_large_plan_tries_every_harm():
    plan = draw(Wish(1, 2000, 0, 'prefork'))
    found = {harm.what for each in plan.rounds for harm in each.harms}

    assert found == set(HARMS) | set(HARMS_OF['prefork'])


class Anything:
    """An arena that has everything, and is never asked to do anything."""

    def __getattr__(self, _name):
        return self
