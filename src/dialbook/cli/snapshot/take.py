"""``dialbook snapshot take``: keep the state under a name."""

from __future__ import annotations

import typer

from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.snapshot.argument import NameArgument


def take(name: NameArgument, url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """Keep the state of the whole store under a name.

    A snapshot that has the name gives way.
    """
    taken = Controls(url, token).ask("POST", "snapshots", body={"Name": name})
    typer.echo(f"{taken['Name']} is kept: {taken['SizeBytes']} bytes.")
