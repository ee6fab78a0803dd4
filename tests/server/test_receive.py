"""What suppliers send arrives once, whatever breaks and whenever the server dies."""

from inbox_place import DOWNLOAD, LIST, MARK
from rough_place import RECEIVE
from setup.processes import wait_until


SOON = 30  # seconds in which a cron thread comes to where a test waits for it


def test_everything_is_fetched_page_by_page_and_marked(inbox):
    made = inbox.supply(count=230, kinds=['invoice', 'credit_note', 'self_billed_invoice'])

    inbox.fetch()

    inbox.assert_each_once(made)
    assert all(entry['downloads'] == 1 for entry in inbox.ledger().values())
    assert {each['kind'] for each in inbox.documents()} == {
        'invoice',
        'credit_note',
        'self_billed_invoice',
    }


def test_killed_while_the_list_is_read(inbox):
    made = inbox.supply(count=3)
    inbox.fault('timeout_after', LIST)
    inbox.place.wake(RECEIVE)
    wait_until(inbox.place.is_met, SOON, 'the list is being read')
    inbox.place.odoo.kill()
    assert inbox.stored() == []

    inbox.restart()

    inbox.assert_each_once(made)


def test_killed_while_a_file_comes(inbox):
    made = inbox.supply(count=3)
    inbox.fault('timeout_before', DOWNLOAD)
    inbox.place.wake(RECEIVE)
    wait_until(inbox.place.is_met, SOON, 'a download has begun')
    inbox.place.odoo.kill()
    assert [state for _id, state in inbox.stored()] == ['announced'] * 3
    assert not any(entry['marks'] for entry in inbox.ledger().values())

    inbox.restart()

    inbox.assert_each_once(made)


def test_killed_between_the_file_and_its_storage(inbox):
    made = inbox.supply(count=3)
    with inbox.place.locked('LOCK TABLE ir_attachment IN SHARE ROW EXCLUSIVE MODE') as is_waited:
        inbox.place.wake(RECEIVE)
        wait_until(is_waited, SOON, 'the files are about to be stored')
        inbox.place.odoo.kill()
    assert [state for _id, state in inbox.stored()] == ['announced'] * 3
    assert not any(entry['marks'] for entry in inbox.ledger().values())

    inbox.restart()

    inbox.assert_each_once(made)


def test_killed_between_the_storage_and_the_mark(inbox):
    made = inbox.supply(count=3)
    inbox.fault('timeout_before', MARK)
    inbox.place.wake(RECEIVE)
    wait_until(inbox.place.is_met, SOON, 'the mark is on its way')
    inbox.place.odoo.kill()
    assert [state for _id, state in inbox.stored()] == ['stored'] * 3
    assert not any(entry['is_fetched'] for entry in inbox.ledger().values())

    inbox.restart()

    inbox.assert_each_once(made)
    assert all(entry['downloads'] == 1 for entry in inbox.ledger().values())


def test_killed_after_the_mark_was_taken_but_before_its_answer(inbox):
    made = inbox.supply(count=3)
    inbox.fault('timeout_after', MARK)
    inbox.place.wake(RECEIVE)
    wait_until(
        lambda: all(entry['is_fetched'] for entry in inbox.ledger().values()), SOON, 'it was taken'
    )
    inbox.place.odoo.kill()

    inbox.restart()

    inbox.assert_each_once(made)
    assert all(entry['downloads'] == 1 for entry in inbox.ledger().values())
