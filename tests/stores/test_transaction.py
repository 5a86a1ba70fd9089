"""The five verbs do what a dictionary would."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
import pytest
from hypothesis import strategies as st

from dialbook.domain.phone_numbers import Capabilities, PhoneNumber
from dialbook.domain.pool import PoolNumber
from dialbook.domain.registry import Ownership
from dialbook.ports.store import AnyOf, AtMost, Store, Tx, Value
from stores.both import on_both

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ACCOUNTS = st.sampled_from(["000000000001", "000000000002"])
NUMBERS = st.sampled_from([f"+1206555010{digit}" for digit in range(8)])
STATUSES = st.sampled_from(["Assigned", "Unassigned"])
MOMENTS = st.integers(0, 4).map(lambda minutes: NOW + timedelta(minutes=minutes))
TIMES = st.none() | MOMENTS
RECORDS = st.builds(
    PhoneNumber,
    account=ACCOUNTS,
    e164=NUMBERS,
    country=st.just("US"),
    type=st.just("Local"),
    product_type=st.just("VoiceConnector"),
    status=STATUSES,
    name=st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
    settles_at=TIMES,
    created_at=st.just(NOW),
    updated_at=st.just(NOW),
)
CHANGES = st.lists(st.tuples(st.sampled_from(["put", "put", "delete"]), RECORDS), max_size=30)
Model = dict[tuple[str, str], PhoneNumber]
RECORD = PhoneNumber(
    account="000000000001",
    e164="+12065550100",
    country="US",
    type="Local",
    product_type="VoiceConnector",
    created_at=NOW,
    updated_at=NOW,
)


async def do(verb: str, record: PhoneNumber, tx: Tx) -> None:
    """Make one change."""
    await (tx.put(record) if verb == "put" else tx.delete(record))


async def fill(store: Store, changes: list[tuple[str, PhoneNumber]]) -> Model:
    """Make the changes in a store, those of one number one after the other and all others at once, and in a dictionary."""
    model = Model()

    async def change(key: tuple[str, str]) -> None:
        for verb, record in changes:
            if (record.account, record.e164) == key:
                await store.write(partial(do, verb, record))

    for verb, record in changes:
        key = (record.account, record.e164)
        model.pop(key, None)
        if verb == "put":
            model[key] = record
    await asyncio.gather(*map(change, {(record.account, record.e164) for _, record in changes}))
    return dict(sorted(model.items()))


@on_both(CHANGES, ACCOUNTS, NUMBERS)
async def test_get_is_a_dictionary(
    store: Store, changes: list[tuple[str, PhoneNumber]], account: str, e164: str
) -> None:
    """The last put counts, a deleted record is gone, and deleting what is not there changes nothing."""
    model = await fill(store, changes)
    assert await store.read(lambda tx: tx.get(PhoneNumber, (account, e164))) == model.get((account, e164))


WHOLE = st.builds(
    msgspec.structs.replace,
    RECORDS,
    account=st.just("000000000001"),
    e164=st.just("+12065550100"),
    type=st.sampled_from(["Local", "TollFree"]),
    calling_name=st.none() | st.just("Example Corp"),
    pending_calling_name=st.none() | st.sampled_from(["", "Example Inc"]),
    capabilities=st.builds(Capabilities, inbound_call=st.booleans(), outbound_mms=st.booleans()),
    association_name=st.none() | st.just("SipRuleId"),
    associated_at=TIMES,
    deleted_at=TIMES,
)
"""One number in many states: texts, empty ones too, times, a structure, and null for most of them."""


@on_both(WHOLE, WHOLE)
async def test_what_replaces_a_known_record_is_put_whole(store: Store, before: PhoneNumber, after: PhoneNumber) -> None:
    """Whoever knows what a record was leaves the same row behind as one who does not, and no other row."""
    left = []
    for replacing in (before, None):
        await store.write(lambda tx: tx.put(before))
        await store.write(lambda tx, replacing=replacing: tx.put(after, replacing))  # type: ignore[misc]
        left.append(await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 10)))
        await store.write(lambda tx: tx.delete(after))
    assert left == [[after], [after]]


@on_both(CHANGES, ACCOUNTS, STATUSES, st.none() | st.integers(0, 4), st.integers(1, 4))
async def test_find_is_a_filter(
    store: Store, changes: list[tuple[str, PhoneNumber]], account: str, status: str, minutes: int | None, limit: int
) -> None:
    """Values are equal, None is null, at most is not null; the order is that of the bound, then of the key."""
    due = None if minutes is None else NOW + timedelta(minutes=minutes)

    model = await fill(store, changes)
    bound = None if due is None else AtMost(due)
    found = await store.read(
        lambda tx: tx.find(PhoneNumber, {"account": account, "status": status, "settles_at": bound}, limit)
    )
    fitting = [
        record
        for record in model.values()
        if (record.account, record.status) == (account, status)
        and (record.settles_at is None if due is None else record.settles_at and record.settles_at <= due)
    ]
    assert found == sorted(fitting, key=lambda record: record.settles_at or NOW)[:limit]


@on_both()
async def test_a_write_finds_within_one_shard(store: Store) -> None:
    """For on a sharded database nobody can lock what several nodes have; what is whole on each of them is found as it is."""
    with pytest.raises(ValueError, match="phone_numbers: in a write"):
        await store.write(lambda tx: tx.find(PhoneNumber, {"status": "Assigned"}, 1))
    with pytest.raises(ValueError, match="number_registry: in a write"):
        await store.write(lambda tx: tx.find(Ownership, {"owner": "1"}, 1))
    assert await store.write(lambda tx: tx.find(PoolNumber, {"country": "US"}, 1)) == []
    assert await store.read(lambda tx: tx.find(PhoneNumber, {"status": "Assigned"}, 1)) == []


@on_both(CHANGES, st.none() | ACCOUNTS, st.none() | STATUSES, st.integers(1, 4))
async def test_pages_are_the_list_in_pieces(
    store: Store, changes: list[tuple[str, PhoneNumber]], account: str | None, status: str | None, limit: int
) -> None:
    """Page after page gives each fitting record once, in the order of the key."""
    where = {name: value for name, value in (("account", account), ("status", status)) if value is not None}

    model = await fill(store, changes)
    seen: list[PhoneNumber] = []
    after: tuple[str, str] | None = None
    while page := await store.read(lambda tx, after=after: tx.page(PhoneNumber, where, after, limit)):  # type: ignore[misc]
        assert len(page) <= limit
        seen += page
        after = (page[-1].account, page[-1].e164)
    fitting = [record for record in model.values() if record.account == (account or record.account)]
    assert seen == [record for record in fitting if record.status == (status or record.status)]


@on_both(
    CHANGES,
    ACCOUNTS,
    st.lists(STATUSES, unique=True, min_size=1),
    st.lists(MOMENTS, unique=True, min_size=1, max_size=3),
    st.integers(1, 4),
)
async def test_pages_with_any_of_several_values_are_merged(
    store: Store,
    changes: list[tuple[str, PhoneNumber]],
    account: str,
    statuses: list[str],
    times: list[datetime],
    limit: int,
) -> None:
    """However many columns have a choice, page after page gives each fitting record once, in one order."""
    where: dict[str, Value | AnyOf] = {"account": account}
    where |= {"status": AnyOf(tuple(statuses)), "settles_at": AnyOf(tuple(times))}
    order = ("created_at", "e164")

    model = await fill(store, changes)
    seen: list[PhoneNumber] = []
    after: tuple[datetime, str] | None = None
    while page := await store.read(lambda tx, after=after: tx.page(PhoneNumber, where, after, limit, order)):  # type: ignore[misc]
        assert len(page) <= limit
        seen += page
        after = (page[-1].created_at, page[-1].e164)
    assert seen == [
        record
        for record in model.values()
        if record.account == account and record.status in statuses and record.settles_at in times
    ]


@on_both()
async def test_a_page_after_a_foreign_key_is_refused(store: Store) -> None:
    """A key of another account cannot continue this account's list."""
    with pytest.raises(ValueError, match="does not belong"):
        await store.read(lambda tx: tx.page(PhoneNumber, {"account": "1"}, ("2", "+12065550100"), 10))


@on_both()
async def test_nothing_follows_a_key_that_the_list_fixes(store: Store) -> None:
    """A list of one record ends behind it."""
    await store.write(lambda tx: tx.put(RECORD))
    where = {"account": RECORD.account, "e164": RECORD.e164}
    assert await store.read(lambda tx: tx.page(PhoneNumber, where, None, 10)) == [RECORD]
    assert await store.read(lambda tx: tx.page(PhoneNumber, where, (RECORD.account, RECORD.e164), 10)) == []


@on_both()
async def test_a_read_changes_nothing(store: Store) -> None:
    """Put and delete belong in a write, and say so."""
    for change in (lambda tx: tx.put(RECORD), lambda tx: tx.delete(RECORD)):
        with pytest.raises(TypeError, match="in a write"):
            await store.read(change)


@on_both()
async def test_a_write_sees_what_it_has_written(store: Store) -> None:
    """Within a work every verb sees the puts and deletes before it."""

    async def work(tx: Tx) -> list[int]:
        await tx.put(RECORD)
        between = await tx.page(PhoneNumber, {}, None, 10)
        await tx.delete(RECORD)
        return [len(between), len(await tx.page(PhoneNumber, {}, None, 10))]

    assert await store.write(work) == [1, 0]
