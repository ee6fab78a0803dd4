"""Faults on demand: faults.py, fault_answers.py, sleeper.py, calls.py."""

import copy
import json
import threading
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import pytest
import requests
from sandbox_driver import fresh_sandbox, wait_until


FILES = '^/file/v1/files$'

box = pytest.fixture(fresh_sandbox)


def order(box, fault, **wish):
    box.control('faults', [{'fault': fault} | wish])


def files(box):
    return len(box.control('files'))


def send_in_background(box):
    """Send on a connection of its own; the list gets the error that ends it."""
    ended = []

    def send():
        other = copy.copy(box)
        with requests.Session() as other.http:
            try:
                other.send()
            except requests.RequestException as error:
                ended.append(error)

    thread = threading.Thread(target=send)
    thread.start()
    return thread, ended


@pytest.mark.parametrize(
    ('fault', 'status'),
    [
        ('401', 401),
        ('410', 410),
        ('429', 429),
        ('500', 500),
        ('502', 502),
        ('503', 503),
        ('html_502', 502),
        ('html_200', 200),
        ('garbage_64k', 200),
    ],
)
def test_a_fault_comes_instead_of_the_answer(box, fault, status):
    order(box, fault)

    assert (box.send().status_code, files(box)) == (status, 0)
    assert (box.send().status_code, files(box)) == (201, 1)


def test_a_fault_can_come_after_the_file_was_taken(box):
    order(box, '500', taken=True)

    assert (box.send().status_code, files(box)) == (500, 1)


def test_garbage_is_64_kilobytes_of_nonsense(box):
    order(box, 'garbage_64k')

    answer = box.send()

    assert len(answer.content) == 64 * 1024
    with pytest.raises(ValueError):
        answer.json()


@pytest.mark.parametrize('fault', ['html_502', 'html_200'])
def test_html_comes_where_json_should(box, fault):
    order(box, fault)

    answer = box.send()

    assert answer.headers['Content-Type'].startswith('text/html')
    assert '<html>' in answer.text


@pytest.mark.parametrize(('wish', 'header'), [(7, '7'), (None, None)])
def test_too_many_requests_may_say_how_long(box, wish, header):
    order(box, '429', retry_after=wish)

    assert box.send().headers.get('Retry-After') == header


def test_too_many_requests_may_say_until_when(box):
    order(box, '429', retry_after='date', seconds=100)

    moment = parsedate_to_datetime(box.send().headers['Retry-After'])

    assert 90 < (moment - datetime.now(timezone.utc)).total_seconds() <= 101


@pytest.mark.parametrize(('fault', 'taken'), [('timeout_before', 0), ('timeout_after', 1)])
def test_a_connection_ends_without_a_word(box, fault, taken):
    order(box, fault, seconds=0)

    with pytest.raises(requests.ConnectionError):
        box.send()

    assert files(box) == taken


def test_a_hanging_request_holds_up_nobody_and_wakes_at_reset(box):
    order(box, 'timeout_after', seconds=300)
    thread, ended = send_in_background(box)
    wait_until(lambda: files(box) == 1)

    box.reset()
    thread.join(timeout=10)

    assert len(ended) == 1
    assert not thread.is_alive()


def test_clearing_the_faults_wakes_too(box):
    order(box, 'timeout_before', seconds=300)
    thread, ended = send_in_background(box)
    wait_until(lambda: box.control('faults') == [])

    wait_until(lambda: box.control('faults', method='DELETE') == {} and not thread.is_alive())

    assert len(ended) == 1


def test_a_cut_body_has_taken_the_file(box):
    order(box, 'cut_body')

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        box.send()

    assert files(box) == 1


def test_an_empty_body_has_taken_the_file(box):
    order(box, 'empty_body')

    answer = box.send()

    assert (answer.status_code, answer.content, files(box)) == (201, b'', 1)


def test_a_slow_answer_is_right_in_the_end(box):
    order(box, 'slow', seconds=0.2)
    started = time.monotonic()

    assert box.send().status_code == 201
    assert time.monotonic() - started >= 0.2


def test_unknown_words_stand_in_the_answers(box):
    box.send()
    assert box.parts()[0]['status'] == 'AwaitingInteraction'
    order(box, 'unknown_status')

    assert box.parts()[0]['status'] == 'Quarantined'


def test_an_ignored_filter_shows_other_documents(box):
    box.add_recipient()
    box.send(senderReference='ours')
    assert box.documents(senderReference='theirs') == []
    order(box, 'ignore_filter')

    assert len(box.documents(senderReference='theirs')) == 1


def test_an_ignored_filter_shows_other_parts(box):
    box.send()
    first = box.send().json()['id']
    order(box, 'ignore_filter')

    shown = box.api('GET', f'/file/v1/files/{first}/fileparts?Status=Error').json()

    assert shown['meta']['total'] == 2


def test_a_fault_waits_for_its_path_method_and_turn(box):
    order(box, '503', path=FILES, method='POST', skip=1, times=2)
    assert box.api('GET', '/file/v1/fileparts').status_code == 200

    statuses = [box.send().status_code for _time in range(4)]

    assert statuses == [201, 503, 503, 201]


def test_a_fault_can_last(box):
    order(box, '503', times=None)

    assert {box.send().status_code for _time in range(3)} == {503}
    assert len(box.control('faults')) == 1


def test_the_login_can_fail_too(box):
    order(box, '500', path='oauth-token')

    assert box.token(grant_type='refresh_token').status_code == 500


@pytest.mark.parametrize(
    'wish',
    [
        {'fault': 'earthquake'},
        {'path': 'x'},
        {'fault': '500', 'path': '('},
        {'fault': '500', 'x': 1},
    ],
)
def test_a_senseless_fault_is_refused(box, wish):
    answer = box.http.post(f'{box.control_url}/sandbox/api/faults', json=[wish])

    assert answer.status_code == 400
    assert answer.json()['message']


def test_every_call_is_noted_without_secrets(box):
    box.control('calls', method='DELETE')
    box.log_in(state='secret-state', code_challenge='c', code_challenge_method='S256')
    box.send()

    calls = box.control('calls')

    assert [(call['method'], call['status']) for call in calls] == [('POST', 302), ('POST', 201)]
    assert 'secret-state' not in json.dumps(calls)
    assert box.access_token not in json.dumps(calls)


def test_latency_is_felt_by_the_network_only(box):
    box.control('settings', {'latency_ms': 200})
    started = time.monotonic()
    box.control('health')
    between = time.monotonic()
    box.send()

    assert between - started < 0.2 <= time.monotonic() - between


@pytest.mark.parametrize(
    'values',
    [
        {'unheard_of': 1},
        {'latency_ms': -1},
        {'latency_ms': 'manual'},
        {'refresh_works': 1},
        {'checks': 'some'},
        {'token_seconds': None},
        {'companies': 20_001},
    ],
)
def test_a_senseless_setting_is_refused_whole(box, values):
    answer = box.http.post(
        f'{box.control_url}/sandbox/api/settings', json={'page_limit_max': 5} | values
    )

    assert answer.status_code == 400
    assert box.control('settings')['page_limit_max'] == 100
