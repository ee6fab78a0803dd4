"""Everything that can go wrong between us and the network.

NetworkError
├── NoConnection      DNS, refused, TLS: before a byte of ours left      taken: no       retry
├── NoAnswer          timed out or cut off after the request left        taken: unknown  retry
├── Garbled           a 2xx that can't be read                           taken: unknown  retry
├── Unauthorized      401: the access token is old or withdrawn          taken: no       retry
├── TooManyRequests   429: honours ``retry_after``                       taken: no       retry
├── Refused           400, 403, 413, 415: the request itself is wrong    taken: no
│   ├── Vanished          404: the company, connection or order is gone
│   ├── AlreadyConnected  409: holds the connection that exists
│   ├── WrongState        409: it was answered or changed in the meantime
│   ├── Deactivated       410: the recipient takes nothing any more
│   ├── AnswersMissing    422: the recipient's own questions are not answered
│   └── NotRegistered     Peppol knows no such participant
├── ServerFault       5xx: it failed on their side, perhaps too late     taken: unknown  retry
├── UnexpectedAnswer  any other status, redirects too                    taken: unknown
├── HostNotAllowed    we refused to call that address                    taken: no
│   └── PrivateHost       it lies in our own network                         taken: no
└── OAuthError        the login server refuses us                        taken: no
    ├── LoginRefused      the user or the server said no in the browser
    ├── StateMismatch     the callback belongs to another login
    ├── IssuerMismatch    the callback comes from another server
    └── GrantExpired      the refresh token or code is used up: log in again

``taken`` answers the one question that matters after sending a document: was it *surely* not taken?
``retryable`` means: the same request may succeed later without a person's help.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from .redact import redact


if TYPE_CHECKING:
    from .connection import NetworkConnection

TEXT_LIMIT = 500  # characters of a server's answer that are kept for people


class NetworkError(Exception):
    """Base of all errors of this package; never raised itself.

    ``status``: HTTP status or None. ``code``: the server's own error word or None.
    ``text``: what the server said, redacted, at most 500 characters.
    ``retry_after``: how long the server asks us to wait, or None.
    """

    retryable: ClassVar[bool] = False
    taken: ClassVar[Literal['no', 'unknown']] = 'unknown'
    advice: ClassVar[str] = "Look at the details and try again."

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        text: str = '',
        retry_after: timedelta | None = None,
    ):
        super().__init__(redact(message))
        self.status = status
        self.code = code
        self.text = redact(text)[:TEXT_LIMIT]
        self.retry_after = retry_after

    @property
    def reason(self) -> str:
        """What happened, for people: in the server's own words where it had any."""
        return (self.text or str(self))[:TEXT_LIMIT]


class NoConnection(NetworkError):
    """Nothing was sent: the name, the address, the connection or TLS failed."""

    retryable = True
    taken = 'no'
    advice = (
        "The network could not be reached. Nothing was sent; it will be tried again. "
        "If it lasts, check the server's internet connection, its proxy and the clock."
    )


class NoAnswer(NetworkError):
    """The request left, but no whole answer came back in time."""

    retryable = True
    advice = (
        "The network did not answer in time, so it is not known whether it took the request. "
        "Its lists are checked before anything is sent again."
    )


class Garbled(NetworkError):
    """The server said yes, but its answer can't be read: not JSON, no id, too large, cut."""

    retryable = True
    advice = (
        "The network answered something that can't be read. It will be asked again. "
        "If it lasts, something between this server and the network may change the answers "
        "(a proxy, a login page)."
    )

    @property
    def reason(self) -> str:
        """What came instead is quoted after our own sentence: it explains nothing by itself."""
        return f'{self} {self.text}'.strip()[:TEXT_LIMIT]


class Unauthorized(NetworkError):
    """401: the access token has expired or was withdrawn."""

    retryable = True
    taken = 'no'
    advice = (
        "The login at the network is no longer valid. It is renewed automatically; "
        "if that fails, an administrator has to connect the account again."
    )


class TooManyRequests(NetworkError):
    """429: wait for ``retry_after``, or by our own schedule when the server names no time."""

    retryable = True
    taken = 'no'
    advice = "The network asks us to slow down. Sending goes on by itself after a pause."


class Refused(NetworkError):
    """400, 403, 413, 415: asking again with the same data gives the same answer."""

    taken = 'no'
    advice = (
        "The network refused the request. Read its reason, correct the data or the rights "
        "of the connected user and try again."
    )


class Vanished(Refused):
    """404 in the network API: it was there when we looked, and isn't now."""

    advice = (
        "The company can no longer be found in the network. Search again, and ask the customer "
        "where it receives its invoices now."
    )


class AlreadyConnected(Refused):
    """409 ``exists``: ``connection`` is what the network already has, to be adopted."""

    advice = "You are already linked to this company. The existing connection is used."

    def __init__(self, message: str, *, connection: NetworkConnection | None = None, **facts):
        super().__init__(message, **facts)
        self.connection = connection


class WrongState(Refused):
    """409: somebody answered, activated or cancelled it before us."""

    advice = (
        "This was changed at the network in the meantime, so nothing was done. "
        "Refresh it and look at its state."
    )


class Deactivated(Refused):
    """410: the recipient exists but takes no documents any more."""

    advice = (
        "The recipient is deactivated in the network. Ask the customer where it receives its "
        "invoices now."
    )


class AnswersMissing(Refused):
    """422: the recipient asks questions of its own, and ours lacks answers."""

    advice = "The recipient asks for more details. Answer its questions and try again."


class NotRegistered(Refused):
    """Neither the locator nor the metadata of Peppol knows the participant."""

    advice = (
        "Peppol knows no participant with this electronic id. Check the id, or search by name or "
        "organisation number."
    )


class ServerFault(NetworkError):
    """5xx: it failed on their side, and nobody knows whether before or after taking it."""

    retryable = True
    advice = (
        "The network has a fault of its own. Its lists are checked before anything is sent again. "
        "If it lasts, look at the network's status page or contact its support."
    )


class UnexpectedAnswer(NetworkError):
    """A status that means nothing good here: 3xx, 404, 409, 422, …"""

    advice = (
        "The network gave an answer that does not fit the request. Check the addresses on the "
        "account and that the document still is in the state shown here."
    )


class HostNotAllowed(NetworkError):
    """We never called: the address isn't one that this account may talk to."""

    taken = 'no'
    advice = (
        "This address is not allowed for the account, so nothing was sent. An administrator "
        "has to check the addresses on the account."
    )


class PrivateHost(HostNotAllowed):
    """The address lies on this machine or in its network, and isn't among those that may."""

    advice = (
        "This address lies on this server or in its own network, so nothing was sent. If that is "
        "meant, whoever runs the server has to allow the host."
    )


class OAuthError(NetworkError):
    """The login server refuses this client, for example ``code='invalid_client'``."""

    taken = 'no'
    advice = (
        "The login server refused the connection. Check client id, client secret and the "
        "registered callback address, then connect again."
    )


class LoginRefused(OAuthError):
    """The user said no, or the server ended the login with an error."""

    advice = "The login was not completed. Click Connect and log in again."


class StateMismatch(OAuthError):
    """The callback doesn't belong to the login that we started."""

    advice = (
        "This answer belongs to another or an older login, so it was not used. "
        "Click Connect and finish the login in the same browser."
    )


class IssuerMismatch(OAuthError):
    """The callback names another issuer than the server we sent the user to (RFC 9207)."""

    advice = (
        "The answer came from another login server than expected, so it was not used. "
        "Check the login address on the account, then click Connect again."
    )


class GrantExpired(OAuthError):
    """``invalid_grant``: the code or refresh token is used up, withdrawn or too old."""

    advice = "The login has expired or was withdrawn. An administrator has to connect again."
