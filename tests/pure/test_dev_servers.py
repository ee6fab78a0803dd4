"""A server that dev/ starts is the one that answers, or it is said why it doesn't."""

import ast
import os
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager

import pytest
import requests
from sandbox_driver import DEV
from setup import postgres, processes
from setup.cache import Missing
from setup.commands import demo
from setup.listeners import listeners
from setup.postgres import running
from setup.processes import Child, blaming, free_port, wait_for_an_end, wait_until
from setup.server import OdooServer, SandboxServer


# Stands in for an Odoo: it answers every question, after the delay that it is given.
ANSWERS = """
import http.server, sys, time
class Yes(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
time.sleep(float(sys.argv[2]))
http.server.ThreadingHTTPServer((sys.argv[3], int(sys.argv[1])), Yes).serve_forever()
"""
SLEEPS = 'import time; print("I am here", flush=True); time.sleep(60)'
# As an Odoo with workers: children share the port, and their memory takes time to be freed.
FORKS = """
import os, socket, sys, time
listener = socket.create_server(('127.0.0.1', int(sys.argv[1])))
for number in range(3):
    if not os.fork():
        memory = bytearray(300_000_000)
        print('I am here', flush=True)
        time.sleep(60)
time.sleep(60)
"""
DIES = 'print("The database is gone"); raise SystemExit(3)'


class StandIn:
    """An environment whose Odoo is a few lines of Python."""

    def __init__(self, script, *more):
        self.script, self.more = script, more

    def odoo_command(self, _database, *options):
        port = options[options.index('--http-port') + 1]
        return [sys.executable, '-c', self.script, port, *self.more]

    def variables(self):
        return dict(os.environ)


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv('PAGERO_CONNECTOR_WORK', str(tmp_path))


@contextmanager
def another_program(port, host='127.0.0.1'):
    """One that answers on a port, and isn't ours."""
    command = [sys.executable, '-c', ANSWERS, str(port), '0', host]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        wait_until(lambda: not processes.is_free(port), 20, 'the other program')
        yield process
    finally:
        process.kill()
        process.wait()


def children():
    """Each place in dev/ that starts a process, with the class or function around it."""
    for file in DEV.rglob('*.py'):
        for outer in ast.parse(file.read_text()).body:
            for node in ast.walk(outer):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == 'Child':
                    yield file.name, node, ast.unparse(outer)


def test_every_server_says_which_ports_are_to_be_its_own():
    servers = [(file, call) for file, call, outer in children() if '-port' in outer]

    assert len(servers) >= 2  # Odoo and the sandbox
    assert [file for file, call in servers if len(call.args) < 5 and not call.keywords] == []


@pytest.mark.parametrize('host', ['127.0.0.1', '0.0.0.0'])
def test_anothers_answer_isnt_taken_for_our_odoos(host):
    port = free_port()
    odoo = OdooServer(StandIn(SLEEPS), 'odoo', port=port)
    with another_program(port, host) as other, closing(odoo), pytest.raises(Missing) as trouble:
        odoo.start()

    assert f'Port {port}, which Odoo was to have, is taken by process {other.pid}' in str(
        trouble.value
    )


def test_an_odoo_that_answers_itself_is_ready():
    odoo = OdooServer(StandIn(ANSWERS, '0.3', '127.0.0.1'), 'odoo')
    with closing(odoo):
        odoo.start()

        assert requests.get(odoo.url, timeout=10).ok
        assert listeners(odoo.port) == {odoo.process.pid}


def test_an_odoo_that_ends_is_said_with_its_last_words():
    with pytest.raises(Missing, match=r'Odoo has ended \(exit code 3\); .*The database is gone'):
        OdooServer(StandIn(DIES), 'odoo').start()


def test_a_restart_finds_its_port_taken():
    odoo = OdooServer(StandIn(ANSWERS, '0', '127.0.0.1'), 'odoo')
    with closing(odoo):
        odoo.start().stop()
        with another_program(odoo.port), pytest.raises(Missing, match='is taken by process'):
            odoo.start()


def test_a_sandbox_finds_its_port_taken(tmp_path):
    port = free_port()
    sandbox = SandboxServer(tmp_path / 'state.sqlite', port=port)
    with another_program(port), closing(sandbox), pytest.raises(Missing, match=f'Port {port}'):
        sandbox.start()


def test_the_sandbox_command_says_that_its_port_is_taken():
    port = free_port()
    command = [sys.executable, '-m', 'pagero_sandbox', '--port', str(port)]
    with another_program(port):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 1
    assert done.stderr == (
        f'Port {port} is taken by another program; start again with another --port.\n'
    )


@pytest.mark.parametrize('network_off', [False, True])
def test_a_sandbox_starts_whether_its_network_is_on_or_off(tmp_path, network_off):
    sandbox = SandboxServer(tmp_path / 'state.sqlite')
    with closing(sandbox):
        sandbox.start().post('settings', {'network_off': network_off})
        sandbox.stop()

        assert sandbox.start().get('settings')['network_off'] is network_off


def test_a_demo_whose_odoo_dies_ends_and_says_so(tmp_path):
    odoo = Child('Odoo', [sys.executable, '-c', SLEEPS], tmp_path / 'odoo.log')
    sandbox = Child('The sandbox', [sys.executable, '-c', SLEEPS], tmp_path / 'sandbox.log')
    for child in (odoo, sandbox):
        child.start()
    wait_until(lambda: 'I am here' in odoo.words(), 20, 'its words')
    odoo.kill()

    with pytest.raises(Missing, match=r'^Odoo has ended \(exit code -9\); .*I am here'):
        wait_for_an_end(odoo, sandbox)
    sandbox.stop()


def test_what_was_killed_has_left_its_port(tmp_path):
    port = free_port()
    command = [sys.executable, '-c', FORKS, str(port)]
    server = Child('Odoo', command, tmp_path / 'log', ports=[port])
    server.start()
    wait_until(lambda: server.words().count('I am here') == 3, 60, 'its workers')
    assert listeners(port)

    server.kill()

    assert not listeners(port)


def test_a_refused_call_is_blamed_on_the_process_that_has_ended():
    odoo = OdooServer(StandIn(ANSWERS, '0', '127.0.0.1'), 'odoo')
    with closing(odoo):
        odoo.start().kill()

        with pytest.raises(Missing, match='Odoo has ended'), blaming(odoo.process):
            requests.get(odoo.url, timeout=10)


def test_what_goes_wrong_while_all_run_stays_what_it_is(tmp_path):
    child = Child('Odoo', [sys.executable, '-c', SLEEPS], tmp_path / 'odoo.log')
    child.start()
    with pytest.raises(Missing, match=r'^as it was$'), blaming(child):
        raise Missing('as it was')
    child.stop()


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv('XDG_CACHE_HOME', str(tmp_path))


def test_the_demo_names_who_has_its_port(capsys, own_cache):
    port = free_port()
    with another_program(port) as other, ExitStack() as stack:
        given = demo._port(stack, port, 'Odoo')

    assert given != port
    words = capsys.readouterr().err
    assert f'Port {port} is taken by process {other.pid}' in words
    assert f'Odoo gets {given}' in words


CLAIMS = """
import sys
from contextlib import ExitStack
from setup.commands import demo
with ExitStack() as stack:
    print(demo._port(stack, int(sys.argv[1]), 'Odoo'), flush=True)
    sys.stdin.read()
"""


def test_demos_that_start_at_the_same_moment_get_ports_of_their_own(own_cache):
    """Neither listens yet: the first has claimed the port, the second says so."""
    wish = str(free_port())
    command = [sys.executable, '-c', CLAIMS, wish]
    pipes = dict.fromkeys(('stdin', 'stdout', 'stderr'), subprocess.PIPE)
    with ExitStack() as stack:
        both = [
            stack.enter_context(subprocess.Popen(command, text=True, cwd=DEV, **pipes))
            for _ in range(2)
        ]
        ports = [each.stdout.readline().strip() for each in both]
        words = [each.communicate()[1] for each in both]

    assert len(set(ports)) == 2
    assert wish in ports
    assert f'Port {wish} is taken by another demo that is starting' in ''.join(words)


@pytest.mark.parametrize('is_its_own', [True, False])
def test_a_server_of_postgres_is_known_by_its_process(tmp_path, is_its_own):
    """What stands in its file may be of before a restart: the number then is another's."""
    command = [sys.executable, '-c', SLEEPS, *(['-D', str(tmp_path)] if is_its_own else [])]
    server = Child('PostgreSQL', command, tmp_path / 'log')
    server.start()
    wait_until(lambda: 'I am here' in server.words(), 20, 'its words')
    file = tmp_path / 'postmaster.pid'
    file.write_text(f'{server.pid}\n{tmp_path}\n1790000000\n5433\n')

    assert running(tmp_path) == ((server.pid, 5433) if is_its_own else None)
    server.kill()
    assert running(tmp_path) is None


def test_a_folder_without_a_server(tmp_path):
    assert running(tmp_path) is None


def test_the_demo_says_that_its_postgres_stays(tmp_path, monkeypatch):
    data = tmp_path / 'postgres-15' / 'data'
    data.mkdir(parents=True)
    monkeypatch.setattr(postgres, '_home', lambda: tmp_path)
    monkeypatch.setattr(
        postgres, 'running', lambda folder: (4711, 5544) if folder == data else None
    )

    assert 'kill -INT 4711' in postgres.staying(postgres.Postgres('127.0.0.1', 5544, 'odoo'))
    assert postgres.staying(postgres.Postgres('db.example', 5432, 'odoo')) == ''
