"""An e-mail of ours that has failed is told where it was sent from, and is sent again there."""

import ast
from pathlib import Path

from lxml import etree

from odoo.tests import tagged

from .common import PageroCommon
from .test_pagero_routing_order import RoutingCommon


ADDON = Path(__file__).resolve().parents[1]
MIXIN = 'pagero.letter.mixin'
AGAIN = 'action_send_mail_again'
# Templates on records that aren't ours: who tells of a failure there.
TOLD_BY_CORE = {
    'mail_template_invite': "Odoo's messages of the customer show it, and send it again.",
}
# When the box that tells of it is hidden: nothing is to be done about what has ended.
SHOWN_UNLESS = {
    'pagero.account': 'not mail_trouble',
    'pagero.licence': 'not mail_trouble',
    'pagero.connection.request': 'not mail_trouble or not is_open',
    'pagero.routing.order': "not mail_trouble or state in ('active', 'cancelled')",
}
# What makes a mail without a template, and how its failure is told.
MADE_BY_HAND = {
    'models/office/pagero_digest.py': "Health counts it, and the next run tells it all again.",
}


@tagged('post_install', '-at_install')
class TestLetters(PageroCommon):
    """Over the registry, so that the next letter isn't forgotten."""

    def _writers(self):
        mixin = self.env.registry[MIXIN]
        models = self.env.registry.items()
        return [name for name, model in models if issubclass(model, mixin) and not model._abstract]

    def _templates(self):
        """{name: template} of the addon's own."""
        known = self.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', 'mail.template')]
        )
        return {each.name: self.env['mail.template'].browse(each.res_id) for each in known}

    def test_each_template_is_of_a_record_that_tells_of_failures(self):
        templates = self._templates()
        self.assertGreater(len(templates), 5)
        for name, template in templates.items():
            if name not in TOLD_BY_CORE:
                with self.subTest(template=name):
                    self.assertIn(template.model, self._writers())
        self.assertLessEqual(set(TOLD_BY_CORE), set(templates))

    def test_no_mail_is_made_past_the_templates(self):
        found = set()
        for file in [*ADDON.glob('models/**/*.py'), *ADDON.glob('wizards/*.py')]:
            for node in ast.walk(ast.parse(file.read_text())):
                if _makes_a_mail(node):
                    found.add(str(file.relative_to(ADDON)))
        self.assertEqual(found, set(MADE_BY_HAND))

    def test_the_form_tells_it_and_sends_it_again(self):
        for name in self._writers():
            with self.subTest(model=name):
                form = etree.fromstring(self.env[name].get_view(view_type='form')['arch'])
                box = form.find(f'.//button[@name="{AGAIN}"]/..')
                self.assertIsNotNone(box)
                self.assertIsNotNone(box.find('field[@name="mail_trouble"]'))
                self.assertEqual(box.get('invisible'), SHOWN_UNLESS[name])

    def test_a_list_of_many_letters_shows_which_ones(self):
        for name in self._writers():
            with self.subTest(model=name):
                arch = etree.fromstring(self.env[name].get_view(view_type='list')['arch'])
                self.assertEqual(arch.get('decoration-danger'), 'mail_trouble')

    def test_letters_that_many_get_are_found_and_sent_again_together(self):
        for name in ('pagero.connection.request', 'pagero.routing.order'):
            with self.subTest(model=name):
                search = etree.fromstring(self.env[name].get_view(view_type='search')['arch'])
                self.assertIsNotNone(search.find('.//filter[@name="mail_trouble"]'))
                arch = etree.fromstring(self.env[name].get_view(view_type='list')['arch'])
                self.assertIsNotNone(arch.find(f'header/button[@name="{AGAIN}"]'))


@tagged('post_install', '-at_install')
class TestFailedLetters(RoutingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        numbers = {'company_registry': '556999-3404', 'vat': 'SE556999340401'}
        numbers['peppol_endpoint'] = '5569993404'
        cls.neighbour = cls._create_customer(name="Granne AB", **numbers)

    def _fail(self, order):
        mail = {'model': order._name, 'res_id': order.id, 'state': 'exception'}
        return self.env['mail.mail'].sudo().create({**mail, 'email_to': 'a@bjorkdal.example'})

    def test_those_that_failed_are_found(self):
        failed, left = self._awaiting(), self._awaiting(self.neighbour)
        self._fail(failed)
        orders = self.env['pagero.routing.order']
        both = [('id', 'in', (failed + left).ids)]

        self.assertEqual(orders.search([*both, ('mail_trouble', '!=', False)]), failed)
        self.assertEqual(orders.search([*both, ('mail_trouble', '=', False)]), left)

    def test_they_are_sent_again_together(self):
        orders = self._awaiting() + self._awaiting(self.neighbour)
        mails = self._fail(orders[0]) + self._fail(orders[1])

        orders.action_send_mail_again()

        self.assertNotIn('exception', mails.mapped('state'))
        self.assertFalse(any(orders.mapped('mail_trouble')))


def _makes_a_mail(node):
    """``…['mail.mail'].create(…)``, through ``sudo`` and its like."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr != 'create':
        return False
    return any(
        isinstance(part, ast.Constant) and part.value == 'mail.mail'
        for part in ast.walk(node.func.value)
    )
