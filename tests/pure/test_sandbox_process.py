"""The sandbox as a process: restart, a network that is off, many callers, big files."""

import concurrent.futures
import socket

import pytest
import requests
from sandbox_driver import fresh_sandbox, invoice, running


PARALLEL = 16
UPLOADS = 96
BIG = 40 * 1024 * 1024

box = pytest.fixture(fresh_sandbox)


def test_the_state_outlives_a_restart(tmp_path):
    options = ('--state', str(tmp_path / 'state.sqlite'))
    with running(*options) as sandbox:
        sandbox.reset()
        sandbox.add_recipient()
        sandbox.control('settings', {'processing_seconds': 'manual', 'token_seconds': 700})
        sandbox.send()
        token = sandbox.access_token

    with running(*options) as sandbox:
        sandbox.access_token = token
        assert sandbox.parts()[0]['status'] == 'Processing'
        assert sandbox.control('settings')['token_seconds'] == 700
        assert sandbox.control('advance', {}) == {'finished': 1}
        assert len(sandbox.documents()) == 1


def test_a_killed_sandbox_has_kept_what_it_confirmed(tmp_path):
    options = ('--state', str(tmp_path / 'state.sqlite'))
    with running(*options) as sandbox:
        sandbox.reset()
        assert sandbox.send().status_code == 201
        sandbox.process.kill()
        sandbox.process.wait()

    with running(*options) as sandbox:
        assert sandbox.control('summary')['files'] == 1


def test_it_ends_with_its_input():
    with running() as sandbox:
        pass

    assert sandbox.process.returncode == 0


def test_a_network_that_is_off_refuses_connections(box):
    box.control('settings', {'network_off': True})

    with pytest.raises(requests.ConnectionError, match='refused'):
        box.send()

    assert box.control('health')['network_off'] is True
    box.control('settings', {'network_off': False})
    assert box.send().status_code == 201


def test_the_network_can_be_switched_off_through_itself(box):
    page = box.http.post(f'{box.url}/switch', data={'name': 'network_off'})

    assert page.url == f'{box.control_url}/'
    assert 'connections are refused' in page.text
    with pytest.raises(requests.ConnectionError):
        box.send()


def test_a_reset_switches_the_network_on(box):
    box.control('settings', {'network_off': True})

    box.reset()

    assert box.send().status_code == 201


def test_nothing_is_lost_or_doubled_under_load(box):
    box.add_recipient()
    box.control('settings', {'latency_ms': 20})

    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        statuses = set(pool.map(lambda number: upload(box, number), range(UPLOADS)))

    summary = box.control('summary')
    assert statuses == {201}
    assert (summary['files'], summary['distinct_references']) == (UPLOADS, UPLOADS)
    assert (summary['documents_sent'], summary['documents_received']) == (UPLOADS, UPLOADS)


def upload(box, number):
    return box.send(invoice(number=f'INV-{number}'), senderReference=f'ref-{number}').status_code


def test_two_lookers_deliver_once(box):
    box.add_recipient()
    for number in range(20):
        upload(box, number)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _number: box.documents(), range(8)))

    assert box.control('summary')['documents_sent'] == 20


def test_a_big_file_is_taken(box):
    payload = invoice() + b' ' * BIG

    assert box.send(payload).status_code == 201
    assert box.control('files')[0]['size'] == len(payload)


def test_too_big_a_file_is_refused_unread(box):
    host, port = box.url.removeprefix('http://').split(':')
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            b'POST /file/v1/files HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 67108865\r\n\r\n'
        )

        assert connection.recv(100).startswith(b'HTTP/1.1 413 ')


def test_a_connection_is_kept(box):
    host, port = box.url.removeprefix('http://').split(':')
    request = b'GET /sandbox/api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        for _time in range(3):
            connection.sendall(request)
            assert connection.recv(4096).startswith(b'HTTP/1.1 200 ')
