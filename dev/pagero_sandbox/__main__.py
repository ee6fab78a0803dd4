"""Start the sandbox: `python -m pagero_sandbox --port 8070 --state sandbox.sqlite`."""

import argparse
import errno
import signal
import sys
import tempfile
import threading
from pathlib import Path

from .application import Application
from .sandbox import Sandbox


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog='pagero_sandbox', description="A stand-in for Pagero Online on 127.0.0.1."
    )
    parser.add_argument('--port', type=int, default=0, help="0 takes a free port (default)")
    parser.add_argument(
        '--control-port',
        type=int,
        default=0,
        help="second port that stays open while the network is switched off",
    )
    parser.add_argument(
        '--state', type=Path, help="SQLite file that outlives a restart; default: forgotten"
    )
    parser.add_argument('--print-url', action='store_true', help="print the bare URL only")
    parser.add_argument(
        '--stop-with-stdin',
        action='store_true',
        help="end when standard input closes, so that no test leaves a sandbox behind",
    )
    return parser.parse_args()


def main() -> None:
    arguments = read_arguments()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if arguments.stop_with_stdin:
        threading.Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.state or Path(folder) / 'sandbox.sqlite'
        sandbox = Sandbox(str(path))
        _listen(sandbox, arguments.port, arguments.control_port)
        announcement = sandbox.url if arguments.print_url else f'Pagero sandbox: {sandbox.url}'
        sys.stdout.write(announcement + '\n')
        sys.stdout.flush()
        stop.wait()
        sandbox.close()


def _listen(sandbox: Sandbox, port: int, control_port: int) -> None:
    try:
        sandbox.listen(Application(sandbox), port, control_port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        ports = ' or '.join(str(number) for number in (port, control_port) if number)
        sys.exit(f'Port {ports} is taken by another program; start again with another --port.')


def _stop_at_end_of_input(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


if __name__ == '__main__':
    main()
