"""What stands before several Odoo servers: each connection goes to the next that is up."""

import contextlib
import itertools
import socket
import threading

from setup.processes import free_port


class Balancer:
    """One port of 127.0.0.1 for several."""

    def __init__(self, ports: list[int]):
        self.port = free_port()
        self._targets = itertools.cycle(ports)
        self._tries = len(ports)
        self._listener: socket.socket | None = None

    def start(self) -> None:
        """Take connections until it is stopped."""
        self._listener = socket.create_server(('127.0.0.1', self.port))
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Take no more connections."""
        if self._listener:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            target = self._connect()
            if target is None:
                client.close()
                continue
            for source, sink in ((client, target), (target, client)):
                threading.Thread(target=_pump, args=(source, sink), daemon=True).start()

    def _connect(self) -> socket.socket | None:
        for port in itertools.islice(self._targets, self._tries):
            with contextlib.suppress(OSError):
                return socket.create_connection(('127.0.0.1', port))
        return None


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
