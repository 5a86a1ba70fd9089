"""The schema of a store that nobody has opened yet, and where its tables lie."""

from __future__ import annotations

from collections.abc import Sequence

from dialbook.ports.store import SchemaState
from dialbook.stores import schema as migrations
from dialbook.stores.postgres import distribution, schema
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.store import connect
from dialbook.stores.sharding import Distributed, Placement


async def state(url: str) -> SchemaState:
    """Return which schema the database has, and whether its tables are distributed. Raises SchemaMismatch, StoreUnavailable."""
    link = await connect(url, Limits())
    try:
        version = await schema.version_of(link)
        return SchemaState(version, migrations.newest(), await distribution.is_distributed(link))
    finally:
        await link.close()


async def upgrade(url: str, to: int | None = None) -> SchemaState:
    """Bring the database to today's schema, or an earlier one; return which one it had. Raises SchemaMismatch, StoreUnavailable."""
    link = await connect(url, Limits())
    try:
        return SchemaState(await schema.upgrade(link, Limits(), to), migrations.newest())
    finally:
        await link.close()


async def distribute(url: str, placements: Sequence[Placement]) -> Distributed:
    """Have the database's nodes share the tables. Raises SchemaMismatch where it has no means for that, StoreUnavailable."""
    link = await connect(url, Limits())
    try:
        return await distribution.distribute(link, Limits(), placements)
    finally:
        await link.close()
