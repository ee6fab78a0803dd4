import ast
from pathlib import Path

from setup.checks.one_definition import bodies_of
from setup.checks.sources import sources


BUILDER = 'account.edi.xml.pagero'
ROOMS = ('invoice', 'xml', 'partner')
WHOLE = 'account_edi_xml_pagero'  # puts the parts together, one call for each of them


def _bodies():
    found = {body.path.stem: body.node for body in bodies_of(sources()) if body.model == BUILDER}
    assert len(found) > 8
    return found


def _methods(node):
    return {each.name for each in node.body if isinstance(each, ast.FunctionDef)}


def _own(node):
    """Methods that no ``super()`` hands on: the others are core's, wherever they are extended."""
    return {
        each.name
        for each in node.body
        if isinstance(each, ast.FunctionDef) and 'super()' not in ast.unparse(each)
    }


def _called(node):
    """Names that may be methods of the builder, whatever the builder is called there."""
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def test_a_body_of_the_builder_names_the_files_whose_methods_it_calls():
    bodies = _bodies()
    homes = {name: stem for stem, node in bodies.items() for name in _own(node)}
    unsaid = []
    for stem, node in bodies.items():
        said = ast.get_docstring(node) or ''
        for name in (_called(node) & homes.keys()) - _methods(node):
            names_both = f'``{name}``' in said and f'``{homes[name]}``' in said
            if stem != WHOLE and not names_both:
                unsaid.append(f'{stem}: {name} of {homes[name]}')

    assert not unsaid


def test_the_search_finds_such_a_call():
    [body] = ast.parse('class A:\n    def a(self): self.with_context(x=1)._once(1)').body

    assert '_once' in _called(body)


def test_a_plain_helper_among_models_says_so():
    helpers = [
        source
        for source in sources()
        if source.path.parts[:1] == ('models',)
        and source.path.parts[1] in ROOMS
        and source.path.name != '__init__.py'
        and not list(bodies_of([source]))
    ]
    assert len(helpers) > 2

    unmarked = [
        source.path
        for source in helpers
        if 'A plain helper, no model.' not in (ast.get_docstring(source.tree) or '')
    ]
    assert unmarked == []
    assert Path('models/xml/source.py') in {source.path for source in helpers}
