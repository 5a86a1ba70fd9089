"""Orders as a client places and sees them."""

from __future__ import annotations

from functools import partial
from typing import Any

from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.ports.store import Tx
from running import RunningServer, error_of

UNAVAILABLE = (400, "BadRequestException", "E164PhoneNumbers must name at least 1 phone number that is available.")


def place(client: Any, *numbers: str, product_type: str = "VoiceConnector", **members: str) -> dict[str, Any]:
    """Order numbers, and return the order."""
    answer = client.create_phone_number_order(ProductType=product_type, E164PhoneNumbers=list(numbers), **members)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    order: dict[str, Any] = answer["PhoneNumberOrder"]
    return order


def get(client: Any, order: dict[str, Any]) -> dict[str, Any]:
    """Return the order as it is by now."""
    answer = client.get_phone_number_order(PhoneNumberOrderId=order["PhoneNumberOrderId"])
    found: dict[str, Any] = answer["PhoneNumberOrder"]
    return found


def statuses(order: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return the status of the order, and those of its numbers."""
    return order["Status"], {one["E164PhoneNumber"]: one["Status"] for one in order["OrderedPhoneNumbers"]}


def status_of(client: Any, e164: str) -> str:
    """Return a number's status."""
    status: str = client.get_phone_number(PhoneNumberId=e164)["PhoneNumber"]["Status"]
    return status


def refusal(client: Any, *numbers: str, product_type: str = "VoiceConnector") -> tuple[int, str, str]:
    """Return the error that an order ends in."""
    order = client.create_phone_number_order
    return error_of(order, ProductType=product_type, E164PhoneNumbers=list(numbers))


def records(server: RunningServer) -> list[Any]:
    """Return everything that an order writes, of all accounts."""
    kinds: tuple[type[Any], ...] = (PhoneNumber, PhoneNumberOrder, Ownership, Change)
    return [record for kind in kinds for record in server.store(partial(first_of, kind))]


async def first_of(kind: type[Any], tx: Tx) -> list[Any]:
    """Return the records of a kind."""
    return await tx.page(kind, {}, None, 1000)
