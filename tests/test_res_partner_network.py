from ast import literal_eval
from dataclasses import replace

from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..network import Capability
from .common import PageroCommon
from .test_header_buttons import visible_boxes
from .test_pagero_connect import MUNICIPALITY as HIT


@tagged('post_install', '-at_install')
class TestCustomersByState(PageroCommon):
    def _groups(self, user=None, company=None):
        partners = self.env['res.partner'].with_user(user or self.env.user)
        partners = partners.with_company(company or self.company)
        rows = partners.formatted_read_group(
            [('id', 'in', self.mine.ids)], ['pagero_connection_state'], ['__count']
        )
        return {row['pagero_connection_state']: row['__count'] for row in rows}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls._create_customer(name="Ingen AB", company_registry=False, vat=False)
        contact = cls.env['res.partner'].create({'name': "Karin", 'parent_id': cls.customer.id})
        cls.mine = cls.customer + other + contact
        cls._create_connection()

    def test_lists_are_grouped_by_state_and_contacts_follow_their_company(self):
        self.assertEqual(self._groups(), {'connected': 2, 'none': 1})

    def test_each_company_sees_its_own(self):
        stranger = self._create_other_company()
        self._create_account(stranger)

        self.assertEqual(self._groups(company=stranger), {'none': 3})

    def test_the_groups_open_to_what_they_count(self):
        for state, count in self._groups().items():
            found = self.env['res.partner'].search_count(
                [('id', 'in', self.mine.ids), ('pagero_connection_state', '=', state)]
            )
            with self.subTest(state=state):
                self.assertEqual(found, count)


@tagged('post_install', '-at_install')
class TestPublicSector(PageroCommon):
    def test_it_is_suggested_by_the_number_and_may_be_changed(self):
        self.assertTrue(self.customer.pagero_is_public_sector)
        company = self._create_customer(name="AB", company_registry='556999-3404', vat=False)
        self.assertFalse(company.pagero_is_public_sector)

        self.customer.pagero_is_public_sector = False
        self.customer.street = "Elsewhere 1"

        self.assertFalse(self.customer.pagero_is_public_sector)

    def test_the_send_dialog_warns_before_mail_or_paper(self):
        self.customer.category_id = [Command.clear()]
        invoice = self._create_customer_invoice(post=True)
        for methods, warns in ((['email'], True), (['manual'], True), (['pagero'], False)):
            wizard = self.env['account.move.send.wizard'].create(
                {'move_id': invoice.id, 'sending_methods': methods}
            )
            with self.subTest(methods=methods):
                self.assertEqual('pagero_public_sector' in (wizard.alerts or {}), warns)


@tagged('post_install', '-at_install')
class TestFromOtherPlaces(PageroCommon):
    def test_a_draft_to_somebody_unconnected_offers_the_search(self):
        invoice = self._create_customer_invoice()
        for values in ({}, {'is_live': True}, {'catch_on': 'print_send'}, {'catch_from': False}):
            self.account.sudo().write(values)
            with self.subTest(values=values):
                first = 'pagero_account' if 'catch_from' in values else 'pagero_unconnected'
                self.assertEqual(visible_boxes(invoice), [first])
                alert = dict(invoice._pagero_alerts_before_sending())['pagero_unconnected']
                self.assertIn("cannot be reached over Pagero yet", alert['message'])
                self.assertEqual(alert['action']['type'], 'ir.actions.server')

        self._create_connection()
        invoice.invalidate_recordset()

        self.assertNotIn('pagero_unconnected', invoice._get_alerts())

    def test_who_may_not_search_is_led_to_what_there_is(self):
        follower = self._create_user(
            'follower', 'base.group_user,account.group_account_readonly,pagero_connector.group_user'
        )
        invoice = self._create_customer_invoice().with_user(follower)
        action = invoice._get_alerts()['pagero_unconnected']['action']
        self.assertEqual(action['res_model'], 'res.partner')
        alert = (
            self.env['account.move.send']
            .with_user(follower)
            ._public_sector_alert(invoice, {invoice: {'sending_methods': ['email']}})[
                'pagero_public_sector'
            ]
        )
        self.assertEqual(alert['action']['res_model'], 'res.partner')
        arch = self.customer.with_user(follower).get_view(view_type='form')['arch']
        self.assertNotIn('action_search_pagero_network', arch)

        self._create_connection(state='inactive')
        self.env.invalidate_all()

        action = invoice._get_alerts()['pagero_unconnected']['action']
        self.assertEqual(action['res_model'], 'pagero.connection')

    def test_the_filter_finds_customers_by_tag_and_by_sending_method(self):
        by_method = self._create_customer(
            name="Metod AB", company_registry=False, vat=False, invoice_sending_method='pagero'
        )
        other = self._create_customer(name="Annan AB", company_registry=False, vat=False)
        view = self.env.ref('pagero_connector.res_partner_view_search')
        [node] = etree.fromstring(view.arch).xpath('//filter[@name="pagero_not_connected"]')

        found = self.env['res.partner'].search(literal_eval(node.get('domain')))

        self.assertLessEqual(self.customer + by_method, found)
        self.assertNotIn(other, found)

    def test_who_is_lost_is_matched_again(self):
        self._create_connection(state='not_found')

        run = self.env['pagero.match.run']._start_with(self.customer)

        lines = self.env['pagero.match.run'].browse(run['res_id']).line_ids
        self.assertEqual(lines.partner_id, self.customer)

    def test_a_customer_is_searched_by_its_own_number(self):
        action = self.customer.action_search_pagero_network()

        search = self.env['pagero.network.search'].browse(action['res_id'])
        self.assertEqual((search.query, search.partner_id), ('2120009986', self.customer))
        self.assertEqual(search.found_as, 'org_number')

    def test_several_are_matched_in_the_background(self):
        others = self._create_customer(name="Två AB", company_registry='556999-3404', vat=False)

        action = (self.customer + others).action_search_pagero_network()

        run = self.env['pagero.match.run'].browse(action['res_id'])
        self.assertEqual(run.line_ids.partner_id, self.customer + others)
        self.assertEqual((run.state, run.progress), ('running', 0.0))

    def _reviewed(self, state='sure', **values):
        """A run whose only line has come so far; its hit is the customer."""
        action = self.env['pagero.match.run']._start_with(self.customer)
        run = self.env['pagero.match.run'].browse(action['res_id'])
        values = {'state': state, 'candidate_ids': [Command.create({'company': HIT.to_dict()})]}
        run.line_ids.sudo().write(values)
        run.line_ids.sudo().candidate_id = run.line_ids.candidate_ids
        run._move_to('review')
        return run

    def test_only_a_run_of_now_marks_those_it_connects(self):
        run = self._reviewed()
        self.assertTrue(run.send_with_pagero)
        empty = "UPDATE pagero_match_run SET send_with_pagero = NULL WHERE id = %s"
        self.env.cr.execute(empty, run.ids)

        run._init_column('send_with_pagero')  # as the update does that brings the field

        run.invalidate_recordset()
        self.assertFalse(run.send_with_pagero)

    def test_it_is_summed_up_before_anyone_is_connected(self):
        run = self._reviewed()
        takes_orders = replace(
            HIT,
            org_number='5569993404',
            electronic_ids=(),
            capabilities=(Capability('order', 'receive', 'direct'),),
        )
        values = {'run_id': run.id, 'state': 'sure', 'partner_id': self.partner_a.id}
        values['candidate_ids'] = [Command.create({'company': takes_orders.to_dict()})]
        line = self.env['pagero.match.line'].sudo().create(values)
        line.candidate_id = line.candidate_ids
        run.stated_way = 'by_itself'

        action = run.action_connect_sure()
        dialog = self.env['pagero.match.connect'].create({'run_id': run.id, 'message': "Hej"})

        self.assertEqual(action['res_model'], dialog._name)
        self.assertEqual((dialog.direct_count, dialog.no_invoice_count), (1, 1))
        self.assertEqual(run.state, 'review')
        dialog.action_confirm()
        self.assertEqual((run.state, run.message), ('connecting', "Hej"))
        self.assertEqual(line.state, 'sure', "it takes no invoices")

    def test_what_is_done_is_told_apart(self):
        run = self._reviewed()
        run.line_ids.sudo().state = 'done'
        for state, counts in (
            ('connected', (1, 0, 0)), ('requested', (0, 1, 0)), ('routing_needed', (0, 0, 1)),
        ):  # fmt: skip
            self.env['pagero.connection'].search([]).sudo().unlink()
            self._create_connection(state=state)
            run.invalidate_recordset()
            with self.subTest(state=state):
                shown = (run.connected_count, run.requested_count, run.routing_count)
                self.assertEqual(shown, counts)
        order = self.customer.pagero_connection_id.sudo()._open_order()
        domain = run.action_open_routing()['domain']
        self.assertEqual(self.env['pagero.routing.order'].search(domain), order)

    def test_a_turn_that_is_over_goes_on_at_once(self):
        run = self._reviewed()
        run.stated_way = 'by_itself'
        run._connect_sure('')
        self.patch(type(run), '_progress', lambda *_told: 0)  # no time is left
        triggers = self.env['ir.cron.trigger']
        before = triggers.search_count([])

        run.sudo()._work()

        self.assertTrue(run.is_active)
        self.assertEqual(triggers.search_count([]), before + 1)

    def test_stopping_strands_nobody(self):
        run = self._reviewed()
        run.stated_way = 'by_itself'
        run._connect_sure('')

        run.action_stop()

        self.assertEqual((run.state, run.line_ids.state), ('stopped', 'sure'))
        run.action_continue()
        self.assertTrue(run.line_ids._is_ready_to_connect())

    def test_a_hit_by_name_is_chosen_when_its_numbers_were_compared(self):
        line = self._reviewed('doubtful').line_ids
        self.assertIn('212000-9986', line.candidate_numbers)
        line.is_confirmed = True
        line.candidate_id = line.candidate_ids  # compared with another one
        with self.assertRaisesRegex(UserError, "Compare the numbers"):
            line.action_choose()

        line.is_confirmed = True
        line.action_choose()

        self.assertEqual(line.state, 'sure')
        wizard = self.env['pagero.connect'].browse(line.action_connect()['res_id'])
        self.assertTrue(wizard.found_by_name)

    def test_connecting_many_fills_in_what_is_missing_only(self):
        self.customer.category_id = [Command.clear()]
        self.customer.write({'street': "Storgatan 9", 'zip': False})
        run = self._reviewed()

        run._connect(run.line_ids)

        self.assertEqual(self.customer.pagero_connection_state, 'connected')
        self.assertEqual((self.customer.street, self.customer.zip), ("Storgatan 9", '123 45'))
        self.assertEqual(self.customer.invoice_sending_method, 'pagero')

    def test_connecting_many_keeps_the_chosen_way_of_sending(self):
        self.customer.category_id = [Command.clear()]
        self.customer.invoice_sending_method = 'manual'
        run = self._reviewed()

        run._connect(run.line_ids)

        self.assertEqual(self.customer.invoice_sending_method, 'manual')

    def test_nobody_to_match_is_said(self):
        self._create_connection()

        with self.assertRaisesRegex(UserError, "no customers to match"):
            self.env['pagero.match.run']._start_with(self.customer)
