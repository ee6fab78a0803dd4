"""Nothing is lost, doubled, stuck or untrue, whatever happens in whatever order.

The searches of ``dev/state_model``, and that each of their models is of today's code: every arrow
of its tables is taken, every place of the code that moves a state has its rule, and each safeguard
left out is found.
"""

import pytest
from setup.cache import ADDON
from setup.checks.state_machines_page import PAGE, drawings, found_by, problems, row
from state_model import product
from state_model.search import Question, Search
from state_model.suite import BITTEN, MODELS, WHOLE, safeguards


# Rooms whose moves the models are about.
ROOMS = ('account', 'connection', 'document', 'inbox', 'invoice')


@pytest.fixture(scope='module')
def searched():
    """{run: (its model, what was found)}"""
    models = [(run, run.build()) for run in WHOLE]
    return {number: (run, model, run.search(model)) for number, (run, model) in enumerate(models)}


@pytest.mark.parametrize('number', range(len(WHOLE)))
def test_nothing_is_found(searched, number):
    _run, _model, found = searched[number]
    assert not found.faults, '\n'.join(map(str, found.faults))


@pytest.mark.parametrize('number', range(len(WHOLE)))
def test_the_page_has_its_figures(searched, number):
    run, _model, found = searched[number]
    assert row(run, found) in (ADDON / PAGE).read_text()


def test_every_arrow_is_taken(searched):
    taken = set().union(*(model.taken for _run, model, _found in searched.values()))
    arrows = {
        (machine, state, target)
        for model in MODELS
        for machine, table in model.tables.items()
        for state, targets in table.items()
        for target in targets
    }
    assert taken == arrows


def test_every_place_that_moves_a_state_has_its_rule():
    ruled = set().union(*(model.places() for model in MODELS))
    assert product.moves(*ROOMS).keys() - ruled == set(), "no rule says what happens there"
    assert ruled <= product.functions(*ROOMS), "it is called otherwise now"


@pytest.mark.parametrize('run', BITTEN, ids=lambda run: ' '.join(run.without))
def test_what_is_left_out_is_found(run):
    [fault] = found_by(run)
    assert fault.trace, run


def test_each_safeguard_is_left_out_once():
    assert sorted((run.model.__name__, *run.without) for run in BITTEN) == sorted(
        (model.__name__, name) for model, name in safeguards()
    )


def test_the_page_is_of_today():
    assert list(problems()) == []
    assert 'pagero.document' in drawings()


class Count(tuple):
    troubles = 0


def test_the_search_sees_a_dead_end():
    def steps(world):
        if world[0] == 0:
            yield 'left', Count((1,))
            yield 'right', Count((2,))

    question = Question([Count((0,))], steps, lambda world: iter(()), lambda world: world[0] == 1)
    [fault] = Search(question).run().faults

    assert (fault.what, fault.trace) == ('stuck: no way out', ('right',))


def test_a_misfortune_is_no_way_out():
    class World(tuple):
        @property
        def troubles(self):
            return self[1]

    def steps(world):
        if world[1]:
            yield 'by luck', World((1, 0))

    question = Question([World((0, 1))], steps, lambda world: iter(()), lambda world: world[0] == 1)

    assert [fault.what for fault in Search(question).run().faults] == ['stuck: no way out']
