"""Numbers into an inventory without an order: by import, or as the sample of an empty development store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Store, Tx
from dialbook.server.ids import request_id

CONNECTOR = "abcdef1ghij2klmno3pqr4"


async def add(ledger: Ledger, number: PhoneNumber, claim_id: str) -> None:
    """Claim the number for its account and put it into the inventory. Raises Refusal Conflict where somebody owns it."""
    await ledger.claim(number.e164, number.account, claim_id)
    await ledger.put(number)


async def fill_when_empty(store: Store, now: datetime) -> None:
    """Give a store that never held a number a small sample."""
    await store.write(partial(fill, now))


async def fill(now: datetime, tx: Tx) -> None:
    """Put the sample into a store that never held a number, in a transaction that there is."""
    author = Author("dialbook", "Sample", request_id())
    ledger = Ledger(tx, now, author)
    if await ledger.untouched():
        await ledger.put(connector(now))
        for number in sample(now):
            await add(ledger, number, author.request_id)


def connector(now: datetime) -> VoiceConnector:
    """Return the voice connector that the first number is assigned to."""
    return VoiceConnector(
        account=DEVELOPMENT_ACCOUNT,
        voice_connector_id=CONNECTOR,
        name="Example",
        aws_region="us-east-1",
        require_encryption=False,
        created_at=now,
        updated_at=now,
    )


def sample(now: datetime) -> list[PhoneNumber]:
    """Return one number of each kind that a program may meet."""

    def number(e164: str, **members: Any) -> PhoneNumber:
        given: dict[str, Any] = {
            "country": "US",
            "type": "Local",
            "product_type": "VoiceConnector",
            "created_at": now,
            "updated_at": now,
        }
        return PhoneNumber(account=DEVELOPMENT_ACCOUNT, e164=e164, **(given | members))

    return [
        # As the API reference shows it: GetPhoneNumber, sample response.
        number(
            "+12065550100",
            status="Assigned",
            association_name="VoiceConnectorId",
            association_value=CONNECTOR,
            associated_at=datetime(2019, 10, 28, 18, 40, 37, 453000, UTC),
            created_at=datetime(2019, 8, 12, 22, 10, 20, 521000, UTC),
            updated_at=datetime(2019, 10, 28, 18, 42, 7, 964000, UTC),
        ),
        number("+12065550101"),
        number("+12065550102", name="Front desk", calling_name="Example Corp", calling_name_status="UpdateSucceeded"),
        number("+12065550103", product_type="SipMediaApplicationDialIn"),
        number(
            "+12065550104",
            calling_name_status="UpdateInProgress",
            calling_name_requested_at=now,
            pending_calling_name="Example Corp",
            pending_outcome="UpdateSucceeded",
            settles_at=now + timedelta(hours=72),
        ),
        number("+18005550199", type="TollFree"),
        number("+442079460100", country="GB", product_type="SipMediaApplicationDialIn"),
    ]
