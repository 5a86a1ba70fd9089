"""``mock_chime``: while it lasts, every boto3 client of these services calls dialbook, whoever made it and whenever.

Clients of other services are as they were, and so moto can have them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import wraps
from types import TracebackType
from typing import Any, TypeVar, Unpack, overload
from weakref import WeakSet

from dialbook.domain.rules import PresetName
from dialbook.protocol.messages import Request, Response
from dialbook.testing.decorating import decorated
from dialbook.testing.environment import furnished
from dialbook.testing.fixture import Dialbook, Switches
from dialbook.testing.transport import SERVICES, Transport

F = TypeVar("F", bound=Callable[..., Any])


class Mocks:
    """The mocks that last. The one that began last has every call."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._services: list[Dialbook] = []
        self._made: list[Dialbook] = []
        self._patches = ExitStack()
        self._transport = Transport(self._answer)
        self._clients: WeakSet[Any] = WeakSet()

    def current(self) -> Dialbook | None:
        """Return the service that has every call; None where no mock lasts."""
        return self._services[-1] if self._services else None

    def enter(self, given: Dialbook | None, options: dict[str, Any]) -> Dialbook:
        """Give every call to the service that is given, or without options to the one that has them, or else to a new one."""
        with self._lock:
            service = given or (None if options else self.current())
            with ExitStack() as entering:
                if service is None:
                    service = entering.enter_context(Dialbook(**options))
                    self._made.append(service)
                    entering.callback(self._made.remove, service)
                if not self._services:
                    self._patch(service.region)
                self._services.append(service)
                entering.pop_all()
            return service

    def leave(self, service: Dialbook) -> None:
        """Give the calls back to who had them before. A service that was made lasts as long as the last mock that has joined it."""
        with self._lock, ExitStack() as leaving:
            del self._services[len(self._services) - 1 - self._services[::-1].index(service)]
            if service in self._made and service not in self._services:
                self._made.remove(service)
                leaving.push(service)
            if not self._services:
                leaving.push(self._patches.pop_all())

    def _patch(self, region: str) -> None:
        with ExitStack() as patching:
            patching.enter_context(furnished(region))
            from botocore.client import BaseClient  # noqa: PLC0415 - the user's, and costly to import

            original = BaseClient._make_api_call  # noqa: SLF001 - what every call of every client goes through

            @wraps(original)
            def call(client: Any, operation_name: str, api_params: dict[str, Any]) -> Any:
                self._connect(client)
                return original(client, operation_name, api_params)

            BaseClient._make_api_call = call  # noqa: SLF001
            patching.callback(setattr, BaseClient, "_make_api_call", original)
            patching.callback(self._disconnect)
            self._patches = patching.pop_all()

    def _connect(self, client: Any) -> None:
        service = client.meta.service_model.service_name
        if service in SERVICES and client not in self._clients:
            self._transport.connect(client.meta.events)
            client.meta.events.register(f"before-sign.{service}", self._learn)
            self._clients.add(client)

    def _disconnect(self) -> None:
        for client in self._clients:
            self._transport.disconnect(client.meta.events)
            client.meta.events.unregister(f"before-sign.{client.meta.service_model.service_name}", self._learn)
        self._clients.clear()

    def _learn(
        self, request_signer: Any, signing_name: str, region_name: str, signature_version: str, **_: Any
    ) -> None:
        """Make the client's key known to the service that will verify it, whatever key that is."""
        signer = request_signer.get_auth_instance(signing_name, region_name, signature_version)
        service = self.current()
        if service is not None and signer.credentials is not None:
            service.trust(signer.credentials.access_key, signer.credentials.secret_key)

    def _answer(self, request: Request, timeout_seconds: float | None) -> Response:
        return current().answer(request, timeout_seconds)


MOCKS = Mocks()


class Mock(AbstractContextManager[Dialbook]):
    """A mock, to be entered or to decorate with, as often as you like and also within itself."""

    def __init__(self, options: dict[str, Any], service: Dialbook | None = None) -> None:
        """Make a service with these options for each time it is entered, or use the one that is given."""
        self._options = options
        self._service = service
        self._entered: list[Dialbook] = []
        if service is None:
            Dialbook(**options)  # wrong options are told where they stand

    def __enter__(self) -> Dialbook:
        """Have every boto3 client call the service."""
        service = MOCKS.enter(self._service, self._options)
        self._entered.append(service)
        return service

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put everything back."""
        MOCKS.leave(self._entered.pop())

    def __call__(self, target: F) -> F:
        """Decorate a function, a coroutine function, a generator function, or a class of tests: each call has a mock of its own."""
        wrapped: F = decorated(target, lambda: Mock(self._options, self._service))
        return wrapped


@overload
def mock_chime(target: F, /) -> F: ...
@overload
def mock_chime(target: Dialbook, /) -> Mock: ...
@overload
def mock_chime(
    *, rules: PresetName | None = ..., account: str = ..., region: str = ..., **switches: Unpack[Switches]
) -> Mock: ...
def mock_chime(target: Any = None, /, **options: Any) -> Any:
    """Have every boto3 client of chime-sdk-voice and chime call dialbook: a decorator, with parentheses or without, and a context manager.

    The options are those of `Dialbook`. Without any, a mock within another one joins it; and a `Dialbook` that is in use can be given
    instead. Raises TypeError and ValueError for options that it does not have.
    """
    if isinstance(target, Dialbook):
        if options:
            raise TypeError("A dialbook has its options already.")
        return Mock({}, target)
    mock = Mock(options)
    return mock if target is None else mock(target)


def current() -> Dialbook:
    """Return the service that boto3's clients call now: to add numbers to it and move its clock. Raises RuntimeError outside of a mock."""
    service = MOCKS.current()
    if service is None:
        raise RuntimeError("No mock_chime is in force here.")
    return service
