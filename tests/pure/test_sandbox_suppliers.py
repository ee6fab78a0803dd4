"""The sandbox's suppliers: documents of every kind, and a ledger of what became of them."""

from datetime import date

import pytest
from pagero_sandbox.documents.supplier_documents import WRITERS, Company, Wish, write
from pagero_sandbox.known_companies import ACCEPTS_BY_ITSELF, BY_REQUEST
from sandbox_driver import COMPANY, fresh_sandbox

from ubl.check import check
from ubl.received import recognise


box = pytest.fixture(fresh_sandbox)
# What each is by its content.
KINDS = {
    'invoice': 'invoice',
    'credit_note': 'credit_note',
    'self_billed_invoice': 'self_billed_invoice',
    'self_billed_credit_note': 'self_billed_credit_note',
    'puf_invoice': 'invoice',
    'payment_reminder': 'payment_reminder',
    'reminder_as_invoice': 'payment_reminder',
    'application_response': 'application_response',
    'pdf': 'pdf',
    'zip': 'unreadable',
    'cut': 'unreadable',
    'wrong_encoding': 'unreadable',
    'entities': 'unreadable',
    'laughs': 'unreadable',
    'unknown_root': 'other',
    'bytes': 'unreadable',
    'large': 'invoice',
    'too_large': 'unreadable',
}
BUYER = Company('Norrsken Kaffe AB', '5569991200', 'SE556999120001')
VALID = ('invoice', 'credit_note', 'self_billed_invoice', 'self_billed_credit_note')


def deliver(box, **wish):
    return box.control('supplier_documents', wish)


def test_every_kind_is_expected():
    assert set(KINDS) == set(WRITERS)


@pytest.mark.parametrize('kind', WRITERS)
def test_the_content_is_what_was_wished(kind):
    assert recognise(write(Wish('L-1', BUYER, kind))).kind == KINDS[kind]


@pytest.mark.parametrize('kind', VALID)
@pytest.mark.parametrize(
    'shape',
    [
        {},
        {'allowances': True, 'attachments': 2},
        {'currency': 'EUR', 'account': 'SE3550000000054910000003', 'account_kind': 'ESSESESS'},
        {'lines': (('Kaffe', '3', '33.33', '12'), ('Frakt', '1', '49.00', '25'))},
    ],
    ids=['plain', 'allowances', 'currency', 'rates'],
)
def test_invoices_are_valid(kind, shape):
    found = check(write(Wish('L-1', BUYER, kind, **shape)), on=date(2026, 11, 1))

    assert [finding for finding in found if finding.is_fatal] == []


def test_what_suppliers_sent_is_listed_downloaded_and_marked(box):
    (made,) = deliver(box, number='L-77', attachments=1)

    (listed,) = box.documents(direction='Received', companyId=COMPANY, showFetchedOnly='false')
    assert (listed['id'], listed['documentInfo']['documentIdentifier']) == (made['id'], 'L-77')
    content = box.api('GET', f"/document/v1/documents/{made['id']}/targetdocument").content
    assert recognise(content).number == 'L-77'
    box.api('POST', '/document/v1/documents/fetch', json={'ids': [made['id']]})

    assert box.documents(direction='Received', showFetchedOnly='false') == []
    (entry,) = box.control('received')
    assert (entry['downloads'], entry['marks'], entry['is_fetched']) == (1, 1, True)


def test_many_come_at_once_with_numbers_of_their_own(box):
    made = deliver(box, count=250, kinds=['invoice', 'credit_note', 'pdf'])

    assert len({each['number'] for each in made}) == 250
    assert [each['kind'] for each in made[:4]] == ['invoice', 'credit_note', 'pdf', 'invoice']
    answer = box.api('GET', '/document/v1/documents', params={'direction': 'Received'}).json()
    assert answer['meta']['total'] == 250


def test_the_list_can_say_other_things_than_the_document(box):
    deliver(box, listing={'sendMode': None, 'documentInfo.documentType': 'Mystery'})

    (listed,) = box.documents(direction='Received')
    assert 'sendMode' not in listed
    assert listed['documentInfo']['documentType'] == 'Mystery'


def test_a_pdf_comes_as_one(box):
    (made,) = deliver(box, kind='pdf')
    answer = box.api('GET', f"/document/v1/documents/{made['id']}/targetdocument")
    assert answer.headers['Content-Type'] == 'application/pdf'


@pytest.mark.parametrize('wish', [{'kind': 'poem'}, {'colour': 'red'}, {'count': 0}])
def test_senseless_wishes_are_refused(box, wish):
    answer = box.http.post(f'{box.control_url}/sandbox/api/supplier_documents', json=wish)
    assert answer.status_code == 400


@pytest.mark.parametrize('language', ['en', 'sv'])
def test_a_person_sends_as_a_supplier(box, language):
    form = {'kind': 'credit_note', 'count': '3', 'attachments': '1', 'currency': 'EUR'}
    form |= {'account': 'other_iban', 'allowances': '1', 'references': 'L-1, L-2', 'number': 'K'}
    assert box.http.post(f'{box.url}/suppliers', data=form).ok

    page = box.page('/suppliers', language)

    assert 'K-3' in page
    entries = box.control('received')
    assert [entry['kind'] for entry in entries] == ['credit_note'] * 3
    content = box.api('GET', f"/document/v1/documents/{entries[0]['id']}/targetdocument").content
    for said in (b'SE4550000000058398257466', b'EUR', b'L-2', b'Rabatt', b'filename'):
        assert said in content


def test_every_kind_has_words_in_both_languages(box):
    for language in ('en', 'sv'):
        page = box.page('/suppliers', language)
        for kind in WRITERS:
            assert f'value="{kind}"' in page
            assert f'>{kind}<' not in page


# === ASKING TO BE CONNECTED === #


@pytest.fixture
def request_id(box):
    """A company asks, and an invoice of its waits for the answer."""
    wish = {'companyId': COMPANY, 'recipientId': ACCEPTS_BY_ITSELF['id'], 'message': "Hallå"}
    request_id = box.control('network/requests', wish)['id']
    deliver(box, request_id=request_id)
    return request_id


def listed(box):
    return box.documents(direction='Received')


def test_what_waits_for_an_answer_is_not_listed_or_given_out(box, request_id):
    (entry,) = box.control('received')

    assert (entry['waits_for'], listed(box)) == (request_id, [])
    path = f'/document/v1/documents/{entry["id"]}/targetdocument'
    assert box.api('GET', path).status_code == 404


@pytest.mark.parametrize(
    ('act', 'state', 'count'),
    [
        ('accept', 'Accepted', 1),
        ('reject', 'Rejected', 0),
        ('withdraw', 'Cancelled', 0),
        ('elsewhere', 'Accepted', 1),
    ],
)
def test_the_answer_decides_whether_it_arrives(box, request_id, act, state, count):
    if act == 'withdraw':
        box.control(f'network/requests/{request_id}/withdraw', {})
    elif act == 'elsewhere':
        box.control(f'network/requests/{request_id}', {'state': 'Accepted'})
    else:
        box.api('POST', f'/network/v1/requests/{request_id}/{act}', json={'answer': "Nej"})

    (request,) = box.items('requests', direction='Received')
    assert request['state'] == state
    assert len(listed(box)) == count
    again = box.api('POST', f'/network/v1/requests/{request_id}/accept', json={})
    assert (again.status_code, again.json()['error']) == (409, 'wrong_state')


def test_a_request_of_ours_is_not_answered_by_us(box):
    box.connect(BY_REQUEST)
    (request,) = box.items('requests')

    answer = box.api('POST', f'/network/v1/requests/{request["id"]}/accept', json={})

    assert answer.status_code == 404


def test_on_the_page_a_supplier_asks_and_reads_the_answer(box):
    form = {'supplier': ACCEPTS_BY_ITSELF['id'], 'company_id': COMPANY, 'message': "Hallå"}
    box.http.post(f'{box.url}/suppliers/requests', data=form | {'with_invoice': '1'})
    (request,) = box.items('requests', direction='Received')

    assert "Hallå" in box.page('/suppliers')
    box.api('POST', f'/network/v1/requests/{request["id"]}/reject', json={'answer': "Köper inget"})
    page = box.page('/suppliers')
    assert "Köper inget" in page
    assert ACCEPTS_BY_ITSELF['name'] in page


def test_on_the_page_a_supplier_withdraws_its_request(box, request_id):
    assert f'/suppliers/requests/{request_id}/withdraw' in box.page('/suppliers')

    box.http.post(f'{box.url}/suppliers/requests/{request_id}/withdraw')

    (request,) = box.items('requests', direction='Received')
    assert request['state'] == 'Cancelled'
    assert f'/suppliers/requests/{request_id}/withdraw' not in box.page('/suppliers')
