"""The verbs of a write on PostgreSQL, for one transaction that is as good as alone.

On SQLite one write follows the other. Here they run side by side, at the level READ COMMITTED, and yet none notices the others:

* A record that is read by its key is locked until the commit.
* A record that is not there cannot be locked. Where it is put, nobody may have put one meanwhile; else it is looked for again before the
  commit.
* A page of one shard (an account, mostly) is read again before the commit: who would miss what others have added begins anew. Writes that
  depend on such pages, or on records that are not there, commit one after the other in each shard.
* A page that no shard bounds keeps others from writing to its table.
* Who changes a record that somebody with a later place in the history has changed begins anew, for another place (`order.py`).
* Kinds that are seldom written are read as if nobody wrote them: whoever does is alone, for it waits until all other writes have ended.

A `Draft` has come to the same when its group begins: it finds all that it has read as it was, and locks it like this.

PostgreSQL's own SERIALIZABLE is not used: it takes neighbours in an index for conflicts, it makes whoever waits for a record begin anew,
and on a sharded database it holds within one shard only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import asyncpg
import msgspec

from dialbook.domain.history import Change
from dialbook.ports.dumps import Cell
from dialbook.ports.store import AnyOf, AtMost, Key, R, Record, TooManyChanges, Value
from dialbook.stores import statements
from dialbook.stores.postgres import failures, schema
from dialbook.stores.postgres.failures import Alone, Transient
from dialbook.stores.postgres.gathering import Gathering, lookups
from dialbook.stores.postgres.limits import Limits
from dialbook.stores.postgres.links import Link
from dialbook.stores.postgres.order import Subjects
from dialbook.stores.postgres.reading import Rows, Selection, Verbs, due, following
from dialbook.stores.postgres.rows import RecordKey, key_of, mapper_of, value_of, values_of
from dialbook.stores.postgres.shared import Shared
from dialbook.stores.sharding import lock_of, require_shard

_ROWS_AT_ONCE = 1000
_GATHERED_AT_ONCE = 4000
"""How many records are gathered before they are written: they are held in memory."""
_CHANGES_AT_ONCE = 8
"""How many changes travel together: each number of them is a statement of its own, which has to be prepared."""


class Ranged(msgspec.Struct, frozen=True):
    """A page that was read, and what it was."""

    kind: type[Any]
    selection: Selection
    found: list[Any]


class Writing(Verbs):
    """The verbs of a write."""

    def __init__(self, link: Link, limits: Limits, shared: Shared, *, alone: bool) -> None:
        """Write on a connection in whose transaction nothing has happened yet; ``alone``, if nobody else writes meanwhile."""
        self._link = link
        self._limits = limits
        self._shared = shared
        self._alone = alone
        self._missing: set[RecordKey] = set()
        self._seen: dict[RecordKey, Any] = {}
        """What pages have shown, as long as it is not locked."""
        self._written: set[RecordKey] = set()
        self._ranges: list[Ranged] = []
        self._scopes: set[int] = set()
        """The shards in which others that depend on pages wait for this one's commit."""
        self._tables: dict[type[Any], str] = {}
        """The tables that nobody else writes to until the commit, and how they are locked."""
        self._changes = 0
        self._changed = Subjects()
        self.ahead = shared.ahead
        """By how much positions are ahead from the commit on."""
        self._deferred: dict[RecordKey, tuple[str, Sequence[Any]]] = {}
        """Changes that travel together with the next ones: no answer to them is needed, and none is of a row of another."""
        self._expected: dict[RecordKey, Any] = {}
        """What was read before it was asked for."""
        self._trusted: set[RecordKey] = set()
        """What was given to whoever asked, and is not locked: it is in ``_seen`` as long as it is not."""
        self._gathering = Gathering()
        self.failure: BaseException | None = None
        """What has ended the transaction: PostgreSQL does nothing in it any more."""

    async def get(self, kind: type[R], key: Key) -> R | None:
        """Return the record with this primary key; nobody else changes it until the commit."""
        if (kind, key) in self._expected:
            found: R | None = self._give((kind, key))
            return found
        mapper = mapper_of(kind)
        sql = statements.select_one(mapper) if mapper.seldom_written else statements.lock_one(mapper)
        rows = await self._run(sql, [value_of(value) for value in key])
        record = mapper.record_of(rows[0]) if rows else None
        if mapper.seldom_written:
            return record
        place = (kind, key)
        if place in self._seen and self._seen.pop(place) != record:
            raise self._overtaken()
        if record is None and place not in self._written:
            self._missing.add(place)
        return record

    async def expect(self, kind: type[R], keys: Sequence[Key]) -> None:
        """Read records before they are asked for, and from now on gather those that are new."""
        self._gathering.on = True
        places = [(kind, key) for key in keys]
        self._expected |= await self._look([place for place in places if place not in self._written])

    async def find(
        self, kind: type[R], where: Mapping[str, Value | AtMost], limit: int, *, unheld: bool = False
    ) -> list[R]:
        """Return at most ``limit`` records with these values, which nobody else changes until the commit.

        Raises ValueError where they may be any shard's.
        """
        require_shard(kind, where)
        selection = due(kind, where, limit)
        if mapper_of(kind).seldom_written:
            return await self._select(kind, selection)
        sql = statements.lock_found(selection.sql, unheld=unheld)
        return await self._select(kind, Selection(sql, selection.values))

    async def page(
        self,
        kind: type[R],
        where: Mapping[str, Value | AnyOf],
        after: Sequence[Value] | None,
        limit: int,
        order: tuple[str, ...] = (),
    ) -> list[R]:
        """Return the ``limit`` records that follow ``after``. Raises ValueError for values that ``where`` excludes."""
        selection = following(kind, where, after, limit, order)
        if selection is None:
            return []
        if mapper_of(kind).seldom_written:
            return await self._select(kind, selection)
        shard = where.get(mapper_of(kind).key[0])
        if isinstance(shard, str):
            await self._enter([shard])
        else:
            await self._keep_others_out(kind)
        found = await self._select(kind, selection)
        for record in found:
            place = (kind, key_of(record))
            if place not in self._written:
                self._seen[place] = record
        if kind not in self._tables:
            self._ranges.append(Ranged(kind, selection, found))
        return found

    async def put(self, record: Record, replacing: Record | None = None) -> None:
        """Insert the record, or replace the one with its key: where that is known, only what differs."""
        kind, place = type(record), (type(record), key_of(record))
        self._require_alone(kind)
        await self._lock_seen(place)
        if isinstance(record, Change):
            await self._append(place, record)
        elif place in self._missing:
            await self._insert(place, record)
        elif replacing is None:
            await self._defer(place, statements.upsert(mapper_of(kind)), mapper_of(kind).row_of(record))
        else:
            mapper = mapper_of(kind)
            columns, values = mapper.difference(replacing, record)
            if columns:
                await self._defer(place, statements.update_columns(mapper, columns), [*values, *mapper.key_of(record)])
        self._written.add(place)

    async def delete(self, record: Record) -> None:
        """Remove the record with this one's key, if there is one."""
        kind, place = type(record), (type(record), key_of(record))
        self._require_alone(kind)
        await self._lock_seen(place)
        await self._run(statements.delete_one(mapper_of(kind)), mapper_of(kind).key_of(record))
        self._missing.discard(place)
        self._written.add(place)

    async def clear(self, kind: type[R], where: Mapping[str, Value]) -> None:
        """Remove all records whose columns have these values; until the commit nobody else uses the table for a write."""
        self._require_alone(kind)
        sql = statements.delete_where(mapper_of(kind), tuple(where))
        await self._execute(f"set local statement_timeout = {self._limits.bulk_seconds * 1000:.0f}")
        await self._execute(statements.lock_table(mapper_of(kind), "exclusive"))
        self._tables[kind] = "exclusive"
        await self._run(sql, [value_of(value) for value in where.values()], self._limits.bulk_seconds)
        self._written.add((kind, ()))

    async def fill(self, kind: type[R], rows: Sequence[Sequence[Cell]]) -> None:
        """Insert rows. Whoever else the event loop serves comes in between, for there may be many."""
        self._require_alone(kind)
        mapper = mapper_of(kind)
        columns = (*mapper.columns, "position") if mapper.positioned else mapper.columns
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = values_of(kind, rows[start : start + _ROWS_AT_ONCE])
            if mapper.positioned:
                part = [(*row, position) for position, row in enumerate(part, start - len(rows))]  # below 0, in order
            await self._copy(mapper.table, columns, part)
            await asyncio.sleep(0)
        self._written.add((kind, ()))

    async def fill_history(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Insert changes at these positions; what is put later, here or by whoever opens the store later, comes behind them."""
        mapper = mapper_of(Change)
        for start in range(0, len(changes), _ROWS_AT_ONCE):
            part = [(*mapper.row_of(change), position) for position, change in changes[start : start + _ROWS_AT_ONCE]]
            await self._copy(mapper.table, (*mapper.columns, "position"), part)
        self._written.add((Change, ()))
        try:
            self.ahead = await schema.move_ahead(self._link, filled=True)
        except BaseException as error:
            self.failure = error
            raise

    async def confirm(self) -> None:
        """See before the commit that what was read without a lock is still so. Raises Transient where it is not, and what has failed."""
        if self.failure is not None:
            raise self.failure
        await self._flush()
        if await self._changed.overtook(self._run, self._shared.ahead):
            raise self._overtaken()
        unlocked = dict.fromkeys(self._missing) | {
            place: self._seen[place] for place in self._trusted if place in self._seen
        }
        if not self._written or not (unlocked or self._ranges):
            return
        touched = (*unlocked, *self._written)
        await self._enter({str(key[0]) for kind, key in touched if key and kind not in self._tables})
        if await self._look(unlocked) != unlocked:
            raise self._overtaken()
        for ranged in self._ranges:
            if not await self._still(ranged):
                raise self._overtaken()

    async def _still(self, ranged: Ranged) -> bool:
        """Tell whether a page is what it was, but for what this transaction has written."""
        own = {key for kind, key in self._written if kind is ranged.kind}
        *values, limit = ranged.selection.values
        again = await self._select(ranged.kind, Selection(ranged.selection.sql, (*values, limit + len(own))))
        before = [record for record in ranged.found if key_of(record) not in own]
        now = [record for record in again if key_of(record) not in own]
        return before == (now[: len(before)] if len(ranged.found) == limit else now)

    async def _look(self, places: Iterable[RecordKey]) -> dict[RecordKey, Any]:
        """Read records without locking them, None for those that are not there."""
        found: dict[RecordKey, Any] = {}
        for lookup in lookups(places):
            records = [mapper_of(lookup.kind).record_of(row) for row in await self._run(lookup.sql, lookup.values)]
            there = {key_of(record): record for record in records}
            found.update({place: there.get(place[1]) for place in lookup.places})
        return found

    def _give(self, place: RecordKey) -> Any:
        """Return a record that was expected. Where it is relied upon, it is read again before the commit."""
        record = self._expected.pop(place)
        if record is None:
            self._missing.add(place)
        else:
            self._seen[place] = record
            self._trusted.add(place)
        return record

    async def _insert(self, place: RecordKey, record: Record) -> None:
        if self._gathering.on:
            self._missing.discard(place)
            await self._gather(place, record)
            return
        mapper = mapper_of(place[0])
        if not await self._run(statements.insert_new(mapper), mapper.row_of(record)):
            raise self._overtaken()
        self._missing.discard(place)

    async def _append(self, place: RecordKey, change: Change) -> None:
        if self._changes == statements.POSITIONS_OF_ONE:
            self.failure = TooManyChanges(f"The store takes at most {statements.POSITIONS_OF_ONE:,} changes at once.")
            raise self.failure
        if self._gathering.on:
            await self._gather(place, change, self._changes)
        else:
            self._changed.add(change)
            mapper = mapper_of(Change)
            values = [*mapper.row_of(change), self.ahead, self._changes]
            await self._defer(place, statements.insert_in_order(mapper), values)
        self._changes += 1

    async def _gather(self, place: RecordKey, record: Record, number: int = 0) -> None:
        self._gathering.add(place, record, number)
        if self._gathering.count >= _GATHERED_AT_ONCE:
            await self._flush()

    async def _lock_seen(self, place: RecordKey) -> None:
        """Lock a record that was seen before it is changed. Raises Transient where it is not what it was."""
        self._expected.pop(place, None)
        if place in self._seen:
            await self.get(*place)
        if self._tables.get(place[0]) == "share":
            self._shared.rewritten.add(place[0])
            raise self._overtaken()

    async def _enter(self, shards: Iterable[str]) -> None:
        """Wait until nobody else who depends on pages writes to these shards."""
        numbers = sorted({lock_of(shard) for shard in shards} - self._scopes)
        if numbers:
            await self._run(statements.LOCK_SHARDS, [numbers])
            self._scopes.update(numbers)

    async def _keep_others_out(self, kind: type[Any]) -> None:
        """Let nobody else write to a table until the commit; others may still depend on it, unless it is going to be written here."""
        if kind not in self._tables:
            mode = "share row exclusive" if kind in self._shared.rewritten else "share"
            await self._execute(statements.lock_table(mapper_of(kind), mode))
            self._tables[kind] = mode

    def _require_alone(self, kind: type[Any]) -> None:
        """Begin anew where others write beside this one and may have read a kind that is seldom written. Raises Alone."""
        if mapper_of(kind).seldom_written and not self._alone:
            self.failure = Alone(failures.OVERTAKEN)
            raise self.failure

    def _overtaken(self) -> Transient:
        self.failure = Transient(failures.OVERTAKEN)
        return self.failure

    async def _defer(self, place: RecordKey, sql: str, values: Sequence[Any]) -> None:
        if place in self._deferred or len(self._deferred) == _CHANGES_AT_ONCE:
            await self._flush()
        self._deferred[place] = (sql, values)

    async def _flush(self) -> None:
        """Make the changes that were deferred, those behind that may be of records that were gathered."""
        if self._gathering.count:
            await self._copy_gathered()
        changes, self._deferred = [*self._deferred.values()], {}
        if len(changes) == 1 or self._shared.distributed:
            for change in changes:
                await self._run(*change)
        elif changes:
            sql = statements.together(tuple(sql for sql, _ in changes))
            await self._run(sql, [value for _, values in changes for value in values])

    async def _run(self, sql: str, values: Sequence[Any], seconds: float | None = None) -> Rows:
        if self._deferred or self._gathering.count:
            await self._flush()
        return await self._fetch(sql, values, seconds)

    async def _fetch(self, sql: str, values: Sequence[Any], seconds: float | None = None) -> Rows:
        if self.failure is not None:
            raise self.failure
        try:
            return await self._link.fetch(sql, values, seconds)
        except BaseException as error:
            self.failure = error
            raise

    async def _execute(self, sql: str) -> None:
        await self._flush()
        if self.failure is not None:
            raise self.failure
        try:
            await self._link.execute(sql)
        except BaseException as error:
            self.failure = error
            raise

    async def _copy_gathered(self) -> None:
        """Insert what was gathered. Raises Transient where somebody else was quicker."""
        rows = await self._fetch(statements.OWN_POSITION, [self.ahead])
        for copy in self._gathering.take(rows[0][0]):
            try:
                await self._copy_rows(copy.table, copy.columns, copy.rows)
            except asyncpg.UniqueViolationError as error:
                raise self._overtaken() from error

    async def _copy(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        await self._flush()
        await self._copy_rows(table, columns, rows)

    async def _copy_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        if self.failure is not None:
            raise self.failure
        try:
            await self._link.copy(table, columns, rows, self._limits.bulk_seconds)
        except BaseException as error:
            self.failure = error
            raise
