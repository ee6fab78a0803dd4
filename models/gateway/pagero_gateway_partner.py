"""The network API that some agreement may give. It is assumed: Pagero has published none."""

from contextlib import closing, contextmanager, suppress

from odoo import models
from odoo.exceptions import UserError

from ...network import (
    AlreadyConnected,
    AnswersMissing,
    Capability,
    Deactivated,
    NetworkConnection,
    NetworkError,
    Vanished,
    WrongState,
    match_by_number,
    merged,
)
from ..texts.company import subject_of
from ..texts.network import Refusal
from .pagero_gateway import RecipientGone


CLOSED = ('rejected', 'cancelled')


class PageroGatewayPartner(models.AbstractModel):
    """Everything by API, in Production as well as against the sandbox."""

    _name = 'pagero.gateway.partner'
    _inherit = 'pagero.gateway'
    _description = "Pagero Gateway by the network API"

    def _sources(self, account, query, limit, offset):
        api = account._partner_api()
        network = {'network': lambda: api.search(query, limit=limit, offset=offset)}
        return network | super()._sources(account, query, limit, offset)

    def _refuse_unless_ready(self, account):
        if not account._is_ready():
            raise account._not_ready_refusal()

    # === CONNECTIONS === #

    def _completed(self, connection, company):
        """What the Directory alone found is looked up in the network by its numbers."""
        if company.network_id:
            return company
        with self._asking(connection) as api:
            holders = match_by_number(subject_of(company), api.search).companies
        if len(holders) > 1:
            raise Refusal(self.env, 'several_companies', company=company.name)
        return merged(holders, [company])[0]

    def _connect(self, connection, message, answers):
        """A connection that exists already is adopted; a closed one makes room for a new one.

        A company outside the network gets a route, which is ordered by letter alone.
        """
        if not connection.network_company_id:
            return NetworkConnection(id='', recipient_id='', state='routing_needed')
        with self._asking(connection) as api:
            try:
                return self._ask(api, connection, message, answers)
            except AlreadyConnected as error:
                if error.connection.state not in CLOSED:
                    return error.connection
                api.disconnect(error.connection.id)
                return self._ask(api, connection, message, answers)

    def _ask(self, api, connection, message, answers):
        return api.connect(
            connection.network_company_id,
            _capabilities_of(connection),
            customer_numbers=connection.number_ids.mapped('name'),
            message=message or '',
            answers={each['id']: each.get('answer') or '' for each in answers if each.get('id')},
            client_reference=f'{self.env.cr.dbname}-{connection.id}',
        )

    def _set_numbers(self, connection):
        if connection.network_connection_id:
            with self._asking(connection) as api:
                numbers = connection.number_ids.mapped('name')
                api.set_customer_numbers(connection.network_connection_id, numbers)

    def _set_capabilities(self, connection):
        with self._asking(connection) as api:
            api.set_capabilities(connection.network_connection_id, _capabilities_of(connection))

    def _disconnect(self, connection):
        """One that the network no longer knows has ended already."""
        if not connection.network_connection_id:
            return
        with self._asking(connection) as api, suppress(Vanished):
            api.disconnect(connection.network_connection_id)

    # === REQUESTS === #

    def _cancel_request(self, request):
        """One that was answered in the meantime is not cancelled: the answer is heard instead."""
        if not request.network_id:
            return
        with self._asking(request) as api:
            try:
                api.cancel_request(request.network_id)
            except WrongState:
                self._hear_answer(api, request)

    def _hear_answer(self, api, request):
        for theirs in api.iter_requests():
            if theirs.id == request.network_id and theirs.state:
                request._hear(theirs.state, theirs.answer)

    # === ROUTING === #

    def _order_route(self, order):
        """The network can order no route to a company that isn't in it."""
        if not order.connection_id.network_company_id:
            return False
        with self._asking(order) as api:
            try:
                return api.order_route(order.connection_id.network_company_id).id
            except Deactivated as error:
                raise RecipientGone from error

    def _activate_route(self, order):
        self._tell_route(order, 'activate_route')

    def _cancel_route(self, order):
        self._tell_route(order, 'cancel_route')

    def _tell_route(self, order, method):
        """What the network has already is fine: the person decides, the network only hears it."""
        if not order.network_id:
            return
        with self._asking(order) as api:
            try:
                getattr(api, method)(order.network_id)
            except Deactivated as error:
                raise RecipientGone from error
            except WrongState:
                order.message_post(body=self.env._("The network had this order in another state."))
            except Vanished:
                if method != 'cancel_route':
                    raise
                order.message_post(body=self.env._("The network no longer knew this order."))

    # === NEWS === #

    def _refresh(self, account):
        """Requests first: they say why a connection moved. Raises ``NetworkError``."""
        connections = self.env['pagero.connection']
        since = connections._since(account)
        with closing(account._partner_api()) as api:
            news = list(self._news(api, since))
        connections._progress()  # others have worked while Pagero answered: begin with what is now
        if connections._hear_news(account, news):
            connections._move_network_cursor(account, [item for _hear, item in news])
        account._forget_trouble()

    def _news(self, api, since):
        """(how to hear it, item) for everything that changed; a server may ignore the filter."""
        connections = self.env['pagero.connection']
        received = self.env['pagero.received.request']
        for hear, listed in (
            (connections._hear_request_news, api.iter_requests(since)),
            (received._hear, self._request_news(api, since)),
            (connections._hear_connection_news, api.iter_connections(since)),
            (connections._hear_order_news, api.iter_routing_orders(since)),
        ):
            for item in listed:
                if not item.modified_at or item.modified_at >= since or _waits_for_us(item):
                    yield hear, item

    # === ERRORS === #

    @contextmanager
    def _asking(self, record):
        """The API of a record's account; what goes wrong becomes a sentence for the person."""
        account = record.account_id
        try:
            with closing(account._partner_api()) as api:
                yield api
        except (AnswersMissing, Deactivated, Vanished) as error:
            raise UserError(self._refused_sentence(record, error)) from error
        except NetworkError as error:
            account._distrust_token(error)
            raise UserError(account._network_sentence(error)) from error

    def _refused_sentence(self, record, error):
        if isinstance(error, AnswersMissing):
            return self.env._(
                "%(partner)s asks questions of its own. Search for it again, and answer them.",
                partner=record.display_name,
            )
        if isinstance(error, Deactivated):
            return self.env._(
                "%(partner)s is deactivated in the network. Ask the customer where it receives its"
                " invoices now.",
                partner=record.display_name,
            )
        return self.env._(
            "%(partner)s is no longer in the network. Search again, or send its invoices another"
            " way.",
            partner=record.display_name,
        )


def _capabilities_of(connection):
    return [
        Capability(
            line.document_type, line.direction, line.connection_type, line.document_type_word or ''
        )
        for line in connection.capability_ids
    ]


def _waits_for_us(item):
    """A request to us, which counts however long ago it was made."""
    return getattr(item, 'direction', '') == 'received' and item.state == 'pending'
