"""``dialbook numbers import``: numbers from a CSV file into the inventory."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.importing.run import AllOrNothingOption, FileArgument, Import, run_import
from dialbook.cli.numbers.columns import COLUMNS, number_of
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.session import moment_of
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.registry import Ownership
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from dialbook.server.ids import request_id
from dialbook.server.inventory import add


def import_numbers(
    file: FileArgument,
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    all_or_nothing: AllOrNothingOption = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Pass over numbers that are there exactly as a line has them: an import goes on."
        ),
    ] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Import numbers from a CSV file.

    It has a column E164PhoneNumber, and may have Account, ProductType, Name and CallingName; --account is for lines
    without one. Every number is checked with libphonenumber. Bad lines are reported by their numbers, and the others
    are imported; they are committed bit by bit, so that a server on the same store goes on. After an interruption the
    same import goes on with --resume.
    """
    now, author = moment_of(store), Author("cli", "numbers import", request_id())

    async def put(tx: Tx, number: PhoneNumber, line: int) -> bool:
        ledger = Ledger(tx, number.created_at, author)
        if resume and same(number, await ledger.look(PhoneNumber, (number.account, number.e164))):
            return False
        await add(ledger, number, f"{author.request_id}/{line}")
        return True

    kinds = (Ownership, PhoneNumber, Change)
    task = Import(kinds, COLUMNS, lambda values: number_of(values, account, now), put, expect, "--resume")
    run_import(task, file, store, whole=all_or_nothing)


async def expect(tx: Tx, numbers: list[PhoneNumber]) -> None:
    """Tell the store what a batch asks for."""
    await tx.expect(Ownership, [(number.e164,) for number in numbers])
    await tx.expect(PhoneNumber, [(number.account, number.e164) for number in numbers])


def same(number: PhoneNumber, found: PhoneNumber | None) -> bool:
    """Tell whether an import has made what is there, whenever that was."""
    if found is None:
        return False
    return found == msgspec.structs.replace(number, created_at=found.created_at, updated_at=found.updated_at)
