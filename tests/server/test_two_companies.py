"""People of one company try over HTTP to reach what another one keeps, and its login at Pagero.

One server, two companies, eight roles; what the other company has must be unchanged afterwards,
and nothing may be done in its name at its Pagero.
"""

import time
import xmlrpc.client
from functools import partial
from itertools import product

import pytest
import requests
from setup.two_companies_facts import OTHER_ADMIN, ROLES, SECRET
from two_companies_place import TwoCompaniesPlace


ACTORS = ('sales', 'invoicing', 'group_admin', 'pagero_admin')  # who may change something
OPENERS = ('portal', 'reader', 'sales', 'invoicing', 'group_admin')
MATCH = 'ir_cron_pagero_match'
SCRIPT = '<img src=x onerror=alert(1)><script>alert(1)</script>'
SEARCH, CONNECT = 'pagero.network.search', 'pagero.connect'
ROUTES = (
    '/web/content/{file}',
    '/web/content/{file}?download=1&access_token=x',
    '/web/image/{file}',
    '/web/content/pagero.document/{document}/stored_xml',
    '/web/content?model=pagero.document&id={document}&field=xml_file',
    '/web/content/pagero.invoice.attachment/{attachment}/data',
    '/web/image/res.partner/{partner}/avatar_128',
    '/report/html/account.report_invoice/{invoice}',
    '/my/invoices/{invoice}?report_type=html',
    '/account/download_invoice_documents/{invoice}/all',
    '/account/download_invoice_attachments/{file}',
    '/account/download_move_attachments/{invoice}',
    '/mail/view?model=pagero.connection&res_id={connection}',
)


@pytest.fixture(scope='module')
def place(environment, base, tmp_path_factory):
    place = TwoCompaniesPlace(environment, 'two', tmp_path_factory.mktemp('two'), base)
    yield place.open()
    place.close()


@pytest.fixture(autouse=True)
def nothing_reached_the_other_company(place):
    yield
    before, after = place.known, place.belongings()
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    place.known = after
    assert changed == []
    assert place.done_in_its_name() == set()


def test_the_looks_find_what_they_look_for(place):
    """Else all that follows would prove nothing."""
    owner = place.odoo.session(OTHER_ADMIN, OTHER_ADMIN)
    [number] = place.foreign['pagero.connection.number']
    told = owner.call('pagero.connection.number', 'read', [number], ['name'])
    with pytest.raises(AssertionError):
        place.assert_tells_nothing(told)

    before = place.belongings()
    change = 'UPDATE pagero_connection_number SET name = %s WHERE id = %s'
    place.odoo.query(change, ('another', number))
    assert place.belongings() != before
    place.odoo.query(change, (SECRET, number))
    assert place.belongings() == before

    search = owner.create(SEARCH, {'query': '2120009986'})
    owner.call(SEARCH, 'action_search', [search])
    assert place.done_in_its_name()
    owner.call(SEARCH, 'unlink', [search])
    place.other_sandbox.delete('calls')


# === WHO ACTS, AND WITH WHOSE LOGIN (1) === #


def test_a_match_run_acts_for_the_one_who_began_it(place):
    [run], [account] = place.mine['pagero.match.run'], place.foreign['pagero.account']
    stolen = {'account_id': account, 'user_id': 1}
    columns = ['account_id/.id', 'user_id/.id']
    for role in ROLES:
        for values in (stolen, {'user_id': 1}, {'account_id': account}, {'company_id': 2}):
            place.assert_refused(role, 'pagero.match.run', 'write', [run], values)
            place.assert_refused(role, 'pagero.match.run', 'web_save', [run], values, {})
            place.assert_refused(role, 'pagero.match.run', 'create', [values])
        loaded = place.attack(role, 'pagero.match.run', 'load', columns, [[str(account), '1']])
        assert not (loaded and loaded['ids'])
    context = {'default_user_id': 1, 'default_state': 'connecting'}
    customer = place.mine['res.partner'] + [place.ids['routing']]

    opened = place.attack(
        'sales', 'res.partner', 'action_search_pagero_network', customer, context=context
    )
    place.run(MATCH)

    stored = place.odoo.query(
        'SELECT user_id, account_id, state FROM pagero_match_run WHERE id = %s', (opened['res_id'],)
    )
    assert stored == [(place.roles['sales'].uid, place.ids['account'], 'review')]


def test_no_search_goes_out_with_the_other_login(place):
    [account] = place.foreign['pagero.account']
    for role in ROLES:
        place.assert_refused(
            role, SEARCH, 'create', [{'query': '2120009986', 'account_id': account}]
        )
        for key in ('default_account_id', 'default_company_id'):
            search = place.attack(
                role, SEARCH, 'create', [{'query': '2120009986'}], context={key: account}
            )
            if search:
                place.attack(role, SEARCH, 'action_search', search)
        other = {'allowed_company_ids': [2]}
        place.assert_refused(role, SEARCH, 'create', [{'query': '2120009986'}], context=other)


# === SCRIPT (2) === #


def test_no_script_is_stored_in_a_template(place):
    [template] = place.mine['pagero.invoice.template']
    for role in ROLES:
        for values in ({'header': {'narration': SCRIPT}}, {'company_id': 2}):
            place.assert_refused(role, 'pagero.invoice.template', 'write', [template], values)
    invoice = place.mine['account.move'][1]
    place.attack('invoicing', 'account.move', 'write', [invoice], {'narration': SCRIPT})
    save = 'pagero.invoice.template.save'
    [wizard] = place.attack('invoicing', save, 'create', [{'move_id': invoice, 'name': SCRIPT}])
    assert place.attack('invoicing', save, 'action_save', [wizard]) is not None

    domain = [('name', '=', SCRIPT)]
    [kept] = place.admin.search_read('pagero.invoice.template', domain, 'header_words')
    assert '<script' not in kept['header_words']
    assert '<img' not in kept['header_words']


# === TIME (3) === #


def test_an_address_takes_no_time(place):
    """Growth, not seconds: four times the text took sixteen times as long."""

    def seconds(length):
        begun = time.perf_counter()
        requests.get(f'{place.odoo.url}/{"eyJ-" * length}', timeout=60, allow_redirects=False)
        return time.perf_counter() - begun

    seconds(10)
    once, twice, four_times = (
        min(seconds(length) for _try in range(3)) for length in (4000, 8000, 16000)
    )
    assert twice < 4 * max(once, 0.02), (once, twice)
    assert four_times < 8 * max(once, 0.02), (once, four_times)


# === WHOSE A RECORD IS (4) === #


def test_nothing_of_mine_names_a_foreign_record(place):
    """Written, saved by a form, made, imported: the fixture counts what points to the other one."""
    tried = 0
    for model in place.models_of_ours(transient=False):
        for role in ACTORS:
            for field, facts in place.fields_of(role, model).items():
                if facts['store'] and facts.get('relation') in place.foreign:
                    for value in foreign_values(place, facts):
                        name_it(place, role, model, field, value)
                        tried += 1
    assert tried > 100


def foreign_values(place, facts):
    """A foreign record in each form in which a client may name it."""
    number = place.foreign[facts['relation']][0]
    if facts['type'] == 'many2one':
        return [number]
    return [[[4, number, 0]], [[1, number, {'sequence': 3}]]]


def name_it(place, role, model, field, value):
    place.assert_refused(role, model, 'create', [{field: value}])
    ids = place.mine.get(model, [])[-1:]
    if ids:
        place.assert_refused(role, model, 'write', ids, {field: value})
        place.assert_refused(role, model, 'web_save', ids, {field: value}, {})


@pytest.mark.parametrize('method', ['unlink', 'copy', 'read', 'export_data', 'web_read'])
def test_foreign_records_by_their_ids(place, method):
    more = {'read': [['create_date']], 'export_data': [['id', 'create_date']], 'web_read': [{}]}
    for model in place.models_of_ours(transient=False):
        for role in ROLES:
            ids = place.foreign.get(model)
            if ids:
                answer = place.attack(role, model, method, ids, *more.get(method, []))
                assert not answer or method == 'web_read'


def test_imports_reach_no_foreign_record(place):
    numbers = {name: ids[0] for name, ids in place.foreign.items()}
    for role, (model, columns, named) in product(
        ACTORS,
        (
            ('pagero.connection.number', ['connection_id/.id', 'name'], 'pagero.connection'),
            ('pagero.connection.number', ['.id', 'name'], 'pagero.connection.number'),
            ('pagero.document', ['.id', 'error_text'], 'pagero.document'),
            ('pagero.account', ['.id', 'client_id'], 'pagero.account'),
            ('pagero.licence', ['account_id/.id', 'name'], 'pagero.account'),
            ('pagero.recipient.rule', ['.id', 'message'], 'pagero.recipient.rule'),
        ),
    ):
        answer = place.attack(role, model, 'load', columns, [[str(numbers[named]), 'x']])
        assert not (answer and answer['ids']), (role, model, columns)


# === WHAT LISTS, DOMAINS AND GROUPS TELL === #


def test_no_domain_finds_what_only_the_other_company_has(place):
    """Also through customers, users and invoices."""
    columns = {
        model: place.columns_with_secrets(model)
        for model in place.foreign
        if model.startswith('pagero.')
    }
    counted = 0
    for role in ROLES:
        for model, field, named in paths_to_ours(place, role):
            for column in columns[named]:
                domain = [(f'{field}.{column}', 'like', SECRET)]
                assert not place.attack(role, model, 'search_count', domain), (model, domain)
                counted += 1
    assert counted > 100


def paths_to_ours(place, role):
    """(model, field, its model) of all that leads to records which only one company may see."""
    ours = {model for model in place.foreign if model.startswith('pagero.')}
    for model in ('res.partner', 'account.move', 'res.users', *sorted(ours)):
        for field, facts in place.fields_of(role, model).items():
            if facts['store'] and facts.get('relation') in ours:
                yield model, field, facts['relation']


def test_lists_and_groups_of_all_show_only_ours(place):
    for role in ROLES:
        for model in place.models_of_ours(transient=False):
            names = place.fields_of(role, model)
            spec = {name: {} for name in names if names[name]['type'] in ('char', 'text', 'html')}
            place.attack(role, model, 'web_search_read', [], {**spec, 'display_name': {}})
            place.attack(role, model, 'name_search', SECRET)
            for field in [name for name in names if names[name].get('relation')][:6]:
                if names[field]['store'] and names[field]['type'] == 'many2one':
                    place.attack(role, model, 'formatted_read_group', [], [field], ['__count'])


def test_a_shared_customer_tells_nothing_of_the_other_company(place):
    shared = place.ids['municipality']
    for role in ROLES:
        names = place.fields_of(role, 'res.partner')
        spec = {
            name: {'fields': {'display_name': {}}} if names[name].get('relation') else {}
            for name in names
            if 'pagero' in name
        }
        place.attack(role, 'res.partner', 'web_read', [shared], spec)
        place.attack(role, 'res.partner', 'action_create_invoice_from_template', [shared])


# === DIALOGS (5, 12) === #


def test_dialogs_tell_nothing_by_counting_up(place):
    tried = 0
    for role, model in product(OPENERS, place.models_of_ours(transient=True)):
        names = place.fields_of(role, model)
        spec = {
            name: {'fields': {'display_name': {}}} if facts.get('relation') else {}
            for name, facts in names.items()
        }
        for field, facts in names.items():
            if facts.get('relation') in place.foreign:
                value = foreign_values(place, facts)[0]
                open_with(partial(place.attack, role, model), field, value, spec)
                tried += 1
    assert tried > 50


def open_with(call, field, value, spec):
    context = {f'default_{field}': value}
    call('onchange', [], {field: value}, [field], spec)
    call('onchange', [], {}, [], spec, context=context)
    call('default_get', list(spec), context=context)
    call('create', [{field: value}])
    call('name_create', 'x', context=context)


def test_an_invoice_form_tells_nothing_by_counting_up(place):
    for role in ACTORS:
        names = place.fields_of(role, 'account.move')
        spec = {
            name: {'fields': {'display_name': {}}} if names[name].get('relation') else {}
            for name in names
            if 'pagero' in name
        }
        foreign = {
            'partner_id': 'res.partner', 'partner_shipping_id': 'res.partner',
            'company_id': 'res.company', 'partner_bank_id': 'res.partner.bank',
        }  # fmt: skip
        for field, model in foreign.items():
            values = {'move_type': 'out_invoice', field: place.foreign[model][0]}
            place.attack(role, 'account.move', 'onchange', [], values, [field], spec)


def test_a_colleagues_dialog_is_closed(place):
    [help_page] = place.attack('reader', 'pagero.help', 'create', [{}])
    search = place.roles['sales'].create(SEARCH, {'query': '2120009986'})
    for role in ROLES:
        if role != 'reader':
            place.assert_refused(role, 'pagero.help', 'read', [help_page], ['create_date'])
        if role != 'sales':
            place.assert_refused(role, SEARCH, 'write', [search], {'query': 'x'})
            place.assert_refused(role, SEARCH, 'action_search', [search])


# === EVIDENCE (7, 13) === #


def test_files_that_are_evidence_stay_as_they_are(place):
    files = place.mine['ir.attachment'][:2] + place.foreign['ir.attachment'][:2]
    print_of = 'SELECT id, checksum, res_id FROM ir_attachment WHERE id = ANY(%s) ORDER BY id'
    before = place.odoo.query(print_of, (files,))
    for role, file in product(ROLES, files):
        for values in ({'raw': 'eA=='}, {'datas': 'eA=='}, {'res_id': 1}, {'res_field': False}):
            place.assert_refused(role, 'ir.attachment', 'write', [file], values)
        place.assert_refused(role, 'ir.attachment', 'unlink', [file])
    assert place.odoo.query(print_of, (files,)) == before


def test_who_may_not_read_an_invoice_gets_no_xml(place):
    [document] = place.mine['pagero.document']
    user = place.roles['user']
    told = user.call('pagero.document', 'read', [document], ['xml_file', 'findings'])
    assert (told[0]['xml_file'], told[0]['findings']) == (False, False)
    for field in ('xml_file', 'stored_xml'):
        path = f'/web/content/pagero.document/{document}/{field}'
        assert b'<Invoice' not in user.http.get(f'{place.odoo.url}{path}', timeout=30).content
    path = f'/web/content/pagero.document/{document}/xml_file'
    accountant = place.roles['invoicing'].http.get(f'{place.odoo.url}{path}', timeout=30)
    assert b'<Invoice' in accountant.content


def test_routes_give_no_foreign_file(place):
    numbers = {
        'document': 'pagero.document', 'attachment': 'pagero.invoice.attachment',
        'partner': 'res.partner', 'invoice': 'account.move', 'connection': 'pagero.connection',
    }  # fmt: skip
    ids = {name: place.foreign[model][0] for name, model in numbers.items()}
    sessions = {role: session.http for role, session in place.roles.items()}
    for (role, http), route in product({None: requests, **sessions}.items(), ROUTES):
        for file in place.foreign['ir.attachment']:
            url = f'{place.odoo.url}{route.format(file=file, **ids)}'
            answer = http.get(url, timeout=30, allow_redirects=False)
            assert answer.status_code < 500, (role, url)
            assert SECRET.encode() not in answer.content, (role, url)
            assert not answer.content.startswith(b'%PDF'), (role, url)
            if '{file}' not in route:
                break


# === REQUIREMENTS AND PAYMENT ACCOUNTS (8, 9) === #


def test_a_salesperson_plants_no_requirement(place):
    demand = {'field_key': 'order_reference', 'kind': 'mandatory', 'message': 'Pay at https://x.y'}
    rule = {**demand, 'partner_id': place.ids['routing'], 'company_id': place.ids['company']}
    sales = place.roles['sales']
    place.assert_refused('sales', 'pagero.recipient.rule', 'create', [rule])
    company = {'electronicIds': ['2120009986']}
    dialog = place.asks(company, session=sales)
    planted = {'requirements': [demand], 'company': {'requirements': [demand]}, **demand}
    for field in ('company', 'answer_ids', 'company_json'):
        value = [[0, 0, {'requirement': planted}]] if field == 'answer_ids' else planted
        if field in place.fields_of('sales', CONNECT):
            place.assert_refused('sales', CONNECT, 'write', [dialog], {field: value})
    lines = sales.read(CONNECT, dialog, 'answer_ids')['answer_ids']
    for line in lines:
        values = {'requirement': planted}
        place.assert_refused('sales', 'pagero.connect.answer', 'write', [line], values)
    place.assert_refused('sales', 'pagero.connect.answer', 'create', [{'connect_id': dialog}])


def test_an_invoice_names_no_strangers_bank_account(place):
    accounts = place.foreign['res.partner.bank'] + place.mine['res.partner.bank']
    for invoice, account in product(place.mine['account.move'], accounts):
        for role in ACTORS:
            for command in ([4, account, 0], [6, 0, [account]]):
                values = {'pagero_payment_account_ids': [command]}
                place.assert_refused(role, 'account.move', 'write', [invoice], values)


# === THE NETWORK AND THE ACCOUNT (11, 14) === #


def test_an_address_is_a_server_and_nothing_else(place):
    url = place.sandbox.url
    for bad in ('/x', '?x=1', '/?x', '#x', '/../x'):
        values = {'sandbox_url': f'{url}{bad}'}
        for role in ROLES:
            place.assert_refused(role, 'pagero.account', 'write', [place.ids['account']], values)
    for bad in ('http://169.254.169.254', 'http://10.0.0.1', 'http://[::1]:80', 'ftp://x.example'):
        values = {'sandbox_url': bad}
        place.assert_refused(
            'group_admin', 'pagero.account', 'write', [place.ids['account']], values
        )


def test_an_account_says_what_the_server_knows(place):
    account = place.ids['account']
    for role, values in product(
        ROLES,
        (
            {'is_live': True}, {'approved_fingerprint': 'x'}, {'last_error': 'x'},
            {'state': 'draft'}, {'company_id': 2}, {'document_ids': [[4, 2, 0]]},
        ),
    ):  # fmt: skip
        place.assert_refused(role, 'pagero.account', 'write', [account], values)


def test_nonsense_is_refused_in_a_sentence(place):
    [licence] = place.mine['pagero.licence']
    place.assert_refused('group_admin', 'pagero.licence', 'write', [licence], {'quantity': 10**12})
    for value in (1, True, [1], 'x'):
        domain = [('pagero_state', '=', value)]
        place.attack('invoicing', 'account.move', 'search_count', domain)


def test_a_code_in_an_address_is_masked_in_the_log(place):
    address = '/web/login?redirect=%2Fpagero%2Foauth%2Fcallback%3Fcode%3Dtopsecret1%26state%3Dx'
    requests.get(f'{place.odoo.url}{address}', timeout=30, allow_redirects=False)
    place.admin.call('res.users', 'search_count', [])
    words = place.odoo.process.words()
    assert '/web/login?redirect=' in words
    assert 'topsecret1' not in words


def test_block_posting_is_not_passed_by(place):
    place.admin.call('pagero.account', 'write', [place.ids['account']], {'block_posting': True})
    invoice = place.draft('municipality', pagero_buyer_reference=False)
    for word in (True, 1, 'OURS', {}):
        place.assert_refused(
            'invoicing', 'account.move', 'action_post', [invoice],
            context={'pagero_skip_catch': word},
        )  # fmt: skip
    place.admin.call('pagero.account', 'write', [place.ids['account']], {'block_posting': False})


# === BUTTONS, MESSAGES, OTHER DOORS === #


def test_buttons_and_server_actions_on_foreign_records(place):
    actions = place.admin.search_read('ir.actions.server', [], 'model_name')
    for role, action in product(ROLES, actions):
        model, ids = action['model_name'], place.foreign.get(action['model_name'])
        if ids and model.startswith('pagero.') and model != 'pagero.account':
            active = {'active_model': model, 'active_id': ids[0], 'active_ids': ids}
            run = ['ir.actions.server', 'run', [action['id']]]
            place.assert_refused(role, *run, context=active)
    for role, (model, button) in product(
        ROLES,
        (
            ('pagero.connection', 'action_set_state'), ('pagero.connection', 'action_order_route'),
            ('pagero.match.run', 'action_try_again'), ('pagero.match.run', 'action_connect_sure'),
            ('pagero.document', 'action_send_again'), ('pagero.account', 'action_disconnect'),
            ('pagero.account', 'action_go_live'), ('pagero.account', 'action_connect'),
            ('account.move', 'action_send_with_pagero'), ('pagero.licence', 'action_request_quote'),
        ),
    ):  # fmt: skip
        place.assert_refused(role, model, button, place.foreign[model][:1])


def test_merged_with_a_foreign_customer(place):
    wizard = 'base.partner.merge.automatic.wizard'
    mine, foreign = place.mine['res.partner'][0], place.foreign['res.partner'][0]
    for role, target in product(('group_admin', 'pagero_admin'), (mine, foreign)):
        values = {'partner_ids': [[6, 0, [mine, foreign]]], 'dst_partner_id': target}
        made = place.attack(role, wizard, 'create', [{**values, 'state': 'selection'}])
        if made:
            place.assert_refused(role, wizard, 'action_merge', made)


def test_messages_on_foreign_records(place):
    [message], files = place.foreign['mail.message'], place.foreign['ir.attachment']
    for role in ROLES:
        for model in ('pagero.connection', 'pagero.account', 'pagero.connection.request'):
            ids = place.foreign[model][:1]
            place.assert_refused(role, model, 'message_post', ids, body='x')
            place.assert_refused(role, model, 'message_subscribe', ids, partner_ids=[3])
            place.assert_refused(role, model, 'activity_schedule', ids, summary='x')
        own = place.mine['pagero.connection']
        place.assert_refused(
            role, 'pagero.connection', 'message_post', own, body='x', attachment_ids=files
        )
        place.assert_refused(role, 'mail.message', 'write', [message], {'body': 'x'})
        place.assert_refused(role, 'mail.message', 'unlink', [message])


@pytest.mark.parametrize('role', ['sales', 'group_admin'])
def test_programs_get_no_more_than_browsers(place, role):
    """``/json/2`` and XML-RPC."""
    key = place.keys[role]
    proxy = xmlrpc.client.ServerProxy(f'{place.odoo.url}/xmlrpc/2/object', allow_none=True)
    headers = {'Authorization': f'Bearer {key}', 'X-Odoo-Database': place.odoo.database}
    number = place.roles[role].uid
    mine = place.mine['pagero.connection']
    kept = proxy.execute_kw(
        place.odoo.database, number, key, 'pagero.connection', 'search', [[]], {}
    )
    assert set(mine) <= set(kept)
    for model in place.models_of_ours(transient=False):
        ids = place.foreign.get(model)
        if not ids:
            continue
        url = f'{place.odoo.url}/json/2/{model}/read'
        answer = requests.post(
            url, json={'ids': ids, 'fields': ['display_name']}, headers=headers, timeout=30
        )
        assert answer.status_code in (403, 404), (model, answer.text)
        assert SECRET not in answer.text
        with pytest.raises(xmlrpc.client.Fault) as refused:
            proxy.execute_kw(place.odoo.database, number, key, model, 'write', [ids, {}], {})
        assert SECRET not in refused.value.faultString


def test_another_company_is_not_chosen(place):
    for role in ROLES:
        for context in ({'allowed_company_ids': [2]}, {'allowed_company_ids': [1, 2]}):
            for model in ('pagero.account', 'pagero.connection', 'pagero.document'):
                place.attack(role, model, 'search_read', [], ['display_name'], context=context)
