"""network/transport.py and network/deadline.py against a server that misbehaves byte by byte."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from time import monotonic

import pytest
import requests
from network_server import THIS_MACHINE, RawServer, http_answer, read_request, reset, serving

from network import HostNotAllowed, HttpTransport, NoAnswer, NoConnection, Request, transport


SHORT = 0.4  # seconds; long enough for a local answer, short enough to wait for


@contextmanager
def transport_to(*urls, timeout=5.0, **options):
    options = {'private_hosts': THIS_MACHINE, **options}
    with HttpTransport(urls, timeout, **options) as opened:
        yield opened


def send_to(server, request=None, **options):
    """One request by a transport of its own."""
    with transport_to(server.url, **options) as opened:
        return opened.send(request or Request('POST', server.url, body=b'x'))


def ask(answer, method='GET', body=b'', path='/', **options):
    """One request to a server that gives ``answer``."""
    with serving(answer) as server:
        return send_to(server, Request(method, server.url + path, body=body), **options)


@contextmanager
def hanging(first_bytes=b''):
    def answer(connection, _request):
        connection.sendall(first_bytes)
        server.ended.wait(20)

    server = RawServer(answer)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def dripping(head, drop=b'x'):
    """Sends ``head`` and then a byte again and again, so that no single read ever times out."""

    def answer(connection, _request):
        connection.sendall(head)
        while not server.ended.wait(0.05):
            connection.sendall(drop)

    server = RawServer(answer)
    try:
        yield server
    finally:
        server.close()


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        return listener.getsockname()[1]


# === WHAT GOES OUT AND COMES BACK === #


def test_a_request_arrives_as_it_was_made():
    with serving(http_answer('201 Created', b'{}', 'X-Kind: good')) as server:
        url = f'{server.url}/file?a=%2F'
        response = send_to(server, Request('POST', url, {'Authorization': 'Bearer t'}, b'body'))

    assert (response.status, response.body, response.flaw) == (201, b'{}', '')
    assert response.headers['x-kind'] == 'good'
    head, _, body = server.requests[0].partition(b'\r\n\r\n')
    assert head.startswith(b'POST /file?a=%2F HTTP/1.1\r\n')
    assert b'\r\nAuthorization: Bearer t\r\n' in head + b'\r\n'
    assert body == b'body'


def test_one_connection_serves_many_requests():
    with serving(http_answer(body=b'{}')) as server, transport_to(server.url) as opened:
        for _number in range(5):
            opened.send(Request('GET', server.url))

        assert (len(server.requests), server.connections) == (5, 1)


def test_an_idle_connection_is_opened_anew(monkeypatch):
    monkeypatch.setattr(transport, 'IDLE_LIMIT', -1.0)
    with serving(http_answer(body=b'{}')) as server, transport_to(server.url) as opened:
        for _number in range(3):
            opened.send(Request('POST', server.url, body=b'x'))

        assert server.connections == 3


def test_a_slow_answer_leaves_the_next_request_its_full_time():
    delays = iter([0.35, 0.35, 0.35])

    def answer(_connection, _request):
        server.ended.wait(next(delays))
        return http_answer(body=b'{}')

    with serving(answer) as server, transport_to(server.url, timeout=0.6) as opened:
        statuses = [opened.send(Request('GET', server.url)).status for _number in range(3)]

    assert statuses == [200, 200, 200]
    assert server.connections == 1


def test_a_slow_answer_leaves_the_next_upload_its_full_time():
    pauses = iter([0.5, 0.35, 0, 0])

    def answer(connection, _request):
        server.ended.wait(next(pauses))
        connection.sendall(http_answer())
        server.ended.wait(next(pauses))  # the next request is not read before
        return b''

    with serving(answer) as server, transport_to(server.url, timeout=0.7) as opened:
        opened.send(Request('GET', server.url))
        assert opened.send(Request('POST', server.url, body=bytes(20_000_000))).status == 200
        assert server.connections == 1


def test_an_answer_may_have_no_body_at_all():
    assert ask(b'HTTP/1.1 204 No Content\r\n\r\n').body == b''


def test_a_netrc_never_replaces_our_authorization(monkeypatch, tmp_path):
    netrc = tmp_path / 'netrc'
    netrc.write_text('default login thief password thief\n')
    monkeypatch.setenv('NETRC', str(netrc))
    with serving(http_answer()) as server, transport_to(server.url) as opened:
        opened.send(Request('GET', server.url, {'Authorization': 'Bearer ours'}))

    assert b'Authorization: Bearer ours\r\n' in server.requests[0]


def test_a_proxy_is_not_asked_for_this_very_machine(monkeypatch):
    monkeypatch.setenv('HTTP_PROXY', 'http://127.0.0.1:9')
    monkeypatch.delenv('NO_PROXY', raising=False)
    assert ask(http_answer('200 OK')).status == 200


def test_the_environment_s_proxy_is_asked_for_other_hosts(monkeypatch):
    for name in ('NO_PROXY', 'no_proxy', 'https_proxy', 'ALL_PROXY', 'all_proxy'):
        monkeypatch.delenv(name, raising=False)
    with serving(http_answer('403 Forbidden')) as proxy:
        monkeypatch.setenv('HTTPS_PROXY', proxy.url)
        with transport_to('https://pagero.invalid') as opened, pytest.raises(NoConnection):
            opened.send(Request('POST', 'https://pagero.invalid/file', body=b'invoice'))

    assert proxy.requests[0].startswith(b'CONNECT pagero.invalid:443 ')
    assert b'invoice' not in b''.join(proxy.requests)


def test_cookies_are_not_kept():
    answer = http_answer('200 OK', b'', 'Set-Cookie: a=b; Path=/')
    with serving(answer) as server, transport_to(server.url) as opened:
        opened.send(Request('GET', server.url))
        opened.send(Request('GET', server.url))

    assert b'\r\ncookie:' not in server.requests[1].lower()


# === BEFORE ANYTHING LEFT: NoConnection === #


def test_a_refused_connection_is_no_connection():
    url = f'http://127.0.0.1:{free_port()}'
    with transport_to(url) as opened, pytest.raises(NoConnection) as caught:
        opened.send(Request('POST', url, body=b'x'))

    assert caught.value.taken == 'no'
    assert 'refused' in str(caught.value)
    assert '0x' not in str(caught.value)


def test_after_a_good_answer_a_refused_connection_is_still_no_connection():
    refused = f'http://127.0.0.1:{free_port()}'
    with serving(http_answer()) as server, transport_to(server.url, refused) as opened:
        opened.send(Request('POST', server.url, body=b'x'))
        with pytest.raises(NoConnection):
            opened.send(Request('POST', refused, body=b'x'))


def test_an_unknown_name_is_no_connection(monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, 'getaddrinfo', unknown)
    monkeypatch.setenv('NO_PROXY', '*')
    with transport_to('https://pagero.invalid') as opened, pytest.raises(NoConnection):
        opened.send(Request('POST', 'https://pagero.invalid/file', body=b'x'))


def test_a_connect_time_out_is_no_connection():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        listener.listen(0)
        address = listener.getsockname()
        url = f'http://127.0.0.1:{address[1]}'
        crowd = [socket.socket() for _number in range(4)]
        for each in crowd:
            each.setblocking(False)
            each.connect_ex(address)
        try:
            with transport_to(url, timeout=SHORT) as opened, pytest.raises(NoConnection):
                opened.send(Request('POST', url, body=b'x'))
        finally:
            for each in crowd:
                each.close()


def test_a_server_without_tls_is_no_connection():
    def greet(listener):
        connection, _address = listener.accept()
        with connection:
            connection.sendall(b'220 mail.example ESMTP\r\n')
            connection.recv(65536)

    with socket.create_server(('127.0.0.1', 0)) as listener:
        thread = threading.Thread(target=greet, args=(listener,))
        thread.start()
        url = f'https://127.0.0.1:{listener.getsockname()[1]}'
        with transport_to(url) as opened, pytest.raises(NoConnection):
            opened.send(Request('POST', url, body=b'x'))
        thread.join(10)


def test_a_server_that_never_shakes_hands_is_no_connection():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        url = f'https://127.0.0.1:{listener.getsockname()[1]}'
        with transport_to(url, timeout=SHORT) as opened, pytest.raises(NoConnection):
            opened.send(Request('POST', url, body=b'x'))


def test_a_header_that_can_not_be_sent_is_no_connection():
    with serving(http_answer()) as server, pytest.raises(NoConnection):
        send_to(server, Request('GET', server.url, {'Authorization': 'Bearer a\nb'}))

    assert not server.requests


def test_a_call_blocked_before_the_socket_is_no_connection(monkeypatch):
    def blocked(*_args, **_kwargs):
        raise requests.ConnectionError("blocked by the test harness")

    monkeypatch.setattr(requests.Session, 'send', blocked)
    with transport_to('http://127.0.0.1:9') as opened, pytest.raises(NoConnection):
        opened.send(Request('GET', 'http://127.0.0.1:9/'))


@pytest.mark.skipif(not shutil.which('openssl'), reason="openssl isn't installed")
def test_a_self_signed_certificate_is_no_connection(tmp_path, monkeypatch):
    key, certificate = tmp_path / 'key.pem', tmp_path / 'certificate.pem'
    command = ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
    command += ['-subj', '/CN=127.0.0.1']
    command += ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    seen = []
    with socket.create_server(('127.0.0.1', 0)) as listener:
        thread = threading.Thread(target=serve_tls, args=(listener, context, seen, 2))
        thread.start()
        url = f'https://127.0.0.1:{listener.getsockname()[1]}'

        with transport_to(url) as opened, pytest.raises(NoConnection, match='certificate'):
            opened.send(Request('POST', url, body=b'x'))
        monkeypatch.setenv('REQUESTS_CA_BUNDLE', str(certificate))
        with transport_to(url) as opened:
            assert opened.send(Request('POST', url, body=b'x')).status == 200
        thread.join(10)

    assert len(seen) == 1


def serve_tls(listener, context, seen, times):
    for _number in range(times):
        raw, _address = listener.accept()
        raw.settimeout(5)
        try:
            with context.wrap_socket(raw, server_side=True) as connection:
                seen.append(read_request(connection))
                connection.sendall(http_answer())
        except OSError:
            raw.close()


# === AFTER IT LEFT: NoAnswer === #


def test_a_read_time_out_is_no_answer():
    with hanging() as server, pytest.raises(NoAnswer) as caught:
        send_to(server, timeout=SHORT)

    assert caught.value.taken == 'unknown'


def test_a_server_that_drips_its_head_is_no_answer_in_time():
    started_at = monotonic()
    with dripping(b'HTTP/1.1 200 OK\r\nX-Long: ') as server, pytest.raises(NoAnswer):
        send_to(server, timeout=SHORT)

    assert monotonic() - started_at < 10 * SHORT


def test_endless_interim_answers_are_no_answer_in_time():
    interim = b'HTTP/1.1 100 Continue\r\n\r\n'
    with dripping(interim, interim) as server, pytest.raises(NoAnswer):
        send_to(server, timeout=SHORT)


def test_hanging_up_without_a_word_is_no_answer():
    with pytest.raises(NoAnswer):
        ask(lambda *_: None, 'POST', b'x')


def test_a_reset_is_no_answer():
    with pytest.raises(NoAnswer):
        ask(lambda connection, _request: reset(connection), 'POST', b'x')


def test_a_server_that_stops_taking_the_body_is_no_answer():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        url = f'http://127.0.0.1:{listener.getsockname()[1]}'
        with transport_to(url, timeout=SHORT) as opened, pytest.raises(NoAnswer):
            opened.send(Request('POST', url, body=bytes(50_000_000)))


@pytest.mark.parametrize(
    'garbage',
    [bytes(range(256)) * 256, b'SSH-2.0-OpenSSH_9.6\r\n', b'\0' * 65536, b'HTTP/1.1 abc\r\n\r\n'],
    ids=['64 kB', 'ssh', 'zeros', 'status'],
)
def test_what_is_not_http_is_no_answer(garbage):
    def answer(connection, _request):
        connection.sendall(garbage)

    with pytest.raises(NoAnswer):
        ask(answer, 'POST', b'x', timeout=2.0)


def test_an_earlier_failure_to_connect_does_not_colour_a_later_time_out():
    refused = f'http://127.0.0.1:{free_port()}'
    with hanging() as server, transport_to(refused, server.url, timeout=SHORT) as opened:
        try:
            opened.send(Request('POST', refused, body=b'x'))
        except NoConnection:
            with pytest.raises(NoAnswer):
                opened.send(Request('POST', server.url, body=b'x'))


def test_a_kept_connection_that_the_server_cut_is_no_answer():
    answers = iter([http_answer(body=b'{}'), None])
    with serving(lambda *_: next(answers)) as server, transport_to(server.url) as opened:
        opened.send(Request('GET', server.url))
        with pytest.raises(NoAnswer):
            opened.send(Request('POST', server.url, body=b'x'))


# === A STATUS, BUT NOT THE WHOLE BODY === #


def cut(head, body):
    def answer(connection, _request):
        connection.sendall(head + body)

    return answer


def test_a_body_shorter_than_announced_is_cut():
    response = ask(cut(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n', b'{"id": "1"}'))
    assert (response.status, response.flaw) == (200, 'cut short')


def test_a_chunked_body_without_its_end_is_cut():
    head = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
    assert ask(cut(head, b'5\r\nabcde\r\n5\r\nab')).flaw == 'cut short'


def test_a_broken_compression_is_cut():
    head = b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n'
    assert ask(cut(head, b'not gzip!')).flaw == 'cut short'


def test_a_body_that_stops_coming_is_timed_out():
    with hanging(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{') as server:
        response = send_to(server, timeout=SHORT)

    assert (response.status, response.flaw) == (200, 'timed out')


def test_a_body_that_drips_is_timed_out():
    started_at = monotonic()
    with dripping(b'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n') as server:
        response = send_to(server, timeout=SHORT)

    assert response.flaw == 'timed out'
    assert monotonic() - started_at < 10 * SHORT


def test_too_large_a_body_is_not_kept():
    response = ask(http_answer(body=b'x' * 200_000), max_response_bytes=100_000)
    assert (response.body, response.flaw) == (b'', 'too large')


def test_an_endless_body_is_too_large():
    def answer(connection, _request):
        connection.sendall(b'HTTP/1.1 200 OK\r\n\r\n')
        while True:
            connection.sendall(b'x' * 65536)

    assert ask(answer, max_response_bytes=1_000_000).flaw == 'too large'


def test_a_compressed_bomb_is_too_large():
    bomb = gzip.compress(bytes(30_000_000))
    response = ask(
        http_answer('200 OK', bomb, 'Content-Encoding: gzip'), max_response_bytes=1_000_000
    )
    assert response.flaw == 'too large'


def test_a_compressed_body_is_unpacked():
    answer = http_answer('200 OK', gzip.compress(b'{"a": 1}' * 99), 'Content-Encoding: gzip')
    response = ask(answer)
    assert (response.body, response.flaw) == (b'{"a": 1}' * 99, '')


def test_after_a_flaw_the_next_request_is_clean():
    answers = iter([http_answer(body=b'x' * 200_000), http_answer(body=b'fine')])
    with (
        serving(lambda *_: next(answers)) as server,
        transport_to(server.url, max_response_bytes=1_000) as opened,
    ):
        opened.send(Request('GET', server.url))
        assert opened.send(Request('GET', server.url)).body == b'fine'


# === WHERE WE GO === #


@pytest.mark.parametrize('status', ['301 Moved', '302 Found', '307 Again', '308 For good'])
def test_a_redirect_is_not_followed(status):
    with serving(http_answer(body=b'stolen')) as thief:
        response = ask(
            http_answer(status, b'y' * 100, f'Location: {thief.url}/steal'), 'POST', b'secret'
        )

    assert response.status == int(status[:3])
    assert not thief.requests


@pytest.mark.parametrize('target', ['http://[', '//', 'a\\b', 'http://\xe5.\xff/'])
def test_a_nonsense_redirect_is_just_an_answer(target):
    assert ask(http_answer('302 Found', b'', f'Location: {target}')).status == 302


def test_a_redirect_with_an_endless_body_is_too_large():
    answer = http_answer('302 Found', b'x' * 200_000, 'Location: http://127.0.0.1:9/')
    assert ask(answer, max_response_bytes=100_000).flaw == 'too large'


@pytest.mark.parametrize(
    'url',
    [
        'https://api.pageroonline.com.evil.example/file',
        'https://api.pageroonline.com:444/file',
        'http://api.pageroonline.com/file',
        'https://sso.pageroonline.com/file',
        'https://api.pageroonline.com@evil.example/',
        'https://user:password@api.pageroonline.com/',
        'https://api.pageroonline.com\\@evil.example/',
        'https://evil.example#@api.pageroonline.com/',
        'https:///file',
        'https://api.pageroonline.com:x/',
        'https://api.pageroonline.com\r\nHost: evil.example/',
        'ftp://api.pageroonline.com/',
        'file:///etc/passwd',
        '/file',
        '',
    ],
)
def test_other_hosts_are_refused(url):
    with transport_to('https://api.pageroonline.com') as opened, pytest.raises(HostNotAllowed):
        opened.send(Request('GET', url))


def test_the_name_of_a_host_may_be_written_in_capitals():
    with serving(http_answer()) as server, transport_to('HTTP' + server.url[4:]) as opened:
        assert opened.send(Request('GET', server.url)).status == 200


@pytest.mark.parametrize('url', ['http://example.com', 'http://localhost:1', 'example.com', ''])
def test_an_origin_must_be_encrypted_or_local(url):
    with pytest.raises(HostNotAllowed):
        HttpTransport([url])


# === THREADS === #


def test_each_thread_has_its_own_transport_and_answers():
    def answer(_connection, request):
        return http_answer(body=request.split(b' ')[1])

    failures = []

    def work(number, url):
        with transport_to(url) as opened:
            for step in range(20):
                path = f'/{number}/{step}'
                if opened.send(Request('GET', url + path)).body != path.encode():
                    failures.append(path)

    with serving(answer) as server:
        threads = [threading.Thread(target=work, args=(each, server.url)) for each in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

    assert not failures
    assert (len(server.requests), server.connections) == (160, 8)
