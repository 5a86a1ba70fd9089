"""What throttling costs a request that passes: GetPhoneNumber with and without a limit that is never reached."""

from __future__ import annotations

import statistics
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from bench import servers
from bench.load import Figures, load
from bench.servers import Running
from bench.signed import Signed

CONNECTIONS = 32
HIGH = ["--request-rate", "1000000", "--request-burst", "1000000"]
"""More than any worker answers; its tokens are leased ten times per second."""
OPTIONS: dict[str, list[str]] = {"without a limit": [], "with a limit": HIGH}


def rows(store: Path, requests: list[Signed], seconds: float, rounds: int) -> list[list[str]]:
    """Return the figures of both from the round of median speed, and the median of the rounds' ratios."""
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(_serving(store, options, requests[0])) for name, options in OPTIONS.items()
        }
        seen = [{name: _figures(server, requests, seconds) for name, server in running.items()} for _ in range(rounds)]
    free = "without a limit"
    return [
        [
            f"GetPhoneNumber {name}",
            *sorted((run[name] for run in seen), key=lambda figures: figures.per_second)[rounds // 2].cells(),
            f"{statistics.median(run[name].per_second / run[free].per_second for run in seen):.2f}",
        ]
        for name in OPTIONS
    ]


def _serving(store: Path, options: list[str], probe: Signed) -> AbstractContextManager[Running]:
    port = servers.free_port()
    return servers.running([*servers.dialbook(port, store), *options], port, probe)


def _figures(server: Running, requests: list[Signed], seconds: float) -> Figures:
    return load(server.port, requests, CONNECTIONS, seconds)
