"""Port-ins as an operator commands them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.conftest import Dialbook

VOICE = ("--product-type", "VoiceConnector")
TO_THE_END = (["Submitted"], ["FOC", "--foc-date", "2026-03-31"], ["Successful"])


def port_in(dialbook: Dialbook, *numbers: str, words: tuple[str, ...] = VOICE) -> str:
    """Begin to port numbers in, and return the order's id."""
    ended = dialbook("orders", "port-in", *words, *numbers)
    assert (ended.status, ended.err) == (0, "The port-in is PendingDocuments.\n")
    assert re.fullmatch("[0-9a-f-]{36}\n", ended.out)
    return ended.out.strip()


def move(dialbook: Dialbook, order: str, *moves: list[str]) -> None:
    """Take a port-in from status to status."""
    for words in moves:
        assert dialbook("orders", "move", order, *words) == (0, f"The port-in is {words[0]}.\n", "")
