"""What suppliers sent beside what Odoo has stored, marked, booked and answered. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .comparing import Verdict


@dataclass(frozen=True)
class Supplied:
    """A document in Pagero's ledger of what came for us."""

    id: str
    company: str
    number: str
    mode: str
    is_fetched: bool
    answers: tuple[str, ...]  # codes, as the supplier heard them


@dataclass(frozen=True)
class Received:
    """The same, as Odoo holds it."""

    id: int
    network_id: str
    company: str
    number: str
    mode: str
    state: str
    files: int  # attachments that hold its bytes
    is_marked: bool
    bills: int  # in Odoo's books, by its number
    makes_bills: bool
    answers: tuple[str, ...]  # codes that Odoo calls delivered, in order


def compare_received(supplied: Iterable[Supplied], received: Iterable[Received]) -> Verdict:
    """What came in, judged by what Pagero had for us."""
    supplied = {each.id: each for each in supplied}
    by_id = defaultdict(list)
    for each in received:
        by_id[each.network_id].append(each)
    verdict = Verdict()
    for network_id, theirs in supplied.items():
        _judge(verdict, theirs, by_id[network_id])
    for network_id in by_id.keys() - supplied.keys():
        verdict.wrong.append(f'Pagero never had {network_id}')
    return verdict


def _judge(verdict: Verdict, theirs: Supplied, ours: list[Received]) -> None:
    name = f'{theirs.number} for {theirs.company[:4]}'
    if not ours:
        verdict.lost.append(f'{name} was not received')
    if len(ours) > 1 or any(each.files > 1 for each in ours):
        verdict.doubled.append(f'{name} is stored more than once')
    for each in ours:
        if each.state == 'announced':
            verdict.stuck.append(f'{name} is only announced')
        elif not each.files:
            verdict.lost.append(f'{name} has no file')
        _judge_one(verdict, name, theirs, each)


def _judge_one(verdict: Verdict, name: str, theirs: Supplied, ours: Received) -> None:
    verdict.wrong += [f'{name}: {sentence}' for sentence in _wrong(theirs, ours)]
    if ours.bills > 1:
        verdict.doubled.append(f'{name} has {ours.bills} bills')
    if ours.makes_bills and ours.mode == 'Production' and not ours.bills:
        verdict.lost.append(f'{name} became no bill ({ours.state})')
    for code, times in Counter(theirs.answers).items():
        if times > 1:
            verdict.doubled.append(f'{name} was answered {code} {times} times')


def _wrong(theirs: Supplied, ours: Received) -> Iterator[str]:
    if ours.company != theirs.company:
        yield f'is in the books of {ours.company}'
    if ours.number != theirs.number:
        yield f'is called {ours.number}'
    if ours.mode != theirs.mode:
        yield f'came as {theirs.mode}, is said to be {ours.mode}'
    if not (theirs.is_fetched and ours.is_marked):
        yield f'marked: {ours.is_marked}, at Pagero: {theirs.is_fetched}'
    if ours.answers != theirs.answers:
        yield f'answered {ours.answers}, at Pagero {theirs.answers}'
