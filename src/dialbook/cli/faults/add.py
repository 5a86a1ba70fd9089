"""``dialbook faults add``: order a fault."""

from __future__ import annotations

from typing import Any

import typer

from dialbook.cli.faults.orders import order_of, with_order
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


@with_order
def add(url: UrlOption = DEFAULT_URL, token: TokenOption = None, **members: Any) -> None:
    """Order a fault: which calls, how often, and what happens to them.

    What is not given does not restrict it. The fault stands until it is removed.
    """
    fault = Controls(url, token).ask("POST", "faults", body=order_of(members))
    typer.echo(fault["FaultId"])
