"""How far a webhook has come."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec


class WebhookCursor(msgspec.Struct, frozen=True, kw_only=True):
    """The place of one webhook in the feed, and who delivers to it. Times are real ones, whatever the clock of lifecycles shows."""

    table: ClassVar[str] = "webhook_cursors"
    key: ClassVar[tuple[str, ...]] = ("webhook",)

    webhook: str
    """The SHA-256 of its URL in hexadecimal: the URL itself may be a secret."""
    position: int
    """Everything up to it was taken, or given up."""
    failing_since: datetime | None = None
    """When the event behind it was first refused."""
    holder: str | None = None
    """The worker that delivers."""
    held_until: datetime | None = None
    """From then on another may."""


def takeable(cursor: WebhookCursor, holder: str, now: datetime) -> bool:
    """Tell whether a worker may deliver: it does already, or nobody does any more."""
    return cursor.holder in {None, holder} or cursor.held_until is None or cursor.held_until <= now
