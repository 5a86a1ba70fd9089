"""``dialbook orders move``: take a port-in to its next status."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.orders.argument import OrderArgument, absent
from dialbook.cli.session import moment_of, with_store
from dialbook.domain import life
from dialbook.domain.life import PortCause
from dialbook.domain.orders import PhoneNumberOrder, go, move_to
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from dialbook.server.ids import request_id

Target = Literal["Submitted", "FOC", "ChangeRequested", "Exception", "Successful", "CancelRequested", "Cancelled"]
"""What a port-in can be taken to: the targets of an operator's moves."""


def day_of(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("A day is written like 2026-03-31.") from None


def move(
    order: OrderArgument,
    status: Annotated[Target, typer.Argument(metavar="STATUS", help="The status that the port-in now has.")],
    foc_date: Annotated[
        date | None,
        typer.Option(parser=day_of, metavar="DAY", help="The day of the firm order commitment, given with FOC."),
    ] = None,
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take a port-in to its next status.

    PendingDocuments is followed by Submitted, FOC and Successful: then its numbers can be used. From Submitted and FOC
    it may become ChangeRequested, which leads back to FOC, or Exception, which leads back to Submitted; from all of
    these CancelRequested, and then Cancelled.
    """
    if status == "FOC" and foc_date is None:
        raise typer.BadParameter("FOC needs the day of the firm order commitment.", param_hint="'--foc-date'")
    now, author = moment_of(store), Author("cli", "orders move", request_id())

    async def work(tx: Tx) -> PhoneNumberOrder:
        ledger = Ledger(tx, now, author)
        found = await ledger.look(PhoneNumberOrder, (account, order))
        if found is None:
            raise absent(account)
        step = move_to(found, status)
        moved = go(found, step, foc_date, now)
        await ledger.put(moved)
        if step.numbers is not None:
            await move_numbers(ledger, moved, step.numbers, now)
        return moved

    moved = with_store(store, lambda opened: opened.write(work))
    typer.echo(f"The port-in is {moved.status}.")


async def move_numbers(ledger: Ledger, order: PhoneNumberOrder, cause: PortCause, now: datetime) -> None:
    """Take the numbers of a port-in one step further. One that is not ported in after all is nobody's from then on."""
    for e164 in sorted(number.e164 for number in order.numbers):
        number = await ledger.get(PhoneNumber, (order.account, e164))
        ported = life.port(number, cause, now)
        if ported.status == "Cancelled":
            await ledger.free_from(ported, now)
        await ledger.put(ported)
