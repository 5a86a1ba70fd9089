"""Snapshots as bytes."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.controls.archive import FORMAT, Limits, Snapshot, pack, unpack
from dialbook.ports.dumps import Cell, Dump, DumpRefused, DumpTooLarge, Table

MOMENT = datetime(2026, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)
SMALL = Limits(content_bytes=4096, bytes=64 * 1024, cells=1000, line_bytes=4096)
MEBIBYTE = 1024 * 1024

cells = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
)
names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Make a table with some rows."""
    columns = draw(st.lists(names, min_size=1, max_size=4))
    return Table(
        draw(names),
        tuple(columns),
        draw(st.lists(st.lists(cells, min_size=len(columns), max_size=len(columns)), max_size=4)),
    )


taken = st.builds(
    Snapshot,
    st.builds(lambda milliseconds: MOMENT + timedelta(milliseconds=milliseconds), st.integers(-(10**12), 10**12)),
    st.builds(Dump, st.integers(1, 10_000), st.lists(tables(), max_size=3).map(tuple)),
)
ONE = Snapshot(MOMENT, Dump(7, (Table("tags", ("a", "b"), [["x", 1], [None, "y"]]), Table("clocks", ("a",), []))))


PACKED = pack(ONE)
LINES = gzip.decompress(PACKED)


def text_of(content: bytes) -> bytes:
    """Return the lines of a snapshot."""
    return gzip.decompress(content)


def ended(*lines: bytes, **members: object) -> bytes:
    """Return a snapshot of these lines, with a last line that fits them."""
    text = b"".join(line + b"\n" for line in lines)
    heads = [line for line in lines if line.startswith(b'{"table"')]
    end = {"tables": len(heads), "rows": len(lines) - len(heads) - 1, "sha256": hashlib.sha256(text).hexdigest()}
    return gzip.compress(text + msgspec.json.encode(end | members) + b"\n")


HEAD = b'{"dialbook_snapshot":1,"schema":7,"version":"0.1.0","taken_at":"2026-03-01T12:00:00.123Z"}'
TAGS = b'{"table":"tags","columns":["a","b"],"rows":2}'


def refused(content: bytes, message: str) -> None:
    """Expect that a snapshot is refused."""
    with pytest.raises(DumpRefused, match=message):
        unpack(content)


@given(taken)
def test_what_is_packed_is_unpacked(snapshot: Snapshot) -> None:
    """Texts of any characters, numbers of any size, nulls, tables without rows, and the moment."""
    unpacked = unpack(pack(snapshot))
    assert unpacked == snapshot
    assert [[list(map(type, row)) for row in table.rows] for table in unpacked.dump.tables] == [
        [list(map(type, row)) for row in table.rows] for table in snapshot.dump.tables
    ]


def test_the_lines_are_for_people_too() -> None:
    """JSON, a row a line, with a head and an end, and the same bytes each time."""
    head, tags, first, second, clocks, end = text_of(pack(ONE)).splitlines()
    assert (head, tags) == (HEAD, TAGS)
    assert (first, second) == (b'["x",1]', b'[null,"y"]')
    assert clocks == b'{"table":"clocks","columns":["a"],"rows":0}'
    digest = hashlib.sha256(b"".join(line + b"\n" for line in (head, tags, first, second, clocks))).hexdigest()
    assert msgspec.json.decode(end) == {"tables": 2, "rows": 2, "sha256": digest}
    assert pack(ONE) == pack(ONE)


@pytest.mark.parametrize("keep", range(0, len(pack(ONE)), 7))
def test_a_truncated_snapshot_is_refused(keep: int) -> None:
    """Wherever it was cut off."""
    refused(pack(ONE)[:keep], "is incomplete" if keep else "incomplete|not one")


@given(st.data())
def test_an_altered_snapshot_is_refused(data: st.DataObject) -> None:
    """A bit of the compressed bytes, or a byte of the lines: nothing is taken for something else."""
    content = bytearray(PACKED)
    if data.draw(st.booleans()):
        at, bit = data.draw(st.integers(10, len(content) - 1)), data.draw(st.integers(0, 7))
        content[at] ^= 1 << bit
    else:
        text = bytearray(LINES)
        at, byte = data.draw(st.integers(0, len(text) - 1)), data.draw(st.integers(0, 255))
        text[at] = byte
        content = bytearray(gzip.compress(bytes(text)))
    try:
        found = unpack(bytes(content))
    except (DumpRefused, DumpTooLarge):
        return
    assert found == ONE  # such as a bit of the head that gzip does not look at


@given(st.binary(max_size=200))
def test_anything_else_is_refused(content: bytes) -> None:
    """As it is, and as the content of a compressed file."""
    refused(content, "is not one|is incomplete")
    refused(gzip.compress(content + b"\n"), "is not one of dialbook")


def test_what_follows_the_end_is_refused() -> None:
    """Another file behind it, or anything else."""
    for more in (b"x", pack(ONE)):
        refused(pack(ONE) + more, "something follows its end")


def test_a_newer_format_is_refused() -> None:
    """Whatever else it has: the sentence names both formats and says what to do."""
    newer = gzip.compress(b'{"dialbook_snapshot":2,"how":"unknown"}\nrows of tomorrow\n')
    refused(newer, f"^has format 2, and .* knows formats up to {FORMAT}: use a newer dialbook.$")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([b'{"dialbook_snapshot":-1}'], "not one of dialbook"),
        ([b'{"dialbook_snapshot":1}'], "lines must be as"),
        ([HEAD.replace(b'"schema":7', b'"schema":0')], "lines must be as"),
        ([HEAD.replace(b".123Z", b".123")], "lines must be as"),
        ([HEAD[:-1] + b',"more":1}'], "lines must be as"),
        ([HEAD, b"[]"], "lines must be as"),
        ([HEAD, TAGS.replace(b'["a","b"]', b"[]")], "lines must be as"),
        ([HEAD, TAGS.replace(b"2", b"-2")], "lines must be as"),
        ([HEAD, TAGS, b'["x",1]', b'["x"]'], "cell for each column"),
        ([HEAD, TAGS, b'["x",1]', b'["x",1,2]'], "cell for each column"),
        ([HEAD, TAGS, b'["x",1]', b'{"a":1}'], "must be a list"),
        ([HEAD, TAGS, b'["x",1]', b'["x",[1]]'], "must be a list"),
        ([HEAD, TAGS, b'["x",1]', b'["x",true]'], "must be a list"),
        ([HEAD, TAGS, b'["x",1]', b'["x",9223372036854775808]'], "must be a list"),
        ([HEAD, TAGS, b'["x",1]', b'["x","\\ud800"]'], "must be a list"),
        ([HEAD, TAGS, b'["x",1]', b'["x","\xff"]'], "must be a list"),
        ([HEAD, TAGS, b'["x",1]'], "must be a list"),
        ([HEAD, TAGS, b'["x",1]', b'["x",1]', b'["x",1]'], "lines must be as"),
    ],
)
def test_malformed_lines_are_refused(lines: list[bytes], message: str) -> None:
    """Even where their digest is right."""
    refused(ended(*lines), message)


def test_counts_must_be_right() -> None:
    """The last line says how many tables and rows there are."""
    lines = (HEAD, TAGS, b'["x",1]', b'["x",1]')
    assert len(unpack(ended(*lines)).dump.tables) == 1
    refused(ended(*lines, rows=3), "more or fewer rows")
    refused(ended(*lines, tables=2), "more or fewer rows")
    refused(ended(*lines, sha256=""), "is damaged")
    refused(ended(*lines, more=1), "lines must be as")


@pytest.mark.parametrize(
    "snapshot",
    [
        Snapshot(MOMENT, Dump(7, (Table("tags", ("a", "b"), [["x" * 30, "y"]] * 2000),))),
        Snapshot(MOMENT, Dump(7, (Table("tags", ("a", "b"), [["", ""]] * 501),))),
        Snapshot(
            MOMENT, Dump(7, (Table("tags", ("a",), [[hashlib.sha256(bytes([at])).hexdigest()] for at in range(256)]),))
        ),
    ],
    ids=["bytes", "cells", "content"],
)
def test_what_is_too_large_is_neither_packed_nor_unpacked(snapshot: Snapshot) -> None:
    """By the bytes of its lines, by its cells, or by its compressed bytes."""
    content = pack(snapshot)
    for step in (partial(pack, snapshot), partial(unpack, content)):
        with pytest.raises(DumpTooLarge):
            step(limits=SMALL)
    assert unpack(content) == snapshot


def test_a_very_long_row_is_refused() -> None:
    """Before it becomes a list of as many cells."""
    wide: list[Cell] = [1] * 2000
    content = pack(Snapshot(MOMENT, Dump(7, (Table("tags", ("a",), [wide]),))))
    with pytest.raises(DumpTooLarge):
        unpack(content, Limits(line_bytes=1000))


def test_a_bomb_does_not_fill_the_memory() -> None:
    """Zeros that shrink to a thousandth, and rows without an end, are refused with no more in memory than the limits allow."""
    press = zlib.compressobj(9, wbits=31)
    zeros = b"".join([press.compress(bytes(MEBIBYTE)) for _ in range(32)]) + press.flush()
    lines = ended(HEAD, b'{"table":"tags","columns":["a"],"rows":300000}', b"[1]\n" * 299_999 + b"[1]")
    limits = Limits(bytes=4 * MEBIBYTE, cells=100_000)
    tracemalloc.start()
    try:
        for content in (zeros, lines):
            with pytest.raises(DumpTooLarge):
                unpack(content, limits)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * MEBIBYTE
