"""What people do in the main job, step by step over HTTP: log in at Pagero, post, wait."""

import re
import time

import requests

from .demo_facts import SANDBOX_LOGIN, invoice_values
from .processes import wait_until
from .rpc import OdooError, OdooSession
from .server import OdooServer


POLL = 'pagero_connector.ir_cron_pagero_poll'
SETTLED = ('held', 'invalid', 'unsure', 'awaiting_interaction', 'error', 'delivered', 'cancelled')


def connect(session: OdooSession, account_id: int) -> requests.Response:
    """Press *Connect* and log in; the answer is Odoo's callback page."""
    action = session.call('pagero.account', 'action_connect', [account_id])
    return log_in_at_pagero(session, action['url'])


def log_in_at_pagero(
    session: OdooSession, login_url: str, decision: str = 'allow', **login: str
) -> requests.Response:
    """Fill in the login and consent pages, then follow the way back to Odoo."""
    back = way_back(login_url, decision, **login)
    return back if isinstance(back, requests.Response) else session.http.get(back, timeout=60)


def way_back(login_url: str, decision: str = 'allow', **login: str) -> str | requests.Response:
    """Where Pagero sends the browser after the login; its page, where it refuses that."""
    browser = requests.Session()
    browser.trust_env = False
    browser.get(login_url, timeout=30).raise_for_status()
    page = browser.post(login_url, data=SANDBOX_LOGIN | login, timeout=30)
    consent = re.search(r'name="login_id" value="([^"]+)"', page.text)
    if consent is None:
        return page
    form = {'login_id': consent[1], 'decision': decision}
    answer = browser.post(login_url, data=form, timeout=30, allow_redirects=False)
    return answer.headers['Location']


def set_connection(session: OdooSession, account_id: int, partner_id: int, state: str) -> int:
    """State by hand how a customer is reached, with a reason, as the form's button does."""
    values = {'account_id': account_id, 'partner_id': partner_id}
    connection_id = session.create('pagero.connection', values)
    move_connection(session, connection_id, state)
    return connection_id


def move_connection(session: OdooSession, connection_id: int, state: str) -> None:
    """The same for a connection that is there already."""
    action = session.call('pagero.connection', 'action_set_state', [connection_id])
    answers = {'state': state, 'reason': "Agreed with the customer"}
    wizard_id = session.create(action['res_model'], answers, **action['context'])
    session.call(action['res_model'], 'action_confirm', [wizard_id])


def search_network(session: OdooSession, query: str) -> list[dict]:
    """Type into the box and press *Search*; the hits."""
    search_id = session.create('pagero.network.search', {'query': query})
    session.call('pagero.network.search', 'action_search', [search_id])
    search = session.read('pagero.network.search', search_id, 'refusal', 'trouble')
    if search['refusal'] or search['trouble']:
        raise OdooError(search['refusal'] or search['trouble'], 'UserError', '')
    names = ('name', 'numbers', 'acceptance', 'is_active', 'connection_state')
    domain = [('search_id', '=', search_id)]
    return session.search_read('pagero.network.search.hit', domain, *names)


def connect_hit(session: OdooSession, hit_id: int) -> dict:
    """Press *Create Connection*, *Next* and *Confirm*; the connection that came of it."""
    action = session.call('pagero.network.search.hit', 'action_connect', [hit_id])
    for button in ('action_next', 'action_confirm'):
        answer = session.call('pagero.connect', button, [action['res_id']])
    connection_id = answer['params']['next']['res_id']
    return session.read('pagero.connection', connection_id, 'state', 'partner_id')


def create_invoice(
    session: OdooSession,
    partner_id: int,
    product_id: int,
    quantity: float = 2,
    price: float = 95.0,
    **values,
) -> int:
    """A draft customer invoice of one line."""
    return session.create(
        'account.move', invoice_values(partner_id, product_id, quantity, price) | values
    )


def post_invoice(session: OdooSession, *invoice_ids: int) -> None:
    """Press *Confirm*."""
    session.call('account.move', 'action_post', list(invoice_ids))


def documents_of(session: OdooSession, invoice_id: int) -> list[dict]:
    """The transmissions of an invoice, newest first."""
    names = ('state', 'status', 'send_mode', 'sender_reference', 'file_id', 'held_reason')
    domain = [('move_id', '=', invoice_id)]
    return session.search_read('pagero.document', domain, *names, 'error_text', 'findings')


def wait_for_state(
    server: OdooServer,
    session: OdooSession,
    invoice_id: int,
    states: tuple[str, ...] = SETTLED,
    seconds: float = 60,
) -> dict:
    """The newest transmission once its state is one of ``states``; polling is woken meanwhile."""
    woken_at = 0.0

    def arrived():
        nonlocal woken_at
        found = documents_of(session, invoice_id)
        if found and found[0]['state'] in states:
            return found[0]
        if found and found[0]['state'] == 'processing' and time.monotonic() - woken_at > 3:
            server.wake(POLL)
            woken_at = time.monotonic()
        return None

    return wait_until(arrived, seconds, f'invoice {invoice_id} is {" or ".join(states)}', 0.3)
