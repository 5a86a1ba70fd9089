"""``dialbook faults list``: the faults that are ordered."""

from __future__ import annotations

from typing import Any

import msgspec
import typer

from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.tables import print_table

COLUMNS = ("Fault", "Matched", "Struck", "State", "Order")
RESULTS = ("FaultId", "Matched", "Struck", "Exhausted")


def list_faults(url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """List the faults that are ordered, and what has come of them.

    Matched says how many calls each has applied to, Struck how many of these it has struck.
    """
    found = Controls(url, token).ask("GET", "faults")["Faults"]
    if not found:
        typer.echo("There are no faults: 'dialbook faults add' orders one.", err=True)
        return
    print_table(COLUMNS, [row(fault) for fault in found])


def row(fault: dict[str, Any]) -> list[str]:
    """Return a fault as a row of the table."""
    order = {name: value for name, value in fault.items() if name not in RESULTS}
    return [
        fault["FaultId"],
        str(fault["Matched"]),
        str(fault["Struck"]),
        "exhausted" if fault["Exhausted"] else "standing",
        msgspec.json.encode(order).decode(),
    ]
