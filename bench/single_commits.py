"""dialbook with a commit for each request: the same statements, without the groups."""

from __future__ import annotations

import sys
from pathlib import Path

from dialbook.server.asgi import Edge
from dialbook.server.build import build
from dialbook.server.config import Config
from dialbook.server.framing import Limits as EdgeLimits
from dialbook.server.handle import Service
from dialbook.server.serve import granian
from dialbook.stores.limits import Limits
from dialbook.stores.sqlite import open_sqlite


def edge(store: Path) -> Edge:
    """Return the application over a store whose batches hold one write."""

    async def start() -> Service:
        config = Config(store=str(store), master_key_file=store)
        return await build(config, store=open_sqlite(store, Limits(batch_works=1)))

    return Edge(start, EdgeLimits(), log_access=False)


if __name__ == "__main__":
    path = Path(sys.argv[2])
    granian("127.0.0.1", int(sys.argv[1]), 1).serve(target_loader=lambda: edge(path), wrap_loader=False)
