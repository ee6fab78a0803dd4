from odoo.tests import Form, TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestCategory(TransactionCase):
    """A tag means Pagero when somebody ticks it, or when its note says so."""

    def _create(self, **values):
        return self.env['res.partner.category'].create({'name': "Kunder", **values})

    def test_a_note_with_the_word_marks_it(self):
        for note in ('pagero', "kund via Pagero", "PAGERO!", "e-faktura (pagero), 30 dagar"):
            tag = self._create(pagero_note=note)
            with self.subTest(note=note):
                self.assertTrue(tag.pagero_recognised)
                self.assertTrue(tag._sends_with_pagero())

    def test_another_word_does_not(self):
        for note in ('pageroxyz', "xpagero", 'pager', "", False, "page ro"):
            tag = self._create(pagero_note=note)
            with self.subTest(note=note):
                self.assertFalse(tag.pagero_recognised)
                self.assertFalse(tag._sends_with_pagero())

    def test_a_tick_needs_no_note(self):
        tag = self._create(is_pagero=True)

        self.assertTrue(tag._sends_with_pagero())
        self.assertFalse(tag.pagero_recognised)

    def test_a_note_that_changes_takes_no_tick_away(self):
        tag = self._create(is_pagero=True, pagero_note="pagero")

        tag.pagero_note = "60 dagar"

        self.assertTrue(tag._sends_with_pagero())

    def test_a_note_marks_as_long_as_it_says_so(self):
        tag = self._create(pagero_note="via Pagero")

        tag.pagero_note = "60 dagar"

        self.assertFalse(tag._sends_with_pagero())

    def test_the_form_shows_at_once_that_it_was_recognised(self):
        with Form(self.env['res.partner.category']) as form:
            form.name = "Kunder"
            form.pagero_note = "via Pagero"
            self.assertTrue(form.pagero_recognised)

    def test_one_of_several_tags_is_enough(self):
        tags = self._create() + self._create(name="E", is_pagero=True)

        self.assertTrue(tags._sends_with_pagero())
        self.assertFalse(self.env['res.partner.category']._sends_with_pagero())

    def test_its_name_says_nothing(self):
        self.assertFalse(self._create(name="Pagero")._sends_with_pagero())

    def test_the_menu_leads_to_a_form_with_the_note(self):
        action = self.env.ref('pagero_connector.pagero_category_action')
        views = self.env['res.partner.category'].get_views(action.views)['views']

        for menu in ('menu_pagero_categories', 'menu_pagero_app_categories'):
            self.assertEqual(self.env.ref(f'pagero_connector.{menu}').action, action)
        self.assertNotIn('editable', views['list']['arch'])
        for kind in ('list', 'form'):
            for name in ('pagero_note', 'pagero_recognised'):
                self.assertIn(name, views[kind]['arch'])

    def test_one_that_is_recognised_shows_that_it_sends(self):
        tag = self._create(pagero_note="via Pagero")

        self.assertTrue(tag.pagero_sends)
        self.assertFalse(tag.is_pagero)
