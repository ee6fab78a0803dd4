"""Two companies in one database, each with a record of everything; runs inside Odoo."""

import base64

from odoo import Command, fields

from odoo.addons.pagero_connector.models.tools.own_context import OURS

from .demo_data import trusted_account
from .demo_facts import SANDBOX_CLIENT, SANDBOX_COMPANY
from .two_companies_facts import OTHER_ADMIN, ROLES, SECRET


WORD = 'Norrsken'
PDF = b'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'
SELLER = {
    'name': 'Sydsken Te AB',
    'street': 'Sydgatan 1',
    'zip': '211 20',
    'city': 'Malmö',
    'company_registry': '556999-2208',
    'vat': 'SE556999220801',
}


def create(env, mine: dict[str, int], sandbox_url: str) -> dict:
    """Ids of records by model: ``mine`` of the demo's company, ``foreign`` of a second one."""
    company = env['res.company'].browse(mine['company'])
    other = _other_company(env)
    account = env['pagero.account'].browse(mine['account'])
    accounts = {company: account, other: _account(env, other, sandbox_url)}
    for role, groups in ROLES.items():
        _user(env, role, groups, company)
    keys = {role: _key(env, role) for role in ('sales', 'group_admin')}
    administrator = _user(env, OTHER_ADMIN, ROLES['group_admin'], other)
    found = {
        'keys': keys,
        'mine': records_of(env, company, account, WORD),
        'foreign': records_of(env, other, accounts[other], SECRET),
    }
    found['foreign']['res.users'] = administrator.ids
    shared = _of_shared_customer(env, other, accounts[other], mine['municipality'])
    for model, records in shared.items():
        found['foreign'][model] += records.ids
    for each in accounts.values():  # from now on the network is asked
        each.gateway = 'partner'
    return found


def _other_company(env):
    sek, sweden = env.ref('base.SEK').id, env.ref('base.se').id
    company = env['res.company'].create({**SELLER, 'currency_id': sek, 'country_id': sweden})
    company.partner_id.write(
        {'peppol_eas': '0007', 'peppol_endpoint': '5569992208', 'company_id': company.id}
    )
    env['account.chart.template'].try_loading('se', company, install_demo=False)
    bank = {'acc_number': '5050-1055', 'partner_id': company.partner_id.id}
    trusted_account(env, **bank, company_id=company.id, pagero_on_every_invoice=True)
    return company


def _account(env, company, sandbox_url):
    return env['pagero.account'].create(
        {
            'company_id': company.id,
            'environment': 'sandbox',
            'sandbox_url': sandbox_url,
            'pagero_company_id': SANDBOX_COMPANY,
            'gateway': 'public',
            **SANDBOX_CLIENT,
        }
    )


def _user(env, login, groups, company):
    return env['res.users'].create(
        {
            'name': login,
            'login': login,
            'password': login,
            'email': f'{login}@roles.example',
            'company_id': company.id,
            'company_ids': [Command.set(company.ids)],
            'group_ids': [Command.set([env.ref(group).id for group in groups])],
        }
    )


def _key(env, login):
    """What a program logs in with."""
    user = env['res.users'].search([('login', '=', login)])
    tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
    return env['res.users.apikeys'].with_user(user).sudo()._generate('rpc', login, tomorrow)


def _of_shared_customer(env, company, account, partner_id):
    """What the second company keeps about a customer that both have."""
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    connection = {'account_id': account.id, 'partner_id': partner_id, 'operator_name': SECRET}
    template = {'name': SECRET, 'partner_id': partner_id, 'company_id': company.id}
    return {
        'pagero.connection': env['pagero.connection'].create(connection),
        'pagero.invoice.template': env['pagero.invoice.template'].create(
            {**template, 'currency_id': company.currency_id.id}
        ),
    }


def records_of(env, company, account, word) -> dict[str, list[int]]:
    """Ids of new records by model, all of one company; ``word`` stands in their texts."""
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    found = {'res.company': company, 'pagero.account': account}
    _accounting(env, found, word)
    _network(env, found, word)
    _documents(env, found, word)
    _work(env, found, word)
    activity = found['pagero.connection'].activity_schedule(
        'mail.mail_activity_data_todo', summary=word, note=word
    )
    message = found['pagero.connection'].message_post(body=word)
    found |= {'mail.activity': activity, 'mail.message': message}
    return {model: records.ids for model, records in found.items()}


def _accounting(env, found, word):
    company = found['res.company']
    partner = env['res.partner'].create(
        {
            'name': word,
            'is_company': True,
            'comment': word,
            'company_id': company.id,
            'country_id': env.ref('base.se').id,
            'city': word,
            'company_registry': '212000-9986',
            'peppol_eas': '0007',
            'peppol_endpoint': '2120009986',
        }
    )
    bank = {'acc_number': f'SE{company.id}-{word}', 'partner_id': partner.id}
    found |= {
        'res.partner': partner,
        'res.partner.bank': env['res.partner.bank'].create({**bank, 'company_id': company.id}),
    }
    found['account.move'] = _invoice(env, found, word)
    found['account.move'].with_context(pagero_skip_catch=OURS).action_post()
    draft = _invoice(env, found, word)
    found['account.move'] |= draft
    found['account.move.line'] = found['account.move'].invoice_line_ids
    found['account.tax'] = found['account.move.line'].tax_ids[:1]


def _invoice(env, found, word):
    domain = [('company_id', '=', env.company.id), ('type_tax_use', '=', 'sale')]
    tax = env['account.tax'].search(domain, limit=1)
    line = {'name': word, 'quantity': 1, 'price_unit': 10, 'tax_ids': [Command.set(tax.ids)]}
    values = {
        'move_type': 'out_invoice',
        'partner_id': found['res.partner'].id,
        'pagero_buyer_reference': word,
        'ref': word,
        'invoice_line_ids': [Command.create(line)],
    }
    return env['account.move'].create(values)


def _network(env, found, word):
    account, partner = found['pagero.account'], found['res.partner']
    connection = env['pagero.connection'].create(
        {'account_id': account.id, 'partner_id': partner.id, 'state': 'requested'}
    )
    of_connection = {'connection_id': connection.id}
    capability = {'document_type': 'invoice', 'direction': 'receive'}
    run = {'account_id': account.id, 'company_id': account.company_id.id}
    found['pagero.connection'] = connection
    for model, values in (
        ('pagero.connection.number', {**of_connection, 'name': word}),
        ('pagero.connection.capability', {**of_connection, **capability}),
        ('pagero.connection.request', {**of_connection, 'message': word}),
        ('pagero.routing.order', {**of_connection, 'operator_name': word}),
        ('pagero.match.run', {**run, 'state': 'review'}),
    ):
        found[model] = env[model].create(values)
    request, run = found['pagero.connection.request'], found['pagero.match.run']
    answer = {'request_id': request.id, 'question': word, 'answer': word}
    line = {'run_id': run.id, 'partner_id': partner.id}
    found['pagero.connection.request.answer'] = env['pagero.connection.request.answer'].create(
        answer
    )
    found['pagero.match.line'] = env['pagero.match.line'].create(line)


def _documents(env, found, word):
    invoice = found['account.move'][0]
    attachment = {'move_id': found['account.move'][1].id, 'name': f'{word}.pdf'}
    attachments = env['pagero.invoice.attachment']
    found['pagero.invoice.attachment'] = attachments.create(
        {**attachment, 'data': base64.b64encode(PDF)}
    )
    document = env['pagero.document'].create(
        {
            'move_id': invoice.id,
            'account_id': found['pagero.account'].id,
            'company_id': invoice.company_id.id,
            'partner_id': invoice.partner_id.id,
            'send_mode': 'Production',
            'state': 'error',
            'error_text': word,
            'document_number': word,
            'sender_reference': f'reference-{invoice.company_id.id}',
        }
    )
    document._log('queued')
    document._store({document.id: f'<Invoice>{word}</Invoice>'.encode()})
    found['pagero.document'] = document
    found['pagero.document.event'] = document.event_ids
    _files(env, found, word)


def _files(env, found, word):
    invoice, document = found['account.move'][0], found['pagero.document']
    of_evidence = [
        ('res_model', 'in', ('pagero.document', 'pagero.invoice.attachment')),
        ('res_field', '!=', False),
        ('res_id', 'in', (document.id, found['pagero.invoice.attachment'].id)),
    ]
    files = env['ir.attachment'].search(of_evidence)
    own = {'name': f'{word}.txt', 'raw': word.encode(), 'res_model': 'account.move'}
    files |= files.create({**own, 'res_id': invoice.id, 'company_id': invoice.company_id.id})
    found['ir.attachment'] = files


def _work(env, found, word):
    company, partner, account = (
        found[name].id for name in ('res.company', 'res.partner', 'pagero.account')
    )
    for model, values in (
        ('pagero.licence', {'account_id': account, 'name': word, 'quantity': 5}),
        (
            'pagero.invoice.template',
            {
                'name': word,
                'partner_id': partner,
                'company_id': company,
                'currency_id': env.ref('base.SEK').id,
            },
        ),
        (
            'pagero.recipient.rule',
            {
                'partner_id': partner,
                'company_id': company,
                'field_key': 'buyer_reference',
                'kind': 'mandatory',
                'message': word,
            },
        ),
        ('pagero.recipient.rule.set', {'name': word, 'company_id': company}),
    ):
        found[model] = env[model].create(values)
    _users_and_lines(env, found, word)


def _users_and_lines(env, found, word):
    account = found['pagero.account'].id
    user = {'account_id': account, 'name': word, 'email': 'a@b.example'}
    heard = env['pagero.user'].with_context(pagero_heard=OURS)  # the network isn't asked
    found['pagero.user'] = heard.create({**user, 'licence_id': found['pagero.licence'].id})
    line = {'template_id': found['pagero.invoice.template'].id, 'name': word}
    found['pagero.invoice.template.line'] = env['pagero.invoice.template.line'].create(line)
