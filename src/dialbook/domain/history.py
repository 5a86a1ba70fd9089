"""Who changed what, when, and how it was before."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one record, written in the transaction that made it."""

    table: ClassVar[str] = "history"
    key: ClassVar[tuple[str, ...]] = ("account", "subject", "changed_at", "change_id")

    account: str
    subject: str
    """What was changed, such as ``phone_numbers/+12065550100``."""
    changed_at: datetime
    change_id: str
    """Tells apart changes of one millisecond: the request's id and a count within it."""
    action: str
    """The operation or command, such as ``UpdatePhoneNumber``."""
    principal: str
    """Who: an ARN, or ``cli`` for an administrative command."""
    before: str | None
    """The record as JSON; null where there was none."""
    after: str | None
    region: str | None = None
    """The region that the request was signed for; null where no request made the change, as all that follows."""
    access_key_id: str | None = None
    source_address: str | None = None
    """The address that the request came from: a proxy's, where there is one."""
    user_agent: str | None = None
    parameters: str | None = None
    """What was asked for, as JSON, without the values that the model marks sensitive."""
