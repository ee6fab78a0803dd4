"""The other end of `saxon_worker`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from setup.cache import ADDON


Answer = dict[str, int] | str


class Saxon:
    """A SaxonC that has compiled some rule files; use it as a context manager."""

    def __init__(self, rules: Iterable[Path]) -> None:
        command = [sys.executable, '-m', 'oracle.saxon_worker', *map(str, rules)]
        variables = {**os.environ, 'PYTHONPATH': str(ADDON / 'dev')}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=variables,
        )
        self._read()

    def __enter__(self) -> 'Saxon':
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def ask(self, xml: bytes) -> list[Answer]:
        """For each rule file {"ID FLAG": count}, or why it gave no result."""
        self._process.stdin.write(b'%d\n' % len(xml) + xml)
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> list[Answer]:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError('SaxonC ended before it answered.')
        return json.loads(line)
