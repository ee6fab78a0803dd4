"""Everything that can go wrong between us and the network.

NetworkError
├── NoConnection      DNS, refused, TLS: before a byte of ours left      taken: no       retry
├── NoAnswer          timed out or cut off after the request left        taken: unknown  retry
├── Garbled           a 2xx that can't be read                           taken: unknown  retry
│   └── TooLarge          it has more bytes than we take                     taken: unknown
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

    ``kind``: what is stored of it; its words are made when it is read, in the reader's language.
    ``status``: HTTP status or None. ``code``: the server's own error word or None.
    ``text``: what the server said, redacted, at most 500 characters.
    ``retry_after``: how long the server asks us to wait, or None.
    """

    kind: ClassVar[str]
    retryable: ClassVar[bool] = False
    taken: ClassVar[Literal['no', 'unknown']] = 'unknown'

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

    kind = 'no_connection'
    retryable = True
    taken = 'no'


class NoAnswer(NetworkError):
    """The request left, but no whole answer came back in time."""

    kind = 'no_answer'
    retryable = True


class Garbled(NetworkError):
    """The server said yes, but its answer can't be read: not JSON, no id, too large, cut."""

    kind = 'garbled'
    retryable = True

    @property
    def reason(self) -> str:
        """What came instead is quoted after our own sentence: it explains nothing by itself."""
        return f'{self} {self.text}'.strip()[:TEXT_LIMIT]


class TooLarge(Garbled):
    """The answer has more bytes than this transport takes."""

    kind = 'too_large'
    retryable = False


class Unauthorized(NetworkError):
    """401: the access token has expired or was withdrawn."""

    kind = 'unauthorized'
    retryable = True
    taken = 'no'


class TooManyRequests(NetworkError):
    """429: wait for ``retry_after``, or by our own schedule when the server names no time."""

    kind = 'too_many_requests'
    retryable = True
    taken = 'no'


class Refused(NetworkError):
    """400, 403, 413, 415: asking again with the same data gives the same answer."""

    kind = 'refused'
    taken = 'no'


class Vanished(Refused):
    """404 in the network API: it was there when we looked, and isn't now."""

    kind = 'vanished'


class AlreadyConnected(Refused):
    """409 ``exists``: ``connection`` is what the network already has, to be adopted."""

    kind = 'already_connected'

    def __init__(self, message: str, *, connection: NetworkConnection | None = None, **facts):
        super().__init__(message, **facts)
        self.connection = connection


class WrongState(Refused):
    """409: it was answered, activated or cancelled before this call."""

    kind = 'wrong_state'


class Deactivated(Refused):
    """410: the recipient exists but takes no documents any more."""

    kind = 'deactivated'


class AnswersMissing(Refused):
    """422: the recipient asks questions of its own, and ours lacks answers."""

    kind = 'answers_missing'


class NotRegistered(Refused):
    """Neither the locator nor the metadata of Peppol knows the participant."""

    kind = 'not_registered'


class ServerFault(NetworkError):
    """5xx: it failed on their side, before or after taking it: which is unknown."""

    kind = 'server_fault'
    retryable = True


class UnexpectedAnswer(NetworkError):
    """A status that means nothing good here: 3xx, 404, 409, 422, …"""

    kind = 'unexpected_answer'


class HostNotAllowed(NetworkError):
    """We never called: the address isn't one that this account may talk to."""

    kind = 'host_not_allowed'
    taken = 'no'


class PrivateHost(HostNotAllowed):
    """The address lies on this machine or in its network, and isn't among those that may."""

    kind = 'private_host'


class OAuthError(NetworkError):
    """The login server refuses this client, for example ``code='invalid_client'``."""

    kind = 'oauth_error'
    taken = 'no'


class LoginRefused(OAuthError):
    """The user said no, or the server ended the login with an error."""

    kind = 'login_refused'


class StateMismatch(OAuthError):
    """The callback doesn't belong to the login that we started."""

    kind = 'state_mismatch'


class IssuerMismatch(OAuthError):
    """The callback names another issuer than the server we sent the user to (RFC 9207)."""

    kind = 'issuer_mismatch'


class GrantExpired(OAuthError):
    """``invalid_grant``: the code or refresh token is used up, withdrawn or too old."""

    kind = 'grant_expired'
