"""What a dying worker does, inside Odoo: each function is one step of a case, and gets ``env``."""

from unittest.mock import patch


def invoice(env, customer, product):
    """A posted invoice, waiting to be sent; its id and number."""
    move = env['account.move'].create(
        {
            'move_type': 'out_invoice',
            'partner_id': customer,
            'invoice_line_ids': [(0, 0, {'product_id': product, 'quantity': 2, 'price_unit': 95})],
            'ref': 'order 7',
            'pagero_buyer_reference': 'ref-7',
        }
    )
    move.action_post()
    return [move.id, move.name]


def run(env, *crons, **_named):
    """Scheduled actions, one after the other."""
    for cron in crons:
        CRONS[cron](env)
        env.cr.commit()


def cron(env, names):
    return run(env, *names)


CRONS = {
    'send': lambda env: env['pagero.document']._cron_send(),
    'poll': lambda env: env['pagero.document']._cron_poll(),
    'sweep': lambda env: env['pagero.document']._cron_sweep(),
    'receive': lambda env: env['pagero.received.document']._cron_receive(),
    'bills': lambda env: env['pagero.received.document']._cron_make_bills(),
    'reminders': lambda env: env['pagero.received.document']._cron_link_reminders(),
    'read': lambda env: env['pagero.response']._cron_read(),
    'refresh': lambda env: env['pagero.credential']._cron_refresh_tokens(),
    'network': lambda env: env['pagero.connection']._cron_network(),
    'match': lambda env: env['pagero.match.run']._cron_match(),
    'watch': lambda env: env['pagero.account']._cron_watch(),
}


def send_with_a_bug(env):
    """Something unexpected while the batch is built."""
    documents = env.registry['pagero.document']
    with patch.object(documents, '_build', side_effect=RuntimeError('a bug of ours')):
        env['pagero.document']._cron_send()


def press(env, model, button, ids, user):
    """A button, as this user; the transaction is committed afterwards, as by a request."""
    records = env[model].with_user(user).browse(ids)
    getattr(records, button)()


def document(env, move):
    """How the newest transmission stands."""
    found = env['pagero.document'].search([('move_id', '=', move)], limit=1)
    return {**found.read(['state', 'lookups', 'was_unsure'])[0], 'id': found.id}


def token_is_old(env):
    env.cr.execute("UPDATE pagero_credential SET token_expires_at = '2020-01-01'")


def begin_login(env, account, user):
    """Press *Connect*: where the browser goes."""
    return env['pagero.account'].with_user(user).browse(account).action_connect()['url']


def finish_login(env, parameters, user):
    """The browser comes back, as ``controllers/oauth_callback.py`` takes it."""
    mine = env(user=user)
    attempt = mine['pagero.login.attempt']._consume(parameters.get('state'))
    if not attempt:
        return 'used up'
    account = mine['pagero.account'].browse(attempt['account_id'])
    return account._finish_login(parameters, attempt)


def write_account(env, account, values):
    """What an administrator sets."""
    env['pagero.account'].browse(account).write(values)


def customer(env, name, number):
    """A new customer with a number that the network knows; its id."""
    values = {'name': name, 'company_registry': number, 'is_company': True}
    values['country_id'] = env.ref('base.se').id
    return env['res.partner'].create(values).id


def connect(env, account, partner, company, user):
    """What the dialog does when it is confirmed; the connection's id."""
    from odoo.addons.pagero_connector.models.texts.company import capability_values
    from odoo.addons.pagero_connector.network.partner_payloads import parse_company

    found = parse_company(company)
    mine = env(user=user)
    connection = mine['pagero.connection']._connect(
        mine['pagero.account'].browse(account),
        mine['res.partner'].browse(partner),
        found,
        capabilities=[capability_values(each) for each in found.capabilities],
    )
    return connection.id


def activate(env, order, user):
    """What the dialog of *Activate* does."""
    env['pagero.routing.order'].with_user(user).browse(order)._activate("They confirmed it.")


def match(env, partners, user):
    """Look for many customers at once; the run's id."""
    mine = env['res.partner'].with_user(user).browse(partners)
    return mine.action_search_pagero_network()['res_id']
