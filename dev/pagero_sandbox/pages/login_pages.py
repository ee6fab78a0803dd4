"""The pages of the login: name and password, consent, forgotten password, trouble."""

from urllib.parse import urlencode

from werkzeug import Request

from .layout import fill, language_of


def login(request: Request, error: str = '') -> str:
    return fill(
        'login.html',
        language_of(request),
        error=error,
        query=_query(request),
        username=request.form.get('username', ''),
    )


def consent(request: Request, login_id: str) -> str:
    return fill(
        'consent.html',
        language_of(request),
        login_id=login_id,
        query=_query(request),
        username=request.form.get('username', ''),
    )


def forgotten(request: Request) -> str:
    return fill('forgotten.html', language_of(request))


def trouble(request: Request, reason: str) -> str:
    return fill('trouble.html', language_of(request), error=reason)


def _query(request: Request) -> str:
    return urlencode(list(request.args.items(multi=True)))
