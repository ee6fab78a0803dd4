"""What suppliers send arrives once, whatever breaks and whenever the server dies."""

import pytest
from rough_place import RECEIVE
from setup.processes import wait_until


SOON = 30  # seconds in which a cron thread comes to where a test waits for it
DOWNLOAD = '/targetdocument$'
LIST = '^/document/v1/documents$'
MARK = '/documents/fetch$'
TOLD = (
    'network_id', 'document_number', 'state', 'kind', 'set_aside_reason', 'remark_words',
    'marked_at', 'attempts', 'amount_payable', 'was_fetched',
)  # fmt: skip


class Inbox:
    """The received documents of a place, and the suppliers that send them."""

    def __init__(self, place):
        self.place = place

    def supply(self, **wish) -> list[dict]:
        """Documents of suppliers come to the network."""
        return self.place.sandbox.post('supplier_documents', wish)

    def fetch(self) -> None:
        """The scheduled action runs, as if time had passed."""
        self.let_time_pass()
        self.place.run(RECEIVE)

    def let_time_pass(self) -> None:
        self.place.odoo.query('UPDATE pagero_account SET paused_until = NULL')
        self.place.odoo.query(
            "UPDATE pagero_received_document SET next_attempt_at = now() AT TIME ZONE 'UTC'"
            " WHERE state = 'announced' AND next_attempt_at IS NOT NULL"
        )

    def documents(self, **values) -> list[dict]:
        domain = [(name, '=', value) for name, value in values.items()]
        return self.place.admin.search_read('pagero.received.document', domain, *TOLD)

    def stored(self, columns: str = 'network_id, state') -> list[tuple]:
        """Also while the server is down."""
        return self.place.odoo.query(f'SELECT {columns} FROM pagero_received_document ORDER BY id')

    def ledger(self) -> dict[str, dict]:
        return {each['id']: each for each in self.place.sandbox.get('received')}

    def fault(self, fault: str, path: str, **values) -> None:
        self.place.sandbox.post('faults', [{'fault': fault, 'path': path, **values}])

    def restart(self) -> None:
        """Start again after a kill, and let the scheduled action find what was left behind."""
        self.place.sandbox.delete('faults')
        self.place.odoo.start()
        self.fetch()

    def assert_each_once(self, made: list[dict]) -> None:
        """All that was sent is here, once, with its file, and marked at the network."""
        found = self.documents()
        wanted = sorted(each['id'] for each in made)
        assert sorted(each['network_id'] for each in found) == wanted
        assert {each['state'] for each in found} == {'stored'}, found
        assert all(each['marked_at'] for each in found)
        [(files,)] = self.place.odoo.query(
            "SELECT count(*) FROM ir_attachment WHERE res_model = 'pagero.received.document'"
        )
        assert files == len(made)
        assert all(entry['is_fetched'] for entry in self.ledger().values())


@pytest.fixture
def inbox(rough_place):
    """Receiving is on, and nothing has come yet."""
    rough_place.odoo.query('DELETE FROM pagero_received_document')
    rough_place.odoo.query("DELETE FROM ir_attachment WHERE res_model = 'pagero.received.document'")
    rough_place.odoo.query('UPDATE pagero_account SET received_until = NULL')
    rough_place.sandbox.delete('received')
    rough_place.settings(receives=True)
    return Inbox(rough_place)


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
