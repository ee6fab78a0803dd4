"""What to do about an official rule that the own rules leave out: advice by its id, in English.

The official sentence says what is wrong. The Swedish words of both are in ``words_sv``.
"""

from __future__ import annotations


ADVICE = (
    "Correct the value if you entered it; otherwise the software made the mistake: report it with "
    "the invoice number."
)
REPORT = "This comes from the software, not from your data: report it with the invoice number."

_COMPANY = "Fill it in on your company's contact."
_CUSTOMER = "Fill it in on the customer's contact."
_REPRESENTATIVE = "Fill it in on the contact of the tax representative."
_PERIOD = "Correct the first and the last day of the period."
_SUMS = (
    "Reset the invoice to draft, look at the lines and confirm it again; report it with the "
    "invoice number if it stays."
)
_REASON = "State a reason for the discount or charge."
_AMOUNT = "Enter the amount of the discount or charge."
_CHANGE_TAX = "Choose a tax for the discount or charge."
_TAX = "Open the tax that is used, and correct its category code or percentage."
_ATTACHMENT = "Remove the attachment and add it again."
_ONE_CATEGORY = (
    "Invoice what is not subject to VAT separately: choose the same tax on all lines, or split the "
    "invoice."
)
_PRICE = "Enter a positive price, and make the quantity negative instead."

_GROUPS = {
    REPORT: 'BR-01 BR-04 BR-53 BR-CO-03 BR-17 BR-21 BR-64 BR-65 UBL-DT-01 UBL-SR-43',
    _COMPANY: 'BR-06 BR-08 BR-09',
    _CUSTOMER: 'BR-07 BR-10 BR-11',
    _REPRESENTATIVE: 'BR-18 BR-19 BR-20 BR-56',
    _PERIOD: 'BR-29 BR-30 BR-CO-19 BR-CO-20',
    _SUMS: 'BR-12 BR-13 BR-14 BR-15 BR-24 BR-45 BR-46',
    _REASON: 'BR-33 BR-38 BR-42 BR-44 BR-CO-05 BR-CO-06 BR-CO-07 BR-CO-08 BR-CO-21 BR-CO-22 '
    'BR-CO-23 BR-CO-24',
    _AMOUNT: 'BR-31 BR-36 BR-41 BR-43',
    _CHANGE_TAX: 'BR-32 BR-37',
    _TAX: 'BR-47',
    _ATTACHMENT: 'BR-52 UBL-DT-06 UBL-DT-07',
    _ONE_CATEGORY: 'BR-O-11 BR-O-12 BR-O-13 BR-O-14',
    _PRICE: 'BR-27 BR-28',
    "Enter your VAT number on your company's contact.": ' '.join(
        f'BR-{category}-{number}' for category in 'SZEG' for number in ('02', '03', '04')
    ),
    "Enter the VAT number on your company's contact and on the customer's.": ' '.join(
        f'BR-{category}-{number}' for category in ('AE', 'IC') for number in ('02', '03', '04')
    ),
    "Choose another tax, since VAT numbers can't stand on an invoice that is not subject to VAT.": (
        'BR-O-02 BR-O-03 BR-O-04'
    ),
    "Create the credit note from the invoice that it is about.": 'BR-55 UBL-SR-07',
}
_SINGLE = {
    'BR-02': "Confirm the invoice, so that it gets a number.",
    'BR-03': "Enter the invoice date.",
    'BR-05': "Choose a currency on the invoice.",
    'BR-16': "Add an invoice line.",
    'BR-22': "Enter the quantity of the line.",
    'BR-23': "Choose a unit of measure on the line.",
    'BR-25': "Choose a product on the line, or write a description.",
    'BR-26': "Enter the unit price of the line.",
    'BR-49': "Choose a payment method on the invoice.",
    'BR-51': "State at most the first six and the last four digits of the card.",
    'BR-54': "Fill in both the name and the value of the attribute.",
    'BR-57': "Fill in the country of the delivery address.",
    'BR-CO-09': "Put the country code in front, for instance SE for Sweden.",
    'BR-CO-26': "Enter the organisation number on your company's contact.",
    'BR-IC-11': "Enter the delivery date on the invoice.",
    'BR-IC-12': "Fill in the country of the delivery address.",
    'UBL-SR-44': "State one payment reference on the invoice.",
    'UBL-SR-47': "Choose accounts of the same kind to pay to on the invoice.",
    'UBL-SR-48': "Choose exactly one tax on the line.",
    'UBL-SR-53': "Enter the VAT number on the contact.",
}
_BY_RULE = {
    **{rule: advice for advice, rules in _GROUPS.items() for rule in rules.split()},
    **_SINGLE,
}
_FAMILIES = {
    'BR-DEC-': _SUMS,
    'BR-CL-': "Choose another value where the code comes from, such as the unit, country or tax.",
    'UBL-': REPORT,
}


def advice_of(rule: str) -> str:
    """What a sender can do about an official rule."""
    families = (advice for family, advice in _FAMILIES.items() if rule.startswith(family))
    return _BY_RULE.get(rule) or next(families, ADVICE)
