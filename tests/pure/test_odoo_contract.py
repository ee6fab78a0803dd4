"""What the addon needs of Odoo: found in the code, and missed where an Odoo hasn't got it."""

import ast
import json
from pathlib import Path

import pytest
from lxml import etree
from setup.checks.sources import Source
from setup.contract.compare import differences, rewritten, written
from setup.contract.core import Core
from setup.contract.inference import merged
from setup.contract.python_uses import PythonUses
from setup.contract.xml_uses import has_place

from odoo_contract.needs import fits, needed


PARTNER = """
from odoo import fields, models

LETTERS = 'abc'


class Partner(models.Model):
    _name = 'res.partner'

    name = fields.Char()
    bank_ids = fields.One2many('res.partner.bank', 'partner_id')

    def _written(self, number, *, short=False):
        return self.name

    def _shown_as(self):
        return self._written(1)
"""
BANK = """
from odoo import fields, models


class Bank(models.Model):
    _name = 'res.partner.bank'

    acc_number = fields.Char()
    partner_id = fields.Many2one('res.partner')
"""
OURS = """
from odoo import api, models
from odoo.addons.bank.models.partner import LETTERS


class Partner(models.Model):
    _inherit = 'res.partner'

    @api.depends('bank_ids.acc_number')
    def _compute_ours(self):
        for partner in self:
            first = partner.bank_ids.filtered(lambda bank: bank.partner_id)[:1]
            partner.ours = helped(first)

    def _shown_as(self):
        return super()._shown_as() + self._written(2, short=True)


def helped(account):
    return account.acc_number
"""
ORM = 'class BaseModel:\n    def write(self, vals): ...\n    def filtered(self, func): ...\n'


def core(folder, **files):
    """An Odoo with two modules on disk; ``files`` are instead of those that it has."""
    files = {'partner': PARTNER, 'bank': BANK, **files}
    for name in ('models', 'fields', 'environments', 'registry'):
        place = folder / 'odoo' / 'orm' / f'{name}.py'
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(
            ORM
            if name == 'models'
            else 'class Field: ...\nclass Environment: ...\nclass Registry: ...\n'
        )
    for module, depends in (('base', []), ('bank', ['base'])):
        place = folder / 'odoo' / 'addons' / module
        (place / 'models').mkdir(parents=True, exist_ok=True)
        (place / '__manifest__.py').write_text(repr({'depends': depends}))
    (folder / 'odoo' / 'addons' / 'bank' / 'models' / 'bank.py').write_text(files['bank'])
    (folder / 'odoo' / 'addons' / 'bank' / 'models' / 'partner.py').write_text(files['partner'])
    return Core(folder, ['bank'])


def ours(text=OURS):
    return [Source(Path('models/ours.py'), text, ast.parse(text))]


def missed(tmp_path, text=OURS, **files):
    """What an Odoo lacks that differs by ``files`` from the one that our code is for."""
    known = core(tmp_path / 'known')
    made = PythonUses(ours(text), known)
    assert merged(known.models, made.ours)
    other = core(tmp_path / 'other', **files)
    return sorted(differences(made.uses(), other))


def test_the_odoo_that_the_code_is_for_lacks_nothing(tmp_path):
    assert missed(tmp_path) == []


@pytest.mark.parametrize(
    ('files', 'told'),
    [
        (
            {'bank': BANK.replace('acc_number', 'account_number')},
            'models/ours.py:9: res.partner.bank.acc_number is missing (and 1 more places)',
        ),
        (
            {'partner': PARTNER.replace("('res.partner.bank'", "('res.bank'")},
            'models/ours.py:9: res.partner.bank_ids is one2many res.bank, not one2many'
            ' res.partner.bank (and 1 more places)',
        ),
        (
            {'bank': BANK.replace("Many2one('res.partner')", 'Char()')},
            'models/ours.py:12: res.partner.bank.partner_id is char, not many2one res.partner',
        ),
        (
            {'partner': PARTNER.replace('_shown_as(self)', '_shown_as(self, lang)')},
            'models/ours.py:15: res.partner._shown_as takes (lang), not ()',
        ),
        (
            {'partner': PARTNER.replace('short=False', 'brief=False')},
            'models/ours.py:16: res.partner._written takes (number, *, brief), and is called with'
            ' (_, short=)',
        ),
        (
            {'partner': PARTNER.replace('LETTERS', 'DIGITS')},
            'models/ours.py:3: odoo.addons.bank.models.partner.LETTERS is missing',
        ),
    ],
)
def test_what_an_odoo_lacks_is_named_with_our_line(tmp_path, files, told):
    assert missed(tmp_path, **files) == [told]


def test_what_we_override_and_another_odoo_writes_anew_is_hinted_at(tmp_path):
    known = core(tmp_path / 'known')
    other = core(tmp_path / 'other', partner=PARTNER.replace('self._written(1)', 'self.name'))
    found = list(PythonUses(ours(), known).uses())

    assert list(rewritten(found, known, other)) == [
        'models/ours.py:15: res.partner._shown_as is written anew there'
    ]
    assert list(rewritten(found, known, core(tmp_path / 'same'))) == []


def test_a_function_of_ours_is_known_by_what_it_is_given(tmp_path):
    found = [use for use in PythonUses(ours(), core(tmp_path)).uses() if use.name == 'acc_number']

    assert [(use.owner, use.line) for use in found] == [
        ('res.partner.bank', 9),
        ('res.partner.bank', 20),
    ]


def test_a_relation_that_shows_another_has_the_model_of_that_one(tmp_path):
    shown = "    bank_id = fields.Many2one(related='bank_ids.partner_id')\n"
    method = '    def _written'

    found = core(tmp_path, partner=PARTNER.replace(method, f'{shown}\n{method}'))

    assert str(found.find('res.partner', 'bank_id')[1]) == 'many2one res.partner'


def test_the_interface_of_all_records_is_no_need(tmp_path):
    found = {use.name for use in PythonUses(ours(), core(tmp_path)).uses()}

    assert 'filtered' not in found


@pytest.mark.parametrize(
    ('call', 'parameters', 'may'),
    [
        ('', '', True),
        ('_', 'move', True),
        ('_, _', 'move', False),
        ('_, _', 'move, *others', True),
        ('soft=', 'soft', True),
        ('hard=', 'soft', False),
        ('hard=', '**values', True),
        ('_', '*, body', False),
        ('body=', '*, body', True),
    ],
)
def test_how_a_method_may_be_called(call, parameters, may):
    assert fits(call, parameters) is may


@pytest.mark.parametrize(
    ('anchor', 'there'),
    [
        ('//field[@name="street"]', True),
        ("//div[hasclass('o_title')]", True),
        ('/form/div', True),
        ('//field[@name="zip"]', False),
    ],
)
def test_a_place_in_a_view(anchor, there):
    view = etree.fromstring(
        '<record><form><div class="o_big o_title"/><field name="street"/></form></record>'
    )

    assert has_place([view], anchor) is there


def test_the_shipped_list_knows_what_posting_stands_on():
    names = needed()

    assert names['overrides']['account.move']['_post'] == 'soft'
    assert names['fields']['account.move']['partner_bank_id'] == 'many2one res.partner.bank'
    assert 'account.move.send' in names['models']


def test_a_list_reads_back_as_it_was_written():
    assert json.loads(written(needed())) == needed()
