"""What lasts until the test process ends, such as a server that many tests share."""

from __future__ import annotations

import atexit
import contextlib
from typing import TypeVar

T = TypeVar("T")

_ENDING = contextlib.ExitStack()
"""Held here and not by atexit alone: a child that multiprocessing forks forgets what is registered there (from Python 3.13 on before
anything else), and what nobody holds any more ends at once, files of the parent and all.
"""
atexit.register(_ENDING.close)


def until_the_end(manager: contextlib.AbstractContextManager[T]) -> T:
    """Enter a context that is left when this process ends, after those that were entered later."""
    return _ENDING.enter_context(manager)
