"""The application under ``/_dialbook/``: one request in order: guard, route, read, do, answer."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from dialbook.controls.http.endpoint import ROOT, Endpoint, Stream
from dialbook.controls.http.guard import Guard
from dialbook.controls.http.reading import Reader
from dialbook.controls.http.streams import EventStream, Places
from dialbook.controls.http.table import ENDPOINTS
from dialbook.controls.http.writing import MethodNotAllowed, failure, success
from dialbook.domain.refusal import Refusal
from dialbook.ports.store import StoreUnavailable
from dialbook.protocol import faults, messages
from dialbook.protocol.faults import Fault
from dialbook.server.asgi import Application, Scope, Send, log_access
from dialbook.server.clock import stopwatch
from dialbook.server.config import Config
from dialbook.server.framing import Receive
from dialbook.server.handle import Service
from dialbook.server.ids import request_id
from dialbook.server.trace import Trace

log = logging.getLogger("dialbook.controls")


def application(config: Config, service: Service) -> Application:
    """Return the application that serves the controls of a service; called in each worker."""
    return Controls(config, service)


class Controls:
    """The controls of one service. Every failure becomes an answer here."""

    def __init__(self, config: Config, service: Service) -> None:
        self._service = service
        self._log_access = config.access_log
        self._guard = Guard(config)
        self._reader = Reader()
        self._places = Places()
        self._routes = [(Route(ROOT + endpoint.path, _nowhere), endpoint) for endpoint in ENDPOINTS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        trace, began = Trace(request_id()), stopwatch()
        response = await self._answer(Request(scope, receive), trace)
        await response(scope, receive, send)
        if self._log_access:
            log_access(trace, messages.Response(response.status_code, [], b""), stopwatch() - began)

    async def _answer(self, request: Request, trace: Trace) -> Response:
        try:
            self._guard.check(request.headers)
            endpoint = self._route(request)
            trace.operation = endpoint.name
            call = await self._reader.read(endpoint, request)
            answer = await endpoint.handler(self._service, call)
            if isinstance(answer, Stream):
                return EventStream(answer.pieces, self._service.stopping, self._places)
            return success(endpoint, answer)
        except Fault as fault:
            return failure(fault)
        except Refusal as refusal:
            return failure(faults.modelled(refusal.code, refusal.message))
        except StoreUnavailable as outage:
            log.warning("the store is unavailable: %s", outage.reason, extra={"request_id": trace.request_id})
            return failure(faults.service_unavailable())
        except Exception:
            log.exception("a control failed", extra={"request_id": trace.request_id, "operation": trace.operation})
            return failure(faults.service_failure())

    def _route(self, request: Request) -> Endpoint:
        allowed: list[str] = []
        for route, endpoint in self._routes:
            match, more = route.matches(request.scope)
            if match is not Match.NONE:
                if endpoint.method == request.method:
                    request.scope.update(more)
                    return endpoint
                allowed.append(endpoint.method)
        if allowed:
            raise MethodNotAllowed(allowed)
        raise faults.modelled("NotFound", f"There is no such control: GET {ROOT}/ lists them.")


async def _nowhere(request: Request) -> Response:
    """Stand where Starlette wants a handler: the endpoints' own are called with what was read."""
    raise NotImplementedError
