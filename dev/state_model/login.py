"""The account and its login: two that refresh, a person, a copy of the database, and deaths.

Pagero's refresh tokens are used once. Its answer is kept in a transaction of its own, under a lock;
a death between the answer and the commit costs the login, and nothing else may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from . import product
from .rules import Model, rule
from .search import Step


ACCOUNT = 'account/pagero_account.py'
VIEW = 'pagero_account_views.xml'


class Refresher(NamedTuple):
    """A process that needs a token, between its commits."""

    phase: str = 'idle'
    token: int = 0  # the refresh token that it uses, or the new one that it was given
    locks: bool = False


class World(NamedTuple):
    state: str = 'draft'
    stored: int = 0  # the refresh token that we hold
    valid: int = 0  # the one that Pagero accepts next; 0 where none
    spent: int = 0  # the one that was used last
    excused: bool = False  # an answer of Pagero's was lost: the login is, too
    attempt: bool = False  # a login was begun in the browser
    tokens_kept: bool = False  # a login's tokens are stored, and the account is not yet moved
    used_twice: bool = False
    refreshers: tuple[Refresher, ...] = (Refresher(), Refresher())
    approved: bool = True
    presses: int = 3
    troubles: int = 2


class Login(Model):
    """States of the account, with what Pagero thinks of its tokens."""

    name = 'account and login'
    tables = {'account': product.table(ACCOUNT)}
    safeguards = {
        'lock': "two refresh at the same time",
        'commit after refresh': "the new token is kept by the caller's own transaction",
        'approval': "a copy of the database uses the login as well",
    }

    assumed = ("a death between Pagero's answer and our commit costs the login",)

    def __init__(self, *without: str, presses: int = 3, troubles: int = 2):
        super().__init__(*without)
        self._bounds = {'presses': presses, 'troubles': troubles}

    def start(self) -> list[World]:
        return [World(**self._bounds)]

    # === WHAT MUST NEVER BE === #

    def wrong(self, world: World) -> Iterator[str]:
        if world.used_twice:
            yield 'doubled: a refresh token is used twice'

    def is_good(self, world: World) -> bool:
        """Connected with a login that works."""
        is_connected = world.state == 'connected' and world.approved
        return is_connected and 0 < world.stored == world.valid

    # === HELPERS === #

    def _move(self, world: World, target: str, **values: object) -> World:
        self.through_gate('account', world.state, target)
        return world._replace(state=target, **values)

    def _trouble(self, world: World) -> World | None:
        return world._replace(troubles=world.troubles - 1) if world.troubles else None

    def _at(self, world: World, phase: str) -> Iterator[tuple[int, Refresher]]:
        seen = set()
        for place, each in enumerate(world.refreshers):
            if each.phase == phase and each not in seen:
                seen.add(each)
                yield place, each

    def steps(self, world: World) -> Iterator[Step]:
        """Tokens are counted anew in each world: only which is newer matters."""
        for step, after in super().steps(world):
            yield step, after and _ranked(after)

    # === REFRESHING === #

    @rule()
    def refresh(self, world: World) -> Iterator[Step]:
        """Under the row's lock: the stored token is used."""
        is_locked = any(each.locks for each in world.refreshers) and 'lock' not in self.without
        if world.state != 'connected' or is_locked or not world.approved:
            return
        for place, _idle in self._at(world, 'idle'):
            asks = Refresher('asking' if world.stored else 'refused', world.stored, locks=True)
            yield 'a token is refreshed', _with(world, place, asks)

    @rule()
    def pagero_answers(self, world: World) -> Iterator[Step]:
        for place, each in self._at(world, 'asking'):
            yield 'Pagero answers', self._answered(world, place, each)
            if after := self._trouble(world):
                lost = self._answered(after, place, each)._replace(excused=True)
                yield 'its answer is lost', _with(lost, place, Refresher())

    def _answered(self, world: World, place: int, each: Refresher) -> World:
        if each.token == world.valid:
            newer = _newer(world)
            world = world._replace(valid=newer, spent=each.token)
            return _with(world, place, Refresher('answered', newer, locks=True))
        # It takes back the whole login where a token comes that was used before.
        is_reuse = each.token == world.spent and not world.excused
        world = world._replace(valid=0, used_twice=world.used_twice or is_reuse)
        return _with(world, place, Refresher('refused', locks=True))

    @rule()
    def keep(self, world: World) -> Iterator[Step]:
        for place, each in self._at(world, 'answered'):
            done = _with(world, place, Refresher())
            yield 'the new token is kept', done._replace(stored=each.token)
            if 'commit after refresh' in self.without:
                yield 'the caller is rolled back', done

    @rule('account/login.py:_login_failed')
    def refused(self, world: World) -> Iterator[Step]:
        for place, _each in self._at(world, 'refused'):
            done = _with(world, place, Refresher())
            yield (
                'the login is lost',
                (self._move(done, 'expired') if done.state == 'connected' else done),
            )

    @rule()
    def die(self, world: World) -> Iterator[Step]:
        for phase in ('asking', 'answered', 'refused'):
            for place, each in self._at(world, phase):
                if after := self._trouble(world):
                    if phase == 'asking':
                        yield 'killed · asking', _with(after, place, Refresher())
                        after = self._answered(after, place, each)
                    after = after._replace(excused=True)
                    yield f'killed · {phase}', _with(after, place, Refresher())

    # === PAGERO AND COPIES === #

    @rule()
    def pagero_withdraws(self, world: World) -> Iterator[Step]:
        if world.valid and (after := self._trouble(world)):
            yield 'Pagero: the login is withdrawn', after._replace(valid=0)

    @rule()
    def place_changes(self, world: World) -> Iterator[Step]:
        """The database is in another place: moved, or a copy that must make no call."""
        if world.approved and (after := self._trouble(world)):
            yield 'another place', after._replace(approved=False)
            if 'approval' in self.without and world.valid == world.stored != 0:
                yield 'the copy refreshes', after._replace(valid=_newer(world), spent=world.stored)

    # === THE ADMINISTRATOR === #

    def _pressed(
        self, world: World, button: str, does: Callable[[World], Iterator[World]]
    ) -> Iterator[Step]:
        if not _shows(button, world.state, world.approved):
            return
        before = world._replace(presses=world.presses - 1) if world.presses else None
        for after in does(before or world):
            yield button, before and after

    @rule('account/contract.py:_send_interest')
    def express_interest(self, world: World) -> Iterator[Step]:
        if world.state == 'draft':
            yield 'interest is expressed', self._move(world, 'interest_sent')

    @rule()
    def connect(self, world: World) -> Iterator[Step]:
        def begins(before: World) -> Iterator[World]:
            if before.approved:
                yield before._replace(attempt=True)

        yield from self._pressed(world, 'action_connect', begins)

    @rule()
    def exchange(self, world: World) -> Iterator[Step]:
        """The browser comes back: the attempt is used up, the code too, and tokens are kept."""
        if not world.attempt or any(each.locks for each in world.refreshers):
            return
        used = world._replace(attempt=False)
        newer = _newer(world)
        given = used._replace(valid=newer, excused=False)
        yield 'the login succeeds', given._replace(stored=newer, tokens_kept=True)
        if after := self._trouble(used):
            yield 'the login is cancelled', after
            yield 'killed · the code is used up', after._replace(valid=newer)

    @rule('account/login.py:_login_succeeded')
    def succeed(self, world: World) -> Iterator[Step]:
        """In a transaction of its own, right after the tokens were kept."""
        if world.tokens_kept:
            done = world._replace(tokens_kept=False)
            if self.can_move('account', world.state, 'connected'):
                yield 'connected', self._move(done, 'connected', approved=True)
            if after := self._trouble(done):
                yield 'killed · before it is connected', after

    @rule('account/login.py:_disconnect')
    def disconnect(self, world: World) -> Iterator[Step]:
        """The login is revoked and forgotten before the account moves, each by itself."""

        def ends(before: World) -> Iterator[World]:
            if any(each.locks for each in before.refreshers):
                return  # waits for the lock
            revoked = before._replace(valid=0) if before.approved else before
            forgotten = revoked._replace(stored=0)
            yield self._move(forgotten, 'disconnected')
            if after := self._trouble(revoked):
                yield after
                yield after._replace(stored=0)

        yield from self._pressed(world, 'action_disconnect', ends)

    @rule('account/copy_guard.py:_drop_waiting', 'account/copy_guard.py:action_forget_credentials')
    def say_which_database(self, world: World) -> Iterator[Step]:
        if world.approved:
            return
        yield 'action_approve_database', world._replace(approved=True)
        forgotten = world._replace(stored=0, approved=True)
        if self.can_move('account', world.state, 'disconnected'):
            yield 'action_forget_credentials', self._move(forgotten, 'disconnected')


def _with(world: World, place: int, refresher: Refresher) -> World:
    """Processes are alike, so their order says nothing."""
    refreshers = list(world.refreshers)
    refreshers[place] = refresher
    return world._replace(refreshers=tuple(sorted(refreshers)))


def _newer(world: World) -> int:
    return (
        max(world.stored, world.valid, world.spent, *(each.token for each in world.refreshers)) + 1
    )


def _ranked(world: World) -> World:
    spent = world.spent if world.spent in _held(world) else 0
    used = {world.stored, world.valid, *(each.token for each in world.refreshers)}
    rank = {token: number for number, token in enumerate(sorted(used | {0}))}
    refreshers = tuple(each._replace(token=rank[each.token]) for each in world.refreshers)
    return world._replace(
        stored=rank[world.stored],
        valid=rank[world.valid],
        spent=rank[spent],
        refreshers=tuple(sorted(refreshers)),
    )


def _held(world: World) -> set[int]:
    """Tokens that some process may still use."""
    return {world.stored, *(each.token for each in world.refreshers)}


@cache
def _shows(button: str, state: str, approved: bool) -> bool:
    record = SimpleNamespace(state=state, needs_approval=not approved, is_live=False,
                             branch_words=False)  # fmt: skip
    return product.is_offered(VIEW, button, record)
