"""``dialbook store verify``: find what no operation leaves behind, and mend it."""

from __future__ import annotations

import sys
from functools import partial
from typing import Annotated, Any

import msgspec
import typer

from dialbook.cli.bars import Show, bar
from dialbook.cli.failure import Failure
from dialbook.cli.options import DEFAULT_STORE, StoreOption
from dialbook.cli.paging import PAGE
from dialbook.cli.session import with_store
from dialbook.domain.invariants import INVARIANTS
from dialbook.operations.ledger import Author
from dialbook.operations.verifying import Wrong, confirm, doubtful
from dialbook.ports.store import Store, Tx
from dialbook.server.clock import time_in
from dialbook.server.ids import request_id


class Tally(msgspec.Struct):
    """How a verification goes."""

    repair: bool
    records: int = 0
    found: int = 0
    mended: int = 0

    def tell(self, wrong: Wrong) -> None:
        """Report a finding at once, so that none has to be remembered."""
        finding = wrong.finding
        mended = self.repair and finding.mended is not None
        after = f". Mended: {finding.mended}" if mended else ""
        # Not by echo: the progress bar makes way only for what is written here.
        sys.stdout.write(f"{wrong.account} {wrong.subject}: {finding.says}{after}.\n")
        self.found += 1
        self.mended += mended

    def __str__(self) -> str:
        """Say how it went."""
        mended = f", {self.mended:,} of them mended" if self.repair else ""
        findings = "finding" if self.found == 1 else "findings"
        return f"{self.records:,} records verified, {self.found:,} {findings}{mended}"


def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what has one right answer, and say so.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Find what no operation leaves behind.

    Every number that an account has must have that account as its owner, and every owner the number; what numbers, rules,
    groups, documents and tags refer to must exist. Each finding is a line: the account, the record, and what is wrong.
    A server may go on meanwhile: what looks wrong is looked at again, with nobody in between, before it is told. What is
    mended is part of the history. The exit status is 1 where a finding is left.
    """
    tally = Tally(repair)
    with_store(store, lambda opened: verify_all(opened, tally))
    typer.echo(tally)
    if tally.found > tally.mended:
        raise typer.Exit(1)


async def verify_all(store: Store, tally: Tally) -> None:
    """Look at every record that has a rule."""
    author = Author("cli", "store verify", request_id())
    total = sum([await store.count(kind) for kind in INVARIANTS])
    with bar(total, "records") as show:
        for kind in INVARIANTS:
            await verify_kind(store, kind, author, tally, show)


async def verify_kind(store: Store, kind: type[Any], author: Author, tally: Tally, show: Show) -> None:
    """Look at every record of a kind, a page at a time."""
    after: tuple[str, ...] | None = None
    while True:
        try:
            last, count, doubts = await store.read(partial(look, kind, after))
        except msgspec.ValidationError:
            raise Failure(
                f"The table {kind.table} has a row that dialbook has not written: restore a backup."
            ) from None
        for record in doubts:
            for wrong in await store.write(partial(confirm, record, time_in, author, tally.repair)):
                tally.tell(wrong)
        tally.records += count
        show(f"Verifying {kind.table}", tally.records)
        if last is None:
            return
        after = last


async def look(kind: type[Any], after: tuple[str, ...] | None, tx: Tx) -> tuple[tuple[str, ...] | None, int, list[Any]]:
    """Return the key of the last record of a page where there may be more, how many it has, and those that may be wrong."""
    page = await tx.page(kind, {}, after, PAGE)
    last = tuple(getattr(page[-1], column) for column in kind.key) if len(page) == PAGE else None
    return last, len(page), await doubtful(page, time_in, tx)
