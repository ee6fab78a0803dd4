from odoo.exceptions import AccessError, UserError
from odoo.http import _generate_routing_rules
from odoo.models import BaseModel
from odoo.tests import tagged

from ..network import NetworkError
from .access_buttons import BUTTONS, NO_BUTTONS, ButtonCommon
from .common import USER_GROUPS


EVERYBODY = ('reader', 'invoicing', 'sales', 'user', 'admin', 'group_admin')
SALES = ('invoicing', 'sales', 'admin', 'group_admin')
ADMINS = ('admin', 'group_admin')
ACCOUNTING = ('reader', 'invoicing')
GROUPS = {
    'internal': 'base.group_user',
    'reader': 'base.group_user,account.group_account_readonly',
    'invoicing': USER_GROUPS,
    'user': 'base.group_user,pagero_connector.group_user',
    'sales': 'base.group_user,pagero_connector.group_sales',
    'admin': 'base.group_user,pagero_connector.group_admin',
    'group_admin': 'base.group_user,pagero_connector.group_group_admin',
}
# Dialogs of the administrator's side: who may open them.
WIZARDS = {
    'pagero.account.disconnect': ADMINS,
    'pagero.health': ADMINS,
    'pagero.health.line': ADMINS,
    'pagero.help': EVERYBODY,
    'pagero.interest': ADMINS,
    'pagero.licence.quote': ADMINS,
    'pagero.match.connect': SALES,
    'pagero.user.add': ADMINS,
    'pagero.invoice.check': EVERYBODY,
    'pagero.connection.set.state': SALES,
}
# Menus: who sees them. Those of administrators tell the others whom to ask.
MENUS = {
    'menu_pagero': EVERYBODY,
    'menu_pagero_dashboard': EVERYBODY,
    'menu_pagero_documents': EVERYBODY,
    'menu_pagero_received': ACCOUNTING,
    'menu_pagero_answers': ACCOUNTING,
    'menu_pagero_connections': EVERYBODY,
    'menu_pagero_account': EVERYBODY,
    'menu_pagero_bank_accounts': EVERYBODY,
    'menu_pagero_users': EVERYBODY,
    'menu_pagero_licences': EVERYBODY,
    'menu_pagero_health': EVERYBODY,
    'menu_pagero_help': EVERYBODY,
    'menu_pagero_categories': ADMINS,
    'menu_pagero_accounts': ('group_admin',),
    'menu_pagero_search': SALES,
    'menu_pagero_match': SALES,
    'menu_pagero_network': EVERYBODY,
    'menu_pagero_requests': EVERYBODY,
    'menu_pagero_requests_sent': EVERYBODY,
    'menu_pagero_requests_received': EVERYBODY,
    'menu_pagero_routing_orders': EVERYBODY,
    'menu_pagero_invoice_templates': EVERYBODY,
    'menu_pagero_configuration': EVERYBODY,
    'menu_pagero_recipient_rules': EVERYBODY,
    'menu_pagero_recipient_rule_sets': ADMINS,
    'menu_pagero_rule_packs': ADMINS,
}
IN_ACCOUNTING, OWN_APP = 'menu_pagero', 'menu_pagero_app'
ASKING = (
    'pagero_account_open_action',
    'pagero_bank_account_open_action',
    'pagero_user_open_action',
    'pagero_licence_open_action',
    'pagero_health_open_action',
)
# What a button is told.
VALUES = {'action_checklist': ('bank',)}
ROUTES = {'/pagero/oauth/callback': 'user'}


@tagged('post_install', '-at_install')
class TestAccessMatrix(ButtonCommon):
    """A4: over every dialog, menu, button and route."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {name: cls._create_user(f'm_{name}', groups) for name, groups in GROUPS.items()}

    def test_roles_imply_each_other(self):
        ladder = ('group_group_admin', 'group_admin', 'group_sales', 'group_user')
        for number, name in enumerate(ladder[:-1]):
            group = self.env.ref(f'pagero_connector.{name}')
            for lower in ladder[number + 1 :]:
                self.assertIn(self.env.ref(f'pagero_connector.{lower}'), group.all_implied_ids)

    def test_dialogs_open_for_whom_the_table_says(self):
        for model, allowed in WIZARDS.items():
            for name, user in self.users.items():
                with self.subTest(model=model, user=name):
                    may = self.env[model].with_user(user).has_access('read')
                    self.assertEqual(may, name in allowed)

    def test_every_dialog_of_ours_has_rights_for_somebody_and_not_for_all(self):
        dialogs = [
            name
            for name, model in self.env.registry.items()
            if name.startswith('pagero.') and model._transient
        ]
        self.assertTrue(set(WIZARDS) <= set(dialogs))
        for name in dialogs:
            with self.subTest(model=name):
                dialog = self.env[name]
                may = {
                    who
                    for who, user in self.users.items()
                    if dialog.with_user(user).has_access('read')
                }
                self.assertTrue(may)
                self.assertNotIn('internal', may)

    def test_menus_are_seen_by_whom_the_table_says(self):
        """Once each: in Accounting, or in an app of its own."""
        for name, user in self.users.items():
            loaded = self.env['ir.ui.menu'].with_user(user).load_menus(False)
            seen = [
                menu.get('xmlid', '').replace(OWN_APP, IN_ACCOUNTING) for menu in loaded.values()
            ]
            for menu, allowed in MENUS.items():
                with self.subTest(menu=menu, user=name):
                    self.assertEqual(seen.count(f'pagero_connector.{menu}'), int(name in allowed))

    def test_the_own_app_has_all_that_accounting_has(self):
        menus = self.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', 'ir.ui.menu')]
        )
        copies = {name for name in menus.mapped('name') if name.startswith(OWN_APP)}
        originals = set(menus.mapped('name')) - copies

        self.assertEqual({name.replace(OWN_APP, IN_ACCOUNTING) for name in copies}, originals)
        for name in copies - {OWN_APP}:
            copy = self.env.ref(f'pagero_connector.{name}')
            original = self.env.ref(f'pagero_connector.{name.replace(OWN_APP, IN_ACCOUNTING)}')
            for field in ('name', 'action', 'sequence', 'group_ids'):
                self.assertEqual(copy[field], original[field], (name, field))

    def test_every_menu_of_ours_is_in_the_table(self):
        menus = self.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', 'ir.ui.menu')]
        )
        originals = {name for name in menus.mapped('name') if not name.startswith(OWN_APP)}
        self.assertEqual(originals, set(MENUS))

    def test_administrators_places_tell_the_others_whom_to_ask(self):
        for action in ASKING:
            for name in EVERYBODY:
                user = self.users[name]
                opened = self.env.ref(f'pagero_connector.{action}').with_user(user).run()
                with self.subTest(action=action, user=name):
                    self.assertEqual(opened['res_model'] == 'pagero.help', name not in ADMINS)

    def test_each_button_works_for_whom_the_table_says(self):
        roles = set(GROUPS) - {'group_admin'}  # who is an administrator, too
        for (name, allowed), buttons in BUTTONS.items():
            for button in buttons.split():
                with self.subTest(model=name, button=button):
                    may = {who for who in roles if self._may_press(who, name, button)}
                    self.assertEqual(may, set(allowed))

    def test_every_button_of_ours_is_in_the_table(self):
        known = {name: set(buttons) for name, buttons in NO_BUTTONS.items()}
        for (name, _allowed), buttons in BUTTONS.items():
            known.setdefault(name, set()).update(buttons.split())
        ours = {name: self._public(name) for name in self.env.registry}
        self.assertEqual({name: buttons for name, buttons in ours.items() if buttons}, known)

    def _public(self, name):
        """What our files let a browser call on a model."""
        return {
            method
            for each in self.env.registry[name].mro()
            if 'pagero_connector' in each.__module__
            for method, value in vars(each).items()
            if not method.startswith('_') and callable(value) and not hasattr(BaseModel, method)
        }

    def _may_press(self, who, name, button):
        """Whether the button does its work, or refuses for another reason than rights."""
        self.env.invalidate_all()
        with self.cr.savepoint(flush=False) as savepoint:
            try:
                getattr(self._record_for(self.users[who], name), button)(*VALUES.get(button, ()))
                self.env.flush_all()
            except AccessError:
                return False
            except (UserError, NetworkError):
                return True  # a cursor of its own doesn't see this test's login
            finally:
                self.env.clear()
                savepoint.rollback()
        return True

    def test_every_route_wants_a_login(self):
        ours = {
            url: endpoint.routing['auth']
            for url, endpoint in _generate_routing_rules(['pagero_connector'], nodb_only=False)
            if 'pagero_connector' in endpoint.func.__module__
        }
        self.assertEqual(ours, ROUTES)
