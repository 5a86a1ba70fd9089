"""``dialbook numbers export``: an account's numbers as CSV."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated

import typer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.cli.failure import Failure
from dialbook.cli.numbers.columns import COLUMNS, values_of
from dialbook.cli.options import DEFAULT_STORE, AccountOption, StoreOption
from dialbook.cli.paging import numbers_of
from dialbook.cli.session import moment_of, with_store
from dialbook.ports.store import Store


def export(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", dir_okay=False, help="Where to write; standard output if not given."),
    ] = None,
    account: AccountOption = DEVELOPMENT_ACCOUNT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the numbers of an account as CSV.

    An import can read the file. Only one page of numbers is in memory at a time.
    """

    now = moment_of(store)

    async def work(opened: Store) -> None:
        if file is None:
            await write(opened, sys.stdout, account, now)
            return
        try:
            with file.open("w", encoding="utf-8", newline="") as stream:
                await write(opened, stream, account, now)
        except OSError as error:
            raise Failure(f"The file {file} cannot be written: {error.strerror}.") from None

    with_store(store, work)


async def write(store: Store, stream: IO[str], account: str, now: datetime) -> None:
    """Write the header and a line for each number."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    async for number in numbers_of(store, account, now):
        writer.writerow(values_of(number))
