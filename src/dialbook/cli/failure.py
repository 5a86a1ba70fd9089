"""What a person at the command line can mend."""

from __future__ import annotations


class Failure(Exception):  # noqa: N818 - it names a result
    """The command cannot do what it was asked to; the message says in a sentence what to change."""
