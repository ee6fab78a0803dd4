"""Which searches are made: all models within their bounds, and each without a safeguard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .connecting import Connecting
from .connecting_by_hand import ByHand
from .incoming import Incoming
from .login import Login
from .outgoing import Answers, Outgoing, Reminder
from .outgoing_two_people import TwoPeople
from .rules import Model
from .search import Found, Search


@dataclass(frozen=True)
class Run:
    """One search; ``until`` names the fault that it is to find, '' where it is to find none."""

    model: type[Model]
    options: dict[str, int] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    until: str = ''

    def build(self) -> Model:
        return self.model(*self.without, **self.options)

    def search(self, model: Model | None = None) -> Found:
        return Search((model or self.build()).question()).run(self.until)

    @property
    def words(self) -> str:
        """What it searches, for people."""
        flags = {'stated': 'duplicate control stated', 'is_unsure': 'begun unsure'}
        said = [word for name, word in flags.items() if self.options.get(name)]
        return ', '.join([self.model.name, *said])


# Nothing may be found by these.
WHOLE = (
    Run(Outgoing, {'presses': 2, 'troubles': 2}),
    Run(Outgoing, {'presses': 1, 'troubles': 2, 'stated': True}),
    Run(Outgoing, {'presses': 1, 'troubles': 2, 'stated': True, 'is_unsure': True}),
    Run(Outgoing, {'presses': 2, 'troubles': 2, 'is_unsure': True}),
    Run(TwoPeople, {'presses': 2, 'troubles': 1}),
    Run(TwoPeople, {'presses': 3, 'troubles': 0}),
    Run(TwoPeople, {'presses': 3, 'troubles': 1, 'is_unsure': True}),
    Run(Reminder, {'presses': 1, 'troubles': 2}),
    Run(Answers, {'presses': 2, 'troubles': 1}),
    Run(Incoming, {'presses': 2, 'troubles': 1}),
    Run(Connecting, {'presses': 5, 'troubles': 3}),
    Run(ByHand, {'presses': 4, 'troubles': 2}),
    Run(Login, {'presses': 4, 'troubles': 3}),
)
SMALL = {'presses': 1, 'troubles': 1}
# What is found where a safeguard, or what is assumed of the world, is left out.
BITTEN = (
    *(
        Run(Outgoing, SMALL, (name,), fault)
        for name, fault in {
            'look-up': 'stuck',
            'claim token': 'doubled',
            'commit before upload': 'untrue: cancelled',
            'match': 'untrue: delivered',
        }.items()
    ),
    Run(Outgoing, {'presses': 1, 'troubles': 2}, ('unsure',), 'doubled'),
    Run(Outgoing, {'presses': 2, 'troubles': 2}, ('patience',), 'doubled'),
    Run(Outgoing, {**SMALL, 'is_unsure': True}, ('person looks',), 'doubled'),
    Run(TwoPeople, {'presses': 2, 'troubles': 1}, ('row conflict',), 'doubled'),
    Run(TwoPeople, {'presses': 3, 'troubles': 0}, ('one live transmission',), 'doubled'),
    Run(Outgoing, {**SMALL, 'is_unsure': True, 'stated': True}, ('true statement',), 'doubled'),
    *(
        Run(Incoming, SMALL, (name,), fault)
        for name, fault in {
            'store before mark': 'lost',
            'lock': 'doubled',
            'overlap': 'stuck',
            'identity': 'doubled',
        }.items()
    ),
    Run(Connecting, {'presses': 3, 'troubles': 1}, ('adopt',), 'stuck'),
    Run(Connecting, {'presses': 3, 'troubles': 1}, ('news',), 'untrue'),
    *(Run(Login, {}, (name,), 'doubled') for name in Login.safeguards),
)
MODELS = (Outgoing, TwoPeople, Reminder, Answers, Incoming, Connecting, ByHand, Login)


def safeguards() -> Iterator[tuple[type[Model], str]]:
    """All that can be left out, each of the model that has it first."""
    named = {}
    for model in MODELS:
        named.setdefault(id(model.safeguards), model)
    for model in named.values():
        for name in model.safeguards:
            yield model, name
