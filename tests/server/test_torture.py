"""A short run of `dev/torture` in each server mode: nothing is lost, doubled, stuck or untrue."""

import pytest
from place import base_name
from setup import databases
from torturing.arena import make_base
from torturing.plan import Wish, draw
from torturing.running import run


SIZE = 16  # invoices, and as many received documents
SEEDS = {'threaded': 1, 'prefork': 5}  # both kill it


@pytest.fixture(scope='module')
def torture_base(environment, base):
    made = make_base(environment, base_name(), base)
    yield made
    databases.drop(environment, made.name)


@pytest.mark.parametrize('server', SEEDS)
def test_nothing_is_lost_and_nothing_goes_out_twice(torture_base, server):
    wish = Wish(SEEDS[server], SIZE, SIZE, server)
    harms = [harm.what for each in draw(wish).rounds for harm in each.harms]
    assert any(harm.startswith('kill_') for harm in harms), harms

    result = run(torture_base, wish)

    told = '\n'.join([*result.verdict.lines(), f'To see it again: {wish.command}'])
    assert result.verdict, told
    assert (result.invoices, result.received) == (SIZE, SIZE)
    assert not result.strange, result.strange
