"""Bad documents and bad answers while receiving: kept and told, nothing lost or doubled."""

import pytest
from inbox_place import DOWNLOAD, LIST, MARK
from rough_place import READ


BROKEN = ('zip', 'cut', 'wrong_encoding', 'entities', 'laughs', 'bytes')

pytestmark = pytest.mark.usefixtures('quiet_log')


def lists_of(inbox):
    return [each for each in inbox.place.calls('GET', '/documents') if 'target' not in each['path']]


def test_each_broken_file_is_kept_and_explained(inbox):
    made = inbox.supply(count=len(BROKEN), kinds=list(BROKEN))

    inbox.fetch()

    inbox.assert_each_once(made)
    for document in inbox.documents():
        assert document['kind'] == 'unreadable', document
        assert document['remark_words'], document


def test_other_documents_than_invoices_are_kept(inbox):
    kinds = {
        'pdf': 'pdf',
        'unknown_root': 'other',
        'payment_reminder': 'payment_reminder',
        'application_response': 'application_response',
        'puf_invoice': 'invoice',
        'large': 'invoice',
    }
    made = inbox.supply(count=len(kinds), kinds=list(kinds), references=['INV/1'])

    inbox.fetch()
    # An answer is marked once it is known whose it is.
    inbox.place.run(READ)
    inbox.fetch()

    inbox.assert_each_once(made)
    found = {each['network_id']: each['kind'] for each in inbox.documents()}
    assert [found[each['id']] for each in made] == list(kinds.values())


def test_what_is_too_large_waits_for_a_person(inbox):
    inbox.supply(kind='too_large')
    inbox.supply(number='L-1')

    inbox.fetch()
    inbox.fetch()

    large, usual = sorted(inbox.documents(), key=lambda each: each['state'])
    assert (large['state'], usual['state']) == ('announced', 'stored')
    assert large['remark_words']
    assert large['attempts'] == 1
    assert [each['is_fetched'] for each in inbox.ledger().values()] == [False, True]


@pytest.mark.parametrize('fault', ['cut_body', 'empty_body', '500', 'html_200', '401'])
def test_a_download_that_breaks_is_made_again(inbox, fault):
    made = inbox.supply(count=3)
    inbox.fault(fault, DOWNLOAD)

    inbox.fetch()
    inbox.fetch()

    inbox.assert_each_once(made)


@pytest.mark.parametrize('path', [LIST, DOWNLOAD, MARK])
@pytest.mark.parametrize('fault', ['429', '503'])
def test_a_network_in_trouble_is_asked_again(inbox, path, fault):
    made = inbox.supply(count=3)
    inbox.fault(fault, path, retry_after=1)

    inbox.fetch()
    inbox.fetch()

    inbox.assert_each_once(made)


def test_one_mark_that_is_refused_keeps_none_of_the_others_back(inbox):
    inbox.supply(count=3)
    inbox.fault('410', MARK, times=2)  # of all three, then of the first one

    inbox.fetch()

    assert [bool(each['marked_at']) for each in inbox.documents()].count(True) == 2
    assert {each['state'] for each in inbox.documents()} == {'stored'}


def test_filters_that_are_ignored_bring_nothing_foreign(inbox):
    inbox.place.post_and_send()
    made = inbox.supply(count=3)
    inbox.fault('ignore_filter', LIST, times=None)

    inbox.fetch()
    inbox.fetch()

    inbox.assert_each_once(made)


def test_unknown_words_are_kept(inbox):
    inbox.supply(listing={'documentInfo.documentType': 'Mystery', 'documentInfo.direction': None})
    inbox.supply(listing={'sendMode': 'Rehearsal', 'createTime': None})
    inbox.supply(listing={'documentInfo': None})

    inbox.fetch()

    found = inbox.documents()
    assert len(found) == 3
    assert sorted(each['set_aside_reason'] or '' for each in found) == ['', '', 'unknown_mode']
    assert {each['kind'] for each in found} == {'invoice'}


def test_the_same_document_ten_times_counts_once(inbox):
    [first] = inbox.supply(number='L-1')
    payload = inbox.place.sandbox.get(f'received/{first["id"]}')['payload']
    inbox.supply(count=10, payload=payload)

    inbox.fetch()

    assert len(inbox.documents(state='stored')) == 1
    assert len(inbox.documents(set_aside_reason='duplicate')) == 10
    assert all(entry['is_fetched'] for entry in inbox.ledger().values())


def test_tests_stand_apart(inbox):
    for mode in ('Test', 'Certification', 'Production'):
        inbox.supply(send_mode=mode)

    inbox.fetch()

    assert len(inbox.documents(is_bookable=True)) == 1
    assert len(inbox.documents(is_test=True, set_aside_reason='test')) == 2


def test_a_document_of_another_company_is_left_to_it(inbox):
    buyer = {'name': 'Demo Nord AB', 'org_number': '5560000019', 'vat_number': 'SE556000001901'}
    inbox.supply(buyer=buyer)

    inbox.fetch()
    inbox.fetch()

    [found] = inbox.documents()
    assert found['set_aside_reason'] == 'other_company'
    assert 'Demo Nord AB' in found['remark_words']
    [entry] = inbox.ledger().values()
    assert not entry['is_fetched'], "the other company's own list must still show it"


def test_what_is_known_costs_no_calls(inbox):
    inbox.supply(count=450)
    inbox.fetch()
    inbox.wait_for(450)  # more than one run where the machine is slow
    for ordered in ([], ['ignore_filter']):
        for fault in ordered:
            inbox.fault(fault, LIST, times=None)
        inbox.place.sandbox.delete('calls')

        inbox.fetch()

        assert len(lists_of(inbox)) <= 6, "the overlap, and what is newer"
        assert not inbox.place.calls('GET', 'targetdocument')
        assert not inbox.place.calls('POST', '/fetch')


def test_an_account_that_does_not_receive_asks_for_answers_alone(inbox):
    inbox.supply(count=2)
    inbox.place.settings(receives=False)
    inbox.place.sandbox.delete('calls')

    inbox.fetch()

    [asked] = lists_of(inbox)
    assert 'documentType=ApplicationResponse' in asked['query']
    assert inbox.documents() == []


def test_a_button_of_the_accountant_fetches(inbox):
    made = inbox.supply(count=2)

    inbox.place.accountant().call('pagero.received.document', 'action_fetch_now', [])

    inbox.wait_for(len(made))
    inbox.assert_each_once(made)
