"""HTTP to servers that Peppol's locator names: strangers, found by DNS, often without TLS.

Why this is safe enough, although the rule elsewhere is "https to known hosts only":

* What is fetched is public (which documents a participant takes), and nothing is given away: GET
  only, no body, never an ``Authorization`` header, no cookies, no client certificate.
* A forged answer can only mislead about what a recipient takes; sending goes through Pagero and
  doesn't use it. So plain http is a nuisance, no danger; https is verified where it is offered.
* An address inside our own network isn't reached by way of a stranger's DNS record: see
  ``deadline``; no private host is allowed here. Only the ports 80 and 443 are called.
* Answers are limited in size and time, and redirects come back to the caller, who asks again here.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from .errors import HostNotAllowed, PrivateHost
from .hosts import is_private, origin_of
from .transport import HttpTransport, Request, Response


TIMEOUT = 10.0
MAX_RESPONSE_BYTES = 1024 * 1024
_PORTS = (80, 443)
_SENDABLE = {'accept', 'user-agent', 'accept-encoding'}


class PublicTransport(HttpTransport):
    """GET from any public address; raises HostNotAllowed, NoConnection, NoAnswer."""

    def __init__(self, timeout: float = TIMEOUT, max_response_bytes: int = MAX_RESPONSE_BYTES):
        super().__init__((), timeout, max_response_bytes)

    def send(self, request: Request) -> Response:
        if request.method != 'GET' or request.body:
            raise HostNotAllowed("Strangers are only asked, never sent anything.")
        if {name.lower() for name in request.headers} - _SENDABLE:
            raise HostNotAllowed("Strangers get no header that could hold a secret.")
        try:
            return super().send(request)
        except PrivateHost as error:  # no setting lets a stranger lead us there
            raise HostNotAllowed(str(error)) from error

    def _allowed_origin(self, url):
        origin = origin_of(url, may_be_plain=True)
        if urlsplit(origin).port not in _PORTS or is_private(origin):
            raise HostNotAllowed(f"'{origin}' is no public server.")
        return origin
