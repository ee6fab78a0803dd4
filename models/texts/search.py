"""What the search box says when something can't be looked for, or a source is silent."""

from odoo.tools.translate import LazyTranslate

from ...identification import schemes
from ...network import errors
from .company import source_words


_lt = LazyTranslate(__name__)

REFUSALS = {
    'empty': _lt(
        "Type an organisation number, a VAT number, a GLN, an electronic ID or a name first."
    ),
    'too_short': _lt(
        "“%(value)s” is too short. Type at least two letters of the name, or a number."
    ),
    'check_digit': _lt(
        "The check digit of “%(value)s” is wrong for a %(number)s: a digit is mistyped, or two are"
        " swapped. Compare it with a letter of the customer."
    ),
    'last_digit': _lt(
        "The check digit of “%(value)s” is wrong: if the other digits are right, the %(number)s"
        " ends in %(last_digit)s. Compare it with a letter of the customer."
    ),
    'wrong_length': _lt(
        "“%(value)s” is not a %(number)s: it has too many or too few digits. Check it for typing"
        " errors."
    ),
    'no_country': _lt(
        "“%(value)s” is not a VAT number: a VAT number begins with its country, for example SE."
    ),
    'no_scheme': _lt(
        "“%(value)s” is not an electronic ID: it has a scheme, a colon and a number, for example"
        " 0007:5560360793."
    ),
    'unknown_scheme': _lt(
        "“%(value)s” begins with a scheme that Peppol does not know. Swedish organisation numbers"
        " have 0007, GLN 0088."
    ),
    'malformed': _lt(
        "“%(value)s” is not a %(number)s. Check it, or choose another field to look in."
    ),
}
NUMBERS = {
    schemes.SWEDISH_ORGNR: _lt("Swedish organisation number"),
    schemes.GLN: _lt("GLN"),
    schemes.NORWEGIAN_ORGNR: _lt("Norwegian organisation number"),
    schemes.DANISH_CVR: _lt("Danish CVR number"),
    schemes.BELGIAN_NUMBER: _lt("Belgian enterprise number"),
    schemes.FINNISH_OVT: _lt("Finnish business ID"),
    'org_number': _lt("organisation number"),
    'vat_number': _lt("VAT number"),
    'gln': _lt("GLN"),
    'electronic_id': _lt("electronic ID"),
}
SILENCES = {
    errors.NoAnswer: 'late',
    errors.NoConnection: 'unreachable',
    errors.TooManyRequests: 'busy',
    errors.GrantExpired: 'login',
    errors.Unauthorized: 'login',
    errors.NetworkError: 'fault',
}
SILENT = {
    'late': _lt("%(source)s did not answer in time."),
    'unreachable': _lt("%(source)s cannot be reached."),
    'busy': _lt("%(source)s takes no more searches right now. Search again in a minute."),
    'login': _lt("%(source)s does not accept the login; an administrator must connect again."),
    'not_ready': _lt(
        "%(source)s was not asked: an administrator must connect the Pagero account, or approve"
        " this database, first."
    ),
    'fault': _lt("%(source)s gave an answer that cannot be used."),
}


def refusal_of(env, error):
    """The sentence for input that can't be looked for: which number, and what is wrong with it."""
    code = 'last_digit' if error.code == 'check_digit' and error.last_digit else error.code
    number = NUMBERS.get(error.scheme) or NUMBERS.get(error.kind) or NUMBERS['org_number']
    sentence, words = env._(REFUSALS[code]), env._(number)
    return sentence % {'value': error.value[:60], 'number': words, 'last_digit': error.last_digit}


def silence_words(env, name, error):
    """What one source says instead of answering."""
    sentence = SILENT[error]
    words = env._(sentence)
    return words % {'source': source_words(env, name)}


def silence_of(error):
    """A key of ``SILENT`` for an error of the wire, or None."""
    if error is None:
        return None
    return next(key for kind in type(error).__mro__ if (key := SILENCES.get(kind)))
