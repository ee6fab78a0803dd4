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


# What the product asks a person, after it has looked often enough.
ASKED = f"""SELECT id, sender_reference FROM pagero_document
             WHERE state = 'unsure' AND lookups >= {LOOKUPS} ORDER BY id"""
# What was set aside since its worker died with it again and again: a person lets it go on.
SET_ASIDE = {
    ('pagero.document', 'action_retry'): """
        SELECT id FROM pagero_document
         WHERE state = 'invalid' AND error_parameters ->> 'code' = 'ends_workers' ORDER BY id""",
    ('pagero.received.document', 'action_try_again'): """
        SELECT id FROM pagero_received_document
         WHERE state = 'announced' AND next_attempt_at IS NULL ORDER BY id""",
    ('pagero.received.document', 'action_create_bill'): """
        SELECT r.id FROM pagero_received_document r JOIN pagero_account a ON a.id = r.account_id
         WHERE r.state = 'stored' AND r.send_mode = 'Production' AND a.makes_bills
           AND NOT coalesce(r.is_bill_due, FALSE) ORDER BY r.id""",
}
# The newest transmission of a posted invoice, where a person had cancelled it.
STOPPED_BY_PEOPLE = """
    SELECT d.id FROM pagero_document d JOIN account_move m ON m.id = d.move_id
     WHERE m.state = 'posted' AND d.state = 'cancelled'
       AND NOT EXISTS (SELECT 1 FROM pagero_document n WHERE n.move_id = m.id AND n.id > d.id)
     ORDER BY d.id"""


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
        statements = (STOPPED_BY_PEOPLE, WAITING_IN, *SET_ASIDE.values())
        return is_out or any(self.arena.query(statement) for statement in statements)

    # === PEOPLE'S DECISIONS === #

    def _decide(self) -> None:
        """*It Arrived* or *Send Again*, by Pagero's ledger; what people had stopped goes again."""
        taken = {each.reference for each in collecting.files(self.arena)}
        for document, reference in self.arena.query(ASKED):
            arrived = reference in taken
            button = 'action_mark_arrived' if arrived else 'action_send_again'
            self._press('pagero.document', button, document)
        for (model, button), statement in SET_ASIDE.items():
            for [document] in self.arena.query(statement):
                self._press(model, button, document)
        for [document] in self.arena.query(STOPPED_BY_PEOPLE):
            self._press('pagero.document', 'action_send_again', document, counts=False)

    def _press(self, model: str, button: str, document: int, counts: bool = True) -> None:
        try:
            self.arena.admin.call(model, button, [document])
        except OdooError as error:
            self.refused[f'{button} {document}: {error}'] += 1
        else:
            self.decided[button] += counts
