"""The one module that makes identifiers and draws random bytes."""

from __future__ import annotations

import os
import random
from string import ascii_lowercase, digits

VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
"""RFC 9562: the digit that tells the layout of a UUID has the bits 10 in front."""

CHANCE = random.Random()  # noqa: S311
"""Ids are told apart by chance, not kept secret: the operating system's randomness would cost a call and the interpreter's lock.

It is ours alone, for programs seed the one of the ``random`` module, and each process has its own.
"""
os.register_at_fork(after_in_child=CHANCE.seed)


def request_id() -> str:
    """Return a request id as AWS writes it: a version 4 UUID in lower case."""
    bits = CHANCE.randbytes(16).hex()
    return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-{VARIANT[bits[16]]}{bits[17:20]}-{bits[20:]}"


def fraction() -> float:
    """Return a number from 0 up to 1, for waits that shall not all be the same."""
    return CHANCE.random()


class RandomIds:
    """Ids of new things, drawn at random."""

    def guid(self) -> str:
        """Return a version 4 UUID in lower case."""
        return request_id()

    def voice_connector_id(self) -> str:
        """Return 22 lower-case letters and digits."""
        return "".join(CHANCE.choices(ascii_lowercase + digits, k=22))


def random_bytes(count: int) -> bytes:
    """Return bytes fit for keys."""
    return os.urandom(count)
