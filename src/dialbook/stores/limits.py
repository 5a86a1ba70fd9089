"""How much, how long: the store's limits as data."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What bounds a group commit, a wait and the log. The numbers are our choice, taken from bench/store.py."""

    batch_works: int = 256
    """At most so many writes share a commit."""
    batch_seconds: float = 0.005
    """No further write joins a batch that has run so long: others wait for the lock, and requests for the event loop."""
    patience_seconds: float = 5.0
    """How long to wait for another process before the answer is StoreUnavailable."""
    log_pages: int = 1024
    """The log is written back each time it has grown by so many pages of 4 KiB."""
    log_pages_told: int = 16 * 1024
    """A log that is longer, since somebody reads an old state of the file, is told of."""
    log_bytes_kept: int = 16 * 1024 * 1024
    """The log's file is cut to this size when it starts anew."""
    cache_kib: int = 4096
    """Page cache of each of the two busy connections."""
    cached_records: int = 2048
    """How many records a worker remembers as it has read them; a phone number takes 1.6 kB."""
    cached_record_bytes: int = 4096
    """What is larger is read each time: a document may have a megabyte, a snapshot many."""
