"""The whole way against the sandbox process: login, sending, parts, documents, faults."""

from datetime import datetime, timedelta, timezone
from threading import Thread
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from network_server import THIS_MACHINE
from sandbox_driver import COMPANY, REDIRECT, invoice, wait_until

from network import (
    Garbled,
    GrantExpired,
    Hosts,
    HttpTransport,
    LoginRefused,
    NoAnswer,
    NoConnection,
    OAuthClient,
    OAuthError,
    PageroClient,
    Refused,
    ServerFault,
    StateMismatch,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
    new_login,
    parse_callback,
)


CLIENT_ID, CLIENT_SECRET = 'sandbox-client', 'sandbox-secret'


@pytest.fixture
def hosts(sandbox):
    sandbox.add_recipient()
    return Hosts(sandbox.url, sandbox.url)


@pytest.fixture
def transport(hosts):
    with HttpTransport(hosts.origins, 10.0, private_hosts=THIS_MACHINE) as opened:
        yield opened


@pytest.fixture
def oauth(transport, hosts):
    return OAuthClient(transport, hosts, CLIENT_ID, CLIENT_SECRET)


@pytest.fixture
def client(sandbox, transport, hosts):
    return PageroClient(transport, hosts, sandbox.access_token, COMPANY)


def log_in(hosts, login, decision='allow'):
    """What the browser does; gives the address that it is sent back to."""
    form = {'username': 'anna@example.com', 'password': 'anna', 'decision': decision}
    answer = requests.post(login.url, data=form, allow_redirects=False, timeout=10)
    assert answer.headers['Location'].startswith(REDIRECT), answer.text
    return answer.headers['Location']


def tokens_of(oauth, hosts):
    login = new_login(hosts, CLIENT_ID, REDIRECT)
    code = parse_callback(log_in(hosts, login), state=login.state, issuer=hosts.sso_url)
    return oauth.exchange(code, login.code_verifier, REDIRECT)


def send(client, number='INV/2027/00001', mode='Test', reference=None):
    payload = invoice(number=number)
    return client.send_file(payload, f'{number}.xml', 'Invoice', mode, reference or f'ref {number}')


def send_many(client, count):
    return [send(client, f'INV/{number:03}') for number in range(count)]


# === LOGIN === #


def test_a_login_ends_with_tokens_that_work(oauth, hosts, transport):
    tokens = tokens_of(oauth, hosts)

    assert tokens.expires_in == 600
    client = PageroClient(transport, hosts, tokens.access_token, COMPANY)
    assert list(client.iter_documents()) == []


def test_a_code_works_once(oauth, hosts):
    login = new_login(hosts, CLIENT_ID, REDIRECT)
    code = parse_callback(log_in(hosts, login), state=login.state, issuer=hosts.sso_url)
    oauth.exchange(code, login.code_verifier, REDIRECT)

    with pytest.raises(GrantExpired):
        oauth.exchange(code, login.code_verifier, REDIRECT)


def test_a_foreign_verifier_is_refused(oauth, hosts):
    login, other = new_login(hosts, CLIENT_ID, REDIRECT), new_login(hosts, CLIENT_ID, REDIRECT)
    code = parse_callback(log_in(hosts, login), state=login.state, issuer=hosts.sso_url)

    with pytest.raises(GrantExpired):
        oauth.exchange(code, other.code_verifier, REDIRECT)


def test_a_user_may_say_no(hosts):
    login = new_login(hosts, CLIENT_ID, REDIRECT)
    with pytest.raises(LoginRefused) as caught:
        parse_callback(log_in(hosts, login, 'deny'), state=login.state, issuer=hosts.sso_url)

    assert caught.value.code == 'access_denied'


def test_the_callback_of_another_login_is_refused(hosts):
    login, other = new_login(hosts, CLIENT_ID, REDIRECT), new_login(hosts, CLIENT_ID, REDIRECT)
    with pytest.raises(StateMismatch):
        parse_callback(log_in(hosts, login), state=other.state, issuer=hosts.sso_url)


def test_a_refresh_rotates_both_tokens(oauth, hosts):
    first = tokens_of(oauth, hosts)
    second = oauth.refresh(first.refresh_token)

    assert first.access_token != second.access_token
    assert first.refresh_token != second.refresh_token
    with pytest.raises(GrantExpired) as caught:
        oauth.refresh(first.refresh_token)
    assert caught.value.code == 'invalid_grant'
    assert first.refresh_token not in repr(caught.value)


def test_a_wrong_secret_is_an_oauth_error(transport, hosts):
    oauth = OAuthClient(transport, hosts, CLIENT_ID, 'wrong')
    with pytest.raises(OAuthError) as caught:
        oauth.refresh('anything')

    assert type(caught.value) is OAuthError
    assert caught.value.code == 'invalid_client'


def test_revoking_ends_the_login(oauth, hosts):
    tokens = tokens_of(oauth, hosts)
    oauth.revoke(tokens.refresh_token)

    with pytest.raises(GrantExpired):
        oauth.refresh(tokens.refresh_token)


def test_an_old_access_token_is_unauthorized(sandbox, client):
    sandbox.control('expire_tokens', {})
    with pytest.raises(Unauthorized) as caught:
        send(client)

    assert caught.value.taken == 'no'
    assert sandbox.control('summary')['files'] == 0


# === SENDING AND WHAT BECOMES OF IT === #


def test_a_sent_file_becomes_a_document(client):
    sent = send(client)

    assert (sent.sender_reference, sent.send_mode) == ('ref INV/2027/00001', 'Test')
    assert list(client.iter_file_parts(sent.id)) == []
    (document,) = client.iter_documents(file_id=sent.id)
    assert document.document_identifier == 'INV/2027/00001'
    assert (document.file_id, document.mode, document.direction) == (sent.id, 'test', 'Sent')
    assert str(document.issue_date) == '2026-03-01'
    assert document == client.get_document(document.id)
    assert abs(document.created_at - datetime.now(timezone.utc)) < timedelta(minutes=1)


def test_the_document_can_be_downloaded_and_marked(client):
    sent = send(client)
    (document,) = client.iter_documents(file_id=sent.id)

    assert client.download_target(document.id) == invoice(number='INV/2027/00001')
    client.mark_fetched([document.id])
    assert client.get_document(document.id).is_fetched
    assert list(client.iter_documents(show_fetched_only=False)) == []


def test_a_part_that_is_worked_on_is_processing(sandbox, client):
    sandbox.control('settings', {'processing_seconds': 'manual'})
    sent = send(client)

    (part,) = client.iter_file_parts(sent.id)
    assert (part.state, part.file_id) == ('processing', sent.id)
    assert list(client.iter_file_parts(statuses=('AwaitingInteraction', 'Error'))) == []


@pytest.mark.parametrize('place', ['text', 'field', 'none'])
def test_a_missing_connection_awaits_interaction(sandbox, client, place):
    sandbox.control('settings', {'error_codes': place})
    sandbox.add_recipient(connection='requested')
    sent = send(client, mode='Production')

    (part,) = client.iter_file_parts(statuses=('AwaitingInteraction', 'Error'))
    assert (part.state, part.file_id, part.codes) == ('awaiting_interaction', sent.id, ('29100',))
    sandbox.add_recipient(connection='connected')
    client.act_on_file_part(part.id, 'Restart')
    assert len(list(client.iter_documents(file_id=sent.id))) == 1


def test_a_part_can_be_cancelled_once(sandbox, client):
    sandbox.add_recipient(connection='not_found')
    sent = send(client)
    (part,) = client.iter_file_parts(sent.id)
    client.act_on_file_part(part.id, 'Cancel')

    assert list(client.iter_file_parts(sent.id)) == []
    with pytest.raises(UnexpectedAnswer) as caught:
        client.act_on_file_part(part.id, 'Cancel')
    assert caught.value.status == 409


def test_all_parts_of_a_file_are_seen(sandbox, client):
    sandbox.control('settings', {'page_limit_max': 2})
    sent = send(client)
    for number in range(5):
        part = {'file_id': sent.id, 'status': 'Error', 'descriptions': [f'fault {number}']}
        sandbox.control('parts', part)

    parts = list(client.iter_file_parts(sent.id))
    assert {part.descriptions for part in parts} == {(f'fault {number}',) for number in range(5)}


def test_unknown_words_are_kept(sandbox, client):
    sandbox.control('settings', {'processing_seconds': 'manual', 'extra_fields': True})
    sent = send(client)
    sandbox.control('faults', {'fault': 'unknown_status'})
    (part,) = client.iter_file_parts(sent.id)

    assert (part.status, part.state, part.sender_reference) == (
        'Quarantined',
        None,
        'ref INV/2027/00001',
    )


def test_an_answer_of_the_recipient_is_read(sandbox, client):
    sandbox.control('settings', {'extra_fields': True})
    send(client)
    (copy,) = [each for each in sandbox.control('documents') if each['direction'] == 'Received']
    sandbox.control(
        f"documents/{copy['id']}/answer", {'code': 'RE', 'reason': 'PRI', 'note': 'Dyrt'}
    )

    (sent,) = client.iter_documents(direction='Sent')
    assert (sent.business_status, sent.business_text) == ('rejected', 'Dyrt')
    (response,) = client.iter_documents(
        direction='Received', document_types=('ApplicationResponse', 'Invoice')
    )
    assert (response.business_status, response.business_word) == ('rejected', 'RecipientReject')
    assert b'ApplicationResponse' in client.download_target(response.id)


# === LISTS === #


@pytest.mark.parametrize('page_limit', [1, 7, 10, 100])
def test_long_lists_are_read_whole(sandbox, client, page_limit):
    sandbox.control('settings', {'page_limit_max': page_limit})
    references = {sent.id for sent in send_many(client, 20)}
    sandbox.control('calls', method='DELETE')

    assert {each.file_id for each in client.iter_documents(direction='Sent')} == references
    assert len(sandbox.control('calls')) == -(-20 // page_limit)


def test_a_list_that_grows_while_it_is_read_loses_nothing(sandbox, client):
    sandbox.control('settings', {'page_limit_max': 5})
    references = {sent.id for sent in send_many(client, 20)}
    seen = []
    for number, document in enumerate(client.iter_documents()):
        seen.append(document)
        if number % 5 == 1:
            send(client, f'LATE/{number}')

    assert references <= {each.file_id for each in seen}
    assert len({each.id for each in seen}) == len(seen)


def test_a_list_that_shrinks_while_it_is_read_loses_nothing(sandbox, client):
    sandbox.control('settings', {'page_limit_max': 5, 'processing_seconds': 'manual'})
    sent = send(client)
    for number in range(20):
        sandbox.control(
            'parts', {'file_id': sent.id, 'status': 'Error', 'descriptions': [str(number)]}
        )
    seen = []
    for part in client.iter_file_parts(statuses=('Error',)):
        seen.append(part.descriptions[0])
        if len(seen) in (3, 9):
            client.act_on_file_part(part.id, 'Cancel')

    assert sorted(map(int, seen)) == list(range(20))


def test_documents_are_filtered_by_time_and_reference(client):
    send(client, 'INV/1', reference='odoo a&b/1')
    before = datetime.now(timezone.utc) - timedelta(hours=1)
    after = datetime.now(timezone.utc) + timedelta(hours=1)

    assert len(list(client.iter_documents(created_from=before, created_to=after))) == 1
    assert list(client.iter_documents(created_from=after)) == []
    assert len(list(client.iter_documents(sender_reference='odoo a&b/1'))) == 1
    assert list(client.iter_documents(sender_reference='odoo a')) == []


def test_an_ignored_filter_shows_in_the_items(sandbox, client):
    send(client, 'INV/1')
    wanted = send(client, 'INV/2')
    sandbox.control('faults', {'fault': 'ignore_filter', 'times': None})

    documents = list(client.iter_documents(file_id=wanted.id))
    assert {each.file_id == wanted.id for each in documents} == {True, False}


def test_a_document_that_nobody_sent_is_listed_like_any_other(sandbox, client):
    unknown = sandbox.control('unknown_document', {})
    (document,) = client.iter_documents(direction='Sent')
    assert (document.id, document.mode) == (unknown['id'], 'production')


# === FAULTS === #


@pytest.mark.parametrize(
    'fault, error, taken',
    [
        ('401', Unauthorized, False),
        ('429', TooManyRequests, False),
        ('500', ServerFault, False),
        ('502', ServerFault, False),
        ('503', ServerFault, False),
        ('html_502', ServerFault, False),
        ('html_200', Garbled, False),
        ('garbage_64k', Garbled, False),
        ('cut_body', Garbled, True),
        ('empty_body', Garbled, True),
    ],
)
def test_a_fault_while_sending_has_its_error(sandbox, client, fault, error, taken):
    sandbox.control('faults', {'fault': fault})
    with pytest.raises(error) as caught:
        send(client)

    assert type(caught.value) is error
    assert sandbox.control('summary')['files'] == taken
    if taken:
        assert caught.value.taken == 'unknown'
    assert send(client, 'INV/again').id


@pytest.mark.parametrize('fault, taken', [('timeout_before', False), ('timeout_after', True)])
def test_a_time_out_while_sending_is_no_answer(sandbox, hosts, client, fault, taken):
    sandbox.control('faults', {'fault': fault})
    impatient = HttpTransport(hosts.origins, 0.5, private_hosts=THIS_MACHINE)
    with impatient, pytest.raises(NoAnswer) as caught:
        send(PageroClient(impatient, hosts, client._access_token, COMPANY))

    sandbox.control('faults', method='DELETE')
    assert caught.value.taken == 'unknown'
    wait_until(lambda: sandbox.control('summary')['files'] == taken)


@pytest.mark.parametrize('retry_after, seconds', [(17, (17, 17)), ('date', (20, 30)), (None, None)])
def test_retry_after_is_read(sandbox, client, retry_after, seconds):
    sandbox.control('faults', {'fault': '429', 'retry_after': retry_after})
    with pytest.raises(TooManyRequests) as caught:
        list(client.iter_documents())

    waiting = caught.value.retry_after
    assert (waiting is None) == (seconds is None)
    assert not seconds or seconds[0] <= waiting.total_seconds() <= seconds[1]


def test_a_slow_answer_is_waited_for(sandbox, client):
    sandbox.control('faults', {'fault': 'slow', 'seconds': 0.5})
    started_at = monotonic()
    assert send(client).id
    assert monotonic() - started_at >= 0.5


def test_a_network_that_is_off_is_no_connection(sandbox, hosts, client):
    sandbox.control('settings', {'network_off': True})
    with pytest.raises(NoConnection):
        send(client)

    sandbox.control('settings', {'network_off': False})
    assert send(client).id


@pytest.mark.parametrize(
    'company, document_type, status',
    [('00000000-0000-4000-8000-000000000000', 'Invoice', 403), (COMPANY, 'Nonsense', 400)],
)
def test_a_refusal_tells_its_reason(client, company, document_type, status):
    client._company_id = company
    with pytest.raises(Refused) as caught:
        client.send_file(b'<a/>', 'a.xml', document_type, 'Test', 'reference')

    assert (caught.value.status, caught.value.retryable) == (status, False)
    assert caught.value.text in str(caught.value)


def test_the_access_token_is_in_no_log(caplog, sandbox, client):
    sandbox.control('faults', {'fault': 'html_502'})
    with caplog.at_level('DEBUG'):
        with pytest.raises(ServerFault):
            send(client)
        send(client)

    assert client._access_token not in caplog.text
    assert 'POST /file/v1/files: 502' in caplog.text


def test_many_threads_send_at_once_and_nothing_is_lost_or_doubled(sandbox, hosts, client):
    sandbox.control('settings', {'latency_ms': 20})
    sent = []

    def work(number):
        with HttpTransport(hosts.origins, 10.0, private_hosts=THIS_MACHINE) as transport:
            own = PageroClient(transport, hosts, client._access_token, COMPANY)
            sent.extend(send(own, f'T{number}/{step}').id for step in range(10))

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    summary = sandbox.control('summary')
    assert (len(set(sent)), summary['files'], summary['duplicate_references']) == (80, 80, 0)


def test_the_login_address_carries_what_the_server_needs(hosts):
    login = new_login(hosts, CLIENT_ID, REDIRECT)
    query = parse_qs(urlsplit(login.url).query)

    assert query['code_challenge_method'] == ['S256']
    assert (query['redirect_uri'], query['scope']) == ([REDIRECT], ['all'])
    assert login.code_verifier not in login.url
    assert login.state not in repr(login)
