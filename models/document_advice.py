"""What a person can do about a document that waits or failed, in the reader's language."""

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

HELD_REASONS = [
    ('connection', "The customer is not connected"),
    ('login', "Login needed"),
    ('unapproved_database', "This database is not approved"),
    ('disconnected', "Disconnected from Pagero"),
    ('back_to_test', "The account was set back to Test"),
]

BY_HELD_REASON = {
    'connection': _lt("Connect the customer; the invoice then leaves by itself."),
    'login': _lt("An administrator must press Connect on the Pagero account."),
    'disconnected': _lt("An administrator must connect the company to Pagero again."),
    'back_to_test': _lt("It leaves when an administrator presses Go Live; or cancel it."),
    'unapproved_database': _lt(
        "An administrator must say on the Pagero account whether this is the live database or a"
        " copy."
    ),
}
BY_GROUP = {
    'routing': _lt(
        "Check the customer's network id and customer number here, and the connection in Pagero"
        " Online. Then press Restart."
    ),
    'system': _lt(
        "Pagero refused it for a reason of the account. Read the reason; a number that was used"
        " already means that the invoice is there."
    ),
    'content': _lt("Cancel it, correct the invoice, and send it again."),
    'format': _lt("Cancel it, correct the missing or invalid value, and send it again."),
    'validation': _lt("Correct the value in Pagero Online, or cancel it here and send it again."),
    'delivery': _lt("Correct the value that the recipient asks for, cancel it and send it again."),
}
BY_STATE = {
    'queued': _lt("It is tried again by itself."),
    'invalid': _lt(
        "Correct what the list says. References can be changed without going back to"
        " draft. Then press Try Again."
    ),
    'unsure': _lt("It is looked up at Pagero by itself. Nothing is sent twice meanwhile."),
    'awaiting_interaction': _lt(
        "Somebody must act in Pagero Online, for instance add the recipient. Then press Restart."
    ),
    'error': _lt(
        "Read the reason. Restart it when the cause was cured at Pagero, or cancel it and"
        " send it again."
    ),
}
NOTHING_TO_RESTART = _lt("Cure what the reason says. Then cancel it and send it again.")


def advice_of(document):
    """One sentence, or an empty one where nothing needs to be done."""
    advice = (
        BY_HELD_REASON.get(document.held_reason)
        or _about_error(document)
        or ((document.state != 'queued' or document.reason) and BY_STATE.get(document.state))
    )
    return document.env._(advice) if advice else ''


def _about_error(document):
    """What Pagero, or the person who restarts it there, can make of it."""
    if document.state not in ('error', 'awaiting_interaction'):
        return None
    restartable = document.part_ids or document.state != 'error'
    if not restartable and document.error_group in (False, 'routing'):
        return NOTHING_TO_RESTART
    return BY_GROUP.get(document.error_group)
