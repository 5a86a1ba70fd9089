"""Records that a read expects: they are asked for at once, and come while it waits for another."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from dialbook.contract.voice import phone_numbers as voice
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.rules import Rules
from dialbook.domain.settings import AccountSettings
from dialbook.operations.context import Context
from dialbook.operations.ledger import Author, Ledger
from dialbook.operations.phone_numbers.get_phone_number import get_phone_number
from dialbook.operations.phone_numbers.list_phone_numbers import list_phone_numbers
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.stores.postgres.links import Link
from dialbook.stores.postgres.store import PostgresStore
from stores.conftest import NOW
from stores.postgres.conftest import with_store

ACCOUNT, NUMBER = "123456789012", "+12065550100"
SETTINGS = AccountSettings(account=ACCOUNT, calling_name="Example Corp", calling_name_in_force="Example Corp")


class UnderWay:
    """How many statements are under way at the same time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.most = self.count = 0
        fetch = Link.fetch

        async def counted(link: Link, sql: str, values: Sequence[Any], seconds: float | None = None) -> list[Any]:
            self.count += 1
            self.most = max(self.most, self.count)
            try:
                return await fetch(link, sql, values, seconds)
            finally:
                self.count -= 1

        monkeypatch.setattr(Link, "fetch", counted)


async def fill(store: PostgresStore) -> None:
    """Put a number that shows the default calling name, and the settings that have it."""
    number = PhoneNumber(
        account=ACCOUNT,
        e164=NUMBER,
        country="US",
        type="Local",
        product_type="VoiceConnector",
        created_at=NOW,
        updated_at=NOW,
    )
    await store.write(lambda tx: tx.put(number))
    await store.write(lambda tx: tx.put(SETTINGS))


async def got(ctx: Context) -> voice.PhoneNumber | None:
    """Ask for the number."""
    return (await get_phone_number(voice.GetPhoneNumberRequest(phone_number_id=NUMBER), ctx)).phone_number


async def listed(ctx: Context) -> voice.PhoneNumber | None:
    """Ask for all numbers, of which there is one."""
    [number] = (await list_phone_numbers(voice.ListPhoneNumbersRequest(), ctx)).phone_numbers or []
    return number


@pytest.mark.parametrize("ask", [got, listed])
def test_a_number_and_the_settings_come_together(
    url: str, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Context], Awaitable[voice.PhoneNumber | None]]
) -> None:
    """So GetPhoneNumber waits for the database once, and ListPhoneNumbers once for a page."""

    async def shown(tx: Tx) -> voice.PhoneNumber | None:
        nobody: Any = None
        author = Author("tests", "GetPhoneNumber", "id")
        return await ask(
            Context(
                Ledger(tx, NOW, author), ACCOUNT, "us-east-1", "chime-sdk-voice", NOW, Rules(), nobody, nobody, nobody
            )
        )

    async def scenario(store: PostgresStore) -> None:
        await fill(store)
        await asyncio.gather(store.feed_end(), store.feed_end(), store.feed_end())  # connections are made
        under_way = UnderWay(monkeypatch)
        number = await store.read(shown)
        assert number is not None
        assert number.calling_name == "Example Corp"
        assert under_way.most == 2

    with_store(url, scenario)


def test_what_is_expected_is_what_is_there(url: str) -> None:
    """Also nothing; and who asks a second time sees what has become of it."""

    async def scenario(store: PostgresStore) -> None:
        await fill(store)

        async def work(tx: Tx) -> list[AccountSettings | None]:
            await tx.expect(AccountSettings, [(ACCOUNT,), ("210987654321",)])
            found = [await tx.get(AccountSettings, (account,)) for account in (ACCOUNT, "210987654321")]
            await store.write(lambda tx: tx.delete(SETTINGS))
            return [*found, await tx.get(AccountSettings, (ACCOUNT,))]

        assert await store.read(work) == [SETTINGS, None, None]

    with_store(url, scenario)


def test_what_is_expected_in_vain_is_no_mistake(url: str) -> None:
    """A read that ends without it, and an outage that both meet: nobody is told of an exception that was never retrieved."""
    complaints: list[dict[str, Any]] = []

    async def in_vain(tx: Tx) -> None:
        await tx.expect(AccountSettings, [(ACCOUNT,)])
        await tx.get(PhoneNumber, (ACCOUNT, NUMBER))

    async def scenario(store: PostgresStore) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        await store.read(in_vain)
        await store.close()
        with pytest.raises(StoreUnavailable):
            await store.read(in_vain)
        await asyncio.sleep(0)
        gc.collect()

    with_store(url, scenario)
    assert not complaints


@pytest.mark.parametrize("turns", range(4))
def test_what_is_expected_in_vain_has_come_when_the_store_is_closed(url: str, turns: int) -> None:
    """No task is left behind, though the connection that it needs has yet to be made."""

    async def in_vain(tx: Tx) -> None:
        await tx.expect(AccountSettings, [(ACCOUNT,)])
        for _ in range(turns):
            await asyncio.sleep(0)

    async def scenario(store: PostgresStore) -> None:
        await store.read(in_vain)
        await store.close()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with_store(url, scenario)
