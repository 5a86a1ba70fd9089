"""One fixed body on the HTTP server that dialbook uses, with the same settings: what the server alone can do."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import Any

from dialbook.server.serve import granian

BODY = b'{"PhoneNumber":' + b'"' + b"x" * 640 + b'"}'
HEADERS = [(b"content-type", b"application/json")]


async def endpoint(
    scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Answer everything with the same body."""
    if scope["type"] == "lifespan":
        while True:
            event = await receive()
            await send({"type": f"{event['type']}.complete"})
            if event["type"] == "lifespan.shutdown":
                return
    if scope["method"] == "POST":
        await receive()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


if __name__ == "__main__":
    granian("127.0.0.1", int(sys.argv[1]), int(sys.argv[2])).serve(target_loader=lambda: endpoint, wrap_loader=False)
