"""The webhook of an installation: where events go, what they are signed with, and how long to wait for what."""

from __future__ import annotations

import hashlib

import msgspec

from dialbook.access.keys import Secret
from dialbook.domain.webhooks import WebhookCursor
from dialbook.ports.store import Store, Tx


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long for what, in seconds. The numbers are our choice."""

    attempt: float = 10.0
    """For an endpoint to take an event."""
    first_pause: float = 1.0
    """After the first refusal of an event; twice as long after each further one."""
    longest_pause: float = 60.0
    give_up: float = 24 * 3600.0
    """After the first refusal of an event: then the next one has its turn."""
    hold: float = 6.0
    """How long a worker holds the cursor without another word."""
    renew: float = 2.0
    """How often it says so again."""
    stop: float = 2.0
    """For an event that is on its way when the worker stops."""


class Webhook(msgspec.Struct, frozen=True):
    """Where events go, and what they are signed with."""

    url: str
    secret: Secret
    patience: Patience = Patience()

    @property
    def digest(self) -> str:
        """Return the name of its cursor."""
        return hashlib.sha256(self.url.encode()).hexdigest()


async def begin(store: Store, webhook: Webhook) -> None:
    """Have a webhook that is there for the first time hear of everything from now on. Raises StoreUnavailable."""
    if await store.read(lambda tx: tx.get(WebhookCursor, (webhook.digest,))) is not None:
        return
    end = await store.feed_end()

    async def work(tx: Tx) -> None:
        if await tx.get(WebhookCursor, (webhook.digest,)) is None:
            await tx.put(WebhookCursor(webhook=webhook.digest, position=end))

    await store.write(work)
