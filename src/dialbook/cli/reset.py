"""``dialbook reset``: begin anew."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.options import account_of
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


def reset(
    account: Annotated[
        str | None,
        typer.Option(
            parser=account_of,
            metavar="ACCOUNT",
            show_default="the whole store",
            help="Remove only what this account has.",
        ),
    ] = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Make a running server's store as a fresh one.

    Its clock is back on real time, and the sample is there again if the server gives one to an empty store. Keys and
    the snapshots that are kept stay.
    """
    Controls(url, token).ask("POST", "reset", body={} if account is None else {"Account": account})
    typer.echo("The store is reset." if account is None else f"Account {account} is reset.")
