"""Numbers into an inventory without an order: by import, or as the sample of an empty development store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any

import msgspec

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.carriers.numbering_plan import InvalidNumber, facts_of
from dialbook.contract.voice.shapes import CallingName, PhoneNumberName
from dialbook.domain.calling_names import refuse_unfit_calling_name
from dialbook.domain.phone_numbers import PhoneNumber, ProductType, refuse_unfit_product
from dialbook.domain.refusal import Refusal
from dialbook.domain.registry import Ownership
from dialbook.domain.voice_connectors import VoiceConnector
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Store, Tx
from dialbook.protocol.explain import explain
from dialbook.server.ids import request_id

NUMBER = "E164PhoneNumber"
"""What a number that is put in must be given."""
FIRST = "+12065550100"
"""The first number of the sample, with which a new server is tried."""
CONNECTOR = "abcdef1ghij2klmno3pqr4"


class Given(msgspec.Struct):
    """What is given of a number that is put in, held against the contract."""

    e164: str = msgspec.field(name=NUMBER)
    account: Annotated[str, msgspec.Meta(pattern="^[0-9]{12}$")] | None = msgspec.field(name="Account", default=None)
    product_type: ProductType | None = msgspec.field(name="ProductType", default=None)
    name: PhoneNumberName | None = msgspec.field(name="Name", default=None)
    calling_name: CallingName | None = msgspec.field(name="CallingName", default=None)


def new_number(values: Mapping[str, str], account: str, now: datetime) -> PhoneNumber:
    """Return the number that the values describe, unassigned; ``account`` has it where they name none. Raises Refusal."""
    try:
        given = msgspec.convert(values, Given)
        facts = facts_of(given.e164)
    except msgspec.ValidationError as error:
        raise Refusal("BadRequest", explain(str(error), Given)) from None
    except InvalidNumber as error:
        raise Refusal("BadRequest", f"{NUMBER}: {error}") from None
    number = PhoneNumber(
        account=given.account or account,
        e164=facts.e164,
        country=facts.country,
        type=facts.type,
        product_type=given.product_type or usual_product(facts.country),
        name=given.name,
        calling_name=given.calling_name,
        calling_name_status="UpdateSucceeded" if given.calling_name else "Unassigned",
        created_at=now,
        updated_at=now,
    )
    refuse_unfit(number)
    return number


def usual_product(country: str) -> ProductType:
    """Return the product of a number that is given none: outside the U.S. there is but one."""
    return "VoiceConnector" if country == "US" else "SipMediaApplicationDialIn"


def refuse_unfit(number: PhoneNumber) -> None:
    """Refuse what no order and no update could have made of the number. Raises Refusal."""
    refuse_unfit_product(number.product_type, number.country, number.type)
    if number.calling_name:
        refuse_unfit_calling_name(number.country, number.type)


async def add(ledger: Ledger, number: PhoneNumber, claim_id: str) -> None:
    """Claim the number for its account and put it into the inventory. Raises Refusal Conflict where somebody owns it."""
    await ledger.claim(number.e164, number.account, claim_id)
    await ledger.put(number)


async def fill_when_empty(store: Store, now: datetime, quota: int | None) -> None:
    """Give a store that never held a number a small sample, of no more numbers than the account may have."""
    if await store.read(untouched):  # most stores are not empty, and one that somebody keeps locked can be read
        await store.write(partial(fill, now, quota))


async def untouched(tx: Tx) -> bool:
    """Tell whether the store never held a number, of any account."""
    return not await tx.page(Ownership, {}, None, 1)


async def fill(now: datetime, quota: int | None, tx: Tx) -> None:
    """Put the sample into a store that never held a number, in a transaction that there is."""
    author = Author("dialbook", "Sample", request_id())
    ledger = Ledger(tx, now, author)
    if await untouched(tx):
        await ledger.put(connector(now))
        for number in sample(now)[:quota]:
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
    """Return one number of each kind that a program may meet; the first five, as many as AWS's quota allows, are the most different."""

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
        # As the API reference shows it (GetPhoneNumber, sample response), but that no calling name is on its way: one can be asked for.
        number(
            FIRST,
            status="Assigned",
            association_name="VoiceConnectorId",
            association_value=CONNECTOR,
            associated_at=datetime(2019, 10, 28, 18, 40, 37, 453000, UTC),
            created_at=datetime(2019, 8, 12, 22, 10, 20, 521000, UTC),
            updated_at=datetime(2019, 10, 28, 18, 42, 7, 964000, UTC),
        ),
        number("+12065550101"),
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
        number("+12065550102", name="Front desk", calling_name="Example Corp", calling_name_status="UpdateSucceeded"),
        number("+12065550103", product_type="SipMediaApplicationDialIn"),
    ]
