"""One run: people and faults side by side, round by round, then peace, then the comparison."""

import contextlib
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from setup.cache import say

from . import collecting
from .administrator import Administrator
from .arena import Arena, Base
from .cast import COMPANIES as CAST
from .comparing import Verdict, compare
from .comparing_received import compare_received
from .harming import GONE, Enemy
from .people import Person
from .plan import PEOPLE, Harm, Plan, Round, Supply, Wish, draw
from .settling import Settling


BUSY = (
    'poll',
    'send',
    'receive',
    'bills',
    'sweep',
    'refresh',
)  # scheduled actions that run all the time
EVERY = 2.0  # seconds


@dataclass
class Result:
    """What a run has shown."""

    wish: Wish
    verdict: Verdict
    invoices: int = 0
    uploads: int = 0
    received: int = 0
    done: Counter = field(default_factory=Counter)  # what went wrong, by kind
    decided: Counter = field(default_factory=Counter)  # by people, as the product asked them
    refused: Counter = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    seconds: float = 0


def run(base: Base, wish: Wish) -> Result:
    """Carry out the plan of a wish in an arena of its own."""
    started = time.monotonic()
    plan = draw(wish)
    with (
        tempfile.TemporaryDirectory() as folder,
        Arena(base, Path(folder), wish) as arena,
    ):
        result = _fight(arena, plan)
    result.seconds = round(time.monotonic() - started, 1)
    return result


def _fight(arena: Arena, plan: Plan) -> Result:
    if plan.has_duplicate_control:
        arena.sandbox.post('settings', {'duplicate_control': True})
        arena.query('UPDATE pagero_account SET duplicate_control_stated = TRUE')
    people = {login: Person(arena, login) for login in PEOPLE}
    enemy = Enemy(arena)
    administrator = Administrator(arena)
    hours = threading.Thread(target=_hours, args=[arena, administrator], daemon=True)
    hours.start()
    with ThreadPoolExecutor(len(people)) as pool:
        for number, each in enumerate(plan.rounds, 1):
            say(f'Round {number} of {len(plan.rounds)}: {", ".join(map(str, each.harms))}')
            supply(arena, each.supplies)
            works = _at_work(pool, people, each)
            _harm(enemy, each.harms)
            while wait(works, timeout=EVERY).not_done:
                administrator.keep_running()
            for work in works:
                work.result()
    arena.is_over.set()
    hours.join()
    enemy.stop()
    say('No more faults; time passes')
    settling = Settling(arena, administrator)
    settling.settle()
    return _judged(arena, plan.wish, people, enemy, settling)


def _at_work(pool: ThreadPoolExecutor, people: dict[str, Person], each: Round) -> list[Future]:
    def live(login: str) -> None:
        for deed in each.deeds[login]:
            people[login].do(deed)

    return [pool.submit(live, login) for login in each.deeds]


def _harm(enemy: Enemy, harms: Iterable[Harm]) -> None:
    """This thread does it: what another one starts would end with that one."""
    started = time.monotonic()
    for harm in harms:
        time.sleep(max(0.0, started + harm.at - time.monotonic()))
        enemy.do(harm)


def supply(arena: Arena, supplies: Iterable[Supply]) -> None:
    """Suppliers send; at that moment the network is well."""
    for each in supplies:
        wish = {'company_id': CAST[each.company]['id'], 'number': each.number}
        wish |= {'kind': each.kind, 'send_mode': each.mode}
        arena.sandbox.post('supplier_documents', wish)


def _hours(arena: Arena, administrator: Administrator) -> None:
    """Scheduled actions run more often than by their intervals, as hours of work are minutes."""
    while not arena.is_over.wait(EVERY):
        administrator.look()
        with contextlib.suppress(*GONE):
            arena.wake(*BUSY)


def _judged(
    arena: Arena, wish: Wish, people: dict[str, Person], enemy: Enemy, settling: Settling
) -> Result:
    invoices = collecting.invoices(arena, wish.seed)
    files = collecting.files(arena)
    verdict = compare(invoices, collecting.transmissions(arena), files)
    received = collecting.received(arena)
    verdict += compare_received(collecting.supplied(arena), received)
    if missing := wish.invoices - len(invoices):
        verdict.lost.append(f'{missing} invoices of the plan were never made')
    refused = sum((person.refused for person in people.values()), Counter())
    return Result(
        wish=wish,
        verdict=verdict,
        invoices=len(invoices),
        uploads=len(files),
        received=len(received),
        done=enemy.done,
        decided=settling.decided + settling.administrator.done,
        refused=refused + settling.refused,
        strange=[each for person in people.values() for each in person.strange],
    )
