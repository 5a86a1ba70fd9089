"""The tables of a PostgreSQL database spread over the nodes of Citus, an extension of PostgreSQL.

A store that is spread out is marked as such, so that whoever opens it sends no statement that concerns several shards at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialbook.ports.store import SchemaMismatch
from dialbook.stores.postgres import schema
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link
from dialbook.stores.sharding import Distributed, Placement

MARK = "distributed"
"""The comment on the registry of numbers, of which every store has one."""

_MARKED = f"select obj_description(to_regclass('number_registry'), 'pg_class') is not distinct from '{MARK}'"  # noqa: S608
_SET_MARK = f"comment on table number_registry is '{MARK}'"
_EXTENSION = "select exists (select 1 from pg_extension where extname = 'citus')"
_IN_USE = (
    "select exists (select 1 from pg_stat_activity"
    " where datname = current_database() and application_name = 'dialbook' and pid <> pg_backend_pid())"
)
_PRESENT = "select table_name::text, citus_table_type, distribution_column from citus_tables"
_SPREAD = "select create_distributed_table($1::text::regclass, $2::text, colocate_with => $3::text)"
_REPEAT = "select create_reference_table($1::text::regclass)"
_EMPTY_ORIGINAL = "select truncate_local_data_after_distributing_table($1::text::regclass)"
_ALONE = "none"
"""What Citus calls it where a table begins a group of its own."""


async def is_distributed(link: Link) -> bool:
    """Tell whether the store is spread over nodes. Raises StoreUnavailable."""
    [[marked]] = await link.fetch(_MARKED, [])
    return bool(marked)


async def distribute(link: Link, limits: Limits, placements: Sequence[Placement]) -> Distributed:
    """Have Citus spread the tables, or those that it has not spread yet: all of them or none. Raises SchemaMismatch, StoreUnavailable."""
    await link.execute(
        f"begin; set local statement_timeout = {limits.bulk_seconds * 1000:.0f}; set local lock_timeout = 0"
    )
    try:
        await link.execute(f"select pg_advisory_xact_lock({schema.UPGRADE_LOCK})", limits.bulk_seconds)
        await schema.require_current(link)
        present = await _present(link)
        missing = [each for each in placements if each.table not in present]
        if missing:
            await _spread(link, limits, missing, present)
    except BaseException:
        await link.roll_back()
        raise
    await link.commit()
    for each in missing:
        await link.fetch(_EMPTY_ORIGINAL, [each.table], limits.bulk_seconds)
    return Distributed(tuple(placements), bool(missing))


async def _present(link: Link) -> dict[str, str | None]:
    """Return the tables that Citus has already, each with its shard key. Raises SchemaMismatch where there is no Citus."""
    [[there]] = await link.fetch(_EXTENSION, [])
    if not there:
        raise SchemaMismatch(
            "The store's database does not have the extension Citus, so nothing was changed: 'create extension citus' adds it where it is "
            "installed."
        )
    rows = await link.fetch(_PRESENT, [])
    return {table: column if sort == "distributed" else None for table, sort, column in rows}


async def _spread(link: Link, limits: Limits, missing: Sequence[Placement], present: Mapping[str, str | None]) -> None:
    """Spread these tables. Those with the same shard key share their shards, so that a write of one account is one node's."""
    [[in_use]] = await link.fetch(_IN_USE, [])
    if in_use:
        raise SchemaMismatch("The store's servers must be stopped before it is distributed: nothing was changed.")
    await link.execute("set local citus.multi_shard_modify_mode = 'sequential'")
    groups = {column: table for table, column in present.items() if column is not None}
    for each in missing:
        if each.shard_key is None:
            await link.fetch(_REPEAT, [each.table], limits.bulk_seconds)
        else:
            group = groups.setdefault(each.shard_key, each.table)
            values = [each.table, each.shard_key, _ALONE if group == each.table else group]
            await link.fetch(_SPREAD, values, limits.bulk_seconds)
    await link.execute(_SET_MARK)
