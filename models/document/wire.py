"""What is on the wire: written down before it leaves, and what came of it as it comes.

Whatever dies, no more is in doubt than what was on the wire just then.
"""

from functools import partial

from odoo import fields, models

from ..tools.time_limit import batch_seconds


class ClaimLost(Exception):
    """Another worker has the documents, or changes them: what was not noted must not leave."""


class Couriers:
    """One courier for each account that was served in a run; closed with the run."""

    def __init__(self):
        self._by_account = {}

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        for courier in filter(None, self._by_account.values()):
            courier.close()

    def of(self, account):
        """None where the account may not send, has no login that works, or met trouble."""
        if account not in self._by_account:
            may_send = not account._why_hold() and (not account.outages or account._answers())
            self._by_account[account] = account._courier() if may_send else None
        return self._by_account[account]

    def keep(self, account, courier):
        self._by_account[account] = courier


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _hand_over(self, courier, uploads, claims):
        """The uploads' outcomes; ``claims`` are the tokens by which the documents are ours."""
        return courier.hand_over(uploads, batch_seconds(), partial(self._note_wire, claims))

    def _note_wire(self, claims, keys, outcomes):
        """Before the uploads ``keys`` leave: that they do, and what came of those before.

        These are recorded in full while the others are under way: that costs no time.
        """
        if keys and not self._insist(partial(self._write_wire, claims, keys, outcomes)):
            raise ClaimLost(keys)
        sent = [outcome for outcome in outcomes if outcome.sent]
        return partial(self._record, claims, sent) if sent else None

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
