"""Odoo beside Pagero's ledger: what was lost, doubled, is stuck, or is said wrongly. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


DUPLICATE = '11200'
OPEN = ('queued', 'sending', 'held', 'unsure', 'processing')
# What Odoo says of a transmission, by what stands at Pagero; None: Pagero has no such file.
TRUE_STATES = {
    None: ('cancelled', 'invalid', 'queued', 'held'),
    'Delivered': ('delivered',),
    'AwaitingInteraction': ('awaiting_interaction',),
    'Error': ('error',),
    'Cancelled': ('cancelled',),
    'Processing': ('processing',),
}


@dataclass(frozen=True)
class File:
    """A file that Pagero took, and what became of its only part."""

    id: str
    reference: str
    company: str  # the sender's id at Pagero
    number: str
    mode: str
    kind: str
    status: str
    code: str = ''  # why it was stopped
    document: str = ''  # the sender's copy, where it was delivered

    @property
    def is_refused_copy(self) -> bool:
        """Sent again on purpose, as duplicate control refuses it where the first one came."""
        return self.status in ('Error', 'Cancelled') and self.code == DUPLICATE


@dataclass(frozen=True)
class Transmission:
    """A document of ours, as Odoo holds it."""

    id: int
    reference: str
    company: str
    number: str
    mode: str
    kind: str
    state: str
    file: str = ''
    document: str = ''
    invoice: int = 0
    reason: str = ''  # for which it waits


@dataclass(frozen=True)
class Invoice:
    """An invoice of the plan, as Odoo holds it."""

    id: int
    key: str
    company: str
    number: str
    state: str  # draft, posted, cancel
    is_sent: bool
    mode: str  # as which it was to leave


@dataclass
class Verdict:
    """Sentences by kind; a run has passed when there is none."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return not any((self.lost, self.doubled, self.stuck, self.wrong))

    def __iadd__(self, other: 'Verdict') -> 'Verdict':
        for name in KINDS:
            getattr(self, name).extend(getattr(other, name))
        return self

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {name: len(getattr(self, name)) for name in KINDS}

    def lines(self) -> Iterator[str]:
        """All of them, each with its kind."""
        for name in KINDS:
            yield from (f'{name}: {sentence}' for sentence in getattr(self, name))


KINDS = ('lost', 'doubled', 'stuck', 'wrong')


def compare(
    invoices: Iterable[Invoice], transmissions: Iterable[Transmission], files: Iterable[File]
) -> Verdict:
    """What went out, judged by what Pagero holds."""
    invoices, transmissions, files = list(invoices), list(transmissions), list(files)
    return Verdict(
        lost=[*_lost(invoices, transmissions, files), *_unknown(transmissions, files)],
        doubled=list(_doubled(files)),
        stuck=[
            f'{_name(each)} is {each.state} {each.reason}'.strip()
            for each in transmissions
            if each.state in OPEN
        ],
        wrong=[*_wrong(transmissions, files), *_wrong_marks(invoices, transmissions)],
    )


def _lost(
    invoices: list[Invoice], transmissions: list[Transmission], files: list[File]
) -> Iterator[str]:
    """Posted, and Pagero has not delivered it in its mode; a person stopped none of these."""
    delivered = {each.reference for each in files if each.status == 'Delivered'}
    arrived = {each.invoice for each in transmissions if each.reference in delivered}
    for invoice in invoices:
        if invoice.state == 'posted' and invoice.id not in arrived:
            ways = [each for each in transmissions if each.invoice == invoice.id]
            said = ', '.join(f'{each.id} {each.state}' for each in ways) or 'no transmission'
            yield f'{invoice.key} ({invoice.company} {invoice.number}) did not arrive: {said}'


def _unknown(transmissions: list[Transmission], files: list[File]) -> Iterator[str]:
    known = {each.reference for each in transmissions}
    for file in files:
        if file.reference not in known:
            yield f'Odoo knows nothing of file {file.id} ({file.company} {file.number})'


def _doubled(files: list[File]) -> Iterator[str]:
    """The same upload twice; or a legally binding invoice that stands at Pagero twice."""
    files = [file for file in files if not file.is_refused_copy]
    for reference, times in Counter(file.reference for file in files).items():
        if times > 1:
            yield f'{reference} was uploaded {times} times'
    standing = defaultdict(list)
    for file in files:
        is_binding = file.mode == 'Production' and file.kind == 'Invoice'
        if is_binding and file.status != 'Cancelled':
            standing[file.company, file.number].append(file)
    for (company, number), found in standing.items():
        if len(found) > 1:
            told = ', '.join(f'{each.id} {each.status}' for each in found)
            yield f'{company} {number} stands at Pagero {len(found)} times: {told}'


def _wrong(transmissions: list[Transmission], files: list[File]) -> Iterator[str]:
    """A state, a file or a document at Pagero that isn't this transmission's."""
    by_reference = {each.reference: each for each in sorted(files, key=_by_weight)}
    for each in transmissions:
        file = by_reference.get(each.reference)
        if each.state not in OPEN and each.state not in _true_states(file):
            yield f'{_name(each)} is {each.state}, at Pagero {file and file.status}'
        if each.file and (file is None or each.file != file.id):
            yield f'{_name(each)} has file {each.file}, its own is {file and file.id}'
        if each.document and (file is None or each.document != file.document):
            yield f'{_name(each)} has document {each.document}, its own is {file and file.document}'
        if file and each.company != file.company:
            yield f'{_name(each)} was uploaded for {file.company}'


def _by_weight(file: File) -> bool:
    """A refused copy says nothing of the first one."""
    return not file.is_refused_copy


def _true_states(file: File | None) -> tuple[str, ...]:
    return TRUE_STATES[file.status if file else None]


def _wrong_marks(invoices: list[Invoice], transmissions: list[Transmission]) -> Iterator[str]:
    """Only what was delivered in Production is marked as sent."""
    binding = {
        each.invoice
        for each in transmissions
        if each.mode == 'Production' and each.state == 'delivered'
    }
    for invoice in invoices:
        if invoice.is_sent != (invoice.id in binding):
            yield f'{invoice.key} is marked as {"" if invoice.is_sent else "not "}sent'


def _name(transmission: Transmission) -> str:
    each = transmission
    return f'document {each.id} ({each.company[:4]} {each.number}, {each.mode}, {each.reference})'
