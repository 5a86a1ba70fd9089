"""How a program that will run for long loads what it runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def for_good() -> Iterator[None]:
    """Look for no garbage among what is loaded meanwhile, and never again: all of it stays.

    Python would look through it time after time while it grows, and again in each worker, which would copy the memory that it shares.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
