"""The order that a command is about."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.failure import Failure


def absent(account: str) -> Failure:
    """Say that an account does not have an order."""
    return Failure(f"Account {account} does not have this order.")


OrderArgument = Annotated[
    str, typer.Argument(parser=str.lower, metavar="ORDER", help="The order's id, as 'dialbook orders list' shows it.")
]
