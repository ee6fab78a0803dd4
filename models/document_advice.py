"""What a person can do about a document that waits or failed, in the reader's language."""

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)

HELD_REASONS = [
    ('connection', "The customer is not connected"),
    ('login', "Login needed"),
    ('unapproved_database', "This database is not approved"),
    ('disconnected', "Disconnected from Pagero"),
]

BY_HELD_REASON = {
    'connection': _lt("Connect the customer; the invoice then leaves by itself."),
    'login': _lt("An administrator must press Connect on the Pagero account."),
    'disconnected': _lt("An administrator must connect the company to Pagero again."),
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
    'invalid': _lt("Correct what the list says. References can be changed without going back to"
                   " draft. Then press Try Again."),
    'unsure': _lt("It is looked up at Pagero by itself. Nothing is sent twice meanwhile."),
    'awaiting_interaction': _lt(
        "Somebody must act in Pagero Online, for instance add the recipient. Then press Restart."
    ),
    'error': _lt("Read the reason. Restart it when the cause was cured at Pagero, or cancel it and"
                 " send it again."),
}


def advice_of(document):
    """One sentence, or an empty one where nothing needs to be done."""
    at_pagero = document.state in ('error', 'awaiting_interaction')
    advice = (
        BY_HELD_REASON.get(document.held_reason)
        or (at_pagero and BY_GROUP.get(document.error_group))
        or ((document.state != 'queued' or document.reason) and BY_STATE.get(document.state))
    )
    return document.env._(advice) if advice else ''
