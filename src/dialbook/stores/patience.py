"""Waiting for other programs' locks without holding up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import apsw

T = TypeVar("T")

_PAUSE_SECONDS = 0.005


async def insist(step: Callable[[], T], seconds: float) -> T:
    """Try ``step`` again and again while a lock is in its way. Raises apsw.BusyError when that has lasted ``seconds``.

    SQLite's own busy timeout would sleep inside the event loop.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        try:
            return step()
        except apsw.BusyError:
            if loop.time() >= deadline:
                raise
        await asyncio.sleep(_PAUSE_SECONDS)
