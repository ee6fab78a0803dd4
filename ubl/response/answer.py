"""One answer to one received document, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from ...en16931.parties import Party
from .codes import (
    ACTION_LIST,
    ACTIONS,
    CODES,
    NEEDS_REASON,
    NEEDS_WORDS,
    PAID,
    PARTLY_PAID,
    REASON_LIST,
    REASONS,
)


@dataclass(frozen=True, slots=True)
class Clarification:
    """A reason, or an action that is asked for; ``words`` are free, and needed with OTH."""

    code: str
    words: str = ''
    list_name: str = REASON_LIST

    def to_dict(self) -> dict[str, str]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> Clarification:
        """What ``to_dict`` gave."""
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Answered:
    """The received document; ``network_id`` is the one of our copy at Pagero."""

    number: str
    type_code: str
    issue_date: date | None = None
    network_id: str = ''


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said (``codes``), by whom to whom: the parties of the document, turned round."""

    id: str
    issued_at: datetime
    code: str
    answered: Answered
    sender: Party
    receiver: Party
    clarifications: tuple[Clarification, ...] = ()
    note: str = ''

    @property
    def written_code(self) -> str:
        """UNCL4343 has no part payment: it is PD with a reason."""
        return PAID if self.code == PARTLY_PAID else self.code


def lacks(code: str, number: str, clarifications: Sequence[Clarification]) -> Iterator[str]:
    """What the standard wants of an answer and isn't there; nothing where it may leave."""
    if code not in CODES:
        yield 'unknown_code'
    if not number:
        yield 'number'
    reasons = [each.code for each in clarifications if each.list_name == REASON_LIST]
    is_partly = code == PARTLY_PAID
    if (code in NEEDS_REASON and not reasons) or is_partly != (PARTLY_PAID in reasons):
        yield 'reason'
    known = {REASON_LIST: REASONS, ACTION_LIST: ACTIONS}
    if any(each.code not in known.get(each.list_name, ()) for each in clarifications):
        yield 'unknown_reason'
    if any(each.code in NEEDS_WORDS and not each.words.strip() for each in clarifications):
        yield 'words'
