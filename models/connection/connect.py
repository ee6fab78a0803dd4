"""The one way to connect a customer: one record and one connection at Pagero, however often."""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.actions import form_action, server_action_link
from ..tools.later_steps import later_step


# Nothing more is asked of the network.
SETTLED = ('connected', 'routing_ordered')
# From here a person begins anew; a request that waits for its answer is not doubled.
CONNECTABLE = ('none', 'changed', 'not_found', 'inactive', 'rejected', 'cancelled')
TESTS = {True: 'yes', False: 'no', None: 'unknown'}


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    @api.model
    def _connect(
        self,
        account,
        partner,
        company,
        *,
        capabilities=(),
        numbers=(),
        are_numbers_compared=False,
        message='',
        answers=(),
    ):
        """Connect ``partner`` over ``account`` to ``company`` of the network.

        ``capabilities`` are values of capability lines, ``answers`` of answer lines with their
        ``id`` for the network; ``are_numbers_compared``: the directory at Pagero has ``numbers``.
        Returns the connection, in the state that the network gave it.
        """
        connection = self._get_or_create_locked(account, partner.pagero_receiver_id)
        is_under_way, gateway = connection._is_under_way(), account.sudo()._gateway()
        if not is_under_way:
            company = gateway._completed(connection.sudo(), company)
        connection._remember(company)
        connection._remember_numbers(numbers, are_numbers_compared)
        if not is_under_way:
            connection._remember_capabilities(capabilities)
            connection._ask_to_connect(gateway, company, message, answers)
        return connection

    def _ask_to_connect(self, gateway, company, message, answers):
        self._bind(company)
        self.env.flush_all()  # what of ours can't be stored fails before the network is asked
        theirs = gateway._connect(self.sudo(), message, answers)
        self._follow(theirs, message, answers)
        with later_step(self):
            self._adopt_requirements(company)

    def _is_under_way(self):
        return self.state in SETTLED or bool(self.request_ids.filtered('is_open'))

    def _is_connectable(self):
        """Whether this customer can be connected; an empty recordset can."""
        return not self or self.state in CONNECTABLE or self.lacks_request

    # === ONE RECORD === #

    @api.model
    def _get_or_create_locked(self, account, partner):
        """This customer's connection, locked until the transaction ends.

        A second user who connects it waits here, and starts again with what the first has made.
        """
        found = self._by_partner(account, partner).get(partner.id)
        if found:
            connection = found.sudo(self.env.su)
            connection.check_access('write')
            connection._lock()
            return connection
        self._wait_for_others(account, partner)
        return self.create({'account_id': account.id, 'partner_id': partner.id})

    @api.model
    def _wait_for_others(self, account, partner):
        """Let another user who is making this customer's first connection go first."""
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", account.id, partner.id))
        made = SQL(
            "SELECT 1 FROM pagero_connection WHERE account_id = %s AND partner_id = %s",
            account.id,
            partner.id,
        )
        # Ours began before theirs was committed, and doesn't see it.
        with self.env.registry.cursor() as fresh_cr:
            fresh_cr.execute(made)
            if fresh_cr.rowcount:
                raise ConcurrencyError("another user has connected this customer just now")

    @api.model
    def _wait_for_finders(self, account, company):
        """Let another user who is making a customer of this company go first, and see it then."""
        number = min(company.keys, key=lambda key: (key[0] != 'org_number', key), default=())
        word = ' '.join(number) or company.network_id or company.name
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", account.id, word))
        with self.env.registry.cursor() as fresh_cr:
            fresh = account.with_env(api.Environment(fresh_cr, SUPERUSER_ID, {}))
            made = fresh._connections_with([company])
        if made and not account.sudo()._connections_with([company]):
            raise ConcurrencyError("another user has connected this company just now")

    def _lock(self):
        """Wait for others; a change of theirs that we don't see yet makes Odoo start us again."""
        self.flush_recordset()
        query = SQL("SELECT id FROM pagero_connection WHERE id = %s FOR NO KEY UPDATE", self.id)
        self.env.cr.execute(query, log_exceptions=False)

    # === WHAT THE NETWORK KNOWS === #

    def _remember(self, company):
        """What the hit says of the customer; what a person typed here before stays."""
        facts = {
            'network_company_id': company.network_id or self.network_company_id,
            'acceptance': company.acceptance or 'unknown',
            'operator_id': company.operator_id or self.operator_id,
            'operator_name': company.operator_name or self.operator_name,
            'requirements_url': company.requirements_url or self.requirements_url,
            'accepts_tests': TESTS[company.accepts_tests],
        }
        self.sudo().write(facts)  # the caller has asked for the right to write

    def _remember_capabilities(self, capabilities):
        """What is to be connected; nothing where no source tells."""
        if capabilities:
            created = [Command.create(dict(each)) for each in capabilities]
            self.sudo().capability_ids = [Command.clear(), *created]

    def _is_for(self, document_type):
        """Whether the customer was connected to receive documents of this type."""
        return any(
            (line.document_type, line.direction) == (document_type, 'receive')
            for line in self.capability_ids
        )

    def _add_function(self, document_type):
        """The customer takes another type of document over a connection that exists."""
        self.check_access('write')
        self._lock()
        line = {'document_type': document_type, 'direction': 'receive', 'connection_type': 'direct'}
        self.sudo().capability_ids = [Command.create(line)]
        self.env.flush_all()  # what of ours can't be stored fails before the network is told
        self.account_id.sudo()._gateway()._set_capabilities(self.sudo())

    def _remember_numbers(self, numbers, are_compared):
        """Those that are new; one that is known is confirmed where it was compared now."""
        known = self.number_ids.filtered(lambda line: line.name in numbers)
        if are_compared:
            known.is_confirmed = True
        new = [number for number in numbers if number not in known.mapped('name')]
        lines = [{'name': number, 'is_confirmed': are_compared} for number in new]
        if lines:
            self.number_ids = [Command.create(line) for line in lines]

    def _remember_sender(self, company):
        """It sends invoices to us: that says nothing of how ours reach it."""
        if company.network_id and not self.network_company_id:
            self.sudo().network_company_id = company.network_id
        if 'send' not in self.capability_ids.mapped('direction'):
            line = {
                'document_type': 'invoice',
                'direction': 'send',
                'connection_type': 'by_request',
            }
            self.capability_ids = [Command.create(line)]

    def _follow(self, theirs, message='', answers=()):
        """Move to where the network stands now, with the request or order that belongs to it.

        What the network made is written first, each thing by itself.
        """
        if theirs.id:
            self.sudo().network_connection_id = theirs.id
        if theirs.state == 'requested':
            with later_step(self):
                self._note_request(theirs.request_id, message, answers)
        if theirs.state:
            with later_step(self):
                self._arrive(theirs.state)
        if theirs.state == 'routing_needed':
            with later_step(self):
                self._open_order()

    def _note_request(self, network_id, message, answers):
        """The request that was just sent, with what we wrote and answered."""
        lines = self.capability_ids
        self.env['pagero.connection.request'].sudo().create(
            {
                'connection_id': self.id,
                'message': message,
                'network_id': network_id,
                'user_id': self.env.uid,
                'capabilities': lines.read(
                    ['document_type', 'document_type_word', 'direction', 'connection_type'],
                    load='',
                ),
                'answer_ids': [Command.create(line) for line in self._answer_lines(answers)],
            }
        )

    def _answer_lines(self, answers):
        lines = self.env['pagero.connection.request.answer']
        return [lines._prepare_values(answer) for answer in answers]

    def _request_again(self, request):
        """Ask once more with the same words and answers; returns the connection."""
        self.ensure_one()
        answers = [line._as_answer() for line in request.answer_ids]
        self._lock()
        if not self._is_under_way():
            self._bind()
            gateway = self.account_id.sudo()._gateway()
            theirs = gateway._request_again(self.sudo(), request.message or '', answers)
            self._follow(theirs, request.message, answers)
        return self

    def action_send_request(self):
        """Ask the recipient, as before, or by way of the search: it may have questions."""
        self.ensure_one()
        self.check_access('write')
        if not self.lacks_request:
            raise UserError(
                self.env._(
                    "No request is missing: the connection of %(partner)s is “%(state)s”.",
                    partner=self.partner_id.display_name,
                    state=self._state_label(self.state),
                )
            )
        last = self.request_ids.sorted('id')[-1:]
        return self._request_again(last)._open() if last else self._search_to_connect()

    def _search_to_connect(self):
        """The question whether to connect, where one company has this customer's number."""
        action = self.action_search_network()
        hits = self.env['pagero.network.search'].browse(action['res_id']).hit_ids
        if len(hits) == 1 and hits.can_connect and not hits.is_by_name:
            return hits.action_connect()
        return action

    # === ROUTING === #

    def action_order_route(self):
        """Open the order that waits to be sent or answered, or make a new one."""
        self.ensure_one()
        self.check_access('write')
        self._lock()
        return self._open_order()._open()

    def _new_order_link(self):
        """The same for places that only link: it is made on the click."""
        return server_action_link(self, 'pagero_connector.pagero_connection_order_route_action')

    def _open_order(self):
        """The order under way; a new draft when there is none."""
        orders = self.routing_order_ids.filtered(
            lambda order: order.state in ('draft', 'awaiting_response')
        )
        if orders:
            return orders[0]
        values = {'connection_id': self.id, 'operator_name': self.operator_name}
        return self.env['pagero.routing.order'].sudo().create(values).sudo(self.env.su)

    def _open(self):
        """At its Routing tab where a route is needed, at its requests where one is open."""
        self.ensure_one()
        tab = {'routing_needed': 'routing', 'requested': 'requests'}.get(self.state)
        view = tab and f'pagero_connector.pagero_connection_view_form_{tab}'
        return form_action(self, self.env._("Pagero Connection"), view=view)
