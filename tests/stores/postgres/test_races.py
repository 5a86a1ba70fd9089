"""Transactions side by side: each is as good as alone."""

from __future__ import annotations

import asyncio
from functools import partial

import msgspec
import pytest

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.domain.settings import AccountSettings
from dialbook.ports.store import AtMost, Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from dialbook.stores.postgres.writing import Writing
from stores.both import LIMITS
from stores.conftest import NOW
from stores.postgres.conftest import with_store

NUMBER = "+12065550100"
OWN = {"account": "1"}


def owned(e164: str = NUMBER, owner: str | None = None, claim_id: str = "0") -> Ownership:
    """Return a row of the registry."""
    return Ownership(e164=e164, owner=owner, claim_id=claim_id)


def number(e164: str = NUMBER, account: str = "1", **members: object) -> PhoneNumber:
    """Return a phone number."""
    given = {"country": "US", "type": "Local", "product_type": "VoiceConnector", "created_at": NOW, "updated_at": NOW}
    return PhoneNumber(account=account, e164=e164, **(given | members))  # type: ignore[arg-type]


async def get_owned(tx: Tx, e164: str = NUMBER) -> Ownership | None:
    """Read a row of the registry."""
    return await tx.get(Ownership, (e164,))


async def count_up(tx: Tx) -> None:
    """Add one to a counter, which begins with the first who counts."""
    before = await get_owned(tx)
    await tx.put(owned(claim_id="1") if before is None else owned(claim_id=str(int(before.claim_id) + 1)), before)


@pytest.mark.parametrize("exists", [True, False])
def test_no_count_is_lost(url: str, exists: bool) -> None:
    """Forty writes of two stores change one record: each sees the one before it, also those that begin it."""

    async def scenario(store: PostgresStore) -> None:
        other = open_postgres(url, fraction, LIMITS)
        if exists:
            await store.write(lambda tx: tx.put(owned()))
        await asyncio.gather(*(each.write(count_up) for each in [store, other] * 20))
        found = await store.read(get_owned)
        assert found is not None
        assert found.claim_id == "40"
        await other.close()

    with_store(url, scenario)


def test_of_many_claims_one_is_good(url: str) -> None:
    """Whoever finds nothing and puts is the only one who did."""

    async def claim(account: str, tx: Tx) -> bool:
        if await get_owned(tx) is not None:
            return False
        await tx.put(owned(owner=account))
        return True

    async def scenario(store: PostgresStore) -> None:
        won = await asyncio.gather(*(store.write(partial(claim, str(account))) for account in range(30)))
        assert won.count(True) == 1
        found = await store.read(get_owned)
        assert found is not None
        assert found.owner == str(won.index(True))

    with_store(url, scenario)


def test_a_quota_holds(url: str) -> None:
    """Twenty writes count an account's records and add one while there is room: there are never more than the quota."""

    async def add(at: int, tx: Tx) -> bool:
        there = await tx.page(PhoneNumber, {"account": "1"}, None, 5)
        if len(there) == 5:
            return False
        await tx.put(number(f"+1206555{at:04}"))
        return True

    async def scenario(store: PostgresStore) -> None:
        added = await asyncio.gather(*(store.write(partial(add, at)) for at in range(20)))
        assert added.count(True) == 5
        assert len(await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 100))) == 5

    with_store(url, scenario)


class Meeting:
    """Has the first runs of two works come to the same point, and lets later runs pass."""

    def __init__(self) -> None:
        self._barrier = asyncio.Barrier(2)
        self._came: set[str] = set()

    async def wait(self, who: str) -> None:
        """Wait for the other one the first time."""
        if who not in self._came:
            self._came.add(who)
            await self._barrier.wait()


def test_who_finds_nothing_depends_on_it(url: str) -> None:
    """Of two that each put a record only while the other one's is not there, one puts."""

    async def scenario(store: PostgresStore) -> None:
        meeting = Meeting()

        async def put_unless(own: str, others: str, tx: Tx) -> None:
            there = await get_owned(tx, others)
            await meeting.wait(own)
            if there is None:
                await tx.put(owned(own))

        await asyncio.gather(store.write(partial(put_unless, "+1", "+2")), store.write(partial(put_unless, "+2", "+1")))
        assert len(await store.read(lambda tx: tx.page(Ownership, {}, None, 9))) == 1

    with_store(url, scenario)


def test_who_finds_a_table_empty_depends_on_it(url: str) -> None:
    """Of two that each put a record only where there is none of any shard, one puts."""

    async def scenario(store: PostgresStore) -> None:
        meeting = Meeting()

        async def put_first(own: str, tx: Tx) -> None:
            there = await tx.page(Ownership, {}, None, 1)
            await meeting.wait(own)
            if not there:
                await tx.put(owned(own))

        await asyncio.gather(store.write(partial(put_first, "+1")), store.write(partial(put_first, "+2")))
        assert len(await store.read(lambda tx: tx.page(Ownership, {}, None, 9))) == 1

    with_store(url, scenario)


def test_who_finds_nothing_in_a_list_depends_on_it(url: str) -> None:
    """A record that is removed only while no other refers to it is not referred to afterwards."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.put(owned(claim_id="there")))
        read, written = asyncio.Event(), asyncio.Event()

        async def remove(tx: Tx) -> None:
            referring = await tx.page(PhoneNumber, {"account": "1"}, None, 1)
            read.set()
            await written.wait()
            found = await get_owned(tx)
            if found is not None and not referring:
                await tx.delete(found)

        async def refer(tx: Tx) -> None:
            if await get_owned(tx) is not None:
                await tx.put(number())

        removing = asyncio.ensure_future(store.write(remove))
        await read.wait()
        await store.write(refer)
        written.set()
        await removing
        assert await store.read(get_owned) is not None
        assert len(await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 9))) == 1

    with_store(url, scenario)


def test_what_a_page_has_shown_is_still_so_when_it_is_changed(url: str) -> None:
    """A record that another has changed since is not put back: the work begins anew and sees it."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.put(number()))
        read, written = asyncio.Event(), asyncio.Event()

        async def rename(tx: Tx) -> None:
            [found] = await tx.page(PhoneNumber, {"account": "1"}, None, 2)
            read.set()
            await written.wait()
            await tx.put(msgspec.structs.replace(found, name=f"{found.name} and more"), found)

        renaming = asyncio.ensure_future(store.write(rename))
        await read.wait()
        await store.write(lambda tx: tx.put(number(name="Desk", calling_name="Example")))
        written.set()
        await renaming
        [found] = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 9))
        assert (found.name, found.calling_name) == ("Desk and more", "Example")

    with_store(url, scenario)


def settings(name: str) -> AccountSettings:
    """Return settings of an account: a kind that is seldom written."""
    return AccountSettings(account="1", calling_name=name)


@pytest.mark.parametrize("exist", [True, False])
def test_who_reads_what_is_seldom_written_depends_on_it(url: str, exist: bool) -> None:
    """Whoever writes it waits for those who have read it, and reads what they have written."""

    async def scenario(store: PostgresStore) -> None:
        if exist:
            await store.write(lambda tx: tx.put(settings("before")))
        read, go_on, seen = asyncio.Event(), asyncio.Event(), []

        async def name_number(tx: Tx) -> None:
            found = await tx.get(AccountSettings, ("1",))
            if isinstance(tx, Writing):  # and not when it is first tried without locks
                read.set()
                await go_on.wait()
            await tx.put(number(name=found.calling_name if found else None))

        async def change_settings(tx: Tx) -> None:
            seen.append(await tx.get(PhoneNumber, ("1", NUMBER)))
            await tx.put(settings("after"))

        naming = asyncio.ensure_future(store.write(name_number))
        await read.wait()
        changing = asyncio.ensure_future(store.write(change_settings))
        await asyncio.sleep(0.05)
        assert not changing.done()
        go_on.set()
        await asyncio.gather(naming, changing)
        assert [each and each.name for each in seen[-1:]] == ["before" if exist else None]
        assert seen[-1] is not None
        await store.write(name_number)
        found = await store.read(lambda tx: tx.get(PhoneNumber, ("1", NUMBER)))
        assert found is not None
        assert found.name == "after"

    with_store(url, scenario)


def test_what_is_seldom_written_is_changed_by_one_at_a_time(url: str) -> None:
    """However it is found: by its key, as due or in a list; no count is lost."""

    async def count_settings(way: int, tx: Tx) -> None:
        if way == 0:
            found = await tx.get(AccountSettings, ("1",))
        else:
            found = next(
                iter(await (tx.find(AccountSettings, OWN, 9) if way == 1 else tx.page(AccountSettings, {}, None, 9)))
            )
        assert found is not None
        await tx.put(settings(str(int(found.calling_name or 0) + 1)), found)

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.put(settings("0")))
        await asyncio.gather(*(store.write(partial(count_settings, at % 3)) for at in range(15)))
        found = await store.read(lambda tx: tx.get(AccountSettings, ("1",)))
        assert found is not None
        assert found.calling_name == "15"

    with_store(url, scenario)


def test_own_writes_do_not_hinder(url: str) -> None:
    """Who reads a page, adds to it and takes from it commits at the first attempt."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.put(number("+1")))
        runs = []

        async def work(tx: Tx) -> None:
            runs.append(await tx.page(PhoneNumber, {"account": "1"}, None, 1))
            await tx.put(number("+0"))
            await tx.put(number("+3"))
            await tx.delete(number("+1"))

        await store.write(work)
        assert [[each.e164 for each in run] for run in runs] == [["+1"]]

    with_store(url, scenario)


def test_what_is_due_is_not_done_twice(url: str) -> None:
    """The second of two that look for it leaves out what the first is doing, or waits, as it likes."""

    async def scenario(store: PostgresStore) -> None:
        await store.write(lambda tx: tx.put(number("+1", settles_at=NOW)))
        found, go_on = asyncio.Event(), asyncio.Event()
        due: dict[str, str | AtMost] = {"account": "1", "settles_at": AtMost(NOW)}

        async def settle(tx: Tx) -> None:
            [record] = await tx.find(PhoneNumber, due, 9, unheld=True)
            found.set()
            await go_on.wait()
            await tx.put(msgspec.structs.replace(record, settles_at=None), record)

        settling = asyncio.ensure_future(store.write(settle))
        await found.wait()
        assert await store.write(lambda tx: tx.find(PhoneNumber, due, 9, unheld=True)) == []
        waiting = asyncio.ensure_future(store.write(lambda tx: tx.find(PhoneNumber, due, 9)))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        go_on.set()
        await settling
        assert await waiting == []

    with_store(url, scenario)


def test_a_reset_is_before_or_after_each_write(url: str) -> None:
    """Whoever adds two records beside a write that removes all of both kinds has both of them left, or none."""

    async def scenario(store: PostgresStore) -> None:
        async def add(at: int, tx: Tx) -> None:
            await tx.put(owned(f"+{at}"))
            await asyncio.sleep(0)
            await tx.put(number(f"+{at}"))

        async def reset(tx: Tx) -> None:
            await tx.clear(Ownership, {})
            await asyncio.sleep(0)
            await tx.clear(PhoneNumber, {})

        works = [store.write(partial(add, at)) for at in range(12)]
        await asyncio.gather(*works[:6], store.write(reset), *works[6:])
        kept = await store.read(lambda tx: tx.page(Ownership, {}, None, 99))
        numbers = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 99))
        assert {each.e164 for each in kept} == {each.e164 for each in numbers}

    with_store(url, scenario)


def test_a_table_that_is_read_whole_and_then_written_keeps_nobody_waiting_for_ever(url: str) -> None:
    """Ten that look through all records and then add one come one after the other, and each sees those before it."""

    async def scenario(store: PostgresStore) -> None:
        async def number_it(tx: Tx) -> None:
            there = await tx.page(Ownership, {}, None, 99)
            await tx.put(owned(f"+{len(there)}"))

        await asyncio.gather(*(store.write(number_it) for _ in range(10)))
        found = await store.read(lambda tx: tx.page(Ownership, {}, None, 99))
        assert sorted(int(each.e164) for each in found) == list(range(10))

    with_store(url, scenario)
