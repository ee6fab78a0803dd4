"""The recipient's answer to an invoice: a PUF Invoice Response that arrives at the sender."""

import json
import uuid
from datetime import datetime, timezone
from sqlite3 import Connection, Row
from string import Template
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ..responses import Refusal, timestamp
from ..sandbox import Sandbox
from ..store import insert


SUBTYPES = {'AP': 'RecipientAccept', 'RE': 'RecipientReject'}
OTHER_SUBTYPE = 'RecipientStatus'  # assumed: only the two above are known
FINAL = ('AP', 'RE')
BUSINESS_STATUSES = {'AP': 'Accepted', 'RE': 'Rejected'}
CODES = ('AB', 'IP', 'UQ', 'CA', 'AP', 'RE', 'PD')
REASONS = tuple('NON REF LEG REC QUA DEL PRI QTY ITM PAY UNR FIN PPD OTH'.split())
RESPONSE = Template("""<?xml version="1.0" encoding="UTF-8"?>
<ApplicationResponse
    xmlns="urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
    xmlns:puf="urn:pagero:ExtensionComponent:1.0">
  <cbc:CustomizationID>urn:pagero.com:puf:invoice_response:1.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:pagero.com:puf:invoice_response:1.0</cbc:ProfileID>
  <cbc:ID>$id</cbc:ID>
  <cbc:IssueDate>$date</cbc:IssueDate>
  <cbc:IssueTime>$time</cbc:IssueTime>$note
  <cac:SenderParty>$buyer</cac:SenderParty>
  <cac:ReceiverParty>$seller</cac:ReceiverParty>
  <cac:DocumentResponse>
    <cac:Response>
      <ext:UBLExtensions>
        <ext:UBLExtension>
          <ext:ExtensionURI>urn:pagero:ExtensionComponent:1.0:PageroExtension:ResponseExtension</ext:ExtensionURI>
          <ext:ExtensionContent>
            <puf:PageroExtension>
              <puf:ResponseExtension>
                <puf:DocumentMatchingID>
                  <puf:senderDocumentUUID>$document</puf:senderDocumentUUID>
                </puf:DocumentMatchingID>
              </puf:ResponseExtension>
            </puf:PageroExtension>
          </ext:ExtensionContent>
        </ext:UBLExtension>
      </ext:UBLExtensions>
      <cbc:ResponseCode>$code</cbc:ResponseCode>$status
    </cac:Response>
    <cac:DocumentReference>
      <cbc:ID>$number</cbc:ID>
      <cbc:IssueDate>$issued</cbc:IssueDate>
      <cbc:DocumentTypeCode>$type</cbc:DocumentTypeCode>
    </cac:DocumentReference>
  </cac:DocumentResponse>
</ApplicationResponse>
""")


def answer(sandbox: Sandbox, document_id: str, code: str, reason: str = '', note: str = '') -> str:
    """Answer the recipient's copy of a document; return the id of the response document.

    Refuses (409) a second answer after acceptance or rejection.
    """
    if code not in CODES or (reason and reason not in REASONS):
        raise Refusal(400, f"Known codes: {', '.join(CODES)}; reasons: {', '.join(REASONS)}.")
    response_id = str(uuid.uuid4())
    with sandbox.store.write() as connection:
        received = _unanswered(connection, document_id)
        sent = connection.execute(
            'SELECT * FROM documents WHERE id = ?', (received['twin_id'],)
        ).fetchone()
        payload = _write(response_id, sent, code, reason, note)
        insert(connection, 'documents', _response_values(response_id, sent, code, payload))
        business_status = BUSINESS_STATUSES.get(code, code)
        status = {'code': code, 'businessStatus': business_status, 'description': note}
        connection.execute(
            'UPDATE documents SET answer = ? WHERE id IN (?, ?)',
            (json.dumps(status), received['id'], sent['id']),
        )
    return response_id


def _unanswered(connection: Connection, document_id: str) -> Row:
    received = connection.execute(
        'SELECT * FROM documents WHERE id = ? AND recipient_id IS NOT NULL', (document_id,)
    ).fetchone()
    if received is None:
        raise Refusal(404, "There is no such received document.", 'not_found')
    if received['answer'] and json.loads(received['answer'])['code'] in FINAL:
        raise Refusal(409, "The document has been answered already.")
    return received


def _response_values(response_id: str, sent: Row, code: str, payload: bytes) -> dict[str, Any]:
    """A received response: 'number' and 'reference_number' are those of the invoice."""
    facts = json.loads(sent['facts'])
    return {
        'id': response_id,
        'company_id': sent['company_id'],
        'direction': 'Received',
        'file_id': str(uuid.uuid4().int % 10**9),
        'type': 'ApplicationResponse',
        'subtype': SUBTYPES.get(code, OTHER_SUBTYPE),
        'number': sent['number'],
        'reference_number': sent['number'],
        'issue_date': timestamp()[:10],
        'send_mode': sent['send_mode'],
        'sender_reference': '',
        'sender_key': '',
        'created_at': timestamp(),
        'payload': payload,
        'facts': {'sender': facts.get('receiver'), 'receiver': facts.get('sender')},
    }


def _write(response_id: str, sent: Row, code: str, reason: str, note: str) -> bytes:
    facts = json.loads(sent['facts'])
    now = datetime.now(timezone.utc)
    values = {
        'id': response_id,
        'date': now.strftime('%Y-%m-%d'),
        'time': now.strftime('%H:%M:%S'),
        'document': sent['id'],
        'code': code,
        'number': escape(sent['number']),
        'issued': escape(sent['issue_date']),
        'type': escape(facts.get('type_code') or '380'),
        'note': f'\n  <cbc:Note>{escape(note)}</cbc:Note>' if note else '',
        'buyer': _party(facts.get('receiver'), facts.get('match')),
        'seller': _party(facts.get('sender'), None),
        'status': _status(reason, note) if reason else '',
    }
    return RESPONSE.substitute(values).encode()


def _party(party: dict[str, Any] | None, match: dict[str, Any] | None) -> str:
    parts = []
    scheme, _colon, value = (match or {}).get('endpoint', '').partition(':')
    if value:
        parts.append(
            f'<cbc:EndpointID schemeID={quoteattr(scheme)}>{escape(value)}</cbc:EndpointID>'
        )
    for identifier in (party or {}).get('ids', []):
        if identifier['idType'] != 'GLN':
            parts.append(
                '<cac:PartyIdentification><cbc:ID>'
                f"{escape(identifier['value'])}</cbc:ID></cac:PartyIdentification>"
            )
    name = escape((party or {}).get('name', ''))
    parts.append(
        f'<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>'
        '</cac:PartyLegalEntity>'
    )
    return ''.join(parts)


def _status(reason: str, note: str) -> str:
    text = f'<cbc:StatusReason>{escape(note)}</cbc:StatusReason>' if note else ''
    return (
        '<cac:Status><cbc:StatusReasonCode listID="OPStatusReason">'
        f'{escape(reason)}</cbc:StatusReasonCode>{text}</cac:Status>'
    )
