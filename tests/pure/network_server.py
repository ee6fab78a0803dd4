"""A server on 127.0.0.1 that answers byte for byte what a test wants, sense or nonsense."""

import socket
import struct
import threading
from contextlib import contextmanager


THIS_MACHINE = frozenset({'127.0.0.1'})  # the private hosts that a test's transport may reach


def http_answer(status='200 OK', body=b'', *headers):
    """A whole HTTP/1.1 answer; ``headers`` are lines like 'Retry-After: 3'."""
    lines = [f'HTTP/1.1 {status}', f'Content-Length: {len(body)}', *headers]
    return '\r\n'.join(lines).encode() + b'\r\n\r\n' + body


class RawServer:
    """Calls ``answer(connection, request bytes)`` per request in a thread per connection.

    ``answer`` returns the bytes to send, or None to close; it may use ``connection`` and
    ``ended`` (an Event to hang on) itself. Requests are kept in ``requests``.
    """

    def __init__(self, answer, backlog=20):
        self._answer = answer
        self.requests = []
        self.connections = 0
        self.ended = threading.Event()
        self._listener = socket.create_server(('127.0.0.1', 0), backlog=backlog)
        self.port = self._listener.getsockname()[1]
        self.url = f'http://127.0.0.1:{self.port}'
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self):
        self.ended.set()
        # Closing alone doesn't wake a thread that waits in accept().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self):
        while not self.ended.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection):
        with connection:
            connection.settimeout(10)
            try:
                while request := read_request(connection):
                    self.requests.append(request)
                    answer = self._answer(connection, request)
                    if answer is None:
                        return
                    connection.sendall(answer)
            except OSError:
                return


def read_request(connection):
    """Head and body of one request, or b'' when the client has gone."""
    data = bytearray()
    while b'\r\n\r\n' not in data:
        received = connection.recv(65536)
        if not received:
            return b''
        data += received
    head, _, body = data.partition(b'\r\n\r\n')
    for line in head.lower().split(b'\r\n'):
        if line.startswith(b'content-length:'):
            missing = int(line.partition(b':')[2]) - len(body)
            while missing > 0:
                received = connection.recv(65536)
                data += received
                missing = missing - len(received) if received else 0
    return bytes(data)


def reset(connection):
    """Close with RST instead of a polite FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    connection.close()


@contextmanager
def serving(answer, **options):
    """A RawServer for the length of a ``with``; ``answer`` may be the bytes themselves."""
    server = RawServer(answer if callable(answer) else lambda *_: answer, **options)
    try:
        yield server
    finally:
        server.close()
