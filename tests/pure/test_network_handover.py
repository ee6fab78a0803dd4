"""network/handover.py: every upload has its outcome, whatever happens to the others."""

import threading
from time import monotonic

import pytest
from network_server import THIS_MACHINE, http_answer, serving

from network import (
    Courier,
    Garbled,
    Hosts,
    HttpTransport,
    NoAnswer,
    NoConnection,
    PageroClient,
    Refused,
    SentFile,
    ServerFault,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
    Upload,
)


class FakeClient:
    """Answers by the upload's reference: an error to raise, or the file id."""

    def __init__(self, answers=()):
        self.answers = dict(answers)
        self.sent = []

    def send_file(self, _payload, _filename, _document_type, send_mode, reference):
        self.sent.append(reference)
        answer = self.answers.get(reference, f'file of {reference}')
        if isinstance(answer, Exception):
            raise answer
        return SentFile(answer, reference, send_mode, None)


def uploads(count):
    return [
        Upload(key, b'<Invoice/>', f'{key}.xml', 'Invoice', 'Test', f'r{key}')
        for key in range(count)
    ]


def hand_over(client, count, workers=1, seconds=30.0):
    return Courier(lambda: client, workers).hand_over(uploads(count), seconds)


def test_each_upload_has_its_outcome_in_order():
    outcomes = hand_over(FakeClient(), 25, workers=4)
    assert [outcome.key for outcome in outcomes] == list(range(25))
    assert [outcome.sent.id for outcome in outcomes] == [f'file of r{key}' for key in range(25)]


def test_nothing_to_hand_over_is_nothing():
    assert hand_over(FakeClient(), 0) == []


@pytest.mark.parametrize('error', [Refused("No."), TooLarge("Much.")])
def test_an_error_of_one_stops_no_other(error):
    outcomes = hand_over(FakeClient({'r1': error}), 4)
    assert [outcome.error for outcome in outcomes] == [None, error, None, None]


@pytest.mark.parametrize(
    'kind', [Unauthorized, TooManyRequests, NoConnection, ServerFault, NoAnswer, Garbled]
)
def test_what_would_meet_all_leaves_the_rest_unbegun(kind):
    client = FakeClient({'r2': kind("Not now.")})
    outcomes = hand_over(client, 6)

    assert client.sent == ['r0', 'r1', 'r2']
    assert [outcome.was_begun for outcome in outcomes] == [True] * 3 + [False] * 3


def test_a_bug_never_looks_like_an_upload_that_was_not_begun():
    outcomes = hand_over(FakeClient({'r0': ZeroDivisionError("a bug")}), 2)
    assert type(outcomes[0].error) is UnexpectedAnswer
    assert outcomes[0].error.taken == 'unknown'
    assert outcomes[1].sent


def test_no_more_is_let_go_than_the_connections_take():
    """What a death leaves in doubt is what ``begin`` was told of without an outcome."""
    let_go, came, client, most = [], [], FakeClient(), 0

    def begin(keys, outcomes):
        nonlocal most
        assert not set(client.sent) - {f'r{key}' for key in let_go}, "it left before it was told"
        let_go.extend(keys)
        came.extend(each.key for each in outcomes)
        most = max(most, len(let_go) - len(came))

    Courier(lambda: client, 4).hand_over(uploads(25), 30, begin)

    assert let_go == list(range(25))
    assert most <= 4
    assert len(came) >= 21, "all but the last ones were told before the end"
    assert len(set(came)) == len(came)


def test_what_was_let_go_before_the_end_of_all_counts_as_not_begun():
    client = FakeClient({'r0': ServerFault("Oh.")})
    outcomes = Courier(lambda: client, 1).hand_over(uploads(3), 30, lambda keys, came: None)
    assert [outcome.was_begun for outcome in outcomes] == [True, False, False]


def test_what_begin_returns_runs_while_the_others_are_under_way():
    under_way = threading.Event()

    class Slow(FakeClient):
        def send_file(self, *arguments):
            assert under_way.wait(10)
            return super().send_file(*arguments)

    outcomes = Courier(Slow, 2).hand_over(uploads(2), 30, lambda _keys, _came: under_way.set)
    assert all(outcome.sent for outcome in outcomes)


def test_where_the_notes_fail_nothing_leaves():
    client = FakeClient()

    def begin(_keys, _outcomes):
        raise OSError("The database is gone")

    with pytest.raises(OSError):
        Courier(lambda: client, 2).hand_over(uploads(3), 30, begin)
    assert client.sent == []


def test_a_connection_that_cannot_be_made_hangs_nothing():
    def open_client():
        raise ValueError("no such address")

    outcomes = Courier(open_client, 2).hand_over(uploads(5), 30)
    assert not any(outcome.was_begun for outcome in outcomes)


def test_nothing_new_is_begun_after_the_time():
    outcomes = hand_over(FakeClient(), 3, seconds=0)
    assert not any(outcome.was_begun for outcome in outcomes)


def test_uploads_go_in_parallel_over_connections_that_stay_open():
    together = threading.Barrier(4, timeout=10)

    def answer(_connection, _request):
        together.wait()
        return http_answer('201 Created', b'{"id": "1"}')

    transports = []

    def open_client():
        transports.append(HttpTransport([server.url], private_hosts=THIS_MACHINE))
        return PageroClient(transports[-1], Hosts(server.url, server.url), 'token', 'company')

    with serving(answer) as server:
        courier = Courier(open_client, 4)
        started_at = monotonic()
        outcomes = courier.hand_over(uploads(8), 30) + courier.hand_over(uploads(8), 30)
        for transport in transports:
            transport.close()

    assert all(outcome.sent for outcome in outcomes)
    assert (len(transports), server.connections) == (4, 4)
    assert monotonic() - started_at < 10


class FakeLibrary:
    """Gives documents by their id: bytes, or an error to raise."""

    def __init__(self, documents=()):
        self.documents = dict(documents)
        self.asked = []

    def download_target(self, document_id):
        self.asked.append(document_id)
        found = self.documents.get(document_id, document_id.encode())
        if isinstance(found, Exception):
            raise found
        return found


def collect(client, count, workers=1, seconds=30.0, most_bytes=10**6):
    ids = [f'd{number}' for number in range(count)]
    return Courier(lambda: client, workers).collect(ids, seconds, most_bytes)


def test_each_document_comes_in_order():
    results = collect(FakeLibrary(), 25, workers=4)
    assert [each.content for each in results] == [f'd{number}'.encode() for number in range(25)]


@pytest.mark.parametrize('error', [Refused("No."), ServerFault("Oh."), TooLarge("Much.")])
def test_one_that_does_not_come_keeps_none_back(error):
    results = collect(FakeLibrary({'d1': error}), 3)
    assert [each.error for each in results] == [None, error, None]
    assert [each.content for each in results] == [b'd0', None, b'd2']


def test_a_server_that_is_down_is_not_asked_for_all():
    client = FakeLibrary({f'd{number}': ServerFault("Oh.") for number in range(20)})
    collect(client, 20)
    assert client.asked == ['d0', 'd1', 'd2']


@pytest.mark.parametrize('kind', [Unauthorized, TooManyRequests, NoConnection])
def test_what_would_keep_all_back_leaves_the_rest_for_later(kind):
    client = FakeLibrary({'d1': kind("Not now.")})
    results = collect(client, 4)

    assert client.asked == ['d0', 'd1']
    assert [(each.content, each.error) for each in results[2:]] == [(None, None)] * 2


def test_a_bug_is_an_error_of_that_document_alone():
    results = collect(FakeLibrary({'d0': ZeroDivisionError("a bug")}), 2)
    assert type(results[0].error) is UnexpectedAnswer
    assert results[1].content == b'd1'


def test_not_more_comes_than_fits():
    client = FakeLibrary({f'd{number}': b'x' * 400 for number in range(9)})
    results = collect(client, 9, most_bytes=1000)

    assert [len(each.content or b'') for each in results] == [400] * 3 + [0] * 6


def test_no_download_begins_after_the_time():
    assert not any(each.content or each.error for each in collect(FakeLibrary(), 3, seconds=0))
