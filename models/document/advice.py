"""What a person can do about a document that waits or failed, in the reader's language.

A plain helper, no model.
"""

from odoo.tools.translate import LazyTranslate

from ...network import RESOLVABLE_CODES
from ..texts.network import ADVICE as BY_KIND
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
# By Pagero's code (PUF-020): more precise than its group.
BY_CODE = {
    '28100': _lt("The recipient must approve you as a sender: ask the recipient."),
    '28200': _lt("The recipient must approve you as a sender: ask the recipient."),
    '28300': _lt("Your own electronic ID is missing on the account: add it in Pagero Online."),
    '28400': _lt(
        "The recipient is not in Pagero's registry: check the electronic ID and the numbers on the"
        " customer."
    ),
    '28500': _lt(
        "Pagero found no such recipient: check the electronic ID and the numbers on the customer."
    ),
    '28600': _lt("The recipient uses another operator: order a route to it."),
    '28700': _lt("There is no connection to the recipient: connect the customer."),
    '28800': _lt("The recipient is deactivated: ask it where it receives its invoices now."),
    '28900': _lt(
        "Pagero found no such recipient: check the electronic ID and the numbers on the customer."
    ),
    '29000': _lt(
        "The recipient cannot be reached at the moment: ask the recipient or Pagero's support."
    ),
    '29100': _lt("The recipient has not accepted your request yet: remind the recipient."),
    '29200': _lt(
        "The route is not open yet: activate the routing order when the recipient has confirmed it."
    ),
    '29300': _lt(
        "The recipient's operator requires an ID that is missing: add it to the connection in"
        " Pagero Online."
    ),
    '29400': _lt(
        "The recipient's operator accepts no documents from other operators: ask Pagero's support."
    ),
}
DUPLICATE = _lt(
    "Pagero already has an invoice with this number: look it up in Pagero Online before you send"
    " it again."
)
# Nothing is left to do after these, or they say it themselves.
BY_WHOLE_CODE = {
    '11200': DUPLICATE,
    '12400': DUPLICATE,
    '11300': _lt(
        "Pagero already has a document with the same interchange ID: look it up in Pagero Online"
        " before you send it again."
    ),
    **dict.fromkeys(
        RESOLVABLE_CODES,
        _lt(
            "The value can be corrected in Pagero Online. Or cancel it here, correct the invoice,"
            " and send it again."
        ),
    ),
}
BY_GROUP = {
    'routing': _lt(
        "Check the customer's network ID and customer number here, and the connection in Pagero"
        " Online."
    ),
    'manual': _lt("Read the reason, and do what it asks for in Pagero Online."),
}
BY_WHOLE_GROUP = {
    'attachment': _lt(
        "Check the attachments: none may be empty or too large, and only one may be the image of"
        " the invoice. Cancel it, correct the invoice, and send it again."
    ),
    'system': _lt(
        "Pagero refused it because of the account. Read the reason: a number that has already been"
        " used means that Pagero already has the invoice."
    ),
    'content': _lt("Cancel it, correct the invoice, and send it again."),
    'format': _lt("Cancel it, correct the missing or invalid value, and send it again."),
    'validation': _lt("Correct the value in Pagero Online, or cancel it here and send it again."),
    'compliance': _lt(
        "Check what the country requires of attachments, signatures and e-mail addresses. Cancel"
        " it, correct the invoice, and send it again."
    ),
    'factoring': _lt(
        "Check the customer's details at the factoring company. Then cancel it and send it again."
    ),
    'clearance': _lt(
        "The tax authority did not approve it. Read its reason, cancel it, correct the invoice,"
        " and send it again."
    ),
    'delivery': _lt("Correct the value that the recipient asks for, cancel it and send it again."),
}
BY_STATE = {
    'queued': _lt("It is tried again automatically."),
    'invalid': _lt(
        "Correct what is listed below. References can be changed without resetting the invoice to"
        " draft. Then press Try Again."
    ),
    'unsure': _lt(
        "It is looked up at Pagero automatically. Nothing is sent twice in the meantime."
    ),
    'awaiting_interaction': _lt(
        "Somebody must act in Pagero Online, for instance add the recipient. Then press Restart."
    ),
    'error': _lt(
        "Read the reason. Restart it once the cause has been resolved at Pagero, or cancel it and"
        " send it again."
    ),
}
CURE_THE_REASON = _lt("Resolve the cause given in the reason.")
THEN_RESTART = _lt("Then press Restart.")
THEN_AGAIN = _lt("Then cancel it and send it again.")


def advice_of(document):
    """What to do, or '' where nothing needs to be done: by code, then group, then state."""
    held = BY_HELD_REASON.get(document.held_reason)
    parts = [held] if held else _about_error(document) or _about_state(document)
    return ' '.join(document.env._(part) for part in parts)


def _about_error(document):
    """What to do about Pagero's error: its own advice, and how to send the invoice after that."""
    if document.state not in STOPPED:
        return []
    code, group = document.error_code, document.error_group
    whole = BY_WHOLE_CODE.get(code)
    cure = BY_CODE.get(code)
    if not whole and not cure:
        whole, cure = BY_WHOLE_GROUP.get(group), BY_GROUP.get(group) or _about_wire(document)
    if whole:
        return [whole]
    if document.part_ids or document.state != 'error':
        return [cure, THEN_RESTART] if cure else []
    return [cure or CURE_THE_REASON, THEN_AGAIN]


def _about_state(document):
    """What happens automatically, and what to look at when it goes on happening."""
    usual = BY_STATE.get(document.state)
    if not usual or (document.state == 'queued' and not _is_retried(document)):
        return []
    wire = _about_wire(document)
    if document.state == 'invalid' and wire:
        return [wire]  # nothing was found that could be corrected
    return [usual, wire] if wire else [usual]


def _is_retried(document):
    """Whether an attempt has failed, or would now; a server that stands still retries nothing."""
    return document.has_error or bool(document.account_id.sudo()._trouble())


def _about_wire(document):
    return BY_KIND.get((document.error_parameters or {}).get('code'))
