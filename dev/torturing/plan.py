"""What a run does, drawn from its seed alone: who posts what, and what goes wrong meanwhile."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field


COMPANIES = ('north', 'south', 'west')
PEOPLE = ('anna', 'bo', 'cilla', 'dag')
CUSTOMERS = ('municipality', 'untagged')
MODES = ('Production',) * 8 + ('Test', 'Certification')
RECEIVED = ('Production',) * 9 + ('Test',)
POSTED_TOGETHER = 8  # at most, by one person in a round
SMALL = 2000  # invoices; a larger run posts more together, since its rounds take the time
SUPPLIED_TOGETHER = 12
KINDS = ('invoice', 'invoice', 'invoice', 'credit_note')
UPLOAD, LISTS, TOKEN = '^/file/v1/files$', '^/(file/v1/fileparts|document/)', '^/oauth/v2/'
EVERYTHING, DOWNLOAD, MARK = '^/(file|document)/', '/targetdocument$', '/documents/fetch$'
# What a person does with an earlier invoice, besides posting new ones.
SECOND_THOUGHTS = ('reset', 'void', 'cancel', 'again', 'restart', 'refresh', 'correct')
# Faults of Pagero's answers; each with the members that its order may have.
ANSWERS = (
    ('401', {}),
    ('429', {'retry_after': (None, 1, 30)}),
    ('500', {'taken': (False, True)}),
    ('502', {}),
    ('503', {'retry_after': (None, 2)}),
    ('html_502', {'taken': (False, True)}),
    ('html_200', {'taken': (False, True)}),
    ('garbage_64k', {'taken': (False, True)}),
    ('timeout_before', {'seconds': (0, 2, 8)}),
    ('timeout_after', {'seconds': (0, 2, 8)}),
    ('cut_body', {}),
    ('empty_body', {}),
    ('slow', {'seconds': (1, 4)}),
    ('ignore_filter', {}),
    ('strange_items', {}),
    ('unknown_status', {}),
)
PATHS = (UPLOAD,) * 5 + (LISTS, EVERYTHING, TOKEN, DOWNLOAD, MARK)
CLOCK_STEPS = (-7200, -600, 600, 7200, 100_000)  # seconds that the clock is off for a while


@dataclass(frozen=True)
class Wish:
    """What the command asks for; with it a run can be repeated."""

    seed: int = 1
    invoices: int = 2000
    received: int = 2000
    server: str = 'threaded'
    queue_job: bool = False

    @property
    def command(self) -> str:
        """What repeats it."""
        words = [f'--seed {self.seed}', f'--invoices {self.invoices}']
        words += [f'--received {self.received}', f'--server {self.server}']
        return ' '.join(['dev/torture', *words, *(['--queue-job'] if self.queue_job else [])])


@dataclass(frozen=True)
class Deed:
    """One thing that a person does; ``keys`` are the references of invoices of the plan."""

    what: str
    company: str
    keys: tuple[str, ...]
    values: dict = field(default_factory=dict)

    def __str__(self) -> str:
        more = ' '.join(f'{name}={value}' for name, value in self.values.items())
        return ' '.join(filter(None, (self.what, self.company, ','.join(self.keys), more)))


@dataclass(frozen=True)
class Harm:
    """One thing that goes wrong, ``at`` seconds after its round has begun."""

    what: str
    at: float
    values: dict = field(default_factory=dict)

    def __str__(self) -> str:
        more = ' '.join(f'{name}={value}' for name, value in self.values.items())
        return f'{self.at:.1f}s {self.what} {more}'.strip()


@dataclass(frozen=True)
class Supply:
    """What a supplier sends to one of our companies."""

    company: str
    number: str
    kind: str
    mode: str

    def __str__(self) -> str:
        return f'{self.company} {self.number} {self.kind} {self.mode}'


@dataclass(frozen=True)
class Round:
    """People and faults at the same time; the next round begins when both have ended."""

    supplies: tuple[Supply, ...]  # before both
    deeds: dict[str, tuple[Deed, ...]]  # by person
    harms: tuple[Harm, ...]


@dataclass(frozen=True)
class Plan:
    """A run as its seed wants it."""

    wish: Wish
    has_duplicate_control: bool
    rounds: tuple[Round, ...]

    def lines(self) -> Iterator[str]:
        """The whole plan in words."""
        yield f'{self.wish.command}: duplicate control {self.has_duplicate_control}'
        for number, each in enumerate(self.rounds, 1):
            yield from (f'{number} supplier: {supply}' for supply in each.supplies)
            for person, deeds in each.deeds.items():
                yield from (f'{number} {person}: {deed}' for deed in deeds)
            yield from (f'{number} harm: {harm}' for harm in each.harms)

    @property
    def deeds(self) -> Iterator[Deed]:
        """All that people do, in the order of the rounds."""
        return (deed for each in self.rounds for deeds in each.deeds.values() for deed in deeds)


def draw(wish: Wish) -> Plan:
    """The plan of a wish: the same one each time."""
    return _Draw(wish).plan()


class _Draw:
    """Draws round after round, until every invoice is posted and every document supplied."""

    def __init__(self, wish: Wish):
        self.wish = wish
        self.dice = random.Random(f'{wish.seed} {wish.invoices} {wish.received}')
        self.keys = [f'T{wish.seed}-{number:05}' for number in range(1, wish.invoices + 1)]
        self.home = {key: self.dice.choice(COMPANIES) for key in self.keys}
        self.supplies = [self._supply(number) for number in range(1, wish.received + 1)]
        self.together = max(POSTED_TOGETHER, POSTED_TOGETHER * wish.invoices // SMALL)
        self.posted: list[str] = []
        self.supplied: list[Supply] = []

    def plan(self) -> Plan:
        rounds = []
        while self.keys or self.supplies:
            rounds.append(self._round())
        return Plan(self.wish, self.dice.random() < 0.5, tuple(rounds))

    def _supply(self, number: int) -> Supply:
        company, kind = self.dice.choice(COMPANIES), self.dice.choice(KINDS)
        return Supply(company, f'S{self.wish.seed}-{number:05}', kind, self.dice.choice(RECEIVED))

    def _round(self) -> Round:
        dice = self.dice
        supplies = _taken(self.supplies, dice.randint(0, 2 * SUPPLIED_TOGETHER))
        deeds, fresh = {}, []
        for person in PEOPLE:
            keys = _taken(self.keys, dice.randint(1, self.together))
            deeds[person] = (*self._posts(keys), *self._second_thought(), *self._answer())
            fresh += keys
        self.posted += fresh
        self.supplied += supplies
        harms = [_harm(dice, self.wish) for _number in range(dice.choice((1, 1, 2)))]
        by_time = sorted(harms, key=lambda harm: harm.at)
        return Round(tuple(supplies), deeds, tuple(by_time))

    def _posts(self, keys: list[str]) -> Iterator[Deed]:
        """Those of one company in one step, as from a list."""
        mode, customer = self.dice.choice(MODES), self.dice.choice(CUSTOMERS)
        for company in COMPANIES:
            own = tuple(key for key in keys if self.home[key] == company)
            if own:
                yield Deed('post', company, own, {'customer': customer, 'mode': mode})

    def _second_thought(self) -> Iterator[Deed]:
        if self.posted and self.dice.random() < 0.6:
            key = self.dice.choice(self.posted[-40:])
            yield Deed(self.dice.choice(SECOND_THOUGHTS), self.home[key], (key,))

    def _answer(self) -> Iterator[Deed]:
        """Each received document is accepted once, or never; now and then one is booked by hand."""
        if self.supplied and self.dice.random() < 0.6:
            supply = self.supplied.pop(self.dice.randrange(len(self.supplied)))
            yield Deed(self.dice.choice(('accept', 'book')), supply.company, (supply.number,))


def _taken(rows: list, count: int) -> list:
    """The first of them, which go."""
    taken, rows[:] = rows[:count], rows[count:]
    return taken


def _harm(dice: random.Random, wish: Wish) -> Harm:
    kinds, weights = zip(*(HARMS_OF[wish.server] | HARMS).items(), strict=True)
    [what] = dice.choices(kinds, weights)
    values = _values_of(dice, what)
    return Harm(what, round(dice.uniform(0, 4), 1), values)


def _values_of(dice: random.Random, what: str) -> dict:
    if what == 'fault':
        return _fault(dice)
    if what in SECONDS:
        return {'seconds': dice.choice(SECONDS[what])}
    if what == 'step_clock':
        return {'by': dice.choice(CLOCK_STEPS)}
    if what == 'restart_database':
        return {'mode': dice.choice(('fast', 'immediate')), 'seconds': dice.choice((0, 2))}
    return {'number': dice.randrange(100)} if what == 'kill_worker' else {}


def _fault(dice: random.Random) -> dict:
    name, members = dice.choice(ANSWERS)
    order = {'fault': name, 'path': dice.choice(PATHS), 'times': dice.choice((1, 1, 3, 12))}
    order |= {member: dice.choice(values) for member, values in members.items()}
    return {**order, 'skip': dice.choice((0, 0, 1, 5))}


# How often each goes wrong beside the others; a prefork server has workers that can be killed.
HARMS = {
    'fault': 12,
    'kill_sandbox': 2,
    'network_off': 2,
    'cut_database': 1,
    'restart_database': 1,
    'fill_disk': 1,
    'expire_tokens': 2,
    'short_tokens': 1,
    'step_clock': 1,
    'minutes_pass': 4,
}
HARMS_OF = {
    'threaded': {'kill_odoo': 4, 'stop_odoo': 1},
    'prefork': {'kill_odoo': 1, 'stop_odoo': 1, 'kill_worker': 5},
}
# How long each lasts.
SECONDS = {
    'kill_odoo': (0, 0, 2),
    'stop_odoo': (0, 1),
    'kill_sandbox': (0, 1, 5),
    'network_off': (1, 5, 12),
    'fill_disk': (3, 6),
    'short_tokens': (5,),
}
