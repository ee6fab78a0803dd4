"""Companies that ask to be connected with ours, and how ours answers."""

from sqlite3 import Connection, Row

from ..responses import Refusal
from . import held
from .connections import answer_request, cancel_request, get, request_item


ANSWERS = {'accept': 'Accepted', 'reject': 'Rejected'}


def decide(connection: Connection, request_id: int, verb: str, answer: str) -> Row:
    """Our company's own answer; only what is pending can be answered."""
    request = get(connection, 'requests', request_id)
    if request['direction'] != 'Received':
        raise Refusal(404, "There is no such request.", 'not_found')
    if request['state'] != 'Pending':
        raise Refusal(
            409,
            f"The request isn't pending any more: {request['state']}.",
            'wrong_state',
            {'request': request_item(request)},
        )
    answer_request(connection, request_id, ANSWERS[verb], answer)
    return get(connection, 'requests', request_id)


def withdraw(connection: Connection, request_id: int) -> None:
    """The company thinks better of it; its documents go elsewhere."""
    cancel_request(connection, request_id)
    held.forget(connection, request_id)
