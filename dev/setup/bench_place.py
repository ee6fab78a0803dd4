"""A company to measure in: connected to the sandbox, live, with one customer; runs inside Odoo."""

import importlib
import sys

import requests

from odoo.addons.pagero_connector.network import Tokens

from . import demo_data
from .demo_facts import CUSTOMERS, invoice_values


LINES = 5


def run(env, sandbox_url: str, modules: list[str]) -> list[dict]:
    """The rows of these modules of ``benchmarks``, in an environment made ready for them."""
    _prepare(env, sandbox_url)
    found = []
    for name in modules:
        for row in importlib.import_module(f'benchmarks.{name}').rows(env, _say):
            _say(f'{row["name"]}: {row["ratio"]:.3f}')
            found.append(row)
        env.cr.rollback()
        env.invalidate_all()
    return found


def customer(env):
    """The customer that the benchmarks send to."""
    name = CUSTOMERS['municipality']['partner']['name']
    return env['res.partner'].search([('name', '=', name)], limit=1)


def new_invoices(env, partner, count: int, lines: int = LINES):
    """Draft invoices of today, as an accountant would type them: no two lines are alike."""
    product = env['product.product'].search([('default_code', '=', 'KAFFE-1')], limit=1)
    typed = []
    for invoice in range(count):
        amounts = [(1 + (invoice + line) % 9, 95.0 + line % 13) for line in range(lines)]
        each = [invoice_values(partner.id, product.id, *amount) for amount in amounts]
        rows = [row for values in each for row in values['invoice_line_ids']]
        typed.append(each[0] | {'invoice_date': env.cr.now().date(), 'invoice_line_ids': rows})
    return env['account.move'].create(typed)


def _prepare(env, sandbox_url: str) -> None:
    demo_data.create(env, base_url='http://127.0.0.1:8069', sandbox_url=sandbox_url)
    account = env.company._pagero_account()
    env.cr.commit()  # the login is stored from a cursor of its own
    answer = requests.post(f'{sandbox_url}/sandbox/api/tokens', json={}, timeout=30).json()
    tokens = Tokens(answer['access_token'], answer['refresh_token'], 24 * 3600, 'all')
    env['pagero.credential']._in_own_cursor(account, lambda mine: mine._keep(tokens))
    account._login_succeeded()
    account.is_live = True
    values = {'account_id': account.id, 'partner_id': customer(env).id}
    env['pagero.connection'].create(values)._move_to('connected')
    env.cr.commit()


def _say(sentence: str) -> None:
    print(f'· {sentence}', file=sys.stderr, flush=True)
