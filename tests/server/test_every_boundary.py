"""A process dies right before and right after each commit and each request, and work goes on.

The list of boundaries comes from the code, what is under way there from ``boundary_cases``. After
the death time goes on, and at the end Odoo and the sandbox agree: nothing lost, nothing twice.
"""

import itertools

import pytest
from boundary_place import BoundaryPlace
from inbox_place import Inbox
from pagero_sandbox import known_companies as companies
from setup.demo_facts import SANDBOX_COMPANY
from state_model.boundaries import boundaries
from state_model.boundary_cases import KILLED
from state_model.product import names


CASES = [
    pytest.param(place, kind, when, id=f'{place}-{kind}-{when}')
    for place in KILLED
    for kind in sorted(boundaries()[place])
    for when in ('before', 'after')
]
LOOKUPS = names('document/unsure.py')['LOOKUPS']


@pytest.fixture(scope='module')
def settled(environment, base, tmp_path_factory):
    opened = BoundaryPlace(environment, 'boundary', tmp_path_factory.mktemp('boundary'), base)
    opened.open()
    opened.settle()
    yield opened
    opened.close()


@pytest.fixture
def place(settled):
    settled.sandbox.delete('faults')
    settled.forget()
    yield settled
    settled.sandbox.delete('faults')


@pytest.mark.parametrize(('boundary', 'kind', 'when'), CASES)
def test_a_death_at_a_boundary(place, boundary, kind, when):
    what, _comes_to = KILLED[boundary]
    SCENARIOS[what](place, (boundary, kind, when))


# === SENDING === #


def invoice(place):
    return place.do('invoice', customer=place.ids['municipality'], product=place.ids['product'])


def run(place, *crons):
    place.do('cron', names=crons)


def go_on(place, move, number):
    """Time passes, the scheduled actions run, and where it is asked, a person decides."""
    for _round in range(LOOKUPS + 1):
        place.time_goes_on()
        run(place, 'send', 'poll')
        stands = place.do('document', move=move)
        if stands['state'] == 'delivered':
            break
    if stands['state'] == 'unsure':
        assert place.uploads_of(number) == 0, stands
        press(place, 'pagero.document', 'action_send_again', stands['id'])
        run(place, 'send', 'poll')
        stands = place.do('document', move=move)
    assert stands['state'] == 'delivered', stands
    assert (place.uploads_of(number), place.arrivals_of(number)) == (1, 1)


def press(place, model, button, record):
    place.do('press', model=model, button=button, ids=[record], user=place.user)


def send(place, death):
    move, number = invoice(place)
    place.dies(*death, 'cron', names=['send'])
    go_on(place, move, number)


def send_after_a_death(place, death):
    move, number = invoice(place)
    place.dies('document/wire.py:_note_wire', 'commit', 'after', 'cron', names=['send'])
    place.time_goes_on()
    place.dies(*death, 'cron', names=['send'])
    go_on(place, move, number)


def send_with_a_bug(place, death):
    move, number = invoice(place)
    place.dies(*death, 'send_with_a_bug')
    go_on(place, move, number)


def send_in_an_outage(place, death):
    move, number = invoice(place)
    place.fault('503')
    place.dies(*death, 'cron', names=['send'])
    go_on(place, move, number)


def send_after_an_outage(place, death):
    move, number = invoice(place)
    place.odoo.query('UPDATE pagero_account SET outages = 2, compared_on = NULL')
    place.dies(*death, 'cron', names=['send'])
    go_on(place, move, number)


def send_without_a_login(place, death):
    move, number = invoice(place)
    place.odoo.query("UPDATE pagero_account SET state = 'expired'")
    place.dies(*death, 'cron', names=['send'])
    place.odoo.query("UPDATE pagero_account SET state = 'connected'")
    run(place, 'sweep')
    go_on(place, move, number)


def send_with_an_old_token(place, death):
    """Between Pagero's answer and our commit the login is lost, and people are asked."""
    move, number = invoice(place)
    place.do('token_is_old')
    place.dies(*death, 'cron', names=['send'])
    place.time_goes_on()
    run(place, 'send')
    [(state,)] = place.odoo.query('SELECT state FROM pagero_account ORDER BY id LIMIT 1')
    is_lost = death[1:] in {('request', 'after'), ('commit', 'before')}
    assert state == ('expired' if is_lost else 'connected')
    if is_lost:
        place.log_in()
    go_on(place, move, number)


def refresh(place, death):
    move, number = invoice(place)
    place.dies(*death, 'cron', names=['refresh'])
    go_on(place, move, number)


# === FOLLOWING UP === #


def poll(place, death):
    move, number = invoice(place)
    run(place, 'send')
    place.dies(*death, 'cron', names=['poll'])
    go_on(place, move, number)


def look_up(place, death):
    move, number = invoice(place)
    place.fault('timeout_after', seconds=0)
    run(place, 'send')
    assert place.do('document', move=move)['state'] == 'unsure'
    place.time_goes_on()
    place.dies(*death, 'cron', names=['poll'])
    go_on(place, move, number)


def look_up_what_is_not_there(place, death):
    move, number = invoice(place)
    place.fault('timeout_before', seconds=0)
    run(place, 'send')
    place.time_goes_on()
    place.dies(*death, 'cron', names=['poll'])
    go_on(place, move, number)


def sweep(place, death):
    move, number = invoice(place)
    run(place, 'send')
    place.long_ago()
    place.dies(*death, 'cron', names=['sweep'])
    go_on(place, move, number)


def stopped(place):
    """An invoice that stands at Pagero; its document's id."""
    place.sandbox.post('settings', {'processing_seconds': 'manual'})
    move, number = invoice(place)
    run(place, 'send')
    [part] = [each for each in place.sandbox.get('parts') if each['status'] == 'Processing']
    place.sandbox.post('settings', {'processing_seconds': 0})
    wish = {'status': 'Error', 'descriptions': ['Wrong'], 'code': None}
    place.sandbox.post(f'parts/{part["id"]}', wish)
    run(place, 'poll')
    stands = place.do('document', move=move)
    assert stands['state'] == 'error', stands
    return move, number, stands['id']


def cancel(place, death):
    move, number, document = stopped(place)
    button = cancelling(place, document)
    place.dies(*death, 'press', **button)
    cancelled_once(place, move, number, button)


def cancel_in_doubt(place, death):
    """Pagero says that there is nothing to act on: it is asked whether it shows anything."""
    move, number, document = stopped(place)
    button = cancelling(place, document)
    place.fault('410', path='/action$')
    place.dies(*death, 'press', **button)
    cancelled_once(place, move, number, button)


def cancelling(place, document):
    return {
        'model': 'pagero.document',
        'button': 'action_cancel',
        'ids': [document],
        'user': place.user,
    }


def cancelled_once(place, move, number, button):
    """Where Pagero had cancelled it, nothing is listed any more: that is sure after a day."""
    if not any(each['status'] == 'Error' for each in place.sandbox.get('parts')):
        run(place, 'poll')
        place.long_ago()
    place.do('press', **button)
    assert place.do('document', move=move)['state'] == 'cancelled'
    assert (place.uploads_of(number), place.arrivals_of(number)) == (1, 0)


# === RECEIVING === #


def received(place, **wish):
    """Documents of suppliers have come to the network, and none was fetched yet."""
    inbox = Inbox(place)
    inbox.begin()
    return inbox, inbox.supply(**{'count': 2, **wish})


def all_there_once(inbox, made, state='stored'):
    found = inbox.stored('network_id, state, marked_at IS NOT NULL')
    assert sorted(found) == sorted((each['id'], state, True) for each in made), found
    assert all(entry['is_fetched'] for entry in inbox.ledger().values())
    files = "SELECT count(*) FROM ir_attachment WHERE res_model = 'pagero.received.document'"
    assert inbox.place.ask(files) == len(made)


def receive(place, death):
    inbox, made = received(place)
    place.dies(*death, 'cron', names=['receive'])
    place.time_goes_on()
    run(place, 'receive')
    all_there_once(inbox, made)


def bills(place, death):
    _inbox, made = received(place)
    place.settings(makes_bills=True)
    place.odoo.query("DELETE FROM account_move WHERE move_type = 'in_invoice'")
    run(place, 'receive')
    place.dies(*death, 'cron', names=['bills'])
    run(place, 'bills', 'bills')
    assert not place.odoo.query('SELECT 1 FROM pagero_received_document WHERE is_bill_due')
    booked = place.ask("SELECT count(*) FROM pagero_received_document WHERE state = 'booked'")
    drafts = place.ask("SELECT count(*) FROM account_move WHERE move_type = 'in_invoice'")
    assert booked == drafts
    stays = "SELECT count(*) FROM pagero_received_document WHERE bill_remarks IS NOT NULL"
    assert booked or place.ask(stays) == len(made), "booked, or each says why it can't be"


def reminders(place, death):
    inbox, made = received(place, kinds=['payment_reminder'], count=1)
    run(place, 'receive')
    place.dies(*death, 'cron', names=['reminders'])
    run(place, 'reminders')
    all_there_once(inbox, made)


def read_answers(place, death):
    move, number = invoice(place)
    run(place, 'send', 'poll')
    Inbox(place).begin()
    copy = next(
        each['id']
        for each in place.sandbox.get('documents')
        if each['number'] == number and each['recipient_id']
    )
    place.sandbox.post(f'documents/{copy}/answer', {'code': 'AP'})
    run(place, 'receive')
    place.dies(*death, 'cron', names=['read'])
    run(place, 'read', 'read')
    told = 'SELECT count(*) FROM pagero_response WHERE move_id = %s'
    assert place.ask(told, move) == 1
    status = 'SELECT business_status FROM pagero_document WHERE move_id = %s'
    assert place.ask(status, move) == 'accepted'


# === CONNECTING === #


def asked(place, company):
    """A new customer, which the network knows as a company like this one."""
    place.settings(gateway='partner')
    number = next(NUMBERS)
    wanted = {
        **company,
        'id': f'9{number}',
        'name': f"Gränslandet {number} AB",
        'ids': [{'idType': 'ORGNR', 'value': str(number)}],
        'electronicIds': [f'0007:{number}'],
    }
    place.sandbox.post('network/companies', wanted)
    partner = place.do('customer', name=wanted['name'], number=str(number))
    account, user = place.ids['account'], place.user
    return {'account': account, 'partner': partner, 'company': wanted, 'user': user}


def stands(place, wish):
    """(ours, how many of ours are open; theirs, how many of theirs are open)"""
    [(connection, state)] = place.odoo.query(
        'SELECT id, state FROM pagero_connection WHERE partner_id = %s', (wish['partner'],)
    )
    there = [
        each['state']
        for each in place.sandbox.get('network/connections')
        if each['recipientId'] == wish['company']['id']
    ]
    return connection, state, there


def open_requests(place, connection):
    pending = "SELECT count(*) FROM pagero_connection_request WHERE state = 'pending'"
    return place.ask(f'{pending} AND connection_id = %s', connection)


def connect(place, death):
    wish = asked(place, companies.BY_REQUEST)
    place.dies(*death, 'connect', **wish)
    place.do('connect', **wish)
    connection, state, there = stands(place, wish)
    assert (state, there, open_requests(place, connection)) == ('requested', ['Requested'], 1)


def button_of(place, model, button, record):
    return {'model': model, 'button': button, 'ids': [record], 'user': place.user}


def cancel_a_request(place, death):
    wish = asked(place, companies.BY_REQUEST)
    connection = place.do('connect', **wish)
    request = place.ask(
        'SELECT id FROM pagero_connection_request WHERE connection_id = %s', connection
    )
    button = button_of(place, 'pagero.connection.request', 'action_cancel', request)
    place.dies(*death, 'press', **button)
    place.do('press', **button)
    assert stands(place, wish) == (connection, 'cancelled', ['Cancelled'])
    assert open_requests(place, connection) == 0


def disconnect(place, death):
    wish = asked(place, companies.ACCEPTS_BY_ITSELF)
    connection = place.do('connect', **wish)
    assert stands(place, wish) == (connection, 'connected', ['Connected'])
    button = button_of(place, 'pagero.connection', 'action_disconnect', connection)
    place.dies(*death, 'press', **button)
    place.do('press', **button)
    assert stands(place, wish)[1] == 'none'
    assert 'Connected' not in stands(place, wish)[2]


def routed(place):
    wish = asked(place, companies.NEEDS_ROUTING)
    connection = place.do('connect', **wish)
    order = place.ask('SELECT id FROM pagero_routing_order WHERE connection_id = %s', connection)
    return wish, connection, order


def orders_there(place, wish):
    return [
        each['state']
        for each in place.sandbox.get('network/routing_orders')
        if each['recipientId'] == wish['company']['id']
    ]


def order_a_route(place, death):
    wish, _connection, order = routed(place)
    button = button_of(place, 'pagero.routing.order', 'action_skip_email', order)
    place.dies(*death, 'press', **button)
    place.do('press', **button)
    assert stands(place, wish)[1] == 'routing_ordered'
    assert orders_there(place, wish) == ['AwaitingResponse']


def activate_a_route(place, death):
    wish, connection, order = routed(place)
    place.do('press', **button_of(place, 'pagero.routing.order', 'action_skip_email', order))
    place.dies(*death, 'activate', order=order, user=place.user)
    place.do('activate', order=order, user=place.user)
    assert stands(place, wish) == (connection, 'connected', ['Connected'])
    assert orders_there(place, wish) == ['Active']


def hear_news(place, death):
    wish = asked(place, companies.BY_REQUEST)
    connection = place.do('connect', **wish)
    request = place.ask(
        'SELECT network_id FROM pagero_connection_request WHERE connection_id = %s', connection
    )
    place.sandbox.post(f'network/requests/{request}', {'state': 'Accepted', 'answer': "Ja"})
    place.dies(*death, 'cron', names=['network'])
    run(place, 'network')
    assert stands(place, wish) == (connection, 'connected', ['Connected'])
    assert open_requests(place, connection) == 0


def approve_a_request(place, death):
    place.settings(gateway='partner')
    supplier = asked(place, companies.ACCEPTS_BY_ITSELF)['company']
    asks = {'companyId': SANDBOX_COMPANY, 'recipientId': supplier['id'], 'message': "Hej"}
    theirs = place.sandbox.post('network/requests', asks)['id']
    run(place, 'network')
    ours = place.ask('SELECT id FROM pagero_received_request WHERE network_id = %s', theirs)
    button = button_of(place, 'pagero.received.request', 'action_approve', ours)
    place.dies(*death, 'press', **button)
    place.do('press', **button)
    there = [each for each in place.sandbox.get('network/requests') if each['id'] == theirs]
    assert [each['state'] for each in there] == ['Accepted']
    state = 'SELECT state FROM pagero_received_request WHERE id = %s'
    assert place.ask(state, ours) == 'approved'


# === MATCHING === #


def match(place, death):
    wishes = [asked(place, companies.ACCEPTS_BY_ITSELF) for _number in range(2)]
    started = place.do('match', partners=[each['partner'] for each in wishes], user=place.user)
    place.dies(*death, 'cron', names=['match'])
    run(place, 'match')
    lines = 'SELECT state FROM pagero_match_line WHERE run_id = %s'
    assert place.odoo.query(lines, (started,)) == [('sure',), ('sure',)]
    assert place.ask('SELECT state FROM pagero_match_run WHERE id = %s', started) == 'review'


NUMBERS = itertools.count(5599201001, 17)
SCENARIOS = {
    'receive': receive,
    'bills': bills,
    'reminders': reminders,
    'read answers': read_answers,
    'connect': connect,
    'cancel a request': cancel_a_request,
    'disconnect': disconnect,
    'order a route': order_a_route,
    'activate a route': activate_a_route,
    'hear news': hear_news,
    'approve a request': approve_a_request,
    'match': match,
    'send': send,
    'send while the login is lost': send_without_a_login,
    'send after a death': send_after_a_death,
    'send with a bug of ours': send_with_a_bug,
    'send in an outage': send_in_an_outage,
    'send after an outage': send_after_an_outage,
    'send with an old token': send_with_an_old_token,
    'refresh': refresh,
    'poll': poll,
    'look up': look_up,
    'look up what is not there': look_up_what_is_not_there,
    'sweep': sweep,
    'cancel': cancel,
    'cancel in doubt': cancel_in_doubt,
}
