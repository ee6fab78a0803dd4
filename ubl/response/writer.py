"""An answer → the bytes of Pagero's invoice response (PUF, UBL 2.3), as its schema orders them."""

from __future__ import annotations

from ...en16931.parties import Party
from ...en16931.values import Identifier
from ..billing.writer import COMPONENTS, DECLARATION, SCHEMAS
from ..billing.writing.markup import attribute, day, element, escaped, group, groups, identifier
from .answer import Answer, Answered, Clarification


PROFILE = 'urn:pagero.com:puf:invoice_response:1.0'
_PUF = 'urn:pagero:ExtensionComponent:1.0'
_EXTENSION = f'{_PUF}:PageroExtension:ResponseExtension'
_NAMESPACES = (
    f'xmlns="{SCHEMAS}ApplicationResponse-2" {COMPONENTS}'
    f' xmlns:ext="{SCHEMAS}CommonExtensionComponents-2" xmlns:puf="{_PUF}"'
)
SEPA = 'SEPA'  # such an identifier is of the seller's bank


def write(answer: Answer) -> bytes:
    """The whole document, in UTF-8."""
    content = ''.join(
        (
            element('CustomizationID', PROFILE),
            element('ProfileID', PROFILE),
            element('ID', answer.id),
            day('IssueDate', answer.issued_at.date()),
            element('IssueTime', f'{answer.issued_at:%H:%M:%S}'),
            element('Note', answer.note),
            group('SenderParty', _party(answer.sender)),
            group('ReceiverParty', _party(answer.receiver)),
            group('DocumentResponse', _response(answer)),
        )
    )
    root = 'ApplicationResponse'
    return f'{DECLARATION}<{root} {_NAMESPACES}>{content}</{root}>'.encode()


def _response(answer: Answer) -> str:
    said = (
        _matching(answer.answered)
        + element('ResponseCode', answer.written_code)
        + groups('Status', map(_status, answer.clarifications))
    )
    return group('Response', said) + group('DocumentReference', _reference(answer.answered))


def _matching(answered: Answered) -> str:
    """By this Pagero finds the document surely; without it by numbers, day and parties."""
    if not answered.network_id:
        return ''
    return (
        '<ext:UBLExtensions><ext:UBLExtension>'
        f'<ext:ExtensionURI>{_EXTENSION}</ext:ExtensionURI><ext:ExtensionContent>'
        '<puf:PageroExtension><puf:ResponseExtension><puf:DocumentMatchingID>'
        f'<puf:receiverDocumentUUID>{escaped(answered.network_id)}</puf:receiverDocumentUUID>'
        '</puf:DocumentMatchingID></puf:ResponseExtension></puf:PageroExtension>'
        '</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>'
    )


def _status(clarification: Clarification) -> str:
    code = element(
        'StatusReasonCode', clarification.code, attribute('listID', clarification.list_name)
    )
    return code + element('StatusReason', clarification.words)


def _reference(answered: Answered) -> str:
    return (
        element('ID', answered.number)
        + day('IssueDate', answered.issue_date)
        + element('DocumentTypeCode', answered.type_code)
    )


def _party(party: Party) -> str:
    contact = party.contact
    return (
        identifier('EndpointID', party.endpoint)
        + group('PartyIdentification', identifier('ID', _identification(party)))
        + group('PartyLegalEntity', element('RegistrationName', party.name or party.trading_name))
        + group(
            'Contact',
            element('Name', contact.name)
            + element('Telephone', contact.telephone)
            + element('ElectronicMail', contact.email),
        )
    )


def _identification(party: Party) -> Identifier | None:
    """The first of the document's own (BT-29, BT-46), else its registered number, else VAT."""
    own = next((each for each in party.identifiers if each.scheme != SEPA), None)
    vat = Identifier(party.vat_number) if party.vat_number else None
    return own or party.legal_registration or vat
