"""What a read refuses, on every store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialbook.domain.history import Change
from dialbook.ports.dumps import Cell
from dialbook.ports.store import R, Record, Value


class ReadOnly:
    """The verbs that change something. A read refuses them, for that is a mistake of whoever wrote it."""

    async def put(self, record: Record, replacing: Record | None = None) -> None:  # noqa: ARG002 - the port's shape
        """Refuse: a read changes nothing."""
        raise TypeError(f"{record.table}: records are put in a write, not in a read.")

    async def delete(self, record: Record) -> None:
        """Refuse: a read changes nothing."""
        raise TypeError(f"{record.table}: records are deleted in a write, not in a read.")

    async def clear(self, kind: type[R], where: Mapping[str, Value]) -> None:  # noqa: ARG002
        """Refuse: a read changes nothing."""
        raise TypeError(f"{kind.table}: records are deleted in a write, not in a read.")

    async def fill(self, kind: type[R], rows: Sequence[Sequence[Cell]]) -> None:  # noqa: ARG002
        """Refuse: a read changes nothing."""
        raise TypeError(f"{kind.table}: rows are inserted in a write, not in a read.")

    async def fill_history(self, changes: Sequence[tuple[int, Change]]) -> None:  # noqa: ARG002
        """Refuse: a read changes nothing."""
        raise TypeError(f"{Change.table}: rows are inserted in a write, not in a read.")
