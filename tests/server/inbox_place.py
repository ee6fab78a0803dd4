"""The received documents of a place, and the suppliers that send them."""

from rough_place import RECEIVE, RoughPlace
from setup.processes import wait_until


DOWNLOAD = '/targetdocument$'
LIST = '^/document/v1/documents$'
MARK = '/documents/fetch$'
TOLD = (
    'network_id', 'document_number', 'state', 'kind', 'set_aside_reason', 'remark_words',
    'marked_at', 'attempts', 'amount_payable', 'was_fetched',
)  # fmt: skip


class Inbox:
    """What comes to the company of a place."""

    def __init__(self, place: RoughPlace):
        self.place = place

    def begin(self) -> None:
        """Receiving is on, and nothing has come yet."""
        self.place.odoo.query('DELETE FROM pagero_document WHERE answered_id IS NOT NULL')
        self.place.odoo.query('UPDATE pagero_document SET answer_id = NULL')
        self.place.odoo.query('DELETE FROM pagero_response')
        self.place.odoo.query('DELETE FROM pagero_received_document')
        self.place.odoo.query(
            "DELETE FROM ir_attachment WHERE res_model = 'pagero.received.document'"
        )
        self.place.odoo.query(
            'UPDATE pagero_account SET received_until = NULL, looked_back_at = NULL,'
            ' answers_until = NULL, looked_back_for_answers_at = NULL'
        )
        self.place.sandbox.delete('received')
        self.place.settings(receives=True, makes_bills=False, acknowledges=False)

    def supply(self, **wish) -> list[dict]:
        """Documents of suppliers come to the network."""
        return self.place.sandbox.post('supplier_documents', wish)

    def fetch(self) -> None:
        """The scheduled action runs, as if time had passed."""
        self.let_time_pass()
        self.place.run(RECEIVE)

    def let_time_pass(self) -> None:
        """Whatever waits for a moment finds it come."""
        self.place.odoo.query('UPDATE pagero_account SET paused_until = NULL')
        self.place.odoo.query(
            "UPDATE pagero_received_document SET next_attempt_at = now() AT TIME ZONE 'UTC'"
            " WHERE state = 'announced' AND next_attempt_at IS NOT NULL"
        )

    def documents(self, **values) -> list[dict]:
        """What the accountant's list shows."""
        domain = [(name, '=', value) for name, value in values.items()]
        return self.place.admin.search_read('pagero.received.document', domain, *TOLD)

    def stored(self, columns: str = 'network_id, state') -> list[tuple]:
        """Also while the server is down."""
        return self.place.odoo.query(f'SELECT {columns} FROM pagero_received_document ORDER BY id')

    def answer_ids(self) -> list[int]:
        """The transmissions of answers, oldest first."""
        domain = [('document_type', '=', 'ApplicationResponse')]
        found = self.place.admin.search_read('pagero.document', domain, 'state', order='id')
        return [each['id'] for each in found]

    def answers(self, columns: str = 'state') -> list[tuple]:
        """Those transmissions, also while the server is down."""
        return self.place.odoo.query(
            f'SELECT {columns} FROM pagero_document WHERE answered_id IS NOT NULL ORDER BY id'
        )

    def heard(self) -> list[list[str]]:
        """What each supplier heard, by document: the codes in order."""
        ledger = self.place.sandbox.get('received')
        return [[each['code'] for each in entry['answers']] for entry in ledger]

    def uploaded_answers(self) -> int:
        """How many files with answers the sandbox took."""
        files = self.place.sandbox.get('files')
        return sum(each['document_type'] == 'ApplicationResponse' for each in files)

    def ledger(self) -> dict[str, dict]:
        """What the sandbox knows of each, by its id."""
        return {each['id']: each for each in self.place.sandbox.get('received')}

    def fault(self, fault: str, path: str, **values) -> None:
        """Order one fault."""
        self.place.sandbox.post('faults', [{'fault': fault, 'path': path, **values}])

    def restart(self) -> None:
        """Start again after a kill, and let the scheduled action find what was left behind."""
        self.place.sandbox.delete('faults')
        self.place.odoo.start()
        self.fetch()

    def wait_for(self, count: int, seconds: float = 60) -> None:
        """Until so many are here and marked."""
        marked = 'SELECT count(*) FROM pagero_received_document WHERE marked_at IS NOT NULL'
        wait_until(lambda: self.place.odoo.query(marked) == [(count,)], seconds, 'all have come')

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
