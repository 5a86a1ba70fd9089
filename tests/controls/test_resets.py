"""Beginning anew."""

from __future__ import annotations

from typing import Any

import apsw
import msgspec
import pytest

from controls import scenes
from controls.scenes import ACCOUNT, NOW, OTHER, marks, number, own, refused, state, with_service
from dialbook.access.keys import DEVELOPMENT_ACCOUNT, AccessKey
from dialbook.controls import clock, faults, resets, snapshots
from dialbook.domain.calls import Call, CallCount
from dialbook.domain.contents import KEPT
from dialbook.domain.faults import FaultOrder
from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Tx
from dialbook.server.handle import Service
from dialbook.stores import schema

STAYING = {
    "access_keys": "keys belong to the installation",
    "copies": "an unfinished copy is not served",
    "schema_version": "it is the schema's",
    "service_keys": "tokens of lists stay good",
    "snapshot_contents": "they are kept until somebody removes them",
    "snapshots": "they are kept until somebody removes them",
    "webhook_cursors": "followers must not be sent anything twice",
}
"""The tables that neither a snapshot nor a reset touches, with the reason."""


def call(slot: int, account: str) -> Call:
    """Return a recorded call."""
    return Call(
        slot=slot,
        number=slot + 1,
        answered_at=NOW,
        request_id="a request",
        account=account,
        region="us-east-1",
        namespace="chime-sdk-voice",
        operation="GetPhoneNumber",
        parameters=None,
        status=200,
        error=None,
        answer=None,
    )


async def put_beside(tx: Tx) -> None:
    """Put what is not of the inventory."""
    await tx.put(AccessKey("AKIAEXAMPLE", ACCOUNT, "tests", b"secret", None, NOW, None, None))
    await tx.put(call(0, ACCOUNT))
    await tx.put(call(1, OTHER))
    await tx.put(CallCount(count=2))


async def all_of(service: Service, kind: type[Any]) -> list[Any]:
    """Return all records of a kind."""
    return await service.store.read(lambda tx: tx.page(kind, {}, None, 100))


def test_every_table_is_of_one_sort() -> None:
    """A new table is part of a snapshot, or is removed by a reset besides, or stays whatever happens: somebody has to decide."""
    connection = apsw.Connection(":memory:")
    schema.upgrade(connection)
    tables = [row[0] for row in connection.execute("select name from sqlite_schema where type = 'table'")]
    named = [kind.table for kind in (*KEPT, *resets.BESIDE)] + list(STAYING)
    assert sorted(named) == sorted(table for table in tables if not table.startswith("sqlite_"))


def test_a_snapshot_has_no_bytes() -> None:
    """Its lines are JSON, which has none."""
    for kind in KEPT:
        assert bytes not in {field.type for field in msgspec.structs.fields(kind)}


def test_a_reset_store_is_as_a_fresh_one() -> None:
    """Nothing is in it but what controls remember, and the clock shows real time; keys and kept snapshots stay."""

    async def scenario(service: Service) -> None:
        fresh = await state(service)
        await scenes.fill(service)
        await scenes.fill(service, OTHER, 1)
        await service.store.write(put_beside)
        await clock.freeze(service)
        await snapshots.keep(service, "one")

        await resets.reset(service)

        assert await state(service) == fresh
        assert await marks(service) == [("*", "Reset", "controls")]
        assert await all_of(service, Call) == await all_of(service, CallCount) == []
        assert (await clock.read(service)).ahead_seconds == 0
        assert len(await all_of(service, AccessKey)) == len(await snapshots.kept(service)) == 1

    with_service(scenario)


@pytest.mark.parametrize("sample", [True, False])
def test_a_reset_brings_the_sample_back(sample: bool) -> None:
    """Where the server gives an empty store one, and nowhere else."""

    async def scenario(service: Service) -> None:
        fresh = await all_of(service, PhoneNumber)
        assert bool(fresh) == sample
        await own(service, number("+14155550100", DEVELOPMENT_ACCOUNT))
        await service.store.write(lambda tx: tx.clear(PhoneNumber, {"account": DEVELOPMENT_ACCOUNT}))

        await resets.reset(service)

        assert [one.e164 for one in await all_of(service, PhoneNumber)] == [one.e164 for one in fresh]
        actions = [change.action for change in await all_of(service, Change)]
        assert set(actions) == ({"Sample", "Reset"} if sample else {"Reset"})

    with_service(scenario, sample=sample)


def test_a_reset_account_has_nothing_left() -> None:
    """Its records, its history and its calls are gone, and its numbers are free; all that is others' stays as it was."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service, OTHER, 1)
        others = await state(service)
        others_calls = [call(1, OTHER)]
        await scenes.fill(service)
        await service.store.write(put_beside)
        pool = (await state(service))["pool_numbers"]

        await resets.reset_account(service, ACCOUNT)

        assert await all_of(service, Call) == others_calls
        freed = [one for one in await all_of(service, Ownership) if one.owner is None]
        assert [(one.e164, one.free_at) for one in freed] == [("+12065550100", None)]
        left = await state(service)
        assert left.pop("pool_numbers") == pool
        assert [row for row in left.pop("number_registry") if row[1]] == others.pop("number_registry")
        del others["pool_numbers"]
        assert left == others
        assert await marks(service) == [(ACCOUNT, "Reset", "controls")]
        assert len(await all_of(service, AccessKey)) == 1

    with_service(scenario)


def test_the_numbers_of_a_reset_account_can_be_claimed_by_another() -> None:
    """However many it had, and also one that only the registry knows."""

    async def scenario(service: Service) -> None:
        many = [number(f"+1206555{at:04}") for at in range(700)]
        await own(service, *many)
        await service.store.write(lambda tx: tx.delete(many[0]))

        await resets.reset_account(service, ACCOUNT)

        await own(service, *(number(one.e164, OTHER) for one in many))
        assert {one.owner for one in await service.store.read(lambda tx: tx.page(Ownership, {}, None, 1000))} == {OTHER}

    with_service(scenario)


def test_an_account_that_has_nothing_is_reset_too() -> None:
    """It makes no difference, and an order of another account is left alone."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        before = await state(service)
        await resets.reset_account(service, OTHER)
        assert await state(service) == before
        assert len(await all_of(service, PhoneNumberOrder)) == 1

    with_service(scenario)


@pytest.mark.parametrize(
    "account", ["", "12345678901", "1234567890123", "12345678901x", "１２３４５６７８９０１２", "*", "123456789012\n"]
)
def test_what_is_no_account_is_refused(account: str) -> None:
    """And nothing is changed."""

    async def scenario(service: Service) -> None:
        await scenes.fill(service)
        before = await state(service)
        await refused(resets.reset_account(service, account), "BadRequest", "^An account is 12 digits.$")
        assert await state(service) == before
        assert await marks(service) == []

    with_service(scenario)


def test_ordered_faults_go_too() -> None:
    """Those of the account alone, or all of them."""

    async def scenario(service: Service) -> None:
        orders = [FaultOrder(account=account, error="ServiceFailure") for account in (ACCOUNT, OTHER, None)]
        for order in orders:
            await faults.add(service, order)

        await resets.reset_account(service, ACCOUNT)
        assert [fault.account for fault in await faults.standing(service)] == [OTHER, None]

        await resets.reset(service)
        assert await faults.standing(service) == []

    with_service(scenario)
