"""``dialbook snapshot restore``: bring a state back."""

from __future__ import annotations

import typer

from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.snapshot.argument import NameArgument


def restore(name: NameArgument, url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """Bring the state of a snapshot back.

    It takes the place of everything there is, the clock included.
    """
    Controls(url, token).ask("POST", "snapshots", name, "restore")
    typer.echo(f"{name} is restored.")
