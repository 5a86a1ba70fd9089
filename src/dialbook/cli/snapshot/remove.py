"""``dialbook snapshot remove``: keep a snapshot no longer."""

from __future__ import annotations

import typer

from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.snapshot.argument import NameArgument


def remove(name: NameArgument, url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """Keep a snapshot no longer."""
    Controls(url, token).ask("DELETE", "snapshots", name)
    typer.echo(f"{name} is removed.")
