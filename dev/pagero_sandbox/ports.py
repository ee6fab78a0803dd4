"""The HTTP server: a thread per connection, kept alive, and a port that can be switched off."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import unquote

from werkzeug import Request, Response


HOST = '127.0.0.1'
MAX_BODY_BYTES = 64 * 1024 * 1024
POLL_SECONDS = 0.05
IDLE_SECONDS = 300
Application = Callable[[Request], 'Response | None']


class _Handler(BaseHTTPRequestHandler):
    """Reads one request after the other from a connection.

    Werkzeug's own handler closes after every answer; uploads in parallel need kept connections.
    """

    protocol_version = 'HTTP/1.1'
    server_version = 'PageroSandbox'
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    timeout = IDLE_SECONDS
    server: '_Server'

    def _serve(self) -> None:
        body = self._read_body()
        if body is None:
            return
        response = self.server.application(Request(self._environ(body)))
        if response is None:
            self.close_connection = True
            return
        self._write(response)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = _serve

    def _read_body(self) -> bytes | None:
        """The whole body; None when it was refused or cut."""
        if self.headers.get('Transfer-Encoding'):
            return self._refuse(411, "Length Required")
        length = self.headers.get('Content-Length') or '0'
        if not length.isdigit():
            return self._refuse(400, "Bad Request")
        if int(length) > MAX_BODY_BYTES:
            return self._refuse(413, "Content Too Large")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def _refuse(self, status: int, text: str) -> None:
        # The unread body would be taken for the next request.
        self.close_connection = True
        self._write(Response(text, status))

    def _environ(self, body: bytes) -> dict:
        path, _mark, query = self.path.partition('?')
        environ = {
            'REQUEST_METHOD': self.command,
            'SCRIPT_NAME': '',
            'QUERY_STRING': query,
            'PATH_INFO': unquote(path, 'latin-1'),
            'SERVER_PROTOCOL': self.request_version,
            'SERVER_NAME': HOST,
            'SERVER_PORT': str(self.server.server_port),
            'REMOTE_ADDR': self.client_address[0],
            'CONTENT_LENGTH': str(len(body)),
            'CONTENT_TYPE': self.headers.get('Content-Type', ''),
            'wsgi.url_scheme': 'http',
            'wsgi.input': BytesIO(body),
            'wsgi.input_terminated': True,
            'wsgi.multithread': True,
        }
        for name, value in self.headers.items():
            environ.setdefault('HTTP_' + name.upper().replace('-', '_'), value)
        return environ

    def _write(self, response: Response) -> None:
        data = response.get_data()
        self.send_response(response.status_code)
        for name, value in response.headers.items():
            if name != 'Content-Length':
                self.send_header(name, value)
        declared = int(response.headers.get('Content-Length', len(data)))
        if declared > len(data) or self.server.is_closing:
            self.close_connection = True
        if self.close_connection:
            self.send_header('Connection', 'close')
        self.send_header('Content-Length', str(declared))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *_arguments) -> None:
        """Say nothing: the sandbox keeps its own record of calls."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, number: int, application: Application):
        self.application = application
        self.is_closing = False
        self._owners: dict[socket.socket, int] = {}
        super().__init__((HOST, number), _Handler)

    def process_request_thread(self, request, client_address):
        self._owners[request] = threading.get_ident()
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._owners.pop(request, None)

    def handle_error(self, _request, _client_address):
        """Clients that hang up are expected."""

    def cut_connections(self) -> None:
        """End every connection but the one that asks for it."""
        self.is_closing = True
        for connection, owner in list(self._owners.items()):
            if owner != threading.get_ident():
                _shut(connection)


class Port:
    """A TCP port on 127.0.0.1 that is listening ('open') or refuses connections ('closed')."""

    def __init__(self, application: Application, number: int):
        self._application = application
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._placeholder: socket.socket | None = None
        self.number = number
        self.open()

    @property
    def url(self) -> str:
        return f'http://{HOST}:{self.number}'

    def open(self) -> None:
        with self._lock:
            if self._server:
                return
            if self._placeholder:
                self._placeholder.close()
                self._placeholder = None
            self._server = _Server(self.number, self._application)
            self.number = self._server.server_port
            threading.Thread(
                target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True
            ).start()

    def close(self, *, keep: bool = True) -> None:
        """Refuse connections from now on; 'keep' holds the number for the next 'open'."""
        with self._lock:
            server, self._server = self._server, None
            if not server:
                return
            server.shutdown()
            server.server_close()
            if keep:
                self._placeholder = _reserve(self.number)
            server.cut_connections()


def _reserve(number: int) -> socket.socket:
    """Hold the port without listening, so that no process takes it and callers are refused."""
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind((HOST, number))
    return holder


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # it may have ended by itself
        connection.shutdown(socket.SHUT_RDWR)
