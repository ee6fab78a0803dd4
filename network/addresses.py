"""Which IP addresses are the open internet's, and which belong to this machine or its network.

An IPv6 address can wrap an IPv4 one; what counts then is where the packet ends up:

>>> [is_public(each) for each in ('93.184.215.14', '10.0.0.1', '127.0.0.1', '169.254.169.254')]
[True, False, False, False]
>>> [is_public(each) for each in ('::ffff:93.184.215.14', '::ffff:10.0.0.1', '64:ff9b::a00:1')]
[True, False, False]
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address


_INTERNET = ipaddress.ip_network('2000::/3')  # all that IANA has given out
_MAPPED = ipaddress.ip_network('::ffff:0:0/96')
_NAT64 = ipaddress.ip_network('64:ff9b::/96')
_SIX_TO_FOUR = ipaddress.ip_network('2002::/16')
# Python's own tables lack these in some of the versions that Odoo runs on. Teredo is in 2001::/23.
_RESERVED = tuple(
    ipaddress.ip_network(each)
    for each in ('192.0.0.0/24', '192.88.99.0/24', '2001::/23', '2001:db8::/32', '3fff::/20')
)


def is_public(address: str) -> bool:
    """Is the IP address one of the open internet's, also where it is wrapped in another?"""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6:
        ip = _wrapped(ip) or ip
    if ip.version == 6 and ip not in _INTERNET:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in each for each in _RESERVED)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to this one reach.

    IPv4-compatible and IPv4-translated addresses aren't here: they are of no use on the internet,
    and lie outside of what counts as public.
    """
    if ip in _MAPPED or ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _SIX_TO_FOUR:
        return IPv4Address(int(ip) >> 80 & 0xFFFFFFFF)
    return None
