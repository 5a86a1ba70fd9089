"""Deliveries to a webhook, to programs that take them well or badly."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from dialbook.access.keys import Secret
from dialbook.domain.history import Change
from dialbook.domain.webhooks import WebhookCursor
from dialbook.ports.store import Store, StoreUnavailable, Tx
from dialbook.server.webhooks.deliveries import Turn, deliver, pause
from dialbook.server.webhooks.endpoint import Endpoint
from dialbook.server.webhooks.webhook import Patience, Webhook, begin
from dialbook.stores.lane import Lane
from dialbook.stores.sqlite import open_sqlite
from running import free_port
from server.certificates import self_signed
from server.receiver import SECRET, Receiver

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUICK: dict[str, float] = {"attempt": 0.3, "first_pause": 0.01, "longest_pause": 0.02, "hold": 0.4, "renew": 0.1}
SCRIPT = Path(__file__).with_name("delivering.py")

Scenario = Callable[[Store], Awaitable[None]]


def webhook(url: str, **patience: float) -> Webhook:
    """Return a webhook that does not wait for long."""
    return Webhook(url, Secret(SECRET), Patience(**(QUICK | patience)))


async def change(store: Store, *actions: str) -> None:
    """Write a change for each action, one after the other."""
    for action in actions:
        written = Change(
            account="123456789012",
            subject="phone_numbers/+12065550100",
            changed_at=NOW,
            change_id=f"{action}/1",
            action=action,
            principal="dialbook",
            before=None,
            after="{}",
        )
        await store.write(lambda tx, written=written: tx.put(written))  # type: ignore[misc]


async def cursor(store: Store, url: str) -> WebhookCursor:
    """Return the cursor of a webhook."""
    found = await store.read(lambda tx: tx.get(WebhookCursor, (webhook(url).digest,)))
    assert found is not None
    return found


async def cursor_when(store: Store, url: str, true: Callable[[WebhookCursor], bool]) -> WebhookCursor:
    """Wait for a state of the cursor."""
    while True:
        found = await cursor(store, url)
        if true(found):
            return found
        await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def delivering(store: Store, url: str, **patience: float) -> AsyncIterator[None]:
    """Have a worker deliver, and stop it in the end as the edge does."""
    task = asyncio.create_task(deliver(store, webhook(url, **patience)))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))


def with_store(scenario: Scenario, location: Path | None = None) -> None:
    """Run a scenario on a store."""

    async def run() -> None:
        store = open_sqlite(location)
        try:
            await scenario(store)
        finally:
            await store.close()

    asyncio.run(run())


def test_events_come_in_order_each_once_over_one_connection() -> None:
    """From when the webhook was first there; a receiver's own library verifies each."""
    with Receiver() as receiver:

        async def scenario(store: Store) -> None:
            await change(store, "Before")
            await begin(store, webhook(receiver.url))
            await change(store, "A", "B")
            async with delivering(store, receiver.url):
                assert await asyncio.to_thread(receiver.await_taken, 2) == ["A", "B"]
                await begin(store, webhook(receiver.url))  # another worker starts
                await change(store, "C")
                assert await asyncio.to_thread(receiver.await_taken, 3) == ["A", "B", "C"]

        with_store(scenario)
    assert len({received.id for received in receiver.received}) == 3
    assert all(received.id == received.event["eventID"] for received in receiver.received)
    assert len(receiver.connections) == 1


@pytest.mark.parametrize("answer", ["500", "404", "410", "429", "redirect", "drop", "hang", "drip"])
def test_what_is_not_taken_is_sent_again_before_what_follows(answer: str) -> None:
    """An error, a redirect, silence, a head without end: the same event under the same id, until it is taken."""
    with Receiver("204", answer, answer) as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            await change(store, "A", "B", "C")
            async with delivering(store, receiver.url):
                assert await asyncio.to_thread(receiver.await_taken, 3) == ["A", "B", "C"]

        with_store(scenario)
    assert [received.event["eventName"] for received in receiver.received] == ["A", "B", "B", "B", "C"]
    assert len({received.id for received in receiver.received}) == 3


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    """It said that it took the event."""
    with Receiver("flood") as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            await change(store, "A", "B")
            async with delivering(store, receiver.url):
                assert await asyncio.to_thread(receiver.await_taken, 1) == ["B"]

        with_store(scenario)
    assert [received.event["eventName"] for received in receiver.received] == ["A", "B"]


def test_an_endpoint_may_come_later_and_go_in_between() -> None:
    """Nothing is lost meanwhile."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/hooks?tenant=7"

    async def scenario(store: Store) -> None:
        await begin(store, webhook(url))
        await change(store, "A", "B")
        async with delivering(store, url):
            await cursor_when(store, url, lambda cursor: cursor.failing_since is not None)
            for names in (["A", "B"], ["C"]):
                with Receiver(port=port) as receiver:
                    assert await asyncio.to_thread(receiver.await_taken, len(names)) == names
                await change(store, "C")

    with_store(scenario)


def test_an_event_that_is_never_taken_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    """After its time, which goes on over a restart. The log names the event and the reason; neither the URL nor the secret."""
    caplog.set_level(logging.DEBUG, "dialbook.webhook")
    with Receiver(*["500"] * 3) as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            await change(store, "A", "B")
            async with delivering(store, receiver.url, first_pause=60, longest_pause=60):
                await asyncio.to_thread(receiver.await_count, 1)
                before = await cursor_when(store, receiver.url, lambda cursor: cursor.failing_since is not None)
            async with delivering(store, receiver.url, give_up=0):
                assert await asyncio.to_thread(receiver.await_taken, 1) == ["B"]
                end = before.position + 2
                after = await cursor_when(store, receiver.url, lambda cursor: cursor.position == end)
            assert after.failing_since is None

        with_store(scenario)
    assert [received.event["eventName"] for received in receiver.received] == ["A", "A", "B", "B"]
    given_up = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert given_up == [f"the webhook never took event {receiver.received[0].id}, which is given up: status 500"]
    assert not any(word in caplog.text for word in ("tenant", "127.0.0.1", SECRET[6:]))


def test_a_stop_waits_for_what_is_on_its_way(tmp_path: Path) -> None:
    """What was taken then is not sent again, and another worker goes on at once, though the hold is long."""
    with Receiver() as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            for names, count in ((["A", "B"], 2), (["C"], 3)):
                await change(store, *names)
                async with delivering(store, receiver.url, hold=1000):
                    await asyncio.to_thread(receiver.await_count, count)
                assert (await cursor(store, receiver.url)).position == count

        with_store(scenario, tmp_path / "numbers.db")
    assert [received.event["eventName"] for received in receiver.received] == ["A", "B", "C"]


def test_a_stop_does_not_wait_for_an_endpoint_that_hangs() -> None:
    """What is on its way is broken off, and sent again later."""
    with Receiver("hang") as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            await change(store, "A")
            async with delivering(store, receiver.url, attempt=1000, stop=0.1):
                await asyncio.to_thread(receiver.await_count, 1)
            assert (await cursor(store, receiver.url)).holder is None
            async with delivering(store, receiver.url):
                assert await asyncio.to_thread(receiver.await_taken, 1) == ["A"]

        with_store(scenario)


def test_two_workers_deliver_each_event_once(tmp_path: Path) -> None:
    """One of them; the other goes on when it stops."""
    with Receiver() as receiver:

        async def scenario(store: Store) -> None:
            other = open_sqlite(tmp_path / "numbers.db")
            await begin(store, webhook(receiver.url))
            names = [f"A{number}" for number in range(60)]
            async with delivering(other, receiver.url):
                async with delivering(store, receiver.url):
                    await change(store, *names[:20])
                    await change(other, *names[20:40])
                    await asyncio.to_thread(receiver.await_count, 40)
                await change(store, *names[40:])
                assert await asyncio.to_thread(receiver.await_taken, 60) == names
            await other.close()

        with_store(scenario, tmp_path / "numbers.db")
    assert len(receiver.received) == 60


def test_a_killed_worker_is_followed_by_another(tmp_path: Path) -> None:
    """What it had under way, and had not written down, is sent again: nothing is lost."""
    store_file = tmp_path / "numbers.db"
    with Receiver("204", "hang") as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            command = [sys.executable, str(SCRIPT), str(store_file), receiver.url, SECRET]
            worker = await asyncio.create_subprocess_exec(*command)
            try:
                await change(store, "A", "B", "C")
                await asyncio.to_thread(receiver.await_count, 2)
            finally:
                worker.kill()
                await worker.wait()
            async with delivering(store, receiver.url):
                await asyncio.to_thread(receiver.await_event, "C")

        with_store(scenario, store_file)
    names = [received.event["eventName"] for received in receiver.received]
    assert names in (["A", "B", "B", "C"], ["A", "B", "A", "B", "C"])


def test_whoever_has_lost_the_cursor_writes_nothing_down() -> None:
    """A worker that slept for too long, and of which others believe that it is dead, is told so by the store."""
    with Receiver() as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            lane = Lane("test-webhook")
            worker = Turn(store, webhook(receiver.url), Endpoint(receiver.url), lane, "sleeper")
            turn = asyncio.create_task(worker.run())
            held = await cursor_when(store, receiver.url, lambda cursor: cursor.holder == "sleeper")
            taken = replace(held, position=40, holder="other", held_until=NOW.replace(year=2999))
            await store.write(lambda tx: tx.put(taken))
            await turn
            assert await cursor(store, receiver.url) == taken
            await worker.run()  # nor does it take the cursor back
            assert await cursor(store, receiver.url) == taken
            lane.close(1)

        with_store(scenario)


class Faltering:
    """A store whose feed fails as often as it is told to."""

    def __init__(self, store: Store, *failures: Exception) -> None:
        self._store = store
        self._failures = list(failures)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def feed(self, after: int, limit: int) -> list[tuple[int, Change]]:
        """Fail, or read."""
        if self._failures:
            raise self._failures.pop(0)
        return await self._store.feed(after, limit)


class Slow(Faltering):
    """A store whose writes are answered only when they are long committed."""

    async def write(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:
        """Write, and answer an age later."""
        result = await self._store.write(work)
        await asyncio.sleep(0.1)
        return result


def test_a_worker_that_is_stopped_while_it_begins_leaves_everything_as_it_was() -> None:
    """What others have delivered is not sent again, and the next worker need not wait."""
    with Receiver() as receiver:

        async def scenario(store: Store) -> None:
            await change(store, "A")
            await begin(store, webhook(receiver.url))
            before = await cursor(store, receiver.url)
            assert before.position > 0
            slow: Any = Slow(store)
            async with delivering(slow, receiver.url):
                await cursor_when(store, receiver.url, lambda cursor: cursor.holder is not None)
            assert await cursor(store, receiver.url) == before

        with_store(scenario)
    assert receiver.taken() == []


def test_a_store_that_fails_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    """Also when what happens is a surprise, which is logged whole."""
    with Receiver() as receiver:

        async def scenario(store: Store) -> None:
            await begin(store, webhook(receiver.url))
            await change(store, "A")
            faltering: Any = Faltering(store, StoreUnavailable("gone"), RuntimeError("surprise"))
            async with delivering(faltering, receiver.url):
                assert await asyncio.to_thread(receiver.await_taken, 1) == ["A"]

        with_store(scenario)
    assert [record.getMessage() for record in caplog.records if record.name == "dialbook.webhook"] == [
        "the webhook waits for the store: gone",
        "the webhook failed",
    ]


def test_pauses_grow_up_to_a_longest_one() -> None:
    """Each between half and all of it, by chance."""
    patience = Patience()
    for refusals, longest in ((0, 1), (1, 2), (5, 32), (6, 60), (5000, 60)):
        drawn = {pause(refusals, patience) for _ in range(50)}
        assert len(drawn) > 1
        assert all(longest / 2 <= seconds <= longest for seconds in drawn)


def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its certificate must be of an authority that the system knows, and for its name."""
    certificate = self_signed(tmp_path)
    with Receiver(certificate=certificate) as receiver:

        async def refused(store: Store, url: str, action: str) -> None:
            await begin(store, webhook(url))
            await change(store, action)
            async with delivering(store, url):
                await cursor_when(store, url, lambda cursor: cursor.failing_since is not None)

        async def scenario(store: Store) -> None:
            await refused(store, receiver.url, "A")
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            await refused(store, receiver.url.replace("127.0.0.1", "localhost"), "B")
            assert receiver.received == []
            async with delivering(store, receiver.url):
                assert await asyncio.to_thread(receiver.await_taken, 2) == ["A", "B"]

        with_store(scenario)


def test_two_webhooks_know_nothing_of_each_other() -> None:
    """Each URL has a cursor of its own, under a name that does not show it."""

    async def scenario(store: Store) -> None:
        await begin(store, webhook("http://a.test/secret-path"))
        await change(store, "A")
        await begin(store, webhook("http://b.test/"))
        assert (await cursor(store, "http://a.test/secret-path")).position == 0
        assert (await cursor(store, "http://b.test/")).position == 1
        cursors: list[WebhookCursor] = await store.read(_cursors)
        assert all("secret-path" not in each.webhook for each in cursors)

    with_store(scenario)


async def _cursors(tx: Tx) -> list[WebhookCursor]:
    return await tx.page(WebhookCursor, {}, None, 10)
