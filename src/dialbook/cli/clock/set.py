"""``dialbook clock set``: move the clock on to a moment."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.clock.reading import print_clock
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


def set_clock(
    time: Annotated[str, typer.Argument(metavar="TIME", help="When, with its zone: 2030-01-01T12:00:00Z.")],
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Move the clock on to a moment.

    What falls due meanwhile is settled when the command ends.
    """
    print_clock(Controls(url, token).ask("POST", "clock", "set", body={"Time": time}))
