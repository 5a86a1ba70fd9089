"""Requests that were sent while the clock was ahead, and get their turn when it is not any more: after a reset or a restored snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dialbook.controls import clock
from dialbook.domain.clock import REAL_TIME, ClockSetting
from dialbook.ports.store import Tx
from running import RunningServer

NUMBER = "+12065550100"
DAYS = timedelta(days=30)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    """A server of which each request reads a clock that is a month ahead, and has its transaction when that is on real time again."""
    with RunningServer(controls=True, store_clock=True) as running:
        now = datetime.now(UTC)
        running.add_number(created_at=now, updated_at=now)
        running.client().update_phone_number(PhoneNumberId=NUMBER, CallingName="Example")
        service = running.service
        both = service.clock.both

        async def set_back(tx: Tx) -> None:
            found = await tx.get(ClockSetting, (REAL_TIME.name,))
            await tx.put(REAL_TIME, found)

        async def slow() -> Any:
            await service.store.write(ahead)
            times = await both()
            await service.store.write(set_back)
            return times

        async def ahead(tx: Tx) -> None:
            found = await tx.get(ClockSetting, (REAL_TIME.name,))
            await tx.put(ClockSetting(ahead_milliseconds=int(DAYS.total_seconds() * 1000)), found)

        monkeypatch.setattr(service.clock, "both", slow)
        yield running


def test_an_update_happens_when_it_has_its_turn(server: RunningServer) -> None:
    """What it writes down is not of the future, and nothing is finished that is still pending."""
    shown = server.client().update_phone_number(PhoneNumberId=NUMBER, Name="Desk")["PhoneNumber"]

    assert abs(shown["UpdatedTimestamp"] - datetime.now(UTC)) < DAYS / 2
    assert (shown["CallingNameStatus"], shown.get("CallingName")) == ("UpdateInProgress", None)


def test_a_list_settles_nothing_that_is_not_due(server: RunningServer) -> None:
    """Nor does it show it as if it were."""
    (shown,) = server.client().list_phone_numbers()["PhoneNumbers"]

    assert (shown["CallingNameStatus"], shown.get("CallingName")) == ("UpdateInProgress", None)
    future = asyncio.run_coroutine_threadsafe(clock.read(server.service), server._loop)
    assert future.result(10).ahead_seconds == 0
    found = server.number()
    assert found is not None
    assert found.pending_calling_name == "Example"
