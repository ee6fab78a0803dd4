"""A person's session with an Odoo server over HTTP, as the browser has it."""

import itertools
from typing import Any

import requests


class OdooError(Exception):
    """The server refused a call; ``kind`` is the exception's class name there."""

    def __init__(self, message: str, kind: str, trace: str):
        super().__init__(message)
        self.kind = kind
        self.trace = trace


class OdooSession:
    """``session.call('res.partner', 'search_read', [], fields=['name'])``."""

    def __init__(self, url: str, database: str, login: str = 'admin', password: str = 'admin'):
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False
        self._numbers = itertools.count(1)
        credentials = {'db': database, 'login': login, 'password': password}
        answer = self.post('/web/session/authenticate', credentials)
        if not answer.get('uid'):
            raise OdooError(f'{login} could not log in', 'AccessDenied', '')
        self.uid = answer['uid']
        self.context = answer['user_context']

    def post(self, path: str, parameters: dict) -> Any:
        """The result of one JSON-RPC request."""
        body = {'jsonrpc': '2.0', 'id': next(self._numbers), 'params': parameters}
        reply = self.http.post(f'{self.url}{path}', json=body, timeout=300).json()
        if error := reply.get('error'):
            data = error.get('data') or {}
            message = data.get('message') or error.get('message') or 'unknown error'
            raise OdooError(message, data.get('name', '').split('.')[-1], data.get('debug', ''))
        return reply.get('result')

    def call(self, model: str, method: str, *arguments, **named) -> Any:
        """``model.method(*arguments, **named)``; ``context=`` adds to this person's context."""
        named['context'] = {**self.context, **named.get('context', {})}
        parameters = {'model': model, 'method': method, 'args': arguments, 'kwargs': named}
        return self.post(f'/web/dataset/call_kw/{model}/{method}', parameters)

    def create(self, model: str, values: dict, **context) -> int:
        """The id of a new record."""
        return self.call(model, 'create', [values], context=context)[0]

    def read(self, model: str, record_id: int, *names: str) -> dict:
        """The fields of one record; x2many as ids, many2one as ``[id, name]``."""
        return self.call(model, 'read', [record_id], list(names))[0]

    def search_read(self, model: str, domain: list, *names: str, **named) -> list[dict]:
        """The records that a domain finds, with some of their fields."""
        return self.call(model, 'search_read', domain, list(names), **named)

    def reference(self, xml_id: str) -> int:
        """The record id behind ``module.name``."""
        module, _, name = xml_id.partition('.')
        domain = [('module', '=', module), ('name', '=', name)]
        found = self.search_read('ir.model.data', domain, 'res_id')
        if not found:
            raise OdooError(f'{xml_id} is not in this database', 'MissingError', '')
        return found[0]['res_id']
