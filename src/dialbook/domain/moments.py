"""Times as the wire and the store write them."""

from __future__ import annotations

from datetime import datetime

import msgspec


def iso8601(moment: datetime) -> str:
    """Return a UTC time with exactly three decimals and Z, ``2019-10-28T18:40:37.453Z`` (BEHAVIOUR.md 2.2).

    Texts of one length, which sort as the times do. What is finer than a millisecond is dropped. Raises ValueError for a time
    that is not UTC.
    """
    text: str = msgspec.to_builtins(moment)  # many times quicker than isoformat, and always with Z for UTC
    if len(text) == 27 and text[26] == "Z":
        return text[:23] + "Z"
    if len(text) == 20 and text[19] == "Z":
        return text[:19] + ".000Z"
    raise ValueError("A time must be UTC.")
