"""A service with something of every kind in it, and what its store holds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dialbook.domain.clock import ClockSetting
from dialbook.domain.configurations import Configuration
from dialbook.domain.contents import KEPT
from dialbook.domain.history import Change
from dialbook.domain.orders import OrderedNumber, PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.pool import PoolNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.settings import AccountSettings
from dialbook.domain.sip import SipMediaApplication, SipRule, SipRuleTarget, Target
from dialbook.domain.tags import Tag
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.dumps import Cell
from dialbook.ports.store import Tx
from dialbook.server.build import build
from dialbook.server.config import Config
from dialbook.server.handle import Service
from dialbook.server.inventory import add

NOW = datetime(2026, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)
ACCOUNT, OTHER = "123456789012", "210987654321"
Scenario = Callable[[Service], Awaitable[None]]


def with_service(scenario: Scenario, **options: Any) -> None:
    """Run a scenario on a service with controls."""

    async def run() -> None:
        given: dict[str, Any] = {"store": "memory:", "master_key_file": Path("/nonexistent"), "sample": False}
        service = await build(Config(**({"controls": True} | given | options)))
        try:
            await scenario(service)
        finally:
            await service.store.close()

    asyncio.run(run())


def number(e164: str, account: str = ACCOUNT, **members: Any) -> PhoneNumber:
    """Return a number."""
    given: dict[str, Any] = {"country": "US", "type": "Local", "product_type": "VoiceConnector"}
    given |= {"created_at": NOW, "updated_at": NOW}
    return PhoneNumber(account=account, e164=e164, **(given | members))


async def own(service: Service, *numbers: PhoneNumber) -> None:
    """Put numbers into the inventory."""

    async def work(tx: Tx) -> None:
        for one in numbers:
            await add(Ledger(tx, NOW, Author("tests", "own", one.e164)), one, "tests")

    await service.store.write(work)


async def fill(service: Service, account: str = ACCOUNT, digit: int = 0) -> None:
    """Put a record of each kind into the store."""
    e164 = f"+1206555010{digit}"
    await own(service, number(e164, account, name="Empfang „Süd“\n\t\\", status="Unassigned"))
    times: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}
    records: list[Any] = [
        PhoneNumberOrder(
            account=account,
            order_id="an order",
            product_type="VoiceConnector",
            numbers=(OrderedNumber(e164=e164, status="Acquired"),),
            **times,
        ),
        PoolNumber(e164=f"+1206555020{digit}", country="US", type="Local", city="Seattle"),
        AccountSettings(account=account, calling_name="Example", calling_name_updated_at=NOW),
        VoiceConnector(
            account=account,
            voice_connector_id="a connector",
            name="One",
            aws_region="us-east-1",
            require_encryption=True,
            **times,
        ),
        VoiceConnectorGroup(account=account, voice_connector_group_id="a group", name="Some", members=(), **times),
        SipMediaApplication(
            account=account,
            sip_media_application_id="an application",
            name="App",
            aws_region="us-east-1",
            lambda_arn="arn",
            **times,
        ),
        SipRule(
            account=account,
            sip_rule_id="a rule",
            name="Rule",
            disabled=False,
            trigger_type="ToPhoneNumber",
            trigger_value=e164,
            targets=(Target(sip_media_application_id="an application", priority=1, aws_region="us-east-1"),),
            **times,
        ),
        SipRuleTarget(
            account=account,
            sip_media_application_id="an application",
            sip_rule_id="a rule",
            disabled=False,
            created_at=NOW,
        ),
        Configuration(account=account, resource_id="a connector", kind="logging", body="{}"),
        Tag(account=account, resource_arn="arn", tag_key="team", tag_value="desk"),
        ClockSetting(ahead_milliseconds=86_400_000),
    ]

    async def work(tx: Tx) -> None:
        for record in records:
            await tx.put(record)

    await service.store.write(work)


async def state(service: Service) -> dict[str, list[tuple[Cell, ...]]]:
    """Return the rows of every table of the inventory, without what controls have remembered."""
    dump = await service.store.dump(KEPT, 2**40)
    rows = {table.name: [tuple(row) for row in table.rows] for table in dump.tables}
    rows[Change.table] = [row for row in rows[Change.table] if row[1] != "store"]
    return rows


async def marks(service: Service) -> list[tuple[str, str, str]]:
    """Return what controls have remembered."""
    changes = await service.store.read(lambda tx: tx.find(Change, {"subject": "store"}, 100))
    return [(change.account, change.action, change.principal) for change in changes]


async def refused(answer: Awaitable[object], code: str, message: str) -> None:
    """Expect a refusal."""
    with pytest.raises(Refusal, match=message) as caught:
        await answer
    assert caught.value.code == code
