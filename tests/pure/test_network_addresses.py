"""network/addresses.py and network/hosts.py: every form in which an address can be written."""

import pytest

from network import HostNotAllowed, is_private, may_be_reached, origin_of, server_address
from network.addresses import is_public


# Each line is a kind of address, with examples; what isn't named here is the open internet's.
PUBLIC = {
    'IPv4': ['93.184.215.14', '8.8.8.8', '1.0.0.1', '192.0.1.1', '223.255.255.254'],
    'IPv6': ['2606:2800:220:1::1', '2a00:1450:400f:80d::200e', '2001:4860:4860::8888'],
    'mapped': ['::ffff:93.184.215.14', '::ffff:5db8:d70e', '0:0:0:0:0:FFFF:8.8.8.8'],
    'NAT64': ['64:ff9b::93.184.215.14', '64:ff9b::5db8:d70e'],
    '6to4': ['2002:5db8:d70e::1'],
}
NOT_PUBLIC = {
    'this host': ['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.255.255.254', '::', '::1'],
    'private': ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.255.1'],
    'carrier': ['100.64.0.1', '100.127.255.255'],
    'link-local': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    'unique local': ['fc00::1', 'fd00:ec2::254'],
    'site-local': ['fec0::1'],
    'multicast': ['224.0.0.1', '239.255.255.250', 'ff02::1', 'ff0e::1'],
    'reserved': ['240.0.0.1', '255.255.255.255', '192.0.0.1', '192.88.99.1', '4000::1', '100::1'],
    'documentation': ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
    'benchmarks': ['198.18.0.1', '198.19.255.255', '2001:2::1'],
    'mapped': ['::ffff:127.0.0.1', '::ffff:a00:1', '::ffff:169.254.169.254', '::ffff:0.0.0.0'],
    'IPv4-compatible': ['::10.0.0.1', '::7f00:1', '::93.184.215.14'],
    'IPv4-translated': ['::ffff:0:127.0.0.1', '::ffff:0:a00:1', '::ffff:0:93.184.215.14'],
    'NAT64': ['64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe'],
    'local NAT64': ['64:ff9b:1::1', '64:ff9b:1::93.184.215.14'],
    '6to4': ['2002:a00:1::1', '2002:7f00:1::1', '2002:c0a8:1::'],
    'Teredo': ['2001:0:5db8:d70e::a00:1', '2001::1'],
    'ORCHID': ['2001:10::1', '2001:20::1'],
    'segment routing': ['5f00::1'],
    'no IP address': ['', 'localhost', 'example.com', '127.1', '0x7f.0.0.1', '2130706433'],
}  # fmt: skip


def pairs(table):
    return [(kind, each) for kind, examples in table.items() for each in examples]


@pytest.mark.parametrize('kind, address', pairs(PUBLIC))
def test_an_address_of_the_internet(kind, address):
    assert is_public(address), kind


@pytest.mark.parametrize('kind, address', pairs(NOT_PUBLIC))
def test_an_address_that_isn_t_the_internet_s(kind, address):
    assert not is_public(address), kind


def test_an_address_says_itself_that_it_is_ours():
    private = ['127.0.0.1:80', '10.0.0.1:443', '[::1]:8099', 'localhost:80', 'intranet:443']
    private += ['a.localhost:443', 'localhost.:80']
    public = ['93.184.215.14:443', 'sandbox.example.com:443', '[2606:2800:220:1::1]:443']

    assert [is_private(f'https://{each}') for each in private] == [True] * len(private)
    assert [is_private(f'https://{each}') for each in public] == [False] * len(public)


def test_only_the_named_host_may_be_reached():
    named = frozenset({'127.0.0.1', '10.0.0.1:8443', '[::1]'})
    allowed = ['127.0.0.1:80', '127.0.0.1:8099', '10.0.0.1:8443', '[::1]:443']
    refused = ['127.0.0.2:80', '10.0.0.1:443', '[::2]:443', '127.0.0.1.example.com:80', '']

    assert [may_be_reached(each, named) for each in allowed] == [True] * len(allowed)
    assert [may_be_reached(each, named) for each in refused] == [False] * len(refused)


@pytest.mark.parametrize(
    'text, address',
    [
        ('https://sandbox.example', 'https://sandbox.example'),
        ('https://sandbox.example/', 'https://sandbox.example'),
        ('HTTPS://Sandbox.example:8443/', 'HTTPS://Sandbox.example:8443'),
        ('http://127.0.0.1:8099', 'http://127.0.0.1:8099'),
        ('https://[2606:2800:220:1::1]:8443', 'https://[2606:2800:220:1::1]:8443'),
    ],
)
def test_the_address_of_a_server(text, address):
    assert server_address(text) == address


MORE_THAN_A_SERVER = [
    'https://sandbox.example/path',
    'https://sandbox.example//',
    'https://sandbox.example/?',
    'https://sandbox.example?',
    'https://sandbox.example?next=/',
    'https://sandbox.example#',
    'https://sandbox.example/#part',
    'https://sandbox.example/;x',
    'https://sandbox.example:8443/admin/delete?id=1&x=',
]
NO_SERVER = [
    '',
    '/',
    'sandbox.example',
    '//sandbox.example',
    'https://',
    'https:sandbox.example',
    'https://user@sandbox.example',
    'https://user:password@sandbox.example',
    'https://@sandbox.example',
    'https://sandbox.example:port',
    'https://sandbox.example:99999',
    'https://sandbox.example\\@evil.example',
    'https://sandbox.example evil.example',
    'https://sandbox.example\n',
    'https://s\xe5ndbox.example',
    'https://127\u30020\u30020\u30021',
    'https://%31%32%37.0.0.1',
    'https://127.1',
    'https://2130706433',
    'https://0x7f000001',
    'https://0x7f.0.0.1',
    'https://0177.0.0.1',
    'https://127.0.0.1.',
    'https://[fe80::1%25eth0]',
    'https://[::1',
    'https://[v1.x]',
    'https://[127.0.0.1]',
    'ftp://sandbox.example',
    'file:///etc/passwd',
    'gopher://sandbox.example',
    'javascript:alert(1)',
]


@pytest.mark.parametrize('text', MORE_THAN_A_SERVER)
def test_more_than_a_server_is_refused_as_an_address(text):
    assert origin_of(text).startswith('https://sandbox.example:')
    with pytest.raises(HostNotAllowed, match="more than"):
        server_address(text)


@pytest.mark.parametrize('text', NO_SERVER)
def test_what_names_no_server_is_refused(text):
    with pytest.raises(HostNotAllowed):
        server_address(text)
    with pytest.raises(HostNotAllowed):
        origin_of(text, may_be_plain=True)
