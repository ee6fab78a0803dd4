"""What the sandbox's tests share: the process, a client without cleverness, a small invoice."""

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from string import Template
from urllib.parse import parse_qsl, urlsplit

import requests


DEV = Path(__file__).resolve().parents[2] / 'dev'
COMPANY = '11111111-1111-4111-8111-111111111111'
REDIRECT = 'http://127.0.0.1:8069/pagero/callback'
CLIENT = {'client_id': 'sandbox-client', 'client_secret': 'sandbox-secret'}
LOGIN = {'username': 'anna@example.com', 'password': 'anna', 'decision': 'allow'}
ENDPOINT = '0007:5567321707'
INVOICE = Template((Path(__file__).with_name('sandbox_invoice.xml')).read_text(encoding='utf-8'))


class Sandbox:
    """A sandbox process and the requests that tests make to it."""

    def __init__(self, *options: str):
        command = [sys.executable, '-m', 'pagero_sandbox', '--stop-with-stdin', *options]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {'PYTHONPATH': str(DEV)},
        )
        self.url = self.process.stdout.readline().strip().removeprefix('Pagero sandbox: ')
        self.http = requests.Session()
        self.http.trust_env = False
        self.control_url = self.http.get(f'{self.url}/sandbox/api/health').json()['control_url']
        self.access_token = ''

    def stop(self) -> int:
        self.http.close()
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=30)

    def control(self, name: str, body=None, method: str = ''):
        """Ask the control API, or tell it something when there is a body."""
        method = method or ('GET' if body is None else 'POST')
        answer = self.http.request(method, f'{self.control_url}/sandbox/api/{name}', json=body)
        answer.raise_for_status()
        return answer.json()

    def reset(self) -> None:
        self.control('reset', {})
        self.control('settings', {'checks': 'off'})
        self.access_token = self.control('tokens', {})['access_token']

    def api(self, method: str, path: str, **options) -> requests.Response:
        headers = {'Authorization': f'Bearer {self.access_token}'} | options.pop('headers', {})
        return self.http.request(method, self.url + path, headers=headers, timeout=30, **options)

    def send(self, payload: bytes | None = None, **fields: str) -> requests.Response:
        form = {
            'documentType': 'Invoice',
            'sendMode': 'Production',
            'sendingCompanyId': COMPANY,
            'senderReference': 'reference-1',
        } | fields
        form = {name: value for name, value in form.items() if value is not None}
        files = {'payload': ('invoice.xml', invoice() if payload is None else payload)}
        return self.api('POST', '/file/v1/files', data=form, files=files)

    def parts(self, **filters) -> list[dict]:
        return self.api('GET', '/file/v1/fileparts', params=filters).json()['items']

    def documents(self, **filters) -> list[dict]:
        return self.api('GET', '/document/v1/documents', params=filters).json()['items']

    def act(self, part: dict, action: str) -> requests.Response:
        path = f"/file/v1/fileparts/{part['id']}/action"
        return self.api('POST', path, json={'action': action})

    def add_recipient(self, **values) -> dict:
        return self.control(
            'recipients',
            {'name': 'Köparen AB', 'org_number': '5567321707', 'endpoint': ENDPOINT} | values,
        )

    def connect(self, company: dict, **wish) -> requests.Response:
        """Ask the network API for a connection with one of its companies."""
        return self.api(
            'POST',
            '/network/v1/connections',
            json={'companyId': COMPANY, 'recipientId': company['id']} | wish,
        )

    def items(self, name: str, **filters) -> list[dict]:
        """A list of the network API."""
        return self.api('GET', f'/network/v1/{name}', params=filters).json()['items']

    def log_in(self, form: dict | None = None, **query: str) -> requests.Response:
        """Post the login form; the answer isn't followed to the redirect address."""
        query = {
            'response_type': 'code',
            'client_id': 'sandbox-client',
            'state': 'a-state',
            'redirect_uri': REDIRECT,
        } | query
        return self.http.post(
            f'{self.url}/oauth/v2/oauth-authorize',
            params=query,
            allow_redirects=False,
            data=LOGIN if form is None else form,
        )

    def token(self, **form: str) -> requests.Response:
        return self.http.post(f'{self.url}/oauth/v2/oauth-token', data=CLIENT | form)

    def page(self, path: str, language: str = 'en') -> str:
        answer = self.http.get(self.url + path, headers={'Accept-Language': language})
        answer.raise_for_status()
        return answer.content.decode()


def back_with(answer: requests.Response) -> dict[str, str]:
    """The parameters with which the browser is sent back."""
    return dict(parse_qsl(urlsplit(answer.headers['Location']).query))


def invoice(**values: str) -> bytes:
    """An invoice from Säljaren AB to Köparen AB that passes every check."""
    return INVOICE.substitute(
        {
            'number': 'INV-1',
            'customer_number': '',
            'endpoint': '5567321707',
            'identification': '',
            'vat': 'SE556732170701',
            'company': '5567321707',
        }
        | values
    ).encode()


def invoice_to(company: dict, **values: str) -> bytes:
    """The same to one of the network's companies."""
    scheme_and_value = company['electronicIds'][0]
    numbers = {item['idType']: item['value'] for item in company['ids']}
    return invoice(
        **{
            'endpoint': scheme_and_value.rpartition(':')[2],
            'vat': numbers['VAT'],
            'company': numbers['ORGNR'],
        }
        | values
    )


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Return when the condition holds; fail when it doesn't in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It didn't happen in time."


@contextmanager
def running(*options: str) -> Iterator[Sandbox]:
    """A sandbox of the test's own."""
    sandbox = Sandbox(*options)
    try:
        yield sandbox
    finally:
        sandbox.stop()


@cache
def _shared() -> Sandbox:
    sandbox = Sandbox()
    atexit.register(sandbox.stop)
    return sandbox


def fresh_sandbox() -> Sandbox:
    """The sandbox that all tests share, as on its first day, logged in, without own checks."""
    sandbox = _shared()
    sandbox.reset()
    return sandbox
