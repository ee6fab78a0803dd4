"""Companies, customers and people of a run; runs inside Odoo, in a database of the demo."""

from setup.demo_data import trusted_account
from setup.demo_facts import SANDBOX_CLIENT

from odoo import Command

from odoo.addons.pagero_connector.models.account.hosts import PRIVATE_HOSTS

from .cast import COMPANIES, GROUPS, VENDOR
from .plan import CUSTOMERS, PEOPLE


def create(env, mine: dict[str, int]) -> dict:
    """``mine``: the demo's ids. Returns companies and accounts by name, customers, product."""
    env['ir.config_parameter'].set_param(PRIVATE_HOSTS, '127.0.0.1')
    companies = {'north': env['res.company'].browse(mine['company'])}
    for name in ('south', 'west'):
        companies[name] = _company(env, COMPANIES[name])
    accounts = {name: _account(env, each, COMPANIES[name]) for name, each in companies.items()}
    everyone = env['res.company'].union(*companies.values())
    env.ref('base.user_admin').company_ids = everyone
    for person in PEOPLE:
        _person(env, person, everyone)
    customers = {name: mine[name] for name in CUSTOMERS}
    for account in accounts.values():
        _connect_customers(env, account, customers)
    env['res.partner'].create({**VENDOR, 'country_id': env.ref('base.se').id})
    return {
        'companies': {name: each.id for name, each in companies.items()},
        'accounts': {name: each.id for name, each in accounts.items()},
        'customers': customers,
        'product': mine['product'],
    }


def _company(env, facts: dict):
    sek, sweden = env.ref('base.SEK').id, env.ref('base.se').id
    number = facts['number']
    company = env['res.company'].create(
        {
            'name': facts['name'],
            'street': 'Kajen 1',
            'zip': '211 20',
            'city': 'Malmö',
            'company_registry': f'{number[:6]}-{number[6:]}',
            'vat': f'SE{number}01',
            'currency_id': sek,
            'country_id': sweden,
        }
    )
    company.partner_id.write({'peppol_eas': '0007', 'peppol_endpoint': number})
    env['account.chart.template'].try_loading('se', company, install_demo=False)
    bank = {'acc_number': facts['bankgiro'], 'partner_id': company.partner_id.id}
    trusted_account(env, **bank, company_id=company.id, pagero_on_every_invoice=True)
    return company


def _account(env, company, facts: dict):
    values = {'pagero_company_id': facts['id'], 'gateway': 'public'}
    found = env['pagero.account'].search([('company_id', '=', company.id)])
    if found:
        found.write(values)
        return found
    return env['pagero.account'].create(
        {
            **values,
            'company_id': company.id,
            'environment': 'sandbox',
            'sandbox_url': 'http://127.0.0.1:2',
            **SANDBOX_CLIENT,
        }
    )


def _connect_customers(env, account, customers: dict[str, int]) -> None:
    """They are reached over Pagero, by this company too."""
    env = env(context=dict(env.context, allowed_company_ids=account.company_id.ids))
    partners = env['res.partner'].browse(customers.values())
    partners.invoice_sending_method = 'pagero'
    for partner in partners:
        values = {'account_id': account.id, 'partner_id': partner.id}
        env['pagero.connection'].create(values)._move_to('connected')


def _person(env, login: str, companies) -> None:
    groups = [env.ref(group).id for group in GROUPS]
    env['res.users'].create(
        {
            'name': login.capitalize(),
            'login': login,
            'password': login,
            'email': f'{login}@norrsken.example',
            'company_id': companies[0].id,
            'company_ids': [Command.set(companies.ids)],
            'group_ids': [Command.set(groups)],
        }
    )
