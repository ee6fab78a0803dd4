"""Their JSON becomes our frozen values here, and their words become ours, once.

Every ``parse_…`` takes any JSON value and gives its dataclass or raises Garbled. Only ids are
demanded; words that we don't know are kept as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from .business_status import business_status_of
from .codes import codes_in, is_code
from .errors import Garbled
from .reading import clean, day, flag, instant, listed, member, texts, whole, word
from .redact import redact


SEND_MODES = {'production': 'Production', 'test': 'Test', 'certification': 'Certification'}
MODE_OF_WORD = {their_word: ours for ours, their_word in SEND_MODES.items()}
PART_STATE = {
    'Processing': 'processing',
    'AwaitingInteraction': 'awaiting_interaction',
    'Error': 'error',
}
TEXT_LIMIT = 2_000  # characters of one description
TEXTS_LIMIT = 50  # descriptions of one part
UNREADABLE_LIMIT = 200  # characters of an item that can't be read
_CODE_KEYS = ('code', 'codes', 'errorCode', 'errorCodes', 'errorClassificationCode')
_STATUS_KEYS = ('status', 'sendStatus', 'clearanceStatus', 'externalStatus', 'deliveryStatus')
_SECONDS = 600  # lifetime of an access token where the answer doesn't say

T = TypeVar('T')


@dataclass(frozen=True)
class SentFile:
    """What the network says when it takes a file; ``id`` is the file id."""

    id: str
    sender_reference: str
    send_mode: str
    created_at: datetime | None


@dataclass(frozen=True)
class FilePart:
    """A part of a file that isn't delivered yet; delivered parts vanish from the lists.

    ``status`` is their word, ``state`` ours or None; ``codes`` are PUF-020 codes.
    """

    id: str
    file_id: str
    status: str
    descriptions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    sender_reference: str | None = None

    @property
    def state(self) -> str | None:
        return PART_STATE.get(self.status)


@dataclass(frozen=True)
class NetworkDocument:
    """A document as the network lists it; sender and recipient each have a copy with its own id.

    ``business_status`` is our word ('unknown' for a strange one) and None when nothing was said;
    ``business_word`` and ``status_words`` keep theirs. ``receiver_ids``: (type, value) pairs.
    """

    id: str
    file_id: str
    created_at: datetime | None
    direction: str
    document_type: str
    document_subtype: str
    document_identifier: str
    issue_date: date | None
    send_mode: str
    sender_reference: str | None
    receiver_ids: tuple[tuple[str, str], ...] = ()
    sender_ids: tuple[tuple[str, str], ...] = ()
    is_fetched: bool = False
    business_status: str | None = None
    business_word: str = ''
    business_text: str = ''
    status_words: tuple[tuple[str, str], ...] = ()
    receiver_name: str = ''
    sender_name: str = ''
    sending_company_id: str = ''

    @property
    def mode(self) -> str | None:
        """'production', 'test', 'certification', or None for a word we don't know."""
        return MODE_OF_WORD.get(self.send_mode)


@dataclass(frozen=True)
class Tokens:
    """A pair of tokens; ``expires_in`` is the access token's lifetime in seconds."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    scope: str = ''


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. ``size`` counts the raw items, ``total`` and ``limit`` may be unknown.

    ``unreadable``: how the items began that are none that we know.
    """

    items: tuple[T, ...]
    size: int
    total: int | None
    limit: int | None
    unreadable: tuple[str, ...] = ()


def parse_sent_file(payload: object) -> SentFile:
    return SentFile(
        id=identifier(payload, 'id'),
        sender_reference=word(member(payload, 'senderReference')),
        send_mode=word(member(payload, 'sendMode')),
        created_at=instant(member(payload, 'createTime')),
    )


def parse_file_part(payload: object, file_id: str = '') -> FilePart:
    """``file_id`` is what was asked for; it stands in when the item doesn't repeat it."""
    error = member(payload, 'error')
    said = member(error, 'description') if isinstance(error, dict) else error
    descriptions = tuple(text[:TEXT_LIMIT] for text in texts(said))[:TEXTS_LIMIT]
    return FilePart(
        id=identifier(payload, 'id'),
        file_id=word(member(payload, 'fileId')) or file_id,
        status=word(member(payload, 'status')),
        descriptions=descriptions,
        codes=_codes(payload, error, descriptions),
        sender_reference=word(member(payload, 'senderReference')) or None,
    )


def parse_document(payload: object) -> NetworkDocument:
    info = member(payload, 'documentInfo')
    subtype = word(member(info, 'documentSubType'))
    business_word = _business_word(payload, info)
    return NetworkDocument(
        id=identifier(payload, 'id'),
        file_id=word(member(payload, 'fileId')),
        created_at=instant(member(payload, 'createTime')),
        direction=word(member(info, 'direction')),
        document_type=word(member(info, 'documentType')),
        document_subtype=subtype,
        document_identifier=word(member(info, 'documentIdentifier')),
        issue_date=day(member(info, 'issueDate')),
        send_mode=word(member(payload, 'sendMode')),
        sender_reference=word(_either(payload, info, 'senderReference')) or None,
        receiver_ids=_party_ids(member(info, 'receiverParty')),
        sender_ids=_party_ids(member(info, 'senderParty')),
        is_fetched=flag(member(payload, 'isFetched')),
        business_status=business_status_of(business_word) if business_word else None,
        business_word=business_word,
        business_text=word(member(payload, 'latestBusinessStatus', 'description'), TEXT_LIMIT),
        status_words=_status_words(payload),
        receiver_name=word(member(info, 'receiverParty', 'name')),
        sender_name=word(member(info, 'senderParty', 'name')),
        sending_company_id=word(member(payload, 'sendingCompanyId')),
    )


def parse_tokens(payload: object, refresh_token: str = '') -> Tokens:  # nosec B107 # none
    """``refresh_token`` stays in use when a refresh answers with no new one (RFC 6749 §6)."""
    access_token = member(payload, 'access_token')
    new_refresh_token = member(payload, 'refresh_token') or refresh_token
    for token in (access_token, new_refresh_token):
        if not _is_token(token):
            raise Garbled("The login server's answer holds no usable tokens.")
    seconds = whole(member(payload, 'expires_in'))
    return Tokens(
        access_token=access_token,
        refresh_token=new_refresh_token,
        expires_in=min(seconds, 86_400) if seconds else _SECONDS,
        scope=word(member(payload, 'scope')),
    )


def identifier(payload: object, key: str) -> str:
    """What an answer can't do without."""
    value = word(member(payload, key), limit=256)
    if not 0 < len(value) <= 255:
        raise Garbled("The network's answer names no id.")
    return value


def parse_page(payload: object, parse_item: Callable[[object], T]) -> Page[T]:
    """A list answer. Items that can't be read are passed by and told: they hide no others."""
    raw_items = member(payload, 'items')
    if not isinstance(raw_items, list):
        raise Garbled("The network's list has no items.")
    items, unreadable = [], []
    for raw_item in raw_items:
        try:
            items.append(parse_item(raw_item))
        except Garbled:
            unreadable.append(_beginning(raw_item))
    meta = member(payload, 'meta')
    total, limit = whole(member(meta, 'total')), whole(member(meta, 'limit'))
    return Page(tuple(items), len(raw_items), total, limit, tuple(unreadable))


def _beginning(value: object) -> str:
    """Enough of a strange item to know it again, without what is secret in it."""
    return redact(clean(json.dumps(value, default=str)))[:UNREADABLE_LIMIT]


def _either(first: Mapping, second: Mapping, key):
    return member(first, key) or member(second, key)


def _is_token(token):
    """Tokens go into a header: visible ASCII only."""
    return isinstance(token, str) and bool(re.fullmatch('[!-~]{1,16384}', token))


def _codes(payload, error, descriptions):
    named = [
        word(each)
        for holder in (payload, error)
        for key in _CODE_KEYS
        for each in listed(member(holder, key))
    ]
    codes = dict.fromkeys(code for code in named if is_code(code))
    codes.update(dict.fromkeys(codes_in(descriptions)))
    return tuple(codes)


def _business_word(payload, info):
    """A response's subtype is the recipient's word; else the status that the item may carry."""
    if member(info, 'documentType') == 'ApplicationResponse':
        return word(member(info, 'documentSubType'))
    return word(member(payload, 'latestBusinessStatus', 'businessStatus'))


def _status_words(payload):
    pairs = ((key, word(member(payload, key))) for key in _STATUS_KEYS)
    return tuple((key, value) for key, value in pairs if value)


def _party_ids(party):
    pairs = (
        (word(member(each, 'idType')), word(member(each, 'value')))
        for each in listed(member(party, 'ids'))
    )
    return tuple(pair for pair in pairs if pair[1])
