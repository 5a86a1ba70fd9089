"""What was called: the last requests, with their parameters and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from dialbook.domain.calls import KEPT, Call, CallCount
from dialbook.ports.store import Tx
from dialbook.server.handle import Service


class RecordedCall(msgspec.Struct, frozen=True, rename="pascal"):
    """One request for an operation, and its answer."""

    number: int
    """Calls are numbered in the order of their answers, from 1 on."""
    time: datetime
    """When it was answered, in real time."""
    request_id: str
    account: str
    region: str
    namespace: str
    """``chime-sdk-voice``, or ``chime`` for the older one."""
    operation: str
    parameters: dict[str, Any] | None
    """The request's members as they came; null where they could not be read, or are too large to be kept."""
    status: int
    """0 where a fault has ended the connection instead."""
    error: str | None
    """The error's type, such as ``NotFoundException``; null for a success."""
    answer: Any
    """The JSON body; null where there is none, or where it is too large to be kept. What is not JSON stands here as text."""


async def recorded(
    service: Service, *, operation: str | None = None, account: str | None = None, limit: int = KEPT
) -> list[RecordedCall]:
    """Return the last calls, at most ``limit``, the oldest first; of one operation or account if it is given."""
    if service.calls is not None:
        await service.calls.finish()
    calls = await service.store.read(lambda tx: tx.page(Call, {}, None, KEPT))
    wanted = [call for call in calls if operation in {None, call.operation} and account in {None, call.account}]
    wanted.sort(key=lambda call: call.number)
    return [_view(call) for call in wanted[max(0, len(wanted) - limit) :]]


async def forget(service: Service) -> None:
    """Remove all recorded calls; the next one is number 1."""
    if service.calls is not None:
        await service.calls.finish()
    await service.store.write(_remove)


async def _remove(tx: Tx) -> None:
    for call in await tx.page(Call, {}, None, KEPT):
        await tx.delete(call)
    await tx.delete(CallCount())


def _view(call: Call) -> RecordedCall:
    return RecordedCall(
        number=call.number,
        time=call.answered_at,
        request_id=call.request_id,
        account=call.account,
        region=call.region,
        namespace=call.namespace,
        operation=call.operation,
        parameters=msgspec.json.decode(call.parameters) if call.parameters is not None else None,
        status=call.status,
        error=call.error,
        answer=_answer(call.answer) if call.answer else None,
    )


def _answer(body: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return body  # a load balancer's page
