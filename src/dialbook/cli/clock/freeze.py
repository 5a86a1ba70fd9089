"""``dialbook clock freeze``: have the clock stand still."""

from __future__ import annotations

from dialbook.cli.clock.reading import print_clock
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


def freeze(url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """Have the clock stand still."""
    print_clock(Controls(url, token).ask("POST", "clock", "freeze"))
