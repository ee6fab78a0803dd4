"""ubl/response_reading.py: what an answer says, in every dialect; nothing that comes breaks it."""

import base64
import random
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree

from ubl.response_reading import (
    MOST,
    MOST_ATTACHMENTS,
    Answer,
    Clarification,
    Party,
    Status,
    read_response,
)


EXAMPLES = Path(__file__).resolve().parents[3] / 'shared/data/puf-invoice-response/examples'
UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
HEAD = (
    f'<ApplicationResponse xmlns="{UBL}ApplicationResponse-2"'
    f' xmlns:cac="{UBL}CommonAggregateComponents-2" xmlns:cbc="{UBL}CommonBasicComponents-2"'
    f' xmlns:ext="{UBL}CommonExtensionComponents-2" xmlns:puf="urn:pagero:ExtensionComponent:1.0">'
)
PUF = 'urn:pagero.com:puf:'


def response(inside='', response='', reference='', customization=f'{PUF}invoice_response:1.0'):
    return (
        f'{HEAD}<cbc:CustomizationID>{customization}</cbc:CustomizationID>{inside}'
        f'<cac:DocumentResponse><cac:Response>{response}</cac:Response>'
        f'<cac:DocumentReference>{reference}</cac:DocumentReference></cac:DocumentResponse>'
        '</ApplicationResponse>'
    ).encode()


def extension(inside, name='ResponseExtension'):
    return (
        '<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><puf:PageroExtension>'
        f'<puf:{name}>{inside}</puf:{name}></puf:PageroExtension></ext:ExtensionContent>'
        '</ext:UBLExtension></ext:UBLExtensions>'
    )


def answer(**parts):
    [found] = read_response(response(**parts)).answers
    return found


@pytest.mark.parametrize('code', ['APPROVED_AP', 'REJECTED_RE'])
def test_the_published_examples(code):
    file = EXAMPLES / f'PUF-InvoiceResponse-{code}_RECEIVE.xml'
    if not file.exists():
        pytest.skip("The published examples aren't here.")
    found = read_response(file.read_bytes())

    assert (found.message, found.id, found.notes) == ('invoice_response', '123456', ('text',))
    assert (found.issue_date, found.issued_at) == (date(2017, 12, 1), datetime(2017, 12, 1, 12))
    assert found.sender == Party(('7300000012349', 'DK12341234'), 'Buyer organization')
    assert found.receiver == Party(('7330001000000', '123456789'), 'Seller company')
    refused = Status('OPStatusReason', 'OTH', 'reason for rejection')
    statuses = (refused,) if code == 'REJECTED_RE' else ()
    assert found.answers == (
        Answer(
            code=code[-2:],
            statuses=statuses,
            number='inv1234',
            type_code='380',
            interchange_id='111222333',
        ),
    )


def test_every_published_example_is_read():
    for file in EXAMPLES.glob('*.xml'):
        found = read_response(file.read_bytes())
        assert found.answers[0].code in ('AP', 'RE'), file.name
        assert found.answers[0].number == 'inv1234', file.name


@pytest.mark.parametrize(
    ('customization', 'message'),
    [
        (f'{PUF}invoice_response:1.0', 'invoice_response'),
        (f'{PUF}document_status:1.0', 'document_status'),
        (f'{PUF}technical_acknowledgement:1.0', 'technical_acknowledgement'),
        (f'{PUF}clearance_notification:1.0', 'clearance_notification'),
        ('urn:fdc:peppol.eu:poacc:trns:invoice_response:3', 'invoice_response'),
        ('urn:fdc:peppol.eu:poacc:trns:mlr:3', 'technical_acknowledgement'),
        ('urn:peppol:edec:mls:1.0', 'technical_acknowledgement'),
        ('urn:something:else', 'other'),
        ('', 'other'),
    ],
)
def test_the_kind_of_message(customization, message):
    assert read_response(response(customization=customization)).message == message


def test_a_peppol_invoice_response():
    condition = (
        '<cac:Condition><cbc:AttributeID>BT-48</cbc:AttributeID>'
        '<cbc:Description>SE5560360793</cbc:Description></cac:Condition>'
    )
    statuses = (
        '<cac:Status><cbc:StatusReasonCode listID="OPStatusReason">REF</cbc:StatusReasonCode>'
        f'<cbc:StatusReason>The reference is missing</cbc:StatusReason>{condition}</cac:Status>'
        '<cac:Status><cbc:StatusReasonCode listID="OPStatusAction">NIN</cbc:StatusReasonCode>'
        '</cac:Status>'
    )
    found = answer(
        response=f'<cbc:ResponseCode listID="UNCL4343OpSubset">UQ</cbc:ResponseCode>{statuses}',
        reference='<cbc:ID>INV/1</cbc:ID><cbc:IssueDate>2026-10-01</cbc:IssueDate>',
        customization='urn:fdc:peppol.eu:poacc:trns:invoice_response:3',
    )

    assert (found.code, found.number, found.issue_date) == ('UQ', 'INV/1', date(2026, 10, 1))
    wrong = Clarification(code='BT-48', value='SE5560360793')
    assert found.statuses == (
        Status('OPStatusReason', 'REF', 'The reference is missing', '', (wrong,)),
        Status('OPStatusAction', 'NIN'),
    )


def test_what_pagero_says_beside_it():
    names = ('senderDocumentUUID', 'receiverDocumentUUID')
    ids = ''.join(f'<puf:{name}>{name}-1</puf:{name}>' for name in names)
    inside = (
        '<puf:ReferencedDocumentInterchangeID><cbc:ID>42</cbc:ID>'
        '</puf:ReferencedDocumentInterchangeID>'
        f'<puf:DocumentMatchingID><cbc:ID>7</cbc:ID><cbc:UUID>old</cbc:UUID>{ids}'
        '</puf:DocumentMatchingID><puf:ErrorClassificationCode>28400</puf:ErrorClassificationCode>'
        '<puf:ClearanceReferenceID><cbc:ID>KSeF-1</cbc:ID></puf:ClearanceReferenceID>'
    )
    found = answer(response=f'{extension(inside)}<cbc:ResponseCode>RE</cbc:ResponseCode>')

    assert found.uuids == ('senderDocumentUUID-1', 'receiverDocumentUUID-1', 'old')
    assert (found.interchange_id, found.error_code) == ('42', '28400')
    assert found.clearance_id == 'KSeF-1'


def test_clarifications_of_puf():
    clarification = (
        '<puf:Clarifications><puf:Clarification><puf:Code>BT-152</puf:Code>'
        '<puf:TypeCode>EXPECTED</puf:TypeCode><puf:Name>VAT rate</puf:Name>'
        '<puf:Description>Food has 12 %</puf:Description><puf:Location>/Invoice/x</puf:Location>'
        '<puf:ValuePercent>12</puf:ValuePercent></puf:Clarification></puf:Clarifications>'
        '<puf:Clarifications><puf:Clarification><puf:ValueAmount>10.00</puf:ValueAmount>'
        '<puf:ValueAmountCurrency>SEK</puf:ValueAmountCurrency></puf:Clarification>'
        '</puf:Clarifications>'
    )
    status = extension(clarification, 'StatusExtension')
    [found] = answer(response=f'<cac:Status>{status}</cac:Status>').statuses

    assert found.clarifications == (
        Clarification('BT-152', 'VAT rate', '/Invoice/x', 'EXPECTED', '12 %', 'Food has 12 %'),
        Clarification(value='10.00 SEK'),
    )


def attachment(name, content):
    return (
        '<puf:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentDescription>Picture'
        '</cbc:DocumentDescription><cac:Attachment><cbc:EmbeddedDocumentBinaryObject'
        f' mimeCode="application/pdf" filename="{name}">{content}'
        '</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></puf:AdditionalDocumentReference>'
    )


def test_attachments():
    content = base64.b64encode(b'%PDF-1.7').decode()
    inside = attachment('../bild.pdf', f'\n {content[:4]}\n{content[4:]}')
    inside += attachment('torn.pdf', '%%%')
    inside += attachment('', content) * (MOST_ATTACHMENTS + 5)
    found = answer(response=extension(inside)).attachments

    assert (found[0].name, found[0].content) == ('.._bild.pdf', b'%PDF-1.7')
    assert found[0].description == 'Picture'
    assert found[1].name == '1'
    assert len(found) == MOST_ATTACHMENTS


def test_several_answers_in_one_file():
    both = response().replace(
        b'</ApplicationResponse>', response()[response().index(b'<cac:DocumentResponse>') :]
    )
    assert len(read_response(both).answers) == 2


def test_a_zone_is_followed_and_a_missing_time_is_none():
    def issued(day, clock):
        inside = f'<cbc:IssueDate>{day}</cbc:IssueDate><cbc:IssueTime>{clock}</cbc:IssueTime>'
        return read_response(response(inside)).issued_at

    assert issued('2026-10-01', '00:30:00+02:00') == datetime(2026, 9, 30, 22, 30)
    assert issued('2026-10-01', '09:30:00.123Z') == datetime(2026, 10, 1, 9, 30)
    assert issued('2026-10-01', '09:30:00') == datetime(2026, 10, 1, 9, 30)
    for day, clock in (
        ('2026-10-01', ''),
        ('2026-10-01', '25:00:00'),
        ('2026-02-30', '10:00'),
        ('0001-01-01', '00:00:00+14:00'),
        ('soon', '10:00'),
    ):
        assert issued(day, clock) is None, (day, clock)


def test_long_and_many_are_cut():
    statuses = '<cac:Status><cbc:StatusReason>x</cbc:StatusReason></cac:Status>' * 200
    code = f'<cbc:ResponseCode>{"X" * 9_000}</cbc:ResponseCode>'
    found = answer(response=code + statuses, reference=f'<cbc:ID>{"9" * 9_000}</cbc:ID>')

    assert len(found.statuses) == MOST
    assert (len(found.code), len(found.number)) == (80, 255)


@pytest.mark.parametrize(
    'content',
    [
        b'',
        b'%PDF-1.7',
        b'PK\x03\x04',
        b'<ApplicationResponse/>',
        b'<Invoice',
        response()[:-30],
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + response(),
        b'<a>' * 1_000,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_answer(content):
    assert read_response(content) is None


def test_whatever_is_taken_away_or_put_elsewhere_it_is_read():
    """Elements removed, moved, emptied and repeated at random: never an exception."""
    chance = random.Random(14)
    clarification = '<puf:Clarifications><puf:Clarification><puf:Code>BT-1</puf:Code></puf:Clarification></puf:Clarifications>'  # fmt: skip # noqa: E501
    inside = '<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-10-01</cbc:IssueDate><cac:SenderParty><cbc:EndpointID schemeID="0007">1</cbc:EndpointID></cac:SenderParty>'  # fmt: skip # noqa: E501
    whole = response(
        inside,
        extension(attachment('a.pdf', 'JVBERg==') + '<puf:DocumentMatchingID/>')
        + '<cbc:ResponseCode>RE</cbc:ResponseCode><cac:Status>'
        + extension(clarification, 'StatusExtension')
        + '<cbc:StatusReasonCode listID="x">OTH</cbc:StatusReasonCode></cac:Status>',
        '<cbc:ID>INV/1</cbc:ID>',
    )
    for _number in range(400):
        root = etree.fromstring(whole)
        for _step in range(chance.randint(1, 6)):
            node = chance.choice(list(root.iter()))
            other = chance.choice(list(root.iter()))
            if node is root:
                continue
            if chance.random() < 0.4:
                node.getparent().remove(node)
            elif chance.random() < 0.5:
                node.text = chance.choice(['', '\x85', '€' * 5_000, '-1', 'ÅÄÖ', '<&>'])
            elif other not in node.iter():
                other.append(node)
        found = read_response(etree.tostring(root))
        assert all(isinstance(each, Answer) for each in found.answers)
