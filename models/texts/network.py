"""What went wrong between Odoo and the network, in the reader's words.

A code is stored, and beside it what the other server said: the sentence and the advice are made
when they are read, in the reader's language.
"""

from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...network import NetworkError


_lt = LazyTranslate(__name__)

# The network's own words, as ``network`` reads them.
BUSINESS_STATUSES = [
    ('acknowledged', "Received"),
    ('in_process', "In process"),
    ('on_hold', "On hold"),
    ('under_query', "Questioned"),
    ('conditionally_accepted', "Accepted with changes"),
    ('partially_accepted', "Partly accepted"),
    ('accepted', "Accepted"),
    ('rejected', "Rejected"),
    ('not_valid', "Failed validation"),
    ('payment_under_way', "Payment under way"),
    ('payment_rejected', "Payment rejected"),
    ('partly_paid', "Partly paid"),
    ('paid', "Paid"),
    ('information', "Message"),
    ('unknown', "Another answer"),
]
ERROR_GROUPS = [
    ('attachment', "Attachments"),
    ('system', "Account at Pagero"),
    ('content', "Amounts, dates and references"),
    ('format', "Missing or invalid values"),
    ('validation', "Pagero's own check"),
    ('compliance', "The country's requirements"),
    ('factoring', "Factoring"),
    ('clearance', "Tax authority"),
    ('routing', "Route to the recipient"),
    ('manual', "To be handled manually"),
    ('delivery', "The recipient's requirements"),
]

# What happened, by code: an error's ``kind``, or what only Odoo notices.
SENTENCES = {
    'no_connection': _lt("Pagero cannot be reached."),
    'no_answer': _lt("Pagero did not give a complete answer in time."),
    'garbled': _lt("Pagero's answer cannot be read."),
    'too_large': _lt("Pagero's answer is larger than what is accepted here."),
    'unauthorized': _lt("Pagero did not accept the access token."),
    'too_many_requests': _lt("Pagero takes no more calls right now."),
    'refused': _lt("Pagero refused it."),
    'vanished': _lt("The company is no longer in the network."),
    'already_connected': _lt("You are connected to this company already."),
    'wrong_state': _lt("It was changed at Pagero in the meantime."),
    'deactivated': _lt("The company is deactivated in the network."),
    'answers_missing': _lt("The company asks for more details."),
    'not_registered': _lt("Peppol knows no such electronic ID."),
    'server_fault': _lt("Pagero has an internal error."),
    'unexpected_answer': _lt("Pagero gave an unexpected answer."),
    'host_not_allowed': _lt("The address does not belong to this Pagero account."),
    'private_host': _lt(
        "The address is on this server or in its own network. If that is intended, a system"
        " administrator adds it to the system parameter pagero_connector.allow_private_hosts."
    ),
    'oauth_error': _lt("Pagero's login page refused the connection."),
    'login_refused': _lt("The login at Pagero was not completed."),
    'state_mismatch': _lt("The answer belongs to another login, or to an older one."),
    'issuer_mismatch': _lt("The answer came from another login page than expected."),
    'grant_expired': _lt("The login at Pagero has expired."),
    'login_lost': _lt("Pagero no longer accepts the login. Press Connect to log in again."),
    'not_revoked': _lt(
        "Pagero could not be reached to revoke the login; revoke it in Pagero Online."
    ),
    'server_stopped': _lt("The server stopped while this was being sent."),
    'not_stored': _lt("The file could not be stored on the server."),
    'ends_workers': _lt("Odoo ended unexpectedly each time while it built this document."),
    'keeping_ends_workers': _lt("Odoo ended unexpectedly each time while it read this file."),
    'not_approved': _lt(
        "This database is not approved to use the login of %(account)s. An administrator must"
        " approve it first."
    ),
    'not_connected': _lt("%(account)s is not connected. An administrator must connect it first."),
    'several_companies': _lt(
        "Several companies of the network hold a number of %(company)s. Search by its organisation"
        " number, and choose the right one."
    ),
}
# Of these, what the other server said is the reason; of the others it is for technicians.
EXPLAINED_BY_OTHERS = (
    'refused',
    'vanished',
    'already_connected',
    'wrong_state',
    'deactivated',
    'answers_missing',
    'oauth_error',
    'login_refused',
)
# What a person can do about an error of the wire, whatever was asked of the network.
ADVICE = {
    'no_connection': _lt(
        "If it lasts, check the server's internet connection, its proxy and its clock."
    ),
    'no_answer': _lt(
        "If it lasts, look at Pagero's status page, and check the server's internet connection."
    ),
    'garbled': _lt(
        "If it lasts, something between this server and Pagero may change the answers: a proxy or a"
        " login page."
    ),
    'too_large': _lt("Look at it in Pagero Online."),
    'unauthorized': _lt("If it lasts, an administrator must press Connect on the Pagero account."),
    'too_many_requests': _lt("Pagero answers again after a pause."),
    'refused': _lt("Correct what it names, or the rights of the connected user at Pagero."),
    'vanished': _lt(
        "Search the network again, and ask the customer where it receives its invoices now."
    ),
    'already_connected': _lt("Look at the connection that exists."),
    'wrong_state': _lt("Look at its state now, and decide anew."),
    'deactivated': _lt("Ask the customer where it receives its invoices now."),
    'answers_missing': _lt("Search for the company again, and answer its questions."),
    'not_registered': _lt(
        "Check the electronic ID, or search by name or organisation number instead."
    ),
    'server_fault': _lt("If it lasts, look at Pagero's status page, or ask Pagero's support."),
    'unexpected_answer': _lt(
        "If it lasts, an administrator should check the addresses on the Pagero account."
    ),
    'host_not_allowed': _lt(
        "Nothing was sent. An administrator must check the addresses on the Pagero account."
    ),
    'private_host': _lt(
        "Nothing was sent. An administrator must check the addresses on the Pagero account."
    ),
    'oauth_error': _lt(
        "An administrator must check client ID, client secret and callback address on the Pagero"
        " account, and press Connect."
    ),
    'login_refused': _lt("An administrator must press Connect and finish the login."),
    'state_mismatch': _lt("Press Connect, and finish the login in the same browser."),
    'issuer_mismatch': _lt(
        "Check the addresses on the Pagero account, and press Connect once more."
    ),
    'grant_expired': _lt("An administrator must press Connect on the Pagero account again."),
}
# What a person can do where not the wire but this server is the cause.
ADVICE_ON_SERVER = {
    'not_stored': _lt(
        "If it lasts, an administrator must make room on the disk of Odoo's file store."
    ),
    'ends_workers': _lt(
        "If the invoice has very many lines, split it. Otherwise an administrator should look at"
        " the server's log and its limits of time and memory. Then press Try Again."
    ),
    'keeping_ends_workers': _lt("Look at it in Pagero Online."),
}
BY_KIND = {**ADVICE, **ADVICE_ON_SERVER}
CONNECT_AGAIN = _lt("Connect to Pagero again")
SAY_WHICH_DATABASE = _lt("Is this the live database?")
NOT_APPROVED = _lt(
    "Invoices wait, because this database was copied, renamed or moved, or was started on another"
    " machine. Open the Pagero account and say which database this is."
)
SENT_ELSEWHERE = _lt(
    "Invoices wait, because Pagero lists invoices in this company's name that were not sent from"
    " this database. Open the Pagero account and say which database this is."
)


class Refusal(UserError):
    """A refusal that can be stored, and said again to a reader of another language."""

    def __init__(self, env, code, **parameters):
        sentence = env._(SENTENCES[code])
        super().__init__(sentence % parameters)
        self.trouble = {'code': code, **parameters}


def trouble_of(error):
    """(code and parameters, the words of others), as they are stored of any error.

    What the network said is behind a sentence that was made of it for the person who asked.
    """
    cause = error if isinstance(error, NetworkError) else error.__cause__
    if isinstance(cause, NetworkError):
        return {'code': cause.kind}, cause.reason
    return (error.trouble, False) if isinstance(error, Refusal) else (False, str(error))


def trouble_sentence(env, trouble):
    """What happened, in the reader's language; '' where no code of it was stored."""
    sentence = SENTENCES.get((trouble or {}).get('code'))
    template = env._(sentence) if sentence else ''
    return template and template % trouble


def trouble_words(env, trouble, said):
    """The same where no details can be opened: with what others said, if it is for people."""
    sentence = trouble_sentence(env, trouble)
    is_told = not sentence or (trouble['code'] in EXPLAINED_BY_OTHERS and _is_for_people(said))
    return ' '.join(part for part in (sentence, is_told and said) if part)


def _is_for_people(said):
    """No page of a proxy, and nothing that a program would read."""
    return bool(said) and not set('<>{}') & set(said)


def advice_on(env, trouble):
    """What to do about what is stored of an error; '' where that says nothing."""
    advice = BY_KIND.get((trouble or {}).get('code'))
    return env._(advice) if advice else ''
