"""OAuth 2.0: login and consent pages, token, refresh and revoke endpoints (pagero-api.md §1)."""

import hmac
from urllib.parse import urlencode, urlsplit

from werkzeug import Request, Response
from werkzeug.utils import redirect

from .. import grants
from ..call import Call
from ..pages import login_pages
from ..responses import Refusal, html_answer, json_answer


AUTHORIZE = '/oauth/v2/oauth-authorize'
CLIENT_ID = 'sandbox-client'
CLIENT_SECRET = 'sandbox-secret'


def authorize(call: Call) -> Response:
    """The browser arrives (GET), sends name and password, then its decision (both POST)."""
    request = call.request
    trouble = _page_trouble(request)
    if trouble:
        return html_answer(login_pages.trouble(request, trouble), 400)
    error = _redirect_error(request)
    if error:
        return _back(call, error)
    if request.method == 'GET':
        return html_answer(login_pages.login(request))
    return _handle_form(call)


def _page_trouble(request: Request) -> str | None:
    """What must not be told to the redirect address, since that address itself is in doubt."""
    if request.args.get('client_id') != CLIENT_ID:
        return 'unknown_client'
    target = urlsplit(request.args.get('redirect_uri', ''))
    if target.scheme != 'http' or target.hostname != '127.0.0.1' or target.fragment:
        return 'unregistered_redirect'
    return None


def _redirect_error(request: Request) -> dict[str, str] | None:
    """What is wrong with the rest of the request, as RFC 6749 §4.1.2.1 has it (assumed)."""
    arguments = request.args
    if arguments.get('response_type') != 'code':
        return {'error': 'unsupported_response_type'}
    if arguments.get('scope', 'all') not in ('all', ''):
        return {'error': 'invalid_scope', 'error_description': "Only the scope 'all' is known."}
    method = arguments.get('code_challenge_method')
    if arguments.get('code_challenge') and method != 'S256':
        return {'error': 'invalid_request', 'error_description': "PKCE needs the method S256."}
    return None


def _handle_form(call: Call) -> Response:
    form, store = call.request.form, call.sandbox.store
    if 'login_id' in form:
        username = grants.end_login(store, form['login_id'])
        return (
            _decide(call, username)
            if username
            else html_answer(login_pages.login(call.request, error='login_expired'))
        )
    username = form.get('username', '').strip().lower()
    if not grants.check_password(store, username, form.get('password', '')):
        return html_answer(login_pages.login(call.request, error='wrong_password'))
    if 'decision' in form:  # a test may say everything at once
        return _decide(call, username)
    return html_answer(login_pages.consent(call.request, grants.begin_login(store, username)))


def _decide(call: Call, username: str) -> Response:
    if call.request.form.get('decision') != 'allow':
        return _back(
            call, {'error': 'access_denied', 'error_description': "The user refused the request."}
        )
    code = grants.issue_code(
        call.sandbox.store,
        username,
        call.request.args['redirect_uri'],
        call.request.args.get('code_challenge'),
        call.sandbox.settings['code_seconds'],
    )
    return _back(call, {'code': code})


def _back(call: Call, values: dict[str, str]) -> Response:
    """Send the browser back with the result, the state and the issuer (RFC 9207)."""
    arguments = call.request.args
    if 'state' in arguments:
        values = values | {'state': arguments['state']}
    query = urlencode(values | {'iss': call.sandbox.url})
    target = arguments['redirect_uri']
    return redirect(f'{target}{"&" if "?" in target else "?"}{query}')


def token(call: Call) -> Response:
    form = call.request.form
    if not _client_is_known(call.request):
        return _oauth_error('invalid_client', "The client isn't known.", 401)
    grant = GRANTS.get(form.get('grant_type', ''))
    if grant is None:
        return _oauth_error('unsupported_grant_type', "This grant type isn't supported.")
    return grant(call)


def _client_is_known(request: Request) -> bool:
    """Client authentication by HTTP Basic or in the body."""
    if request.authorization and request.authorization.type == 'basic':
        name, secret = request.authorization.username, request.authorization.password
    else:
        name, secret = request.form.get('client_id'), request.form.get('client_secret')
    secret_fits = hmac.compare_digest((secret or '').encode(), CLIENT_SECRET.encode())
    return name == CLIENT_ID and secret_fits


def _exchange(call: Call) -> Response:
    form = call.request.form
    username = grants.use_code(
        call.sandbox.store,
        form.get('code', ''),
        form.get('redirect_uri', ''),
        form.get('code_verifier', ''),
    )
    if username is None:
        return _oauth_error('invalid_grant', "The code is used, expired or doesn't fit.")
    seconds = call.sandbox.settings['token_seconds']
    return _tokens(grants.issue_tokens(call.sandbox.store, username, seconds), seconds)


def _refresh(call: Call) -> Response:
    seconds = call.sandbox.settings['token_seconds']
    tokens = None
    if call.sandbox.settings['refresh_works']:
        tokens = grants.rotate(
            call.sandbox.store, call.request.form.get('refresh_token', ''), seconds
        )
    if tokens is None:
        return _oauth_error('invalid_grant', "The refresh token is used, expired or revoked.")
    return _tokens(tokens, seconds)


def _tokens(tokens: dict[str, str], seconds: float) -> Response:
    response = json_answer(
        {'token_type': 'bearer', 'scope': 'all', 'expires_in': int(seconds)} | tokens
    )
    response.headers['Cache-Control'] = 'no-store'
    return response


def _oauth_error(error: str, description: str, status: int = 400) -> Response:
    """RFC 6749 §5.2 (assumed: Pagero's own list of errors isn't published)."""
    response = json_answer({'error': error, 'error_description': description}, status)
    if status == 401:
        response.headers['WWW-Authenticate'] = 'Basic realm="sandbox"'
    return response


def revoke(call: Call) -> Response:
    if not _client_is_known(call.request):
        return _oauth_error('invalid_client', "The client isn't known.", 401)
    given = call.request.form.get('token')
    if not given:
        raise Refusal(400, "The form field 'token' is missing.")
    grants.revoke(call.sandbox.store, given)
    return Response(b'', 200)


def forgotten_password(call: Call) -> Response:
    return html_answer(login_pages.forgotten(call.request))


GRANTS = {'authorization_code': _exchange, 'refresh_token': _refresh}
ROUTES = [
    ('GET', AUTHORIZE, authorize),
    ('POST', AUTHORIZE, authorize),
    ('POST', '/oauth/v2/oauth-token', token),
    ('POST', '/oauth/v2/oauth-revoke', revoke),
    ('GET', '/forgotten-password', forgotten_password),
]
