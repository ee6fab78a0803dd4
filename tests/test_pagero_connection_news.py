from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.account.clients import PageroAccount
from ..network import NetworkConnection, NetworkRequest, NetworkRoutingOrder
from .common import PageroCommon


def now():
    return datetime.now(timezone.utc).replace(microsecond=0)


class Listing:
    """What the network lists; that it may ignore the filter is the point of some tests."""

    def __init__(self, requests=(), connections=(), orders=()):
        self.lists = {'requests': requests, 'connections': connections, 'routing_orders': orders}
        self.asked_from = []

    def __getattr__(self, name):
        def iterate(modified_from=None, **_options):
            self.asked_from.append(modified_from)
            return iter(self.lists.get(name.removeprefix('iter_'), ()))

        return iterate

    def close(self):
        """As the real one."""


@tagged('post_install', '-at_install')
class TestNews(PageroCommon):
    """Which news moves what; how they come over HTTP is shown in ``tests/server``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.gateway = 'partner'
        cls.partners = cls.customer | cls._create_customer(
            name="Sundvik AB", peppol_endpoint='5569993404'
        )
        cls.requests = cls.env['pagero.connection.request'].sudo()
        for number, partner in enumerate(cls.partners):
            connection = cls._create_connection(
                partner, 'requested', network_connection_id=f'c{number}'
            )
            cls.requests |= cls.requests.create(
                {'connection_id': connection.id, 'network_id': f'r{number}'}
            )

    @contextmanager
    def _network(self, **lists):
        listing = Listing(**lists)
        with patch.object(PageroAccount, '_partner_api', lambda _account: listing):
            yield listing

    def _poll(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref('pagero_connector.ir_cron_pagero_network').sudo()
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _request(self, number, state='accepted', **values):
        values = {'modified_at': now(), **values}
        return NetworkRequest(f'r{number}', f'c{number}', 'x', state, **values)

    def _connection(self, number, state, **values):
        return NetworkConnection(f'c{number}', 'x', state, **{'modified_at': now(), **values})

    def test_chatters_tell_it_in_the_companys_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        self.company.partner_id.lang = 'sv_SE'
        self.env.flush_all()
        self.env.cr.precommit.run()

        with self._network(requests=[self._request(1, 'rejected', answer="Nej")]):
            self._poll()
        self.env.flush_all()
        self.env.cr.precommit.run()

        request = self.requests[1]
        for record in (request, request.connection_id):
            with self.subTest(model=record._name):
                told = record.message_ids.sudo().tracking_value_ids.mapped('new_value_char')
                self.assertIn("Avvisad", told)

    def test_answers_are_heard(self):
        with self._network(requests=[self._request(0), self._request(1, 'rejected', answer="No")]):
            self._poll()

        self.assertEqual(self.requests.mapped('state'), ['accepted', 'rejected'])
        self.assertEqual(self.requests.connection_id.mapped('state'), ['connected', 'rejected'])

    @mute_logger('odoo.addons.pagero_connector.models.connection.news')
    def test_one_that_fails_holds_up_nobody_and_is_heard_again(self):
        hear = type(self.requests)._hear

        def stumble(request, *news):
            if request.network_id == 'r0':
                raise ValueError("a bug")
            return hear(request, *news)

        with self._network(requests=[self._request(0), self._request(1)]):
            with patch.object(type(self.requests), '_hear', stumble):
                self._poll()
            self.assertEqual(self.requests.mapped('state'), ['pending', 'accepted'])
            self.assertFalse(self.account.network_polled_until)
            self._poll()

        self.assertEqual(self.requests.mapped('state'), ['accepted', 'accepted'])
        self.assertTrue(self.account.network_polled_until)

    def test_a_server_that_ignores_the_filter_tells_nothing_new(self):
        until = self.account.sudo().network_polled_until = fields.Datetime.now()
        old = now() - timedelta(days=1)

        with self._network(requests=[self._request(0, modified_at=old)]) as listing:
            self._poll()

        self.assertEqual(self.requests[0].state, 'pending')
        asked_from = listing.asked_from[0].replace(tzinfo=None)
        self.assertLess(asked_from, until, "with an overlap")

    def test_strangers_and_unknown_words_are_left_alone(self):
        strange = NetworkRequest('r9', 'c9', 'x', 'accepted', modified_at=now())
        odd = self._request(0, None, word='Pondering')

        with self._network(requests=[strange, odd], connections=[self._connection(1, None)]):
            self._poll()

        self.assertEqual(self.requests.mapped('state'), ['pending', 'pending'])

    def test_what_a_person_closed_is_not_connected_by_news(self):
        first, second = self.requests.connection_id
        self.requests[0]._move_to('cancelled')
        second.write({'state': 'routing_ordered'})

        with self._network(
            connections=[self._connection(0, 'connected'), self._connection(1, 'connected')]
        ):
            self._poll()

        self.assertEqual((first.state, second.state), ('cancelled', 'routing_ordered'))

    def test_old_news_heard_again_does_not_take_back_what_a_delivery_has_shown(self):
        first = self.requests[0].connection_id
        before = now() - timedelta(minutes=5)
        with self._network(connections=[self._connection(0, 'connected', modified_at=before)]):
            self._poll()
            first._learn('inactive')
            self._poll()

            self.assertEqual(first.state, 'inactive')

        later = now() + timedelta(minutes=5)
        with self._network(connections=[self._connection(0, 'connected', modified_at=later)]):
            self._poll()

        self.assertEqual(first.state, 'connected')

    def test_a_connection_that_was_ended_is_heard(self):
        first = self.requests[0].connection_id

        with self._network(connections=[self._connection(0, 'connected')]):
            self._poll()

        self.assertEqual((first.state, self.requests[0].state), ('connected', 'accepted'))

    def test_two_customers_that_are_one_company_there_are_both_moved(self):
        both = self.requests.connection_id
        both.write({'network_connection_id': 'c0'})

        with self._network(connections=[self._connection(0, 'connected')]):
            self._poll()

        self.assertEqual(both.mapped('state'), ['connected', 'connected'])

    def test_what_the_network_says_of_orders_is_only_shown(self):
        connection = self.requests[0].connection_id
        connection.write({'state': 'routing_ordered'})
        order = (
            self.env['pagero.routing.order']
            .sudo()
            .create({'connection_id': connection.id, 'network_id': 'o0'})
        )
        order.write({'state': 'awaiting_response'})
        theirs = NetworkRoutingOrder('o0', 'x', 'active', word='Active', modified_at=now())

        with self._network(orders=[theirs]):
            self._poll()

        self.assertEqual((order.state, order.network_word), ('awaiting_response', 'Active'))
        self.assertEqual(connection.state, 'routing_ordered')

    def test_copies_and_public_gateways_do_not_ask(self):
        self.account.gateway = 'public'
        with self._network(requests=[self._request(0)]) as listing:
            self._poll()
            self.account.gateway = 'partner'
            self.account.sudo().approved_fingerprint = 'of another database'
            self._poll()

        self.assertEqual(listing.asked_from, [])
