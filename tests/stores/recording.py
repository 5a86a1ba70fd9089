"""The statements that PostgreSQL is sent, each held against the rules of `sharding_rules` while tests run."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest import mock

import asyncpg
import msgspec

from dialbook.stores import statements
from dialbook.stores.postgres import hosts
from dialbook.stores.postgres.links import Link
from stores.sharding_rules import SHARD_KEYS, UNNAMED, reading, violations


class Record(msgspec.Struct):
    """What was sent."""

    makers: dict[str, str] = msgspec.field(default_factory=lambda: dict(UNNAMED))
    """What has made each statement."""
    sent: set[str] = msgspec.field(default_factory=set)
    wrong: list[tuple[str, list[str]]] = msgspec.field(default_factory=list)

    def hold(self, sql: str, values: Sequence[Any]) -> None:
        """Hold a statement against the rules."""
        self.sent.add(sql)
        if found := violations(sql, self.makers.get(sql), values):
            self.wrong.append((sql, found))

    def crossing(self) -> set[tuple[str, str]]:
        """Return what has made statements that concern several shards, each with its table."""
        return {
            (self.makers.get(sql, sql), access.table)
            for sql in self.sent
            for access in reading(sql).accesses
            if access.shard is None and SHARD_KEYS[access.table] is not None
        }


@contextlib.contextmanager
def recorded() -> Iterator[Record]:
    """Record what every store is sent that is opened meanwhile."""
    record = Record()

    class Recorded(Link):
        async def fetch(self, sql: str, values: Sequence[Any], seconds: float | None = None) -> list[asyncpg.Record]:
            record.hold(sql, values)
            return await super().fetch(sql, values, seconds)

        async def execute(self, sql: str, seconds: float | None = None) -> str:
            record.hold(sql, [])
            return await super().execute(sql, seconds)

    with contextlib.ExitStack() as patches:
        patches.enter_context(mock.patch.object(hosts, "Link", Recorded))
        for name, maker in inspect.getmembers(statements, callable):
            if getattr(maker, "__module__", None) == statements.__name__ and not name.startswith("_"):
                patches.enter_context(mock.patch.object(statements, name, _noted(record, name, maker)))
        yield record


def _noted(record: Record, name: str, maker: Callable[..., Any]) -> Callable[..., str]:
    def make(*values: Any, **options: Any) -> str:
        sql: str = maker(*values, **options)
        record.makers.setdefault(sql, name)
        return sql

    return make
