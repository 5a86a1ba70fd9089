"""The endpoints of the recorded calls."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from dialbook.controls import calls
from dialbook.controls.calls import RecordedCall
from dialbook.controls.http.endpoint import Account, Call, Endpoint
from dialbook.domain.calls import KEPT
from dialbook.server.handle import Service


class CallQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which calls to list."""

    operation: Annotated[str, Meta(max_length=128, description="Only calls of this operation.")] | None = None
    account: Account | None = None
    """Only calls of this account."""
    limit: Annotated[int, Meta(ge=1, le=KEPT, description="How many to list at most, the last ones.")] = KEPT


class CallList(msgspec.Struct, frozen=True, rename="pascal"):
    """The last calls, the oldest first."""

    calls: list[RecordedCall]


async def show(service: Service, call: Call) -> CallList:
    """Return the last calls."""
    query: CallQuery = call.query
    return CallList(await calls.recorded(service, operation=query.operation, account=query.account, limit=query.limit))


async def forget(service: Service, _call: Call) -> None:
    """Remove all recorded calls."""
    await calls.forget(service)


ENDPOINTS = (
    Endpoint(
        name="ListCalls",
        summary="List the last calls with their parameters and answers, the oldest first.",
        method="GET",
        path="/calls",
        handler=show,
        query=CallQuery,
        answer=CallList,
    ),
    Endpoint(
        name="DeleteCalls",
        summary="Remove all recorded calls.",
        method="DELETE",
        path="/calls",
        handler=forget,
        status=204,
    ),
)
