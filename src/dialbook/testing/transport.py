"""botocore's way to a service without a socket: its own event ``before-send``, in which an answer can be given instead of sending.

Nothing else of a client is different: it signs, retries, times out and parses as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.utils import format_datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from dialbook.access.canonical import fold
from dialbook.protocol.messages import BEFORE_HEAD, Headers, Request, Response
from dialbook.server.clock import wall

SERVICES = ("chime-sdk-voice", "chime")
"""The services that are answered, by boto3's names for them, which are those of botocore's events too."""
READ_TIMEOUT_SECONDS = 60.0
"""What botocore's own is, where a request does not say how it is configured."""
PORTS = {"http": 80, "https": 443}

Answer = Callable[[Request, float | None], Response]
"""Answers a request within some seconds. Raises TimeoutError."""


class Transport:
    """The handler of ``before-send`` for one service."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def connect(self, events: Any) -> None:
        """Have a client's, or a session's, requests answered; before any other handler sees them, such as moto's."""
        for event, handler_id in self._handled():
            events.register_first(event, self.send, unique_id=handler_id)

    def disconnect(self, events: Any) -> None:
        """Let requests go over the network again."""
        for event, handler_id in self._handled():
            events.unregister(event, self.send, unique_id=handler_id)

    def _handled(self) -> Iterator[tuple[str, str]]:
        return ((f"before-send.{service}", f"dialbook-{id(self)}-{service}") for service in SERVICES)

    def send(self, request: Any, **_: Any) -> Any:
        """Answer a request of botocore, unless the service that its client was connected to first has done so.

        Raises botocore's ReadTimeoutError, and its ConnectionClosedError where there is no answer.
        """
        from botocore.exceptions import ConnectionClosedError, ReadTimeoutError  # noqa: PLC0415 - whoever sends has it

        if getattr(request, "of_dialbook", False):
            return None
        request.of_dialbook = True
        try:
            response = self._answer(request_of(request), read_timeout_of(request))
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from None
        if response.cut == BEFORE_HEAD:
            raise ConnectionClosedError(endpoint_url=request.url, request=request, error=ConnectionResetError())
        return response_to(request, response)


class Body(BytesIO):
    """A body as botocore reads it from urllib3."""

    def stream(self, *_: Any, **__: Any) -> Any:
        """Yield what there is."""
        yield self.read()


def request_of(prepared: Any) -> Request:
    """Return botocore's request as it would arrive."""
    url = urlsplit(prepared.url)
    host = url.netloc.removesuffix(f":{PORTS[url.scheme]}")
    headers: Headers = [(b"host", host.encode()), (b"accept-encoding", b"identity")]
    headers += [(name.lower().encode(), encoded(value)) for name, value in prepared.headers.items()]
    return Request(
        prepared.method, url.path.encode() or b"/", url.query.encode(), headers, fold(headers), body_of(prepared.body)
    )


def encoded(value: str | bytes) -> bytes:
    """Return the bytes of a header."""
    return value.encode("latin-1") if isinstance(value, str) else value


def body_of(body: Any) -> bytes:
    """Return the bytes of a body, which may be a file."""
    if hasattr(body, "read"):
        body = body.read()
    return body.encode() if isinstance(body, str) else bytes(body or b"")


def read_timeout_of(prepared: Any) -> float | None:
    """Return how long the client waits for an answer, in seconds; None for ever."""
    context = getattr(prepared, "context", None) or {}
    config = context.get("client_config")
    configured = READ_TIMEOUT_SECONDS if config is None else config.read_timeout
    timeout: float | None = context.get("read_timeout", configured)
    return timeout


def response_to(prepared: Any, response: Response) -> Any:
    """Return an answer as botocore would have read it from a connection, which does not ask whether all of the body came."""
    from botocore.awsrequest import AWSResponse  # noqa: PLC0415 - whoever sends has imported it

    headers = {name.decode(): value.decode() for name, value in response.headers}
    headers["content-length"] = str(len(response.body))
    headers["date"] = format_datetime(wall(), usegmt=True)
    return AWSResponse(prepared.url, response.status, headers, Body(response.body[: response.cut]))
