"""The demo's company as a Swedish accountant knows hers; runs inside Odoo, before it serves.

What goes over the network is made afterwards over HTTP: see ``demo_month``.
"""

from datetime import date

from odoo import Command
from odoo.tools.translate import load_language

from . import demo_data
from .demo_cast import EVERY_CUSTOMER, GOODS, PEOPLE, SUPPLIERS
from .demo_invoices import vat_of


INCOME_ACCOUNTS = {
    'sale_tax_25_goods': 'a30011',
    'sale_tax_25_services': 'a30012',
    'sale_tax_12_goods': 'a30021',
    'sale_tax_6_goods': 'a30031',
}
TERM = {'en_US': "30 days net", 'sv_SE': "30 dagar netto"}


def create(env, base_url: str, sandbox_url: str) -> dict:
    """Make everything; returns the ids by name."""
    load_language(env.cr, 'sv_SE')
    company = demo_data.make_company(env)
    company.pagero_f_tax = True
    company.partner_id.lang = 'sv_SE'
    demo_data.set_addresses(env, base_url)
    _people(env)
    term = _payment_term(env, company)
    account = demo_data.make_account(env, sandbox_url, 'partner')
    tag = env['res.partner.category'].create({'name': "E-fakturakund", 'is_pagero': True})
    return {
        'company': company.id,
        'account': account.id,
        'term': term.id,
        'taxes': _taxes(env, company),
        'goods': {name: _product(env, company, name).id for name in GOODS},
        'customers': _customers(env, tag),
        'suppliers': _suppliers(env),
    }


def _people(env) -> None:
    """Swedish, but for the one who is there to be tried in English."""
    for person in PEOPLE:
        groups = [Command.set([env.ref(group).id for group in person.groups])]
        values = {
            'name': person.name,
            'login': person.login,
            'password': person.login,
            'email': f'{person.login}@norrsken.example',
            'lang': person.language,
            'tz': 'Europe/Stockholm',
            'group_ids': groups,
        }
        if person.login == 'admin':
            env.ref('base.user_admin').write(values)
        else:
            env['res.users'].create(values)
    env['res.users'].search([]).odoobot_state = 'disabled'  # no chat over the screens


def _payment_term(env, company):
    """30 days net, for each customer and vendor that has no other term."""
    term = env.ref('account.account_payment_term_30days')
    for language, name in TERM.items():
        term.with_context(lang=language).write({'name': name, 'note': name})
    for field in ('property_payment_term_id', 'property_supplier_payment_term_id'):
        env['ir.default'].set('res.partner', field, term.id, company_id=company.id)
    return term


def _taxes(env, company) -> dict[str, int]:
    chart = env['account.chart.template'].with_company(company)
    return {name: chart.ref(name).id for name in INCOME_ACCOUNTS}


def _product(env, company, name: str):
    good, chart = GOODS[name], env['account.chart.template'].with_company(company)
    tax = vat_of(name, date.today())
    product = env['product.product'].create(
        {
            'name': good.english,
            'default_code': good.code,
            'list_price': good.price,
            'type': 'service' if 'services' in tax else 'consu',
            'uom_id': env.ref(good.unit).id,
            'taxes_id': [Command.set(chart.ref(tax).ids)],
            'property_account_income_id': chart.ref(INCOME_ACCOUNTS[tax]).id,
        }
    )
    product.with_context(lang='sv_SE').name = good.swedish
    return product


def _partner(env, name: str, number: str, **values):
    orgnr = number.replace('-', '')
    return env['res.partner'].create(
        {
            'name': name,
            'is_company': True,
            'lang': 'sv_SE',
            'country_id': env.ref('base.se').id,
            'company_registry': number,
            'vat': f'SE{orgnr}01',
            'peppol_eas': '0007',
            'peppol_endpoint': orgnr,
            **values,
        }
    )


def _customers(env, tag) -> dict[str, int]:
    """Numbered in the order of the cast."""
    return {
        name: _partner(
            env,
            customer.name,
            customer.number,
            street=customer.street,
            zip=customer.zip,
            city=customer.city,
            email=f'faktura@{_mail_name(customer.name)}.example',
            ref=str(1001 + place),
            customer_rank=1,
            category_id=[Command.set(tag.ids)],
        ).id
        for place, (name, customer) in enumerate(EVERY_CUSTOMER.items())
    }


def _suppliers(env) -> dict[str, int]:
    """Those whose accounts we know; the others are met when their first invoice comes."""
    found = {}
    for place, (name, supplier) in enumerate(SUPPLIERS.items()):
        if supplier.bankgiro:
            more = {'city': supplier.city, 'ref': str(5001 + place), 'supplier_rank': 1}
            partner = _partner(env, supplier.name, supplier.number, **more)
            demo_data.trusted_account(env, acc_number=supplier.bankgiro, partner_id=partner.id)
            found[name] = partner.id
    return found


def _mail_name(name: str) -> str:
    letters = str.maketrans('åäöé', 'aaoe')
    return ''.join(filter(str.isalnum, name.lower().translate(letters).split(' ')[0]))
