"""How many numbers, and how many of other things, an account may have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations import quotas
from dialbook.operations.quotas import refuse_one_more, refuse_over_quota
from dialbook.ports.store import Store, Tx
from operations.contexts import ACCOUNT, NOW, OTHER, context, fill, number, with_store

MINUTE = timedelta(minutes=1)


def refused(quota: int | None, adding: int, *records: PhoneNumber, **members: Any) -> bool:
    """Tell whether an account with these numbers may not add so many."""

    async def work(tx: Tx) -> bool:
        try:
            await refuse_over_quota(context(tx, rules=Rules(phone_number_quota=quota), **members), adding)
        except Refusal as refusal:
            return refusal.code == "ResourceLimitExceeded"
        return False

    async def scenario(store: Store) -> bool:
        await fill(store, *records)
        return await store.write(work)

    return with_store(scenario)


def numbers(count: int, first: int = 0, **members: Any) -> list[PhoneNumber]:
    """Return so many numbers."""
    return [number(f"+1206555{index:04}", **members) for index in range(first, first + count)]


@pytest.mark.parametrize(
    ("quota", "owned", "adding", "over"),
    [
        (5, 0, 5, False),
        (5, 0, 6, True),
        (5, 4, 1, False),
        (5, 5, 1, True),
        (5, 5, 0, False),
        (5, 9, 1, True),
        (0, 0, 1, True),
        (0, 0, 0, False),
        (None, 9, 1000, False),
    ],
)
def test_an_account_may_have_as_many_as_its_quota(quota: int | None, owned: int, adding: int, over: bool) -> None:
    """Exactly as many, and any number without one."""
    assert refused(quota, adding, *numbers(owned)) == over


def test_other_accounts_numbers_do_not_count() -> None:
    """Each account has its own quota."""
    assert not refused(1, 1, *numbers(3, account=OTHER))


@pytest.mark.parametrize("namespace", ["chime", "chime-sdk-voice"])
def test_every_product_counts_in_every_namespace(namespace: str) -> None:
    """What is not shown is the account's nevertheless."""
    assert refused(1, 1, *numbers(1, product_type="BusinessCalling"), namespace=namespace)


@pytest.mark.parametrize("page", [1, 2, 3, 4, 100])
def test_what_has_failed_by_now_does_not_count(page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though nobody has written it down yet, and however many they are."""
    monkeypatch.setattr(quotas, "PAGE", page)
    failing = numbers(7, status="AcquireInProgress", pending_outcome="AcquireFailed", settles_at=NOW)
    used = numbers(2, first=7, created_at=NOW + MINUTE)

    assert not refused(3, 1, *failing, *used)
    assert refused(2, 1, *failing, *used)
    coming = [msgspec.structs.replace(failed, settles_at=NOW + MINUTE) for failed in failing]
    assert refused(3, 1, *coming)
    assert not refused(8, 1, *coming)


def connector_refused(quota: int | None, *regions: str, owner: str = ACCOUNT) -> bool:
    """Tell whether an account may not make another voice connector in us-east-1, when its owner has some in these regions."""

    async def work(tx: Tx) -> bool:
        try:
            await refuse_one_more(context(tx), VoiceConnector, {"aws_region": "us-east-1"}, quota)
        except Refusal as refusal:
            return refusal.code == "ResourceLimitExceeded"
        return False

    async def scenario(store: Store) -> bool:
        await fill(
            store,
            *(
                VoiceConnector(
                    account=owner,
                    voice_connector_id=f"{place:022}",
                    name="Desk",
                    aws_region=region,
                    require_encryption=False,
                    created_at=NOW,
                    updated_at=NOW,
                )
                for place, region in enumerate(regions)
            ),
        )
        return await store.read(work)

    return with_store(scenario)


@pytest.mark.parametrize(
    ("quota", "owned", "over"),
    [(3, 2, False), (3, 3, True), (3, 9, True), (0, 0, True), (1, 0, False), (None, 9, False)],
)
def test_another_of_a_kind_is_made_up_to_its_quota(quota: int | None, owned: int, over: bool) -> None:
    """Exactly as many in each region, and any number without one."""
    elsewhere = ["us-west-2"] * 5
    assert connector_refused(quota, *["us-east-1"] * owned, *elsewhere) == over


def test_other_accounts_things_do_not_count() -> None:
    """Each account has its own quota of them."""
    assert not connector_refused(1, "us-east-1", "us-east-1", owner=OTHER)
