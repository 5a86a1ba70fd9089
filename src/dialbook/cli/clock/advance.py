"""``dialbook clock advance``: move the clock on."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.clock.reading import print_clock
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


def advance(
    duration: Annotated[str, typer.Argument(metavar="DURATION", help="How far: 90s, 5m, 72h, 7d.")],
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Move the clock on by a duration.

    What falls due meanwhile is settled when the command ends.
    """
    print_clock(Controls(url, token).ask("POST", "clock", "advance", body={"Duration": duration}))
