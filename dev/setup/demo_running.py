"""A demo that runs: where, and which processes are its; also for the one that comes after it."""

import contextlib
import json
import os
import signal
from collections.abc import Iterable
from pathlib import Path

from .cache import Missing, cache_folder, locked, say
from .processes import Child, wait_until


ENDS_WITHIN = 15  # seconds


@contextlib.contextmanager
def the_only_one(name: str):
    """Hold the name of a demo; refused with where it runs while another command holds it."""
    file = _file(name)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locked(name, "taken"))
        except Missing as taken:
            raise Missing(_where(file)) from taken
        _clear_up(file, name)
        file.write_text(json.dumps({'command': os.getpid()}))
        stack.callback(file.unlink, missing_ok=True)
        yield


def claimed(stack: contextlib.ExitStack, port: int) -> bool:
    """Keep a port until the stack ends; False where another demo that just starts keeps it."""
    try:
        stack.enter_context(locked(f'demo-port-{port}', "taken"))
    except Missing:
        return False
    return True


def remember(name: str, url: str, *children: Child) -> None:
    """Note where it is found, and its processes."""
    processes = [child.pid for child in children if child.pid]
    told = {'command': os.getpid(), 'url': url, 'processes': processes}
    _file(name).write_text(json.dumps(told))


def _file(name: str) -> Path:
    return cache_folder() / f'{name}.running'


def _read(file: Path) -> dict:
    with contextlib.suppress(FileNotFoundError, ValueError):
        return json.loads(file.read_text())
    return {}


def _where(file: Path) -> str:
    told = _read(file)
    command = told.get('command', 0)
    stop = f'stop it first (Ctrl-C there, or kill {command})' if command else 'stop it first'
    if not told.get('url'):
        return f"A demo is being started already; wait for its address, or {stop}."
    return f"A demo runs already at {told['url']}; open that one, or {stop}."


def _clear_up(file: Path, name: str) -> None:
    """End what a command has left that was killed: they end by themselves, though not at once."""
    left = [each for each in _read(file).get('processes', ()) if _is_of_demo(each, name)]
    if left:
        say("Ending what an earlier demo has left")
        _signal(left, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: not any(_is_of_demo(each, name) for each in left), ENDS_WITHIN)
        _signal([each for each in left if _is_of_demo(each, name)], signal.SIGKILL)
    file.unlink(missing_ok=True)


def _is_of_demo(process: int, name: str) -> bool:
    """By its command: the number may be another's by now."""
    with contextlib.suppress(OSError):
        words = Path(f'/proc/{process}/cmdline').read_bytes().decode(errors='replace').split('\0')
        return any(name in (word, Path(word).stem) for word in words)
    return False


def _signal(processes: Iterable[int], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process, number)
