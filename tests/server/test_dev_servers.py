"""Servers of dev/ as real processes: whose they are, and who may end them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from setup import cache
from setup.cache import Missing
from setup.listeners import listeners
from setup.processes import is_free, wait_until
from setup.server import OdooServer


DEV = Path(__file__).resolve().parents[2] / 'dev'
# A command that works with PostgreSQL until its input is closed.
WORKS = """
import sys
from pathlib import Path
from setup import postgres
server = postgres.postgres(Path(sys.executable))
is_demo = sys.argv[1] == 'demo'
if is_demo:
    postgres.belong_to_demo(server)
print(server.port, flush=True)
sys.stdin.read()
print(postgres.end_of_demo(server) if is_demo else '', flush=True)
"""


def test_a_second_odoo_on_a_taken_port(place):
    first = place.odoo
    second = OdooServer(first.environment, first.database, port=first.port, cron_threads=0)
    with closing(second), pytest.raises(Missing, match=f'Port {first.port}.*process'):
        second.start()

    assert not second.process.is_running
    assert first.session().uid


class Command:
    """A command of dev/ beside others, with a PostgreSQL that no one else has."""

    def __init__(self, kind: str, home: Path):
        variables = {name: value for name, value in os.environ.items() if name[:2] != 'PG'}
        variables |= {'XDG_CACHE_HOME': str(home), 'PYTHONPATH': str(DEV)}
        self.process = subprocess.Popen(
            [sys.executable, '-c', WORKS, kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=variables,
        )
        self.port = int(self.process.stdout.readline())

    def end(self) -> str:
        """What it says at its end."""
        words, _errors = self.process.communicate(timeout=60)
        return words.strip()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)


@pytest.fixture
def begin(environment):
    """Starts commands; the server's user reaches its folder, which pytest's own is closed to."""
    home = Path(tempfile.mkdtemp(prefix='pagero-postgres-'))
    home.chmod(0o755)
    wheel = cache.cache_folder() / 'postgres-wheel'
    if wheel.exists():
        (home / cache.ADDON_NAME.replace('_', '-')).mkdir()
        (home / cache.ADDON_NAME.replace('_', '-') / wheel.name).symlink_to(wheel)
    begun = []

    def command(kind: str) -> Command:
        begun.append(Command(kind, home))
        return begun[-1]

    yield command
    for each in begun:
        if each.process.poll() is None:
            each.end()
    for process in listeners(begun[-1].port) if begun else ():
        os.kill(process, signal.SIGINT)
    shutil.rmtree(home, ignore_errors=True)


def is_gone(port: int) -> bool:
    return wait_until(lambda: is_free(port), 30, 'PostgreSQL has ended')


def test_a_demo_ends_the_postgres_that_it_has_started(begin):
    demo = begin('demo')

    assert demo.end() == ''
    assert is_gone(demo.port)


def test_what_another_command_works_with_stays_and_the_next_demo_ends_it(begin):
    demo, test = begin('demo'), begin('test')
    assert test.port == demo.port

    assert 'PostgreSQL stays' in demo.end()
    assert not is_free(test.port)
    test.end()
    assert not is_free(test.port)  # a test leaves it to the next command

    begin('demo').end()
    assert is_gone(demo.port)


def test_what_a_killed_demo_has_left_ends_with_the_next_one(begin):
    killed = begin('demo')
    killed.kill()
    assert not is_free(killed.port)

    next_one = begin('demo')
    assert next_one.port == killed.port
    next_one.end()

    assert is_gone(killed.port)


def test_a_demo_does_not_end_what_another_command_has_started(begin):
    test, demo = begin('test'), begin('demo')

    test.end()
    assert 'PostgreSQL stays' in demo.end()
    assert not is_free(demo.port)

    [process] = listeners(demo.port)
    os.kill(process, signal.SIGINT)
    assert is_gone(demo.port)
