import ast
from pathlib import Path

from setup.checks.one_definition import bodies_of, repeated_methods, scattered_models
from setup.checks.sources import Source, sources


FIRST = """
class Document(models.Model):
    _name = 'pagero.document'
    def _move_to(self): ...
"""
SECOND = """
class Document(models.Model):
    _inherit = 'pagero.document'
    def _move_to(self): ...
    def _enqueue(self): ...
"""


def _tree(**texts):
    return [
        Source(Path('models', *name.split('__')).with_suffix('.py'), text, ast.parse(text))
        for name, text in texts.items()
    ]


def test_a_method_of_two_bodies_is_refused():
    bodies = bodies_of(_tree(document__pagero_document=FIRST, document__queue=SECOND))

    [problem] = repeated_methods(bodies)

    assert problem.startswith('models/document/queue.py:4: pagero.document._move_to is defined in')


def test_the_same_method_of_two_models_is_fine():
    other = FIRST.replace('pagero.document', 'pagero.connection')
    bodies = list(bodies_of(_tree(document__pagero_document=FIRST, connection__state=other)))

    assert not list(repeated_methods(bodies))


def test_a_model_that_is_continued_in_another_room_is_refused():
    bodies = bodies_of(_tree(document__pagero_document=FIRST, account__watch=SECOND))

    assert list(scattered_models(bodies)) == [
        'models/account/watch.py: pagero.document lives in models/document'
    ]


def test_bodies_beside_each_other_are_fine():
    bodies = bodies_of(_tree(document__queue=SECOND, document__pagero_document=FIRST))

    assert not list(scattered_models(bodies))


def test_a_list_of_parents_and_a_mixin_are_understood():
    text = (
        "class A(models.Model):\n    _name = 'account.move'\n    _inherit = ['account.move', 'm']"
    )
    short = "class A(models.Model):\n    _inherit = ['account.move', 'm']"

    assert [body.model for body in bodies_of(_tree(a=text, b=short))] == ['account.move'] * 2


def test_the_real_tree_is_read():
    assert len(list(bodies_of(sources()))) > 100
