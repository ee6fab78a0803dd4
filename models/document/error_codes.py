"""What a person reads of each of Pagero's error codes, and the one button that cures it.

The codes are those of PUF-020, as ``network/codes.py`` lists them; ``docs/error-codes.md`` shows
them all. A plain helper, no model.
"""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate


_lt = LazyTranslate(__name__)


class Advice(NamedTuple):
    """One sentence, and a key of ``CURES``: the button that cures it, or leads there."""

    sentence: object
    cure: str


_LOOK_FOR_NUMBER = _lt(
    "Pagero already has an invoice with this number: look it up in Pagero Online before you send"
    " it again."
)
_NOT_FOUND = _lt(
    "Pagero found no such recipient: check the electronic ID and the numbers on the customer."
)
_MUST_APPROVE = _lt("The recipient must approve you as a sender: ask the recipient.")
_OTHER_VALUE = _lt("A value is missing or invalid: read the details, and correct it.")
_ONLY_SIGNED = _lt("A digitally signed attachment is not allowed here: replace or remove it.")
_TAX_AUTHORITY = _lt("The tax authority rejected the invoice: read the details, and correct it.")

BY_CODE = {
    # === ATTACHMENT === #
    '10100': Advice(
        _lt("An attachment that the invoice refers to is missing: add it to the invoice."),
        'correct',
    ),
    '10200': Advice(
        _lt("Two attachments are marked as the image of the invoice: keep one of them."), 'correct'
    ),
    '10300': Advice(_lt("An attachment is empty: remove it, or add it again."), 'correct'),
    '10400': Advice(_lt("An attachment is too large: make it smaller, or remove it."), 'correct'),
    '10500': Advice(
        _lt("The PDF does not fit on the paper that it is printed on: use a PDF in A4."), 'correct'
    ),
    '10600': Advice(
        _lt("Pagero could not match the attachments to the invoice: restart it."), 'restart'
    ),
    '10700': Advice(
        _lt("The PDF has a font that cannot be printed: make the PDF again with embedded fonts."),
        'correct',
    ),
    '10800': Advice(
        _lt("Pagero needs the invoice as a PDF to print it: attach the PDF."), 'correct'
    ),
    # === SYSTEM === #
    '11100': Advice(
        _lt("Pagero requires duplicate control on your account: turn it on in Pagero Online."),
        'online',
    ),
    '11200': Advice(_LOOK_FOR_NUMBER, 'online'),
    '11300': Advice(
        _lt(
            "Pagero already has a document with the same interchange ID: look it up in Pagero"
            " Online before you send it again."
        ),
        'online',
    ),
    '11400': Advice(
        _lt("Your company's GLN is not the one of the account at Pagero: correct one of them."),
        'company',
    ),
    '11500': Advice(
        _lt("Your company's name is not the one of the account at Pagero: correct one of them."),
        'company',
    ),
    '11600': Advice(
        _lt("Your company's number is not the one of the account at Pagero: correct one of them."),
        'company',
    ),
    '11700': Advice(
        _lt(
            "Your organisation number is not the one of the account at Pagero: correct one of"
            " them."
        ),
        'company',
    ),
    '11800': Advice(
        _lt("Your VAT number is not the one of the account at Pagero: correct one of them."),
        'company',
    ),
    '12100': Advice(
        _lt("A new logotype waits for approval at Pagero: restart it when that is done."), 'restart'
    ),
    '12200': Advice(
        _lt(
            "The removal of a logotype waits for approval at Pagero: restart it when that is done."
        ),
        'restart',
    ),
    '12300': Advice(
        _lt(
            "The user who is connected to Pagero may not send for this company: give the user the"
            " right in Pagero Online."
        ),
        'online',
    ),
    '12400': Advice(_LOOK_FOR_NUMBER, 'online'),
    '12500': Advice(
        _lt("Pagero found too many documents in one file: send this one again alone."), 'again'
    ),
    '13200': Advice(
        _lt("Pagero found no invoice in the file: send it again, or ask Pagero's support."), 'again'
    ),
    '13300': Advice(
        _lt("Pagero found nothing in the file: send it again, or ask Pagero's support."), 'again'
    ),
    # === CONTENT === #
    '14100': Advice(_lt("The due date is missing or wrong: correct it."), 'correct'),
    '14200': Advice(
        _lt("The amount of a line is wrong: check its quantity, price and allowances."), 'correct'
    ),
    '14300': Advice(_lt("The payment reference (OCR) is wrong: correct it."), 'correct'),
    '14400': Advice(_lt("The total without VAT is wrong: check the lines."), 'correct'),
    '14500': Advice(_lt("The total without VAT is missing: check the lines."), 'correct'),
    '14600': Advice(_lt("The total is wrong: check the lines and the rounding."), 'correct'),
    '14700': Advice(_lt("The VAT amount is wrong: check the taxes on the lines."), 'correct'),
    '14800': Advice(_lt("The invoice date is missing: fill it in."), 'correct'),
    '14900': Advice(
        _lt("The customer's VAT number lacks its country code: write it in full."), 'customer'
    ),
    '15100': Advice(_lt("Your VAT number lacks its country code: write it in full."), 'company'),
    '15200': Advice(
        _lt("Pagero does not see what kind of document it is: send it again."), 'again'
    ),
    '15300': Advice(
        _lt("The invoice has no amount to be paid or paid back: check the lines."), 'correct'
    ),
    # === FORMAT === #
    '18100': Advice(
        _lt("The invoice breaks a rule of its format: read the details, and correct it."), 'correct'
    ),
    '18200': Advice(
        _lt(
            "The recipient's operator does not accept the form of the invoice: read the details,"
            " and correct it."
        ),
        'correct',
    ),
    '18300': Advice(
        _lt("An organisation number is missing: fill it in on the customer."), 'customer'
    ),
    '18400': Advice(
        _lt("A value that must be there is missing: read the details, and fill it in."), 'correct'
    ),
    '18500': Advice(
        _lt("The invoice has not the form that it must have: read the details, and correct it."),
        'correct',
    ),
    **{str(code): Advice(_OTHER_VALUE, 'correct') for code in range(18501, 18555)},
    '18501': Advice(
        _lt("A unit of measure is missing or invalid: choose another unit on the line."), 'correct'
    ),
    '18513': Advice(_lt("The currency is missing or invalid: choose another one."), 'correct'),
    '18521': Advice(
        _lt("A VAT amount is missing or invalid: check the taxes on the lines."), 'correct'
    ),
    '18529': Advice(
        _lt("Pagero does not know the format of the file: ask Pagero's support."), 'online'
    ),
    '18530': Advice(_lt("The recipient wants an order reference: fill it in."), 'correct'),
    '18532': Advice(
        _lt("A line of the invoice is missing or invalid: check the lines."), 'correct'
    ),
    '18542': Advice(
        _lt("The amount on which VAT is charged is missing or invalid: check the lines."), 'correct'
    ),
    '18554': Advice(
        _lt("The recipient wants an order reference or a buyer reference: fill one in."), 'correct'
    ),
    # === PAGERO'S OWN CHECK === #
    '20100': Advice(
        _lt("Pagero's check has stopped the invoice: read the details, and correct it."), 'correct'
    ),
    '20200': Advice(
        _lt("Pagero's check wants another value: fill it in in Pagero Online."), 'online'
    ),
    '20300': Advice(
        _lt(
            "The invoice number is too long for the recipient: credit the invoice, and make a new"
            " one with a shorter number."
        ),
        'credit',
    ),
    '20400': Advice(
        _lt(
            "The recipient takes only digits as an invoice number: credit the invoice, and make a"
            " new one with such a number."
        ),
        'credit',
    ),
    '20500': Advice(
        _lt("The recipient does not accept this currency: choose another one."), 'correct'
    ),
    '20600': Advice(
        _lt("A country code is missing or invalid: check the address of the customer."), 'customer'
    ),
    '20700': Advice(_OTHER_VALUE, 'correct'),
    # === COMPLIANCE === #
    '24100': Advice(_ONLY_SIGNED, 'correct'),
    '24200': Advice(_ONLY_SIGNED, 'correct'),
    '24300': Advice(_ONLY_SIGNED, 'correct'),
    '24400': Advice(
        _lt("The invoice breaks a rule of the country: read the details, and correct it."),
        'correct',
    ),
    '24401': Advice(_lt("An e-mail address is invalid: correct it in Pagero Online."), 'online'),
    # === FACTORING === #
    '26100': Advice(
        _lt("The factoring company lacks details of the customer: fill them in."), 'customer'
    ),
    '26200': Advice(
        _lt("The factoring company takes one invoice at a time: send this one again alone."),
        'again',
    ),
    '26300': Advice(
        _lt("The factoring company does not accept the invoice: send it another way."), 'otherwise'
    ),
    # === CLEARANCE === #
    '27100': Advice(_TAX_AUTHORITY, 'correct'),
    '27200': Advice(_TAX_AUTHORITY, 'correct'),
    # === ROUTING === #
    '28100': Advice(_MUST_APPROVE, 'request'),
    '28200': Advice(_MUST_APPROVE, 'request'),
    '28300': Advice(
        _lt("Your own electronic ID is missing on the account: add it in Pagero Online."), 'online'
    ),
    '28400': Advice(
        _lt(
            "The recipient is not in Pagero's registry: check the electronic ID and the numbers"
            " on the customer."
        ),
        'search',
    ),
    '28500': Advice(_NOT_FOUND, 'search'),
    '28600': Advice(
        _lt("The recipient uses another operator: order a route to it."), 'order'
    ),
    '28700': Advice(
        _lt("There is no connection to the recipient: connect the customer."), 'connect'
    ),
    '28800': Advice(
        _lt("The recipient is deactivated: look for it, and ask where it receives invoices now."),
        'search',
    ),
    '28900': Advice(_NOT_FOUND, 'search'),
    '29000': Advice(
        _lt("The recipient cannot be reached at the moment: restart it later."), 'restart'
    ),
    '29100': Advice(
        _lt("The recipient has not accepted your request yet: remind the recipient."), 'request'
    ),
    '29200': Advice(
        _lt(
            "The route is not open yet: activate the routing order when the recipient has"
            " confirmed it."
        ),
        'order',
    ),
    '29300': Advice(
        _lt(
            "The recipient's operator requires an ID that is missing: add it to the connection in"
            " Pagero Online."
        ),
        'online',
    ),
    '29400': Advice(
        _lt(
            "The recipient's operator accepts no documents from other operators: send the invoice"
            " another way."
        ),
        'otherwise',
    ),
    # === MANUAL === #
    '30100': Advice(_lt("Pagero has a message for you: read the details."), 'online'),
    '30200': Advice(
        _lt("Pagero waits for the recipient's operator: look at it in Pagero Online."), 'online'
    ),
    '30300': Advice(
        _lt("A check at Pagero has stopped the invoice: read the details, and correct it."),
        'correct',
    ),
    # === WHAT THE RECIPIENT WANTS === #
    '40100': Advice(
        _lt("The recipient's system refused the invoice: read the details, and correct it."),
        'correct',
    ),
    '40101': Advice(
        _lt("The recipient wants an e-mail address: fill it in in Pagero Online."), 'online'
    ),
    '40102': Advice(
        _lt("The recipient wants its order number: fill it in in Pagero Online."), 'online'
    ),
    '40103': Advice(
        _lt("The recipient wants the name of a contact: fill it in in Pagero Online."), 'online'
    ),
    '40104': Advice(
        _lt("The recipient wants its first reference: fill it in in Pagero Online."), 'online'
    ),
    '40105': Advice(
        _lt("The recipient wants its second reference: fill it in in Pagero Online."), 'online'
    ),
    '40106': Advice(
        _lt("The recipient wants a department: fill it in in Pagero Online."), 'online'
    ),
}  # fmt: skip
# Of a code that this version does not know, its first two digits tell the group.
BY_GROUP = {
    'attachment': Advice(
        _lt("Pagero does not accept an attachment: check them, and correct the invoice."), 'correct'
    ),
    'system': Advice(
        _lt("Pagero refused it because of your account: look at it in Pagero Online."), 'online'
    ),
    'content': Advice(
        _lt("An amount, a date or a reference is wrong: read the details, and correct it."),
        'correct',
    ),
    'format': Advice(_OTHER_VALUE, 'correct'),
    'validation': Advice(
        _lt("Pagero's check has stopped the invoice: read the details, and correct it."), 'correct'
    ),
    'compliance': Advice(
        _lt("The invoice breaks a rule of the country: read the details, and correct it."),
        'correct',
    ),
    'factoring': Advice(
        _lt("The factoring company does not accept the invoice: check the customer's details."),
        'customer',
    ),
    'clearance': Advice(_TAX_AUTHORITY, 'correct'),
    'routing': Advice(
        _lt("The invoice finds no way to the recipient: check the customer's numbers."), 'search'
    ),
    'manual': Advice(
        _lt("It must be handled in Pagero Online: read the details."), 'online'
    ),
    'delivery': Advice(
        _lt("The recipient wants something else: read the details, and correct the invoice."),
        'correct',
    ),
}  # fmt: skip
# A recipient may take invoices and no tests.
NO_TESTS = Advice(
    _lt("The recipient accepts no tests: send the invoice in Production."), 'production'
)
# Pagero gave no code that is known.
UNKNOWN = Advice(_lt("Pagero has stopped it: read the details."), 'restart')
ASKS_THERE = Advice(
    _lt("Pagero waits for somebody to act in Pagero Online: read the details."), 'online'
)


def advice_by_code(code, group):
    """The advice on a code, else on its group; None where neither is known."""
    return BY_CODE.get(code) or BY_GROUP.get(group)
