import ast
from pathlib import Path

from setup.checks.architecture import constants, machines
from setup.checks.sources import Source, sources
from setup.checks.state_machines_page import drawings


TABLE = """
STATES = [('new', "New"), ('done', "Done")]
END = {'done'}
TRANSITIONS = {'new': {*END, 'lost'}, 'done': set(), 'lost': {'new'}}
FIELD = fields.Char()
"""


def test_a_table_of_transitions_is_read_without_running_the_file():
    text = ast.parse(TABLE)
    tree = [Source(Path('models', 'document', 'pagero_document.py'), TABLE, text)]

    assert machines(tree) == {
        'pagero.document': {'new': {'done', 'lost'}, 'done': set(), 'lost': {'new'}}
    }


def test_what_calls_code_is_no_constant():
    assert set(constants(ast.parse(TABLE))) == {'STATES', 'END', 'TRANSITIONS'}


def test_every_state_machine_of_ours_is_drawn():
    tables = [source for source in sources() if '\nTRANSITIONS = ' in source.text]
    ours = [source for source in tables if source.room == 'models']

    assert len(ours) >= 9
    assert len(machines(sources())) == len(ours)
    assert drawings().count('stateDiagram-v2') == len(ours)
