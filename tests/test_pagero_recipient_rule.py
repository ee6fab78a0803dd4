from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import USER_GROUPS, PageroCommon


EIGHT_DIGITS = {'field_key': 'order_reference', 'kind': 'pattern', 'pattern': r'^\d{8}$'}
SOME = {'field_key': 'quantity', 'kind': 'range', 'minimum_number': 3, 'maximum_number': 999}


@tagged('post_install', '-at_install')
class TestPageroRecipientRule(PageroCommon):
    @classmethod
    def _create_rule(cls, **values):
        values = {'partner_id': cls.customer.id, 'field_key': 'order_reference', **values}
        return cls.env['pagero.recipient.rule'].create(values)

    def _check(self, invoice):
        action = invoice.action_check_for_pagero()
        return self.env[action['res_model']].browse(action['res_id'])

    def _demanded(self, invoice):
        findings = self._check(invoice).findings or []
        return [each for each in findings if each['layer'] == 'recipient']

    # === CHECKED === #

    def test_one_list_holds_everything_that_is_missing_or_wrong(self):
        self._create_rule(**EIGHT_DIGITS, url='https://example.com/krav', message="Åtta siffror")
        self._create_rule(**SOME)
        self._create_rule(field_key='contract_reference')
        invoice = self._create_customer_invoice(
            pagero_buyer_reference=False, pagero_order_reference='4711'
        )

        check = self._check(invoice)

        found = [(each['field'], each['detail']) for each in check.findings]
        self.assertEqual(check.verdict, 'fatal')
        self.assertIn(('pagero_order_reference', '4711'), found)
        self.assertIn(('invoice_line_ids', '2.0 (3 … 999)'), found)
        self.assertIn(('pagero_contract_reference', ''), found)
        self.assertIn("Åtta siffror", check.findings_table)
        self.assertIn('href="https://example.com/krav"', check.findings_table)

    def test_what_meets_the_demands_can_be_sent(self):
        self._create_rule(**EIGHT_DIGITS)
        self._create_rule(**SOME)
        invoice = self._create_customer_invoice(
            pagero_order_reference='20260001',
            invoice_line_ids=[Command.create({'product_id': self.product_a.id, 'quantity': 3})],
        )

        self.assertEqual(self._check(invoice).verdict, 'right')

    # === WHOSE INVOICES === #

    def test_an_accountant_decides_for_companies_of_her_own_only(self):
        """A requirement without a company would stop the invoices of all others, too."""
        of_all = self._create_rule(company_id=False)
        self._create_account(self._create_other_company())
        anna = self._create_user('anna_demands')
        mine = of_all.with_user(anna).sudo(False).with_company(self.company)
        values = {'partner_id': self.customer.id, 'field_key': 'order_reference'}

        made = mine.create(dict(values))
        self.assertEqual(made.company_id, self.company)
        for way, attempt in {
            'create': lambda: mine.create({**values, 'company_id': False}),
            'write': lambda: made.write({'company_id': False}),
            'change of one': lambda: mine.write({'message': "Stop"}),
            'copy': lambda: mine.copy(),
            'unlink': lambda: mine.unlink(),
        }.items():
            with self.subTest(way=way), self.assertRaisesRegex(UserError, "without a company"):
                attempt()

    def test_a_group_administrator_decides_for_all(self):
        of_all = self._create_rule(company_id=False)
        self._create_account(self._create_other_company())
        groups = f'{USER_GROUPS},pagero_connector.group_group_admin'
        chief = self._create_user('chief_demands', groups)

        of_all.with_user(chief).sudo(False).with_company(self.company).message = "Våra krav"
        self.assertFalse(of_all.company_id)

    def test_an_invoice_that_misses_a_demand_waits_as_invalid(self):
        rule = self._create_rule(message="Write the order number.")
        document = self._create_document(state='sending', send_mode='Test')

        self.assertFalse(document._build())

        self.assertEqual(document.state, 'invalid')
        self.assertEqual([each['rule'] for each in document.findings], [f'PAGERO-R-{rule.id}'])

    def test_it_stops_the_posting_where_the_company_wants_that(self):
        self._create_rule(message="Write the order number.")
        self.account.block_posting = True

        with self.assertRaisesRegex(UserError, "Write the order number"):
            self._create_customer_invoice(post=True)

    def test_the_demands_of_a_batch_are_one_query(self):
        self._create_rule()
        invoices = self._create_customer_invoices(5)
        invoices.commercial_partner_id, invoices.company_id.sudo().parent_ids
        self.env.flush_all()

        with self.assertQueryCount(2):
            found = self.env['pagero.recipient.rule']._by_move(invoices)
            demands = [rules._demands() for rules in found.values()]

        self.assertEqual([len(each) for each in demands], [1] * 5)

    def test_another_companys_demand_does_not_count(self):
        other = self._create_other_company()
        self._create_rule(company_id=other.id)
        self._create_rule(company_id=self.company.id, field_key='contract_reference')

        fields = [each['field'] for each in self._demanded(self._create_customer_invoice())]

        self.assertEqual(fields, ['pagero_contract_reference'])

    def test_an_archived_demand_does_not_count(self):
        self._create_rule().active = False

        self.assertFalse(self._demanded(self._create_customer_invoice()))

    # === WRITTEN DOWN === #

    def test_a_contacts_demand_is_its_companys(self):
        contact = self.env['res.partner'].create({'name': "Anna", 'parent_id': self.customer.id})

        self.assertEqual(self._create_rule(partner_id=contact.id).partner_id, self.customer)

    def test_what_cannot_be_checked_is_refused(self):
        refused = {
            "cannot be used as a form": {'kind': 'pattern', 'pattern': '[A-'},
            "looks ahead": {'kind': 'pattern', 'pattern': r'(a)\1'},
            "the format": {'kind': 'pattern'},
            "List the values": {'kind': 'list', 'allowed_values': ' \n'},
            "at least one limit": {'kind': 'range'},
            "above the upper": {'kind': 'range', 'minimum_number': 9, 'maximum_number': 1},
        }
        for words, values in refused.items():
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words):
                self._create_rule(**values)

    def test_nought_is_a_limit_for_whoever_ticks_it(self):
        rule = self._create_rule(field_key='quantity', kind='range', maximum_number=9)
        self.assertEqual(rule.summary, ' … 9')

        rule.has_minimum_number = True

        self.assertEqual(rule.summary, '0 … 9')
        self.assertFalse(rule._demand().accepts('-1'))

    def test_no_page_runs_anything(self):
        self._create_rule(url='javascript:alert(1)', message='<script>alert(1)</script>')

        table = self._check(self._create_customer_invoice()).findings_table

        self.assertNotIn('href="javascript', table)
        self.assertNotIn('<script', table)

    # === READY-MADE === #

    def test_the_organisation_number_tells_which_set(self):
        names = ('municipality', 'region', 'agency')
        numbers = ('212000-9986', '232100-0016', '202100-5489')
        for name, number in zip(names, numbers, strict=True):
            partner = self._create_customer(company_registry=number, vat=False)
            partner.action_apply_requirement_set()
            expected = self.env.ref(f'pagero_connector.pagero_recipient_rule_set_{name}')
            with self.subTest(name):
                self.assertRecordValues(
                    partner.pagero_rule_ids,
                    [{'message': expected.rule_ids.message, 'source': 'set', 'set_id': False}],
                )

    def test_a_set_applied_twice_adds_nothing(self):
        self.customer.action_apply_requirement_set()
        answer = self.customer.action_apply_requirement_set()

        self.assertEqual(len(self.customer.pagero_rule_ids), 1)
        self.assertIn("already", answer['params']['message'])

    def test_where_the_number_does_not_tell_somebody_chooses(self):
        partner = self._create_customer(company_registry='556036-0793', vat=False)
        user = self._create_user('chooser')
        partner = partner.with_user(user)

        action = partner.action_apply_requirement_set()
        wizard = self.env[action['res_model']].with_user(user).with_context(action['context'])
        chosen = self.env.ref('pagero_connector.pagero_recipient_rule_set_region')
        wizard.create({'set_id': chosen.id}).action_apply()

        self.assertEqual(partner.pagero_rule_ids.message, chosen.rule_ids.message)
