"""The sandbox's Document API and the recipient's answers: document_api.py, invoice_response.py."""

from xml.etree import ElementTree

import pytest
from official import needs_data
from oracle.corpus import DATA
from sandbox_driver import COMPANY, fresh_sandbox, invoice


SCHEMAS = DATA / 'puf-invoice-response' / 'xml-schemas' / 'maindoc'
RESPONSE_SCHEMA = SCHEMAS / 'PUF-ApplicationResponse-2.3.xsd'
UNKNOWN_ID = '00000000-0000-4000-8000-000000000000'

box = pytest.fixture(fresh_sandbox)


@pytest.fixture
def sent(box):
    """The sender's copy of a delivered invoice."""
    box.add_recipient()
    box.send(senderReference='ref-1')
    return box.documents()[0]


def received_copy(box):
    return next(row for row in box.control('documents') if row['recipient_id'])


def answer(box, **wish):
    return box.control(f"documents/{received_copy(box)['id']}/answer", wish)['id']


def test_a_document_tells_what_is_documented(box, sent):
    info = sent['documentInfo']

    assert (info['direction'], info['documentIdentifier']) == ('Sent', 'INV-1')
    assert (info['documentType'], info['documentSubType']) == ('Invoice', 'Debit')
    assert (info['issueDate'], info['dueDate']) == ('2026-03-01', '2026-03-31')
    assert info['amounts'] == {
        'currency': 'SEK',
        'netAmount': '100.00',
        'vatAmount': '25.00',
        'totalAmount': '125.00',
    }
    assert (sent['sendingCompanyId'], sent['isFetched']) == (COMPANY, False)
    assert 'senderReference' not in sent


def test_a_party_has_its_ids_and_no_empty_members(box, sent):
    assert sent['documentInfo']['receiverParty'] == {
        'name': 'Köparen AB',
        'type': 'Business',
        'address': {
            'street': 'Storgatan 1',
            'postCode': '111 22',
            'town': 'Stockholm',
            'countryCode': 'SE',
        },
        'ids': [
            {'idType': 'UNDEFINED_VAT', 'value': 'SE556732170701'},
            {'idType': 'UNDEFINED_ORGNR', 'value': '5567321707'},
        ],
    }


def test_the_two_copies_have_ids_of_their_own(box, sent):
    received = received_copy(box)

    assert received['id'] != sent['id']
    assert received['twin_id'] == sent['id']
    assert len(box.documents()) == 1


def test_a_credit_note_is_a_credit(box):
    box.add_recipient()
    credit = invoice().replace(b'Invoice-2', b'CreditNote-2').replace(b'<Invoice ', b'<CreditNote ')
    box.send(payload=credit.replace(b'</Invoice>', b'</CreditNote>'))

    assert box.documents()[0]['documentInfo']['documentSubType'] == 'Credit'


def test_ten_at_a_time_newest_first(box):
    box.add_recipient()
    for number in range(12):
        box.send(payload=invoice(number=str(number)))
    first = box.api('GET', '/document/v1/documents').json()

    rest = box.documents(offset=10)

    assert first['meta'] == {'count': 10, 'limit': 10, 'offset': 0, 'total': 12}
    numbers = [item['documentInfo']['documentIdentifier'] for item in first['items'] + rest]
    assert numbers == [str(number) for number in reversed(range(12))]


def test_a_page_has_a_greatest_size(box):
    box.control('settings', {'page_limit_max': 3})

    meta = box.api('GET', '/document/v1/documents', params={'limit': 100}).json()['meta']

    assert meta['limit'] == 3


@pytest.mark.parametrize(
    'query', [{'limit': 'x'}, {'offset': '-1'}, {'createTimeFrom': 'yesterday'}]
)
def test_a_senseless_query_is_refused(box, query):
    assert box.api('GET', '/document/v1/documents', params=query).status_code == 400


@pytest.mark.parametrize(
    ('query', 'found'),
    [
        ({'senderReference': 'ref-1'}, 1),
        ({'senderReference': 'other'}, 0),
        ({'direction': 'Sent'}, 1),
        ({'direction': 'Received'}, 0),
        ({'documentType': ['ApplicationResponse', 'Invoice']}, 1),
        ({'documentType': 'ApplicationResponse'}, 0),
        ({'companyId': COMPANY}, 1),
        ({'companyId': UNKNOWN_ID}, 0),
        ({'fileId': '1'}, 0),
        ({'createTimeFrom': '2020-01-01T00:00:00Z'}, 1),
        ({'createTimeTo': '2020-01-01T00:00:00.000Z'}, 0),
        (
            {'createTimeFrom': '2020-01-01T02:00:00+02:00', 'createTimeTo': '2999-01-01T00:00:00Z'},
            1,
        ),
        ({'showFetchedOnly': 'false'}, 1),
        ({'showFetchedOnly': 'true'}, 0),
    ],
)
def test_each_filter_filters(box, sent, query, found):
    assert len(box.documents(**query)) == found


def test_fetched_documents_are_marked(box, sent):
    assert box.api('POST', '/document/v1/documents/fetch', json={'ids': [sent['id']]}).ok

    assert box.documents(showFetchedOnly='false') == []
    assert box.documents()[0]['isFetched'] is True


@pytest.mark.parametrize(
    ('body', 'status'), [({'ids': []}, 400), ({}, 400), ({'ids': [UNKNOWN_ID]}, 404)]
)
def test_a_wrong_fetch_marks_nothing(box, sent, body, status):
    body = {'ids': [*body['ids'], sent['id']]} if status == 404 else body

    assert box.api('POST', '/document/v1/documents/fetch', json=body).status_code == status

    assert box.documents()[0]['isFetched'] is False


def test_one_document_can_be_shown(box, sent):
    path = f"/document/v1/documents/{sent['id']}"

    assert box.api('GET', path).json() == sent
    assert box.api('GET', f'/document/v1/documents/{UNKNOWN_ID}').status_code == 404


@pytest.mark.parametrize(
    ('accept', 'status'),
    [('application/json', 200), ('application/xml, */*;q=0.1', 200), ('image/png', 406)],
)
def test_the_target_document_is_the_xml(box, sent, accept, status):
    answer = box.api(
        'GET', f"/document/v1/documents/{sent['id']}/targetdocument", headers={'Accept': accept}
    )

    assert answer.status_code == status
    assert (answer.content == invoice()) == (status == 200)


def test_a_document_nobody_sent_can_turn_up(box):
    document = box.control('unknown_document', {'number': 'GHOST', 'sender_reference': 'ref-1'})

    (shown,) = box.documents(senderReference='ref-1')

    assert shown['id'] == document['id']
    assert shown['documentInfo']['documentIdentifier'] == 'GHOST'


@pytest.mark.parametrize(
    ('code', 'subtype'), [('AP', 'RecipientAccept'), ('RE', 'RecipientReject')]
)
def test_the_recipients_answer_arrives(box, sent, code, subtype):
    response_id = answer(box, code=code)

    (response,) = box.documents(
        documentType='ApplicationResponse',
        direction='Received',
        referenceDocumentIdentifier='INV-1',
    )

    assert response['id'] == response_id
    assert response['documentInfo']['documentSubType'] == subtype
    assert response['documentInfo']['documentIdentifier'] == 'INV-1'
    assert response['documentInfo']['receiverParty']['name'] == 'Säljaren AB'


def test_a_recipient_answers_as_often_as_it_likes(box, sent):
    for code in ('AB', 'RE', 'AP', 'TELEPORTED'):
        answer(box, code=code)

    subtypes = [
        each['documentInfo']['documentSubType']
        for each in box.documents(documentType='ApplicationResponse')
    ]

    assert sorted(subtypes) == [
        'RecipientAccept',
        'RecipientReject',
        'RecipientStatus',
        'RecipientStatus',
    ]


def test_the_answer_says_why(box, sent):
    response_id = answer(box, code='RE', reason='PRI', note='Fel pris & moms')

    root = ElementTree.fromstring(
        box.api('GET', f'/document/v1/documents/{response_id}/targetdocument').content
    )

    texts = {element.tag.rpartition('}')[2]: element.text for element in root.iter()}
    assert (texts['ResponseCode'], texts['StatusReasonCode']) == ('RE', 'PRI')
    assert texts['StatusReason'] == 'Fel pris & moms'
    assert texts['senderDocumentUUID'] == sent['id']


@needs_data
@pytest.mark.parametrize(
    'wish',
    [
        {'code': 'AP'},
        {'code': 'RE', 'reason': 'PRI', 'note': 'Fel'},
        {
            'code': 'UQ',
            'reasons': ['REF', 'OTH'],
            'actions': ['PIN'],
            'note': 'Vilken order?',
            'clarifications': [{'Code': 'BT-13', 'Name': 'Order', 'Value': 'P1'}],
            'attachments': 2,
            'match': 'interchange',
            'issued_at': '2026-10-01T09:00',
        },
        {'code': 'RE', 'message': 'technical_acknowledgement', 'error_code': '28400'},
    ],
)
def test_the_answer_follows_pageros_schema(box, sent, wish):
    xmlschema = pytest.importorskip('xmlschema')
    response_id = answer(box, **wish)

    payload = box.api('GET', f'/document/v1/documents/{response_id}/targetdocument').text

    errors = xmlschema.XMLSchema(str(RESPONSE_SCHEMA)).iter_errors(payload)
    assert [error.reason for error in errors] == []


def test_a_self_billed_invoice_goes_to_its_seller(box):
    box.add_recipient()
    seller = box.add_recipient(name="Säljaren AB", org_number='5560000001', endpoint='')
    payload = invoice().replace(b'poacc:billing:', b'poacc:selfbilling:')

    box.send(payload=payload)

    [sent] = box.documents()
    assert sent['isSelfBilled'] is True
    assert sent['documentInfo']['senderParty']['name'] == "Köparen AB"
    assert received_copy(box)['recipient_id'] == seller['id']
