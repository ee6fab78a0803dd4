"""What ``requests`` lacks: one deadline for the whole exchange, and the knowledge whether we sent.

``requests`` gives each single read its own time limit, so a server that sends a byte a minute holds
us for hours. And its ``ConnectionError`` tells the same story for "refused" and for "cut off after
the invoice was gone". Both are settled here, at the connection.
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


class Progress:
    """How far the current request has come; belongs to one transport, thus to one thread."""

    begun = False  # has a byte of the request itself left?


class _DeadlineReader(io.RawIOBase):
    """Reads a socket until the time that it had left when the answer was first awaited."""

    def __init__(self, connection: socket.socket):
        self._socket = connection
        self._raw = connection.makefile('rb', buffering=0)
        self._ends_at = monotonic() + (connection.gettimeout() or 0.0)

    def readable(self):
        return True

    def readinto(self, buffer):
        left = self._ends_at - monotonic()
        if left <= 0:
            raise TimeoutError("The answer took too long.")
        self._socket.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self):
        self._raw.close()
        super().close()


class _Source:
    """The one method of a socket that ``http.client`` asks for."""

    def __init__(self, connection: socket.socket):
        self._socket = connection

    def makefile(self, _mode):
        return io.BufferedReader(_DeadlineReader(self._socket))


class _DeadlineResponse(http.client.HTTPResponse):
    def __init__(self, sock, *args, **kwargs):
        super().__init__(_Source(sock), *args, **kwargs)


class _Watched:
    """Mixin for connections: connects first, then says that the request has begun."""

    response_class = _DeadlineResponse

    def __init__(self, *args, progress: Progress, **kwargs):
        self._progress = progress
        super().__init__(*args, **kwargs)

    def request(self, *args, **kwargs):
        if self.sock is None:
            self.connect()
        # A kept connection still has what was left of the previous request's time.
        self.sock.settimeout(self.timeout)
        self._progress.begun = True
        return super().request(*args, **kwargs)


class WatchedHTTPConnection(_Watched, HTTPConnectionPool.ConnectionCls):
    pass


class WatchedHTTPSConnection(_Watched, HTTPSConnectionPool.ConnectionCls):
    pass


class DeadlineAdapter(HTTPAdapter):
    """Sends by watched connections; ``timeout`` is for the whole: connect, send and read."""

    def __init__(self, progress: Progress):
        self._progress = progress
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, *args, **kwargs):
        return self._watch(super().proxy_manager_for(*args, **kwargs))

    def send(self, request, stream=False, timeout=None, **kwargs):
        return super().send(request, stream, urllib3.Timeout(total=timeout), **kwargs)

    def _watch(self, manager):
        manager.pool_classes_by_scheme = {
            'http': functools.partial(self._pool, HTTPConnectionPool, WatchedHTTPConnection),
            'https': functools.partial(self._pool, HTTPSConnectionPool, WatchedHTTPSConnection),
        }
        return manager

    def _pool(self, pool_class, connection_class, *args, **kwargs):
        pool = pool_class(*args, **kwargs)
        pool.ConnectionCls = functools.partial(connection_class, progress=self._progress)
        return pool
