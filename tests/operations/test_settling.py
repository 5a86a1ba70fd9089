"""Writing down what time has done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar

import msgspec
import pytest

from dialbook.domain.orders import OrderedNumber, PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.settings import AccountSettings
from dialbook.operations import settling
from dialbook.operations.ledger import Ledger
from dialbook.operations.settling import settle_due
from dialbook.ports.store import Store, Tx
from operations.contexts import ACCOUNT, AUTHOR, NOW, OTHER, everything, fill, history, number, with_store

T = TypeVar("T")
MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)
QUEUED = number(status="ReleaseInProgress", pending_outcome="Removed", settles_at=NOW + WEEK, deleted_at=NOW)
OWNED = Ownership(e164=QUEUED.e164, owner=ACCOUNT, claim_id="first", free_at=NOW + WEEK)


def ordered(e164: str, minutes: int, account: str = ACCOUNT) -> PhoneNumber:
    """Return a number that is acquired in so many minutes."""
    return number(e164, account=account, status="AcquireInProgress", settles_at=NOW + minutes * MINUTE)


def order(minutes: int) -> PhoneNumberOrder:
    """Return an order that is complete in so many minutes."""
    return PhoneNumberOrder(
        account=ACCOUNT,
        order_id="12345678-1234-1234-1234-123456789012",
        product_type="VoiceConnector",
        numbers=(OrderedNumber(e164="+12065550100"),),
        settles_at=NOW + minutes * MINUTE,
        created_at=NOW,
        updated_at=NOW,
    )


def default_name(minutes: int) -> AccountSettings:
    """Return settings whose default calling name arrives in so many minutes."""
    return AccountSettings(account=ACCOUNT, calling_name="Head Office", settles_at=NOW + minutes * MINUTE)


class Watched:
    """A store that counts the transactions that are asked of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.writes = 0

    async def read(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Read."""
        return await self._store.read(work)

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """Write, and count it."""
        self.writes += 1
        return await self._store.write(work)

    async def close(self) -> None:
        """Leave it open: it belongs to the test."""


def test_everything_that_is_due_is_written_down_once() -> None:
    """Numbers, orders and settings; what is not due is not touched, and a second time there is nothing to do."""

    async def scenario(store: Store) -> None:
        waiting = ordered("+12065550199", 6)
        await fill(store, ordered("+12065550100", 5), order(4), default_name(3), waiting)
        later = NOW + 5 * MINUTE

        assert await settle_due(store, later, "one") == 3
        written = await history(store)
        assert await settle_due(store, later, "two") == 0

        assert await history(store) == written
        acquired, still = await everything(store, PhoneNumber)
        assert (acquired.status, acquired.updated_at, acquired.settles_at) == ("Unassigned", later, None)
        assert still == waiting
        assert [found.status for found in await everything(store, PhoneNumberOrder)] == ["Successful"]
        assert [found.calling_name_in_force for found in await everything(store, AccountSettings)] == ["Head Office"]

    with_store(scenario)


def test_the_history_says_that_time_did_it() -> None:
    """With what the record was and what it has become."""

    async def scenario(store: Store) -> None:
        before = ordered("+12065550100", 5)
        await fill(store, before)
        await settle_due(store, NOW + 6 * MINUTE, "one")

        (change,) = await history(store)

        assert (change.principal, change.action, change.change_id) == ("dialbook", "Settle", "one/1")
        assert (change.subject, change.changed_at) == ("phone_numbers/+12065550100", NOW + 6 * MINUTE)
        assert change.before is not None
        assert msgspec.json.decode(change.before, type=PhoneNumber) == before
        assert change.after is not None
        assert msgspec.json.decode(change.after, type=PhoneNumber).status == "Unassigned"

    with_store(scenario)


def test_a_record_that_falls_due_twice_within_a_moment_has_two_entries() -> None:
    """As where the clock stands still and nothing is waited for: none takes the place of the other."""

    async def scenario(store: Store) -> None:
        await fill(store, ordered("+12065550100", 5))
        later = NOW + 6 * MINUTE

        class Between:
            """A store in which somebody asks for a calling name as soon as the number is acquired."""

            def __init__(self) -> None:
                self.read = store.read
                self._asked = False

            async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
                result = await store.write(work)
                if not self._asked:
                    self._asked = True
                    (acquired,) = await everything(store, PhoneNumber)
                    pending = {"pending_calling_name": "Example", "pending_outcome": "UpdateSucceeded"}
                    asked = msgspec.structs.replace(acquired, settles_at=later, **pending)
                    await store.write(lambda tx: Ledger(tx, later, AUTHOR).put(asked))
                return result

        assert await settle_due(Between(), later, "one") == 2

        changes = await history(store)
        assert [change.change_id for change in changes if change.action == "Settle"] == ["one/1", "one/2"]
        assert [(before.after, after.before) for before, after in pairwise(changes)] == [
            (change.after, change.after) for change in changes[:-1]
        ]

    with_store(scenario)


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_records_settle_in_the_order_in_which_they_fell_due(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of whatever kind they are, however many a transaction settles, and no transaction settles more."""
    monkeypatch.setattr(settling, "BATCH", batch)

    async def scenario(store: Store) -> None:
        await fill(store, default_name(2), order(4), *(ordered(f"+1206555010{5 - turn}", turn) for turn in (1, 3, 5)))
        watched = Watched(store)

        assert await settle_due(watched, NOW + 5 * MINUTE, "one") == 5

        changes = await history(store)
        if batch == 500:
            assert [change.subject.partition("/")[0] for change in changes] == [
                "phone_numbers",
                "account_settings",
                "phone_numbers",
                "phone_number_orders",
                "phone_numbers",
            ]
            subjects = [change.subject for change in changes if change.subject.startswith("phone_numbers/")]
            assert subjects == [f"phone_numbers/+1206555010{5 - turn}" for turn in (1, 3, 5)]
        assert len(changes) == 5
        assert watched.writes == -(-5 // batch)

    with_store(scenario)


def test_each_transaction_takes_what_is_due_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a crash between two of them the rest is due still."""
    monkeypatch.setattr(settling, "BATCH", 2)

    class Crashing(Watched):
        async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
            if self.writes:
                raise ConnectionError
            return await super().write(work)

    async def scenario(store: Store) -> None:
        await fill(store, default_name(2), *(ordered(f"+1206555010{4 - turn}", turn) for turn in (1, 3, 4)))
        with pytest.raises(ConnectionError):
            await settle_due(Crashing(store), NOW + 5 * MINUTE, "one")

        assert {change.subject for change in await history(store)} == {"phone_numbers/+12065550103", "account_settings"}
        assert await settle_due(store, NOW + 5 * MINUTE, "two") == 2

    with_store(scenario)


def test_one_that_cannot_be_settled_keeps_no_other_account_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is raised in the end, and the record is as it was."""
    monkeypatch.setattr(settling, "ACCOUNTS_AT_ONCE", 2)
    spoilt = ordered("+12065550100", 1, account="000000000003")
    settle = Ledger.settle

    async def settle_some(ledger: Ledger, record: PhoneNumber) -> None:
        await settle(ledger, record)
        if record == spoilt:
            raise KeyError("a mistake")

    monkeypatch.setattr(Ledger, "settle", settle_some)

    async def scenario(store: Store) -> None:
        others = [ordered(f"+1206555020{at}", at, account=f"{at:012}") for at in (1, 2, 4, 5, 6)]
        await fill(store, spoilt, *others)

        with pytest.raises(KeyError, match="a mistake"):
            await settle_due(store, NOW + 9 * MINUTE, "one")

        left = [found for found in await everything(store, PhoneNumber) if found.settles_at]
        assert left == [spoilt]
        assert {change.account for change in await history(store)} == {number.account for number in others}

    with_store(scenario)


def test_one_account_settles_without_the_others() -> None:
    """What a list asks for is its own account's."""

    async def scenario(store: Store) -> None:
        foreign = ordered("+12065550101", 1, account=OTHER)
        await fill(store, ordered("+12065550100", 1), foreign)

        assert await settle_due(store, NOW + MINUTE, "one", ACCOUNT) == 1

        found = {stored.account: stored for stored in await everything(store, PhoneNumber)}
        assert (found[ACCOUNT].status, found[OTHER]) == ("Unassigned", foreign)

    with_store(scenario)


def test_where_nothing_is_due_nothing_is_written() -> None:
    """Not even a transaction is begun: readers do not wait for it."""

    async def scenario(store: Store) -> None:
        await fill(store, ordered("+12065550100", 1), number("+12065550101"))
        watched = Watched(store)

        assert await settle_due(watched, NOW, "one") == 0
        assert watched.writes == 0

    with_store(scenario)


def test_two_at_once_settle_each_record_once() -> None:
    """Several workers sweep one store."""

    async def scenario(store: Store) -> None:
        await fill(store, *(ordered(f"+1206555{index:04}", 1) for index in range(20)))

        counts = await asyncio.gather(*(settle_due(store, NOW + MINUTE, f"request{index}") for index in range(5)))

        assert sum(counts) == 20
        assert len(await history(store)) == 20

    with_store(scenario)


def test_a_number_that_leaves_the_deletion_queue_is_free() -> None:
    """Its record is gone, and its history says how it was."""

    async def scenario(store: Store) -> None:
        await fill(store, QUEUED, OWNED)

        assert await settle_due(store, NOW + WEEK, "one") == 1

        assert await everything(store, PhoneNumber) == []
        assert [(owned.owner, owned.free_at) for owned in await everything(store, Ownership)] == [(None, None)]
        (change,) = await history(store)
        assert (change.before is None, change.after) == (False, None)

    with_store(scenario)


def test_a_number_that_has_a_new_owner_is_not_touched() -> None:
    """It could be claimed from its last moment in the queue on, before anybody had written that it was gone."""

    async def scenario(store: Store) -> None:
        await fill(store, QUEUED, OWNED)
        theirs = number(account=OTHER)

        async def claim(tx: Tx) -> None:
            ledger = Ledger(tx, NOW + WEEK, AUTHOR)
            await ledger.claim(theirs.e164, OTHER, "second")
            await ledger.put(theirs)

        await store.write(claim)
        assert await settle_due(store, NOW + WEEK, "one") == 1

        assert await everything(store, PhoneNumber) == [theirs]
        assert [(owned.owner, owned.claim_id) for owned in await everything(store, Ownership)] == [(OTHER, "second")]

    with_store(scenario)


def test_a_number_that_its_owner_has_got_again_is_not_touched() -> None:
    """The new record stands in the place of the old one, so nothing of it is due any more."""

    async def scenario(store: Store) -> None:
        await fill(store, QUEUED, OWNED)
        again = number(created_at=NOW + WEEK)

        async def claim(tx: Tx) -> None:
            ledger = Ledger(tx, NOW + WEEK, AUTHOR)
            assert await ledger.look(PhoneNumber, (ACCOUNT, again.e164)) is None
            await ledger.claim(again.e164, ACCOUNT, "second")
            await ledger.put(again)

        await store.write(claim)
        assert await settle_due(store, NOW + WEEK, "one") == 0

        assert await everything(store, PhoneNumber) == [again]
        assert [(owned.owner, owned.free_at) for owned in await everything(store, Ownership)] == [(ACCOUNT, None)]

    with_store(scenario)
