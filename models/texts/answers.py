"""Answers of recipients, Pagero and tax authorities in the reader's words, code by code.

``docs/answers.md`` is drawn from these tables.
"""

from odoo.tools.translate import LazyTranslate

from ...ubl.response.codes import ACTION_LIST


_lt = LazyTranslate(__name__)

MESSAGES = [
    ('invoice_response', "Answer of the Recipient"),
    ('document_status', "Status from the Sender"),
    ('technical_acknowledgement', "Acknowledgement from Pagero"),
    ('clearance_notification', "Decision of a Tax Authority"),
    ('other', "Another Answer"),
]
# Response codes PUF-016, of which Peppol has the first seven, and the words of Pagero's lists.
OF_RECIPIENTS = {
    'AB': _lt("Received"),
    'IP': _lt("In process"),
    'UQ': _lt("Questioned"),
    'CA': _lt("Accepted with changes"),
    'AP': _lt("Accepted"),
    'RE': _lt("Rejected"),
    'PD': _lt("Paid"),
    'PARTIALLY_ACCEPTED': _lt("Partly accepted"),
    'ON_HOLD': _lt("On hold"),
    'INFORMATION_PROVIDED': _lt("Information provided"),
    'SUPERSEDED': _lt("Replaced by another document"),
    'ENDORSED': _lt("Endorsed"),
    'VF': _lt("Failed validation, so it did not reach the recipient"),
    'PAYMENT_RECEIVED': _lt("Payment received"),
    'PAYMENT_APPROVED': _lt("Payment approved"),
    'PAYMENT_INITIATED': _lt("Payment initiated"),
    'PAYMENT_REJECTED': _lt("Payment rejected"),
    'REQUEST_PAYMENT': _lt("Payment requested"),
    'SUBMITTED': _lt("Submitted to the platform"),
    'ISSUED_BY_PLATFORM': _lt("Issued by the platform"),
    'RECEIVED_BY_PLATFORM': _lt("Received by the recipient's platform"),
    'MADE_AVAILABLE': _lt("Made available to the recipient"),
    'FACTORED': _lt("Sold to a factoring company"),
    'FACTORED_CONFIDENTIAL': _lt("Sold to a factoring company in confidence"),
    'ACCOUNT_CHANGED': _lt("To be paid to another account"),
    'FACTORING_CANCELLED': _lt("Factoring cancelled"),
    'NOTIFICATION': _lt("Message"),
    'RecipientAccept': _lt("Accepted"),
    'RecipientReject': _lt("Rejected"),
    'RecipientRejectWithClearanceRemoval': _lt("Rejected, and withdrawn at the tax authority"),
    'Accepted': _lt("Accepted"),
    'Rejected': _lt("Rejected"),
    'UnderQuery': _lt("Questioned"),
}
OF_PAGERO = {
    'AB': _lt("Received by Pagero"),
    'AP': _lt("Delivered by Pagero"),
    'RE': _lt("Refused by Pagero"),
}
# Code list PUF-017.
OF_AUTHORITIES = {
    'APPROVED': _lt("Approved by the tax authority"),
    'APPROVED_WITH_WARNINGS': _lt("Approved by the tax authority, with warnings"),
    'REJECTED': _lt("Rejected by the tax authority"),
}
CODES = {
    'invoice_response': OF_RECIPIENTS,
    'document_status': OF_RECIPIENTS,
    'other': OF_RECIPIENTS,
    'technical_acknowledgement': OF_PAGERO,
    'clearance_notification': OF_AUTHORITIES,
}
# OpenPeppol's list OPStatusReason: why.
REASONS = {
    'NON': _lt("No issue"),
    'REF': _lt("References are missing or wrong"),
    'LEG': _lt("Legally required details are missing or wrong"),
    'REC': _lt("The recipient is wrong or unknown"),
    'QUA': _lt("The quality is not as agreed"),
    'DEL': _lt("The delivery is missing or not as agreed"),
    'PRI': _lt("The prices are wrong"),
    'QTY': _lt("The quantities are wrong"),
    'ITM': _lt("The goods or services are wrong"),
    'PAY': _lt("The payment terms are wrong"),
    'UNR': _lt("The purchase is not known to the recipient"),
    'FIN': _lt("The payment account or another financial detail is wrong"),
    'PPD': _lt("Partly paid"),
    'OTH': _lt("Another reason"),
}
# OpenPeppol's list OPStatusAction: what the recipient asks for.
ACTIONS = {
    'NOA': _lt("Nothing needs to be done"),
    'PIN': _lt("Provide the missing details"),
    'NIN': _lt("Send a new invoice"),
    'CNF': _lt("Credit the whole invoice"),
    'CNP': _lt("Credit a part of the invoice"),
    'CNA': _lt("Credit the amount"),
    'OTH': _lt("Something else, as the recipient writes"),
}
# Why an answer stands beside no invoice.
UNMATCHED = {
    'no_number': _lt("The answer does not say which invoice it is about."),
    'no_invoice': _lt(
        "The answer is about invoice %(number)s, and no invoice with this number, date and mode was"
        " sent over Pagero from here."
    ),
    'several_invoices': _lt(
        "The answer is about invoice %(number)s, and several invoices were sent with this number."
    ),
    'other_mode': _lt(
        "The answer is about invoice %(number)s, which was sent in another mode (%(mode)s)."
    ),
    'other_sender': _lt(
        "The answer is about invoice %(number)s, and comes from %(sender)s, who is not known as its"
        " recipient. If the numbers on the customer are wrong, correct them."
    ),
    'no_mode': _lt(
        "The answer is about invoice %(number)s, and Pagero does not say whether it is a test."
    ),
    'other_company': _lt("The answer is about an invoice of another company."),
    'taken_away': _lt("A user has taken the answer away from the invoice that it was linked to."),
}


def label_of(env, message, code):
    """What people read for a code; one that isn't known stays as it came."""
    known = CODES[message]
    sentence = known.get(code) or known.get((code or '').upper())
    return env._(sentence) if sentence else code or env._("An answer without a code")


def statuses_in_words(env, statuses, list_name):
    """The reasons, or the actions: the words of the code, then those of the recipient."""
    table = ACTIONS if list_name == ACTION_LIST else REASONS
    for status in statuses or ():
        is_action = status['list_name'] == ACTION_LIST
        if is_action == (list_name == ACTION_LIST):
            code = table.get(status['code'])
            meaning = env._(code) if code else status['code']
            said = ' '.join(filter(None, (status['words'], status['description'])))
            if meaning or said:
                yield f'{meaning}: {said}' if meaning and said else meaning or said


def clarifications_in_words(env, statuses):
    """Each field that the recipient names, its value, and what is said of it."""
    for status in statuses or ():
        for each in status['clarifications']:
            field = ' '.join(filter(None, (each['name'], each['code'] and f'({each["code"]})')))
            role = each['role'] and f'[{each["role"]}]'
            value = ' '.join(filter(None, (each['value'], role)))
            head = ': '.join(filter(None, (field, value)))
            place = each['location'] and env._("at %(place)s", place=each['location'])
            yield ' · '.join(filter(None, (head, each['words'], place)))
