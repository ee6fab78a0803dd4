"""What is on the wire: written down before it leaves, and what came of it as it comes.

Whatever dies, no more is in doubt than what was on the wire just then.
"""

from functools import partial
from time import monotonic
from typing import NamedTuple

from odoo import fields, models

from ..tools.time_limit import batch_seconds


class ClaimLost(Exception):
    """Another worker has the documents, or changes them: what was not noted must not leave."""


AHEAD_SECONDS = 60  # a batch that was built ahead leaves within them, or is built anew


class Batch(NamedTuple):
    """Documents that a worker has claimed and built, and the uploads that are left of them."""

    documents: models.Model
    uploads: list
    claims: dict  # {id: the token by which it is ours}


class Couriers:
    """What a run has of each account: a courier, closed with the run, and a batch built ahead."""

    def __init__(self):
        self._by_account = {}
        self._ahead = {}

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        for courier in filter(None, self._by_account.values()):
            courier.close()

    def of(self, account):
        """None where the account may not send, has no login that works, or met trouble."""
        if account not in self._by_account:
            documents = account.env['pagero.document']
            may_send = not account._why_hold() and documents._is_alone(account)
            self._by_account[account] = account._courier() if may_send else None
        return self._by_account[account]

    def keep(self, account, courier):
        self._by_account[account] = courier

    def put_ahead(self, account, batch):
        """Keep a batch for the account's next turn."""
        self._ahead[account] = batch, monotonic() + AHEAD_SECONDS

    def take_ahead(self, account):
        """The batch that was built ahead, unless other accounts' turns have taken too long."""
        batch, until = self._ahead.get(account, (None, 0))
        if monotonic() > until:
            return None
        del self._ahead[account]
        return batch

    def built_ahead(self, account=None):
        """Take what was built ahead and did not leave, of one account or of all."""
        accounts = [*self._ahead] if account is None else [account]
        return [self._ahead.pop(each)[0] for each in accounts if each in self._ahead]


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _hand_over(self, courier, uploads, claims, ahead=None):
        """The uploads' outcomes; ``claims`` are the tokens by which the documents are ours.

        ``ahead`` is called once, when no more uploads wait for those that are under way.
        """
        last = uploads[-1].key if uploads and ahead else None

        def begin(keys, outcomes):
            steps = [self._note_wire(claims, keys, outcomes), ahead if last in keys else None]
            return partial(_in_turn, [each for each in steps if each])

        return courier.hand_over(uploads, batch_seconds(), begin)

    def _note_wire(self, claims, keys, outcomes):
        """Before the uploads ``keys`` leave: that they do, and what came of those before.

        These are recorded in full while the others are under way: that costs no time.
        """
        if keys and not self._insist(partial(self._write_wire, claims, keys, outcomes)):
            raise ClaimLost(keys)
        sent = [outcome for outcome in outcomes if outcome.sent]
        record = partial(self._record_once, claims, sent)
        return partial(self._insist_on_record, record) if sent else None

    def _write_wire(self, claims, keys, outcomes):
        told = {outcome.key: outcome for outcome in outcomes}
        mine = self.search(
            [
                ('id', 'in', [*keys, *told]),
                ('state', '=', 'sending'),
                ('claim_token', 'in', list(set(claims.values()))),
            ]
        )
        if set(keys) - set(mine.ids):
            raise ClaimLost(keys)
        mine.filtered(
            lambda document: document.id in keys
        ).upload_started_at = fields.Datetime.now()
        for document in mine.filtered(lambda document: document.id in told):
            document._note_answer(told[document.id])

    def _note_answer(self, outcome):
        """The little that is needed should we die before all is recorded."""
        if outcome.sent:
            self.write({'file_id': outcome.sent.id, 'sent_at': fields.Datetime.now()})
        elif outcome.error and outcome.error.taken == 'no':
            self.upload_started_at = False


def _in_turn(steps):
    for step in steps:
        step()
