"""What stops a document on its way: codes of PUF-020 and the sentences that go with them.

The codes and their short meanings are public; only the sentence of NO_MATCH is known from
Pagero's help centre (in paraphrase), the other sentences are assumed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """Why a part doesn't become a document; 'status' says whether a person can cure it there."""

    code: str
    text: str
    status: str = 'AwaitingInteraction'


NO_MATCH = Stop(
    '28500',
    "The recipient ({recipient}) did not match any recipient in Pagero's public customer"
    " registry or in your customer directory. Verify that the recipient is added to your customer"
    " directory, and that its customer numbers and other identities (organisation number, VAT"
    " number, electronic ID) are right.",
)
NO_TESTS = Stop('20100', "The recipient ({recipient}) does not accept test documents.", 'Error')
DUPLICATE = Stop(
    '11200',
    "A document with the number {number} has already been sent by this sender:"
    " duplicate invoice number.",
    'Error',
)
UNREADABLE = Stop('18500', "The file could not be validated as XML. {reason}", 'Error')
WRONG_TYPE = Stop(
    '13200', "No business document of the type {type} was found in the file.", 'Error'
)
NUMBER_MISSING = Stop('18400', "A value is missing: the document has no number.", 'Error')

CONNECTIONS: dict[str, Stop | None] = {
    'connected': None,
    'requested': Stop(
        '29100', "The recipient ({recipient}) has not yet approved your connection request."
    ),
    'routing_needed': Stop(
        '28600',
        "The connection to the recipient ({recipient}) needs routing. Order routing in"
        " the customer directory.",
    ),
    'routing_requested': Stop(
        '29200', "The routing request for the recipient ({recipient}) is not yet approved."
    ),
    'not_found': Stop(
        '28400', "The recipient ({recipient}) was not found in the registry.", 'Error'
    ),
    'inactive': Stop('28800', "The recipient ({recipient}) is not active.", 'Error'),
    'no_match': NO_MATCH,
    'no_connection': Stop('28700', "No connection to the recipient ({recipient}) was found."),
    'issuer_not_approved': Stop(
        '28100', "The recipient ({recipient}) has not approved you as an issuer.", 'Error'
    ),
    'sender_id_missing': Stop(
        '28300',
        "The sender's electronic ID is missing; the recipient ({recipient}) needs it.",
        'Error',
    ),
    'unreachable': Stop('29000', "The recipient ({recipient}) can not be reached.", 'Error'),
    'provider_id_missing': Stop(
        '29300',
        "An ID that the service provider of the recipient ({recipient}) requires is missing.",
        'Error',
    ),
    'transit_not_allowed': Stop(
        '29400', "Transit communication to the recipient ({recipient}) is not allowed.", 'Error'
    ),
}
