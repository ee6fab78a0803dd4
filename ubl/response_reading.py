"""What an answer to a document says: an ApplicationResponse in all its dialects, read tolerantly.

Pagero's PUF (invoice response, document status, technical acknowledgement, clearance notification)
and Peppol's Invoice Response (T111) have the same frame. Codes are kept as they came; what is
missing, strange or too much is left out, and nothing that stands in the file makes the reading
fail.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timezone

from lxml import etree

from ..identification.days import day_of
from .attachments import clean_name
from .parse import NotReadable, parse
from .received import UBL


NAMES = {
    'cbc': f'{UBL}CommonBasicComponents-2',
    'cac': f'{UBL}CommonAggregateComponents-2',
    'ext': f'{UBL}CommonExtensionComponents-2',
    'puf': 'urn:pagero:ExtensionComponent:1.0',
}
# The kind of message, by what stands in the specification identifier; the first that fits.
MESSAGES = (
    ('puf:technical_acknowledgement', 'technical_acknowledgement'),
    ('puf:clearance_notification', 'clearance_notification'),
    ('puf:document_status', 'document_status'),
    ('invoice_response', 'invoice_response'),
    ('trns:mlr', 'technical_acknowledgement'),
    ('edec:mls', 'technical_acknowledgement'),
)
LONGEST_CODE = 80
LONGEST_WORD = 255
LONGEST_TEXT = 2_000
MOST = 50  # repetitions of a group that are read
MOST_ATTACHMENTS = 20
ANY_SCHEME = ('cbc:EndpointID', 'cac:PartyIdentification/cbc:ID')
_NUMBERS = (*ANY_SCHEME, 'cac:PartyLegalEntity/cbc:CompanyID', 'cac:PartyTaxScheme/cbc:CompanyID')
_PARTY_NAMES = ('cac:PartyLegalEntity/cbc:RegistrationName', 'cac:PartyName/cbc:Name')
_UUIDS = ('puf:senderDocumentUUID', 'puf:receiverDocumentUUID', 'cbc:UUID')
# The value of a clarification, and its unit.
_VALUES = (
    ('Value', ''),
    ('ValueCode', ''),
    ('ValueDate', ''),
    ('ValueNumeric', ''),
    ('ValuePercent', '%'),
    ('ValueAmount', 'puf:ValueAmountCurrency'),
    ('ValueQuantity', 'puf:ValueQuantityUnit'),
    ('ValueMeasure', 'puf:ValueMeasureUnit'),
)
_BINARY = 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject'
_CLOCK = re.compile(r'(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?', re.ASCII)


@dataclass(frozen=True)
class Party:
    """Who answered, or who is answered: every number that is stated, and the name."""

    numbers: tuple[str, ...] = ()
    name: str = ''


@dataclass(frozen=True)
class Clarification:
    """A field of the answered document: ``code`` as BT-152, ``role`` as *wrong* or *expected*."""

    code: str = ''
    name: str = ''
    location: str = ''
    role: str = ''
    value: str = ''
    words: str = ''


@dataclass(frozen=True)
class Status:
    """One reason or one action; ``list_name`` says of which code list it is."""

    list_name: str = ''
    code: str = ''
    words: str = ''
    description: str = ''
    clarifications: tuple[Clarification, ...] = ()


@dataclass(frozen=True)
class Attachment:
    """A file inside the answer."""

    name: str
    content: bytes
    description: str = ''


@dataclass(frozen=True)
class Answer:
    """What is said of one document; ``uuids`` are ids of its copies in the network."""

    code: str = ''
    descriptions: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    number: str = ''
    issue_date: date | None = None
    type_code: str = ''
    uuids: tuple[str, ...] = ()
    interchange_id: str = ''
    error_code: str = ''
    clearance_id: str = ''
    distribution: str = ''
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Response:
    """One ApplicationResponse; ``issued_at`` is in UTC where the file names a zone."""

    message: str = 'other'
    id: str = ''
    issue_date: date | None = None
    issued_at: datetime | None = None
    notes: tuple[str, ...] = ()
    sender: Party = Party()
    receiver: Party = Party()
    answers: tuple[Answer, ...] = ()


def read_response(content: bytes) -> Response | None:
    """What the file says; None where it is no ApplicationResponse.

    >>> read_response(b'%PDF-1.7') is None
    True
    """
    try:
        root = parse(content)
    except NotReadable:
        return None
    if root.tag != f'{{{UBL}ApplicationResponse-2}}ApplicationResponse':
        return None
    day = day_of(_text(root, 'cbc:IssueDate'))
    return Response(
        message=_message(_text(root, 'cbc:CustomizationID') or _text(root, 'cbc:ProfileID')),
        id=_text(root, 'cbc:ID'),
        issue_date=day,
        issued_at=_moment(day, _text(root, 'cbc:IssueTime')),
        notes=_texts(root, 'cbc:Note'),
        sender=_party(root, 'cac:SenderParty'),
        receiver=_party(root, 'cac:ReceiverParty'),
        answers=tuple(_answer(node) for node in _all(root, 'cac:DocumentResponse')),
    )


def _message(customization: str) -> str:
    found = (message for part, message in MESSAGES if part in customization)
    return next(found, 'other')


def _party(root: etree._Element, path: str) -> Party:
    node = root.find(path, NAMES)
    if node is None:
        return Party()
    numbers = [_clean(each.text) for number in _NUMBERS for each in _all(node, number)]
    name = next(filter(None, (_text(node, each) for each in _PARTY_NAMES)), '')
    return Party(tuple(dict.fromkeys(filter(None, numbers))), name)


def _answer(node: etree._Element) -> Answer:
    response, reference = (
        node.find(path, NAMES) for path in ('cac:Response', 'cac:DocumentReference')
    )
    response = etree.Element('none') if response is None else response
    reference = etree.Element('none') if reference is None else reference
    extensions = list(_descendants(response, 'ResponseExtension'))
    return Answer(
        code=_text(response, 'cbc:ResponseCode', LONGEST_CODE),
        descriptions=_texts(response, 'cbc:Description'),
        statuses=tuple(_status(each) for each in _all(response, 'cac:Status')),
        number=_text(reference, 'cbc:ID'),
        issue_date=day_of(_text(reference, 'cbc:IssueDate')),
        type_code=_text(reference, 'cbc:DocumentTypeCode', LONGEST_CODE),
        uuids=_uuids(reference, extensions),
        interchange_id=_said(extensions, 'puf:ReferencedDocumentInterchangeID/cbc:ID'),
        error_code=_said(extensions, 'puf:ErrorClassificationCode')[:LONGEST_CODE],
        clearance_id=_said(extensions, 'puf:ClearanceReferenceID/cbc:ID'),
        distribution=_distribution(reference),
        attachments=tuple(_attachments(extensions))[:MOST_ATTACHMENTS],
    )


def _uuids(reference: etree._Element, extensions: list[etree._Element]) -> tuple[str, ...]:
    paths = [f'puf:DocumentMatchingID/{name}' for name in _UUIDS]
    found = [_text(each, path) for each in extensions for path in paths]
    return tuple(dict.fromkeys(filter(None, (*found, _text(reference, 'cbc:UUID')))))


def _said(extensions: list[etree._Element], path: str) -> str:
    return next(filter(None, (_text(each, path) for each in extensions)), '')


def _descendants(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Wherever in an extension Pagero's element stands."""
    for number, each in enumerate(node.iter(f'{{{NAMES["puf"]}}}{name}')):
        if number == MOST:
            return
        yield each


def _distribution(reference: etree._Element) -> str:
    found = (_clean(each.text) for each in _descendants(reference, 'DistributionMethod'))
    return next(found, '')


# === REASONS, ACTIONS, CLARIFICATIONS === #


def _status(node: etree._Element) -> Status:
    code = node.find('cbc:StatusReasonCode', NAMES)
    named = (each for found in _descendants(node, 'Clarification') for each in [_clarified(found)])
    conditions = (_condition(each) for each in _all(node, 'cac:Condition'))
    return Status(
        list_name='' if code is None else _clean(code.get('listID')),
        code='' if code is None else _clean(code.text, LONGEST_CODE),
        words=' '.join(_texts(node, 'cbc:StatusReason'))[:LONGEST_TEXT],
        description=' '.join(_texts(node, 'cbc:Description'))[:LONGEST_TEXT],
        clarifications=(*named, *conditions)[:MOST],
    )


def _clarified(node: etree._Element) -> Clarification:
    """Of PUF: a field with its place, its role and a value of some type."""
    return Clarification(
        code=_text(node, 'puf:Code', LONGEST_CODE),
        name=_text(node, 'puf:Name'),
        location=_text(node, 'puf:Location', LONGEST_TEXT),
        role=_text(node, 'puf:TypeCode', LONGEST_CODE),
        value=' '.join(_values(node)),
        words=_text(node, 'puf:Description', LONGEST_TEXT),
    )


def _values(node: etree._Element) -> Iterator[str]:
    for name, unit in _VALUES:
        value = _text(node, f'puf:{name}')
        if value:
            yield value
            yield from filter(None, [_text(node, unit) if ':' in unit else unit])


def _condition(node: etree._Element) -> Clarification:
    """Of Peppol: the term (BT-…) and the value that is wrong or expected."""
    return Clarification(
        code=_text(node, 'cbc:AttributeID', LONGEST_CODE),
        value=' '.join(_texts(node, 'cbc:Description'))[:LONGEST_TEXT],
    )


# === FILES === #


def _attachments(extensions: list[etree._Element]) -> Iterator[Attachment]:
    for extension in extensions:
        for reference in _all(extension, 'puf:AdditionalDocumentReference'):
            for node in _all(reference, _BINARY):
                if content := _decoded(node.text):
                    name = node.get('filename') or _text(reference, 'cbc:ID')
                    description = _text(reference, 'cbc:DocumentDescription')
                    yield Attachment(clean_name(name[:LONGEST_WORD]), content, description)


def _decoded(text: str | None) -> bytes:
    """
    >>> _decoded('SGVq'), _decoded('%'), _decoded(None)
    (b'Hej', b'', b'')
    """
    try:
        return base64.b64decode(''.join((text or '').split()), validate=True)
    except (binascii.Error, ValueError):
        return b''


# === TEXTS, DAYS AND TIMES === #


def _all(node: etree._Element, path: str) -> list[etree._Element]:
    return node.findall(path, NAMES)[:MOST]


def _texts(node: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(filter(None, (_clean(each.text, LONGEST_TEXT) for each in _all(node, path))))


def _text(node: etree._Element, path: str, longest: int = LONGEST_WORD) -> str:
    return _clean(node.findtext(path, namespaces=NAMES), longest)


def _clean(text: str | None, longest: int = LONGEST_WORD) -> str:
    return ' '.join((text or '').split())[:longest]


def _moment(day: date | None, clock: str) -> datetime | None:
    """The day and the time, in UTC where a zone is named; None where either is missing.

    >>> _moment(date(2026, 10, 1), '09:30:00+02:00'), _moment(date(2026, 10, 1), '25:00')
    (datetime.datetime(2026, 10, 1, 7, 30), None)
    """
    told = _CLOCK.fullmatch(clock)
    if not day or not told:
        return None
    zone = (told[2] or '+00:00').replace('Z', '+00:00')
    try:
        moment = datetime.combine(day, time.fromisoformat(told[1] + zone))
        return moment.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
