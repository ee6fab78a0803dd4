"""What is wrong with a document that waits or failed, and how it goes on, in the reader's language.

A plain helper, no model.
"""

from odoo.tools.translate import LazyTranslate

from ...network import RESOLVABLE_CODES, refuses_tests
from ..texts.network import BY_KIND, SENTENCES
from .error_codes import ASKS_THERE, NO_TESTS, UNKNOWN, Advice, advice_by_code
from .pagero_document import STOPPED


_lt = LazyTranslate(__name__)

BY_HELD_REASON = {
    'connection': _lt("Connect the customer; the invoice is then sent automatically."),
    'receiver': _lt(
        "Pagero may have a copy for the customer's earlier numbers: look in Pagero Online. Then"
        " cancel it and send it again, or write the earlier numbers back and press Try Again."
    ),
    'login': _lt("An administrator must press Connect on the Pagero account."),
    'disconnected': _lt("An administrator must connect the company to Pagero again."),
    'back_to_test': _lt("It is sent when an administrator presses Go Live. Otherwise cancel it."),
    'unapproved_database': _lt(
        "An administrator must say on the Pagero account whether this is the live database or a"
        " copy."
    ),
}
BY_STATE = {
    'queued': _lt("It is tried again automatically."),
    'invalid': _lt(
        "Correct it: references on the invoice as it is, the rest once it is reset to draft. It is"
        " then checked again, and sent if nothing is wrong any more."
    ),
    'unsure': _lt(
        "It is looked up at Pagero automatically. Nothing is sent twice in the meantime."
    ),
}
# What is to be done at the button's place; the name of the button itself is on it.
THEN_RESTART = _lt("Then press Restart.")
THEN_AGAIN = _lt("Then press Send Again.")
SENT_ON_THERE = _lt("Pagero then sends it on.")
CORRECTED = _lt(
    "Correct the Invoice cancels this transmission at Pagero; once corrected, the invoice is sent"
    " again."
)
# After these the invoice must be built anew.
OF_CONTENT = ('company', 'customer')
# These are all that is to be done.
WHOLE = ('again', 'credit', 'otherwise', 'production')
# An error of the wire that only an administrator can cure; the others are cured on the invoice.
OF_ACCOUNT = (
    'unauthorized',
    'host_not_allowed',
    'private_host',
    'oauth_error',
    'login_refused',
    'state_mismatch',
    'issuer_mismatch',
    'grant_expired',
)


def error_advice(document):
    """Sentence and cure of what has stopped the document; None where nothing has."""
    if document.state not in STOPPED:
        return None
    if document.send_mode == 'Test' and refuses_tests(document.error_text):
        return NO_TESTS
    known = advice_by_code(document.error_code, document.error_group)
    return known or _wire_advice(document) or _unknown_advice(document)


def _unknown_advice(document):
    return ASKS_THERE if document.state == 'awaiting_interaction' else UNKNOWN


def _wire_advice(document):
    kind = _kind(document)
    if kind not in SENTENCES:
        return None
    return Advice(SENTENCES[kind], 'account' if kind in OF_ACCOUNT else 'correct')


def _kind(document):
    return (document.error_parameters or {}).get('code')


def advice_of(document):
    """How it goes on, or '' where nothing needs to be done: by what holds or stops it, or state."""
    held = BY_HELD_REASON.get(document.held_reason)
    parts = [held] if held else _about_error(document) or _about_state(document)
    return ' '.join(document.env._(part) for part in parts if part)


def _about_error(document):
    """After the sentence on the error: how the invoice leaves once the cause is gone."""
    advice = error_advice(document)
    if not advice:
        return []
    return [BY_KIND.get(_kind(document)), _afterwards(document, advice.cure)]


def _afterwards(document, cure):
    if cure in WHOLE:
        return None
    if cure == 'correct':
        return CORRECTED
    if document.error_code in RESOLVABLE_CODES:
        return SENT_ON_THERE
    is_same = document.part_ids and cure not in OF_CONTENT
    return THEN_RESTART if is_same else THEN_AGAIN


def _about_state(document):
    """What happens automatically, and what to look at when it goes on happening."""
    usual = BY_STATE.get(document.state)
    if not usual or (document.state == 'queued' and not _is_retried(document)):
        return []
    wire = BY_KIND.get(_kind(document))
    if document.state == 'invalid' and wire:
        return [wire]  # nothing was found that could be corrected
    return [usual, wire]


def _is_retried(document):
    """Whether an attempt has failed, or would now; a server that stands still retries nothing."""
    return document.has_error or bool(document.account_id.sudo()._trouble())
