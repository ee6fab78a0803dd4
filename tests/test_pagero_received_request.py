from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.account.clients import PageroAccount
from ..network import Company, NetworkRequest, Vanished, WrongState
from .common import PageroCommon


VENDOR = {
    'name': "Granbergs Bygg AB",
    'company_registry': '556999-3404',
    'vat': 'SE556999340401',
    'peppol_eas': '0007',
    'peppol_endpoint': '5569993404',
}
SENDER = Company(
    network_id='7100001',
    name="GRANBERGS BYGG",
    country_code='SE',
    org_number='5569993404',
    electronic_ids=(('0007', '5569993404'),),
)


def now():
    return datetime.now(timezone.utc).replace(microsecond=0)


class Network:
    """Requests as the network API tells and changes them; how, is shown in ``tests/server``."""

    def __init__(self, *requests):
        self.requests = {each.id: each for each in requests}
        self.calls = []

    def iter_received_requests(self, modified_from=None, *, pending_only=False):
        return iter(self.requests.values())

    def iter_requests(self, _modified_from=None):
        return iter(())

    iter_connections = iter_routing_orders = iter_requests

    def accept_request(self, request_id):
        return self._answer(request_id, 'accepted', '')

    def reject_request(self, request_id, answer):
        return self._answer(request_id, 'rejected', answer)

    def _answer(self, request_id, state, answer):
        self.calls.append((request_id, state, answer))
        if request_id not in self.requests:
            raise Vanished("gone", status=404)
        if self.requests[request_id].state != 'pending':
            raise WrongState("too late", status=409)
        self.requests[request_id] = asked(request_id, state, answer=answer)
        return self.requests[request_id]

    def close(self):
        """As the real one."""


def asked(number, state='pending', **values):
    values = {'modified_at': now(), 'sender': SENDER, 'message': "Vi säljer takpannor.", **values}
    return NetworkRequest(number, '', SENDER.network_id, state, direction='received', **values)


class ReceivedRequestCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.gateway = 'partner'
        cls.requests = cls.env['pagero.received.request']
        cls.vendor = cls._create_customer(**VENDOR)
        cls.seller = cls._create_user('seller', 'base.group_user,pagero_connector.group_sales')
        cls.account.request_user_ids = [Command.set(cls.seller.ids)]

    @contextmanager
    def _network(self, *requests):
        network = Network(*requests)
        with patch.object(PageroAccount, '_partner_api', lambda _account: network):
            yield network

    def _poll(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref('pagero_connector.ir_cron_pagero_network').sudo()
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return self.requests.search([('account_id', '=', self.account.id)])

    def _heard(self, *requests):
        with self._network(*requests):
            return self._poll().with_user(self.seller)

    def _activities(self, request):
        return request.sudo().activity_ids

    def _receiving_is_woken(self):
        cron = self.env.ref('pagero_connector.ir_cron_pagero_receive').sudo()
        return bool(self.env['ir.cron.trigger'].sudo().search_count([('cron_id', '=', cron.id)]))


@tagged('post_install', '-at_install')
class TestHeard(ReceivedRequestCommon):
    def test_a_new_one_is_shown_with_its_vendor_and_an_activity(self):
        asked_at = now() - timedelta(days=2)

        request = self._heard(asked('r1', created_at=asked_at))

        self.assertRecordValues(
            request,
            [
                {
                    'state': 'pending',
                    'sender_name': "GRANBERGS BYGG",
                    'message': "Vi säljer takpannor.",
                    'partner_id': self.vendor.id,
                    'requested_at': asked_at.replace(tzinfo=None),
                }
            ],
        )
        activity = self._activities(request)
        self.assertEqual(activity.user_id, self.seller)
        self.assertIn("GRANBERGS BYGG", activity.summary)

    def test_listed_again_it_is_no_second_one_and_asks_nobody_again(self):
        first = self._heard(asked('r1'))

        self.assertEqual(self._heard(asked('r1')), first)
        self.assertEqual(len(self._activities(first)), 1)

    def test_one_that_waits_is_found_however_old_it_is(self):
        self.account.sudo().network_polled_until = now().replace(tzinfo=None)
        old = now() - timedelta(days=400)

        self.assertEqual(self._heard(asked('r1', modified_at=old)).state, 'pending')

    def test_history_from_before_is_not_taken_in(self):
        self.assertFalse(self._heard(asked('r1', 'accepted'), asked('r2', 'rejected')))

    def test_what_was_decided_elsewhere_follows_and_settles_the_activity(self):
        for state, ours in (
            ('accepted', 'approved'),
            ('rejected', 'denied'),
            ('cancelled', 'withdrawn'),
            (None, 'pending'),
        ):
            number = f'r-{state}'
            heard = self._heard(asked(number))
            request = heard.search([('network_id', '=', number)])
            self._heard(asked(number, state, answer="So"))
            with self.subTest(state=state):
                self.assertEqual(request.state, ours)
                self.assertFalse(request.user_id)
                self.assertEqual(bool(self._activities(request)), ours == 'pending')

    def test_one_asked_again_asks_people_again(self):
        request = self._heard(asked('r1'))
        self._heard(asked('r1', 'rejected'))

        self._heard(asked('r1'))

        self.assertEqual(request.state, 'pending')
        self.assertEqual(len(self._activities(request)), 1)
        self.assertFalse(request.decided_at)

    def test_approved_elsewhere_lets_the_documents_in_too(self):
        self.account.receives = True
        self._heard(asked('r1'))

        self._heard(asked('r1', 'accepted'))

        self.assertTrue(self._receiving_is_woken())

    def test_without_chosen_people_the_administrators_are_told(self):
        self.account.request_user_ids = False
        administrator = self._create_user('boss', 'base.group_user,pagero_connector.group_admin')

        request = self._heard(asked('r1'))

        self.assertIn(administrator, self._activities(request).user_id)
        self.assertNotIn(self.seller, self._activities(request).user_id)

    def test_a_chosen_one_without_the_right_is_not_told(self):
        outsider = self._create_user('outsider', 'base.group_user')
        self.account.request_user_ids = [Command.set((self.seller | outsider).ids)]

        self.assertEqual(self._activities(self._heard(asked('r1'))).user_id, self.seller)


@tagged('post_install', '-at_install')
class TestVendor(ReceivedRequestCommon):
    """By number, never by name."""

    def test_the_same_name_alone_is_nobody(self):
        namesake = Company(network_id='7100009', name=VENDOR['name'])

        request = self._heard(asked('r1', sender=namesake))

        self.assertFalse(request.partner_id)
        self.assertFalse(request.vendor_note)

    def test_two_that_could_be_it_are_named_and_none_is_taken(self):
        self._create_customer(**{**VENDOR, 'name': "Granbergs (gammal)"})

        request = self._heard(asked('r1'))

        self.assertFalse(request.partner_id)
        self.assertIn("Granbergs (gammal)", request.vendor_note)

    def test_another_companys_contact_is_not_taken(self):
        other = self._create_other_company()
        self.vendor.company_id = other

        self.assertFalse(self._heard(asked('r1')).partner_id)

    def test_a_sender_that_is_not_told_is_called_by_its_id(self):
        request = self._heard(asked('r1', sender=None))

        self.assertEqual(request.sender_name, SENDER.network_id)
        self.assertFalse(request.partner_id)


@tagged('post_install', '-at_install')
class TestDecided(ReceivedRequestCommon):
    def test_approval_is_told_and_lets_the_documents_in(self):
        self.account.receives = True
        request = self._heard(asked('r1'))

        with self._network(asked('r1')) as network:
            request.action_approve()

        self.assertEqual(network.calls, [('r1', 'accepted', '')])
        self.assertRecordValues(request, [{'state': 'approved', 'user_id': self.seller.id}])
        self.assertTrue(self._receiving_is_woken())
        self.assertFalse(self._activities(request))

    def test_approval_wakes_nothing_where_nothing_is_received(self):
        request = self._heard(asked('r1'))
        with self._network(asked('r1')):
            request.action_approve()

        self.assertFalse(self._receiving_is_woken())

    def test_the_vendor_is_linked_and_invoices_to_it_still_wait(self):
        waiting = self._create_document(
            self._create_customer_invoice(partner_id=self.vendor.id),
            state='held',
            held_reason='connection',
        )
        request = self._heard(asked('r1'))

        with self._network(asked('r1')):
            request.action_approve()

        connection = request.connection_id
        self.assertEqual(connection.partner_id, self.vendor)
        self.assertEqual((connection.state, connection.network_company_id), ('none', '7100001'))
        self.assertEqual(connection.capability_ids.mapped('direction'), ['send'])
        self.assertEqual(waiting.state, 'held')

    def test_a_connection_that_is_there_keeps_its_state(self):
        connection = self._create_connection(self.vendor, network_company_id='own')
        request = self._heard(asked('r1'))

        with self._network(asked('r1')):
            request.action_approve()

        self.assertEqual(request.connection_id, connection)
        self.assertEqual((connection.state, connection.network_company_id), ('connected', 'own'))

    def test_a_denial_takes_a_word_that_the_sender_reads(self):
        request = self._heard(asked('r1'))
        action = request.action_deny()
        dialogs = self.env[action['res_model']].with_user(self.seller)

        with self._network(asked('r1')) as network:
            dialogs.with_context(**action['context']).create(
                {'word': "Vi köper inga takpannor."}
            ).action_confirm()

        self.assertEqual(network.calls, [('r1', 'rejected', "Vi köper inga takpannor.")])
        self.assertEqual((request.state, request.answer), ('denied', "Vi köper inga takpannor."))

    def test_many_at_once_those_that_wait(self):
        requests = self._heard(*(asked(f'r{number}') for number in range(3)))
        self._heard(asked('r0', 'cancelled'))

        with self._network(*(asked(f'r{number}') for number in (1, 2))) as network:
            requests.action_approve()

        self.assertEqual({number for number, *_rest in network.calls}, {'r1', 'r2'})
        self.assertEqual(
            requests.sorted('network_id').mapped('state'), ['withdrawn', 'approved', 'approved']
        )

    def test_one_that_was_decided_elsewhere_shows_that(self):
        request = self._heard(asked('r1'))

        with self._network(asked('r1', 'rejected', answer="Redan svarat")):
            notice = request.action_approve()

        self.assertRecordValues(
            request, [{'state': 'denied', 'answer': "Redan svarat", 'user_id': False}]
        )
        self.assertIn("Denied", notice['params']['message'])

    def test_one_that_the_network_no_longer_knows_is_withdrawn(self):
        request = self._heard(asked('r1'))

        with self._network():
            request.action_approve()

        self.assertEqual(request.state, 'withdrawn')

    def test_what_is_decided_is_not_decided_again(self):
        request = self._heard(asked('r1'))
        self._heard(asked('r1', 'accepted'))

        with self._network() as network, self.assertRaisesRegex(UserError, "Approved"):
            request.action_deny()
        self.assertFalse(network.calls)

    def test_a_reader_decides_nothing(self):
        request = self._heard(asked('r1'))
        reader = self._create_user('reader', 'base.group_user,pagero_connector.group_user')

        for button in ('action_approve', 'action_deny', 'action_note'):
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(request.with_user(reader), button)()


@tagged('post_install', '-at_install')
class TestNotedByHand(ReceivedRequestCommon):
    """Pagero gives no API to most: people decide in Pagero Online, and note it here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.write({'gateway': 'public', 'receives': True})
        cls.mine = cls.requests.with_user(cls.seller).with_company(cls.company)

    def _note(self, action, **values):
        dialogs = self.mine.env[action['res_model']].with_context(**action['context'])
        dialog = dialogs.create(values)
        dialog.action_confirm()
        return self.mine.search([('account_id', '=', self.account.id)])

    def test_what_was_decided_is_noted_with_the_vendor(self):
        action = self.mine.action_note()

        request = self._note(action, partner_id=self.vendor.id, decision='approved', word="Ja")

        self.assertRecordValues(
            request,
            [
                {
                    'state': 'approved',
                    'sender_name': self.vendor.name,
                    'partner_id': self.vendor.id,
                    'user_id': self.seller.id,
                    'answer': "Ja",
                }
            ],
        )
        self.assertIn('5569993404', request.company['org_number'].replace('-', ''))
        self.assertEqual(request.connection_id.partner_id, self.vendor)
        self.assertTrue(self._receiving_is_woken())

    def test_a_denied_stranger_is_noted_by_its_name(self):
        request = self._note(self.mine.action_note(), sender_name="Okänd AB", decision='denied')

        self.assertRecordValues(request, [{'state': 'denied', 'sender_name': "Okänd AB"}])
        self.assertFalse(request.partner_id)
        self.assertFalse(self._receiving_is_woken())

    def test_somebody_must_have_asked(self):
        with self.assertRaisesRegex(UserError, "which company"):
            self._note(self.mine.action_note(), decision='denied')

    def test_one_that_waited_when_the_api_went_is_noted_on_itself(self):
        request = self._create_received_request(self.account).with_user(self.seller)

        self.assertEqual(self._note(request.action_note(), decision='denied', word="Nej"), request)
        self.assertEqual((request.state, request.answer), ('denied', "Nej"))

    def test_the_network_is_not_told_and_says_where_to_go(self):
        request = self._create_received_request(self.account).with_user(self.seller)

        for button in ('action_approve', 'action_deny'):
            with self.subTest(button), self.assertRaisesRegex(UserError, "Pagero Online"):
                getattr(request, button)()

    def test_where_the_network_tells_nothing_is_noted(self):
        self.account.gateway = 'partner'

        with self.assertRaisesRegex(UserError, "Ask Pagero Now"):
            self.mine.action_note()
