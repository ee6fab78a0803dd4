"""From an HTTP answer to a value or to one typed error; the same for login server and API."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from datetime import datetime, timezone

from .errors import (
    Garbled,
    NetworkError,
    NoAnswer,
    Refused,
    ServerFault,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
)
from .reading import clean
from .redact import redact
from .retry import parse_http_date, parse_retry_after
from .transport import Response


ERROR_OF_STATUS: dict[int, type[NetworkError]] = {
    400: Refused,
    401: Unauthorized,
    403: Refused,
    413: Refused,
    415: Refused,
    429: TooManyRequests,
}
KIND_OF_FLAW: dict[str, type[NetworkError]] = {'timed out': NoAnswer, 'too large': TooLarge}
_LOOKED_AT = 8_000  # bytes of an error body that are worth reading
_SPOKEN_KEYS = ('error_description', 'message', 'detail', 'description', 'title', 'error')
_CODE_KEYS = ('error', 'code', 'errorCode')


def checked(
    response: Response, *secrets: str, kinds: Mapping[int, type[NetworkError]] = ERROR_OF_STATUS
) -> Response:
    """The response if it is a whole 2xx; else the error that its status stands for.

    ``secrets`` are what the request held; they are masked wherever the server echoes them.
    ``kinds``: what a status means to this API.
    """
    if not 200 <= response.status < 300:
        raise _error_of(response, secrets, kinds)
    if response.flaw:
        kind = KIND_OF_FLAW.get(response.flaw, Garbled)
        raise kind(f"The network's answer was {response.flaw}.", status=response.status)
    return response


def json_of(response: Response, *secrets: str) -> object:
    """The JSON value of a whole 2xx answer, or Garbled."""
    body = checked(response, *secrets).body
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Garbled(
            "The network's answer is not JSON.",
            status=response.status,
            text=readable(body, *secrets),
        ) from error


def confirmed(response: Response, *secrets: str) -> None:
    """That it was surely the API that said yes to an order, or Garbled.

    A whole 2xx without a body, with JSON or with plain text is; the web page of a network that asks
    for a login, or mere bytes, stand for nothing that was done.

    >>> confirmed(Response(204))
    >>> confirmed(Response(200, {'content-type': 'text/plain'}, b'OK'))
    """
    body = response.body.strip()
    kind = response.headers.get('content-type', '').partition(';')[0].strip().lower()
    if body and kind != 'text/plain':
        json_of(response, *secrets)


def error_code(response: Response) -> str | None:
    """The error word of a JSON error answer, such as 'invalid_grant'."""
    answer = _json_or_none(response.body)
    if isinstance(answer, dict):
        for key in _CODE_KEYS:
            if isinstance(answer.get(key), (str, int)):
                return clean(str(answer[key]))[:100]
    return None


def readable(body: bytes, *secrets: str) -> str:
    """What a server said, for people: the JSON's sentence, or the words of an HTML page.

    >>> readable(b'{"error": "x", "error_description": "The code is used up."}')
    'The code is used up.'
    >>> readable(b'<html><title>502</title><style>p{}</style><p>Bad &amp; gone</p></html>')
    '502 Bad & gone'
    >>> readable(bytes(range(128, 256)))
    ''
    """
    said = _spoken(_json_or_none(body))
    if not said:
        said = body[:_LOOKED_AT].decode('utf-8', 'replace')
        if said.count('\ufffd') > len(said) // 10:
            return ''  # these bytes are no words
        if re.match(r'\s*(<!|<\?|<[A-Za-z])', said):
            said = _without_tags(said)
    words = ' '.join(_printable(clean(said)).split())
    return redact(words, *secrets)[:500]


def _error_of(response, secrets, kinds):
    kind = kinds.get(response.status)
    if kind is None:
        kind = ServerFault if response.status >= 500 else UnexpectedAnswer
    text = readable(response.body, *secrets)
    code = error_code(response)
    now = parse_http_date(response.headers.get('date')) or datetime.now(timezone.utc)
    return kind(
        f"The network answered {response.status}: {text or 'no reason given'}",
        status=response.status,
        code=code and redact(code, *secrets),
        text=text,
        retry_after=parse_retry_after(response.headers.get('retry-after'), now),
    )


def _json_or_none(body):
    try:
        return json.loads(body[:_LOOKED_AT])
    except (ValueError, RecursionError):
        return None


def _spoken(answer):
    """The first sentence found under the usual keys, one level of lists and objects deep."""
    if isinstance(answer, dict):
        for key in _SPOKEN_KEYS:
            value = answer.get(key)
            if isinstance(value, str) and value.strip():
                return value
        for key in ('error', 'errors', 'details'):
            if isinstance(answer.get(key), (dict, list)):
                return _spoken_members(answer[key])
    return ''


def _spoken_members(value):
    members = value if isinstance(value, list) else [value]
    sentences = []
    for member in members[:10]:
        if isinstance(member, str):
            sentences.append(member)
        elif isinstance(member, dict):
            sentences += [member[key] for key in _SPOKEN_KEYS if isinstance(member.get(key), str)]
    return ' '.join(sentences)


def _without_tags(page):
    page = re.sub(r'(?is)<(script|style)\b.*?(</\1>|$)', ' ', page)
    return html.unescape(re.sub(r'<[^>]*(>|$)', ' ', page))


def _printable(text):
    return ''.join(each if each.isprintable() else ' ' for each in text)
