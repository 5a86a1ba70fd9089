"""A real server for a service that runs in this process already."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Self

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from dialbook.server.asgi import Edge
from dialbook.server.config import Config
from dialbook.server.framing import Limits
from dialbook.server.handle import Service
from dialbook.server.serve import HTTP1
from dialbook.testing.loop import SHARED

BACKLOG = 128
TASKS = Path("/proc/self/task")
LOOKS = 2000
SECONDS_BETWEEN_LOOKS = 0.001
holder_of: Any = SocketHolder
"""Makes Granian's holder of a listening socket; its types hide that it can be made."""


class EmbeddedServer(Server):
    """Granian in the running event loop, on a port that the system chooses.

    It is given a socket that listens already, so that no other program can take the port meanwhile. Granian's own way binds a port
    twice on Linux, once only to see whether it can, and never closes that socket.
    """

    def __init__(self, edge: Edge) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        # Connections inherit it, as from Granian's own sockets: or an answer in two packets waits for the client's delayed word (40 ms).
        self._listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._listening.getsockname()[1]
        super().__init__(
            edge,
            address="127.0.0.1",
            port=self.port,
            interface=Interfaces.ASGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1,
            websockets=False,
            backlog=BACKLOG,
            log_enabled=False,
        )

    def _init_shared_socket(self) -> None:
        self._ssp: Any = None
        self._shd: Any = holder_of(self._listening.detach(), False, BACKLOG)  # it closes the socket in the end

    def stop(self) -> None:
        """Stop when all requests are answered."""
        self.signal_handler_interrupt()  # type: ignore[no-untyped-call] # it is Granian's own stop, which has no types


class Serving:
    """A server that runs while it is entered."""

    def __init__(self, service: Service, config: Config) -> None:
        self._service = service
        self._config = config

    def __enter__(self) -> Self:
        thread = SHARED.thread()
        self.url = SHARED.call(self._start())
        thread.last()
        return self

    def __exit__(self, *_: object) -> None:
        SHARED.call(self._stop())

    async def _start(self) -> str:
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        from dialbook.controls.http.application import application  # noqa: PLC0415 - costly to import

        controls = partial(application, self._config)
        self._server = EmbeddedServer(Edge(self._assembled(ready), Limits(), log_access=False, controls=controls))
        others = foreign_threads()
        self._serving = asyncio.create_task(self._server.serve())
        await asyncio.wait((self._serving, ready), return_when=asyncio.FIRST_COMPLETED)
        if self._serving.done():
            raise RuntimeError("The server of this dialbook could not start.") from self._serving.exception()
        # They begin a moment after the service is asked for.
        await until(lambda: not TASKS.exists() or bool(foreign_threads() - others))
        self._threads = foreign_threads() - others
        return f"http://127.0.0.1:{self._server.port}"

    def _assembled(self, ready: asyncio.Future[None]) -> Callable[[], Awaitable[Service]]:
        async def start() -> Service:
            asyncio.get_running_loop().call_soon(ready.set_result, None)
            return self._service

        return start

    async def _stop(self) -> None:
        self._service.stopping.set()
        self._server.stop()
        await self._serving
        await until(lambda: foreign_threads().isdisjoint(self._threads))


async def until(holds: Callable[[], bool]) -> None:
    """Look again and again whether something holds, but not for ever."""
    for _ in range(LOOKS):
        if holds():
            break
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def foreign_threads() -> set[str]:
    """Return the system's ids of the threads that are not Python's, where it tells them: on Linux.

    Granian's own end a little after it has stopped. Where Python ends before them, one of them may abort the process.
    """
    if not TASKS.exists():
        return set()
    return {task.name for task in TASKS.iterdir()} - {str(thread.native_id) for thread in threading.enumerate()}
