"""The way from nothing to live, step by step: the words, and what kind of step it is."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)


# Who does a step.
ADMINISTRATOR = _lt("Administrator")
SALESPERSON = _lt("Salesperson")
ACCOUNTANT = _lt("Accountant")
SIGNATORY = _lt("Authorised signatory")
PAGERO = _lt("Pagero")


class Step(NamedTuple):
    """One line of the checklist."""

    key: str
    title: str
    who: str  # does it
    words: str
    button: str | None = None  # what leads to its place
    tick: str | None = None  # what ticks it by hand, where Odoo can't know
    confirm: str | None = None  # what is asked before the button does it
    keep: str | None = None  # the answer that leaves all as it is


STEPS = (
    Step(
        'interest',
        _lt("Express interest"),
        ADMINISTRATOR,
        _lt(
            "Tell Pagero about your company and how many invoices you send. Pagero makes an offer."
        ),
        _lt("Express Interest"),
        _lt("We have a contract already"),
    ),
    Step(
        'quote',
        _lt("Quote received"),
        PAGERO,
        _lt(
            "Pagero gets in touch with you. Tick it when you have the quote, and attach it to the"
            " Pagero account."
        ),
        _lt("Open Contract"),
        tick=_lt("We have the quote"),
    ),
    Step(
        'agreement',
        _lt("Agreement signed"),
        SIGNATORY,
        _lt(
            "Sign the agreement with Pagero, and attach it to the Pagero account. You get a login"
            " afterwards."
        ),
        _lt("Open Contract"),
        tick=_lt("We have signed it"),
    ),
    Step(
        'login',
        _lt("Login activated"),
        ADMINISTRATOR,
        _lt(
            "Pagero mails an activation link: open it, accept the user agreement, choose a password"
            " and log in once. If the mail didn't come, look in the spam folder, then ask Pagero's"
            " support to send it again to the address in the agreement."
        ),
        _lt("Open Contract"),
        tick=_lt("I can log in"),
    ),
    Step(
        'connect',
        _lt("Connect to Pagero"),
        ADMINISTRATOR,
        _lt(
            "Give Pagero the callback URL %(url)s, fill in client id, secret and company id, and"
            " press Connect."
        ),
        _lt("Connect"),
    ),
    Step(
        'company',
        _lt("Company details"),
        ADMINISTRATOR,
        _lt(
            "What every e-invoice says about you: organisation number, VAT number, address, F-tax."
        ),
        _lt("Fill In"),
        _lt("The details are correct"),
    ),
    Step(
        'bank',
        _lt("Bank accounts"),
        ADMINISTRATOR,
        _lt(
            "Choose the accounts that customers pay to, and tick “On Every Invoice” and “Trusted”."
        ),
        _lt("Open Bank Accounts"),
    ),
    Step(
        'tag',
        _lt("Customer category"),
        ADMINISTRATOR,
        _lt(
            "Customers of this category get their invoices over Pagero. One click makes the"
            " category."
        ),
        _lt("Create e-fakturakund"),
    ),
    Step(
        'customer',
        _lt("First customer connected"),
        SALESPERSON,
        _lt("Find a customer in the network, and connect."),
        _lt("Add Customer"),
    ),
    Step(
        'test',
        _lt("First test invoice"),
        ACCOUNTANT,
        _lt(
            "Send one invoice as Test or Certification, and see it come through. Neither counts as"
            " sent."
        ),
        _lt("Open Invoices"),
        _lt("Skip the test"),
    ),
    Step(
        'live',
        _lt("Go live"),
        ADMINISTRATOR,
        _lt("From then on invoices are sent in Production, which is legally binding."),
        _lt("Go Live"),
        confirm=_lt("From now on invoices are sent in Production. They are legally binding."),
        keep=_lt("Not Yet"),
    ),
)
KEYS = tuple(step.key for step in STEPS)

# What the step says instead in a database that is not the one that was connected, or not surely.
NEUTRALIZED = _lt(
    "This is a neutralized copy of a database, to try things out in. It cannot connect to Pagero,"
    " and sends nothing. There is nothing to do here: work with Pagero in the live database."
)
UNAPPROVED = _lt(
    "This database was copied, renamed or moved, or another one sends too. Open the Pagero account"
    " and say whether this is the live database or a copy. Nothing is sent until then."
)
FORGOTTEN = _lt(
    "This is a copy, as an administrator said, so its login was erased, and it sends nothing. To"
    " try things out here, fill in a login of its own and press Connect. The login of the live"
    " database must stay there."
)
OPEN_ACCOUNT = _lt("Open Pagero Account")
IN_COPIES = {
    ('neutralized', 'connect'): {'words': NEUTRALIZED, 'button': None},
    ('neutralized', 'live'): {'words': NEUTRALIZED, 'button': None},
    ('unapproved', 'connect'): {'words': UNAPPROVED, 'button': OPEN_ACCOUNT},
    ('forgotten', 'connect'): {'words': FORGOTTEN},
}
