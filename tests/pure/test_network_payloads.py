"""network/payloads.py: any JSON becomes a dataclass or Garbled, and nothing else."""

from datetime import date, datetime, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from network import (
    BUSINESS_STATE,
    Garbled,
    parse_document,
    parse_file_part,
    parse_page,
    parse_sent_file,
    parse_tokens,
)
from network.reading import instant


DOCUMENT = {
    'id': 'd5e1c1a0-0000-4000-8000-000000000001',
    'fileId': '4711',
    'createTime': '2025-03-20T08:28:42.747Z',
    'distribution': 'Electronic',
    'isFetched': False,
    'sendMode': 'Test',
    'documentInfo': {
        'direction': 'Sent',
        'documentIdentifier': 'INV/1',
        'documentType': 'Invoice',
        'documentSubType': 'Debit',
        'issueDate': '2027-01-28',
        'amounts': {'currency': 'SEK', 'totalAmount': '5000.00'},
        'senderParty': {'name': 'Vi AB', 'ids': [{'idType': 'GLN', 'value': '7300010000001'}]},
        'receiverParty': {
            'name': 'Kund AB',
            'ids': [
                {'idType': 'UNDEFINED_VAT', 'value': 'SE556732170701'},
                {'idType': 'UNDEFINED_ORGNR', 'value': '5567321707'},
            ],
        },
    },
}
PART = {
    'id': '99',
    'fileId': '4711',
    'status': 'Error',
    'error': {'description': ['11200: Duplicate invoice number', 'Look it up']},
}
PARSERS = [parse_sent_file, parse_file_part, parse_document, parse_tokens]

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text('\0\ud800 a1', max_size=5)
)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def variants(value):
    """The same shape with anything in any place, or with the place missing."""
    if isinstance(value, dict):
        return (
            st.fixed_dictionaries({}, optional={k: variants(v) for k, v in value.items()})
            | ANY_JSON
        )
    if isinstance(value, list):
        return st.lists(st.one_of([variants(each) for each in value]), max_size=3) | ANY_JSON
    return st.just(value) | ANY_JSON


SENT_FILE = {'id': '4711', 'senderReference': 'r', 'sendMode': 'Test', 'createTime': 'x'}
TOKENS = {'access_token': 'a', 'refresh_token': 'r', 'expires_in': 600, 'scope': 'all'}
SHAPED = st.one_of([variants(each) for each in (DOCUMENT, PART, SENT_FILE, TOKENS)])


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings_in(each)


def assert_storable(parsed):
    """PostgreSQL can keep every string in it: no NUL, no lone surrogate."""
    for text in strings_in(tuple(vars(parsed).values())):
        assert '\0' not in text
        text.encode()


@pytest.mark.parametrize('parse', PARSERS)
@given(payload=ANY_JSON | SHAPED)
@example(payload={'id': 10**5000})
@example(payload={'id': '1', 'createTime': '0001-01-01T00:00:00+23:59'})
@example(payload={'id': 'a\ud800\0', 'error': {'description': ['\ud800 b\0']}})
@example(payload={'id': True})
@example(payload={'id': ' '})
@example(payload={'id': 'x' * 300})
@example(payload={'access_token': 'a\nb', 'refresh_token': 'r'})
def test_any_json_is_a_dataclass_or_garbled(parse, payload):
    try:
        parsed = parse(payload)
    except Garbled:
        return
    assert_storable(parsed)


@given(st.one_of(ANY_JSON, variants({'items': [PART], 'meta': {'total': 1, 'limit': 10}})))
def test_any_json_is_a_page_or_garbled(payload):
    try:
        page = parse_page(payload, parse_file_part)
    except Garbled:
        return
    assert page.size == len(payload['items'])
    assert page.total is None or page.total >= 0


def test_a_document_is_read_whole():
    document = parse_document(DOCUMENT)

    assert (document.id, document.file_id) == (DOCUMENT['id'], '4711')
    assert document.created_at == datetime(2025, 3, 20, 8, 28, 42, 747000, timezone.utc)
    assert (document.direction, document.document_type) == ('Sent', 'Invoice')
    assert (document.document_subtype, document.document_identifier) == ('Debit', 'INV/1')
    assert document.issue_date == date(2027, 1, 28)
    assert (document.send_mode, document.mode) == ('Test', 'test')
    assert document.receiver_ids == (
        ('UNDEFINED_VAT', 'SE556732170701'),
        ('UNDEFINED_ORGNR', '5567321707'),
    )
    assert document.sender_ids == (('GLN', '7300010000001'),)
    assert (document.business_status, document.sender_reference) == (None, None)


def test_a_document_needs_only_its_id():
    document = parse_document({'id': 'x'})
    assert (document.file_id, document.created_at, document.issue_date) == ('', None, None)
    assert (document.receiver_ids, document.is_fetched, document.mode) == ((), False, None)


@pytest.mark.parametrize('word, status', [*BUSINESS_STATE.items(), ('Pondering', 'unknown')])
def test_the_recipient_s_word_is_translated_and_kept(word, status):
    document = parse_document({'id': 'x', 'latestBusinessStatus': {'businessStatus': word}})
    assert (document.business_status, document.business_word) == (status, word)


def test_a_response_s_subtype_is_the_recipient_s_word():
    info = {'documentType': 'ApplicationResponse', 'documentSubType': 'RecipientReject'}
    assert parse_document({'id': 'x', 'documentInfo': info}).business_status == 'rejected'


def test_unknown_status_words_are_kept():
    document = parse_document({'id': 'x', 'sendStatus': 'Undeliverable', 'status': ''})
    assert document.status_words == (('sendStatus', 'Undeliverable'),)


@pytest.mark.parametrize(
    'error, descriptions, codes',
    [
        ({'description': ['11200: twice', 'b']}, ('11200: twice', 'b'), ('11200',)),
        ({'description': 'one text'}, ('one text',), ()),
        ({'description': ['a'], 'code': '29100'}, ('a',), ('29100',)),
        ({'description': ['a'], 'code': 29100}, ('a',), ('29100',)),
        ({'description': ['a'], 'codes': ['29100', '28600']}, ('a',), ('29100', '28600')),
        ({'description': [{'text': 'deep'}]}, ('deep',), ()),
        ({'description': None}, (), ()),
        ('just text', ('just text',), ()),
        (['a', 'b'], ('a', 'b'), ()),
        (None, (), ()),
        (7, (), ()),
        ({'description': ['', ' ', 'a\0b']}, ('ab',), ()),
    ],
)
def test_an_error_s_texts_come_in_many_shapes(error, descriptions, codes):
    part = parse_file_part({'id': 1, 'status': 'Error', 'error': error})
    assert (part.descriptions, part.codes) == (descriptions, codes)


def test_a_part_takes_the_file_that_was_asked_for():
    assert parse_file_part({'id': '1'}, file_id='4711').file_id == '4711'
    assert parse_file_part({'id': '1', 'fileId': 5}, file_id='4711').file_id == '5'


@pytest.mark.parametrize(
    'status, state',
    [
        ('Processing', 'processing'),
        ('AwaitingInteraction', 'awaiting_interaction'),
        ('Error', 'error'),
        ('Quarantined', None),
        (None, None),
    ],
)
def test_a_part_s_word_becomes_a_state_or_stays_a_word(status, state):
    part = parse_file_part({'id': '1', 'status': status})
    assert (part.status, part.state) == (status or '', state)


def test_endless_texts_are_cut():
    part = parse_file_part({'id': '1', 'error': {'description': ['x' * 10_000] * 1_000}})
    assert (len(part.descriptions), len(part.descriptions[0])) == (50, 2_000)


def test_one_bad_item_does_not_hide_the_others():
    page = parse_page({'items': [None, {'id': '1'}, {}, 'x']}, parse_file_part)
    assert ([part.id for part in page.items], page.size) == (['1'], 4)
    assert page.unreadable == ('null', '{}', '"x"')


def test_a_list_of_nothing_but_bad_items_is_a_list():
    """Else a single one of a newer kind would stop all that is asked of the account."""
    page = parse_page({'items': [{'kind': 'x' * 900}, None]}, parse_file_part)
    assert (page.items, page.size) == ((), 2)
    assert [len(each) for each in page.unreadable] == [200, 4]


def test_secrets_in_a_bad_item_are_not_told():
    token = 'eyJhbGciOiJIUzI1NiJ9.' + 'a' * 60 + '.b'
    [told] = parse_page({'items': [{'access_token': token}]}, parse_file_part).unreadable
    assert 'a' * 60 not in told


@pytest.mark.parametrize(
    'payload',
    [None, [], {}, 'x', {'items': None}, {'items': {}}, {'items': 'x'}],
)
def test_what_is_no_list_is_garbled(payload):
    with pytest.raises(Garbled):
        parse_page(payload, parse_file_part)


@pytest.mark.parametrize(
    'meta, total',
    [
        ({'total': 5}, 5),
        ({'total': '5'}, 5),
        ({'total': -1}, None),
        ({'total': True}, None),
        ({'total': 1.5}, None),
        ('x', None),
        (None, None),
        ({}, None),
    ],
)
def test_a_lying_total_is_no_total(meta, total):
    assert parse_page({'items': [], 'meta': meta}, parse_file_part).total == total


@pytest.mark.parametrize(
    'text, moment',
    [
        ('2025-03-20T08:28:42Z', datetime(2025, 3, 20, 8, 28, 42)),
        ('2025-03-20T08:28:42', datetime(2025, 3, 20, 8, 28, 42)),
        ('2025-03-20T09:28:42.5+01:00', datetime(2025, 3, 20, 8, 28, 42, 500000)),
        ('2025-03-20 08:28:42.123456789Z', datetime(2025, 3, 20, 8, 28, 42, 123456)),
        ('2025-03-20T04:28:42-0400', datetime(2025, 3, 20, 8, 28, 42)),
        ('2025-03-20', None),
        ('2025-13-20T08:28:42Z', None),
        ('9999-12-31T23:59:59-23:59', None),
        ('yesterday', None),
        (1742459322, None),
    ],
)
def test_timestamps_are_read_as_utc(text, moment):
    assert instant(text) == (moment and moment.replace(tzinfo=timezone.utc))


@pytest.mark.parametrize(
    'expires_in, seconds',
    [(600, 600), ('300', 300), (None, 600), (0, 600), (-5, 600), (10**9, 86_400), (1e400, 600)],
)
def test_a_token_s_lifetime_is_made_sane(expires_in, seconds):
    payload = {'access_token': 'a', 'refresh_token': 'r', 'expires_in': expires_in}
    assert parse_tokens(payload).expires_in == seconds


def test_tokens_hide_themselves():
    tokens = parse_tokens({'access_token': 'seCret1', 'refresh_token': 'seCret2'})
    assert 'seCret' not in repr(tokens)


def test_an_old_refresh_token_stays_when_no_new_one_comes():
    assert parse_tokens({'access_token': 'a'}, 'old').refresh_token == 'old'
    assert parse_tokens({'access_token': 'a', 'refresh_token': 'new'}, 'old').refresh_token == 'new'
    with pytest.raises(Garbled):
        parse_tokens({'access_token': 'a'})
