"""What controls do to a whole store is remembered as one change, so that whoever follows the history learns of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from dialbook.domain.clock import REAL_TIME, ClockSetting, reading
from dialbook.domain.history import Change
from dialbook.ports.store import Tx
from dialbook.server.ids import request_id

EVERY_ACCOUNT = "*"


async def mark(
    tx: Tx, wall: datetime, action: Literal["Reset", "RestoreSnapshot"], account: str = EVERY_ACCOUNT
) -> None:
    """Remember a change of the store, or of one account of it, at the time that its clock shows by then."""
    setting = await tx.get(ClockSetting, (REAL_TIME.name,))
    await tx.put(
        Change(
            account=account,
            subject="store",
            changed_at=reading(setting or REAL_TIME, wall),
            change_id=f"{request_id()}/1",
            action=action,
            principal="controls",
            before=None,
            after=None,
        )
    )
