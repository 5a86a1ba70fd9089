"""Faults as the requests of one service, and of several, meet them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dialbook.contract import voice
from dialbook.domain.faults import FaultOrder, StandingFault
from dialbook.operations.context import Context
from dialbook.ports.store import Store, Tx
from dialbook.server.faults import Faults, numbers_in
from dialbook.server.trace import Trace
from dialbook.stores.sqlite import open_sqlite
from operations.contexts import ACCOUNT, context, fill, with_store
from running import START
from server import raw
from server.process import Dialbook, get


class Reading:
    """A store that refuses to be written."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:
        """Read."""
        return await self._store.read(work)

    async def write(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:  # noqa: ARG002 - the port's shape
        """Refuse."""
        raise AssertionError("It writes.")


def stands(number: int = 1, **order: Any) -> StandingFault:
    """Return a fault as it is kept."""
    return StandingFault(fault_id=f"fault {number}", position=number, fault_order=FaultOrder(**order))


@pytest.mark.parametrize(("operation", "writes"), [("UpdatePhoneNumber", False), ("GetPhoneNumber", True)])
def test_only_a_call_that_a_fault_applies_to_writes(operation: str, writes: bool) -> None:
    """All others cost a read."""

    async def meet() -> None:
        store = open_sqlite(None)
        fault = stands(operation="GetPhoneNumber", times=1, drop=True)
        await store.write(lambda tx: tx.put(fault))
        read_only: Any = Reading(store)
        trace = Trace("id", operation, "123456789012", members={})
        try:
            await Faults(read_only).stroke(voice.CONTRACT.operations[operation], trace, START)
        finally:
            await store.close()

    if writes:
        with pytest.raises(AssertionError, match="It writes"):
            asyncio.run(meet())
    else:
        asyncio.run(meet())


def test_numbers_are_found_wherever_a_request_names_them() -> None:
    """In its path, in lists, in items, as the trigger of a rule; in whatever spelling, and no other text is taken for one."""
    members = {
        "PhoneNumberId": "%2B12065550100",
        "PhoneNumberIds": ["12065550101", "front desk"],
        "E164PhoneNumbers": ["+12065550102"],
        "UpdatePhoneNumberRequestItems": [{"PhoneNumberId": "+12065550103", "Name": "12065550199"}],
        "TriggerValue": "+12065550104",
        "DNIS": [{"EmergencyPhoneNumber": "+12065550105"}],
        "PhoneNumberType": "Local",
        "AreaCode": "206",
        "Disabled": True,
    }
    assert sorted(numbers_in(members)) == [f"+1206555010{digit}" for digit in range(6)]


def test_several_workers_count_together(tmp_path: Path) -> None:
    """Of many calls at once to two workers so many fail as were ordered, no more and no fewer."""
    server = Dialbook(tmp_path, "--workers", "2", "--controls")

    async def kept(work: Callable[[Tx], Awaitable[Any]]) -> Any:
        store = open_sqlite(server.store)
        try:
            return await store.write(work)
        finally:
            await store.close()

    with server.serving():
        asyncio.run(kept(lambda tx: tx.put(stands(operation="GetPhoneNumber", times=7, status=500))))
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda _: raw.status_of(server.port, get("+12065550100")), range(60))
            statuses = list(answers)
        fault = asyncio.run(kept(lambda tx: tx.get(StandingFault, ("fault 1",))))
    assert (statuses.count(500), statuses.count(200)) == (7, 53)
    assert (fault.matched, fault.struck) == (7, 7)


def test_a_change_that_is_undone_uses_no_failure_up() -> None:
    """Works of one batch run again when one of them is undone, and each failure is counted once, with the change that it is of."""

    async def scenario(store: Store) -> tuple[list[Any], StandingFault | None]:
        fault = stands(outcome="UpdateFailed", times=3)
        await fill(store, fault)
        faults, trace = Faults(store), Trace("id", "UpdatePhoneNumber", ACCOUNT)

        def change(number: int) -> Callable[[Tx], Awaitable[Any]]:
            async def ask(ctx: Context) -> Any:
                return ctx.carrier.calling_name_outcome(f"+1206555010{number}", "Desk")

            async def work(tx: Tx) -> Any:
                outcome = await faults.run(ask, context(tx), tx, trace)
                if number % 2:
                    raise RuntimeError
                return outcome

            return work

        asked = (store.write(change(number)) for number in range(10))
        return await asyncio.gather(*asked, return_exceptions=True), await store.read(
            lambda tx: tx.get(StandingFault, (fault.fault_id,))
        )

    outcomes, fault = with_store(scenario)
    assert outcomes[::2] == ["UpdateFailed"] * 3 + ["UpdateSucceeded"] * 2
    assert {type(outcome) for outcome in outcomes[1::2]} == {RuntimeError}
    assert fault is not None
    assert (fault.matched, fault.struck) == (3, 3)
