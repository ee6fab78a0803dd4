"""The Odoo that runs has what the addon needs; one that hasn't is refused in words."""

import json
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..hooks import pre_init_hook
from ..odoo_contract import needs, refuse
from ..odoo_contract.running import RunningOdoo


@tagged('post_install', '-at_install')
class TestOdooContract(TransactionCase):
    def lacking(self, kind, owner, name, expected=''):
        """The addon as if it needed one more name."""
        names = needs.needed()
        names[kind].setdefault(owner, {})[name] = expected
        file = self.enterContext(patch.object(needs, 'FILE'))
        file.read_text.return_value = json.dumps(names)
        self.clear()

    def clear(self):
        refuse.found.cache_clear()
        self.addCleanup(refuse.found.cache_clear)

    def test_this_odoo_has_it_all(self):
        self.assertEqual(list(needs.lacks(needs.needed(), RunningOdoo())), [])

    def test_the_classes_say_what_the_registry_says(self):
        odoo = RunningOdoo()
        for model, fields in needs.needed()['fields'].items():
            for name in fields:
                field = self.env[model]._fields[name]
                with self.subTest(model=model, field=name):
                    said = odoo.said_of(model, name)
                    self.assertEqual(said.type, field.type)
                    self.assertEqual(said.comodel, field.comodel_name or '')

    def test_installing_tells_what_is_missing_and_what_to_do(self):
        self.lacking('methods', 'account.move', '_gone')

        with self.assertRaises(UserError) as caught:
            pre_init_hook(self.env)

        self.assertIn('account.move._gone (is missing)', str(caught.exception))
        self.assertIn('Update Odoo to the current 19.0', str(caught.exception))

    def test_updating_tells_it_too(self):
        self.lacking('fields', 'account.move', 'partner_id', 'char')

        with self.assertRaisesRegex(UserError, 'partner_id .is many2one res.partner, not char'):
            self.env['pagero.odoo.contract'].init()

    def test_starting_only_logs_what_is_needed_later(self):
        self.lacking('overrides', 'account.move', '_post', 'hard')

        with self.assertLogs(refuse.__name__, 'ERROR') as logged:
            refuse.refuse_at_start()

        self.assertIn('account.move._post (takes (soft), not (hard))', logged.output[0])

    def test_starting_stops_where_our_models_could_not_be_read(self):
        names = needs.needed()
        names['imports']['odoo.tools'] = ['gone']
        file = self.enterContext(patch.object(needs, 'FILE'))
        file.read_text.return_value = json.dumps(names)
        self.clear()

        with (
            self.assertLogs(refuse.__name__, 'ERROR'),
            self.assertRaisesRegex(UserError, 'odoo.tools.gone'),
        ):
            refuse.refuse_at_start()
