"""Fill a database with the demo's company, customers and users; runs inside Odoo."""

from odoo.tools import SQL
from odoo.tools.translate import load_language

from odoo.addons.pagero_connector.models.account.hosts import PRIVATE_HOSTS

from .demo_facts import (
    BANKGIRO,
    BIC,
    COMPANY,
    CUSTOMERS,
    IBAN,
    SANDBOX_CLIENT,
    SANDBOX_COMPANY,
    invoice_values,
)
from .own_services import keep_from_calling_home


def create(env, base_url: str, sandbox_url: str, gateway: str = 'partner') -> dict[str, int]:
    """Make everything; returns the ids by name. The sandbox serves the partners' API as well."""
    load_language(env.cr, 'sv_SE')
    company = make_company(env)
    set_addresses(env, base_url)
    tag = env['res.partner.category'].create({'name': 'E-fakturakund', 'is_pagero': True})
    partners = {name: _customer(env, tag, name) for name in CUSTOMERS}
    product = _product(env)
    account = make_account(env, sandbox_url, gateway)
    _users(env)
    return {
        'company': company.id,
        'account': account.id,
        'product': product.id,
        **{name: partner.id for name, partner in partners.items()},
    }


def create_drafts(env, **ids: int) -> list[int]:
    """Some invoices to press Confirm on."""
    amounts = {'municipality': (12, 95.0), 'routing': (4, 480.0), 'unknown': (1, 1250.0)}
    values = [
        invoice_values(ids[name], ids['product'], quantity, price)
        for name, (quantity, price) in amounts.items()
    ]
    return env['account.move'].create(values).ids


def set_addresses(env, base_url: str, sandbox_url: str = '') -> None:
    """Where Odoo and the sandbox are reached in this run; both may move between runs."""
    parameters = env['ir.config_parameter']
    parameters.set_param('web.base.url', base_url)
    parameters.set_param('web.base.url.freeze', 'True')
    keep_from_calling_home(env)
    parameters.set_param(PRIVATE_HOSTS, '127.0.0.1')  # the sandbox's ports differ
    account = env['pagero.account'].search([], limit=1) if sandbox_url else None
    if account and account.sandbox_url != sandbox_url:
        _move_sandbox(account, sandbox_url)
    if account and account.needs_approval:
        account.action_approve_database()


def _move_sandbox(account, sandbox_url: str) -> None:
    """The same sandbox on another port: a login stays, while the model would refuse the change."""
    query = SQL("UPDATE pagero_account SET sandbox_url = %s WHERE id = %s", sandbox_url, account.id)
    account.flush_recordset()
    account.env.cr.execute(query)
    account.invalidate_recordset()


def make_company(env):
    """Name, numbers, chart of accounts and trusted bank accounts of the database's company."""
    company = env.company
    sweden = env.ref('base.se')
    env.ref('base.SEK').active = True
    company.write({'country_id': sweden.id, 'currency_id': env.ref('base.SEK').id, **COMPANY})
    company.partner_id.write({'peppol_eas': '0007', 'peppol_endpoint': '5569991200'})
    env['account.chart.template'].try_loading('se', company, install_demo=False)
    bank = env['res.bank'].create({'name': 'Norrbanken', 'bic': BIC})
    accounts = [{'acc_number': BANKGIRO}, {'acc_number': IBAN, 'bank_id': bank.id}]
    for number, values in enumerate(accounts):
        values |= {
            'partner_id': company.partner_id.id,
            'sequence': number,
            'pagero_on_every_invoice': True,
        }
        trusted_account(env, **values)
    return company


def trusted_account(env, **values):
    """A bank account that invoices may name; an administrator trusts it, the superuser can't."""
    admin = env.ref('base.user_admin')
    accounts = env['res.partner.bank'].with_user(admin).sudo()
    return accounts.create({**values, 'allow_out_payment': True}).with_env(env)


def _customer(env, tag, name: str):
    values = {
        **CUSTOMERS[name]['partner'],
        'is_company': True,
        'country_id': env.ref('base.se').id,
        'lang': 'sv_SE',
        'ref': {'municipality': '1001', 'routing': '1002'}.get(name),
    }
    partner = env['res.partner'].create(values)
    if name == 'municipality':
        partner.invoice_sending_method = 'pagero'
    elif name != 'untagged':
        partner.category_id = tag
    return partner


def _product(env):
    product = env['product.product'].create(
        {
            'name': 'Coffee beans, 1 kg',
            'list_price': 95.0,
            'default_code': 'KAFFE-1',
            'type': 'consu',
        }
    )
    product.with_context(lang='sv_SE').name = 'Kaffebönor, 1 kg'
    return product


def make_account(env, sandbox_url: str, gateway: str):
    """The company's Pagero account at the sandbox, not connected yet."""
    return env['pagero.account'].create(
        {
            'environment': 'sandbox',
            'sandbox_url': sandbox_url,
            'pagero_company_id': SANDBOX_COMPANY,
            'gateway': gateway,
            **SANDBOX_CLIENT,
        }
    )


def _users(env) -> None:
    """admin/admin in English, and an accountant in Swedish: ekonom/ekonom."""
    admin = env.ref('base.user_admin')
    admin.write({'password': 'admin', 'email': 'admin@norrsken.example', 'tz': 'Europe/Stockholm'})
    admin.group_ids += env.ref('pagero_connector.group_admin')
    groups = env.ref('base.group_user') + env.ref('account.group_account_invoice')
    groups += env.ref('base.group_partner_manager')
    env['res.users'].create(
        {
            'name': 'Elin Ekonom',
            'login': 'ekonom',
            'password': 'ekonom',
            'email': 'ekonom@norrsken.example',
            'lang': 'sv_SE',
            'tz': 'Europe/Stockholm',
            'group_ids': [
                (6, 0, (groups + env.ref('pagero_connector.group_user')).ids),
            ],
        }
    )
