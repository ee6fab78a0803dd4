"""Which process listens on a port of this machine, as Linux tells it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


_LISTENS = '0A'  # the state in Linux's tables of sockets
_TABLES = (Path('/proc/net/tcp'), Path('/proc/net/tcp6'))
# 127.0.0.1 and every address, in IPv4 and as IPv6 writes them; the bytes as Linux writes them.
_REACHED = ('0100007F', '00000000', '0000000000000000FFFF00000100007F', '0' * 32)


def can_tell() -> bool:
    """Whether this system says who listens; elsewhere only the port itself can be asked."""
    return _TABLES[0].is_file()


def listeners(port: int) -> set[int | None]:
    """The processes that answer on this port of 127.0.0.1; None is one that can't be seen."""
    sockets = set(_sockets(port))
    if not sockets:
        return set()
    found = {process for process in _processes() if sockets & _open_files(process)}
    was_closed = not sockets & set(_sockets(port))  # while we looked for its process
    return found or (set() if was_closed else {None})


def who(process: int | None) -> str:
    """Words for a person who may want to stop it."""
    with contextlib.suppress(OSError):
        command = Path(f'/proc/{process}/cmdline').read_bytes().replace(b'\0', b' ')
        return f'process {process} ({command.decode(errors="replace").strip()[:100]})'
    return 'another program'


def _sockets(port: int) -> Iterator[str]:
    """The sockets that listen on it, named as the file descriptors of their processes are."""
    for table in _TABLES:
        with contextlib.suppress(OSError):
            for line in table.read_text().splitlines()[1:]:
                _number, local, _remote, state, *_rest = columns = line.split()
                address, _colon, its_port = local.partition(':')
                if (int(its_port, 16), state) == (port, _LISTENS) and address in _REACHED:
                    yield f'socket:[{columns[9]}]'


def _processes() -> Iterator[int]:
    return (int(name) for name in os.listdir('/proc') if name.isdigit())


def _open_files(process: int) -> set[str]:
    """What its file descriptors are; empty for another user's process, or one that has ended."""
    files = set()
    with contextlib.suppress(OSError):
        for entry in os.scandir(f'/proc/{process}/fd'):
            with contextlib.suppress(OSError):
                files.add(os.readlink(entry.path))
    return files
