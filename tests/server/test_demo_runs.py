"""`dev/demo` with real processes: its servers start, are found and end together."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests
from setup import databases
from setup.cache import cache_folder
from setup.processes import is_free, wait_until


DEV = Path(__file__).resolve().parents[2] / 'dev'
WISHES = {'Odoo': 8069, 'the sandbox': 8079}
NAME = f'test{os.getpid()}'
STARTS_WITHIN = 300
ENDS_WITHIN = 60


class Demo:
    """One `dev/demo --empty`, as a person starts it in a terminal."""

    def __init__(self, folder: Path):
        self.log = folder / 'words'
        command = [sys.executable, DEV / 'demo', '--empty', '--name', NAME]
        with self.log.open('w') as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )

    def words(self) -> str:
        return self.log.read_text()

    def wait_ready(self) -> 'Demo':
        def is_ready() -> bool:
            assert self.process.poll() is None, self.words()
            return 'Ctrl-C ends' in self.words()

        wait_until(is_ready, STARTS_WITHIN, 'the demo has started')
        return self

    def ports(self) -> list[int]:
        """Odoo's and the sandbox's."""
        found = re.findall(r'^(?:Odoo|Sandbox) +http://127.0.0.1:(\d+)', self.words(), re.M)
        return [int(each) for each in found]

    def servers(self) -> list[int]:
        """The processes of Odoo and of the sandbox."""
        told = (cache_folder() / f'{database()}.running').read_text()
        return [int(each) for each in re.search(r'"processes": \[([^]]+)', told)[1].split(',')]

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(ENDS_WITHIN)

    def wait_gone(self) -> None:
        ports = self.ports()
        wait_until(lambda: all(map(is_free, ports)), ENDS_WITHIN, 'both have ended')


def database() -> str:
    return f'pagero_demo_empty_{NAME}'


@contextmanager
def taken(port: int):
    """Another program on a port, unless one has it anyway."""
    with ExitStack() as stack:
        if is_free(port):
            listener = stack.enter_context(socket.socket())
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(('127.0.0.1', port))
            listener.listen()
        yield


@pytest.fixture
def start(environment, tmp_path):
    """Starts the demo; afterwards nothing of it is left."""
    started = []

    def begin() -> Demo:
        started.append(Demo(tmp_path))
        return started[-1]

    yield begin
    for demo in started:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)


@pytest.fixture(scope='module', autouse=True)
def forgotten(environment):
    yield
    databases.drop(environment, database())
    for file in cache_folder().glob(f'{database()}.*'):
        file.unlink()


def run_beside() -> subprocess.CompletedProcess:
    """The same command once more, while the first one runs."""
    command = [sys.executable, DEV / 'demo', '--empty', '--name', NAME]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=STARTS_WITHIN
    )


def test_taken_ports_a_second_command_and_the_end_of_all(start):
    with taken(WISHES['Odoo']), taken(WISHES['the sandbox']):
        demo = start().wait_ready()
        for what, port in WISHES.items():
            assert re.search(f'Port {port} is taken by .*; {what} gets [0-9]+', demo.words())
        odoo, sandbox = demo.ports()
        assert requests.get(f'http://127.0.0.1:{odoo}/web/health', timeout=60).ok
        assert requests.get(f'http://127.0.0.1:{sandbox}/sandbox/api/health', timeout=60).ok

        second = run_beside()

        assert second.returncode == 1
        assert f'A demo runs already at http://127.0.0.1:{odoo}/odoo' in second.stderr
        assert f'kill {demo.process.pid}' in second.stderr

        assert demo.end(signal.SIGTERM) == 143
        demo.wait_gone()


def test_ctrl_c_ends_it(start):
    demo = start().wait_ready()

    assert demo.end(signal.SIGINT) == 0
    demo.wait_gone()
    assert 'Traceback' not in demo.words()


def test_a_server_that_dies_is_said_and_ends_the_other(start):
    demo = start().wait_ready()
    odoo, _sandbox = demo.servers()

    os.kill(odoo, signal.SIGKILL)

    assert demo.process.wait(ENDS_WITHIN) == 1
    assert 'Odoo has ended (exit code -9)' in demo.words()
    demo.wait_gone()


def test_after_a_kill_a_new_start_clears_up(start):
    killed = start().wait_ready()
    stubborn = killed.servers()[1]
    os.kill(stubborn, signal.SIGSTOP)  # it can't hear that its command is gone
    killed.end(signal.SIGKILL)

    demo = start().wait_ready()

    assert 'Ending what an earlier demo has left' in demo.words()
    assert not Path(f'/proc/{stubborn}/cmdline').exists()
    assert demo.end(signal.SIGTERM) == 143
    demo.wait_gone()
