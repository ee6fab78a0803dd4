"""A company that has nothing yet but its name and people; runs inside Odoo."""

from odoo.tools.translate import load_language

from odoo.addons.pagero_connector.models.account.hosts import PRIVATE_HOSTS

from .demo_facts import COMPANY
from .own_services import keep_from_calling_home


def create(env, base_url: str) -> dict[str, int]:
    """A Swedish company in a fresh database: an administrator, an accountant, no Pagero account."""
    load_language(env.cr, 'sv_SE')
    company, sweden = env.company, env.ref('base.se')
    env.ref('base.SEK').active = True
    known = {name: COMPANY[name] for name in ('name', 'street', 'zip', 'city', 'phone', 'email')}
    company.write({'country_id': sweden.id, 'currency_id': env.ref('base.SEK').id, **known})
    company.partner_id.lang = 'sv_SE'
    env['account.chart.template'].try_loading('se', company, install_demo=False)
    parameters = env['ir.config_parameter']
    parameters.set_param('web.base.url', base_url)
    parameters.set_param('web.base.url.freeze', 'True')
    keep_from_calling_home(env)
    parameters.set_param(PRIVATE_HOSTS, '127.0.0.1')
    _people(env)
    return {'company': company.id, 'partner': company.partner_id.id}


def create_demo(env, base_url: str, sandbox_url: str) -> dict[str, int]:
    """The same with an account that will log in at the sandbox, once its secret is filled in."""
    ids = create(env, base_url)
    values = {'environment': 'sandbox', 'sandbox_url': sandbox_url, 'gateway': 'partner'}
    account = env['pagero.account'].with_context(lang='sv_SE').create(values)
    return {**ids, 'account': account.id}


def _people(env) -> None:
    """admin/admin with a name to ask for, and an accountant: ekonom/ekonom; both in Swedish."""
    swedish = {'lang': 'sv_SE', 'tz': 'Europe/Stockholm'}
    admin = env.ref('base.user_admin')
    admin.write(
        {
            'name': 'Anna Admin',
            'password': 'admin',
            'email': 'anna@norrsken.example',
            'phone': '+46 920 12 34 56',
            **swedish,
        }
    )
    admin.group_ids += env.ref('pagero_connector.group_group_admin')
    groups = env.ref('base.group_user') + env.ref('account.group_account_invoice')
    env['res.users'].create(
        {
            'name': 'Elin Ekonom',
            'login': 'ekonom',
            'password': 'ekonom',
            'email': 'ekonom@norrsken.example',
            'group_ids': [(6, 0, groups.ids)],
            **swedish,
        }
    )
