"""A transaction as an operation sees it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership
from dialbook.domain.settings import AccountSettings
from dialbook.operations.ledger import Ledger
from dialbook.ports.store import Store, Tx
from operations.contexts import ACCOUNT, AUTHOR, NOW, OTHER, at, everything, fill, history, number, with_store

E164 = "+12065550100"
KEY = (ACCOUNT, E164)
MINE = Ownership(e164=E164, owner=ACCOUNT, claim_id="first")
MINUTE = timedelta(minutes=1)


def ledger(tx: Tx, moment: timedelta = timedelta(0)) -> Ledger:
    """Return a ledger of a moment after NOW."""
    return Ledger(tx, NOW + moment, AUTHOR)


def test_what_is_read_has_settled_and_stays_as_it_is_stored() -> None:
    """A read writes nothing: whoever looks later finds the same."""
    pending = number(status="AcquireInProgress", settles_at=NOW + MINUTE)

    async def scenario(store: Store) -> None:
        await fill(store, pending)
        assert await store.read(lambda tx: ledger(tx).get(PhoneNumber, KEY)) == pending
        settled = await store.read(lambda tx: ledger(tx, MINUTE).get(PhoneNumber, KEY))
        assert (settled.status, settled.updated_at) == ("Unassigned", NOW + MINUTE)
        assert await everything(store, PhoneNumber) == [pending]
        assert await history(store) == []

    with_store(scenario)


@pytest.mark.parametrize("there", [True, False])
def test_what_is_gone_does_not_exist(there: bool) -> None:
    """Whether its record is still there or never was."""
    gone = number(status="ReleaseInProgress", pending_outcome="Removed", settles_at=NOW)

    async def work(tx: Tx) -> None:
        assert await ledger(tx).look(PhoneNumber, KEY) is None
        with pytest.raises(Refusal, match="The phone number does not exist") as caught:
            await ledger(tx).get(PhoneNumber, KEY)
        assert caught.value.code == "NotFound"

    async def scenario(store: Store) -> None:
        await fill(store, *([gone] if there else []))
        await store.read(work)

    with_store(scenario)


def test_a_change_is_remembered_as_it_was_stored() -> None:
    """Before is what the store held, not what it had become: nothing of the record's life is left out of the history."""
    pending = number(status="AcquireInProgress", settles_at=NOW)

    async def work(tx: Tx) -> None:
        book = ledger(tx)
        found = await book.get(PhoneNumber, KEY)
        await book.put(at(found, name="Desk"))
        await book.put(at(found, name="Desk"))
        assert (await book.get(PhoneNumber, KEY)).name == "Desk"
        await book.put(at(found, name="Front desk"))

    async def scenario(store: Store) -> None:
        await fill(store, pending)
        await store.write(work)
        first, second = await history(store)
        assert [
            change.before and msgspec.json.decode(change.before, type=PhoneNumber) for change in (first, second)
        ] == [
            pending,
            at(pending, status="Unassigned", settles_at=None, name="Desk"),
        ]
        assert (second.account, second.principal, second.action, second.change_id) == (
            ACCOUNT,
            "tests",
            "Test",
            "request/2",
        )

    with_store(scenario)


def test_a_record_that_is_already_so_is_not_written() -> None:
    """It leaves no trace."""

    async def scenario(store: Store) -> None:
        await fill(store, number())
        await store.write(lambda tx: ledger(tx).put(number()))
        assert await history(store) == []

    with_store(scenario)


def test_the_subject_of_a_change_is_the_record_without_its_account() -> None:
    """A record of which an account has only one is named by its table."""

    async def scenario(store: Store) -> None:
        await store.write(lambda tx: ledger(tx).put(AccountSettings(account=ACCOUNT)))
        await store.write(lambda tx: ledger(tx).put(number()))
        assert {change.subject for change in await history(store)} == {"account_settings", f"phone_numbers/{E164}"}

    with_store(scenario)


def test_a_removed_number_is_free() -> None:
    """Removed again, nothing happens, and it can be put again in the same transaction."""

    async def work(tx: Tx) -> None:
        book = ledger(tx)
        await book.remove(number())
        await book.remove(number())
        assert await book.is_free(E164)
        await book.claim(E164, ACCOUNT, "second")
        assert not await book.is_free(E164)
        await book.put(number(name="Again"))

    async def scenario(store: Store) -> None:
        await fill(store, number(), MINE)
        await store.write(work)
        assert await everything(store, PhoneNumber) == [number(name="Again")]
        assert await everything(store, Ownership) == [at(MINE, claim_id="second")]
        assert [(change.before is None, change.after is None) for change in await history(store)] == [
            (False, True),
            (True, False),
        ]

    with_store(scenario)


@pytest.mark.parametrize("owned", [[], [at(MINE, owner=OTHER)], [at(MINE, owner=None)]], ids=["no", "other", "none"])
def test_a_number_that_the_account_does_not_own_stays_whose_it_is(owned: list[Ownership]) -> None:
    """Removing the record of one who has lost it changes no ownership."""

    async def scenario(store: Store) -> None:
        await fill(store, number(), *owned)
        await store.write(lambda tx: ledger(tx).remove(number()))
        assert await everything(store, Ownership) == owned
        assert await everything(store, PhoneNumber) == []

    with_store(scenario)


def test_removing_what_is_no_number_frees_nothing() -> None:
    """Only numbers have owners."""
    settings = AccountSettings(account=ACCOUNT)

    async def scenario(store: Store) -> None:
        await fill(store, settings, MINE)
        await store.write(lambda tx: ledger(tx).remove(settings))
        assert await everything(store, AccountSettings) == []
        assert await everything(store, Ownership) == [MINE]

    with_store(scenario)


def test_a_number_is_anybodys_from_a_moment_on() -> None:
    """Up to that moment it is its owner's; with None it is for good, and what nobody ever owned is free as it is."""

    async def scenario(store: Store) -> None:
        await fill(store, MINE)
        await store.write(lambda tx: ledger(tx).free_from(number(), NOW + MINUTE))
        before, due = MINUTE - timedelta(milliseconds=1), MINUTE
        assert not await store.read(lambda tx: ledger(tx, before).is_free(E164))
        assert await store.read(lambda tx: ledger(tx, due).is_free(E164))

        with pytest.raises(Refusal) as caught:
            await store.write(lambda tx: ledger(tx, before).claim(E164, OTHER, "second"))
        assert caught.value.code == "Conflict"
        await store.write(lambda tx: ledger(tx).free_from(number(), None))
        assert not await store.read(lambda tx: ledger(tx, timedelta(days=365)).is_free(E164))

        await store.write(lambda tx: ledger(tx).free_from(number(), NOW))
        await store.write(lambda tx: ledger(tx).claim(E164, OTHER, "second"))
        assert await everything(store, Ownership) == [Ownership(e164=E164, owner=OTHER, claim_id="second")]

        await store.write(lambda tx: ledger(tx).free_from(number("+12065550199"), NOW))
        assert await store.read(lambda tx: ledger(tx).is_free("+12065550199"))
        assert len(await everything(store, Ownership)) == 1

    with_store(scenario)


@pytest.mark.parametrize("free_at", [None, NOW])
def test_nobody_gives_away_or_keeps_what_another_account_owns(free_at: datetime | None) -> None:
    """Who had it and was slower than the one who claimed it, or has a clock that is behind, has it no more."""
    theirs = Ownership(e164=E164, owner=OTHER, claim_id="second")

    async def scenario(store: Store) -> None:
        await fill(store, theirs)
        with pytest.raises(Refusal, match="The phone number does not exist") as caught:
            await store.write(lambda tx: ledger(tx).free_from(number(), free_at))
        assert caught.value.code == "NotFound"
        assert await everything(store, Ownership) == [theirs]

    with_store(scenario)
