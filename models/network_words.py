"""What went wrong on the wire: first for people, then in the words of the server or the wire."""

from odoo.tools.translate import LazyTranslate

from ..network import errors


_lt = LazyTranslate(__name__)

# The network's own words, as ``network`` reads them.
BUSINESS_STATUSES = [
    ('acknowledged', "Received"),
    ('in_process', "In process"),
    ('under_query', "Questioned"),
    ('conditionally_accepted', "Accepted with changes"),
    ('accepted', "Accepted"),
    ('rejected', "Rejected"),
    ('paid', "Paid"),
    ('unknown', "Another answer"),
]
ERROR_GROUPS = [
    ('attachment', "Attachments"),
    ('system', "Account at Pagero"),
    ('content', "Amounts, dates and references"),
    ('format', "Missing or invalid values"),
    ('validation', "Pagero's own check"),
    ('compliance', "The country's demands"),
    ('factoring', "Factoring"),
    ('clearance', "Tax authority"),
    ('routing', "Way to the recipient"),
    ('manual', "To be handled by hand"),
    ('delivery', "The recipient's demands"),
]

# Each kind of error has a sentence, or its base class has.
SENTENCES = {
    errors.NoConnection: _lt("Pagero cannot be reached."),
    errors.NoAnswer: _lt("Pagero gave no whole answer in time."),
    errors.Garbled: _lt("Pagero's answer cannot be read."),
    errors.Unauthorized: _lt("Pagero did not accept the access token."),
    errors.TooManyRequests: _lt("Pagero asks us to slow down."),
    errors.Refused: _lt("Pagero refused it."),
    errors.Vanished: _lt("The company is no longer in the network."),
    errors.AlreadyConnected: _lt("You are connected to this company already."),
    errors.WrongState: _lt("It was changed at Pagero in the meantime."),
    errors.Deactivated: _lt("The company is deactivated in the network."),
    errors.AnswersMissing: _lt("The company asks for more details."),
    errors.NotRegistered: _lt("Peppol knows no such electronic ID."),
    errors.ServerFault: _lt("Pagero has a fault of its own."),
    errors.UnexpectedAnswer: _lt("Pagero gave an unexpected answer."),
    errors.HostNotAllowed: _lt("The address does not belong to this Pagero account."),
    errors.PrivateHost: _lt(
        "The address lies on this server or in its own network. If that is meant, a system"
        " administrator adds it to the system parameter pagero_connector.allow_private_hosts."
    ),
    errors.OAuthError: _lt("Pagero's login page refused the connection."),
    errors.GrantExpired: _lt("The login at Pagero has expired."),
}
LOGIN_REFUSED = _lt("Pagero no longer accepts the login. Press Connect to log in again.")
NOT_REVOKED = _lt("Pagero could not be reached to revoke the login; revoke it in Pagero Online.")
SERVER_STOPPED = _lt("The server stopped while this was being sent.")
CONNECT_AGAIN = _lt("Connect to Pagero again")
SAY_WHICH_DATABASE = _lt("Is this the live database?")
NOT_APPROVED = _lt(
    "Invoices wait, because this database was copied, renamed or moved, or is reached under another"
    " address. Open the Pagero account and say which database this is. If only the address changed,"
    " set the system parameter web.base.url.freeze as well."
)
STORED = (*SENTENCES.values(), LOGIN_REFUSED, NOT_REVOKED, SERVER_STOPPED)


def to_store(env, sentence):
    """One of ``STORED`` in English: who reads it later may have another language than ``env``."""
    return env(context={**env.context, 'lang': 'en_US'})._(sentence)


def reason_of(env, error):
    """An error of the wire on one line, to be stored: our sentence, then the server's words."""
    kind = next(kind for kind in type(error).__mro__ if kind in SENTENCES)
    return f'{to_store(env, SENTENCES[kind])} {error.reason}'


def for_reader(env, stored):
    """A stored reason in the language of ``env``; what others said stays as it is."""
    for sentence in STORED:
        english = to_store(env, sentence)
        if stored and stored.startswith(english):
            return env._(sentence) + stored.removeprefix(english)
    return stored
