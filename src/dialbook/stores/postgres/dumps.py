"""What is done with all rows of a table, and takes longer than other statements may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialbook.ports.dumps import Dump, DumpTooLarge, Table
from dialbook.stores import schema, statements
from dialbook.stores.postgres import plans
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link
from dialbook.stores.postgres.rows import cells_of, mapper_of


async def dump(link: Link, kinds: Sequence[type[Any]], most_bytes: int, limits: Limits) -> Dump:
    """Return all records of these kinds, as they are at one moment. Raises DumpTooLarge before it reads any, StoreUnavailable."""
    await link.begin(f"begin isolation level repeatable read read only; {_patient(limits)}")
    try:
        size = 0
        for kind in kinds:
            [[bytes_]] = await link.fetch(statements.sum_of_text_bytes(mapper_of(kind)), [], limits.bulk_seconds)
            size += bytes_
        if size > most_bytes:
            raise DumpTooLarge
        return Dump(schema.newest(), tuple([await _table(link, kind, limits) for kind in kinds]))
    finally:
        await link.roll_back()


async def fetch_all(link: Link, sql: str, limits: Limits) -> Sequence[Any]:
    """Run a statement that reads a whole table. Raises StoreUnavailable."""
    await link.begin(f"begin read only; {_patient(limits)}")
    try:
        return await link.fetch(sql, [], limits.bulk_seconds)
    finally:
        await link.roll_back()


async def analyze(link: Link, tables: tuple[str, ...], limits: Limits) -> None:
    """Have the planner know what is in some tables. Raises StoreUnavailable."""
    try:
        await link.execute(f"begin; {_patient(limits)}; {statements.analyze(tables)}; commit", limits.bulk_seconds)
    except BaseException:
        await link.roll_back()
        raise


def _patient(limits: Limits) -> str:
    return f"set local statement_timeout = {limits.bulk_seconds * 1000:.0f}; {plans.WHOLE_TABLES}"


async def _table(link: Link, kind: type[Any], limits: Limits) -> Table:
    mapper = mapper_of(kind)
    rows = await link.fetch(statements.select_all(mapper), [], limits.bulk_seconds)
    return Table(mapper.table, mapper.columns, cells_of(kind, rows))
