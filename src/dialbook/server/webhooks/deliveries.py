"""Events to a webhook: every one, in order, at least once.

Each worker could deliver; one does. It holds the webhook's cursor for a few seconds, and says so again as long as it lives. When it stops,
another goes on at once; when it dies, as soon as its time is up. How far it has come it writes down after each page of events: what it
delivered since is delivered again after a crash, under the same id.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from dialbook import __version__
from dialbook.access.webhooks import signed_headers, webhook_key
from dialbook.domain.events import Event, event_of
from dialbook.domain.webhooks import WebhookCursor, takeable
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.server.clock import stopwatch, wall
from dialbook.server.feed import PAGE, SECONDS_BETWEEN_LOOKS
from dialbook.server.ids import fraction, request_id
from dialbook.server.webhooks.webhook import Patience, Webhook
from dialbook.stores.lane import Lane

if TYPE_CHECKING:
    from dialbook.server.webhooks.endpoint import Endpoint

SECONDS_BETWEEN_TURNS = 0.5
CONTENT = {"content-type": "application/json", "user-agent": f"dialbook/{__version__}"}

log = logging.getLogger("dialbook.webhook")


async def deliver(store: Store, webhook: Webhook) -> None:
    """Deliver for as long as the worker serves. Cancelled, wait a little for what is on its way and let another worker go on."""
    from dialbook.server.webhooks.endpoint import Endpoint  # noqa: PLC0415 - only a server with a webhook needs an HTTP client

    endpoint, lane, holder = Endpoint(webhook.url), Lane("dialbook-webhook"), request_id()
    try:
        while True:
            try:
                await Turn(store, webhook, endpoint, lane, holder).run()
            except StoreUnavailable as outage:
                log.warning("the webhook waits for the store: %s", outage.reason)
            except Exception:
                log.exception("the webhook failed")
            await asyncio.sleep(SECONDS_BETWEEN_TURNS)
    finally:
        endpoint.abort()
        lane.post(endpoint.close)
        lane.close(webhook.patience.stop)


class Lost(Exception):  # noqa: N818 - it names a state
    """Another worker holds the cursor."""


class Turn:
    """A time in which this worker delivers."""

    def __init__(self, store: Store, webhook: Webhook, endpoint: Endpoint, lane: Lane, holder: str) -> None:
        """Post to ``endpoint`` in ``lane``, where a post of a turn before may still be under way."""
        self._store = store
        self._digest = webhook.digest
        self._key = webhook_key(webhook.secret)
        self._patience = webhook.patience
        self._endpoint = endpoint
        self._lane = lane
        self._holder = holder
        self._cursor = WebhookCursor(webhook=self._digest, position=0)
        self._saved_at = 0.0
        self._on_its_way: tuple[int, asyncio.Future[str | None]] | None = None

    async def run(self) -> None:
        """Deliver until another worker holds the cursor; nothing happens where one does. Raises StoreUnavailable."""
        cursor = await self._store.read(self._stored)
        if cursor is None or not takeable(cursor, self._holder, wall()):
            return
        self._cursor = cursor  # cancelled while it takes, it still knows where to leave off
        try:
            self._cursor = await self._store.write(self._take)
            self._saved_at = stopwatch()
            while True:
                await self._deliver_page()
        except Lost:
            return
        finally:
            await self._leave()

    async def _deliver_page(self) -> None:
        page = await self._store.feed(self._cursor.position, PAGE)
        for position, change in page:
            await self._deliver(position, event_of(change))
        if page:
            await self._save()
        if len(page) < PAGE:
            await self._wait(SECONDS_BETWEEN_LOOKS)

    async def _deliver(self, position: int, event: Event) -> None:
        """Have the endpoint take an event, or give it up when that has failed for too long."""
        body = msgspec.json.encode(event)
        refusals = 0
        while (refusal := await self._post(position, event.event_id, body)) is not None:
            if await self._too_long():
                log.error("the webhook never took event %s, which is given up: %s", event.event_id, refusal)
                break
            log.warning("the webhook did not take event %s, which is sent again: %s", event.event_id, refusal)
            await self._wait(pause(refusals, self._patience))
            refusals += 1
        self._come_to(position)

    async def _post(self, position: int, event_id: str, body: bytes) -> str | None:
        """Post once; return None where it was taken, or else in a few words why not."""
        headers = CONTENT | signed_headers(self._key, event_id, wall(), body)
        future = self._lane.start(partial(self._endpoint.post, headers, body))
        self._on_its_way = position, future
        if not await self._wait(self._patience.attempt, future):
            self._endpoint.abort()
            while not await self._wait(self._patience.renew, future):
                pass  # it looks a name up, which nobody can hurry
        self._on_its_way = None
        return future.result()

    async def _too_long(self) -> bool:
        """Tell whether the next event has been refused for too long; remember since when, also over a restart."""
        now = wall()
        since = self._cursor.failing_since
        if since is None:
            self._cursor = msgspec.structs.replace(self._cursor, failing_since=now)
            await self._save()
            return False
        return (now - since).total_seconds() >= self._patience.give_up

    def _come_to(self, position: int) -> None:
        self._cursor = msgspec.structs.replace(self._cursor, position=position, failing_since=None)

    async def _wait(self, seconds: float, future: asyncio.Future[str | None] | None = None) -> bool:
        """Wait, for a future if there is one, and go on holding the cursor; tell whether the future is done."""
        deadline = stopwatch() + seconds
        while (left := deadline - stopwatch()) > 0:
            step = min(left, self._patience.renew)
            await (asyncio.sleep(step) if future is None else asyncio.wait((future,), timeout=step))
            if future is not None and future.done():
                return True
            if stopwatch() - self._saved_at >= self._patience.renew:
                await self._save()
        return False

    async def _leave(self) -> None:
        """Wait a little for what is on its way, and let another worker have the cursor."""
        if self._on_its_way is not None:
            position, future = self._on_its_way
            await asyncio.wait((future,), timeout=self._patience.stop)
            if not future.done():
                self._endpoint.abort()
            elif future.exception() is None and future.result() is None:
                self._come_to(position)
        with contextlib.suppress(Lost, StoreUnavailable):
            free = msgspec.structs.replace(self._cursor, holder=None, held_until=None)
            await self._store.write(partial(self._write, free))

    async def _stored(self, tx: Tx) -> WebhookCursor | None:
        return await tx.get(WebhookCursor, (self._digest,))

    async def _take(self, tx: Tx) -> WebhookCursor:
        """Hold the cursor as it is by now. Raises Lost."""
        stored = await self._stored(tx)
        if stored is None or not takeable(stored, self._holder, wall()):
            raise Lost
        held = self._held(stored)
        await tx.put(held, stored)
        return held

    async def _save(self) -> None:
        """Write down how far this worker has come, and hold the cursor for longer. Raises Lost, StoreUnavailable."""
        self._cursor = self._held(self._cursor)
        await self._store.write(partial(self._write, self._cursor))
        self._saved_at = stopwatch()

    async def _write(self, cursor: WebhookCursor, tx: Tx) -> None:
        stored = await self._stored(tx)
        if stored is None or stored.holder != self._holder:
            raise Lost
        await tx.put(cursor, stored)

    def _held(self, cursor: WebhookCursor) -> WebhookCursor:
        until = wall() + timedelta(seconds=self._patience.hold)
        return msgspec.structs.replace(cursor, holder=self._holder, held_until=until)


def pause(refusals: int, patience: Patience) -> float:
    """Return how long to wait after so many refusals before: half of it is left to chance, so that many senders spread."""
    longest: float = min(patience.first_pause * 2 ** min(refusals, 32), patience.longest_pause)
    return longest * (0.5 + 0.5 * fraction())
