"""What ``requests`` lacks: one deadline for the whole exchange, and the knowledge whether we sent.

``requests`` gives each single read its own time limit, so a server that sends a byte a minute holds
us for hours. And its ``ConnectionError`` tells the same story for "refused" and for "cut off after
the invoice was gone". Both are settled here, at the connection; so is which
addresses may be reached.
"""

from __future__ import annotations

import functools
import http.client
import io
import socket
from time import monotonic

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .addresses import is_public
from .errors import PrivateHost
from .hosts import may_be_reached, place_of


class TooLong(OSError):
    """The answer has more bytes than the transport takes, however they are framed."""


class Watch:
    """What a transport and its connections know of each other; for one thread only.

    ``longest_answer``: bytes on the wire. ``private_hosts``: see ``hosts.may_be_reached``.
    """

    begun = False  # has a byte of the current request itself left?

    def __init__(self, longest_answer: int, private_hosts: frozenset[str]):
        self.longest_answer = longest_answer
        self.private_hosts = private_hosts


class _DeadlineReader(io.RawIOBase):
    """Reads a socket until the time that it had left when the answer was first awaited."""

    def __init__(self, connection: socket.socket, longest: int):
        self._socket = connection
        self._raw = connection.makefile('rb', buffering=0)
        self._ends_at = monotonic() + (connection.gettimeout() or 0.0)
        self._bytes_left = longest

    def readable(self):
        return True

    def readinto(self, buffer):
        left = self._ends_at - monotonic()
        if left <= 0:
            raise TimeoutError("The answer took too long.")
        self._socket.settimeout(left)
        count = self._raw.readinto(buffer)
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise TooLong("The answer is too long.")
        return count

    def close(self):
        self._raw.close()
        super().close()


class _Source:
    """The one method of a socket that ``http.client`` asks for."""

    def __init__(self, connection: socket.socket, longest: int):
        self._socket = connection
        self._longest = longest

    def makefile(self, _mode):
        return io.BufferedReader(_DeadlineReader(self._socket, self._longest))


class _DeadlineResponse(http.client.HTTPResponse):
    def __init__(self, sock, *args, longest: int, **kwargs):
        super().__init__(_Source(sock, longest), *args, **kwargs)


class _Watched:
    """Mixin for connections: connects first, then says that the request has begun."""

    def __init__(self, *args, watch: Watch, **kwargs):
        self._watch = watch
        self.response_class = functools.partial(_DeadlineResponse, longest=watch.longest_answer)
        super().__init__(*args, **kwargs)

    def request(self, *args, **kwargs):
        if self.sock is None:
            self.connect()
        # A kept connection still has what was left of the previous request's time.
        self.sock.settimeout(self.timeout)
        self._watch.begun = True
        return super().request(*args, **kwargs)


class _Guarded(_Watched):
    """Mixin for direct connections: to the very address that was looked at, before TLS too.

    A name that leads somewhere else at the next look-up gains nothing, and what isn't public gets
    no packet, so that nothing can be learnt of which ports are open there.
    """

    def _new_conn(self):
        try:
            return self._connected(monotonic() + self.timeout)
        except OSError as error:
            raise urllib3.exceptions.NewConnectionError(self, str(error)) from error

    def _connected(self, ends_at):
        failure = TimeoutError("timed out")
        for family, kind, protocol, _name, address in self._allowed_addresses():
            left = ends_at - monotonic()
            if left <= 0:
                break
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(left)
                for option in self.socket_options or ():
                    sock.setsockopt(*option)
                sock.connect(address)
                return sock
            except OSError as error:
                sock.close()
                failure = error
        raise failure

    def _allowed_addresses(self):
        found = socket.getaddrinfo(self.host, self.port, 0, socket.SOCK_STREAM)
        if may_be_reached(place_of(self.host, self.port), self._watch.private_hosts):
            return found
        allowed = [each for each in found if is_public(each[4][0])]
        if found and not allowed:
            raise PrivateHost(f"'{self.host}' is at {found[0][4][0]}, which is not public.")
        return allowed


class _WatchedHTTPConnection(_Watched, HTTPConnectionPool.ConnectionCls):
    pass


class _WatchedHTTPSConnection(_Watched, HTTPSConnectionPool.ConnectionCls):
    pass


class _GuardedHTTPConnection(_Guarded, HTTPConnectionPool.ConnectionCls):
    pass


class _GuardedHTTPSConnection(_Guarded, HTTPSConnectionPool.ConnectionCls):
    pass


class DeadlineAdapter(HTTPAdapter):
    """Sends by watched connections; ``timeout`` is for the whole: connect, send and read.

    A proxy was chosen by the server's administrator; it resolves the names itself, and is there to
    decide what may be reached. So only direct connections are guarded.
    """

    def __init__(self, watch: Watch):
        self._watch = watch
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self._equip(self.poolmanager, _GuardedHTTPConnection, _GuardedHTTPSConnection)

    def proxy_manager_for(self, *args, **kwargs):
        manager = super().proxy_manager_for(*args, **kwargs)
        return self._equip(manager, _WatchedHTTPConnection, _WatchedHTTPSConnection)

    def send(self, request, stream=False, timeout=None, **kwargs):
        return super().send(request, stream, urllib3.Timeout(total=timeout), **kwargs)

    def _equip(self, manager, plain, encrypted):
        manager.pool_classes_by_scheme = {
            'http': functools.partial(self._pool, HTTPConnectionPool, plain),
            'https': functools.partial(self._pool, HTTPSConnectionPool, encrypted),
        }
        return manager

    def _pool(self, pool_class, connection_class, *args, **kwargs):
        pool = pool_class(*args, **kwargs)
        pool.ConnectionCls = functools.partial(connection_class, watch=self._watch)
        return pool
