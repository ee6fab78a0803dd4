"""Odoo fills no text that is translated late: it raises when it is handed values for one."""

import ast

from setup.checks.sources import sources


def filled_too_early(tree):
    """Calls of ``env._`` that hand over values for a text that isn't written right there."""
    for source in tree:
        if source.room in ('models', 'wizards', 'controllers'):
            for node in source.nodes(ast.Call):
                is_translation = isinstance(node.func, ast.Attribute) and node.func.attr == '_'
                has_values = len(node.args) > 1 or node.keywords
                if is_translation and has_values and not isinstance(node.args[0], ast.Constant):
                    yield f'{source.path}:{node.lineno}'


def test_late_texts_are_filled_after_they_are_translated():
    assert list(filled_too_early(sources())) == []
