"""Records that are remembered, and what others write to the file meanwhile."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import apsw
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialbook.domain.configurations import Configuration
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import StoreUnavailable, Tx
from dialbook.server.copying import KINDS
from dialbook.stores.cache import CachedReading
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import SqliteStore, open_sqlite
from stores.examples import example

NumberMaker = Callable[..., PhoneNumber]
ACCOUNT = "123456789012"
ONE, TWO = "+12065550100", "+12065550101"
RENAME = "update phone_numbers set name = ? where e164 = ?"


class Scene:
    """A store, the statements that its reads run, and another program on the same file."""

    def __init__(self, location: Path, limits: Limits) -> None:
        self.store = open_sqlite(location, limits)
        self.other = apsw.Connection(str(location))
        self.statements: list[str] = []
        assert isinstance(self.store._reading, CachedReading)
        self.reading = self.store._reading
        self.reading._connection.exec_trace = self._note

    def _note(self, _: apsw.Cursor, sql: str, __: object) -> bool:
        self.statements.append(sql)
        return True

    def selects(self) -> int:
        """Return how many statements have read a table since this was asked last."""
        count = sum(sql.startswith("select") for sql in self.statements)
        self.statements.clear()
        return count

    def rename(self, name: str, *numbers: str) -> None:
        """Have the other program change numbers in one transaction."""
        with self.other:
            for number in numbers:
                self.other.execute(RENAME, (name, number))

    async def known_name_of(self, e164: str) -> str | None:
        """Read a number's name from memory, in a turn that begins with it."""
        await self.name_of(e164)
        await asyncio.sleep(0)
        return await self.name_of(e164)

    async def name_of(self, e164: str) -> str | None:
        """Read a number's name as a request does; that of an absent one is None."""
        number = await self.store.read(lambda tx: tx.get(PhoneNumber, (ACCOUNT, e164)))
        return None if number is None else number.name


def play(
    location: Path, scenario: Callable[[Scene], Coroutine[Any, Any, None]], *records: PhoneNumber, most: int = 100
) -> None:
    """Run a scenario on a store with these records in it."""

    async def run() -> None:
        scene = Scene(location, Limits(cached_records=most, patience_seconds=0.05))
        for record in records:
            await scene.store.write(lambda tx, record=record: tx.put(record))  # type: ignore[misc]
        try:
            await scenario(scene)
        finally:
            scene.other.close()
            await scene.store.close()

    asyncio.run(run())


@pytest.fixture
def numbers(make_number: NumberMaker) -> list[PhoneNumber]:
    """Have two numbers with a name."""
    return [make_number(ONE, name="first"), make_number(TWO, name="first")]


def test_a_record_is_read_once(location: Path, numbers: list[PhoneNumber]) -> None:
    """Also one that is not there; what is asked later is only whether somebody has committed, once in a turn of the loop."""

    async def scenario(scene: Scene) -> None:
        assert [await scene.name_of(ONE), await scene.name_of("+12065550199")] == ["first", None]
        assert scene.selects() == 2
        await asyncio.sleep(0)
        assert [await scene.name_of(ONE), await scene.name_of("+12065550199")] == ["first", None]
        assert scene.statements == ["pragma data_version"]

    play(location, scenario, *numbers)


def test_what_is_acknowledged_is_read(location: Path, numbers: list[PhoneNumber], make_number: NumberMaker) -> None:
    """Whoever has written reads it in the same turn."""

    async def scenario(scene: Scene) -> None:
        for name in ("second", "third"):
            await scene.name_of(ONE)
            await scene.store.write(lambda tx, name=name: tx.put(make_number(ONE, name=name)))  # type: ignore[misc]
            assert await scene.name_of(ONE) == name
        await scene.store.write(lambda tx: tx.delete(numbers[0]))
        assert await scene.name_of(ONE) is None

    play(location, scenario, *numbers)


def test_what_another_program_commits_is_read_from_the_next_turn_on(location: Path, numbers: list[PhoneNumber]) -> None:
    """Within a turn its commit may come later than the request: it was sent before the turn began."""

    async def scenario(scene: Scene) -> None:
        assert await scene.known_name_of(ONE) == "first"
        scene.rename("second", ONE)
        assert await scene.name_of(ONE) == "first"
        await asyncio.sleep(0)
        assert await scene.name_of(ONE) == "second"

    play(location, scenario, *numbers)


def test_no_verb_sees_an_older_state_than_the_one_before(location: Path, numbers: list[PhoneNumber]) -> None:
    """A list, or a record that was not known, shows a commit: then what was known is forgotten, in the same turn."""

    async def listed(tx: Tx) -> object:
        return await tx.page(PhoneNumber, {"account": ACCOUNT}, None, 10)

    async def unknown(tx: Tx) -> object:
        return await tx.get(PhoneNumber, (ACCOUNT, TWO))

    async def scenario(scene: Scene) -> None:
        for name, look in (("second", listed), ("third", unknown)):
            before = await scene.known_name_of(ONE)
            scene.rename(name, ONE, TWO)
            assert await scene.name_of(ONE) == before
            await scene.store.read(look)
            assert await scene.name_of(ONE) == name

    play(location, scenario, *numbers)


def test_what_is_read_in_the_same_turn_is_answered_after_all_of_it(location: Path, numbers: list[PhoneNumber]) -> None:
    """The first to be read waits for the others."""

    async def scenario(scene: Scene) -> None:
        async def statements_before_the_answer(e164: str) -> int:
            await scene.name_of(e164)
            return scene.statements.count(scene.statements[-1])

        assert await asyncio.gather(*map(statements_before_the_answer, (ONE, TWO))) == [2, 2]

    play(location, scenario, *numbers)


def test_so_many_are_remembered(location: Path, numbers: list[PhoneNumber]) -> None:
    """The one that was read first makes room."""

    async def scenario(scene: Scene) -> None:
        for number in (ONE, TWO, "+12065550102", TWO, "+12065550102"):
            await scene.name_of(number)
        assert scene.selects() == 3
        assert len(scene.reading._records) == 2
        await scene.name_of(ONE)
        assert scene.selects() == 1

    play(location, scenario, *numbers, most=2)


@pytest.mark.parametrize(
    ("resource_id", "body", "reads"),
    [("a", "x" * 4000, 1), ("a", "x" * 5000, 2), ("a", None, 1), ("a" * 5000, None, 2)],
)
def test_what_is_large_is_read_each_time(location: Path, resource_id: str, body: str | None, reads: int) -> None:
    """A document, or the name of one that is not there: else some could take all the memory that is meant for many."""
    key = (ACCOUNT, resource_id, "Origination")

    async def scenario(scene: Scene) -> None:
        if body is not None:
            document = Configuration(account=ACCOUNT, resource_id=resource_id, kind="Origination", body=body)
            await scene.store.write(lambda tx: tx.put(document))
        found = [await scene.store.read(lambda tx: tx.get(Configuration, key)) for _ in range(2)]
        assert [None if one is None else one.body for one in found] == [body] * 2
        assert scene.selects() == reads

    play(location, scenario)


def test_a_look_that_takes_several_turns_is_good_for_none(location: Path, numbers: list[PhoneNumber]) -> None:
    """Another program has the file for itself for a while. The turn in which it could be looked at is another one."""

    async def scenario(scene: Scene) -> None:
        busy = iter([True, True, True])

        def held(*_: object) -> bool:
            if next(busy, False):
                raise apsw.BusyError
            return True

        await scene.name_of(ONE)
        await asyncio.sleep(0)
        scene.reading._connection.exec_trace = held
        assert await scene.name_of(ONE) == "first"
        scene.rename("second", ONE)
        assert await scene.name_of(ONE) == "second"

    play(location, scenario, *numbers)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_many_share_can_be_changed_by_none(kind: type[Any]) -> None:
    """Only what cannot be changed has a hash."""
    assert hash(example(kind)) == hash(example(kind))


STEPS = st.lists(
    st.tuples(st.sampled_from(["get", "list", "write", "delete", "elsewhere"]), st.sampled_from([ONE, TWO])),
    max_size=20,
)


@settings(deadline=None)
@given(STEPS)
def test_a_read_of_a_later_turn_is_as_one_without_a_memory(steps: list[tuple[str, str]]) -> None:
    """Whoever has written, and whatever has been read before."""
    names: dict[str, str | None] = {}

    async def scenario(scene: Scene) -> None:
        for at, (step, e164) in enumerate(steps):
            record = msgspec.structs.replace(example(PhoneNumber), account=ACCOUNT, e164=e164, name=str(at))
            if step == "write":
                await scene.store.write(lambda tx, record=record: tx.put(record))  # type: ignore[misc]
            elif step == "delete":
                await scene.store.write(lambda tx, record=record: tx.delete(record))  # type: ignore[misc]
            elif step == "elsewhere":
                scene.rename(str(at), e164)
            elif step == "list":
                found = await scene.store.read(lambda tx: tx.page(PhoneNumber, {"account": ACCOUNT}, None, 10))
                assert {number.e164: number.name for number in found} == names
            if step == "write" or (step == "elsewhere" and e164 in names):
                names[e164] = str(at)
            elif step == "delete":
                names.pop(e164, None)
            await asyncio.sleep(0)
            assert await scene.name_of(e164) == names.get(e164)

    with tempfile.TemporaryDirectory() as folder:
        play(Path(folder) / "numbers.db", scenario)


def test_a_closed_store_tells_nothing(location: Path, numbers: list[PhoneNumber]) -> None:
    """Although it would still know."""

    async def scenario(scene: Scene) -> None:
        await scene.name_of(ONE)
        await scene.store.close()
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailable):
            await scene.name_of(ONE)

    play(location, scenario, *numbers)


def test_memory_needs_no_cache() -> None:
    """A database in memory is read where it is written, and nothing tells then whether it has changed."""
    store: SqliteStore = open_sqlite(None)
    assert not isinstance(store._reading, CachedReading)
    asyncio.run(store.close())
