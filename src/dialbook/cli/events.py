"""``dialbook events``: what changes on a running server, as it happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated

import typer

from dialbook.cli.failure import Failure
from dialbook.cli.options import account_of
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption

DATA = b"data: "


def events(
    after: Annotated[
        int | None,
        typer.Option(
            metavar="COUNT",
            min=0,
            show_default="what is to come",
            help="Begin behind the event of this id; 0 is the beginning.",
        ),
    ] = None,
    account: Annotated[
        str | None, typer.Option(parser=account_of, metavar="ACCOUNT", help="Only events of this account.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="COUNT", min=1, show_default="none", help="End after so many events.")
    ] = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Print every change as it happens, until it is interrupted.

    Each is a line of JSON: a record as CloudTrail has them.
    """
    with Controls(url, token).open("GET", "events", query={"after": after, "account": account}) as response:
        for record in islice(records(response.stream()), limit):
            typer.echo(record)
    if limit is None:
        raise Failure("The server has ended the stream.")


def records(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the data of the events in a stream; it is in one line each."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(DATA):
                yield line.removeprefix(DATA).decode()
