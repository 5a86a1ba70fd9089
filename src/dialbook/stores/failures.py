"""What SQLite's errors mean to the rest of the program."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from dialbook.ports.store import StoreUnavailable

_CLOSED = "The store is closed."

_MEANINGS: dict[type[apsw.Error], str] = {
    apsw.BusyError: "Another program keeps the store locked.",
    apsw.LockedError: "The store is locked.",
    apsw.ProtocolError: "Too many programs open the store at once.",
    apsw.FullError: "The store is out of space.",
    apsw.IOError: "The disk of the store reports an error.",
    apsw.CantOpenError: "The store cannot be opened: its directory must exist and be writable.",
    apsw.ReadOnlyError: "The store cannot be written: its file or directory is read-only.",
    apsw.NotADBError: "The file of the store is no longer an SQLite database.",
    apsw.CorruptError: "The file of the store is damaged.",
    apsw.ConnectionClosedError: _CLOSED,
    apsw.CursorClosedError: _CLOSED,
    apsw.NoMemError: "There is no memory left for the store.",
}

OUTAGES = tuple(_MEANINGS)
"""Errors of the place where the store lives, not of the statement."""


def unavailable(error: BaseException, location: Path | None = None) -> StoreUnavailable:
    """Say in a sentence what has failed, with a look at the file where one is given; the caller chains the error itself."""
    if isinstance(error, StoreUnavailable):
        return StoreUnavailable(*error.args)
    if location and isinstance(error, apsw.CantOpenError) and (obstacle := _obstacle(location)):
        return StoreUnavailable(f"The store {location} cannot be opened: {obstacle}.")
    meanings = (meaning for kind, meaning in _MEANINGS.items() if isinstance(error, kind))
    return StoreUnavailable(next(meanings, "The store failed."))


def _obstacle(location: Path) -> str | None:
    """Say why a file that is there cannot be opened, which SQLite keeps to itself."""
    if os.path.isdir(location):  # noqa: PTH112 - Path raises where a directory above is closed to this user
        return "it is a directory, not a file"
    readable = os.access(location, os.R_OK, effective_ids=os.access in os.supports_effective_ids)
    return None if readable or not os.path.exists(location) else "this user may not read it"  # noqa: PTH110 - as above
