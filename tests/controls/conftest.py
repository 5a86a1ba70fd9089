"""A server for each module that orders faults."""

from __future__ import annotations

from controls.ordering_faults import one_server, server

__all__ = ["one_server", "server"]
