"""``dialbook numbers calling-name``: end a pending calling name now, one way or the other."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.numbers.argument import NumberArgument, absent
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.session import moment_of, with_store
from dialbook.domain.calling_names import finish_calling_name
from dialbook.domain.phone_numbers import CallingNameOutcome, PhoneNumber
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from dialbook.server.ids import request_id


def calling_name(
    number: NumberArgument,
    succeed: Annotated[
        bool | None,
        typer.Option("--succeed/--fail", help="How the pending update ends: one of the two must be given."),
    ] = None,
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """End a pending calling name now.

    In the real world a carrier takes up to 72 hours to accept or refuse one.
    """
    if succeed is None:
        raise typer.BadParameter("One of the two must be given.", param_hint="'--succeed' / '--fail'")
    outcome: CallingNameOutcome = "UpdateSucceeded" if succeed else "UpdateFailed"
    now, author = moment_of(store), Author("cli", "numbers calling-name", request_id())

    async def work(tx: Tx) -> PhoneNumber:
        ledger = Ledger(tx, now, author)
        found = await ledger.look(PhoneNumber, (account, number))
        if found is None:
            raise absent(account)
        finished = finish_calling_name(found, outcome, now)
        await ledger.put(finished)
        return finished

    finished = with_store(store, lambda opened: opened.write(work))
    typer.echo(f"The calling name of {number} is {finished.calling_name or 'empty'}: {finished.calling_name_status}.")
