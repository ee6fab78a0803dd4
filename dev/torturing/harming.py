"""What goes wrong in a run, done to the real processes."""

import contextlib
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import requests
from setup.cache import Missing
from setup.other_date import clock_off_by

from .arena import Arena
from .plan import Harm


WRONG_SECONDS = 6  # so long the clock is wrong


class Enemy:
    """Does the harms of a plan; counts them by kind, and says what could not be tried."""

    def __init__(self, arena: Arena):
        self.arena = arena
        self.done: Counter[str] = Counter()
        self.harms: dict[str, Callable[..., None]] = {
            'kill_odoo': self.kill_odoo,
            'stop_odoo': self.stop_odoo,
            'kill_worker': self.kill_worker,
            'kill_sandbox': self.kill_sandbox,
            'network_off': self.network_off,
            'fault': self.fault,
            'cut_database': self.cut_database,
            'expire_tokens': self.expire_tokens,
            'short_tokens': self.short_tokens,
            'minutes_pass': self.minutes_pass,
        }
        if shutil.which('faketime'):
            self.harms['step_clock'] = self.step_clock
        if arena.cluster:
            self.harms['restart_database'] = self.restart_database
        if arena.disk.is_mounted:
            self.harms['fill_disk'] = self.fill_disk

    def do(self, harm: Harm) -> None:
        """One harm, to its end: what was killed runs again afterwards."""
        act = self.harms.get(harm.what)
        name = f'fault {harm.values["fault"]}' if harm.what == 'fault' else harm.what
        if act is None:
            self.done[f'{name} (not tried)'] += 1
            return
        act(**harm.values)
        self.done[name] += 1

    def stop(self) -> None:
        """No more faults: the network answers, all servers run."""
        self.arena.disk.free()
        self.arena.odoo.start()
        self.arena.sandbox.start()
        self.arena.sandbox.delete('faults')
        self.arena.sandbox.post('settings', {'network_off': False, 'token_seconds': 600})

    # === SERVERS === #

    def kill_odoo(self, seconds: float) -> None:
        """The server and all its workers, as by a power cut."""
        self.arena.odoo.kill()
        time.sleep(seconds)
        self.arena.odoo.start()

    def stop_odoo(self, seconds: float) -> None:
        """As an administrator restarts it."""
        self.arena.odoo.stop()
        time.sleep(seconds)
        self.arena.odoo.start()

    def kill_worker(self, number: int) -> None:
        """One of the workers, whichever it is; the server starts another one."""
        workers = sorted(_children(self.arena.odoo.process.pid))
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(workers[number % len(workers)], signal.SIGKILL)

    def kill_sandbox(self, seconds: float) -> None:
        """Pagero's own machine dies; what it confirmed it has kept."""
        self.arena.sandbox.kill()
        time.sleep(seconds)
        self.arena.sandbox.start()

    # === NETWORK === #

    def network_off(self, seconds: float) -> None:
        """Connections are refused for a while."""
        self.arena.sandbox.post('settings', {'network_off': True})
        time.sleep(seconds)
        self.arena.sandbox.post('settings', {'network_off': False})

    def fault(self, **order) -> None:
        """Some of the next requests are answered as no client likes it."""
        self.arena.sandbox.post('faults', [order])

    def expire_tokens(self) -> None:
        """Every access token is too old at once."""
        self.arena.sandbox.post('expire_tokens')

    def short_tokens(self, seconds: float) -> None:
        """New tokens last for a moment only."""
        self.arena.sandbox.post('settings', {'token_seconds': seconds})
        self.arena.sandbox.post('expire_tokens')
        time.sleep(seconds)
        self.arena.sandbox.post('settings', {'token_seconds': 600})

    # === DATABASE AND TIME === #

    def cut_database(self) -> None:
        """All connections to the database end."""
        with contextlib.suppress(psycopg2.Error, Missing):
            self.arena.query(
                'SELECT pg_terminate_backend(pid) FROM pg_stat_activity'
                ' WHERE datname = current_database() AND pid != pg_backend_pid()'
            )

    def restart_database(self, mode: str, seconds: float) -> None:
        """PostgreSQL crashes or is restarted.

        A threaded Odoo has lost its scheduled actions by then; its administrator restarts it.
        """
        self.arena.cluster.stop(mode)
        time.sleep(seconds)
        self.arena.cluster.start()
        if self.arena.wish.server == 'threaded':
            time.sleep(2)
            self.arena.odoo.restart()

    def fill_disk(self, seconds: float) -> None:
        """Odoo's file store has no more room."""
        self.arena.disk.fill()
        time.sleep(seconds)
        self.arena.disk.free()

    def step_clock(self, by: int) -> None:
        """Odoo's machine has the wrong time for a while; that of the database is right."""
        process = self.arena.odoo.process
        true = process.variables
        self.arena.odoo.stop()
        process.variables = {**true, **clock_off_by(by)}
        self.arena.odoo.start()
        time.sleep(WRONG_SECONDS)
        self.arena.odoo.stop()
        process.variables = true
        self.arena.odoo.start()

    def minutes_pass(self) -> None:
        """What waits for later is due."""
        with contextlib.suppress(psycopg2.Error, Missing):
            self.arena.minutes_pass()


def _children(process: int | None) -> Iterator[int]:
    for folder in Path('/proc').glob('[0-9]*'):
        with contextlib.suppress(OSError, IndexError):
            after_name = (folder / 'stat').read_text().rpartition(')')[2].split()
            if process and int(after_name[1]) == process:
                yield int(folder.name)


GONE = (requests.RequestException, psycopg2.Error, Missing)
