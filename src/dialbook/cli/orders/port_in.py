"""``dialbook orders port-in``: begin to port numbers into an inventory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.carriers.numbering_plan import InvalidNumber, facts_of
from dialbook.cli.failure import Failure
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.session import moment_of, with_store
from dialbook.contract.voice.shapes import PhoneNumberName
from dialbook.domain.numbering import NumberFacts
from dialbook.domain.orders import OrderedNumber, PhoneNumberOrder, porting
from dialbook.domain.phone_numbers import ProductType, refuse_unfit_product
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from dialbook.protocol.explain import explain
from dialbook.server.ids import RandomIds, request_id


class Given(msgspec.Struct):
    """What is held against the contract."""

    name: PhoneNumberName = msgspec.field(name="Name")


def name_of(text: str) -> str:
    """Read a name for numbers."""
    try:
        return msgspec.convert({"Name": text}, Given).name
    except msgspec.ValidationError as error:
        raise typer.BadParameter(explain(str(error), Given)) from None


def read(numbers: Sequence[str]) -> list[NumberFacts]:
    """Read numbers; one that is named twice is one."""
    found = []
    for number in numbers:
        try:
            found.append(facts_of(number))
        except InvalidNumber as error:
            raise typer.BadParameter(f"{number}: {error}.", param_hint="'NUMBER'") from None
    return list(dict.fromkeys(found))


def port_in(
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="The numbers, such as +12065550100.")],
    product_type: Annotated[ProductType, typer.Option(help="The product that the numbers are for.")],
    name: Annotated[
        str | None, typer.Option(parser=name_of, metavar="NAME", help="A name that each of the numbers is given.")
    ] = None,
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Begin to port numbers into an inventory.

    At AWS its support does it, and here this command, which prints the order's id: the API only shows it. Nobody else
    can have the numbers from now on. They can be used once 'dialbook orders move' has taken the order to Successful.
    """
    now, author = moment_of(store), Author("cli", "orders port-in", request_id())
    wanted = read(numbers)
    order = begun(account, wanted, product_type, now)

    async def work(tx: Tx) -> None:
        ledger = Ledger(tx, now, author)
        for facts in sorted(wanted, key=lambda facts: facts.e164):
            if not await ledger.is_free(facts.e164):
                raise Failure(f"{facts.e164} cannot be ported in: an account has it.")
            await ledger.claim(facts.e164, account, order.order_id)
            await ledger.put(porting(order, facts, name))
        await ledger.put(order)

    with_store(store, lambda opened: opened.write(work))
    typer.echo(order.order_id)
    typer.echo(f"The port-in is {order.status}.", err=True)


def begun(account: str, numbers: Sequence[NumberFacts], product_type: ProductType, now: datetime) -> PhoneNumberOrder:
    """Return the order of a port-in that begins. Raises Refusal for a product that the numbers cannot have."""
    for facts in numbers:
        refuse_unfit_product(product_type, facts.country, facts.type)
    return PhoneNumberOrder(
        account=account,
        order_id=RandomIds().guid(),
        order_type="Porting",
        product_type=product_type,
        status="PendingDocuments",
        numbers=tuple(OrderedNumber(e164=facts.e164) for facts in numbers),
        created_at=now,
        updated_at=now,
    )
