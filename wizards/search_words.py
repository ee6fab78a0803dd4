"""What the search box says when something can't be looked for, or a source is silent."""

from odoo.tools.translate import LazyTranslate

from ..network import errors


_lt = LazyTranslate(__name__)

REFUSALS = {
    'empty': _lt(
        "Type an organisation number, a VAT number, a GLN, an electronic ID or a name first."
    ),
    'too_short': _lt(
        "“%(value)s” is too short. Type at least two letters of the name, or a number."
    ),
    'check_digit': _lt(
        "The check digit of the %(kind)s %(value)s is wrong: a digit is mistyped, or two are"
        " swapped. Compare it with an invoice or letter of the customer."
    ),
    'wrong_length': _lt(
        "“%(value)s” is not a %(kind)s: it has too many or too few digits. Check it for typing"
        " errors."
    ),
    'unknown_scheme': _lt(
        "“%(value)s” begins with a scheme that Peppol does not know. Swedish organisation numbers"
        " have 0007, GLN 0088."
    ),
    'not_a_number': _lt(
        "“%(value)s” is not a %(kind)s. Check it, or choose another field to look in."
    ),
}
KINDS = {
    'org_number': _lt("organisation number"),
    'vat_number': _lt("VAT number"),
    'gln': _lt("GLN"),
    'electronic_id': _lt("electronic ID"),
    'name': _lt("name"),
    'any': _lt("number"),
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
    'busy': _lt("%(source)s asks us to slow down; search again in a minute."),
    'login': _lt("%(source)s does not accept the login; an administrator must connect again."),
    'fault': _lt("%(source)s gave an answer that cannot be used."),
}


def refusal_of(env, error):
    """The sentence for input that can't be looked for."""
    kind = env._(KINDS.get(error.kind, KINDS['any']))
    return env._(REFUSALS[error.code]) % {'kind': kind, 'value': error.value[:60]}


def silence_of(error):
    """A key of ``SILENT`` for an error of the wire, or None."""
    if error is None:
        return None
    return next(key for kind in type(error).__mro__ if (key := SILENCES.get(kind)))
