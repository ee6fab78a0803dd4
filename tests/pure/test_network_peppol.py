"""Peppol's Directory, locator and metadata: look-alikes in the sandbox, and strangers' servers."""

import socket
import threading
from datetime import timedelta
from time import monotonic

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from network_server import THIS_MACHINE, http_answer, serving
from test_network_partner import add
from test_network_partner_payloads import service_group

from network import (
    DIRECTORY_URL,
    DirectoryClient,
    Garbled,
    HostNotAllowed,
    HttpTransport,
    NoAnswer,
    NoConnection,
    NotRegistered,
    Query,
    ServerFault,
    SmpClient,
    TooManyRequests,
    UnexpectedAnswer,
    deadline,
    sml,
)
from network.limiter import Limiter
from network.peppol_ids import capabilities_of
from network.public_transport import PublicTransport
from network.transport import Request, Response


@pytest.fixture
def peppol(sandbox):
    """The sandbox with a few companies of the test's own, and no limit of searches."""
    sandbox.control('settings', {'companies': 0, 'directory_per_second': 0})
    ids = ['0007:2120009986', '0088:7300010000001']
    add(sandbox, 1, name="Björkdals kommun", electronicIds=ids)
    add(sandbox, 2, name="Björk och Ek AB")
    add(sandbox, 3, name="Hemliga AB", peppol=False)
    return sandbox


@pytest.fixture
def directory(peppol):
    with HttpTransport([peppol.url], 3.0, private_hosts=THIS_MACHINE) as transport:
        yield DirectoryClient(transport, f'{peppol.url}/directory')


@pytest.fixture
def smp(peppol):
    return SmpClient.at(f'{peppol.url}/smp', THIS_MACHINE)


# === DIRECTORY === #


@pytest.mark.parametrize(
    'kind, value, ids',
    [
        ('name', 'björk', ['0007:2120009986', '0088:7300010000001', '0007:5560360792']),
        ('name', 'Björkdal*', ['0007:2120009986', '0088:7300010000001']),
        ('name', 'Ek', ['0007:5560360792']),
        ('any', '7300010000001', ['0007:2120009986', '0088:7300010000001']),
        ('gln', '7300010000001', ['0088:7300010000001']),
        ('electronic_id', '0007:2120009986', ['0007:2120009986']),
        ('org_number', '2120009986', ['0007:2120009986']),
        ('vat_number', 'SE212000998601', ['0007:2120009986']),
        ('name', 'Hemliga', []),
        ('electronic_id', '0007:5560360793', []),
    ],
)
def test_the_directory_finds(directory, kind, value, ids):
    hits = directory.search(Query(kind, value), limit=50).items

    assert {':'.join(each.electronic_ids[0]) for each in hits} == set(ids)


def test_a_hit_of_the_directory_says_what_it_can_know(directory):
    (company,) = directory.search(Query('electronic_id', '0007:2120009986')).items

    assert (company.name, company.country_code) == ("Björkdals kommun", 'SE')
    assert company.receives('invoice')
    assert (company.acceptance, company.operator_name, company.network_id) == ('unknown', '', '')


def test_the_directory_is_read_by_pages(sandbox):
    sandbox.control('settings', {'directory_per_second': 0})
    with HttpTransport([sandbox.url], 10.0, private_hosts=THIS_MACHINE) as transport:
        directory = DirectoryClient(transport, f'{sandbox.url}/directory')
        query = Query('any', 'AB', 'SE')

        first, second = (directory.search(query, 20, offset) for offset in (0, 20))
        beyond = directory.search(query, 20, 1_000)

    assert (first.size, first.total) == (20, 1_000)
    assert not {each.keys for each in first.items} & {each.keys for each in second.items}
    assert (beyond.items, beyond.size) == ((), 0)


@pytest.mark.parametrize(
    'fault, error',
    [
        ('429', TooManyRequests),
        ('503', ServerFault),
        ('html_200', Garbled),
        ('garbage_64k', Garbled),
        ('cut_body', Garbled),
        ('empty_body', Garbled),
        ('timeout_before', NoAnswer),
    ],
)
def test_a_fault_of_the_directory_has_its_error(peppol, directory, fault, error):
    peppol.control('faults', {'fault': fault, 'path': '^/directory/', 'seconds': 5})

    with pytest.raises(error):
        directory.search(Query('name', 'Kund'))


class TooFast:
    """A server that takes nothing, to count who asks."""

    def __init__(self):
        self.requests = []

    def send(self, request):
        self.requests.append(request)
        return Response(429, {'retry-after': '30'})


def test_the_public_directory_is_asked_twice_a_second_and_left_alone_when_it_says_so(monkeypatch):
    monkeypatch.setattr('network.directory._PUBLIC_LIMITER', Limiter(per_second=20))
    transports = [TooFast(), TooFast()]
    first, second = (DirectoryClient(each, DIRECTORY_URL) for each in transports)
    with pytest.raises(TooManyRequests):
        first.search(Query('name', 'Kund'))

    with pytest.raises(TooManyRequests) as caught:
        second.search(Query('name', 'Kund'))

    assert transports[1].requests == []
    assert timedelta(seconds=28) < caught.value.retry_after <= timedelta(seconds=30)
    assert transports[0].requests[0].url.startswith(f'{DIRECTORY_URL}/search/1.0/json?name=Kund')
    assert 'Authorization' not in transports[0].requests[0].headers


def test_turns_are_spaced_for_all_threads_together():
    limiter, ends = Limiter(per_second=50), []

    def work():
        for _turn in range(5):
            limiter.wait()
            ends.append(monotonic())

    threads = [threading.Thread(target=work) for _thread in range(4)]
    started_at = monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert 19 / 50 <= max(ends) - started_at < 2


# === SMP === #


def test_the_smp_says_what_a_participant_receives(smp):
    types = smp.document_types('0007', '2120009986')

    assert 'invoice' in {each.document_type for each in capabilities_of(types)}
    assert all(each.startswith('urn:') for each in types)


@pytest.mark.parametrize(
    'query, electronic_id',
    [
        (Query('electronic_id', '0007:5560360794'), ('0007', '5560360794')),
        (Query('org_number', '5560360794', 'SE'), ('0007', '5560360794')),
        (Query('vat_number', 'SE556036079401', 'SE'), ('0007', '5560360794')),
        (Query('gln', '7300010000018'), ('0088', '7300010000018')),
    ],
)
def test_who_is_not_in_the_directory_is_found_by_its_number(
    peppol, directory, smp, query, electronic_id
):
    ids = ['0007:5560360794', '0088:7300010000018']
    peppol.control(
        'network/companies',
        {'id': '1', 'name': "Tyst AB", 'electronicIds': ids, 'directory': False},
    )

    (company,) = smp.search(query).items

    assert directory.search(query).items == ()
    assert company.electronic_ids == (electronic_id,)
    assert (company.name, company.sources) == ('', ('smp',))
    assert company.receives('invoice')


@pytest.mark.parametrize(
    'query',
    [
        Query('name', "Björkdals kommun"),
        Query('org_number', '2120009986'),
        Query('org_number', '5560360793', 'SE'),
    ],
)
def test_the_smp_finds_nobody_where_no_number_names_one(smp, query):
    assert smp.search(query).items == ()


def test_the_smp_has_no_second_page(smp):
    assert smp.search(Query('electronic_id', '0007:2120009986'), offset=20).items == ()


@pytest.mark.parametrize('value', ['5560360793', '0000000000', 'å/../..'])
def test_the_smp_doesn_t_know_everybody(smp, value):
    with pytest.raises(NotRegistered):
        smp.document_types('0007', value)


@pytest.mark.parametrize(
    'fault, error',
    [
        ('503', ServerFault),
        ('html_200', Garbled),
        ('garbage_64k', Garbled),
        ('cut_body', Garbled),
        ('429', TooManyRequests),
    ],
)
def test_a_fault_of_the_smp_has_its_error(peppol, smp, fault, error):
    peppol.control('faults', {'fault': fault, 'path': '^/smp/'})

    with pytest.raises(error):
        smp.document_types('0007', '2120009986')


# === STRANGERS' SERVERS === #


@pytest.fixture
def resolved(monkeypatch):
    """All names lead to a server of this test; gives its addresses to `lead_to`."""

    def lead_to(port, address='127.0.0.1'):
        monkeypatch.setattr(
            socket,
            'getaddrinfo',
            lambda *_args, **_options: [
                (socket.AF_INET, socket.SOCK_STREAM, 6, '', (address, port))
            ],
        )

    return lead_to


@pytest.fixture
def loopback_is_public(monkeypatch):
    """A server here stands for one of the internet's; other private addresses stay private."""
    is_public = deadline.is_public
    monkeypatch.setattr(
        deadline, 'is_public', lambda address: address == '127.0.0.1' or is_public(address)
    )


def get(url, **headers):
    with PublicTransport(timeout=3.0) as transport:
        return transport.send(Request('GET', url, headers))


@pytest.mark.parametrize(
    'url',
    [
        'http://127.0.0.1/',
        'http://10.0.0.1/',
        'http://169.254.169.254/latest/meta-data',
        'http://[::1]/',
        'http://[::ffff:10.0.0.1]/',
        'http://localhost/',
        'http://intranet/',
        'http://smp.example.com:8069/',
        'https://smp.example.com:22/',
        'ftp://smp.example.com/',
        'http://user@smp.example.com/',
        'file:///etc/passwd',
        'http://2130706433/',
        '',
    ],
)
def test_an_address_of_ours_is_never_called(url):
    with pytest.raises(HostNotAllowed):
        get(url)


@pytest.mark.parametrize('scheme', ['http', 'https'])
def test_a_name_that_leads_into_our_network_gets_no_byte(resolved, scheme):
    with serving(http_answer()) as server:
        resolved(server.port)

        with pytest.raises(HostNotAllowed, match="not public"):
            get(f'{scheme}://smp.example.com/')

        assert server.requests == []


def test_a_stranger_is_told_nothing(resolved, loopback_is_public):
    with serving(http_answer(body=b'hello')) as server:
        resolved(server.port)

        assert get('http://smp.example.com/x', Accept='text/xml').body == b'hello'

        (asked,) = server.requests
    assert b'GET /x HTTP/1.1\r\nHost: smp.example.com\r\n' in asked
    assert b'authorization' not in asked.lower()
    assert b'cookie' not in asked.lower()


@pytest.mark.parametrize(
    'request_',
    [
        Request('POST', 'http://smp.example.com/'),
        Request('GET', 'http://smp.example.com/', body=b'x'),
        Request('GET', 'http://smp.example.com/', {'Authorization': 'Bearer x'}),
        Request('GET', 'http://smp.example.com/', {'Cookie': 'x'}),
    ],
)
def test_a_stranger_is_sent_nothing(request_):
    with PublicTransport() as transport, pytest.raises(HostNotAllowed):
        transport.send(request_)


def test_an_answer_of_a_stranger_is_small(resolved, loopback_is_public):
    with serving(http_answer(body=b' ' * (1024 * 1024 + 1))) as server:
        resolved(server.port)

        assert get('http://smp.example.com/').flaw == 'too large'


def public_smp(base_url='http://smp.example.com'):
    return SmpClient(lambda _url: PublicTransport(timeout=3.0), lambda *_id: base_url)


def redirect_to(target):
    return http_answer('301 Moved Permanently', b'', f'Location: {target}')


def test_a_redirect_is_followed_and_looked_at_again(resolved, loopback_is_public):
    def answer(_connection, request):
        group = service_group('http://x/services/busdox-docid-qns::urn:z')
        is_first = request.startswith(b'GET /iso')
        return redirect_to('http://new.example.com/there') if is_first else http_answer(body=group)

    with serving(answer) as server:
        resolved(server.port)

        assert public_smp().document_types('0007', '1') == ('urn:z',)

        first, second = server.requests
    assert first.startswith(b'GET /iso6523-actorid-upis%3A%3A0007%3A1 HTTP')
    assert b'Host: new.example.com' in second


@pytest.mark.parametrize('target', ['http://10.0.0.1/', 'http://localhost:8069/', 'file:///x'])
def test_a_redirect_into_our_network_isn_t_followed(resolved, loopback_is_public, target):
    with serving(redirect_to(target)) as server:
        resolved(server.port)

        with pytest.raises(HostNotAllowed):
            public_smp().document_types('0007', '1')

        assert len(server.requests) == 1


def test_a_circle_of_redirects_ends(resolved, loopback_is_public):
    with serving(redirect_to('/again')) as server:
        resolved(server.port)

        with pytest.raises(UnexpectedAnswer):
            public_smp().document_types('0007', '1')


def test_a_server_that_is_down_is_no_connection(resolved, loopback_is_public):
    with serving(http_answer()) as server:
        port = server.port
    resolved(port)

    with pytest.raises(NoConnection):
        public_smp().document_types('0007', '1')


# === LOCATOR === #


@pytest.fixture
def locator(monkeypatch):
    """A name server on 127.0.0.1 that answers with the given records; keeps what was asked."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(('127.0.0.1', 0))
    listener.settimeout(5)
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ['127.0.0.1'], listener.getsockname()[1]
    monkeypatch.setattr(sml, '_resolver', lambda: resolver)
    asked, threads = [], []

    def serve(answer):
        message, address = listener.recvfrom(4096)
        query = dns.message.from_wire(message)
        asked.append(query.question[0].name.to_text())
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if isinstance(answer, dns.rcode.Rcode):
            reply.set_rcode(answer)
        elif answer:
            reply.answer.append(
                dns.rrset.from_text(query.question[0].name, 60, 'IN', 'NAPTR', *answer)
            )
        listener.sendto(reply.to_wire(), address)

    def answering(answer):
        threads.append(threading.Thread(target=serve, args=(answer,)))
        threads[-1].start()
        return asked

    yield answering
    for each in threads:
        each.join(6)
    listener.close()


def naptr(order, preference, flag, service, regexp):
    return f'{order} {preference} "{flag}" "{service}" "{regexp}" .'


def test_the_locator_names_the_smp(locator):
    asked = locator(
        [
            naptr(200, 1, 'U', 'Meta:SMP', '!.*!https://later.example.com!'),
            naptr(100, 1, 'U', 'Other', '!.*!https://other.example.com!'),
            naptr(100, 20, 'U', 'Meta:SMP', '!.*!http://second.example.com!'),
            naptr(100, 10, 'U', 'Meta:SMP', '!.*!http://smp.example.com/base/!'),
        ]
    )

    assert sml.locate('0010', '5798000000001') == 'http://smp.example.com/base/'
    assert asked == [
        'XUKHFQABQZIKI3YKVR2FHR4SNFA3PF5VPQ6K4TONV3LMVSY5ARVQ'
        '.iso6523-actorid-upis.participant.sml.prod.tech.peppol.org.'
    ]


@pytest.mark.parametrize('answer', [dns.rcode.NXDOMAIN, []])
def test_whom_the_locator_doesn_t_know_isn_t_registered(locator, answer):
    locator(answer)

    with pytest.raises(NotRegistered):
        sml.locate('0007', '1')


@pytest.mark.parametrize(
    'regexp',
    [
        '',
        '!.*!',
        '!a.*!http://smp.example.com!',
        '!.*!!',
        '!.*!http://smp.example.com/?next=!',
        '!.*!http://smp.example.com/#!',
        '!.*!http://user@smp.example.com!',
        '!.*!ftp://smp.example.com!',
    ],
)
def test_a_locator_s_nonsense_is_garbled(locator, regexp):
    locator([naptr(100, 10, 'U', 'Meta:SMP', regexp)])

    with pytest.raises(Garbled):
        sml.locate('0007', '1')


def test_a_locator_that_fails_may_be_asked_again(locator, monkeypatch):
    monkeypatch.setattr(sml, 'LIFETIME', 0.5)
    locator(dns.rcode.SERVFAIL)

    with pytest.raises(NoConnection):
        sml.locate('0007', '1')


def test_an_id_counts_without_case():
    assert sml.sml_name('9930', 'DE1') == sml.sml_name('9930', 'de1')
