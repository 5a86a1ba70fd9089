"""What an operation is given, around a store in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from dialbook.carriers.simulated import SimulatedCarrier
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.rules import PRESETS
from dialbook.operations.context import Context
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Store, Tx
from dialbook.server.build import open_store
from dialbook.server.ids import RandomIds
from dialbook.server.page_tokens import SealedPageTokens
from fresh import fresh_store

T = TypeVar("T")

NOW = datetime(2026, 3, 1, 12, 0, 0, 0, UTC)
ACCOUNT, OTHER = "123456789012", "999999999999"
AUTHOR = Author("tests", "Test", "request")


def context(tx: Tx, **members: Any) -> Context:
    """Return the context of a request in the newer namespace, under the ``aws`` rules, but for the members given."""
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "region": "us-east-1",
        "namespace": "chime-sdk-voice",
        "now": NOW,
        "rules": PRESETS["aws"],
        "carrier": SimulatedCarrier(),
        "ids": RandomIds(),
        "tokens": SealedPageTokens(bytes(32)),
    } | members
    return Context(tx=Ledger(tx, given["now"], AUTHOR), **given)


def number(e164: str = "+12065550100", **members: Any) -> PhoneNumber:
    """Return an unassigned number, but for the members given."""
    given: dict[str, Any] = {"account": ACCOUNT, "country": "US", "type": "Local", "product_type": "VoiceConnector"}
    return PhoneNumber(e164=e164, **(given | {"created_at": NOW, "updated_at": NOW} | members))


def with_store(scenario: Callable[[Store], Awaitable[T]]) -> T:
    """Run a scenario on an empty store."""

    async def run() -> T:
        store = open_store(location)
        try:
            return await scenario(store)
        finally:
            await store.close()

    with fresh_store() as location:
        return asyncio.run(run())


async def fill(store: Store, *records: Any) -> None:
    """Put records as they are."""

    async def work(tx: Tx) -> None:
        for record in records:
            await tx.put(record)

    await store.write(work)


async def everything(store: Store, kind: type[T]) -> list[T]:
    """Return every record of a kind."""
    return await store.read(lambda tx: tx.page(kind, {}, None, 100_000))


async def history(store: Store) -> list[Change]:
    """Return what was changed, in the order in which it was: by request, and then as they are counted there."""
    changes = await everything(store, Change)
    return sorted(changes, key=lambda change: (change.changed_at, int(change.change_id.rpartition("/")[2])))


def at(record: T, **members: Any) -> T:
    """Return a record with other members."""
    changed: T = msgspec.structs.replace(record, **members)  # type: ignore[type-var]
    return changed
