"""A snapshot as bytes: rows of JSON, one a line, compressed with gzip.

    {"dialbook_snapshot":1,"schema":12,"version":"0.1.0","taken_at":"2026-03-01T12:00:00.000Z"}
    {"table":"tags","columns":["account","resource_arn","tag_key","tag_value"],"rows":1}
    ["000000000000","arn:aws:chime:…","team","front desk"]
    …
    {"tables":14,"rows":1,"sha256":"…"}

Cells are as the SQLite store has them: times as ISO-8601 text, booleans as 0 and 1, nested values as JSON text. A store whose columns have
other types (timestamptz, jsonb, boolean) makes each row a record and writes that as a row with the same ``Mapper``. The last line has the
digest of all before it: what was cut off or altered is refused before any of it is looked at.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from dialbook import __version__
from dialbook.domain.moments import iso8601
from dialbook.ports.dumps import Dump, DumpRefused, DumpTooLarge, Rows, Table

FORMAT = 1
GZIP = 31
"""What zlib calls gzip with the largest window."""
QUICK = 1
BLOCK_ROWS = 2000

T = TypeVar("T")
Count = Annotated[int, msgspec.Meta(ge=0)]
StoredCell = str | Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)] | float | None


class Limits(msgspec.Struct, frozen=True):
    """What a snapshot may have. Our choice: it is held in memory, several times over."""

    content_bytes: int = 32 * 1024 * 1024
    """Compressed."""
    bytes: int = 128 * 1024 * 1024
    """Uncompressed: a hundred thousand numbers, each with a change or two of its history."""
    cells: int = 8_000_000
    """Each takes some fifty bytes of memory, however small it is."""
    line_bytes: int = 8 * 1024 * 1024
    """One row. A document of the API has a megabyte at most, and its history twice that."""


LIMITS = Limits()


class Snapshot(msgspec.Struct, frozen=True):
    """What was taken, and when (real time)."""

    taken_at: datetime
    dump: Dump


class Format(msgspec.Struct):
    """The part of the first line that every format has."""

    dialbook_snapshot: Count


class Head(Format, forbid_unknown_fields=True):
    """The first line."""

    schema: Annotated[int, msgspec.Meta(ge=1)]
    version: str
    taken_at: Annotated[datetime, msgspec.Meta(tz=True)]


class TableHead(msgspec.Struct, forbid_unknown_fields=True):
    """The line before the rows of a table."""

    table: str
    columns: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    rows: Count


class End(msgspec.Struct, forbid_unknown_fields=True):
    """The last line."""

    tables: Count
    rows: Count
    sha256: str


encode = msgspec.json.Encoder()
decode_row = msgspec.json.Decoder(list[StoredCell]).decode


def pack(snapshot: Snapshot, limits: Limits = LIMITS) -> bytes:
    """Return a snapshot as bytes. Raises DumpTooLarge for one that `unpack` would not take."""
    press, digest = zlib.compressobj(QUICK, wbits=GZIP), hashlib.sha256()
    packed, size = bytearray(), 0
    for block in blocks(snapshot):
        digest.update(block)
        packed += press.compress(block)
        size += len(block)
        if size > limits.bytes:
            raise DumpTooLarge
    tables = snapshot.dump.tables
    end = End(len(tables), sum(len(table.rows) for table in tables), digest.hexdigest())
    packed += press.compress(encode.encode_lines([end])) + press.flush()
    if len(packed) > limits.content_bytes or cells(tables) > limits.cells:
        raise DumpTooLarge
    return bytes(packed)


def blocks(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield all lines but the last, many at a time."""
    taken_at = iso8601(snapshot.taken_at)
    head = {"dialbook_snapshot": FORMAT, "schema": snapshot.dump.schema, "version": __version__, "taken_at": taken_at}
    yield encode.encode_lines([head])
    for table in snapshot.dump.tables:
        yield encode.encode_lines([TableHead(table.name, table.columns, len(table.rows))])
        for start in range(0, len(table.rows), BLOCK_ROWS):
            yield encode.encode_lines(table.rows[start : start + BLOCK_ROWS])


def cells(tables: tuple[Table, ...]) -> int:
    """Count the cells of all rows."""
    return sum(len(table.rows) * len(table.columns) for table in tables)


def unpack(content: bytes, limits: Limits = LIMITS) -> Snapshot:
    """Return the snapshot. Raises DumpRefused for what is none, is incomplete, damaged or newer, DumpTooLarge."""
    text = decompressed(content, limits)
    lines = Lines(text, limits)
    head = read_head(lines)
    end_at = text.rfind(b"\n", 0, -1) + 1
    end = read(text[end_at:], End)
    if hashlib.sha256(memoryview(text)[:end_at]).hexdigest() != end.sha256:
        raise DumpRefused("is damaged: its content is not what its last line says.")
    tables = tuple(lines.tables(end_at))
    if (len(tables), sum(len(table.rows) for table in tables)) != (end.tables, end.rows):
        raise DumpRefused("is damaged: it has more or fewer rows than its last line says.")
    return Snapshot(head.taken_at, Dump(head.schema, tables))


def decompressed(content: bytes, limits: Limits) -> bytes:
    """Return the lines, of which no more are ever in memory than the limit allows."""
    if len(content) > limits.content_bytes:
        raise DumpTooLarge
    press = zlib.decompressobj(wbits=GZIP)
    try:
        text = press.decompress(content, limits.bytes + 1)
    except zlib.error as error:
        raise DumpRefused("is not one: it must be compressed as dialbook does it, with gzip.") from error
    if len(text) > limits.bytes:
        raise DumpTooLarge
    if not press.eof or not text.endswith(b"\n"):
        raise DumpRefused("is incomplete: its end is missing.")
    if press.unused_data:
        raise DumpRefused("is damaged: something follows its end.")
    return text


def read_head(lines: Lines) -> Head:
    """Read the first line, of a format that this version knows."""
    line = lines.next()
    try:
        given = msgspec.json.decode(line, type=Format).dialbook_snapshot
    except ValueError as error:
        raise DumpRefused("is not one of dialbook: its first line must say its format.") from error
    if given > FORMAT:
        raise DumpRefused(
            f"has format {given}, and this version of dialbook knows formats up to {FORMAT}: use a newer dialbook."
        )
    return read(line, Head)


class Lines:
    """The lines of a snapshot, read one after the other."""

    def __init__(self, text: bytes, limits: Limits) -> None:
        self._text = io.BytesIO(text)
        self._limits = limits
        self._cells_left = limits.cells

    def next(self) -> bytes:
        """Return the next line. Raises DumpTooLarge for a very long one."""
        line = self._text.readline(self._limits.line_bytes + 1)
        if len(line) > self._limits.line_bytes:
            raise DumpTooLarge
        return line

    def tables(self, end_at: int) -> Iterator[Table]:
        """Read the tables up to a position."""
        while self._text.tell() < end_at:
            head = read(self.next(), TableHead)
            yield Table(head.table, head.columns, self._rows(head))

    def _rows(self, head: TableHead) -> Rows:
        self._cells_left -= head.rows * len(head.columns)
        if self._cells_left < 0:
            raise DumpTooLarge
        try:
            rows = [decode_row(self.next()) for _ in range(head.rows)]
        except ValueError as error:
            raise DumpRefused("is malformed: a row must be a list of texts, numbers and nulls.") from error
        if any(len(row) != len(head.columns) for row in rows):
            raise DumpRefused("is malformed: a row must have a cell for each column.")
        return rows


def read(line: bytes, kind: type[T]) -> T:
    """Read a line that is no row."""
    try:
        return msgspec.json.decode(line, type=kind)
    except ValueError as error:
        raise DumpRefused("is malformed: its lines must be as dialbook writes them.") from error
