"""What Odoo 20 renames is named in ``models/compat`` only, and in views, which can't ask it."""

import ast
import re
from pathlib import Path

import pytest


ADDON = Path(__file__).parents[2]
SHIPPED = ('models', 'wizards', 'controllers', 'views', 'data', 'static/src')
RENAMED = {
    'peppol_eas',
    'peppol_endpoint',
    '_build_error_peppol_endpoint',
    'acc_number',
    'acc_type',
    'acc_holder_name',
    'sanitized_acc_number',
    'retrieve_acc_type',
    '_compute_acc_type',
    'company_registry',
    'get_param',
    'set_param',
    'datas',
}
VIEW = "a view names fields by itself"
LETTER = "a letter is filled in by Odoo's own templates"
TOUR = "a tour names fields as the view does"
EXCEPTIONS = {
    'static/src/tours/pagero_tour.js': TOUR,
    'views/res_partner_views.xml': VIEW,
    'views/pagero_bank_views.xml': VIEW,
    'views/res_partner_bank_views.xml': VIEW,
    'data/mail_template_admin_data.xml': LETTER,
    'data/mail_template_invite_data.xml': LETTER,
}


def named_in(path):
    """Names of fields and methods in a file; words in prose don't count."""
    text = path.read_text()
    return names_of(text) if path.suffix == '.py' else set(re.findall(r'\w+', text))


def names_of(source):
    """The words of attributes, names, arguments and texts, docstrings left out."""
    tree = ast.parse(source)
    statements = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    prose = {value for value in statements if isinstance(value, ast.Constant)}
    texts = (
        str(getattr(node, WORD_OF[type(node)]))
        for node in ast.walk(tree)
        if type(node) in WORD_OF and node not in prose
    )
    return {word for text in texts for word in re.findall(r'\w+', text)}


WORD_OF = {
    ast.Constant: 'value',
    ast.Attribute: 'attr',
    ast.FunctionDef: 'name',
    ast.keyword: 'arg',
    ast.arg: 'arg',
    ast.Name: 'id',
}


def files():
    for folder in SHIPPED:
        for path in sorted((ADDON / folder).rglob('*.*')):
            name = path.relative_to(ADDON).as_posix()
            if path.suffix in ('.py', '.xml', '.js') and not name.startswith('models/compat/'):
                yield name, path


def test_renamed_names_are_named_in_one_room():
    found = {name for name, path in files() if named_in(path) & RENAMED}

    assert sorted(found - EXCEPTIONS.keys()) == []


def test_every_exception_is_still_needed():
    found = {name for name, path in files() if named_in(path) & RENAMED}

    assert sorted(EXCEPTIONS.keys() - found) == []


@pytest.mark.parametrize(
    'source',
    [
        'company.company_registry',
        "Domain('company_registry', '!=', False)",
        "mapped('partner_id.peppol_eas')",
        'def _compute_acc_type(self): pass',
        "create(dict(acc_number='5050-1055'))",
        "env['ir.config_parameter'].get_param('x')",
        'file.datas',
    ],
)
def test_it_would_see_one(source):
    assert names_of(source) & RENAMED


def test_prose_is_not_a_name():
    assert not names_of('"""Core calls it acc_type."""') & RENAMED
