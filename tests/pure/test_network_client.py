"""network/client.py and network/answers.py on a transport that holds its answers ready."""

import contextlib
import json
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import (
    PRODUCTION_HOSTS,
    Garbled,
    NetworkError,
    NoAnswer,
    PageroClient,
    Refused,
    Response,
    ServerFault,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
)
from network.answers import readable


TOKEN = 'a-plain-secret'
EMPTY_LIST = {'items': [], 'meta': {'count': 0, 'limit': 10, 'offset': 0, 'total': 0}}


class FakeTransport:
    """Gives its answers in turn, the last one again and again, and keeps the requests."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    def send(self, request):
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def answer(value=None, status=200, flaw='', **headers):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Response(
        status, {name.replace('_', '-'): text for name, text in headers.items()}, body, flaw
    )


def client_with(*answers):
    transport = FakeTransport(*answers)
    return PageroClient(transport, PRODUCTION_HOSTS, TOKEN, 'company-uuid'), transport


def send(client, **values):
    defaults = {
        'payload': b'<Invoice/>',
        'filename': 'INV/1.xml',
        'document_type': 'Invoice',
        'send_mode': 'Test',
        'sender_reference': 'räf "1"',
    }
    return client.send_file(**{**defaults, **values})


def form_of(request):
    """The parts of a multipart body: name → (file name, content)."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    return {
        part.get_param('name', header='content-disposition'): (
            part.get_filename(),
            part.get_payload(decode=True),
        )
        for part in message_from_bytes(head + request.body).get_payload()
    }


def query_of(request):
    return parse_qsl(urlsplit(request.url).query)


# === WHAT IS ASKED === #


def test_a_file_is_sent_as_a_form():
    client, transport = client_with(answer({'id': 4711, 'senderReference': 'r'}, 201))
    sent = send(client)

    (request,) = transport.requests
    assert (request.method, request.url) == ('POST', 'https://api.pageroonline.com/file/v1/files')
    assert request.headers['Authorization'] == f'Bearer {TOKEN}'
    assert form_of(request) == {
        'payload': ('INV-1.xml', b'<Invoice/>'),
        'documentType': (None, b'Invoice'),
        'sendMode': (None, b'Test'),
        'sendingCompanyId': (None, b'company-uuid'),
        'senderReference': (None, 'räf "1"'.encode()),
    }
    assert (sent.id, sent.sender_reference, sent.created_at) == ('4711', 'r', None)


@pytest.mark.parametrize(
    'mode, word', [('Production', b'Production'), ('certification', b'Certification')]
)
def test_the_send_mode_goes_out_in_their_word(mode, word):
    client, transport = client_with(answer({'id': '1'}, 201))
    send(client, send_mode=mode)
    assert form_of(transport.requests[0])['sendMode'] == (None, word)


def test_an_unknown_send_mode_is_a_mistake_of_ours():
    client, transport = client_with(answer({'id': '1'}, 201))
    with pytest.raises(ValueError, match='send mode'):
        send(client, send_mode='Produktion')
    assert not transport.requests


def test_documents_are_asked_with_encoded_filters():
    client, transport = client_with(answer(EMPTY_LIST))
    list(
        client.iter_documents(
            direction='Received',
            document_types=('Invoice', 'ApplicationResponse'),
            sender_reference='a&b=c/å',
            created_from=datetime(2027, 1, 28, 13, 0, 0, 5000, timezone(timedelta(hours=1))),
            show_fetched_only=False,
        )
    )

    (request,) = transport.requests
    assert urlsplit(request.url).path == '/document/v1/documents'
    assert query_of(request) == [
        ('direction', 'Received'),
        ('documentType', 'Invoice'),
        ('documentType', 'ApplicationResponse'),
        ('senderReference', 'a&b=c/å'),
        ('createTimeFrom', '2027-01-28T12:00:00.005Z'),
        ('showFetchedOnly', 'false'),
        ('companyId', 'company-uuid'),
        ('limit', '100'),
        ('offset', '0'),
    ]


def test_a_moment_without_a_zone_is_a_mistake_of_ours():
    client, _transport = client_with(answer(EMPTY_LIST))
    with pytest.raises(ValueError, match='time zone'):
        list(client.iter_documents(created_to=datetime(2027, 1, 28)))


def test_parts_are_asked_of_one_file_or_of_all():
    client, transport = client_with(answer(EMPTY_LIST))
    list(client.iter_file_parts('4711'))
    list(client.iter_file_parts(statuses=('AwaitingInteraction', 'Error')))

    first, second = transport.requests
    assert urlsplit(first.url).path == '/file/v1/files/4711/fileparts'
    assert urlsplit(second.url).path == '/file/v1/fileparts'
    assert ('Status', 'AwaitingInteraction,Error') in query_of(second)
    assert 'Status' not in dict(query_of(first))


def test_an_action_is_json():
    client, transport = client_with(answer(b''))
    client.act_on_file_part('99', 'Restart')

    (request,) = transport.requests
    assert request.url.endswith('/file/v1/fileparts/99/action')
    assert (request.body, request.headers['Content-Type']) == (
        b'{"action": "Restart"}',
        'application/json',
    )


def test_many_fetch_marks_go_out_in_batches():
    client, transport = client_with(answer({}))
    client.mark_fetched(str(number) for number in range(250))
    client.mark_fetched([])

    batches = [json.loads(request.body)['ids'] for request in transport.requests]
    assert [len(batch) for batch in batches] == [100, 100, 50]


@pytest.mark.parametrize('identifier', ['a/b', '?x=1', '#', 'å', ' '])
def test_an_id_stays_one_segment_of_the_path(identifier):
    client, transport = client_with(answer({'id': '1'}))
    client.get_document(identifier)
    path = transport.requests[0].url.removeprefix(PRODUCTION_HOSTS.api_url)
    assert path.startswith('/document/v1/documents/')
    assert path.count('/') == 4
    assert not set(path) & set('?# ')


@pytest.mark.parametrize('identifier', ['', '.', '..'])
def test_an_id_never_climbs_out_of_its_endpoint(identifier):
    client, transport = client_with(answer({'id': '1'}))
    with pytest.raises(Garbled):
        client.download_target(identifier)
    assert not transport.requests


# === WHAT COMES BACK === #


@pytest.mark.parametrize(
    'status, error',
    [
        (400, Refused),
        (401, Unauthorized),
        (403, Refused),
        (404, UnexpectedAnswer),
        (409, UnexpectedAnswer),
        (413, Refused),
        (415, Refused),
        (422, UnexpectedAnswer),
        (429, TooManyRequests),
        (500, ServerFault),
        (502, ServerFault),
        (599, ServerFault),
        (301, UnexpectedAnswer),
        (304, UnexpectedAnswer),
        (100, UnexpectedAnswer),
    ],
)
@pytest.mark.parametrize('body', [b'', b'{}', b'<html>x', bytes(range(256)) * 256, b'[1]', b'null'])
def test_each_status_has_its_error_whatever_the_body(status, error, body):
    client, _transport = client_with(answer(body, status))
    with pytest.raises(error) as caught:
        send(client)

    assert type(caught.value) is error
    assert caught.value.status == status
    assert len(caught.value.text) <= 500
    assert '\0' not in caught.value.text


@pytest.mark.parametrize(
    'body',
    [
        b'',
        b'null',
        b'[]',
        b'"x"',
        b'{}',
        b'{"id": null}',
        b'{"id": ""}',
        b'{"id": {"a": 1}}',
        b'<html>',
        bytes(range(256)) * 256,
        b'[' * 100000,
        b'{"id": ' + b'9' * 9999 + b'}',
        b'\xff\xfe',
        b'{"id": "1"',
    ],
)
def test_a_yes_without_an_id_is_garbled(body):
    client, _transport = client_with(answer(body, 201))
    with pytest.raises(Garbled) as caught:
        send(client)
    assert caught.value.taken == 'unknown'


@pytest.mark.parametrize(
    'flaw, error',
    [
        ('cut short', Garbled),
        ('too large', Garbled),
        ('in an unknown encoding', Garbled),
        ('timed out', NoAnswer),
    ],
)
def test_a_yes_that_is_not_whole_is_no_yes(flaw, error):
    client, _transport = client_with(answer({'id': '1'}, 201, flaw))
    with pytest.raises(error):
        send(client)


@pytest.mark.parametrize('flaw', ['cut short', 'too large', 'timed out'])
def test_a_no_stays_a_no_when_it_is_not_whole(flaw):
    client, _transport = client_with(answer(b'{"mess', 401, flaw))
    with pytest.raises(Unauthorized):
        send(client)


@given(st.binary())
def test_any_yes_is_a_value_or_a_network_error(body):
    client, _transport = client_with(answer(body, 200))
    for call in (
        send,
        lambda each: list(each.iter_documents()),
        lambda each: each.get_document('1'),
    ):
        with contextlib.suppress(NetworkError):
            call(client)


@pytest.mark.parametrize(
    'headers, seconds',
    [
        ({'retry_after': '17'}, 17),
        (
            {
                'retry_after': 'Thu, 28 Jan 2027 12:00:40 GMT',
                'date': 'Thu, 28 Jan 2027 12:00:00 GMT',
            },
            40,
        ),
        ({'retry_after': 'soon'}, None),
        ({}, None),
    ],
)
def test_the_server_s_own_clock_counts_for_retry_after(headers, seconds):
    client, _transport = client_with(answer({}, 429, **headers))
    with pytest.raises(TooManyRequests) as caught:
        send(client)
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert caught.value.retry_after == expected


@pytest.mark.parametrize('kind', ['Bearer %s is too old', '{"token": "%s"}', 'my odd token: %s'])
def test_a_token_that_the_server_echoes_is_not_kept(kind):
    client, _transport = client_with(answer((kind % TOKEN).encode(), 403))
    with pytest.raises(Refused) as caught:
        send(client)
    assert TOKEN not in f'{caught.value} {caught.value.text} {caught.value.args}'


@pytest.mark.parametrize(
    'body, text',
    [
        (b'{"message": "No."}', 'No.'),
        (b'{"error": {"message": "Deep."}}', 'Deep.'),
        (b'{"errors": [{"message": "One."}, "Two."]}', 'One. Two.'),
        (b'{"error": "invalid", "error_description": "Why."}', 'Why.'),
        (b'plain\n  words', 'plain words'),
        (b'<html><head><title>502</title></head><body><h1>Bad</h1>', '502 Bad'),
        (b'<!DOCTYPE html><script>var a = "<b>"</script><p>Gone', 'Gone'),
        (b'<?xml version="1.0"?><Error><Code>A</Code></Error>', 'A'),
        (b'\x00\x1b[31mred', '[31mred'),
        (b'', ''),
    ],
)
def test_what_the_server_said_is_readable(body, text):
    assert readable(body) == text


@given(st.binary() | st.text().map(str.encode))
def test_any_body_is_readable(body):
    text = readable(body)
    assert len(text) <= 500
    assert '\0' not in text
    text.encode()


def test_the_error_s_code_is_kept():
    client, _transport = client_with(answer({'error': 'company_unknown', 'message': 'x'}, 403))
    with pytest.raises(Refused) as caught:
        send(client)
    assert caught.value.code == 'company_unknown'


# === DOCUMENTS === #


@pytest.mark.parametrize(
    'body', [b'<?xml version="1.0"?><a/>', b'%PDF-1.7', b'\xef\xbb\xbf<Invoice/>']
)
def test_a_document_comes_as_it_is(body):
    client, transport = client_with(answer(body))
    assert client.download_target('d') == body
    assert transport.requests[0].headers['Accept'].startswith('application/xml')


@pytest.mark.parametrize(
    'body', [b'', b' \n', b'<html>', b'\n<!DOCTYPE HTML><p>Log in', b'<HTML >']
)
def test_a_web_page_is_no_document(body):
    client, _transport = client_with(answer(body))
    with pytest.raises(Garbled):
        client.download_target('d')


def test_pages_are_followed():
    def page(first, count):
        items = [{'id': str(number)} for number in range(first, first + count)]
        return answer({'items': items, 'meta': {'count': count, 'limit': 10, 'total': 25}})

    client, transport = client_with(page(0, 10), page(10, 10), page(20, 5))
    found = [each.id for each in client.iter_documents()]

    assert found == [str(number) for number in range(25)]
    assert [dict(query_of(each))['offset'] for each in transport.requests] == ['0', '10', '20']


@pytest.mark.parametrize(
    'value',
    [None, [], 'x', {}, {'items': None}, {'items': 'x'}, {'documents': []}],
)
def test_a_list_of_another_shape_is_garbled(value):
    client, _transport = client_with(answer(value))
    with pytest.raises(Garbled):
        list(client.iter_documents())
