from odoo import models
from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

# Where people find these things in Pagero Online: its new web, and the old one.
MENU_PATHS = {
    'pagero.document': (
        _lt("Documents > Sent, In progress or Errors"),
        _lt("Invoices > Sent, In progress or Errors"),
    ),
    'pagero.connection': (
        _lt("Network > Search"),
        _lt("Customer directory > Search & add customers"),
    ),
    'pagero.connection.request': (
        _lt("Network > Requests"),
        _lt("Customer directory > Show requests > Sent requests"),
    ),
    'pagero.received.request': (
        _lt("Network > Requests"),
        _lt("Customer directory > Show requests > Received requests"),
    ),
    'pagero.received.request.note': (
        _lt("Network > Requests"),
        _lt("Customer directory > Show requests > Received requests"),
    ),
    'pagero.user': (
        _lt("Company settings (Edit account by your logo) > Users > Add new user"),
        _lt("Edit account by your logo > Users > Add new user"),
    ),
    'pagero.licence': (
        _lt("Store > Additional Pagero Network User > Request a quote"),
        _lt("Store > Additional Pagero Network User > Request a quote"),
    ),
    'pagero.routing.order': (
        _lt("Network > Requests > Routing orders"),
        _lt("Customer directory > Show requests > Routing orders"),
    ),
}


class RecipientGone(Exception):
    """The recipient is deactivated: news to be kept, while an error would undo it."""


class PageroGateway(models.AbstractModel):
    """How an account deals with the network: what either kind of gateway can do.

    The methods are called with records in ``sudo``, after the caller's rights were checked.
    """

    _name = 'pagero.gateway'
    _description = "Pagero Gateway"

    def _sources(self, account, query, limit, offset):
        """{name: callable} to search with; they run in threads, so they touch no record."""
        directory, smp = account._directory(), account._smp()
        sources = {'directory': lambda: directory.search(query, limit, offset)}
        if query.participant:
            # The Directory lists only those who want to be listed.
            sources['smp'] = lambda: smp.search(query, offset)
        return sources

    def _refuse_unless_ready(self, account):
        """A sentence where nothing can be asked at all now."""

    def _completed(self, connection, company):
        """``company`` with what the network knows beyond the source that found it."""
        return company

    def _connect(self, connection, message, answers):
        """Ask the network for the connection; returns a ``NetworkConnection``."""
        raise NotImplementedError

    def _request_again(self, connection, message, answers):
        """Ask the recipient once more; returns a ``NetworkConnection``."""
        return self._connect(connection, message, answers)

    def _disconnect(self, connection):
        """End the connection there."""
        raise NotImplementedError

    def _cancel_request(self, request):
        """Take a request back."""
        raise NotImplementedError

    def _order_route(self, order):
        """Order a route; returns the network's id of the order, or False.

        Raises ``RecipientGone``.
        """
        raise NotImplementedError

    def _activate_route(self, order):
        """Tell that the route is set up; raises ``RecipientGone``."""
        raise NotImplementedError

    def _cancel_route(self, order):
        """Take a routing order back; raises ``RecipientGone``."""
        raise NotImplementedError

    def _set_numbers(self, connection):
        """Tell the customer numbers."""
        raise NotImplementedError

    def _set_capabilities(self, connection):
        """Tell for which documents a connection that exists is from now on."""
        raise NotImplementedError

    def _refresh(self, account):
        """Hear what became of requests and connections."""
        raise NotImplementedError

    def _deep_link(self, record):
        """Where a person finds this in Pagero Online: {'url', 'menu_path_new', 'menu_path_old'}."""
        new, old = MENU_PATHS[record._name]
        account = record.account_id
        is_real = account.environment == 'production'
        url = 'https://www.pageroonline.com/' if is_real else account._hosts().api('/network')
        return {'url': url, 'menu_path_new': self.env._(new), 'menu_path_old': self.env._(old)}
