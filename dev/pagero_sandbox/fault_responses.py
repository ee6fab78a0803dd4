"""What a fault does to a request: the answers that no client wants."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from werkzeug import Response

from .faults import AFTERWARDS, Fault
from .responses import Refusal, error_answer, html_answer
from .sleeper import Sleep


Carry = Callable[[], 'Response | None']
SLOW_SECONDS = 5
UNKNOWN_WORD = 'Quarantined'
WORDS = ('status', 'state', 'acceptance')
MAINTENANCE_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


def answer_with_fault(
    fault: Fault, carry_out: Carry, sleep: Sleep, hang_seconds: float
) -> Response | None:
    """Answer a request as the fault wants; None closes the connection without a word."""
    if fault.fault == 'slow':
        sleep(SLOW_SECONDS if fault.seconds is None else fault.seconds)
    response = carry_out() if fault.taken or fault.fault in AFTERWARDS else None
    if fault.fault.startswith('timeout_'):
        sleep(hang_seconds if fault.seconds is None else fault.seconds)
        return None
    change = CHANGES.get(fault.fault)
    if change and response:
        return change(response)
    return INSTEAD_OF.get(fault.fault, lambda _fault: response)(fault)


def _unauthorized(_fault: Fault) -> Response:
    response = error_answer(Refusal(401, "The access token is not valid.", 'invalid_token'))
    response.headers['WWW-Authenticate'] = 'Bearer'
    return response


def _gone(_fault: Fault) -> Response:
    return error_answer(Refusal(410, "The recipient is inactive.", 'recipient_inactive'))


def _too_many(fault: Fault) -> Response:
    response = error_answer(Refusal(429, "Too many requests.", 'too_many_requests'))
    return _with_retry_after(response, fault)


def _server_error(fault: Fault) -> Response:
    response = error_answer(
        Refusal(int(fault.fault), "Something went wrong on our side.", 'server_error')
    )
    return _with_retry_after(response, fault)


def _with_retry_after(response: Response, fault: Fault) -> Response:
    if fault.retry_after == 'date':
        moment = datetime.now(timezone.utc) + timedelta(seconds=fault.seconds or 30)
        response.headers['Retry-After'] = format_datetime(moment, usegmt=True)
    elif fault.retry_after is not None:
        response.headers['Retry-After'] = str(fault.retry_after)
    return response


def _html(fault: Fault) -> Response:
    status = int(fault.fault.removeprefix('html_'))
    title = "502 Bad Gateway" if status == 502 else "Log in to the guest network"
    return html_answer(MAINTENANCE_PAGE.format(title), status)


def _garbage(_fault: Fault) -> Response:
    return Response(bytes(range(256)) * 256, 200, content_type='application/json')


def _cut(response: Response) -> Response:
    """Promise the whole body, deliver half of it; the server then closes."""
    data = response.get_data()
    cut = Response(data[: len(data) // 2], response.status_code, content_type=response.content_type)
    cut.headers['Content-Length'] = str(max(len(data), 1))
    return cut


def _empty(response: Response) -> Response:
    return Response(b'', response.status_code, content_type=response.content_type)


def _with_unknown_words(response: Response) -> Response:
    """Give every item of a list an unknown status, state or subtype."""
    try:
        data = json.loads(response.get_data())
    except ValueError:
        return response
    for item in data.get('items', [data]):
        for name in WORDS:
            if name in item:
                item[name] = UNKNOWN_WORD
        if 'documentInfo' in item:
            item['documentInfo']['documentSubType'] = UNKNOWN_WORD
            item['latestBusinessStatus'] = {'businessStatus': UNKNOWN_WORD, 'description': ''}
    response.set_data(json.dumps(data))
    return response


def _among_strange_items(response: Response) -> Response:
    """Put entries that no client knows before those of a list."""
    try:
        data = json.loads(response.get_data())
    except ValueError:
        return response
    if 'items' in data and not data['meta']['offset']:
        data['items'] = [None, "a word", {'kind': "of tomorrow"}, *data['items']]
        data['meta']['total'] = None
    response.set_data(json.dumps(data))
    return response


CHANGES: dict[str, Callable[[Response], Response]] = {
    'cut_body': _cut,
    'empty_body': _empty,
    'unknown_status': _with_unknown_words,
    'strange_items': _among_strange_items,
}
INSTEAD_OF: dict[str, Callable[[Fault], Response]] = {
    '401': _unauthorized,
    '410': _gone,
    '429': _too_many,
    '500': _server_error,
    '502': _server_error,
    '503': _server_error,
    'html_502': _html,
    'html_200': _html,
    'garbage_64k': _garbage,
}
