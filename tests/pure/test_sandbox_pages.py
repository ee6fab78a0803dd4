"""The pages on which a person plays the recipient: pages/ and its templates."""

import pytest
from sandbox_driver import fresh_sandbox, invoice


box = pytest.fixture(fresh_sandbox)


@pytest.fixture
def recipient_path(box):
    return f"/recipients/{box.add_recipient()['id']}"


def press(box, path, **form):
    answer = box.http.post(box.url + path, data=form)
    assert answer.ok, answer.text
    return answer.content.decode()


def received_id(box):
    return next(row['id'] for row in box.control('documents') if row['recipient_id'])


@pytest.mark.parametrize(('language', 'word'), [('en', 'Overview'), ('sv', 'Översikt')])
def test_the_overview_speaks_two_languages(box, language, word):
    assert word in box.page('/', language)
    assert word in box.page(f'/?lang={language}', 'de')


def test_the_overview_shows_files_and_what_stopped_them(box):
    box.send(senderReference='ref-77')

    page = box.page('/')

    assert 'ref-77' in page
    assert 'Awaiting interaction' in page
    assert 'did not match any recipient' in page


def test_a_recipient_can_be_added_and_changed(box):
    page = press(box, '/recipients', name='Nya AB', customer_numbers='1, 2 ,', endpoint='0007:1')
    assert 'Nya AB' in page

    press(box, '/recipients', id='1', name='Nyare AB', customer_numbers='3', accepts_tests='1')

    (recipient,) = box.control('recipients')
    assert (recipient['name'], recipient['customer_numbers']) == ('Nyare AB', ['3'])
    assert recipient['accepts_tests'] is True


def test_a_received_invoice_is_shown(box, recipient_path):
    box.send()

    page = box.page(recipient_path)

    assert 'INV-1' in page
    assert '125.00 SEK' in page
    assert 'TEST' not in page


def test_a_test_invoice_is_marked(box, recipient_path):
    box.send(sendMode='Test')

    assert 'TEST' in box.page(recipient_path)


def test_a_certification_is_not_there(box, recipient_path):
    box.send(sendMode='Certification')

    assert 'Nothing has arrived yet' in box.page(recipient_path)


def test_the_request_is_accepted_with_one_button(box):
    recipient = box.add_recipient(connection='requested')
    path = f"/recipients/{recipient['id']}"
    assert 'Accept the request' in box.page(path)

    press(box, f'{path}/connection', connection='connected')

    assert box.control('recipients')[0]['connection'] == 'connected'


@pytest.mark.parametrize(
    ('code', 'word', 'subtype'),
    [('AP', 'Approved', 'RecipientAccept'), ('RE', 'Rejected', 'RecipientReject')],
)
def test_an_invoice_is_answered(box, recipient_path, code, word, subtype):
    box.send()
    path = f'{recipient_path}/documents/{received_id(box)}/answer'

    page = press(box, path, decision=code, note='Fel pris')

    assert word in page
    assert 'Fel pris' in page
    (response,) = box.documents(documentType='ApplicationResponse')
    assert response['documentInfo']['documentSubType'] == subtype


def test_any_answer_is_given_more_than_once(box, recipient_path):
    box.send()
    path = f'{recipient_path}/documents/{received_id(box)}/answer'

    press(box, path, decision='', code='UQ', reason='REF', action='PIN', field='BT-13', value='P1')
    page = press(box, path, decision='', own_code='TELEPORTED', note='<b>', attachments='1')

    assert 'Questioned' in page
    assert 'TELEPORTED' in page
    assert '&lt;b&gt;' in page
    responses = box.documents(documentType='ApplicationResponse')
    assert len(responses) == 2


def test_the_xml_can_be_read(box, recipient_path):
    box.send()

    page = box.page(f'{recipient_path}/documents/{received_id(box)}/xml')

    assert page.encode() == invoice()


def test_names_with_markup_are_escaped(box):
    recipient = box.add_recipient(name='<script>alert(1)</script>')
    press(box, '/switch', name='duplicate_control')

    for path in ('/recipients', f"/recipients/{recipient['id']}"):
        assert '<script>' not in box.page(path)


def test_a_switch_is_turned(box):
    press(box, '/switch', name='duplicate_control')

    assert box.control('settings')['duplicate_control'] is True


@pytest.mark.parametrize('path', ['/recipients/99', '/nowhere'])
def test_what_is_not_there_is_404(box, path):
    assert box.http.get(box.url + path).status_code == 404


def test_other_host_names_are_refused(box):
    answer = box.http.get(f'{box.url}/', headers={'Host': 'evil.example.com'})

    assert answer.status_code == 403
