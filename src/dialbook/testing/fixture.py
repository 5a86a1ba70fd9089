"""A service for one test: what the fixture ``dialbook`` gives, and what anybody else enters as a context."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self, TypedDict, TypeVar, Unpack

import msgspec

from dialbook.access.throttling import ANY
from dialbook.controls import calls, faults, resets, snapshots, throttles
from dialbook.controls.calls import RecordedCall
from dialbook.controls.throttles import ThrottleLimit
from dialbook.domain.events import Event
from dialbook.domain.phone_numbers import ProductType
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import PresetName
from dialbook.protocol.messages import Request, Response
from dialbook.server.build import build
from dialbook.server.feed import events_after
from dialbook.server.handle import Service
from dialbook.stores.memories import Memories
from dialbook.testing import application, clients, inventory, options
from dialbook.testing.clock import Clock
from dialbook.testing.faults import Fault, FaultOptions, order_of
from dialbook.testing.keys import Keys
from dialbook.testing.loop import SHARED
from dialbook.testing.serving import Serving
from dialbook.testing.transport import Transport

T = TypeVar("T")

MEMORIES = Memories()


class Switches(TypedDict, total=False):
    """The switches of the rules, as options of a service: those of ``dialbook serve``, by the same names."""

    calling_name_delay: timedelta
    calling_name_interval: timedelta
    default_calling_name_interval: timedelta
    acquisition_delay: timedelta
    deletion_delay: timedelta
    phone_number_quota: int | None
    voice_connector_quota: int | None
    voice_connector_group_quota: int | None
    voice_connector_group_size: int | None
    sip_media_application_quota: int | None
    batch_limit: int
    carrier_pool_size: int
    carrier_seed: int
    delete_enabled_sip_rules: bool
    request_rate: int | None
    request_burst: int
    business_calling_in_voice: bool


class Dialbook:
    """A service with an empty inventory, of its own, for as long as it is entered: ``with Dialbook() as dialbook: …``.

    Without options it has no quotas and no throttling, and its changes take as long as AWS's, which its clock shortens.
    """

    def __init__(
        self,
        *,
        rules: PresetName | None = None,
        account: str = options.ACCOUNT,
        region: str = options.REGION,
        **switches: Unpack[Switches],
    ) -> None:
        """Choose a preset, switches, and whose and where clients are that do not say. Raises TypeError, ValueError."""
        self.account = options.account_of(account)
        self.region = region
        self.clock = Clock(self._control)
        self._config = options.config_of(rules, switches)
        self._transport = Transport(self.answer)
        self._resources = ExitStack()
        self._keys: Keys | None = None
        self._service: Service | None = None
        self._serving: Serving | None = None

    def __enter__(self) -> Self:
        """Begin with an empty inventory."""
        if self._service is not None:
            raise RuntimeError("This dialbook is in use already: make another one.")
        with ExitStack() as entering:
            SHARED.enter()
            entering.callback(SHARED.leave)
            service = SHARED.call(build(self._config, store=MEMORIES.open()))
            entering.callback(self._close_store, service)
            self._keys = Keys(service.keyring, self.account)
            self._service = replace(service, keyring=self._keys)
            self._resources = entering.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server, if there is one, and forget everything."""
        self._service = self._keys = self._serving = None
        self._resources.close()

    @property
    def url(self) -> str:
        """The endpoint URL of a real server on a free port of this machine, which starts when it is first asked for.

        It has the controls too, under ``/_dialbook/``, for tests in other languages.
        """
        if self._serving is None:
            self._serving = self._resources.enter_context(Serving(self._running(), self._config))
        return self._serving.url

    @property
    def calls(self) -> list[RecordedCall]:
        """What was called, with its parameters and answers, in the order of the answers: the last 1,000 calls."""
        return self._control(calls.recorded)

    @property
    def events(self) -> list[dict[str, Any]]:
        """What has changed, in order, as records of CloudTrail."""
        return [msgspec.to_builtins(event) for _, event in self._control(_events)]

    def client(
        self,
        service: str = "chime-sdk-voice",
        *,
        region: str | None = None,
        account: str | None = None,
        **boto3_options: Any,
    ) -> Any:
        """Return a new boto3 client of ``chime-sdk-voice`` or ``chime`` that calls this service without a socket.

        Further options are those of ``boto3.client``. Raises ValueError, Boto3Missing.
        """
        given = self._given(account, region, boto3_options)
        made = clients.client(service, given)
        self._transport.connect(made.meta.events)
        return made

    def session(self, *, account: str | None = None, region: str | None = None, **boto3_options: Any) -> Any:
        """Return a new ``boto3.Session`` whose clients of those services call this service without a socket.

        Its clients of other services are as ever. Raises ValueError, Boto3Missing.
        """
        made = clients.session(self._given(account, region, boto3_options))
        self._transport.connect(made.events)
        return made

    def add_number(
        self,
        number: str,
        *,
        account: str | None = None,
        product_type: ProductType | None = None,
        name: str | None = None,
        calling_name: str | None = None,
    ) -> None:
        """Put a number into an account's inventory, as ``dialbook numbers import`` does. Raises ValueError for what it would refuse."""
        given = inventory.given(number, product_type, name, calling_name)
        owner = options.account_of(account or self.account)
        self._control(lambda service: inventory.put(service, given, owner))

    def fail(self, operation: str | None = None, error: str | None = None, **options: Unpack[FaultOptions]) -> Fault:
        """Order a fault, such as ``fail("UpdatePhoneNumber", "ServiceUnavailable", times=2)`` or ``fail(calling_name="UpdateFailed")``.

        It strikes until it is used up or removed; as a context, until the end of that. Raises TypeError, ValueError for what can never be.
        """
        order = order_of(operation, error, dict(options))
        ordered = self._control(lambda service: faults.add(service, order))
        return Fault(self._control, ordered.fault_id)

    def throttle(
        self, operation: str = ANY, *, rate: float | None, burst: int | None = None, account: str = ANY
    ) -> ThrottleLimit:
        """Let ``rate`` requests for an operation pass per second, and ``burst`` of them at once; with a rate of None, all.

        Without an operation the limit is one of each operation's own. Raises ValueError.
        """
        set_limit = throttles.set_limit
        return self._control(
            lambda service: set_limit(service, operation=operation, account=account, rate=rate, burst=burst)
        )

    def snapshot(self) -> bytes:
        """Return the state of the service and its clock, to be restored here or elsewhere."""
        return self._control(snapshots.take)

    def restore(self, snapshot: bytes) -> None:
        """Put the state of a snapshot in the place of what there is. Raises ValueError, and changes nothing then, for what is none."""
        if not isinstance(snapshot, bytes):
            raise ValueError("A snapshot must be bytes, as dialbook.snapshot() returns them.")
        self._control(lambda service: snapshots.restore(service, snapshot))

    def reset(self, account: str | None = None) -> None:
        """Begin anew: everything, or what one account has. Raises ValueError."""
        if account is None:
            self._control(resets.reset)
        else:
            owner = options.account_of(account)
            self._control(lambda service: resets.reset_account(service, owner))

    def trust(self, access_key_id: str, secret: str) -> None:
        """Know a key besides the development keys: where its id is not of 12 digits, it is a key of this service's account."""
        if self._keys is not None:
            self._keys.tell(access_key_id, secret)

    def _given(self, account: str | None, region: str | None, boto3_options: dict[str, Any]) -> dict[str, Any]:
        owner = options.account_of(account or self.account)
        return clients.credentials_of(owner, region or self.region) | boto3_options

    def _running(self) -> Service:
        if self._service is None:
            raise RuntimeError("This dialbook is not in use: enter it first, as in 'with Dialbook() as dialbook'.")
        return self._service

    def _control(self, control: Callable[[Service], Coroutine[Any, Any, T]]) -> T:
        try:
            return SHARED.call(control(self._running()))
        except Refusal as refusal:
            raise ValueError(refusal.message) from None

    def answer(self, request: Request, timeout_seconds: float | None) -> Response:
        """Answer one request of HTTP. Raises TimeoutError."""
        return SHARED.call(application.answer(self._running(), request), timeout_seconds)

    def _close_store(self, service: Service) -> None:
        SHARED.call(_close(service))


async def _close(service: Service) -> None:
    if service.calls is not None:
        service.calls.drop()
    await service.store.close()


async def _events(service: Service) -> list[tuple[int, Event]]:
    return await events_after(service.store, 0)
