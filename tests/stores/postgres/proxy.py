"""A wire between a store and its server that can be cut."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Literal

Cut = Literal["before", "after"]


class Wire:
    """Passes everything on, until it sees a word: then it cuts the connection before or after the server has it."""

    def __init__(self, port: int, word: bytes, cut: Cut) -> None:
        self._port = port
        self._word = word
        self._cut: Cut = cut
        self.armed = False
        self._passing: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def between(self, url: str) -> AsyncIterator[str]:
        """Return the URL that leads through this wire."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            yield url.replace(f":{self._port}/", f":{port}/")
        finally:
            server.close()
            await asyncio.gather(*self._passing)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._passing.add(asyncio.ensure_future(self._pass_on(reader, writer)))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        back = asyncio.ensure_future(self._back(from_server, writer))
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                cut = self.armed and self._word in data
                if cut and self._cut == "before":
                    break
                if cut:
                    back.cancel()
                    await asyncio.wait((back,))
                to_server.write(data)
                await to_server.drain()
                if cut:
                    await from_server.read(1)  # the server has done it
                    break
        back.cancel()
        for end in (writer, to_server):
            end.close()
            with contextlib.suppress(OSError):
                await end.wait_closed()

    @staticmethod
    async def _back(from_server: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await from_server.read(65536):
                writer.write(data)
        writer.close()


class Road:
    """Passes everything on, until it hangs: then nothing comes through any more, and nobody is told."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open = asyncio.Event()
        self._open.set()
        self._ends: list[asyncio.StreamWriter] = []
        self._passing: set[asyncio.Task[None]] = set()

    def hang(self) -> None:
        """Let nothing through any more."""
        self._open.clear()

    @contextlib.asynccontextmanager
    async def between(self, url: str) -> AsyncIterator[str]:
        """Return the URL that leads through here."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            yield url.replace(f":{self._port}", f":{port}", 1)
        finally:
            server.close()
            for task in self._passing:
                task.cancel()
            await asyncio.gather(*self._passing, return_exceptions=True)
            for end in self._ends:
                end.close()
            await asyncio.gather(*(end.wait_closed() for end in self._ends), return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.append(writer)
        if not self._open.is_set():
            return
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends.append(to_server)
        for source, sink in ((reader, to_server), (from_server, writer)):
            self._passing.add(asyncio.ensure_future(self._pass_on(source, sink)))

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            try:
                while data := await source.read(65536):
                    await self._open.wait()
                    sink.write(data)
            finally:
                sink.close()
