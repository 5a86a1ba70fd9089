"""``dialbook clock show``: what the clock shows."""

from __future__ import annotations

from dialbook.cli.clock.reading import print_clock
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption


def show(url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """Show what the clock shows."""
    print_clock(Controls(url, token).ask("GET", "clock"))
