"""What stands behind the cog of a form: nothing that would only refuse."""

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .bill_common import BillCommon
from .common import USER_GROUPS


ALWAYS = {'pagero_connector.res_partner_search_network_action'}  # any contact can be looked for


@tagged('post_install', '-at_install')
class TestCog(BillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.sudo().is_live = True
        cls.accountant = cls._create_user('cog_accountant', f'{USER_GROUPS},base.group_system')
        known = cls.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', 'ir.actions.server')]
        )
        actions = cls.env['ir.actions.server'].browse(known.mapped('res_id'))
        bound = actions.filtered('binding_model_id')
        cls.bound = {action.get_external_id()[action.id]: action for action in bound}

    def _on_forms(self):
        return {
            name: action
            for name, action in self.bound.items()
            if 'form' in action.binding_view_types.split(',')
        }

    def _records(self):
        """Of each model that has such actions, in what states people open them."""
        booked = self._book()
        posted = self._create_customer_invoice(pagero_choice='no', post=True)
        sent = self._create_document(state='delivered', send_mode='Production').move_id
        entry = self.env['account.move'].create({'move_type': 'entry'})
        plain = self._create_bill(self_billed=False)
        draft = self._create_customer_invoice()
        refund = draft.copy({'move_type': 'out_refund'})
        moves = (draft, posted, sent, refund, entry, plain, booked.move_id)
        waiting = self._receive_ours(network_id='network-2')
        waiting.write({'state': 'set_aside', 'set_aside_reason': 'by_hand'})
        return {
            'account.move': moves,
            'pagero.received.document': (booked, waiting),
            'res.partner': (self.customer, self.vendor),
        }

    def test_each_is_shown_where_it_leads_on_and_nowhere_else(self):
        shown, hidden, records = set(), set(), self._records()
        for name, action in self._on_forms().items():
            for record in records[action.model_name]:
                idle = name not in ALWAYS and action.id in (record.pagero_idle_actions or ())
                (hidden if idle else shown).add(name)
                with self.subTest(action=name, record=record.display_name):
                    self.assertEqual(self._is_refused(action, record), idle)
        self.assertEqual(shown, set(self._on_forms()))
        self.assertEqual(hidden, set(self._on_forms()) - ALWAYS)

    def _is_refused(self, action, records):
        context = {
            'active_model': records._name,
            'active_id': records.ids[0],
            'active_ids': records.ids,
            'allowed_company_ids': self.company.ids,
        }
        actions = self.env(user=self.accountant.id, su=False)['ir.actions.server']
        with self.cr.savepoint(flush=False) as savepoint:
            try:
                call_kw(actions, 'run', [action.ids], {'context': context})
            except UserError:
                return True
            finally:
                self.env.clear()
                savepoint.rollback()
        return False

    def test_a_question_belongs_to_bills_that_came_over_pagero(self):
        query = self.bound['pagero_connector.account_move_pagero_query_action'].id
        self.assertIn(query, self._create_customer_invoice().pagero_idle_actions)
        self.assertNotIn(query, self._book().move_id.pagero_idle_actions or ())

    def test_each_form_knows(self):
        """The field is in the view, else the client can't ask it."""
        for name, action in self._on_forms().items():
            if name not in ALWAYS:
                model = self.env[action.model_name]
                with self.subTest(action=name):
                    self.assertIn(name, model._cog)
                    self.assertIn(
                        'name="pagero_idle_actions"', model.get_view(view_type='form')['arch']
                    )

    def test_a_list_says_why_not(self):
        """There anything may be selected: each does what it can, and names the rest."""
        records = self._records()
        for name, action in self.bound.items():
            if 'list' in action.binding_view_types.split(','):
                some = records[action.model_name]
                together = some[0].browse([each.id for each in some])
                with self.subTest(action=name):
                    self._is_refused(action, together)
