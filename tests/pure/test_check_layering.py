"""What dev/check says about imports and sizes: dev/setup/checks/{layering,arrows,sizes}.py."""

import ast
from pathlib import Path

import pytest
from setup.checks import layering, sizes
from setup.checks.arrows import arrows_of
from setup.checks.layering import FLOORS, circle_problems, floor_problems, layer_problems
from setup.checks.sources import Source, sources


def tree(**files):
    """A made-up tree; ``ubl__a`` is ubl/a.py."""
    paths = {Path(*name.split('__')).with_suffix('.py'): text for name, text in files.items()}
    return [Source(path, text, ast.parse(text)) for path, text in paths.items()]


@pytest.mark.parametrize(
    ('first', 'second'),
    [
        ('from .b import x', 'from .a import y'),
        ('from . import b', 'from . import a'),
        ('from .b import x', 'def late():\n    from .a import y'),
        ('from ..ubl.b import x', 'import ubl.a'),
        ('from .b import x', 'from odoo.addons.pagero_connector.ubl.a import y'),
        ('from .b import x', 'from .c import y'),
    ],
)
def test_a_circle_is_seen(first, second):
    found = list(circle_problems(tree(ubl__a=first, ubl__b=second, ubl__c='from .a import z')))

    assert len(found) == 1
    assert found[0].startswith('ubl/a.py: imports itself by way of ubl/b.py')


def test_a_chain_is_no_circle():
    assert not list(
        circle_problems(tree(ubl__a='from .b import x', ubl__b='from .c import y', ubl__c=''))
    )


def test_two_circles_are_two_problems():
    pairs = {f'ubl__{name}': f'from .{other} import x' for name, other in ('ab', 'ba', 'cd', 'dc')}

    assert len(list(circle_problems(tree(**pairs)))) == 2


def test_an_arrow_up_is_seen():
    files = tree(
        ubl__ground='from .inner.deep import x',
        ubl__inner__deep='from .beside import y',
        ubl__inner__beside='',
    )

    assert list(floor_problems(files, Path('ubl'), ('ground', 'inner'))) == [
        'ubl/ground.py:1: ground may import from floors below, not inner'
    ]
    assert not list(floor_problems(files, Path('ubl'), ('inner', 'ground')))


def test_rooms_of_one_floor_do_not_know_each_other():
    files = tree(ubl__a='from . import b', ubl__b='')

    assert len(list(floor_problems(files, Path('ubl'), ('a b',)))) == 1


def test_a_room_without_a_floor_is_seen_and_a_floor_without_its_room():
    found = list(floor_problems(tree(ubl__a='', ubl__b=''), Path('ubl'), ('a gone',)))

    assert found == [
        'ubl/b: give it a floor in FLOORS',
        'ubl/gone: FLOORS has it, the tree not',
    ]


@pytest.mark.parametrize(
    ('file', 'text'),
    [
        ('identification__a', 'from ..ubl import b'),
        ('identification__a', 'import odoo'),
        ('network__a', 'from odoo import models'),
        ('network__a', 'from ..ubl.b import x'),
        ('network__a', 'import identification.schemes'),
        ('ubl__inner__a', 'from ...network import b'),
        ('ubl__a', 'from .. import models'),
        ('models__a', 'from ..wizards import b'),
        ('models__a', 'from odoo.addons.pagero_connector.wizards import b'),
        ('wizards__a', 'from ..ubl import b'),
    ],
)
def test_a_layer_that_knows_too_much_is_seen(file, text):
    assert len(list(layer_problems(tree(**{file: text})))) == 1


@pytest.mark.parametrize(
    ('file', 'text'),
    [
        ('network__a', 'from ..identification.schemes import GLN'),
        ('ubl__inner__a', 'from ...identification import schemes'),
        ('ubl__inner__a', 'from ..b import x'),
        ('models__a', 'from ..ubl.b import x'),
        ('wizards__a', 'from ..models.b import x'),
    ],
)
def test_a_layer_knows_what_is_below_it(file, text):
    assert not list(layer_problems(tree(**{file: text})))


def test_the_tree_is_clean():
    assert not list(layering.problems())


@pytest.mark.parametrize(
    ('folder', 'files', 'arrows'),
    [('identification', 5, 4), ('ubl', 90, 200), ('dev/pagero_sandbox', 50, 120)],
)
def test_the_tree_is_really_read(folder, files, arrows):
    """A search that finds no imports would hold every rule."""
    assert folder in FLOORS
    inside = [arrow for arrow in arrows_of(sources()) if arrow.file.is_relative_to(folder)]

    assert len([source for source in sources() if source.path.is_relative_to(folder)]) > files
    assert len([arrow for arrow in inside if arrow.target.is_relative_to(folder)]) > arrows


def test_a_long_function_is_a_problem_and_a_long_file_a_hint(monkeypatch):
    lines = ''.join(f'x{number} = {number}\n' for number in range(sizes.LONG_FILE))
    body = ''.join(f'    x{number} = {number}\n' for number in range(sizes.LONGEST_FUNCTION))
    files = tree(ubl__a=f"{lines}\ndef long():\n{body}", tests__b=lines * 2, ubl__c=lines)
    monkeypatch.setattr(sizes, 'sources', lambda: files)

    assert list(sizes.problems()) == ['ubl/a.py:402: long has 31 lines, at most 30']
    assert list(sizes.hints()) == ['ubl/a.py: 432 lines; has it one subject?']
