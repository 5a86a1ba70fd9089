"""Limits on requests as they are set, listed and removed, in any process that has the store."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from functools import partial

import msgspec

from dialbook.access.throttling import ANY, MILLISECOND, Limit
from dialbook.contract import chime, voice
from dialbook.domain.refusal import Refusal
from dialbook.ports.store import Records, Tx

MOST = 1_000_000
"""The highest rate, in requests per second, and the highest burst. Our choice."""
MOST_LIMITS = 1000
"""How many limits a store keeps: workers read all of them again and again. Our choice."""
RATE = re.compile(r"[0-9]{1,7}(\.[0-9]{1,3})?")
OPERATIONS = voice.CONTRACT.operations.keys() | chime.CONTRACT.operations.keys()


def limit_of(account: str, operation: str, rate: float | str | None, burst: int | None, set_at: datetime) -> Limit:
    """Return the limit that somebody asks for: ``rate`` in requests per second, None for no limit. Raises Refusal BadRequest.

    Without a ``burst`` as many pass at once as come in two seconds, at least one.
    """
    account, operation = account_of(account), operation_of(operation)
    if rate is None:
        if burst is not None:
            raise Refusal("BadRequest", "Burst must not be given where nothing is limited.")
        return Limit(account=account, operation=operation, unlimited=True, set_at=set_at)
    millihertz = millihertz_of(rate)
    burst = max(1, -(-2 * millihertz // 1000)) if burst is None else burst_of(burst)
    return Limit(
        account=account, operation=operation, rate_millihertz=millihertz, burst=min(burst, MOST), set_at=set_at
    )


def account_of(account: str) -> str:
    """Return the account of a limit. Raises Refusal BadRequest."""
    if not isinstance(account, str) or (account != ANY and not re.fullmatch("[0-9]{12}", account)):
        raise Refusal("BadRequest", "Account must be 12 digits, or * for every account.")
    return account


def operation_of(operation: str) -> str:
    """Return the operation of a limit. Raises Refusal BadRequest."""
    if not isinstance(operation, str) or (operation != ANY and operation not in OPERATIONS):
        raise Refusal(
            "BadRequest", "Operation must be the name of one, such as GetPhoneNumber, or * for every operation."
        )
    return operation


def millihertz_of(rate: float | str) -> int:
    """Return a rate in requests per thousand seconds. Raises Refusal BadRequest."""
    text = str(rate)
    millihertz = int(Decimal(text) * 1000) if RATE.fullmatch(text) else None
    if millihertz is None or millihertz > MOST * 1000:
        raise Refusal(
            "BadRequest", f"Rate must be a number of requests per second from 0 to {MOST} with at most three decimals."
        )
    return millihertz


def burst_of(burst: int) -> int:
    """Return a burst. Raises Refusal BadRequest."""
    if type(burst) is not int or not 1 <= burst <= MOST:
        raise Refusal("BadRequest", f"Burst must be a whole number from 1 to {MOST}.")
    return burst


async def set_limit(store: Records, limit: Limit) -> None:
    """Put a limit in the place of the one for the same account and operation. Raises Refusal BadRequest for one too many."""
    await store.write(partial(_set, limit))


async def remove_limit(store: Records, account: str, operation: str) -> None:
    """Remove a limit: the next more general one holds. Raises Refusal NotFound."""
    await store.write(partial(_remove, account_of(account), operation_of(operation)))


async def all_limits(store: Records) -> list[Limit]:
    """Return the limits that are set, by account and operation."""
    return await store.read(lambda tx: tx.page(Limit, {}, None, MOST_LIMITS))


async def _set(limit: Limit, tx: Tx) -> None:
    known = await tx.get(Limit, (limit.account, limit.operation))
    if known is None and len(await tx.page(Limit, {}, None, MOST_LIMITS)) >= MOST_LIMITS:
        raise Refusal("BadRequest", f"There are {MOST_LIMITS} limits already, and no more are kept: remove one.")
    if (
        known is not None and known.set_at >= limit.set_at
    ):  # set twice in a millisecond, or by a clock that was set back
        limit = msgspec.structs.replace(limit, set_at=known.set_at + MILLISECOND)
    await tx.put(limit, known)


async def _remove(account: str, operation: str, tx: Tx) -> None:
    limit = await tx.get(Limit, (account, operation))
    if limit is None:
        raise Refusal("NotFound", "There is no such limit: it may have been removed already.")
    await tx.delete(limit)
