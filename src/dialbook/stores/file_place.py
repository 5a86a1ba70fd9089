"""Where a store's file is, and whether it still is there: on Unix a program goes on writing to a file that was deleted."""

from __future__ import annotations

from pathlib import Path

from dialbook.ports.store import StoreUnavailable

GONE = "The file of the store was moved, deleted or replaced: put it back, or start the server again."


class FilePlace:
    """The file that a store was opened in."""

    def __init__(self, file: Path) -> None:
        """Remember which file it is. Raises StoreUnavailable where there is none."""
        self._file = file
        self._identity = _identity_of(file)

    def require(self) -> None:
        """See whether it is still the one under its name. Raises StoreUnavailable: what is written to it now would be lost."""
        if _identity_of(self._file) != self._identity:
            raise StoreUnavailable(GONE)


def _identity_of(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError as error:
        raise StoreUnavailable(GONE) from error
    return found.st_dev, found.st_ino
