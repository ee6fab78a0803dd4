"""On a phone each list of ours is shown as cards, which don't scroll sideways."""

from odoo.tests import TransactionCase, tagged

from ..models.tools.actions import list_action


@tagged('post_install', '-at_install')
class TestPhoneViews(TransactionCase):
    def _ours(self, model):
        names = self.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', model)]
        )
        return self.env[model].browse(names.mapped('res_id'))

    def _assert_has_cards(self, model):
        """A view of its own: what Odoo makes up shows the name only."""
        cards = [('model', '=', model), ('type', '=', 'kanban'), ('mode', '=', 'primary')]
        self.assertTrue(self.env['ir.ui.view'].search_count(cards), model)

    def test_every_action_with_a_list_has_cards_for_a_phone(self):
        actions = self._ours('ir.actions.act_window')
        listing = actions.filtered(lambda action: 'list' in action.view_mode.split(','))
        self.assertGreater(len(listing), 15)
        for action in listing:
            with self.subTest(action=action.name):
                modes = [mode for _view, mode in action.views]
                self.assertIn('kanban', modes)
                self.assertEqual(action.mobile_view_mode, 'kanban')
                self._assert_has_cards(action.res_model)

    def test_every_model_with_a_list_of_ours_has_cards(self):
        lists = self._ours('ir.ui.view').filtered(
            lambda view: view.type == 'list' and view.mode == 'primary' and not view.inherit_id
        )
        self.assertGreater(len(lists), 15)
        for model in lists.mapped('model'):
            with self.subTest(model=model):
                self._assert_has_cards(model)

    def test_lists_that_buttons_open_have_them_as_well(self):
        action = list_action('pagero.document', "Documents", [], modes='list,form')

        self.assertEqual([mode for _view, mode in action['views']], ['list', 'kanban', 'form'])
        self.assertEqual(action['mobile_view_mode'], 'kanban')
