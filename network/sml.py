"""Where Peppol's locator (SML) says that a participant's metadata is: one question to DNS.

>>> sml_name('0010', '5798000000001').split('.')[0]  # the specification's own example
'XUKHFQABQZIKI3YKVR2FHR4SNFA3PF5VPQ6K4TONV3LMVSY5ARVQ'
"""

from __future__ import annotations

import base64
import hashlib
import re

import dns.exception
import dns.rdatatype
import dns.resolver

from .errors import Garbled, HostNotAllowed, NoConnection, NotRegistered
from .hosts import origin_of
from .peppol_ids import PARTICIPANT_SCHEME


PRODUCTION_ZONE = 'participant.sml.prod.tech.peppol.org'
SERVICE = 'Meta:SMP'
LIFETIME = 8.0  # seconds for the whole question
# U-NAPTR (RFC 4848): the whole name is replaced by a URI, '!' or another mark around both.
_REPLACEMENT = re.compile(r'(.)(?:\.\*|\^\.\*\$|\^\(\.\*\)\$)\1([^\\\s]+)\1', re.ASCII)


def locate(scheme: str, value: str) -> str:
    """The base address of the participant's SMP; raises NotRegistered, NoConnection, Garbled."""
    name = sml_name(scheme, value)
    try:
        answer = _resolver().resolve(name, 'NAPTR', lifetime=LIFETIME)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer) as error:
        raise NotRegistered(f"Peppol knows no participant {scheme}:{value}.") from error
    except dns.exception.DNSException as error:
        raise NoConnection(f"Peppol's locator can't be asked: {error}") from error
    return address_in(answer)


def sml_name(scheme: str, value: str, zone: str = PRODUCTION_ZONE) -> str:
    """The DNS name of a participant: a hash of its id, which counts without case."""
    digest = hashlib.sha256(f'{scheme}:{value}'.lower().encode()).digest()
    label = base64.b32encode(digest).decode().rstrip('=')
    return f'{label}.{PARTICIPANT_SCHEME}.{zone}'


def address_in(records) -> str:
    """The address that the first fitting NAPTR record of an answer names, or Garbled."""
    for record in sorted(records, key=lambda each: (each.order, each.preference)):
        if record.flags.upper() == b'U' and record.service.lower() == SERVICE.lower().encode():
            match = _REPLACEMENT.fullmatch(record.regexp.decode('ascii', 'replace'))
            if match:
                return _base_address(match[2])
    raise Garbled("Peppol's locator names no address for the participant.")


def _base_address(address: str) -> str:
    """The participant's id is appended to it: a path is fine, a query would hide it."""
    try:
        origin_of(address, may_be_plain=True)
    except HostNotAllowed as error:
        raise Garbled("Peppol's locator names no server for the participant.") from error
    if '?' in address or '#' in address:
        raise Garbled("Peppol's locator names more than the address of a server.")
    return address


def _resolver() -> dns.resolver.Resolver:
    try:
        return dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration as error:
        raise NoConnection("This server has no name service configured.") from error
