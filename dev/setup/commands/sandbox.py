"""`dev/sandbox`: the stand-in for Pagero Online alone, until Ctrl-C."""

import os
import sys

from ..cache import cache_folder
from ..server import sandbox_variables


DEFAULT_PORT = '8079'


def main() -> None:
    """Become ``python -m pagero_sandbox``; its own options are passed through."""
    options = sys.argv[1:]
    if '--port' not in options:
        options += ['--port', DEFAULT_PORT]
    if '--state' not in options:
        options += ['--state', str(cache_folder() / 'sandbox.sqlite')]
    os.execve(
        sys.executable, [sys.executable, '-m', 'pagero_sandbox', *options], sandbox_variables()
    )


if __name__ == '__main__':
    main()
