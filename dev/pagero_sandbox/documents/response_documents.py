"""What a recipient writes: Pagero's response format with all that may stand in it."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .supplier_documents import PDF, UBL


PAGERO = 'urn:pagero:ExtensionComponent:1.0'
MESSAGES = (
    'invoice_response',
    'document_status',
    'technical_acknowledgement',
    'clearance_notification',
)
CODES = tuple(
    'AB IP UQ CA AP RE PD PARTIALLY_ACCEPTED ON_HOLD INFORMATION_PROVIDED SUPERSEDED ENDORSED VF'
    ' PAYMENT_RECEIVED PAYMENT_APPROVED PAYMENT_INITIATED PAYMENT_REJECTED REQUEST_PAYMENT'
    ' SUBMITTED ISSUED_BY_PLATFORM RECEIVED_BY_PLATFORM MADE_AVAILABLE FACTORED'
    ' FACTORED_CONFIDENTIAL ACCOUNT_CHANGED FACTORING_CANCELLED NOTIFICATION'.split()
)
REASONS = tuple('NON REF LEG REC QUA DEL PRI QTY ITM PAY UNR FIN PPD OTH'.split())
ACTIONS = tuple('NOA PIN NIN CNF CNP CNA OTH'.split())
MATCHES = ('uuid', 'interchange', 'number')  # by what it names the invoice
CLARIFICATION = ('Code', 'TypeCode', 'Name', 'Description', 'Location', 'Value')


@dataclass(frozen=True)
class Answer:
    """One answer: any code, also one that isn't known; ``issued_at`` may lie before others."""

    code: str = 'AP'
    reason: str = ''
    reasons: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    note: str = ''
    clarifications: tuple[dict[str, str], ...] = ()
    attachments: int = 0
    message: str = 'invoice_response'
    match: str = 'uuid'
    number: str = ''  # instead of the invoice's
    issued_at: str = ''
    error_code: str = ''
    buyer: dict[str, Any] = field(default_factory=dict)  # instead of the invoice's parties
    seller: dict[str, Any] = field(default_factory=dict)


def write(answer: Answer, response_id: str, sent: dict[str, Any], facts: dict[str, Any]) -> bytes:
    """The bytes of an answer to a sent document."""
    now = datetime.now(timezone.utc)
    at = datetime.fromisoformat(answer.issued_at) if answer.issued_at else now
    identifier = f'urn:pagero.com:puf:{answer.message}:1.0'
    buyer = answer.buyer or _party_of(facts.get('receiver'), facts.get('match'))
    seller = answer.seller or _party_of(facts.get('sender'), None)
    reference = (
        _cbc('ID', answer.number or sent['number'])
        + (_cbc('IssueDate', sent['issue_date']) if not answer.number else '')
        + _cbc('DocumentTypeCode', facts.get('type_code') or '380')
    )
    response = _response_extension(answer, sent) + _cbc('ResponseCode', answer.code)
    response += ''.join(_statuses(answer))
    parts = (
        _cbc('CustomizationID', identifier),
        _cbc('ProfileID', identifier),
        _cbc('ID', response_id),
        _cbc('IssueDate', f'{at:%Y-%m-%d}'),
        _cbc('IssueTime', f'{at:%H:%M:%S}'),
        _cbc('Note', answer.note),
        f'<cac:SenderParty>{_party(buyer)}</cac:SenderParty>',
        f'<cac:ReceiverParty>{_party(seller)}</cac:ReceiverParty>',
        f'<cac:DocumentResponse><cac:Response>{response}</cac:Response>'
        f'<cac:DocumentReference>{reference}</cac:DocumentReference></cac:DocumentResponse>',
    )
    return _document(*parts)


def _document(*parts: str) -> bytes:
    names = ''.join(
        f' xmlns:{prefix}="{UBL}Common{name}Components-2"'
        for prefix, name in (('cac', 'Aggregate'), ('cbc', 'Basic'), ('ext', 'Extension'))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ApplicationResponse'
        f' xmlns="{UBL}ApplicationResponse-2"{names} xmlns:puf="{PAGERO}">{"".join(parts)}'
        '</ApplicationResponse>\n'
    ).encode()


# === REASONS, ACTIONS, CLARIFICATIONS === #


def _statuses(answer: Answer) -> list[str]:
    reasons = [*filter(None, [answer.reason]), *answer.reasons]
    said = [('OPStatusReason', code) for code in reasons]
    said += [('OPStatusAction', code) for code in answer.actions]
    if answer.clarifications and not said:
        said = [('OPStatusReason', 'OTH')]
    statuses = []
    for number, (list_name, code) in enumerate(said):
        words = answer.note if not number else ''
        extension = _clarifications(answer) if not number else ''
        statuses.append(
            f'<cac:Status>{extension}<cbc:StatusReasonCode listID="{list_name}">{escape(code)}'
            f'</cbc:StatusReasonCode>{_cbc("StatusReason", words)}</cac:Status>'
        )
    return statuses


def _clarifications(answer: Answer) -> str:
    if not answer.clarifications:
        return ''
    rows = (
        ''.join(_puf(name, each.get(name, '')) for name in CLARIFICATION)
        for each in answer.clarifications
    )
    inside = ''.join(f'<puf:Clarification>{row}</puf:Clarification>' for row in rows)
    return _extension('StatusExtension', f'<puf:Clarifications>{inside}</puf:Clarifications>')


def _response_extension(answer: Answer, sent: dict[str, Any]) -> str:
    parts = []
    if answer.match == 'interchange':
        reference = _cbc('ID', sent['sender_reference'])
        parts.append(
            f'<puf:ReferencedDocumentInterchangeID>{reference}'
            '</puf:ReferencedDocumentInterchangeID>'
        )
    if answer.match == 'uuid':
        parts.append(
            f'<puf:DocumentMatchingID>{_puf("senderDocumentUUID", sent["id"])}'
            '</puf:DocumentMatchingID>'
        )
    parts.append(_puf('ErrorClassificationCode', answer.error_code))
    parts += [_attachment(number) for number in range(1, answer.attachments + 1)]
    inside = ''.join(parts)
    return _extension('ResponseExtension', inside) if inside else ''


def _extension(name: str, inside: str) -> str:
    return (
        '<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionURI>'
        f'{PAGERO}:PageroExtension:{name}</ext:ExtensionURI><ext:ExtensionContent>'
        f'<puf:PageroExtension><puf:{name}>{inside}</puf:{name}></puf:PageroExtension>'
        '</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>'
    )


def _attachment(number: int) -> str:
    content = base64.b64encode(PDF + f'% {number}'.encode()).decode()
    return (
        f'<puf:AdditionalDocumentReference>{_cbc("ID", str(number))}'
        f'{_cbc("DocumentTypeCode", "M")}{_cbc("DocumentDescription", f"Bilaga {number}")}'
        '<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf"'
        f' filename="svar-{number}.pdf">{content}</cbc:EmbeddedDocumentBinaryObject>'
        '</cac:Attachment></puf:AdditionalDocumentReference>'
    )


# === PARTIES === #


def _party_of(party: dict[str, Any] | None, match: dict[str, Any] | None) -> dict[str, Any]:
    numbers = [each['value'] for each in (party or {}).get('ids', []) if each['idType'] != 'GLN']
    return {
        'endpoint': (match or {}).get('endpoint', ''),
        'numbers': numbers,
        'name': (party or {}).get('name', ''),
    }


def _party(party: dict[str, Any]) -> str:
    scheme, _colon, value = party.get('endpoint', '').partition(':')
    endpoint = f'<cbc:EndpointID schemeID={quoteattr(scheme)}>{escape(value)}</cbc:EndpointID>'
    numbers = ''.join(
        f'<cac:PartyIdentification>{_cbc("ID", number)}</cac:PartyIdentification>'
        for number in party.get('numbers', ())
    )
    name = escape(party.get('name', ''))
    return (
        f'{endpoint if value else ""}{numbers}<cac:PartyLegalEntity><cbc:RegistrationName>{name}'
        '</cbc:RegistrationName></cac:PartyLegalEntity>'
    )


def _cbc(tag: str, text: str) -> str:
    return f'<cbc:{tag}>{escape(text)}</cbc:{tag}>' if text else ''


def _puf(tag: str, text: str) -> str:
    return f'<puf:{tag}>{escape(text)}</puf:{tag}>' if text else ''
