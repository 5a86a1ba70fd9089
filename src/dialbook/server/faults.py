"""Where faults strike: between a request that is understood and its operation, and between the operation and the carrier."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from dialbook.carriers.faulty import FaultyCarrier
from dialbook.contract.model import Operation
from dialbook.domain.faults import MOST_FAULTS, Occasion, StandingFault, Stroke, applies, meet, stroke_of
from dialbook.domain.numbering import e164_of
from dialbook.domain.refusal import Refusal
from dialbook.operations.context import Context
from dialbook.ports.store import Store, Tx
from dialbook.protocol import encode, spoiling
from dialbook.protocol.messages import Response
from dialbook.server.trace import Trace

NAMING = re.compile(r".*PhoneNumber(?:Id)?s?|TriggerValue")
"""The members of requests in which a number may stand."""

Answer = msgspec.Struct | None


class Faults:
    """The faults that are ordered, as the requests of a service meet them.

    Whoever counts writes, so that several processes count together; a request that no fault applies to writes nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def stroke(self, operation: Operation, trace: Trace, now: datetime) -> Stroke | None:
        """Count a call, and return the fault that strikes it."""
        standing = await self._store.read(standing_faults)
        if not standing:
            return None
        call = call_of(operation, trace)
        if not any(applies(fault, call, now) for fault in standing):
            return None
        return await self._store.write(partial(_count, call, now))

    async def run(self, behave: Callable[[Context], Awaitable[Answer]], ctx: Context, tx: Tx, trace: Trace) -> Answer:
        """Run an operation with a carrier that fails as ordered, and count its failures in the operation's own transaction."""
        standing = [fault for fault in await standing_faults(tx) if fault.fault_order.outcome is not None]
        if not standing:
            return await behave(ctx)
        call = Occasion(trace.namespace, trace.operation, trace.account, frozenset(), "")
        carrier = FaultyCarrier(ctx.carrier, standing, call, ctx.now)
        answer = await behave(msgspec.structs.replace(ctx, carrier=carrier))
        for fault in carrier.changed.values():
            await tx.put(fault)
        return answer


async def standing_faults(tx: Tx) -> Sequence[StandingFault]:
    """Return the faults in the order in which they were ordered."""
    return await tx.page(StandingFault, {}, None, MOST_FAULTS, ("position", "fault_id"))


async def _count(call: Occasion, now: datetime, tx: Tx) -> Stroke | None:
    seen, struck = meet(await standing_faults(tx), call, now)
    for fault in seen:
        await tx.put(fault)
    return None if struck is None else stroke_of(struck)


def call_of(operation: Operation, trace: Trace) -> Occasion:
    """Return a request as faults see it."""
    members = trace.members or {}
    whose = (trace.namespace, operation.name, trace.account)
    return Occasion(
        *whose,
        numbers=frozenset(numbers_in(members)),
        fingerprint=msgspec.json.encode([*whose, members], order="deterministic").decode(),
        errors=frozenset(error.name for error in operation.errors),
    )


def numbers_in(members: dict[str, Any]) -> Iterator[str]:
    """Yield the numbers that a request names, E.164, at whatever depth."""
    for name, value in members.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from numbers_in(item)
            elif isinstance(item, str) and NAMING.fullmatch(name):
                try:
                    yield e164_of(item)
                except Refusal:
                    continue


async def suffer(stroke: Stroke, operate: Callable[[], Awaitable[Response]], trace: Trace) -> Response:
    """Answer a call that a fault strikes. The operation happens wholly or not at all, whatever becomes of its answer."""
    held_back = stroke.fault_order.after
    if not held_back:
        await asyncio.sleep(stroke.delay_seconds)
    answer = await operate() if stroke.happens else spoiling.DROPPED
    if held_back:
        await asyncio.sleep(stroke.delay_seconds)
    return spoilt(stroke, answer, trace)


def spoilt(stroke: Stroke, answer: Response, trace: Trace) -> Response:
    """Return what is left of an answer, or what stands in its place."""
    order = stroke.fault_order
    if order.drop:
        return spoiling.DROPPED
    if order.error is not None:
        code = spoiling.CODES[order.error]
        fault = spoiling.own_error(code, trace.namespace, order.message, order.retry_after)
        answer = encode.failure(fault, trace.request_id)
    if order.status is not None:
        answer = spoiling.status_answer(
            order.status, trace.namespace, order.message, order.retry_after, trace.request_id
        )
    if order.truncate is None:
        return answer
    bytes_, fraction = order.truncate.bytes, order.truncate.fraction
    return spoiling.cut_off(answer, int(len(answer.body) * fraction) if fraction is not None else bytes_ or 0)
