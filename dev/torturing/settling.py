"""After the faults: time passes, people decide what the product asks them, until all is still."""

import time
from collections import Counter

from setup.cache import say
from setup.rpc import OdooError

from . import collecting
from .administrator import Administrator
from .arena import Arena


MOST_ROUNDS = 40
MOST_SECONDS = 900
STILL_ROUNDS = 4  # without any change: then what is open stays so
CRONS = ('watch', 'receive', 'bills', 'answers', 'send', 'poll', 'sweep')
LOOKUPS = 3  # after which the product asks a person
# No server runs that could hold a claim; looking for what is unsure has lasted long enough.
TIME_PASSES = (
    """UPDATE pagero_document SET claim_expires_at = now() AT TIME ZONE 'UTC' - interval '1 s'
        WHERE state = 'sending'
          AND claim_expires_at < now() AT TIME ZONE 'UTC' + interval '25 hours'""",
    'UPDATE pagero_account SET unsure_minutes = 0',
)


# Received, and not yet done with.
WAITING_IN = """SELECT 1 FROM pagero_received_document
                 WHERE state = 'announced' OR is_mark_due OR is_bill_due LIMIT 1"""


class Settling:
    """Ends when nothing is open any more, or when time is up; counts what people decided."""

    def __init__(self, arena: Arena, administrator: Administrator):
        self.arena = arena
        self.administrator = administrator
        self.decided: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def settle(self) -> None:
        """A morning after: the server is restarted, and hours pass."""
        self.arena.odoo.stop()
        for statement in TIME_PASSES:
            self.arena.query(statement)
        self.arena.odoo.start()
        before, still, end = None, 0, time.monotonic() + MOST_SECONDS
        for _round in range(MOST_ROUNDS):
            self._one_round()
            now = self._standing()
            say(f'Time passes: {dict(Counter(state for _id, state, *_rest in now))}')
            still = still + 1 if now == before else 0
            before = now
            if not self._is_open(now) or still >= STILL_ROUNDS or time.monotonic() > end:
                break

    def _one_round(self) -> None:
        self.administrator.look()
        self.arena.minutes_pass()
        try:
            self.arena.run(*CRONS)
            self.arena.wait_for_jobs()
        except TimeoutError as error:
            say(f'{error}: the server is restarted')
            self.administrator.restart()
        self.arena.sandbox.post('advance')
        self._decide()

    def _standing(self) -> tuple:
        """How everything stands, to see whether it moves."""
        return tuple(
            (each.id, each.state, each.file, each.document)
            for each in collecting.transmissions(self.arena)
        )

    def _is_open(self, standing: tuple) -> bool:
        open_states = {'queued', 'sending', 'unsure', 'processing', 'held'}
        is_out = any(state in open_states for _id, state, *_rest in standing)
        return is_out or bool(self._stopped_by_people()) or bool(self.arena.query(WAITING_IN))

    # === PEOPLE'S DECISIONS === #

    def _decide(self) -> None:
        """*It Arrived* or *Send Again*, by Pagero's ledger; what people had stopped goes again."""
        taken = {each.reference for each in collecting.files(self.arena)}
        for document, reference in self._asked():
            arrived = reference in taken
            button = 'action_mark_arrived' if arrived else 'action_send_again'
            self._press(button, document)
        for document in self._stopped_by_people():
            self._press('action_send_again', document, counts=False)

    def _asked(self) -> list[tuple[int, str]]:
        return self.arena.query(
            "SELECT id, sender_reference FROM pagero_document"
            f" WHERE state = 'unsure' AND lookups >= {LOOKUPS} ORDER BY id"
        )

    def _stopped_by_people(self) -> list[int]:
        """The newest transmission of a posted invoice, where a person had cancelled it."""
        rows = self.arena.query(
            """SELECT d.id FROM pagero_document d JOIN account_move m ON m.id = d.move_id
                WHERE m.state = 'posted' AND d.state = 'cancelled'
                  AND NOT EXISTS (SELECT 1 FROM pagero_document n
                                   WHERE n.move_id = m.id AND n.id > d.id) ORDER BY d.id"""
        )
        return [document for [document] in rows]

    def _press(self, button: str, document: int, counts: bool = True) -> None:
        try:
            self.arena.admin.call('pagero.document', button, [document])
        except OdooError as error:
            self.refused[f'{button} {document}: {error}'] += 1
        else:
            self.decided[button] += counts
