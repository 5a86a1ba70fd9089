"""``dialbook clock run``: have the clock go on."""

from __future__ import annotations

from dialbook.cli.clock.reading import print_clock
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


def run(url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """Have the clock go on from where it is."""
    print_clock(Controls(url, token).ask("POST", "clock", "run"))
