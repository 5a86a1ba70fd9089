"""Records the calls of a service into its store, behind their answers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from dialbook.domain.calls import Call, CallCount, numbered
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.protocol.messages import Response
from dialbook.server.trace import Trace

LARGEST_TEXT = 64 * 1024
"""How many bytes of parameters or answer are kept."""

SECONDS_TO_GATHER = 0.02
"""How long a call may wait to be recorded: another process sees it that much later."""
HIDDEN = "***"

log = logging.getLogger("dialbook.calls")


class CallLog:
    """The calls of one process that wait to be recorded, and the task that does it when some have gathered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Call] = []
        self._writing: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()

    def record(self, trace: Trace, response: Response, answered_at: datetime) -> None:
        """Have a call recorded, without holding up its answer."""
        self._waiting.append(call_of(trace, response, answered_at))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def finish(self) -> None:
        """Record now everything answered so far."""
        if self._writing is not None:
            self._wanted.set()
            await asyncio.wait((self._writing,))

    def drop(self) -> None:
        """Forget what waits, for nobody will ask."""
        self._waiting.clear()
        self._wanted.set()

    async def _write(self) -> None:
        try:
            await self._gather()
            while self._waiting:
                calls, self._waiting = self._waiting, []
                await self._store.write(partial(_put, calls))
        except StoreUnavailable as outage:
            log.warning("calls cannot be recorded now: %s", outage.reason)
        finally:
            self._writing = None

    async def _gather(self) -> None:
        """Let more calls come, and their clients have the time first, unless somebody wants to see them."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_GATHER):
                await self._wanted.wait()
        self._wanted.clear()


async def _put(calls: Sequence[Call], tx: Tx) -> None:
    before = await tx.get(CallCount, (CallCount().name,))
    count = 0 if before is None else before.count
    for behind, call in enumerate(calls):
        await tx.put(numbered(call, count + behind))
    await tx.put(CallCount(count=count + len(calls)), before)


def call_of(trace: Trace, response: Response, answered_at: datetime) -> Call:
    """Return the record of a call that has no number yet."""
    error = dict(response.headers).get(b"x-amzn-errortype")
    return Call(
        slot=0,
        number=0,
        answered_at=answered_at,
        request_id=trace.request_id,
        account=trace.account,
        region=trace.region,
        namespace=trace.namespace,
        operation=trace.operation,
        parameters=None if trace.members is None else _text(msgspec.json.encode(hidden(trace.members))),
        status=response.status,
        error=None if error is None else error.decode(),
        answer=_text(response.body),
    )


def hidden(members: Any) -> Any:
    """Return members of a request with no password in them: the service itself keeps none (termination credentials)."""
    if isinstance(members, dict):
        return {name: HIDDEN if name == "Password" else hidden(value) for name, value in members.items()}
    return [hidden(member) for member in members] if isinstance(members, list) else members


def _text(document: bytes) -> str | None:
    return document.decode() if len(document) <= LARGEST_TEXT else None
