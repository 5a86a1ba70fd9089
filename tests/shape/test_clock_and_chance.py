"""Time and chance are arguments: one module reads the clock, one draws at random."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shape.conftest import Source

CLOCK, IDS = "server/clock.py", "server/ids.py"
DEADLINES = "how long it has waited already: the event loop's own clock, which no record ever sees"
MAY_READ_A_CLOCK = {
    "stores/group_commit.py": DEADLINES,
    "stores/patience.py": DEADLINES,
    "stores/postgres/replicas.py": DEADLINES,
    "stores/postgres/store.py": DEADLINES,
}

CLOCK_CALL = re.compile(
    r"(?:\w+\.)*"
    r"(?:(?:datetime|date|dt)\.(?:now|utcnow|today)"  # the class, however it was imported
    r"|time\.(?:time|monotonic|perf_counter|process_time|thread_time|clock_gettime)(?:_ns)?"
    r"|time\.(?:gmtime|localtime|ctime|asctime|strftime)"
    r"|(?:loop|get_running_loop\(\)|get_event_loop\(\))\.time)"
)
CLOCK_IMPORT = re.compile(r"time\.(?!sleep$)\w+")
CHANCE_CALL = re.compile(r"os\.(?:urandom|getrandom)|.*\.generate_(?:private_)?key")
CHANCE_IMPORT = re.compile(r"(?:random|secrets|uuid)(?:\..*)?|os\.(?:urandom|getrandom)")
VOLATILE_SQL = re.compile(
    r"\b(?:current_(?:date|time|timestamp)|random(?:blob)?\s*\(|now\s*\(|strftime\s*\()|'now'", re.IGNORECASE
)


def attributes(source: Source) -> Iterator[str]:
    """Give every dotted name of a file as it is written."""
    return (ast.unparse(node) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute))


def reads_a_clock(source: Source) -> bool:
    """Tell whether a file asks what time it is."""
    calls = any(CLOCK_CALL.fullmatch(name) for name in attributes(source))
    return calls or any(CLOCK_IMPORT.fullmatch(name) for name in source.imports())


def draws_at_random(source: Source) -> bool:
    """Tell whether a file makes something that nobody gave it."""
    calls = any(CHANCE_CALL.fullmatch(name) for name in attributes(source))
    return calls or any(CHANCE_IMPORT.fullmatch(name) for name in source.imports())


def test_one_module_reads_the_clock(sources: list[Source]) -> None:
    """All others are told the time; the exceptions measure how long they wait."""
    assert {source.name for source in sources if reads_a_clock(source)} == {CLOCK, *MAY_READ_A_CLOCK}


def test_one_module_draws_at_random(sources: list[Source]) -> None:
    """All others are given their ids and their bytes."""
    assert {source.name for source in sources if draws_at_random(source)} == {IDS}


def test_no_statement_reads_a_clock_or_draws_at_random(sources: list[Source]) -> None:
    """The values in a statement are bound: a database's own clock is another clock."""
    texts = {
        source.name: [node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant)]
        for source in sources
        if source.name.startswith("stores/")
    }
    root = sources[0].path.parents[len(sources[0].name.split("/")) - 1]
    for path in root.rglob("*.sql"):
        texts[path.name] = [path.read_text(encoding="utf-8")]
    assert len(texts) > 3
    found = [(name, text) for name, values in texts.items() for text in values if VOLATILE_SQL.search(str(text))]
    assert found == []
