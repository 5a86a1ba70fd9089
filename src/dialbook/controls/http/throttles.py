"""The endpoints of the limits on how quickly requests may come."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from dialbook.controls import throttles
from dialbook.controls.http.endpoint import Call, Endpoint
from dialbook.controls.throttles import ThrottleLimit
from dialbook.server.handle import Service


class SetThrottleRequest(msgspec.Struct, frozen=True, rename="pascal", forbid_unknown_fields=True):
    """How quickly requests may come."""

    rate: Annotated[float | None, Meta(description="How many requests pass per second; null throttles nothing.")]
    burst: Annotated[
        int | None,
        Meta(description="How many pass at once; if it is not given, what passes in two seconds, at least one."),
    ] = None


class ThrottleList(msgspec.Struct, frozen=True, rename="pascal"):
    """The limits that were set, by account and operation."""

    limits: list[ThrottleLimit]


async def limits(service: Service, _call: Call) -> ThrottleList:
    """Return the limits that were set."""
    return ThrottleList(await throttles.limits(service))


async def set_limit(service: Service, call: Call) -> ThrottleLimit:
    """Set a limit."""
    given: SetThrottleRequest = call.body
    return await throttles.set_limit(service, rate=given.rate, burst=given.burst, **call.labels)


async def remove_limit(service: Service, call: Call) -> None:
    """Remove one limit."""
    await throttles.remove_limit(service, **call.labels)


async def remove_all(service: Service, _call: Call) -> None:
    """Remove all limits that were set."""
    await throttles.remove_all(service)


ENDPOINTS = (
    Endpoint(
        name="ListThrottles",
        summary="List the limits that were set.",
        method="GET",
        path="/throttles",
        handler=limits,
        answer=ThrottleList,
    ),
    Endpoint(
        name="DeleteThrottles",
        summary="Remove all limits that were set.",
        method="DELETE",
        path="/throttles",
        handler=remove_all,
        status=204,
    ),
    Endpoint(
        name="SetThrottle",
        summary="Limit how quickly requests for an operation may come from an account; * stands for each of them.",
        method="PUT",
        path="/throttles/{account}/{operation}",
        handler=set_limit,
        body=SetThrottleRequest,
        answer=ThrottleLimit,
    ),
    Endpoint(
        name="DeleteThrottle",
        summary="Remove a limit, so that the next more general one holds.",
        method="DELETE",
        path="/throttles/{account}/{operation}",
        handler=remove_limit,
        status=204,
        errors=(404,),
    ),
)
