"""Where set-up keeps what it fetched, and how it speaks to the person who waits."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path


ADDON = Path(__file__).resolve().parents[2]
ADDON_NAME = 'pagero_connector'
WORK_FOLDER = 'PAGERO_CONNECTOR_WORK'


class Missing(Exception):
    """Something that set-up cannot provide itself; the message says what to do."""


def cache_folder() -> Path:
    """The cache of this project, outside the repository; made when it is not there."""
    base = os.environ.get('XDG_CACHE_HOME') or Path.home() / '.cache'
    folder = Path(base) / 'pagero-connector'
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def work_folder() -> Path:
    """What belongs to the databases: files, logs; a PostgreSQL of its own has its own."""
    return Path(os.environ.get(WORK_FOLDER) or cache_folder())


def age(file: Path) -> float:
    """Seconds since it was touched, by the file system's clock: ours may show another date."""
    with tempfile.TemporaryFile(dir=file.parent) as new:
        return os.fstat(new.fileno()).st_mtime - file.stat().st_mtime


def say(sentence: str) -> None:
    """One line of progress for the person who started the command."""
    print(f'· {sentence}', file=sys.stderr, flush=True)


@contextlib.contextmanager
def locked(name: str, refusal: str = '') -> Iterator[None]:
    """Let one command at a time do the step ``name``; others wait, or end with ``refusal``."""
    with (cache_folder() / f'{name}.lock').open('w') as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (fcntl.LOCK_NB if refusal else 0))
        except BlockingIOError as error:
            raise Missing(refusal) from error
        yield


def run(command: Sequence[str | Path], **options) -> subprocess.CompletedProcess:
    """Run a command to its end; its own words become the error when it fails."""
    options = {'capture_output': True, 'text': True, **options}
    try:
        return subprocess.run([str(part) for part in command], check=True, **options)
    except FileNotFoundError as error:
        raise Missing(f'{command[0]} is missing; install it and start again.') from error
    except subprocess.CalledProcessError as error:
        words = ((error.stderr or '') + (error.stdout or '')).strip()[-2000:]
        raise Missing(f'`{Path(command[0]).name} {command[1]}` failed: {words}') from error


def fingerprint(*parts: str | bytes) -> str:
    """A short name for what was built from ``parts``; another input gets another name."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b'\0')
    return digest.hexdigest()[:12]
