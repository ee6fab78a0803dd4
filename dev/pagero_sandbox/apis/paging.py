"""One page of a list, as the API wraps it."""

from collections.abc import Callable, Sequence
from sqlite3 import Row
from typing import Any, TypeVar

from werkzeug import Response

from ..call import Call
from ..responses import Refusal, json_answer


DEFAULT_LIMIT = 10
T = TypeVar('T')


def page_of(
    call: Call,
    query: str,
    order: str,
    values: list[Any],
    as_item: Callable[[Row], dict[str, Any]],
) -> Response:
    """Answer with the rows that 'limit' and 'offset' ask for; too large a limit is cut down."""
    limit, offset = _window(call)
    store = call.sandbox.store
    total = store.value(f'SELECT count(*) FROM ({query})', *values)
    rows = store.rows(f'{query} ORDER BY {order} LIMIT ? OFFSET ?', *values, limit, offset)
    return json_answer(
        {
            'items': [as_item(row) for row in rows],
            'meta': {'count': len(rows), 'limit': limit, 'offset': offset, 'total': total},
        }
    )


def page_from(call: Call, things: Sequence[T], as_item: Callable[[T], dict[str, Any]]) -> Response:
    """The same of what is in memory."""
    limit, offset = _window(call)
    shown = things[offset : offset + limit]
    return json_answer(
        {
            'items': [as_item(thing) for thing in shown],
            'meta': {'count': len(shown), 'limit': limit, 'offset': offset, 'total': len(things)},
        }
    )


def _window(call: Call) -> tuple[int, int]:
    limit = min(_number(call, 'limit', DEFAULT_LIMIT), call.sandbox.settings['page_limit_max'])
    return limit, _number(call, 'offset', 0)


def _number(call: Call, name: str, default: int) -> int:
    text = call.request.args.get(name, str(default))
    if not text.isdigit():
        raise Refusal(400, f"'{name}' must be a whole number that isn't negative.")
    return int(text)
