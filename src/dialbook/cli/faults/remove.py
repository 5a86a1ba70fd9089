"""``dialbook faults remove``: take faults back."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.failure import Failure
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


def remove(
    fault: Annotated[
        str | None, typer.Argument(metavar="FAULT", show_default=False, help="The fault, as the list shows it.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Take all faults back.")] = False,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Take a fault back, or all of them."""
    if every == (fault is not None):
        raise Failure("Name one fault, or say --all.")
    Controls(url, token).ask("DELETE", "faults", *([] if fault is None else [fault]))
    typer.echo("The fault is removed." if fault else "All faults are removed.")
