"""A worker of its own that delivers to a webhook until it is killed: ``python delivering.py STORE URL HOLD_SECONDS``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from dialbook.access.keys import Secret
from dialbook.server.webhooks.deliveries import deliver
from dialbook.server.webhooks.webhook import Patience, Webhook
from dialbook.stores.sqlite import open_sqlite


async def main(location: str, url: str, secret: str) -> None:
    """Deliver."""
    await deliver(open_sqlite(Path(location)), Webhook(url, Secret(secret), Patience(hold=0.4, renew=0.1)))


asyncio.run(main(*sys.argv[1:]))
