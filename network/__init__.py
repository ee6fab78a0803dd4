"""The network's API, free of Odoo. Import from here, not from the files below."""

from .client import PageroClient
from .codes import (
    DUPLICATE_CODES,
    RESOLVABLE_CODES,
    advice_for,
    codes_in,
    connection_state_of,
    error_group,
    routing_code_of,
)
from .errors import (
    Garbled,
    GrantExpired,
    HostNotAllowed,
    IssuerMismatch,
    LoginRefused,
    NetworkError,
    NoAnswer,
    NoConnection,
    OAuthError,
    Refused,
    ServerFault,
    StateMismatch,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
)
from .handover import Courier, Outcome, STOPPING, Upload, stops_all
from .hosts import PRODUCTION_HOSTS, Hosts, origin_of
from .oauth import Login, OAuthClient, new_login, parse_callback
from .payloads import (
    BUSINESS_STATE,
    MODE_OF_WORD,
    PART_STATE,
    SEND_MODES,
    FilePart,
    NetworkDocument,
    SentFile,
    Tokens,
    parse_document,
    parse_file_part,
    parse_page,
    parse_sent_file,
    parse_tokens,
)
from .redact import RedactingFilter, get_logger, redact
from .retry import next_delay
from .transport import HttpTransport, Request, Response, Transport
