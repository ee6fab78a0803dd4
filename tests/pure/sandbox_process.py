"""A sandbox in a process of its own, and its control API as methods."""

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import requests


DEV = Path(__file__).resolve().parents[2] / 'dev'
READY = 'Pagero sandbox: '
START_SECONDS = 30


class Sandbox:
    """Started on a free port with its state in ``state_path``; ``url`` is its address."""

    def __init__(self, state_path):
        self._process = subprocess.Popen(
            [sys.executable, '-m', 'pagero_sandbox', '--port', '0', '--state', str(state_path)]
            + ['--stop-with-stdin'],
            env={**os.environ, 'PYTHONPATH': str(DEV), 'PYTHONUNBUFFERED': '1'},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.url = self._announced_url()
        self._session = requests.Session()
        self._session.trust_env = False

    def close(self):
        self._session.close()
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._reader.join(10)
        self._process.stdout.close()

    def get(self, name, **query):
        return self._control('GET', name, params=query)

    def post(self, name, value=None):
        return self._control('POST', name, json={} if value is None else value)

    def delete(self, name):
        return self._control('DELETE', name)

    def reset(self):
        self.delete('faults')
        self.post('reset')
        self.delete('calls')

    def settings(self, **values):
        return self.post('settings', values)

    def fault(self, fault, **values):
        return self.post('faults', {'fault': fault, **values})

    def _control(self, method, name, **options):
        answer = self._session.request(
            method, f'{self.url}/sandbox/api/{name}', timeout=30, **options
        )
        assert answer.ok, f'{method} {name}: {answer.status_code} {answer.text[:500]}'
        return answer.json()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _announced_url(self):
        said = []
        while True:
            line = self._lines.get(timeout=START_SECONDS)
            if line is None:
                self.__dict__.setdefault('_session', requests.Session())
                self.close()
                raise RuntimeError("The sandbox did not start:\n" + ''.join(said))
            if line.startswith(READY):
                return line[len(READY) :].strip()
            said.append(line)
