from odoo.tests import tagged

from .common import PageroCommon
from .test_pagero_connection_request import MUST_APPROVE
from .test_pagero_routing_order import ELSEWHERE


@tagged('post_install', '-at_install')
class TestMerge(PageroCommon):
    """Two customers turn out to be one: nothing of how it is reached may be lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls._create_customer(name="Björkdal", peppol_endpoint='5569993404')
        cls.other = cls._create_other_company()
        cls.other_account = cls._create_account(cls.other)

    def _merge(self, source, destination):
        wizards = self.env['base.partner.merge.automatic.wizard']
        wizards._merge((source | destination).ids, destination, extra_checks=False)
        self.env.invalidate_all()

    def _connect(self, partner, company, account=None, **options):
        connections = self.env['pagero.connection'].sudo()
        return connections._connect(account or self.account, partner, company, **options)

    def _connected(self, account, partner):
        return (
            self.env['pagero.connection']
            .sudo()
            .search([('account_id', '=', account.id), ('partner_id', '=', partner.id)])
        )

    def test_the_better_one_stays_with_all_that_both_had(self):
        mine = self._connect(self.customer, MUST_APPROVE, numbers=['1'], message="Hej")
        theirs = self._connect(
            self.double,
            ELSEWHERE,
            numbers=['1', '2'],
            capabilities=[{'document_type': 'invoice', 'connection_type': 'by_routing'}],
        )
        theirs.routing_order_ids.action_skip_email()
        theirs.message_post(body="Called Anna")
        rule = self.env['pagero.recipient.rule'].create(
            {'partner_id': self.double.id, 'field_key': 'order_reference', 'kind': 'mandatory'}
        )
        requests, orders = mine.request_ids, theirs.routing_order_ids

        self._merge(self.double, self.customer)

        kept = self._connected(self.account, self.customer)
        self.assertEqual(kept, theirs)
        self.assertFalse(mine.exists())
        self.assertEqual(kept.state, 'routing_ordered')
        self.assertEqual(kept.number_ids.mapped('name'), ['1', '2'])
        self.assertEqual(kept.capability_ids.mapped('connection_type'), ['by_routing'])
        self.assertEqual(kept.request_ids, requests)
        self.assertEqual(kept.routing_order_ids, orders)
        for papers in (requests, orders):
            self.assertEqual(papers.partner_id, self.customer)
        self.assertEqual(rule.partner_id, self.customer)
        bodies = ' '.join(kept.message_ids.mapped('body'))
        self.assertIn("Called Anna", bodies)
        self.assertIn("Requested", bodies, "what became of the other one is told")

    def test_what_waited_goes_when_the_better_one_is_connected(self):
        self._connect(self.customer, MUST_APPROVE)
        self.double.peppol_endpoint = self.customer.peppol_endpoint
        self._create_connection(self.double)
        move = self._create_customer_invoice(partner_id=self.double.id)
        theirs = self._create_document(move, state='held', held_reason='connection')
        mine = self._create_document(state='held', held_reason='connection')

        self._merge(self.double, self.customer)

        self.assertEqual((mine | theirs).mapped('state'), ['queued', 'queued'])
        self.assertEqual((mine | theirs).partner_id, self.customer)
        self.assertEqual(self._connected(self.account, self.customer).state, 'connected')

    def test_every_company_keeps_its_own(self):
        """Here both have one, there only the double: core would move or delete it."""
        self._create_connection(self.customer, state='none')
        here = self._create_connection(self.double)
        there = self._create_connection(
            self.double, state='requested', account_id=self.other_account.id
        )

        self._merge(self.double, self.customer)

        self.assertEqual(self._connected(self.account, self.customer), here)
        self.assertEqual(self._connected(self.other_account, self.customer), there)
        self.assertEqual(there.state, 'requested')
        self.assertFalse(self._connected(self.account, self.double))

    def test_merging_those_without_connections_is_no_business_of_ours(self):
        self._merge(self.double, self.customer)

        self.assertFalse(self.double.exists())
