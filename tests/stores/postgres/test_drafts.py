"""Changes of one record that are first tried without locks: as good as those with them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec
import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.settings import AccountSettings
from dialbook.ports.store import Tx
from dialbook.server.ids import fraction
from dialbook.stores.postgres.failures import UNKNOWN, Unknown
from dialbook.stores.postgres.store import PostgresStore, open_postgres
from dialbook.stores.statements import POSITIONS_OF_ONE
from postgres import cluster
from stores.both import LIMITS
from stores.conftest import NOW
from stores.postgres.attempts import kill_connections
from stores.postgres.conftest import with_store
from stores.postgres.proxy import Cut, Wire

Look = Callable[[], Awaitable[None]]


def number(at: int = 0, name: str | None = "0") -> PhoneNumber:
    """Return a phone number."""
    return PhoneNumber(
        account="1",
        e164=f"+{at}",
        country="US",
        type="Local",
        product_type="VoiceConnector",
        name=name,
        created_at=NOW,
        updated_at=NOW,
    )


def settings(name: str) -> AccountSettings:
    """Return settings of an account: a kind that is seldom written."""
    return AccountSettings(account="1", calling_name=name)


async def get_number(tx: Tx, at: int = 0) -> PhoneNumber:
    """Read a number that is there."""
    found = await tx.get(PhoneNumber, ("1", f"+{at}"))
    assert found is not None
    return found


async def rename(tx: Tx, name: str, before: PhoneNumber, change_id: str) -> None:
    """Give a number a name, and remember it in the history."""
    await tx.put(msgspec.structs.replace(before, name=name), before)
    change = {"subject": before.e164, "changed_at": NOW, "action": "a", "principal": "p", "before": None, "after": name}
    await tx.put(Change(account="1", change_id=change_id, **change))  # type: ignore[arg-type]


async def count_up(at: int, change_id: int, tx: Tx) -> None:
    """Add one to the name of a number, whatever the settings are."""
    before = await get_number(tx, at)
    await tx.get(AccountSettings, ("1",))
    await rename(tx, str(int(before.name or 0) + 1), before, str(change_id))


async def named_after_settings(look: Look, tx: Tx) -> None:
    """Name a number as the settings say, after a look at something else."""
    before = await get_number(tx)
    found = await tx.get(AccountSettings, ("1",))
    await look()
    await rename(tx, found.calling_name or "" if found else "none", before, "x")


async def nothing() -> None:
    """Look at nothing."""


async def fill(store: PostgresStore, count: int = 1) -> None:
    """Put numbers."""
    for at in range(count):
        await store.write(lambda tx, at=at: tx.put(number(at)))  # type: ignore[misc]


def test_changes_that_arrive_together_are_committed_together(url: str) -> None:
    """The work of each has run once, and the history has them in fewer transactions than there are."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store, 20)
        runs = []

        async def work(at: int, tx: Tx) -> None:
            await count_up(at, at, tx)
            runs.append(at)

        await asyncio.gather(*(store.write(partial(work, at)) for at in range(20)))
        assert sorted(runs) == list(range(20))
        numbers = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 99))
        assert {found.name for found in numbers} == {"1"}
        changes = await store.changes(None, 99)
        assert len({position for position, _ in changes}) == 20
        assert len({position // POSITIONS_OF_ONE for position, _ in changes}) < 10

    with_store(url, scenario)


def test_no_count_is_lost(url: str) -> None:
    """Forty writes of two stores change one number: each sees the one before it, and the history has them all."""

    async def scenario(store: PostgresStore) -> None:
        other = open_postgres(url, fraction, LIMITS)
        await fill(store)
        stores = [store, other] * 20
        await asyncio.gather(*(each.write(partial(count_up, 0, at)) for at, each in enumerate(stores)))
        assert (await store.read(get_number)).name == "40"
        assert sorted(int(change.after or 0) for _, change in await store.changes(None, 99)) == list(range(1, 41))
        await other.close()

    with_store(url, scenario)


@pytest.mark.parametrize("exist", [True, False])
def test_settings_that_were_changed_meanwhile_are_heeded(url: str, exist: bool) -> None:
    """Also where the store remembers what they were."""

    async def scenario(store: PostgresStore) -> None:
        other = open_postgres(url, fraction, LIMITS)
        await fill(store)
        if exist:
            await store.write(lambda tx: tx.put(settings("before")))
        await store.write(partial(named_after_settings, nothing))
        assert (await store.read(get_number)).name == ("before" if exist else "none")
        await other.write(lambda tx: tx.put(settings("after")))
        looks = []

        async def look() -> None:
            looks.append((await store.read(get_number)).name)

        await store.write(partial(named_after_settings, look))
        assert (await store.read(get_number)).name == "after"
        assert len(looks) == 2
        await store.write(lambda tx: tx.put(number()))
        await store.write(partial(named_after_settings, look))
        assert looks[2:] == ["0"]
        await other.close()

    with_store(url, scenario)


@pytest.mark.parametrize("exist", [True, False])
def test_settings_that_are_just_being_changed_are_waited_for(url: str, exist: bool) -> None:
    """Whoever changes them has seen the number as it was, so the number must not be changed as if they were not."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store)
        if exist:
            await store.write(lambda tx: tx.put(settings("before")))
        seen, go_on = asyncio.Event(), asyncio.Event()

        async def change_settings(tx: Tx) -> None:
            await tx.page(AccountSettings, {"account": "1"}, None, 1)
            await tx.put(settings("after"))
            assert (await tx.page(PhoneNumber, {"account": "1"}, None, 1))[0].name == "0"
            seen.set()
            await go_on.wait()

        changing = asyncio.ensure_future(store.write(change_settings))
        await seen.wait()
        naming = asyncio.ensure_future(store.write(partial(named_after_settings, nothing)))
        await asyncio.sleep(0.05)
        assert not naming.done()
        go_on.set()
        await asyncio.gather(changing, naming)
        assert (await store.read(get_number)).name == "after"

    with_store(url, scenario)


def test_a_number_that_somebody_holds_keeps_only_its_own_changes_waiting(url: str) -> None:
    """Those that arrive with them are made at once."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store, 2)
        held, go_on = asyncio.Event(), asyncio.Event()

        async def hold(tx: Tx) -> None:
            await tx.page(PhoneNumber, {"account": "1"}, None, 1)
            before = await get_number(tx)
            held.set()
            await go_on.wait()
            await rename(tx, "held", before, "x")

        holding = asyncio.ensure_future(store.write(hold))
        await held.wait()
        waiting = asyncio.ensure_future(store.write(partial(count_up, 0, 1)))
        await asyncio.wait_for(store.write(partial(count_up, 1, 2)), 1)
        assert not waiting.done()
        go_on.set()
        await holding
        with pytest.raises(ValueError, match="held"):
            await waiting

    with_store(url, scenario)


def test_whatever_a_work_raises_undoes_it(url: str) -> None:
    """It reaches whoever wrote, and nothing was changed."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store)

        async def refused(tx: Tx) -> None:
            await count_up(0, 1, tx)
            raise Refusal("Conflict", "No.")

        with pytest.raises(Refusal, match=r"^No\.$"):
            await store.write(refused)
        assert (await store.read(get_number)).name == "0"

    with_store(url, scenario)


def test_a_work_that_goes_on_whatever_happens_is_done(url: str) -> None:
    """With locks, where it does more than change one record."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store, 2)

        async def both(tx: Tx) -> None:
            for at in range(2):
                with contextlib.suppress(Exception):
                    await count_up(at, at, tx)

        await store.write(both)
        assert [(await store.read(partial(get_number, at=at))).name for at in range(2)] == ["1", "1"]

    with_store(url, scenario)


@pytest.mark.parametrize(("wrong", "failure"), [("\0", Refusal), ("\ud800", UnicodeEncodeError)])
def test_a_value_that_the_database_does_not_take_is_only_its_own_failure(
    url: str, wrong: str, failure: type[Exception]
) -> None:
    """The others of its group are made, whether the server or the client has found it."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store, 3)

        async def name(at: int, name: str, tx: Tx) -> None:
            await rename(tx, name, await get_number(tx, at), "x")

        names = ["a", wrong, "c"]
        made = await asyncio.gather(
            *(store.write(partial(name, at, each)) for at, each in enumerate(names)), return_exceptions=True
        )
        assert [type(each) for each in made] == [type(None), failure, type(None)]
        found = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 9))
        assert [each.name for each in found] == ["a", "0", "c"]

    with_store(url, scenario)


def test_a_group_that_loses_its_connections_is_made_all_the_same(url: str) -> None:
    """Each change once."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store, 4)
        runs = []

        async def work(at: int, tx: Tx) -> None:
            runs.append(at)
            before = await get_number(tx, at)
            if len(runs) == 4:
                kill_connections(url)
            await rename(tx, str(int(before.name or 0) + 1), before, "x")

        await asyncio.gather(*(store.write(partial(work, at)) for at in range(4)))
        found = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 9))
        assert [each.name for each in found] == ["1", "1", "1", "1"]

    with_store(url, scenario)


@pytest.mark.parametrize(("cut", "made"), [("before", "0"), ("after", "1")])
def test_a_group_whose_outcome_is_unknown_is_no_success(url: str, cut: Cut, made: str) -> None:
    """For none of its changes, whether the server has made them or not; and no work is run again."""

    async def scenario() -> None:
        wire, runs = Wire(cluster().port, b"commit", cut), []

        async def work(at: int, tx: Tx) -> None:
            await count_up(at, at, tx)
            runs.append(at)

        async with wire.between(url) as through:
            store = open_postgres(through, fraction, LIMITS)
            await fill(store, 2)
            await store.read(get_number)
            wire.armed = True
            outcomes = await asyncio.gather(
                *(store.write(partial(work, at)) for at in range(2)), return_exceptions=True
            )
            wire.armed = False
            assert [type(each) for each in outcomes] == [Unknown, Unknown]
            assert {str(each) for each in outcomes} == {UNKNOWN}
            assert sorted(runs) == [0, 1]
            found = await store.read(lambda tx: tx.page(PhoneNumber, {}, None, 9))
            assert [each.name for each in found] == [made, made]
            await store.close()

    asyncio.run(scenario())
