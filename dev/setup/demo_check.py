"""The main job without a browser: connect, post an invoice, see it delivered, say what happened."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import databases, scenario
from .demo_facts import CUSTOMERS, sandbox_company, sandbox_recipients
from .environment import Environment
from .inside import run_inside
from .processes import blaming
from .rpc import OdooError, OdooSession
from .server import OdooServer, SandboxServer


DETAIL = '   '  # how a sentence begins that belongs to the step before


class StepFailed(Exception):
    """A step of the main job did not end as it should; the message says how it ended."""


def main(environment: Environment) -> int:
    """Exit code: 0 when an invoice was delivered and the sandbox found it right."""
    number = 0
    try:
        with contextlib.closing(_steps(environment)) as steps:
            for sentence in steps:
                number += not sentence.startswith(DETAIL)
                print(sentence if sentence.startswith(DETAIL) else f'{number}. {sentence}')
    except (StepFailed, OdooError, TimeoutError) as trouble:
        print(f'{number + 1}. FAILED: {trouble}')
        return 1
    print('The main job works: the invoice is delivered.')
    return 0


def _steps(environment: Environment) -> Iterator[str]:
    source = databases.addon_template(environment)
    with (
        databases.scratch(environment, source, 'check') as database,
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(SandboxServer(Path(folder) / 'check.sqlite')) as sandbox,
        contextlib.closing(OdooServer(environment, database)) as odoo,
        blaming(odoo.process, sandbox.process),
    ):
        sandbox.start().post('recipients', sandbox_recipients())
        sandbox.post('companies', sandbox_company())
        addresses = {'base_url': odoo.url, 'sandbox_url': sandbox.url}
        ids = run_inside(environment, database, 'setup.demo_data:create', **addresses)
        yield f'Created a Swedish company with {len(CUSTOMERS)} customers'
        session = odoo.start().session()
        yield f'Started the sandbox at {sandbox.url} and Odoo at {odoo.url}'
        yield from _connect(session, ids)
        yield from _connect_customer(session, ids)
        yield from _deliver(odoo, sandbox, session, ids)
        _expect(not odoo.complaints(), f'Odoo complained in its log: {odoo.complaints()}')


def _connect(session: OdooSession, ids: dict) -> Iterator[str]:
    page = scenario.connect(session, ids['account'])
    _expect(page.ok, f'the login ended with {page.status_code}: {page.text[:500]}')
    account = session.read('pagero.account', ids['account'], 'state', 'token_expires_at')
    _expect(account['state'] == 'connected', f'the account is {account["state"]}')
    until = account['token_expires_at']
    yield f'Logged in at Pagero by OAuth; the token is valid until {until} UTC'
    session.call('pagero.account', 'action_go_live', [ids['account']])
    yield 'Pressed Go live: invoices are sent in Production from now on'


def _connect_customer(session: OdooSession, ids: dict) -> Iterator[str]:
    number = CUSTOMERS['municipality']['partner']['company_registry']
    hits = scenario.search_network(session, number)
    _expect(len(hits) == 1, f'the search for {number} found {len(hits)} companies')
    [hit] = hits
    yield f'Searched the network for {number}: found {hit["name"]}, {hit["numbers"]}'
    connection = scenario.connect_hit(session, hit['id'])
    partner_id, name = connection['partner_id']
    _expect(partner_id == ids['municipality'], f'another customer was connected: {name}')
    _expect(connection['state'] == 'connected', f'the connection is {connection["state"]}')
    yield f'Connected {name}'


def _deliver(
    odoo: OdooServer, sandbox: SandboxServer, session: OdooSession, ids: dict
) -> Iterator[str]:
    name = CUSTOMERS['municipality']['partner']['name']
    invoice_id = scenario.create_invoice(session, ids['municipality'], ids['product'])
    scenario.post_invoice(session, invoice_id)
    invoice = session.read('account.move', invoice_id, 'name', 'amount_total', 'state')
    _expect(invoice['state'] == 'posted', f'the invoice is {invoice["state"]}')
    yield f'Posted invoice {invoice["name"]} of {invoice["amount_total"]:.2f} SEK to {name}'
    document = scenario.wait_for_state(odoo, session, invoice_id)
    yield from _history(session, document['id'])
    problem = document['error_text'] or document['held_reason'] or document['findings']
    _expect(document['state'] == 'delivered', f'the document is {document["status"]}: {problem}')
    yield f'The scheduled actions sent it; Odoo shows it as {document["status"]}'
    yield _judgement(sandbox, invoice['name'])


def _history(session: OdooSession, document_id: int) -> Iterator[str]:
    domain = [('document_id', '=', document_id)]
    for event in session.search_read(
        'pagero.document.event', domain, 'create_date', 'sentence', order='id'
    ):
        yield f'{DETAIL}{event["create_date"]} {event["sentence"]}'


def _judgement(sandbox: SandboxServer, number: str) -> str:
    """What arrived at the other side, and what other engines than ours say about it."""
    sandbox.post('checks/wait')
    [file] = [file for file in sandbox.get('files') if file['number'] == number]
    received = [each for each in sandbox.get('documents') if each['direction'] == 'Received']
    _expect(len(received) == 1, f'the recipient holds {len(received)} documents, not one')
    verdicts = {layer: _verdict(words) for layer, words in (file['check'] or {}).items()}
    sentence = ', '.join(f'{layer} {verdict}' for layer, verdict in verdicts.items())
    _expect(verdicts and 'wrong' not in sentence, f"the sandbox's own check found {file['check']}")
    return f"The recipient holds {number} once; the sandbox's own check: {sentence}"


def _verdict(words: list[dict] | str) -> str:
    """One layer of the check: findings, or a sentence why it wasn't checked."""
    if isinstance(words, str):
        return words
    return 'wrong' if any(finding['flag'] != 'warning' for finding in words) else 'fine'


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise StepFailed(otherwise)
