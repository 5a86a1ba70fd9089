"""All SQL on records, built here from what a mapper knows.

Parameters are written ``$1``, which SQLite and PostgreSQL both read. Every name in a statement comes from the fields of a record, never
from a request.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import inspect

from dialbook.stores.rows import Mapper

_PARAMETER = re.compile(r"\$([0-9]+)")
POSITIONS_OF_ONE = 1 << 16
"""How many positions of the history a transaction of PostgreSQL has."""
_NEXT_TRANSACTION = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_BEFORE_NEXT = f"(({_NEXT_TRANSACTION} - transactionid::text::bigint + 2147483648) & 4294967295) - 2147483648"
OPEN_TRANSACTIONS = (
    f"select least(pg_snapshot_xmin(pg_current_snapshot())::text::bigint, {_NEXT_TRANSACTION} - max({_BEFORE_NEXT})), {_NEXT_TRANSACTION}"  # noqa: S608
    " from pg_locks where locktype = 'transactionid' and granted and mode = 'ExclusiveLock'"
)
"""Select the number of the oldest transaction that is still open, and that of the next one (PostgreSQL).

A transaction holds a lock on its own number until the very end: on a sharded database until other nodes have committed their part too,
which they do after its number has left the snapshots of the node where it began. The lock tells only the last 32 bits of the number.
"""
COMMITS_WAIT = (
    "select exists (select 1 from pg_stat_activity where wait_event = 'SyncRep' and usename = current_user"
    " and clock_timestamp() - query_start > interval '1 second')"
)
"""Select whether commits of this user wait for a standby for longer than a second (PostgreSQL)."""
PRIMARY_PLACE = (
    "select system_identifier, case when not pg_is_in_recovery() then"
    " ('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::bigint end,"
    " case when not pg_is_in_recovery() then (pg_current_wal_flush_lsn() - '0/0')::bigint end from pg_control_system()"
)
"""Select which database a primary is, its timeline, and up to where its changes are durable (PostgreSQL)."""
REPLICA_PLACE = (
    "select system_identifier, greatest(timeline_id, min_recovery_end_timeline, (select received_tli from pg_stat_wal_receiver)),"
    " case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0')::bigint end"
    " from pg_control_system(), pg_control_checkpoint(), pg_control_recovery()"
)
"""Select which database a standby follows, its timeline, and up to where it shows changes (PostgreSQL). Where the user may not see how it
receives them, it is told of a new timeline only at its next checkpoint.
"""

# Why a mapper and not its parts: it is looked up by identity, so the text of a statement costs one dictionary access.


@functools.cache
def select_one(mapper: Mapper[Any]) -> str:
    """Select a record by its key."""
    return f"{_select(mapper)} where {_equals(mapper.key)}"


@functools.cache
def together(changes: tuple[str, ...]) -> str:
    """Do several changes of different rows in one statement (PostgreSQL). Parameters: those of each, one after the other."""
    parts, first = [], 0
    for change in changes:
        numbers = {int(number) for number in _PARAMETER.findall(change)}
        parts.append(_PARAMETER.sub(lambda found, first=first: f"${int(found[1]) + first}", change))  # type: ignore[misc]
        first += max(numbers)
    return "with " + ", ".join(f"change{at} as ({part})" for at, part in enumerate(parts)) + " select 1"


@functools.cache
def select_some(mapper: Mapper[Any]) -> str:
    """Select records whose keys differ in the last column only (PostgreSQL). Parameters: the other columns, an array of the last one."""
    *shard, last = mapper.key
    conditions = [_equals(shard), f"{last} = any(${len(shard) + 1})"]
    return f"{_select(mapper)}{_where(conditions)}"


@functools.cache
def lock_one(mapper: Mapper[Any]) -> str:
    """Select a record by its key, and let nobody else change it until the commit (PostgreSQL)."""
    return f"{select_one(mapper)} for update"


@functools.cache
def lock_found(select: str, *, unheld: bool) -> str:
    """Let nobody else change what ``select`` finds; what others hold is waited for, or left out (PostgreSQL)."""
    return f"{select} for update{' skip locked' if unheld else ''}"


BEGIN = "begin; select pg_advisory_xact_lock_shared(1684630892)"
"""Begin a write beside others (PostgreSQL)."""
BEGIN_ALONE = "begin; select pg_advisory_xact_lock(1684630892)"
"""Begin a write when all others have ended, and let none begin until its own end (PostgreSQL)."""
LOCK_SHARDS = "select pg_advisory_xact_lock(number) from unnest($1::bigint[]) with ordinality as shards (number) order by ordinality"
"""Wait until nobody else holds the locks of shards, in their order, and hold them until the commit (PostgreSQL).

Parameters: their numbers.
"""


@functools.cache
def lock_table(mapper: Mapper[Any], mode: str) -> str:
    """Lock a table until the commit (PostgreSQL)."""
    return f"lock table {mapper.table} in {mode} mode"


@functools.cache
def upsert(mapper: Mapper[Any]) -> str:
    """Insert a record or replace the one with its key. Parameters: the columns."""
    values = ", ".join(f"${number}" for number in range(1, len(mapper.columns) + 1))
    return (
        f"insert into {mapper.table} ({', '.join(mapper.columns)}) values ({values})"  # noqa: S608 - names of fields
        f" {_on_conflict(mapper)}"
    )


@functools.cache
def insert_new(mapper: Mapper[Any]) -> str:
    """Insert a record unless somebody has inserted one with its key, and return a row if so (PostgreSQL). Parameters: the columns."""
    values = ", ".join(f"${number}" for number in range(1, len(mapper.columns) + 1))
    return (
        f"insert into {mapper.table} ({', '.join(mapper.columns)}) values ({values})"  # noqa: S608 - names of fields
        f" on conflict ({', '.join(mapper.key)}) do nothing returning 1"
    )


@functools.cache
def insert_in_order(mapper: Mapper[Any]) -> str:
    """Insert a record of the history at the position that its transaction's number gives it (PostgreSQL).

    Parameters: the columns, by how much transactions are numbered ahead, the place within the transaction.
    """
    count = len(mapper.columns)
    values = ", ".join(f"${number}" for number in range(1, count + 1))
    position = f"(pg_current_xact_id()::text::bigint + ${count + 1}) * {POSITIONS_OF_ONE} + ${count + 2}"
    return (
        f"insert into {mapper.table} ({', '.join(mapper.columns)}, position) values ({values}, {position})"  # noqa: S608
        f" {_on_conflict(mapper)}"
    )


OWN_POSITION = f"select (pg_current_xact_id()::text::bigint + $1) * {POSITIONS_OF_ONE}"
"""Select the first position that the transaction may use (PostgreSQL). Parameter: by how much transactions are numbered ahead."""

LATER = (
    "select 1 from (select subject from history where account = $1 and position > $2 order by position limit 10000) as later"
    " where subject = any($3::text[]) limit 1"
)
"""Select whether the history of one of some subjects goes on behind a position, looking at few behind it (PostgreSQL).

Parameters: their account, the position, the subjects.
"""


@functools.cache
def revise(
    mapper: Mapper[Any], columns: tuple[str, ...], beside: tuple[tuple[Mapper[Any], bool], ...], history: Mapper[Any]
) -> str:
    """Update some columns of a record and add to the history if nobody holds the record, and it and others are what they were (PostgreSQL).

    Returns the position in the history where that is so. Parameters: the columns, the record as it was, each record ``beside`` it as it
    was or the key of one that was not there, the columns of the history, by how much transactions are numbered ahead, the place within
    the transaction.
    """
    numbers = itertools.count(1)
    change = ", ".join(f"{column} = ${next(numbers)}" for column in columns)
    key, same = _same(mapper, numbers)
    others = [_beside(other, present, numbers) for other, present in beside]
    values = [f"${next(numbers)}::{_sql_type(history, column)}" for column in history.columns]
    position = f"(pg_current_xact_id()::text::bigint + ${next(numbers)}) * {POSITIONS_OF_ONE} + ${next(numbers)}"
    conditions = " and ".join([key, same, *others])
    return (
        f"with held as (select 1 from {mapper.table} where {conditions} for update skip locked),"  # noqa: S608 - names of fields
        f" changed as (update {mapper.table} set {change} where {key} and exists (select from held) returning 1)"
        f" insert into {history.table} ({', '.join(history.columns)}, position)"
        f" select {', '.join(values)}, {position} from changed {_on_conflict(history)} returning position"
    )


@functools.cache
def select_between(mapper: Mapper[Any]) -> str:
    """Select records behind a position and before another (PostgreSQL). Parameters: the positions, the limit."""
    return (
        f"select {', '.join(mapper.columns)}, position from {mapper.table}"  # noqa: S608 - names of fields
        " where position > $1 and position < $2 order by position limit $3"
    )


@functools.cache
def sum_of_text_bytes(mapper: Mapper[Any]) -> str:
    """Add up what the columns of all records hold, written as text (PostgreSQL)."""
    lengths = " + ".join(f"coalesce(octet_length({column}::text), 0)" for column in mapper.columns)
    return f"select coalesce(sum({lengths}), 0) from {mapper.table}"  # noqa: S608 - names of fields


@functools.cache
def select_all(mapper: Mapper[Any]) -> str:
    """Select every record, in the order of the key, or of the positions that its store gave it."""
    return f"{_select(mapper)} order by {'position' if mapper.positioned else ', '.join(mapper.key)}"


@functools.cache
def sum_of_bytes(mapper: Mapper[Any]) -> str:
    """Add up what the columns of all records hold."""
    lengths = " + ".join(f"coalesce(octet_length({column}), 0)" for column in mapper.columns)
    return f"select coalesce(sum({lengths}), 0) from {mapper.table}"  # noqa: S608 - names of fields


@functools.cache
def insert(mapper: Mapper[Any]) -> str:
    """Insert a record whose key nothing has. Parameters: the columns, and the position where records have one."""
    columns = (*mapper.columns, "position") if mapper.positioned else mapper.columns
    values = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    return f"insert into {mapper.table} ({', '.join(columns)}) values ({values})"  # noqa: S608 - names of fields


@functools.cache
def delete_where(mapper: Mapper[Any], equal: tuple[str, ...]) -> str:
    """Delete the records whose columns have these values."""
    _refuse_unknown(mapper, equal)
    return f"delete from {mapper.table}{_where([_equals(equal)])}"  # noqa: S608 - names of fields


@functools.cache
def delete_one(mapper: Mapper[Any]) -> str:
    """Delete a record by its key."""
    return f"delete from {mapper.table} where {_equals(mapper.key)}"  # noqa: S608 - names of fields


@functools.cache
def select_where(mapper: Mapper[Any], equal: tuple[str, ...], null: tuple[str, ...], at_most: tuple[str, ...]) -> str:
    """Select by columns, in the order of the ``at_most`` columns, then of the key.

    Parameters: the ``equal`` values, the ``at_most`` values, the limit.
    """
    _refuse_unknown(mapper, (*equal, *null, *at_most))
    bounds = [f"{column} <= ${number}" for number, column in enumerate(at_most, len(equal) + 1)]
    conditions = [_equals(equal), *_nulls(null), *bounds]
    order = ", ".join(dict.fromkeys((*at_most, *mapper.key)))
    limit = len(equal) + len(at_most) + 1
    return f"{_select(mapper)}{_where(conditions)} order by {order} limit ${limit}"


@functools.cache
def update_columns(mapper: Mapper[Any], columns: tuple[str, ...]) -> str:
    """Update some columns of a record. Indexes on other columns need not be touched. Parameters: the columns, then the key."""
    change = ", ".join(f"{column} = ${number}" for number, column in enumerate(columns, 1))
    return f"update {mapper.table} set {change} where {_equals(mapper.key, len(columns) + 1)}"  # noqa: S608 - names of fields


@functools.cache
def select_page(
    mapper: Mapper[Any],
    equal: tuple[str, ...],
    null: tuple[str, ...],
    any_of: tuple[tuple[str, int], ...],
    order: tuple[str, ...],
    following: tuple[str, ...],
) -> str:
    """Select by columns in the order of the columns ``order``, from behind the values of the columns ``following`` on.

    Parameters: the ``equal`` values, the values of each column of ``any_of`` (which says how many), the ``following`` values, the limit.
    Columns that ``equal`` fixes stay out of the comparison of rows: with them in it SQLite reads an account from its beginning for
    every page. Each combination of the values of ``any_of`` is a page of its own, which an index serves; they are merged.
    """
    _refuse_unknown(mapper, (*equal, *null, *dict(any_of), *order))
    first = len(equal) + 1
    numbers: list[list[str]] = []
    for column, count in any_of:
        numbers.append([f"{column} = ${number}" for number in range(first, first + count)])
        first += count
    marks = ", ".join(f"${number}" for number in range(first, first + len(following)))
    behind = [f"({', '.join(following)}) > ({marks})"] if following else []
    conditions = [_equals(equal), *_nulls(null), *behind]
    end = f" order by {', '.join(order)} limit ${first + len(following)}"
    pages = [f"{_select(mapper)}{_where((*conditions, *chosen))}{end}" for chosen in itertools.product(*numbers)]
    if len(pages) == 1:
        return pages[0]
    return " union all ".join(f"select * from ({page}) as page" for page in pages) + end  # noqa: S608 - names of fields


@functools.cache
def select_feed(mapper: Mapper[Any]) -> str:
    """Select records behind a position, which comes last in each row. Parameters: the position, the limit."""
    return (
        f"select {', '.join(mapper.columns)}, position from {mapper.table}"  # noqa: S608 - names of fields
        " where position > $1 order by position limit $2"
    )


@functools.cache
def select_positions(mapper: Mapper[Any], following: bool) -> str:
    """Select records in the order of their positions, which come last in each row. Parameters: the position behind which, the limit."""
    behind = " where position > $1" if following else ""
    limit = "$2" if following else "$1"
    return (
        f"select {', '.join(mapper.columns)}, position from {mapper.table}"  # noqa: S608 - names of fields
        f"{behind} order by position limit {limit}"
    )


@functools.cache
def count(mapper: Mapper[Any]) -> str:
    """Count the records."""
    return f"select count(*) from {mapper.table}"  # noqa: S608 - the name of a table


def analyze(tables: tuple[str, ...]) -> str:
    """Count tables and look at a sample of them, so that the planner knows what is in them (PostgreSQL)."""
    return f"analyze {', '.join(tables)}"


@functools.cache
def select_history(mapper: Mapper[Any]) -> str:
    """Select the records of one subject in the order of their positions. Parameters: the account, the subject."""
    return f"{_select(mapper)} where {_equals(('account', 'subject'))} order by position"


@functools.cache
def select_feed_end(mapper: Mapper[Any]) -> str:
    """Select the greatest position."""
    return f"select max(position) from {mapper.table}"  # noqa: S608 - the name of a table


def _same(mapper: Mapper[Any], numbers: Iterator[int]) -> tuple[str, str]:
    """Compare all columns with parameters: those of the key, then the others."""
    marks = {column: f"${next(numbers)}" for column in mapper.columns}
    key = " and ".join(f"{column} = {marks[column]}" for column in mapper.key)
    others = [column for column in mapper.columns if column not in mapper.key]
    return key, f"({', '.join(others)}) is not distinct from ({', '.join(marks[column] for column in others)})"


def _beside(mapper: Mapper[Any], present: bool, numbers: Iterator[int]) -> str:
    if present:
        return f"exists (select from {mapper.table} where {' and '.join(_same(mapper, numbers))})"
    key = " and ".join(f"{column} = ${next(numbers)}" for column in mapper.key)
    return f"not exists (select from {mapper.table} where {key})"


def _sql_type(mapper: Mapper[Any], column: str) -> str:
    """Return the type of a column that holds a text or a time."""
    return "timestamptz" if isinstance(mapper.type_of(column), inspect.DateTimeType) else "text"


def _on_conflict(mapper: Mapper[Any]) -> str:
    others = [column for column in mapper.columns if column not in mapper.key]
    change = "update set " + ", ".join(f"{column} = excluded.{column}" for column in others) if others else "nothing"
    return f"on conflict ({', '.join(mapper.key)}) do {change}"


def _select(mapper: Mapper[Any]) -> str:
    return f"select {', '.join(mapper.columns)} from {mapper.table}"  # noqa: S608 - names of fields


def _where(conditions: Iterable[str]) -> str:
    text = " and ".join(filter(None, conditions))
    return f" where {text}" if text else ""


def _equals(columns: Iterable[str], first: int = 1) -> str:
    return " and ".join(f"{column} = ${number}" for number, column in enumerate(columns, first))


def _nulls(columns: Iterable[str]) -> list[str]:
    return [f"{column} is null" for column in columns]


def _refuse_unknown(mapper: Mapper[Any], columns: Iterable[str]) -> None:
    for column in columns:
        if column not in mapper.columns:
            raise ValueError(f"{mapper.table} has no column {column}.")
