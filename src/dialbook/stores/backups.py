"""A copy of a SQLite file while others write to it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import apsw

from dialbook.ports.store import StoreUnavailable
from dialbook.stores.failures import OUTAGES, unavailable
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import connect

PAGES_AT_ONCE = 2048
Show = Callable[[int, int], None]
"""Takes how many pages are copied, and how many there are."""


def back_up(location: Path, to: Path, show: Show = lambda _done, _total: None) -> None:
    """Copy the file as it is at this moment, checked and durable; ``to`` is there only when it is complete.

    Nobody waits for it: writers go on, and only the log is kept meanwhile. Raises FileExistsError, OSError, StoreUnavailable.
    """
    partial = to.with_name(f"{to.name}.partial")
    _create(partial, to)
    try:
        _copy(location, partial, show)
        partial.replace(to)
    except OUTAGES as error:
        raise unavailable(error) from error
    finally:
        for leftover in ("", "-journal", "-wal", "-shm"):
            Path(f"{partial}{leftover}").unlink(missing_ok=True)
    _keep(to.parent)


def _create(partial: Path, to: Path) -> None:
    """Make the file for this user alone: it holds numbers and names."""
    if to.exists():
        raise FileExistsError(17, "it exists already")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _copy(location: Path, partial: Path, show: Show) -> None:
    source, target = connect(str(location), Limits()), apsw.Connection(str(partial))
    try:
        source.execute("begin")
        source.execute(
            "select count(*) from sqlite_schema"
        ).fetchall()  # from here on it sees one moment, whatever is written
        with target.backup("main", source, "main") as copy:
            while not copy.done:
                copy.step(PAGES_AT_ONCE)
                show(copy.page_count - copy.remaining, copy.page_count)
        if target.execute("pragma quick_check").fetchall() != [("ok",)]:
            raise StoreUnavailable("The file of the store is damaged.")
    except apsw.FullError as error:  # nothing is written to the store
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
    finally:
        target.close()
        source.close()


def _keep(folder: Path) -> None:
    """Make the name durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
