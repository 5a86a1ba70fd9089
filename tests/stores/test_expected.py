"""A write that says what it is going to ask for: it finds and does the same, only quicker."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Store, Tx
from stores.both import empty_store, on_both
from stores.test_feed import change
from stores.test_transaction import RECORD, RECORDS

STEPS = st.lists(st.tuples(st.sampled_from(["put", "put", "replace", "delete", "look", "page"]), RECORDS), max_size=12)
Model = dict[tuple[str, str], PhoneNumber]


@settings(max_examples=15)
@given(st.lists(RECORDS, max_size=4), st.lists(RECORDS, max_size=6), STEPS)
def test_it_does_what_a_dictionary_would(
    before: list[PhoneNumber], expected: list[PhoneNumber], steps: list[tuple[str, PhoneNumber]]
) -> None:
    """Whether what it finds, changes, removes or pages through was expected or not, and the history is in its order."""

    async def run() -> None:
        async with empty_store("postgresql") as store:
            await compare(store, before, expected, steps)

    asyncio.run(run())


async def compare(
    store: Store, before: list[PhoneNumber], expected: list[PhoneNumber], steps: list[tuple[str, PhoneNumber]]
) -> None:
    """Take the steps in one write, and in a dictionary."""
    model: Model = {}

    async def work(tx: Tx) -> None:
        model.clear()
        model.update({key_of(record): record for record in before})
        await tx.expect(PhoneNumber, [key_of(record) for record in expected])
        for at, (step, record) in enumerate(steps):
            await do(step, record, tx, model)
            await tx.put(change(f"{at}"))

    await store.write(lambda tx: fill(tx, before))
    await store.write(work)

    assert await store.read(everything) == in_order(model)
    assert [change.change_id for _, change in await store.feed(0, 100)] == [str(at) for at in range(len(steps))]


async def do(step: str, record: PhoneNumber, tx: Tx, model: Model) -> None:
    """Take a step in the store and in the model, and see that both say the same."""
    key = key_of(record)
    if step == "page":
        assert await everything(tx) == in_order(model)
    elif step != "put":
        assert await tx.get(PhoneNumber, key) == model.get(key)
    if step == "delete":
        await tx.delete(record)
        model.pop(key, None)
    elif step in ("put", "replace"):
        await tx.put(record, model.get(key) if step == "replace" else None)
        model[key] = record


def key_of(record: PhoneNumber) -> tuple[str, str]:
    """Return the key of a number."""
    return record.account, record.e164


def in_order(model: Model) -> list[PhoneNumber]:
    """Return what the model has, in the order of the keys."""
    return [model[key] for key in sorted(model)]


async def everything(tx: Tx) -> list[PhoneNumber]:
    """Return all numbers."""
    return await tx.page(PhoneNumber, {}, None, 100)


async def fill(tx: Tx, records: list[Any]) -> None:
    """Put records."""
    for record in records:
        await tx.put(record)


@on_both()
async def test_many_records_of_several_kinds(store: Store) -> None:
    """More than are held at a time, all in one write."""
    numbers = [msgspec.structs.replace(RECORD, e164=f"+1206555{at:04}") for at in range(1500)]

    async def work(tx: Tx) -> None:
        await tx.expect(Ownership, [(number.e164,) for number in numbers])
        await tx.expect(PhoneNumber, [key_of(number) for number in numbers])
        for at, number in enumerate(numbers):
            assert await tx.get(Ownership, (number.e164,)) is None
            assert await tx.get(PhoneNumber, key_of(number)) is None
            await tx.put(Ownership(e164=number.e164, owner=number.account, claim_id=f"{at}"))
            await tx.put(number)
            await tx.put(change(f"{at}"))

    await store.write(work)

    assert [await store.count(kind) for kind in (Ownership, PhoneNumber, Change)] == [1500] * 3
    assert [change.change_id for _, change in await store.feed(0, 2000)] == [f"{at}" for at in range(1500)]
    await store.survey((Ownership, PhoneNumber, Change))
