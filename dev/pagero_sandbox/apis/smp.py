"""A service metadata publisher as Peppol's: what a participant receives, and where.

Namespaces and elements are those of Peppol SMP 1.x; the answers aren't signed.
"""

from urllib.parse import quote
from xml.sax.saxutils import escape

from werkzeug import Response

from ..call import Call
from ..network import peppol
from ..network.company import Company
from ..network.peppol import DocumentType
from ..responses import timestamp


NAMESPACES = (
    'xmlns:smp="http://busdox.org/serviceMetadata/publishing/1.0/"'
    ' xmlns:id="http://busdox.org/transport/identifiers/1.0/"'
    ' xmlns:wsa="http://www.w3.org/2005/08/addressing"'
)
TRANSPORT = 'peppol-transport-as4-v2_0'


def show_group(call: Call) -> Response:
    """All kinds of documents that a participant receives."""
    found = _registered(call)
    if found is None:
        return _not_found()
    participant, company = found
    links = ''.join(
        f'<smp:ServiceMetadataReference href="{_link(call, participant, kind)}"/>'
        for kind in peppol.document_types(company)
    )
    return _xml(
        f'<smp:ServiceGroup {NAMESPACES}>{_participant(participant)}'
        f'<smp:ServiceMetadataReferenceCollection>{links}'
        '</smp:ServiceMetadataReferenceCollection></smp:ServiceGroup>'
    )


def show_service(call: Call) -> Response:
    """Where one kind of document goes."""
    found = _registered(call)
    if found is None:
        return _not_found()
    participant, company = found
    scheme, _separator, wanted = call.arguments['document_type'].partition('::')
    for kind in peppol.document_types(company):
        if (scheme, wanted) == (peppol.DOCUMENT_SCHEME, kind.id):
            return _xml(_service(call, participant, kind))
    return _not_found()


def _registered(call: Call) -> tuple[str, Company] | None:
    value = peppol.participant_value(call.arguments['participant'])
    holders = call.sandbox.registry.find('electronicId', value) if value else []
    return next(((value, company) for company in holders if peppol.is_registered(company)), None)


def _not_found() -> Response:
    return Response(
        "The participant isn't registered here.", 404, content_type='text/plain; charset=utf-8'
    )


def _xml(body: str) -> Response:
    return Response(
        f'<?xml version="1.0" encoding="UTF-8"?>{body}',
        content_type='application/xml; charset=utf-8',
    )


def _link(call: Call, participant: str, kind: DocumentType) -> str:
    group = quote(f'{peppol.PARTICIPANT_SCHEME}::{participant}', safe='')
    service = quote(f'{peppol.DOCUMENT_SCHEME}::{kind.id}', safe='')
    return f'{call.sandbox.url}/smp/{group}/services/{service}'


def _participant(participant: str) -> str:
    return (
        f'<id:ParticipantIdentifier scheme="{peppol.PARTICIPANT_SCHEME}">'
        f'{escape(participant)}</id:ParticipantIdentifier>'
    )


def _service(call: Call, participant: str, kind: DocumentType) -> str:
    return (
        f'<smp:SignedServiceMetadata {NAMESPACES}><smp:ServiceMetadata><smp:ServiceInformation>'
        f'{_participant(participant)}'
        f'<id:DocumentIdentifier scheme="{peppol.DOCUMENT_SCHEME}">{escape(kind.id)}'
        '</id:DocumentIdentifier><smp:ProcessList><smp:Process>'
        f'<id:ProcessIdentifier scheme="{peppol.PROCESS_SCHEME}">{escape(kind.process)}'
        '</id:ProcessIdentifier><smp:ServiceEndpointList>'
        f'<smp:Endpoint transportProfile="{TRANSPORT}"><wsa:EndpointReference><wsa:Address>'
        f'{call.sandbox.url}/as4</wsa:Address></wsa:EndpointReference>'
        '<smp:RequireBusinessLevelSignature>false</smp:RequireBusinessLevelSignature>'
        f'<smp:ServiceActivationDate>{timestamp()[:4]}-01-01T00:00:00Z</smp:ServiceActivationDate>'
        '<smp:Certificate/><smp:ServiceDescription>Sandbox</smp:ServiceDescription>'
        '<smp:TechnicalContactUrl>mailto:nobody@sandbox.example</smp:TechnicalContactUrl>'
        '</smp:Endpoint></smp:ServiceEndpointList></smp:Process></smp:ProcessList>'
        '</smp:ServiceInformation></smp:ServiceMetadata></smp:SignedServiceMetadata>'
    )


ROUTES = [
    ('GET', '/smp/<participant>', show_group),
    ('GET', '/smp/<participant>/services/<document_type>', show_service),
]
