"""Matching many customers with the network at once, over a slow line."""

import time
from collections import Counter
from collections.abc import Callable, Iterator

import requests
from stdnum import luhn

from odoo.addons.pagero_connector.network import Query


NAMES = ('match_1000_100ms',)
COUNT = 1000
MISSES = 250  # of them not on the network: those cost a look at the name as well
LATENCY = 100
MARK = 60.0  # seconds for all: what it is compared with


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """The scheduled action, from the first look-up to the review list."""
    account = env.company._pagero_account()
    partners = _customers(env, account, say)
    _set(account, latency_ms=LATENCY)
    say(f'Matching {COUNT} customers')
    run = env['pagero.match.run'].browse(env['pagero.match.run']._start_with(partners)['res_id'])
    env.cr.commit()
    start = time.perf_counter()
    while run.state == 'running':
        env['pagero.match.run']._cron_match()
    seconds = time.perf_counter() - start
    _set(account, latency_ms=0)
    verdicts = Counter(run.line_ids.mapped('state'))
    yield {
        'name': 'match_1000_100ms',
        'ours': seconds,
        'against': MARK,
        'ratio': seconds / MARK,
        'reach': 1.0,
        'spread': '',
        'note': f'{COUNT} in {seconds:.1f} s, {dict(verdicts)}',
    }


def _customers(env, account, say: Callable[[str], None]):
    """Customers by their own numbers, most of them on the network."""
    api, companies = account._partner_api(), []
    query = Query('name', '*AB')
    while len(companies) < COUNT - MISSES:
        companies += api.search(query, limit=100, offset=len(companies)).items
    known = [(company.name, company.org_number) for company in companies[: COUNT - MISSES]]
    say(f'Creating {COUNT} customers')
    return env['res.partner'].create(
        [
            {
                'name': name,
                'is_company': True,
                'country_id': env.ref('base.se').id,
                'company_registry': number,
            }
            for name, number in [*known, *_nobodies()]
        ]
    )


def _nobodies() -> Iterator[tuple[str, str]]:
    """Names and numbers with right check digits, which no company of the network has."""
    for each in range(MISSES):
        digits = f'558800{each:03}'
        yield f'Hittas inte {each} AB', digits + luhn.calc_check_digit(digits)


def _set(account, **settings) -> None:
    address = f'{account.sandbox_url}/sandbox/api/settings'
    requests.post(address, json=settings, timeout=60).raise_for_status()
