"""``dialbook orders list``: an account's orders as a table."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.session import moment_of, with_store
from dialbook.cli.tables import print_table
from dialbook.domain.orders import PhoneNumberOrder, settle
from dialbook.domain.phone_numbers import ProductType
from dialbook.ports.store import AnyOf, Tx, Value

COLUMNS = ("Order", "Type", "Product type", "Status", "Numbers", "FOC date", "Created (UTC)")
BY_TIME = ("created_at", "order_id")
MOST = 100_000
"""How many orders may be asked for: all that are shown are held at once."""


def list_orders(
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    limit: Annotated[
        int, typer.Option(metavar="COUNT", min=1, max=MOST, help="How many orders to show at most.")
    ] = 100,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List the orders of an account, the oldest first."""
    now = moment_of(store)

    async def work(tx: Tx) -> list[PhoneNumberOrder]:
        where: dict[str, Value | AnyOf] = {"account": account, "product_type": AnyOf(get_args(ProductType))}
        return await tx.page(PhoneNumberOrder, where, None, limit + 1, BY_TIME)

    orders = with_store(store, lambda opened: opened.read(work))
    if not orders:
        typer.echo(f"Account {account} has no orders.", err=True)
        return
    print_table(COLUMNS, [row(settle(order, now)) for order in orders[:limit]])
    if len(orders) > limit:
        typer.echo(f"The first {limit}: raise --limit to see more.", err=True)


def row(order: PhoneNumberOrder) -> list[str]:
    """Return an order as a row of the table."""
    return [
        order.order_id,
        order.order_type,
        order.product_type,
        order.status,
        str(len(order.numbers)),
        order.foc_date or "",
        f"{order.created_at:%Y-%m-%d %H:%M:%S}",
    ]
