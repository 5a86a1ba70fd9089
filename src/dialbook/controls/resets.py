"""Begin anew: the whole store, or one account.

Keys stay, for they belong to the installation, and so do the snapshots that are kept.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from dialbook.access.throttling import Bucket, Limit
from dialbook.controls.marks import mark
from dialbook.domain.calls import Call, CallCount
from dialbook.domain.contents import KEPT
from dialbook.domain.faults import MOST_FAULTS, StandingFault
from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Tx
from dialbook.server.handle import Service
from dialbook.server.inventory import fill

ACCOUNT = re.compile("[0-9]{12}")
BESIDE: tuple[type[Any], ...] = (Call, CallCount, StandingFault, Limit, Bucket)
"""What a reset removes that is no part of a snapshot."""
OF_ACCOUNTS = [kind for kind in (*KEPT, *BESIDE) if "account" in kind.__struct_fields__]
AT_ONCE = 500


async def reset(service: Service) -> None:
    """Make the store as a fresh one: with the sample inventory if the server gives an empty store one, and in real time."""
    await _finish_calls(service)
    wall = service.clock.wall()

    async def work(tx: Tx) -> None:
        for kind in (*KEPT, *BESIDE):
            await tx.clear(kind, {})
        if service.sample:
            await fill(wall, service.rules.phone_number_quota, tx)
        await mark(tx, wall, "Reset")

    await service.store.write(work)
    await service.throttle.begin_anew()


async def reset_account(service: Service, account: str) -> None:
    """Remove all that one account has, its history and the faults and limits ordered for it too; its numbers are free again.

    Other accounts, the pool and the clock stay as they are. Raises Refusal BadRequest.
    """
    if not ACCOUNT.fullmatch(account):
        raise Refusal("BadRequest", "An account is 12 digits.")
    await _finish_calls(service)
    wall = service.clock.wall()

    async def work(tx: Tx) -> None:
        await _free(tx, account)
        for kind in OF_ACCOUNTS:
            await tx.clear(kind, {"account": account})
        for fault in await tx.page(StandingFault, {}, None, MOST_FAULTS):
            if fault.fault_order.account == account:
                await tx.delete(fault)
        await mark(tx, wall, "Reset", account)

    await service.store.write(work)
    await service.throttle.begin_anew(account)


async def _free(tx: Tx, account: str) -> None:
    """Let everybody have the account's numbers."""
    after = None
    while owned := await tx.page(Ownership, {"owner": account}, after, AT_ONCE):
        for ownership in owned:
            await tx.put(msgspec.structs.replace(ownership, owner=None, free_at=None), ownership)
        after = (owned[-1].e164,)


async def _finish_calls(service: Service) -> None:
    """Have the calls that were answered recorded, so that none comes behind the reset."""
    if service.calls is not None:
        await service.calls.finish()
