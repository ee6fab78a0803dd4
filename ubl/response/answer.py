"""One answer to one received document, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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

    def lacks(self) -> Iterator[str]:
        """What the standard wants of it and isn't there; nothing where it may leave."""
        if self.code not in CODES:
            yield 'unknown_code'
        if not self.answered.number:
            yield 'number'
        reasons = [each.code for each in self.clarifications if each.list_name == REASON_LIST]
        is_partly = self.code == PARTLY_PAID
        if (self.code in NEEDS_REASON and not reasons) or is_partly != (PARTLY_PAID in reasons):
            yield 'reason'
        known = {REASON_LIST: REASONS, ACTION_LIST: ACTIONS}
        if any(each.code not in known.get(each.list_name, ()) for each in self.clarifications):
            yield 'unknown_reason'
        if any(each.code in NEEDS_WORDS and not each.words.strip() for each in self.clarifications):
            yield 'words'
