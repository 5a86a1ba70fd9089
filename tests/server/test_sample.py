"""The sample inventory of an empty development store."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.controls import resets
from dialbook.operations.ledger import Ledger
from dialbook.ports.store import Store
from dialbook.server.inventory import sample, untouched
from fresh import ON_POSTGRESQL
from operations.contexts import ACCOUNT, AUTHOR, NOW, number, with_store
from running import START, RunningServer, error_of


def statuses_and_types(client: Any) -> dict[str, tuple[str, str, str]]:
    """Return what the numbers of an account are good for."""
    return {
        number["E164PhoneNumber"]: (number["Status"], number["Type"], number["CallingNameStatus"])
        for number in client.list_phone_numbers()["PhoneNumbers"]
    }


@pytest.mark.parametrize(("rules", "count"), [("relaxed", 7), ("aws", 5)])
def test_it_is_no_larger_than_an_account_may_be(rules: str, count: int) -> None:
    """Under every preset there is one of each kind, and what is deleted can be restored."""
    with RunningServer(sample=True, rules=rules, controls=True) as server:
        client = server.client(account=DEVELOPMENT_ACCOUNT)
        found = statuses_and_types(client)

        assert len(found) == count
        assert {"Assigned", "Unassigned"} == {status for status, _, _ in found.values()}
        assert {"Local", "TollFree"} == {kind for _, kind, _ in found.values()}
        assert "UpdateInProgress" in {calling for _, _, calling in found.values()}
        assert {number[:2] for number in found} == {"+1", "+4"}
        client.delete_phone_number(PhoneNumberId="+12065550101")
        client.restore_phone_number(PhoneNumberId="+12065550101")
        asyncio.run_coroutine_threadsafe(resets.reset(server.service), server._loop).result(10)
        assert statuses_and_types(client) == found


def test_a_smaller_quota_leaves_fewer() -> None:
    """And no quota all of it, whatever the preset."""
    for quota, count in ((2, 2), (None, len(sample(START)))):
        with RunningServer(sample=True, switches={"phone_number_quota": quota}) as server:
            client = server.client(account=DEVELOPMENT_ACCOUNT)
            assert len(statuses_and_types(client)) == count
            if quota is not None:
                order = {"ProductType": "VoiceConnector", "E164PhoneNumbers": ["+12065550150"]}
                assert error_of(client.create_phone_number_order, **order)[:2] == (
                    400,
                    "ResourceLimitExceededException",
                )


def test_a_store_is_touched_from_the_first_claim_on() -> None:
    """Also after the number is gone again."""

    async def scenario(store: Store) -> None:
        assert await store.read(untouched)
        await store.write(lambda tx: Ledger(tx, NOW, AUTHOR).claim("+12065550100", ACCOUNT, "first"))
        await store.write(lambda tx: Ledger(tx, NOW, AUTHOR).remove(number()))
        assert not await store.read(untouched)

    with_store(scenario)


@pytest.mark.skipif(ON_POSTGRESQL, reason="only a file can be locked by another program")
def test_a_store_that_has_numbers_is_not_written_to(tmp_path: Path) -> None:
    """So that a worker can start, and answer reads, while another program keeps the file locked."""
    file = tmp_path / "numbers.db"
    with RunningServer(store=str(file), sample=True):
        pass
    with closing(apsw.Connection(str(file))) as other:
        other.execute("begin immediate")
        with RunningServer(store=str(file), sample=True) as server:
            numbers = server.client(account=DEVELOPMENT_ACCOUNT).list_phone_numbers()["PhoneNumbers"]

    assert len(numbers) == 5
