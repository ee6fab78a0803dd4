"""From a request to its answer: latency, faults, authorisation, the right function."""

import sys
import time
import traceback

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule

from . import grants
from .apis import (
    control_api,
    control_reads,
    document_api,
    file_api,
    network_api,
    network_control,
    network_users,
    oauth,
    peppol_directory,
    smp,
)
from .call import Call
from .fault_responses import answer_with_fault
from .faults import Fault
from .pages import asking_pages, network_pages, recipient_pages, supplier_pages
from .responses import Refusal, error_answer, timestamp
from .sandbox import Sandbox
from .sleeper import Sleep


CONTROL = '/sandbox/'
PROTECTED_PATHS = ('/file/', '/document/', '/network/v1/')
NETWORK_PATHS = (
    *PROTECTED_PATHS,
    '/directory/',
    '/smp/',
    '/oauth/v2/oauth-token',
    '/oauth/v2/oauth-revoke',
)
MODULES = (
    oauth,
    file_api,
    document_api,
    network_api,
    network_users,
    peppol_directory,
    smp,
    control_api,
    control_reads,
    network_control,
    recipient_pages,
    supplier_pages,
    asking_pages,
    network_pages,
)
OUR_HOSTS = ('127.0.0.1', 'localhost')


class Application:
    """Called by the server with a request; gives a response, or None to close without a word."""

    def __init__(self, sandbox: Sandbox):
        self._sandbox = sandbox
        self._map = Map(
            [
                Rule(path, methods=[method], endpoint=handler, merge_slashes=False)
                for module in MODULES
                for method, path, handler in module.ROUTES
            ]
        )

    def __call__(self, request: Request) -> Response | None:
        started = time.time()
        # Before the fault is taken: a reset in between must end its waiting too.
        sleep = self._sandbox.sleeper.enter()
        fault = self._fault_for(request)
        response = self._answer(request, fault, sleep)
        if not request.path.startswith(CONTROL):
            self._sandbox.calls.note(
                method=request.method,
                path=request.path,
                at=timestamp(),
                query=request.query_string.decode('latin-1'),
                status=response.status_code if response else None,
                milliseconds=round((time.time() - started) * 1000),
                fault=fault and fault.fault,
            )
        return response

    def _fault_for(self, request: Request) -> Fault | None:
        if request.path.startswith(CONTROL):
            return None
        return self._sandbox.faults.take(request.method, request.path)

    def _answer(self, request: Request, fault: Fault | None, sleep: Sleep) -> Response | None:
        sandbox = self._sandbox
        if request.path.startswith(NETWORK_PATHS):
            sleep(sandbox.settings['latency_ms'] / 1000)
        if fault is None:
            return self._carry_out(Call(sandbox, request))
        call = Call(sandbox, request, ignores_filters=fault.fault == 'ignore_filter')
        return answer_with_fault(
            fault, lambda: self._carry_out(call), sleep, sandbox.settings['hang_seconds']
        )

    def _carry_out(self, call: Call) -> Response:
        try:
            return self._dispatch(call)
        except Refusal as refusal:
            return error_answer(refusal)
        except MethodNotAllowed:
            return error_answer(Refusal(405, "This resource doesn't know that method."))
        except HTTPException as error:
            return error_answer(Refusal(error.code or 500, error.description or ""))
        except Exception:  # noqa: BLE001  the server must answer and go on
            sys.stderr.write(traceback.format_exc())
            return error_answer(Refusal(500, "The sandbox itself has failed.", 'sandbox_bug'))

    def _dispatch(self, call: Call) -> Response:
        request = call.request
        if request.host.split(':')[0] not in OUR_HOSTS:
            raise Refusal(403, "The sandbox answers on 127.0.0.1 only.")
        adapter = self._map.bind(request.host, path_info=request.path)
        handler, call.arguments = adapter.match(method=request.method)
        if request.path.startswith(PROTECTED_PATHS):
            username = grants.username_of(call.sandbox.store, request)
            if username is None:
                return _unauthorized()
            call.username = username
        return handler(call)


def _unauthorized() -> Response:
    response = error_answer(
        Refusal(401, "The access token is missing, unknown or has expired.", 'invalid_token')
    )
    response.headers['WWW-Authenticate'] = 'Bearer'
    return response
