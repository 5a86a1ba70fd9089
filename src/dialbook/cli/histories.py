"""The history of one record, as a table for people or as events for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import msgspec
import typer

from dialbook.cli.session import with_store
from dialbook.cli.tables import print_table
from dialbook.domain.events import event_of
from dialbook.domain.history import Change

COLUMNS = ("When (UTC)", "Who", "Action", "What", "Before", "After")
HistoryFormat = Literal["table", "json"]
FormatOption = Annotated[
    HistoryFormat,
    typer.Option(
        "--format",
        help="table: a line for each value that was changed. json: a line for each change, as CloudTrail records it, without names.",
    ),
]


def changes_of(location: str, account: str, subject: str) -> list[Change]:
    """Return the changes of one record, oldest first."""
    return with_store(location, lambda store: store.history(account, subject))


def print_history(changes: Sequence[Change], style: HistoryFormat) -> None:
    """Print changes in a format."""
    if style == "table":
        print_table(COLUMNS, [row for change in changes for row in rows(change)])
        return
    for change in changes:
        typer.echo(msgspec.json.encode(event_of(change)).decode())


def rows(change: Change) -> Iterator[list[str]]:
    """Yield a row for each value that a change has changed, and one for a record that is new."""
    told = [f"{change.changed_at:%Y-%m-%d %H:%M:%S}", change.principal, change.action]
    if change.before is None or change.after is None:
        yield [*told, "(created)" if change.before is None else "(deleted)", "", ""]
        return
    before, after = json.loads(change.before), json.loads(change.after)
    for member in {**before, **after}:
        old, new = before.get(member), after.get(member)
        if old != new and member != "updated_at":
            yield [*told, member, text(old), text(new)]


def text(value: Any) -> str:
    """Return a value as the table shows it."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)
