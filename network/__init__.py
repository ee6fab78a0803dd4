"""The network's API, free of Odoo. Import from here, not from the files below."""

from .business_status import (
    BUSINESS_STATE,
    FOLLOWED_BY,
    Heard,
    business_status_of,
    moment_of,
    standing,
)
from .client import PageroClient
from .codes import (
    DUPLICATE_CODES,
    MEANINGS,
    RESOLVABLE_CODES,
    codes_in,
    connection_state_of,
    error_group,
    refuses_tests,
)
from .company import (
    ACCEPTANCES,
    CONNECTION_TYPES,
    DIRECTIONS,
    DOCUMENT_TYPES,
    Capability,
    Company,
    Requirement,
    merged,
)
from .connection import NetworkConnection, NetworkRequest, NetworkRoutingOrder
from .directory import DIRECTORY_URL, DirectoryClient
from .errors import (
    AlreadyConnected,
    AnswersMissing,
    Deactivated,
    Garbled,
    GrantExpired,
    HostNotAllowed,
    IssuerMismatch,
    LoginRefused,
    NetworkError,
    NoAnswer,
    NoConnection,
    NotRegistered,
    OAuthError,
    PrivateHost,
    Refused,
    ServerFault,
    StateMismatch,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
    Vanished,
    WrongState,
)
from .handover import Collected, Courier, Outcome, STOPPING, Upload, is_outage, stops_all
from .hosts import (
    PRODUCTION_HOSTS,
    Hosts,
    hosts_in,
    is_private,
    may_be_reached,
    origin_of,
    server_address,
)
from .matching import Match, Subject, match_all, match_by_number
from .oauth import Login, OAuthClient, new_login, parse_callback
from .paging import Stretch
from .partner_api import PartnerApi
from .partner_users import USED_UP, NetworkLicence, NetworkUser, PartnerUsers
from .payloads import (
    MODE_OF_WORD,
    PART_STATE,
    SEND_MODES,
    FilePart,
    NetworkDocument,
    Page,
    SentFile,
    Tokens,
    parse_document,
    parse_file_part,
    parse_page,
    parse_sent_file,
    parse_tokens,
)
from .peppol_ids import capabilities_of, parse_participant_id, participant_id
from .query import Query
from .redact import RedactingFilter, get_logger, redact
from .retry import LONGEST_DELAY, next_delay
from .searching import SearchResult, SourceOutcome, search_all
from .smp import SmpClient
from .transport import HttpTransport, Request, Response, Transport
