"""Transmissions as plain values: ours, those that Pagero holds, and the workers between commits."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from . import product


DOCUMENT = 'document/pagero_document.py'
VIEW = 'pagero_document_views.xml'
SETS = product.names(DOCUMENT)
GUARDS = product.guards(
    'document/pagero_document.py', 'document/standing.py', 'document/unsure.py',
    'document/buttons.py', 'document/silent.py', 'document/answering.py',
    'document/other_delivery.py', 'invoice/account_move.py',
)  # fmt: skip
ENOUGH = product.names('document/unsure.py')['LOOKUPS']
LIVE = ('processing', 'delivered')  # a copy that the customer gets, or has got
STOPPED_THERE = ('awaiting_interaction', 'error')
MOST_COPIES = 4
MOST_DOCUMENTS = 2


class Doc(NamedTuple):
    """What the model keeps of a ``pagero.document``."""

    state: str = 'queued'
    begun: bool = False  # upload_started_at
    file: int = 0  # file_id: the number of the copy at Pagero
    was_unsure: bool = False
    xml: int = 0  # the version of the invoice that is stored
    lookups: int = 0
    parts: bool = False  # part_ids
    superseded: bool = False
    duplicate: bool = False  # error_code is one of the duplicate control
    held: str = ''
    step: int = 1  # answer_step
    old: bool = False  # without a change for long
    dies: bool = False  # its build ended a worker


class Worker(NamedTuple):
    """A run of the sender, between its commits."""

    phase: str = 'idle'
    doc: int = -1
    mine: bool = False  # whether the claim is still its own
    outcome: str = ''  # of the upload
    copy: int = 0


class Copy(NamedTuple):
    """What Pagero holds of one transmission; ``refused`` by its duplicate control."""

    doc: int
    status: str
    version: int
    listed: bool = False  # Pagero's list of documents has had it since its delivery


class World(NamedTuple):
    docs: tuple[Doc, ...]
    workers: tuple[Worker, ...]
    wire: tuple[tuple[int, int], ...] = ()  # (document, version) still on its way, unobserved
    copies: tuple[Copy, ...] = ()
    poll: tuple = ()  # what the poller has read so far
    invoice: str = 'posted'
    version: int = 1
    valid: bool = True
    wanted: bool = True  # the reason to send it still stands
    connected: bool = True
    login: bool = True
    overtaken: bool = False  # an answer was delivered after a later one
    slow: tuple | None = None  # a press that was read, and is not yet written
    presses: int = 2
    troubles: int = 2


IDLE = Worker()
NONE = product.Records()
# What guards and views ask beside, in a model that has nothing of it.
NOT_ASKED = {
    'instead': False, 'fails_check': False, 'asks_test': False, 'cure': None, 'attempts': 0,
    'status': '', 'env': SimpleNamespace(_=lambda sentence, **_values: sentence),
}  # fmt: skip


def is_live(doc: Doc) -> bool:
    """``_is_live_production`` and its like: what the database allows only once."""
    return doc.state != 'cancelled' and not doc.superseded


def with_doc(world: World, number: int, doc: Doc) -> World:
    docs = list(world.docs)
    docs[number] = doc
    return world._replace(docs=tuple(docs))


def with_worker(world: World, place: int, worker: Worker) -> World:
    """Workers are alike, so their order says nothing."""
    workers = list(world.workers)
    workers[place] = worker
    return world._replace(workers=tuple(sorted(workers)))


def with_copy(world: World, number: int, status: str) -> World:
    copies = list(world.copies)
    is_listed = copies[number].listed or status == 'delivered'
    copies[number] = copies[number]._replace(status=status, listed=is_listed)
    return world._replace(copies=tuple(copies))


def unclaimed(world: World, number: int) -> World:
    """A worker that held this document holds it no longer."""
    workers = tuple(
        each._replace(mine=False) if each.doc == number else each for each in world.workers
    )
    return world._replace(workers=tuple(sorted(workers)))


def stopped(world: World) -> tuple:
    return tuple(
        (number, copy.status) for number, copy in enumerate(world.copies, 1)
        if copy.status in (*STOPPED_THERE, 'refused')
    )  # fmt: skip


@cache
def record_of(doc: Doc, others: tuple[Doc, ...], document_type: str) -> product.Record:
    """A transmission as the code's own guards see it."""
    record = product.Record(
        GUARDS,
        state=doc.state,
        part_ids=['part'] if doc.parts else False,
        file_id=str(doc.file) if doc.file else False,
        send_mode='Production',
        lookups=doc.lookups,
        was_unsure=doc.was_unsure,
        is_superseded=doc.superseded,
        answer_step=doc.step,
        state_changed_at=product.LONG_AGO if doc.old else product.NOW,
        create_date=product.LONG_AGO,
        account_id=product.Record({}, unsure_minutes=1),
        **NOT_ASKED,
        document_type=document_type,
    )
    siblings = product.Records(record_of(other, (), document_type) for other in others)
    of_type = {document_type: siblings}
    record.move_id = product.Record({}, pagero_document_ids=of_type.get('Invoice', NONE))
    record.answered_id = SimpleNamespace(answer_ids=of_type.get('ApplicationResponse', NONE))
    return record.compute(
        '_compute_standing', '_compute_can_restart', '_compute_can_send_again',
        '_compute_can_send_instead',
    )  # fmt: skip


@cache
def are_live(docs: tuple[Doc, ...]) -> bool:
    records = product.Records(record_of(doc, (), 'Invoice') for doc in docs)
    return bool(product.Record(GUARDS, pagero_document_ids=records)._live_pagero_documents())


@cache
def is_offered(button: str, doc: Doc, others: tuple[Doc, ...], document_type: str) -> bool:
    return product.is_offered(VIEW, button, record_of(doc, others, document_type))
