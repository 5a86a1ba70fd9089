"""How a program that will run for long loads what it runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 10_000
"""How many objects come before garbage is looked for: several times what the requests of a moment consist of, which would only be moved to
older generations. Almost everything that is no longer needed goes at once, by its count of references.
"""


@contextmanager
def for_good() -> Iterator[None]:
    """Look for no garbage among what is loaded meanwhile, and never again: all of it stays. Look seldom among what comes then.

    Python would look through it time after time while it grows, and again in each worker, which would copy the memory that it shares.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS)
    finally:
        gc.enable()
