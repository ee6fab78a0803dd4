"""Size, time and place hold for every call: one door, and whatever comes through it is measured."""

import ast
import gzip
import io
import socket
import tracemalloc
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest
from network_server import THIS_MACHINE, RawServer, http_answer, serving

from network import (
    DirectoryClient,
    HostNotAllowed,
    HttpTransport,
    NoAnswer,
    NoConnection,
    PrivateHost,
    Request,
    SmpClient,
    deadline,
    transport,
)
from network.public_transport import PublicTransport


NETWORK = Path(__file__).resolve().parents[2] / 'network'
LIMIT = 1024 * 1024
MEMORY = 12 * LIMIT  # what an answer may cost while it is read
SHORT = 0.5
BOMB = 200 * LIMIT


# === WHAT A HOSTILE SERVER SENDS === #


def packed(size=BOMB):
    """``size`` zeros as gzip, made without holding them."""
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode='wb') as file:
        for _number in range(size // LIMIT):
            file.write(bytes(LIMIT))
    return target.getvalue()


ONCE = packed()
TWICE = gzip.compress(ONCE)
CHUNKED = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n'
EMPTY_BLOCK = b'\x00\x00\x00\xff\xff'  # deflate's own way to say nothing
GZIP_HEAD = b'\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03'


def whole(body, encoding):
    return [http_answer('200 OK', body, f'Content-Encoding: {encoding}')], b''


ENDED = {'too large', 'timed out', 'cut short'}  # whichever limit is met first

# name: (what is sent first, what is sent for ever, what becomes of it)
HOSTILE = {
    'packed once': (*whole(ONCE, 'gzip'), 'too large'),
    'packed twice': (*whole(TWICE, 'gzip, gzip'), 'in an unknown encoding'),
    'packed in two headers': (
        [http_answer('200 OK', TWICE, 'Content-Encoding: gzip', 'Content-Encoding: gzip')],
        b'',
        'in an unknown encoding',
    ),
    'packed by deflate': (*whole(ONCE, 'deflate'), 'in an unknown encoding'),
    'packed by brotli': (*whole(ONCE, 'br'), 'in an unknown encoding'),
    'packed in chunks': (
        [
            CHUNKED + b'Content-Encoding: gzip\r\n\r\n',
            b'%x\r\n%b\r\n0\r\n\r\n' % (len(ONCE), ONCE),
        ],
        b'',
        'too large',
    ),
    'endless nothing, packed': (
        [b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n', GZIP_HEAD],
        EMPTY_BLOCK * 10_000,
        'too large',
    ),
    'endless body': ([b'HTTP/1.1 200 OK\r\n\r\n'], bytes(65536), 'too large'),
    'endless chunk size': ([CHUNKED + b'\r\n'], b'0' * 65536, ENDED),
    'endless trailer': ([CHUNKED + b'\r\n0\r\n'], b'X: y\r\n' * 10_000, ENDED),
    'endless chunks': ([CHUNKED + b'\r\n'], b'1\r\nx\r\n' * 10_000, ENDED),
    'endless head': ([b'HTTP/1.1 200 OK\r\n'], b'X: y\r\n' * 10_000, NoAnswer),
    'endless header': ([b'HTTP/1.1 200 OK\r\nX: '], b'y' * 65536, NoAnswer),
    'endless interim answers': ([], b'HTTP/1.1 100 Continue\r\n\r\n' * 2_000, NoAnswer),
    'nothing': ([], b'', NoAnswer),
    'half a body': ([b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{'], b'', 'timed out'),
}


@pytest.fixture
def hostile():
    """A server that sends ``first``, then ``forever``; with neither it hangs."""
    with ExitStack() as stack:

        def start(first, forever):
            def answer(connection, _request):
                for each in first:
                    connection.sendall(each)
                while forever:
                    connection.sendall(forever)
                server.ended.wait(20)

            server = RawServer(answer)
            stack.callback(server.close)
            return server

        yield start


@pytest.fixture
def lead_to(monkeypatch):
    """All names lead to the addresses that a test gives; counts the look-ups."""
    looked_up = []

    def lead(*answers):
        def getaddrinfo(host, *_args, **_options):
            addresses = answers[min(len(looked_up), len(answers) - 1)]
            looked_up.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, '', each) for each in addresses]

        monkeypatch.setattr(socket, 'getaddrinfo', getaddrinfo)
        return looked_up

    return lead


def count_as_public(monkeypatch, *addresses):
    monkeypatch.setattr(deadline, 'is_public', lambda address: address in addresses)


def by_account(server, _lead_to, _monkeypatch):
    return HttpTransport([server.url], SHORT, LIMIT, THIS_MACHINE), server.url


def by_stranger(server, lead_to, monkeypatch):
    count_as_public(monkeypatch, '127.0.0.1')
    lead_to([('127.0.0.1', server.port)])
    return PublicTransport(SHORT, LIMIT), 'http://smp.example.com/'


@pytest.mark.parametrize('way', [by_account, by_stranger])
@pytest.mark.parametrize('name', HOSTILE)
def test_a_hostile_answer_costs_little(name, way, hostile, lead_to, monkeypatch):
    first, forever, outcome = HOSTILE[name]
    door, url = way(hostile(first, forever), lead_to, monkeypatch)
    tracemalloc.start()
    started_at = monotonic()
    try:
        with door:
            flaw = door.send(Request('GET', url)).flaw
    except NoAnswer:
        flaw = NoAnswer
    finally:
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert flaw in outcome if isinstance(outcome, set) else flaw == outcome
    assert peak < MEMORY
    assert monotonic() - started_at < 10 * SHORT + 5


def test_what_is_packed_once_is_read():
    body = bytes(range(256)) * 999
    with serving(http_answer('200 OK', gzip.compress(body), 'Content-Encoding: GZip')) as server:
        door, url = by_account(server, None, None)
        with door:
            response = door.send(Request('GET', url))

    assert (response.body, response.flaw) == (body, '')
    assert b'\r\nAccept-Encoding: gzip\r\n' in server.requests[0]


@pytest.mark.parametrize(
    'body', [ONCE[:50], gzip.compress(b'x') + b'more', gzip.compress(b'x') * 2]
)
def test_what_is_packed_badly_is_cut(body):
    with serving(http_answer('200 OK', body, 'Content-Encoding: gzip')) as server:
        door, url = by_account(server, None, None)
        with door:
            assert door.send(Request('GET', url)).flaw == 'cut short'


def test_many_addresses_share_the_time_of_one(lead_to, monkeypatch):
    """A name with forty addresses that swallow everything must not cost forty times as long."""
    count_as_public(monkeypatch, '127.0.0.1')
    with socket.socket() as listener, ExitStack() as stack:
        listener.bind(('127.0.0.1', 0))
        listener.listen(0)
        for _number in range(4):
            each = stack.enter_context(socket.socket())
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        lead_to([listener.getsockname()] * 40)
        started_at = monotonic()

        with PublicTransport(SHORT) as door, pytest.raises(NoConnection):
            door.send(Request('GET', 'http://smp.example.com/'))

        assert monotonic() - started_at < 6 * SHORT


# === PLACE === #


@pytest.mark.parametrize('scheme', ['http', 'https'])
def test_our_own_network_gets_no_connection(scheme, lead_to):
    """Not even one that is closed at once: it would tell which ports are open."""
    with serving(http_answer()) as server:
        lead_to([('127.0.0.1', server.port)])

        with PublicTransport(SHORT) as door, pytest.raises(HostNotAllowed, match="not public"):
            door.send(Request('GET', f'{scheme}://smp.example.com/'))

        assert server.connections == 0


def test_an_account_s_host_in_our_own_network_gets_no_connection(lead_to):
    with serving(http_answer()) as server:
        lead_to([('127.0.0.1', server.port)])
        url = f'https://sandbox.example.com:{server.port}'

        with HttpTransport([url], SHORT) as door, pytest.raises(PrivateHost, match="not public"):
            door.send(Request('POST', url, body=b'x'))

        assert server.connections == 0


def test_a_name_that_changes_between_two_looks_gains_nothing(lead_to, monkeypatch):
    """The address that was looked at is the one that is connected to."""
    count_as_public(monkeypatch, '127.0.0.2')  # where this test's server doesn't listen
    with serving(http_answer(body=b'secret')) as server:
        looked_up = lead_to([('127.0.0.2', server.port)], [('127.0.0.1', server.port)])

        with PublicTransport(SHORT) as door, pytest.raises(NoConnection):
            door.send(Request('GET', 'http://smp.example.com/'))

        assert server.connections == 0
    assert len(looked_up) == 1


def test_of_several_addresses_only_the_public_are_called(lead_to, monkeypatch):
    count_as_public(monkeypatch, '127.0.0.1')
    with serving(http_answer(body=b'hello')) as server:
        lead_to([('10.0.0.1', 80), ('127.0.0.1', server.port)])

        with PublicTransport(SHORT) as door:
            assert door.send(Request('GET', 'http://smp.example.com/')).body == b'hello'


def test_a_named_host_is_reached_and_no_other():
    with serving(http_answer(body=b'hello')) as server:
        place = server.url.partition('://')[2]
        for named, is_reached in [
            ((), False),
            (('127.0.0.1:1', '127.0.0.2', 'localhost'), False),
            ((place,), True),
            (('127.0.0.1',), True),
        ]:
            with HttpTransport([server.url], SHORT, private_hosts=named) as door:
                if is_reached:
                    assert door.send(Request('GET', server.url)).body == b'hello'
                else:
                    with pytest.raises(PrivateHost):
                        door.send(Request('GET', server.url))


# === ONE DOOR === #


def trees():
    return {path.name: ast.parse(path.read_text()) for path in sorted(NETWORK.glob('*.py'))}


def calls(tree, *names):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition('.')[2] in names:
            yield node


def test_every_call_goes_by_a_transport():
    """Whatever makes a request hands it to a transport at once; the two transports are known."""
    senders = {}
    for name, tree in trees().items():
        sent = [node for node in calls(tree, 'send') if name != 'deadline.py']
        made = [node for node in calls(tree, 'Request') if ast.unparse(node.func) == 'Request']
        if name in ('transport.py', 'public_transport.py') or not (sent or made):
            continue
        receivers = {ast.unparse(node.func) for node in sent}
        assert receivers <= {'self._transport.send', 'transport.send'}, name
        assert len(made) == len(sent), name
        senders[name] = len(sent)

    assert senders == {
        'client.py': 1, 'directory.py': 1, 'oauth.py': 1, 'partner_api.py': 1, 'smp.py': 1,
    }  # fmt: skip


def test_nothing_else_that_is_shipped_opens_a_socket():
    """Folders that don't exist yet are looked at too."""
    openers = {
        'aiohttp', 'asyncio', 'dns', 'ftplib', 'http.client', 'httpx', 'imaplib', 'poplib',
        'requests', 'smtplib', 'socket', 'socketserver', 'ssl', 'telnetlib', 'urllib.request',
        'urllib3', 'xmlrpc',
    }  # fmt: skip
    found = set()
    for path in sorted(NETWORK.parent.rglob('*.py')):
        room, *_rest = path.relative_to(NETWORK.parent).parts
        if room not in ('dev', 'tests') and set(imported(path)) & openers:
            found.add(f'{room}/{path.name}')

    assert found == {
        'network/transport.py',
        'network/deadline.py',
        'network/sml.py',
    }


def imported(path):
    """Each module that a file imports, with those that it lies in."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module, *(f'{node.module}.{alias.name}' for alias in node.names)]
        else:
            continue
        for name in set(names) - {'urllib3.filepost', 'urllib3.filepost.encode_multipart_formdata'}:
            yield name
            if not name.startswith('urllib3.filepost'):
                yield name.partition('.')[0]


def test_the_transports_are_known():
    kinds = {
        node.name
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(each, ast.FunctionDef) and each.name == 'send' for each in node.body)
    }
    assert kinds == {'Transport', 'HttpTransport', 'PublicTransport', 'DeadlineAdapter'}


@pytest.mark.parametrize(
    'door',
    [
        HttpTransport(['https://api.pageroonline.com']),
        PublicTransport(),
        DirectoryClient.at('https://directory.peppol.eu')._transport,
        SmpClient.at('https://smp.example.com')._transport_factory('https://smp.example.com'),
        SmpClient.public()._transport_factory('https://smp.example.com'),
    ],
    ids=['account', 'stranger', 'directory', 'one smp', 'any smp'],
)
def test_every_door_has_limits_and_leads_outside(door):
    assert 0 < door._timeout <= transport.TIMEOUT == 60
    assert 0 < door._max_response_bytes <= transport.MAX_RESPONSE_BYTES == 64 * LIMIT
    assert door._watch.longest_answer <= 2 * door._max_response_bytes + transport.CHUNK
    assert door._watch.private_hosts == frozenset()
