"""The answers to companies that ask us, by hand or by the assumed API."""

from odoo import models
from odoo.exceptions import UserError

from ...network import NetworkRequest, Vanished, WrongState


class PageroGateway(models.AbstractModel):
    """What the gateways do about received requests."""

    _inherit = 'pagero.gateway'

    def _answer_request(self, request, target, word):
        """Approve or deny a request; returns the ``NetworkRequest`` as it stands then."""
        raise NotImplementedError


class PageroGatewayPublic(models.AbstractModel):
    """A user does it in Pagero Online, and notes it here."""

    _inherit = 'pagero.gateway.public'

    def _answer_request(self, request, target, word):
        raise UserError(self.env._("Answer the request in Pagero Online, and note it here."))


class PageroGatewayPartner(models.AbstractModel):
    _inherit = 'pagero.gateway.partner'

    def _answer_request(self, request, target, word):
        """One that was answered or withdrawn in the meantime is heard of instead."""
        with self._asking(request) as api:
            try:
                if target == 'approved':
                    return api.accept_request(request.network_id)
                return api.reject_request(request.network_id, word)
            except WrongState:
                return self._as_decided(api, request)
            except Vanished:
                return _gone(request)

    def _as_decided(self, api, request):
        found = (each for each in api.iter_received_requests() if each.id == request.network_id)
        return next(found, None) or _gone(request)

    def _request_news(self, api, since):
        """All that wait, however old they are, and what changed lately; each once."""
        waiting = {each.id: each for each in api.iter_received_requests(pending_only=True)}
        changed = {each.id: each for each in api.iter_received_requests(since)}
        return (waiting | changed).values()


def _gone(request):
    """The network doesn't know it any more: nothing is to be answered."""
    return NetworkRequest(request.network_id, '', '', 'cancelled')
