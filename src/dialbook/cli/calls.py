"""``dialbook calls``: what was called on a running server."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer

from dialbook.cli.options import account_of
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.tables import print_table

COLUMNS = ("Number", "When (UTC)", "Account", "Operation", "Status", "Error", "Parameters")


def calls(
    operation: Annotated[
        str | None, typer.Option(metavar="OPERATION", help="Only calls of this operation, such as GetPhoneNumber.")
    ] = None,
    account: Annotated[
        str | None, typer.Option(parser=account_of, metavar="ACCOUNT", help="Only calls of this account.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="COUNT", min=1, max=1000, help="How many to list at most.")] = 20,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """List the last calls of a running server, the oldest first."""
    query = {"operation": operation, "account": account, "limit": limit}
    found = Controls(url, token).ask("GET", "calls", query=query)["Calls"]
    if not found:
        typer.echo("There are no such calls.", err=True)
        return
    print_table(COLUMNS, [row(call) for call in found])


def row(call: dict[str, Any]) -> list[str]:
    """Return a call as a row of the table."""
    parameters = "" if call["Parameters"] is None else msgspec.json.encode(call["Parameters"]).decode()
    when = call["Time"].replace("T", " ").partition(".")[0]
    return [
        str(call["Number"]),
        when,
        call["Account"],
        call["Operation"],
        str(call["Status"]),
        call["Error"] or "",
        parameters,
    ]
