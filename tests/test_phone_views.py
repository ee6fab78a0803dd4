"""On a phone each list of ours is shown as cards, which don't scroll sideways."""

from lxml import etree

from odoo.tests import TransactionCase, tagged

from ..models.tools.actions import list_action


MANY_COLUMNS = 3  # a phone shows so many side by side


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

    def test_buttons_above_a_list_stand_above_its_cards(self):
        buttons = 0
        for cards, listed in self._cards_and_lists():
            above = {
                button.get('name'): dict(button.attrib)
                for button in listed.iterfind('header/button[@display]')
            }
            buttons += len(above)
            with self.subTest(cards=cards.get('string')):
                found = {each.get('name'): dict(each.attrib) for each in cards.iterfind('header/*')}
                self.assertEqual(found, above)
        self.assertGreater(buttons, 3)

    def test_what_cannot_be_created_in_a_list_cannot_in_its_cards(self):
        for cards, listed in self._cards_and_lists():
            with self.subTest(cards=cards.get('string')):
                may_create = [each.get('create') not in ('0', 'false') for each in (cards, listed)]
                self.assertEqual(*may_create)

    def test_badges_have_one_colour_in_lists_and_cards(self):
        badges = 0
        for cards, listed in self._cards_and_lists():
            colours = {each.get('name'): _colours(each) for each in listed.iter('field')}
            for badge in cards.iterfind('.//field[@widget="badge"]'):
                with self.subTest(cards=cards.get('string'), badge=badge.get('name')):
                    self.assertEqual(_colours(badge), colours.get(badge.get('name'), {}))
                    badges += 1
        self.assertGreater(badges, 10)

    def _cards_and_lists(self):
        """The architectures of each pair of ours: side by side in a form, or of one model."""
        views = self._ours('ir.ui.view')
        primary = views.filtered(lambda view: view.mode == 'primary')
        for cards in primary.filtered(lambda view: view.type == 'kanban'):
            listed = primary.filtered(
                lambda view, model=cards.model: view.type == 'list' and view.model == model
            )
            self.assertEqual(len(listed), 1, cards.name)
            yield etree.fromstring(cards.arch), etree.fromstring(listed.arch)
        for view in views:
            for field in etree.fromstring(view.arch).xpath('//field[list][kanban]'):
                yield field.find('kanban'), field.find('list')

    def test_wide_lists_in_a_form_are_cards_on_a_phone(self):
        """Those that are written in keep their columns: each is a box to type in."""
        seen = 0
        for view in self._ours('ir.ui.view'):
            for field in etree.fromstring(view.arch).xpath('//field[list]'):
                if field.find('list').get('editable') or len(_columns(field)) <= MANY_COLUMNS:
                    continue
                with self.subTest(view=view.name, field=field.get('name')):
                    self.assertEqual(field.get('mode'), 'list,kanban')
                    if field.find('kanban') is None:
                        comodel = self.env[view.model]._fields[field.get('name')].comodel_name
                        self._assert_has_cards(comodel)
                    seen += 1
        self.assertGreater(seen, 10)


def _colours(field):
    return {name: rule for name, rule in field.attrib.items() if name.startswith('decoration-')}


def _columns(field):
    """What a phone would have to show side by side."""
    return field.xpath('list/field[not(@column_invisible="1")][not(@optional="hide")]')
