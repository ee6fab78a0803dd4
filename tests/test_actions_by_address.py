"""A list that is opened by its own address can do what it can where a menu opens it."""

from lxml import etree

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import USER_GROUPS, PageroCommon


GROUPS = f'{USER_GROUPS},pagero_connector.group_admin'
HIDDEN = ('1', 'True', 'true')


@tagged('post_install', '-at_install')
class TestByAddress(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user('by_address', GROUPS)

    def _actions(self):
        known = self.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', 'ir.actions.act_window')]
        )
        actions = self.env['ir.actions.act_window'].browse(known.mapped('res_id'))
        return actions.filtered(
            lambda action: self.env[action.res_model].with_user(self.admin).has_access('create')
        )

    def _adding(self, action):
        """The view in which a new record is typed, or None where the view makes none."""
        model = self.env[action.res_model].with_user(self.admin)
        views = {
            kind: etree.fromstring(model.get_view(view, kind)['arch'])
            for view, kind in action.views
        }
        view = next((each for each in views.values() if each.get('editable')), views.get('form'))
        first = next(iter(views.values()))
        asks = first.get('js_class') and not first.get('editable')  # in a dialog of its own
        refused = [
            each.get('create') in ('0', 'false') for each in (first, view) if each is not None
        ]
        return None if asks or any(refused) else view

    def test_what_is_required_is_filled_in_or_can_be_seen(self):
        seen = 0
        for action in self._actions():
            view = self._adding(action)
            if view is None:
                continue
            seen += 1
            context = safe_eval(action.context or '{}', {'uid': self.admin.id})
            model = self.env[action.res_model].with_user(self.admin).with_context(**context)
            new = model.new(model.default_get(list(model._fields)))
            missing = [
                name
                for name, field in model._fields.items()
                if field.required and field.store and field.type != 'boolean' and not new[name]
            ]
            with self.subTest(action=action.name):
                self.assertLessEqual(set(missing), self._visible(view))
        self.assertGreater(seen, 5)

    def _visible(self, view):
        return {
            each.get('name')
            for each in view.iter('field')
            if each.get('invisible') not in HIDDEN and each.get('column_invisible') not in HIDDEN
        }

    def test_an_own_account_is_added(self):
        action = self.env.ref('pagero_connector.pagero_bank_account_action')
        context = safe_eval(action.context)
        accounts = self.env['res.partner.bank'].with_user(self.admin).with_context(**context)

        with Form(accounts, 'pagero_connector.pagero_bank_account_view_list') as row:
            row.acc_number = '5050-1055'
        [added] = self.env['res.partner.bank'].search([('acc_number', '=', '5050-1055')])

        self.assertEqual(added.partner_id, self.company.partner_id)
        self.assertTrue(added.pagero_on_every_invoice)
