"""How the sandbox answers: JSON, errors, pages."""

import json
import re
from datetime import datetime, timezone
from typing import Any

from werkzeug import Request, Response


class Refusal(Exception):
    """The request is answered with this status and this sentence; 'more' joins the body."""

    def __init__(
        self,
        status: int,
        text: str,
        error: str = 'invalid_request',
        more: dict[str, Any] | None = None,
    ):
        super().__init__(text)
        self.status = status
        self.text = text
        self.error = error
        self.more = more or {}


def json_answer(data: Any, status: int = 200) -> Response:
    return Response(json.dumps(data), status, content_type='application/json')


def error_answer(refusal: Refusal) -> Response:
    """A neutral error body; Pagero's own shape isn't published (assumed)."""
    body = {'error': refusal.error, 'message': refusal.text}
    return json_answer(body | refusal.more, refusal.status)


def html_answer(page: str, status: int = 200) -> Response:
    return Response(page, status, content_type='text/html; charset=utf-8')


def require_accept(request: Request, *media_types: str) -> None:
    """Refuse with 406 when the caller's 'Accept' allows none of the media types."""
    accepted = request.accept_mimetypes
    if accepted and not any(media_type in accepted for media_type in media_types):
        raise Refusal(406, f"This resource can be had as {', '.join(media_types)}.")


def read_json(request: Request) -> Any:
    try:
        return json.loads(request.get_data() or b'{}')
    except ValueError:
        raise Refusal(400, "The body isn't JSON.") from None


def read_object(request: Request) -> dict[str, Any]:
    data = read_json(request)
    if not isinstance(data, dict):
        raise Refusal(400, "The body must be a JSON object.")
    return data


def read_moment(name: str, text: str) -> str:
    """A moment from a query, as 'timestamp' writes it."""
    # A '+' that wasn't encoded in the URL arrives as a space.
    text = re.sub(r'[Zz]$', '+00:00', text.replace(' ', '+'))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, f"'{name}' isn't an ISO 8601 timestamp.") from None
    return timestamp(moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc))


def timestamp(moment: datetime | None = None) -> str:
    """ISO 8601 in UTC with milliseconds and 'Z', as in the recordings of the Document API."""
    moment = (moment or datetime.now(timezone.utc)).astimezone(timezone.utc)
    return moment.strftime('%Y-%m-%dT%H:%M:%S.') + f'{moment.microsecond // 1000:03d}Z'
