"""What `dev/demo` shows is a company in the middle of its month, with all that it promises."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from setup import databases, demo_month, scenario
from setup.demo_cast import EVERY_CUSTOMER, GOODS, PEOPLE, SUPPLIERS
from setup.demo_invoices import MONTHS
from setup.demo_place import DemoPlace
from setup.inside import run_inside
from setup.rpc import OdooError
from setup.server import OdooServer, SandboxServer


PASSING = {'queued', 'sending'}  # no document stays there
README = Path(__file__).resolve().parents[2] / 'README.md'


@pytest.fixture(scope='module')
def demo(environment, tmp_path_factory):
    """The company as the command makes it."""
    source = databases.addon_template(environment)
    name = databases.clone(
        environment, source, databases.scratch_name('server_demo'), durable=False
    )
    sandbox = SandboxServer(tmp_path_factory.mktemp('demo') / 'demo.sqlite').start()
    odoo = OdooServer(environment, name)
    addresses = {'base_url': odoo.url, 'sandbox_url': sandbox.url}
    ids = run_inside(environment, name, 'setup.demo_company:create', **addresses)
    demo_month.live(odoo.start(), sandbox, ids)
    yield DemoPlace(odoo, sandbox, ids)
    odoo.close()
    sandbox.close()
    databases.drop(environment, name)


@pytest.fixture(scope='module', autouse=True)
def complaints(demo):
    """What Odoo's log says of the making alone: above INFO, but for a collision that is retried."""
    collisions = ('bad query', 'could not serialize')
    lines = demo.odoo.complaints()
    return [line for line in lines if not any(word in line for word in collisions)]


def states(demo, model, field='state'):
    """(all that the model knows, those that are there)."""
    known = demo.admin.call(model, 'fields_get', [field], ['selection'])[field]['selection']
    found = demo.admin.search_read(model, [], field)
    return {key for key, _label in known}, {each[field] for each in found} - {False}


@pytest.mark.parametrize(
    ('model', 'but'),
    [
        ('pagero.document', PASSING),
        ('pagero.received.document', {'announced'}),
        ('pagero.connection.request', set()),
        ('pagero.routing.order', set()),
    ],
)
def test_there_is_one_in_every_state(demo, model, but):
    known, found = states(demo, model)

    assert found >= known - but
    assert not found & but


def test_customers_are_in_every_state_of_a_connection(demo):
    known, found = states(demo, 'pagero.connection')
    connected = demo.admin.search_read('pagero.connection', [], 'partner_id')

    assert found >= known - {'none'}
    assert len(connected) < len(EVERY_CUSTOMER)  # the others have none


def test_documents_are_tests_certifications_answers_and_reminders_too(demo):
    names = ('send_mode', 'document_type', 'state', 'held_reason')
    documents = demo.admin.search_read('pagero.document', [], *names)

    delivered = {
        (each['send_mode'], each['document_type'])
        for each in documents
        if each['state'] == 'delivered'
    }
    assert delivered >= {
        ('Production', 'Invoice'),
        ('Test', 'Invoice'),
        ('Certification', 'Invoice'),
        ('Production', 'PaymentReminder'),
        ('Production', 'ApplicationResponse'),
    }
    waiting = {each['send_mode'] for each in documents if each['held_reason'] == 'connection'}
    assert waiting == {'Production', 'Test'}


def test_recipients_have_answered(demo):
    domain = [('business_status', '!=', False)]
    found = demo.admin.search_read('pagero.document', domain, 'business_status')

    assert {each['business_status'] for each in found} >= {'accepted', 'rejected', 'under_query'}


def test_no_invoice_tells_of_an_answer_before_it_was_given(demo):
    """What tells of the first answer is no older than that answer."""
    answers = demo.admin.search_read(
        'pagero.response', [('move_id', '!=', False)], 'move_id', 'given_at'
    )
    given = {}
    for answer in answers:
        given.setdefault(answer['move_id'][0], []).append(answer['given_at'])
    for move, moments in given.items():
        domain = [('model', '=', 'account.move'), ('res_id', '=', move), ('body', 'like', '<b>')]
        told = [each['date'] for each in demo.admin.search_read('mail.message', domain, 'date')]
        assert len(told) == len(moments)
        assert min(told) >= min(moments)
    assert len(given) > 10


def test_no_invoice_is_due_on_its_own_day(demo):
    domain = [('move_type', '=', 'out_invoice'), ('invoice_date', '!=', False)]
    found = demo.admin.search_read('account.move', domain, 'invoice_date', 'invoice_date_due')
    days = [
        (date.fromisoformat(each['invoice_date_due']) - date.fromisoformat(each['invoice_date']))
        for each in found
    ]

    assert len(found) > 100
    assert {each.days for each in days} == {30}


def test_some_are_paid_and_some_are_late(demo):
    posted = [('move_type', '=', 'out_invoice'), ('state', '=', 'posted')]
    found = demo.admin.search_read('account.move', posted, 'payment_state', 'invoice_date_due')

    paid = [each for each in found if each['payment_state'] in ('paid', 'in_payment')]
    today = str(date.today())
    late = [
        each
        for each in found
        if each['invoice_date_due'] < today and each['payment_state'] == 'not_paid'
    ]
    assert len(paid) > 50
    assert 1 <= len(late) <= 5


def test_half_a_year_stands_on_the_dashboard(demo):
    shown = demo.accountant.call('pagero.dashboard', 'load')

    assert len(shown['months']) == MONTHS
    assert all(month['count'] > 5 for month in shown['months'][:-1])
    assert 1 < shown['times']['delivery'] < 120  # seconds
    assert 3600 < shown['times']['answer'] < 10 * 24 * 3600
    assert shown['errors']
    assert shown['people']
    assert demo.seller.call('pagero.dashboard', 'load')['enquiries']


def test_it_is_set_up(demo):
    """The dashboard of a company that has sent for half a year shows no first steps."""
    assert not demo.admin.call('pagero.dashboard', 'load')['account']['checklist']


def test_a_bill_to_a_changed_account_is_not_paid(demo):
    domain = [('ref', '=', 'H-2252')]
    [bill] = demo.accountant.search_read('account.move', domain, 'state')

    assert bill['state'] == 'posted'
    with pytest.raises(OdooError, match='997-4411'):
        demo.accountant.call('account.move', 'action_register_payment', [bill['id']])


def test_a_supplier_asks(demo):
    [request] = demo.accountant.search_read('pagero.received.request', [], 'state', 'sender_name')

    assert request['state'] == 'pending'


def test_users_licences_templates_and_demands_are_there(demo):
    assert states(demo, 'pagero.user')[1] == {'invited', 'active'}
    for model in ('pagero.licence', 'pagero.invoice.template', 'pagero.recipient.rule'):
        assert demo.admin.search_read(model, [], 'id'), model


def test_its_people_and_words_are_swedish(demo):
    users = demo.admin.search_read('res.users', [], 'login', 'lang')
    lines = demo.accountant.search_read(
        'account.move.line', [('product_id', '!=', False)], 'name', 'move_type'
    )
    sold = {each['name'] for each in lines if each['move_type'].startswith('out_')}

    spoken = {each['login']: each['lang'] for each in users}
    assert {person.login: spoken[person.login] for person in PEOPLE} == {
        person.login: person.language for person in PEOPLE
    }
    assert {re.sub(r'^\[[^]]+\] ', '', name) for name in sold} <= {
        good.swedish for good in GOODS.values()
    }
    names = {each.name for each in (*EVERY_CUSTOMER.values(), *SUPPLIERS.values())}
    partners = demo.admin.search_read('res.partner', [('is_company', '=', True)], 'name', 'lang')
    assert names - {SUPPLIERS['stationer'].name, SUPPLIERS['packaging'].name} <= {
        each['name'] for each in partners
    }


def test_the_draft_of_the_readme_waits_is_connected_and_delivered(demo):
    municipality = EVERY_CUSTOMER['municipality']
    draft = [('state', '=', 'draft'), ('partner_id', '=', demo.customer('municipality'))]
    [invoice] = demo.accountant.search_read('account.move', draft, 'id')
    assert municipality.name in README.read_text()

    demo.post(invoice['id'])
    assert demo.document(invoice['id'])['state'] == 'held'
    [hit] = scenario.search_network(demo.accountant, municipality.orgnr)
    scenario.connect_hit(demo.accountant, hit['id'])

    scenario.wait_for_state(demo.odoo, demo.admin, invoice['id'], ('delivered',))


def test_nothing_is_wrong_with_it(demo, complaints):
    summary = demo.sandbox.get('summary')

    assert complaints == []
    assert summary['duplicate_references'] == 0, json.dumps(summary)
