"""Numbers that a test begins with."""

from __future__ import annotations

from collections.abc import Mapping

from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from dialbook.server.handle import Service
from dialbook.server.ids import request_id
from dialbook.server.inventory import add, new_number


async def put(service: Service, values: Mapping[str, str], account: str) -> None:
    """Put a number into an account's inventory. Raises Refusal."""
    now = await service.clock.read()
    number = new_number(values, account, now)
    author = Author("testing", "add_number", request_id())

    async def work(tx: Tx) -> None:
        await add(Ledger(tx, now, author), number, author.request_id)

    await service.store.write(work)


def given(number: str, product_type: str | None, name: str | None, calling_name: str | None) -> dict[str, str]:
    """Return what is given of a number, by the names of the API."""
    values = {"E164PhoneNumber": number, "ProductType": product_type, "Name": name, "CallingName": calling_name}
    return {member: value for member, value in values.items() if value is not None}
