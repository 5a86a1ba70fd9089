"""Records become rows and come back the same."""

from __future__ import annotations

import types
import typing
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.access.keys import AccessKey
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Key, Store, Tx
from dialbook.stores.postgres.store import PostgresStore
from dialbook.stores.rows import mapper_of
from stores.both import on_both

KINDS = (PhoneNumber, Ownership, Change, AccessKey)

MOMENTS = st.datetimes(datetime(2, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - the zone is added
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
"""Not the first of the year 1, which asyncpg takes for no moment but minus infinity: no clock shows it."""


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Generate anything that a field of this type may hold."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([values(argument) for argument in arguments])
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return records(annotation)
    return MOMENTS if annotation is datetime else st.from_type(annotation)


def records(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Generate records of a kind."""
    fields = {field.name: values(field.type) for field in msgspec.structs.fields(kind)}
    return st.fixed_dictionaries(fields).map(lambda given: kind(**given))


@given(st.sampled_from(KINDS).flatmap(records))
def test_a_record_survives_the_mapper(record: Any) -> None:
    """Whatever the fields hold, reading what was written gives the record again."""
    mapper = mapper_of(type(record))
    assert mapper.record_of(mapper.row_of(record)) == record


@on_both(st.lists(st.sampled_from(KINDS).flatmap(records), max_size=20))
async def test_records_survive_the_store(store: Store, written: list[Any]) -> None:
    """The database gives back what it was given, and the last one of a key counts; PostgreSQL refuses NUL characters, and says so."""
    last = {(type(record), key_of(record)): record for record in written}
    if isinstance(store, PostgresStore) and "\\u0000" in msgspec.json.encode(written).decode():
        with pytest.raises(Refusal, match=r"^A text must not contain the character U\+0000\.$"):
            await put_all(store, written)
        return
    await put_all(store, written)
    for (kind, key), record in last.items():
        assert await store.read(partial(get, kind, key)) == record


async def put_all(store: Store, records: list[Any]) -> None:
    """Put records, each in a write of its own."""
    for record in records:
        await store.write(partial(put, record))


async def put(record: Any, tx: Tx) -> None:
    """Put one record."""
    await tx.put(record)


async def get(kind: type[Any], key: Key, tx: Tx) -> Any:
    """Get one record."""
    return await tx.get(kind, key)


def key_of(record: Any) -> tuple[Any, ...]:
    """Give the values of the record's key."""
    return tuple(getattr(record, column) for column in record.key)


@on_both()
async def test_a_lone_surrogate_is_refused_and_nothing_is_written(store: Store) -> None:
    """It is no text that UTF-8 can hold; the write fails before it has changed anything."""

    async def work(tx: Tx) -> None:
        await tx.put(Ownership(e164="+1", owner=None, claim_id="good"))
        await tx.put(Ownership(e164="+2", owner="\ud800", claim_id="bad"))

    with pytest.raises(UnicodeEncodeError):
        await store.write(work)
    assert await store.read(lambda tx: tx.page(Ownership, {}, None, 10)) == []


class Odd(msgspec.Struct, frozen=True):
    """A record with every kind of column, some of them empty."""

    table: ClassVar[str] = "odd"
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    flag: bool
    maybe_flag: bool | None
    count: int
    weight: float
    maybe_list: tuple[str, ...] | None


@given(records(Odd))
def test_every_kind_of_column_is_told_apart(record: Odd) -> None:
    """A row of a database holds a boolean as a number and a list as JSON; both come back as they were."""
    mapper = mapper_of(Odd)
    row = [int(cell) if isinstance(cell, bool) else cell for cell in mapper.row_of(record)]
    again = mapper.record_of(row)
    assert again == record or record.weight != record.weight  # NaN is not itself
    assert again.flag is record.flag
