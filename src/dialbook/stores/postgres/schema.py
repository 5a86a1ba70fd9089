"""The schema of a PostgreSQL database: which one it is, and how an older one becomes today's."""

from __future__ import annotations

import functools
import re

from dialbook.ports.store import SchemaMismatch
from dialbook.stores import schema, statements
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link

MARK = "dialbook"
"""The comment on the table of versions: another program may well have one of that name."""
UPGRADE_LOCK = 0x6469616C
"""The advisory lock that an upgrade holds: "dial" in ASCII."""
EPOCH_LOCK = 0x65706F63
"""The advisory lock of who looks whether positions are ahead: "epoc" in ASCII."""

_STATE = (
    "select obj_description(to_regclass('schema_version'), 'pg_class'),"
    " exists (select 1 from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')),"
    " current_setting('server_encoding')"
)
_VERSIONS = f"""
create table schema_version (version bigint not null, name text not null, primary key (version));
comment on table schema_version is '{MARK}';
"""
_LAST_POSITION = "select coalesce(max(position), 0) from history"
_FOLLOWING = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_TRANSACTIONS = f"select pg_current_xact_id()::text::bigint, {_FOLLOWING}"
_LOCK_EPOCH = f"select pg_advisory_xact_lock({EPOCH_LOCK})"
_LOOK_AHEAD = f"select ahead, {_FOLLOWING} from history_epochs"  # noqa: S608 - a constant
"""The next transaction's number is to be read after the last position, which is then of one before it, unless it is ahead."""
_AHEAD = "select ahead from history_epochs for update"
_MOVE_AHEAD = "update history_epochs set ahead = $1"


async def version_of(link: Link) -> int:
    """Return the schema that the database has, 0 for an empty one. Raises SchemaMismatch for another program's or another encoding."""
    [[mark, occupied, encoding]] = await link.fetch(_STATE, [])
    if encoding != "UTF8":
        raise SchemaMismatch(f"The store's database has the encoding {encoding}: name one that has UTF8.")
    if mark == MARK:
        [[version]] = await link.fetch(schema.VERSION, [])
        return int(version)
    if occupied or mark is not None:
        raise SchemaMismatch("The store's database has the tables of another program: name another database.")
    return 0


async def require_current(link: Link) -> None:
    """Refuse to work with any schema but today's. Raises SchemaMismatch, which says what to do."""
    version = await version_of(link)
    schema.refuse_newer(version)
    if version == 0:
        raise SchemaMismatch("The store's database is empty: run 'dialbook store upgrade' once.")
    if version < schema.newest():
        raise SchemaMismatch(
            f"The store has schema {version}, and this version of dialbook needs schema {schema.newest()}: run 'dialbook store upgrade'."
        )


async def upgrade(link: Link, limits: Limits, to: int | None = None) -> int:
    """Bring the database to today's schema, or to an earlier one, in one transaction; return which one it had.

    Of several upgrades at once one does it, and the others find it done. Raises SchemaMismatch, StoreUnavailable.
    """
    await link.begin(
        f"begin; set local statement_timeout = {limits.bulk_seconds * 1000:.0f}; set local lock_timeout = 0"
    )
    try:
        await link.execute(f"select pg_advisory_xact_lock({UPGRADE_LOCK})", limits.bulk_seconds)
        version = await version_of(link)
        schema.refuse_newer(version)
        await _apply_missing(link, limits, version, schema.newest() if to is None else to)
    except BaseException:
        await link.roll_back()
        raise
    await link.commit()
    return version


async def _apply_missing(link: Link, limits: Limits, version: int, to: int) -> None:
    if version == 0:
        await link.execute(collated(_VERSIONS))
    for migration in schema.migrations("postgres"):
        if version < migration.version <= to:
            await link.execute(collated(migration.sql), limits.bulk_seconds)
            await link.execute(f"insert into schema_version values ({migration.version}, '{migration.name}')")  # noqa: S608


@functools.cache
def collated(sql: str) -> str:
    """Have texts compared by their bytes, as SQLite does, whatever language the database is made for."""
    return re.sub(r"\btext\b", 'text collate "C"', sql)


async def epoch(link: Link) -> int:
    """Return by how much positions are ahead of the numbers of transactions.

    Where the history's last position is ahead of the present transaction, the database was restored into a server that has had fewer
    transactions, so that new positions begin behind it. Where there is nothing to do nothing is written, so that a process can begin to
    read while no standby confirms writes.
    """
    await link.begin("begin")
    try:
        await link.execute(_LOCK_EPOCH)
        [[last]] = await link.fetch(_LAST_POSITION, [])
        [[ahead, following]] = await link.fetch(_LOOK_AHEAD, [])
        if last // statements.POSITIONS_OF_ONE >= following + ahead:
            ahead = await move_ahead(link, filled=False)
    except BaseException:
        await link.roll_back()
        raise
    await link.commit()
    return int(ahead)


async def move_ahead(link: Link, *, filled: bool) -> int:
    """Have positions begin behind all that there are, and return by how much they are ahead.

    Where this transaction has ``filled`` the history, its own changes come behind that. Else only transactions to come need to: what others
    have committed may well be ahead of this one, which has waited for them, and as long as there is one of them, nobody may move ahead.
    """
    await link.execute(_LOCK_EPOCH)
    [[ahead]] = await link.fetch(_AHEAD, [])
    [[last]] = await link.fetch(_LAST_POSITION, [])
    [[number, following]] = await link.fetch(_TRANSACTIONS, [])
    foremost = last // statements.POSITIONS_OF_ONE
    if foremost >= (number if filled else following) + ahead:
        ahead = foremost - number + 1
        await link.fetch(_MOVE_AHEAD, [ahead])
    return int(ahead)
