"""The sandbox's File API, routing and send modes: file_api.py, delivery.py, recipients.py."""

from xml.sax.saxutils import escape

import pytest
from sandbox_driver import COMPANY, fresh_sandbox, invoice


CUSTOMER_NUMBER = '<cbc:SupplierAssignedAccountID>K-7</cbc:SupplierAssignedAccountID>'
IDENTIFICATION = (
    '<cac:PartyIdentification><cbc:ID schemeID="0088">7300010000001</cbc:ID>'
    '</cac:PartyIdentification>'
)
NOBODY = {'endpoint': '2021005489', 'vat': 'SE202100548901', 'company': '2021005489'}

box = pytest.fixture(fresh_sandbox)


def error_of(box):
    (part,) = box.parts()
    return part['status'], part['error']['description'][0]


def test_a_file_is_received(box):
    answer = box.send(senderReference='ref-1', sendMode='Test')

    receipt = answer.json()
    assert answer.status_code == 201
    assert receipt['id'].isdigit()
    assert receipt['sendingCompany']['id'] == COMPANY
    assert (receipt['senderReference'], receipt['sendMode']) == ('ref-1', 'Test')


@pytest.mark.parametrize(
    ('fields', 'status'),
    [
        ({'documentType': None}, 400),
        ({'sendMode': None}, 400),
        ({'senderReference': None}, 400),
        ({'sendMode': 'Produktion'}, 400),
        ({'documentType': 'Letter'}, 400),
        ({'sendingCompanyId': 'unknown'}, 403),
    ],
)
def test_a_wrong_form_is_refused(box, fields, status):
    answer = box.send(**fields)

    assert (answer.status_code, box.control('files')) == (status, [])
    assert answer.json()['message']


def test_an_empty_file_is_refused(box):
    assert box.send(payload=b'').status_code == 400


def test_another_media_type_is_refused(box):
    assert box.api('POST', '/file/v1/files', json={}).status_code == 415


def test_an_answer_nobody_can_give_is_refused(box):
    answer = box.api('GET', '/file/v1/fileparts', headers={'Accept': 'image/png'})

    assert answer.status_code == 406


def test_bytes_arrive_unchanged(box):
    file_id = box.send(payload=invoice()).json()['id']

    payload = box.http.get(f'{box.url}/sandbox/api/files/{file_id}/payload').content

    assert payload == invoice()


def test_a_part_processes_until_its_time_has_come(box):
    box.add_recipient()
    box.control('settings', {'processing_seconds': 'manual'})
    file_id = box.send().json()['id']
    assert box.parts() == [{'id': '9000001', 'fileId': file_id, 'status': 'Processing'}]

    box.control('advance', {})

    assert box.parts() == []
    assert len(box.documents(fileId=file_id)) == 1


def test_a_processing_part_hides_from_the_error_filter(box):
    box.control('settings', {'processing_seconds': 'manual'})
    box.send()

    assert box.parts(Status='AwaitingInteraction,Error') == []
    assert len(box.parts(Status='Processing')) == 1


def test_an_unknown_recipient_awaits_interaction(box):
    box.send()

    status, text = error_of(box)

    assert status == 'AwaitingInteraction'
    assert '28500' in text
    assert 'did not match any recipient' in text


def test_anybody_is_a_recipient_when_so_set(box):
    box.control('settings', {'require_known_recipient': False})
    box.send()
    box.send(payload=invoice(number='INV-2'))

    assert [row['name'] for row in box.control('recipients')] == []
    assert len(box.documents()) == 2
    assert [row['name'] for row in box.control('recipients')] == ['Köparen AB']


@pytest.mark.parametrize(
    ('recipient', 'document'),
    [
        ({'customer_numbers': ['K-7']}, {'customer_number': CUSTOMER_NUMBER}),
        ({'endpoint': '0007:2021005489'}, {}),
        ({'endpoint': '0088:7300010000001'}, {'identification': IDENTIFICATION}),
        ({'vat_number': 'SE202100548901'}, {}),
        ({'org_number': '202100-5489'}, {}),
    ],
)
def test_each_identifier_finds_its_recipient(box, recipient, document):
    box.add_recipient(**{'name': 'Other', 'org_number': '', 'endpoint': ''} | recipient)

    box.send(payload=invoice(**NOBODY | document))

    assert box.parts() == []


def test_the_customer_number_comes_before_the_electronic_address(box):
    box.add_recipient(name='By address')
    box.add_recipient(name='By number', org_number='', endpoint='', customer_numbers=['K-7'])

    box.send(payload=invoice(customer_number=CUSTOMER_NUMBER))
    box.documents()

    (received,) = [row for row in box.control('documents') if row['recipient_id']]
    assert received['recipient_id'] == box.control('recipients')[1]['id']


@pytest.mark.parametrize(
    ('connection', 'status', 'code'),
    [
        ('requested', 'AwaitingInteraction', '29100'),
        ('routing_needed', 'AwaitingInteraction', '28600'),
        ('routing_requested', 'AwaitingInteraction', '29200'),
        ('not_found', 'Error', '28400'),
        ('inactive', 'Error', '28800'),
        ('no_match', 'AwaitingInteraction', '28500'),
        ('unreachable', 'Error', '29000'),
    ],
)
def test_the_connection_decides_what_stops_a_document(box, connection, status, code):
    box.add_recipient(connection=connection)
    box.send()

    found, text = error_of(box)

    assert (found, text[:5]) == (status, code)
    assert 'Köparen AB' in text


@pytest.mark.parametrize(
    ('place', 'error'), [('field', {'code': '28800'}), ('none', {}), ('text', {})]
)
def test_the_code_shows_where_it_is_wanted(box, place, error):
    box.control('settings', {'error_codes': place})
    box.add_recipient(connection='inactive')
    box.send()

    shown = box.parts()[0]['error']

    texts = shown.pop('description')
    assert shown == error
    assert ('28800' in texts[0]) == (place == 'text')


def test_restart_looks_again_and_delivers_once(box):
    recipient = box.add_recipient(connection='requested')
    box.send()
    (part,) = box.parts()
    box.control('recipients', {'id': recipient['id'], 'connection': 'connected'})
    assert len(box.parts()) == 1

    assert box.act(part, 'Restart').status_code == 200
    assert box.act(part, 'Restart').status_code == 409

    assert (box.parts(), len(box.documents())) == ([], 1)


def test_a_cancelled_part_is_gone(box):
    box.send()
    (part,) = box.parts()

    assert box.act(part, 'Cancel').status_code == 200

    assert (box.parts(), box.documents()) == ([], [])
    assert box.act(part, 'Restart').status_code == 409


def test_unknown_actions_and_parts_are_refused(box):
    box.send()

    assert box.act(box.parts()[0], 'Explode').status_code == 400
    assert box.act({'id': 1}, 'Cancel').status_code == 404
    assert box.api('GET', '/file/v1/files/1/fileparts').status_code == 404


def test_a_certification_needs_no_connection_and_reaches_nobody(box):
    box.add_recipient(connection='not_found')
    box.send(sendMode='Certification')

    (document,) = box.documents()

    assert document['sendMode'] == 'Certification'
    assert box.control('summary')['documents_received'] == 0


def test_a_test_reaches_who_takes_tests(box):
    box.add_recipient()
    box.send(sendMode='Test')

    assert box.documents()[0]['sendMode'] == 'Test'
    assert box.control('summary')['received_by_mode'] == {'Test': 1}


def test_a_test_is_refused_for_who_takes_none(box):
    box.add_recipient(accepts_tests=False)
    box.send(sendMode='Test')

    status, text = error_of(box)

    assert status == 'Error'
    assert 'does not accept test documents' in text
    box.send(sendMode='Production')
    assert len(box.documents(direction='Sent')) == 1


def test_the_duplicate_control_compares_number_and_sender(box):
    box.add_recipient()
    box.control('settings', {'duplicate_control': True})
    box.send()
    box.send(payload=invoice(number='INV-2'))
    box.send()

    status, text = error_of(box)

    assert (status, text[:5], len(box.documents())) == ('Error', '11200', 2)


def test_the_duplicate_control_keeps_modes_apart(box):
    box.add_recipient()
    box.control('settings', {'duplicate_control': True})

    for mode in ('Test', 'Production'):
        box.send(sendMode=mode)

    assert len(box.documents()) == 2


def test_certifications_are_never_duplicates(box):
    box.control('settings', {'duplicate_control': True})

    for _time in range(2):
        box.send(sendMode='Certification')

    assert len(box.documents()) == 2


@pytest.mark.parametrize(
    ('payload', 'code'),
    [
        (b'garbage', '18500'),
        (b'<x/>', '18500'),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', '18500'),
        (invoice(number=''), '18400'),
    ],
)
def test_a_bad_document_ends_in_an_error(box, payload, code):
    box.send(payload=payload)

    status, text = error_of(box)

    assert (status, text[:5]) == ('Error', code)


def test_the_document_type_must_fit_the_file(box):
    box.send(documentType='ApplicationResponse')

    assert error_of(box)[1].startswith('13200')


def test_a_part_can_be_forced_into_any_state(box):
    box.add_recipient()
    box.send()
    assert box.parts() == []
    (part,) = box.control('parts')

    box.control(f"parts/{part['id']}", {'status': 'Quarantined', 'descriptions': ['A', 'B']})

    (shown,) = box.parts()
    assert (shown['status'], shown['error']['description']) == ('Quarantined', ['A', 'B'])


def test_a_file_can_have_several_parts(box):
    box.add_recipient()
    file_id = box.send().json()['id']

    box.control('parts', {'file_id': file_id, 'status': 'Error', 'descriptions': ['Broken']})

    shown = box.api('GET', f'/file/v1/files/{file_id}/fileparts').json()
    assert [part['status'] for part in shown['items']] == ['Error']
    assert shown['meta']['total'] == 1


def test_parts_carry_more_members_when_so_set(box):
    box.control('settings', {'extra_fields': True})
    box.send(senderReference='ref-9')

    assert box.parts()[0]['senderReference'] == 'ref-9'


def test_a_name_with_markup_stays_text(box):
    box.send(payload=invoice(number=escape('<b>&"')))

    assert box.control('files')[0]['number'] == '<b>&"'


def test_the_summary_shows_what_came_twice(box):
    box.add_recipient()
    for reference, number in (('a', '1'), ('a', '2'), ('b', '2')):
        box.send(senderReference=reference, payload=invoice(number=number))

    summary = box.control('summary')

    assert (summary['files'], summary['distinct_references']) == (3, 2)
    assert (summary['duplicate_references'], summary['duplicate_numbers']) == (1, 1)
    assert (summary['documents_sent'], summary['documents_received']) == (3, 3)
    assert summary['by_mode'] == {'Production': 3}
