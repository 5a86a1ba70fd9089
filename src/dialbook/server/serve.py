"""Runs the server: Granian's processes around the edge."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.domain.clock import REAL_TIME, ClockSetting
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.ports.store import Tx
from dialbook.server import logs
from dialbook.server.asgi import Application, Edge
from dialbook.server.build import build, build_again, place_of
from dialbook.server.config import Config, check
from dialbook.server.framing import Limits
from dialbook.server.handle import Service
from dialbook.server.inventory import FIRST
from dialbook.server.keyring import configured_master_key, with_master_key
from dialbook.server.stopping import Flag, hold_signals, stop_with_main_process
from dialbook.stores.file_place import FilePlace

Controls = Callable[[Config, Service], Application]
"""Makes the application that serves the controls of a service."""

HEADER_MILLISECONDS = 10_000
"""How long a client may take to send its headers."""
BUFFER_BYTES = 64 * 1024
"""How much of a request's head is kept while it is incomplete; a longer one is refused before the edge sees it."""
HTTP1 = HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=BUFFER_BYTES)
CONNECTIONS = 512
"""How many connections a worker has open; more wait in the backlog. Half of the 1024 files that systems commonly allow a process:
without any left, neither could the store open its own nor the server accept.
"""
GRACE_SECONDS = 27
"""How long requests in flight may take to finish when the server is told to stop: 10 s for headers, 10 s for a body, 5 s of the
store's patience, and a little more; less than the 30 s that Kubernetes gives.
"""


class Found(NamedTuple):
    """What a server's store is like before it serves."""

    clock: ClockSetting
    """How its clock is set."""
    number: str | None
    """The first number of the sample; None where the store has it not, because it was begun otherwise."""


def prepare(config: Config) -> Found:
    """Check the configuration and the store before any process is started. Raises what `main` reports."""
    check(config)
    if config.keys == "stored":
        configured_master_key(config)
    if config.in_memory:  # each server begins a store of its own, which is no reason to begin one twice
        return Found(REAL_TIME, FIRST if config.sample else None)
    return asyncio.run(open_and_close(config))


async def open_and_close(config: Config) -> Found:
    """Upgrade and fill the store once, so that the workers find it ready, and see whether its keys can be opened."""
    service = await build(config)
    try:
        if config.keys == "stored":
            await service.keyring.check()
        return await service.store.read(find)
    finally:
        await service.store.close()


async def find(tx: Tx) -> Found:
    """Look at what there is."""
    clock = await tx.get(ClockSetting, (REAL_TIME.name,)) or REAL_TIME
    first = await tx.get(PhoneNumber, (DEVELOPMENT_ACCOUNT, FIRST))
    return Found(clock, first.e164 if first else None)


def edge(config: Config, place: FilePlace | None, controls: Controls | None) -> Edge:
    """Return the ASGI application over the store at a place; called in each worker."""
    logs.configure(config.log_format, config.log_level)
    stopping = asyncio.Event()
    return Edge(
        partial(start, config, place, stopping),
        Limits(),
        log_access=config.access_log,
        controls=partial(controls, config) if controls else None,
        attend=partial(stop_with_main_process, stopping.set, config.drain_delay.total_seconds()),
    )


async def start(config: Config, place: FilePlace | None, stopping: asyncio.Event) -> Service:
    """Assemble the application in a worker. Raises StoreUnavailable, SchemaMismatch."""
    service = replace(await build_again(config, place), stopping=stopping)
    if config.keys == "development":
        await service.keyring.warn()
    return service


def serve(config: Config, controls: Controls | None = None) -> None:
    """Serve until told to stop, under ``/_dialbook/`` what ``controls`` makes in each worker. ``prepare`` has been called."""
    grace_seconds = GRACE_SECONDS + math.ceil(config.drain_delay.total_seconds())
    server = granian(config.host.strip("[]"), config.port, config.workers, grace_seconds)
    logs.configure(config.log_format, config.log_level)
    if config.keys == "stored":
        config = with_master_key(config)  # its file may be gone when a worker is replaced
    hold_signals()
    server.serve(target_loader=partial(edge, config, place_of(config), controls), wrap_loader=False)


class Server(MPServer):
    """Granian, that ends with its terminal: it would begin its workers anew. Whoever wants it to go on says so with nohup."""

    signal_handler_reload = MPServer.signal_handler_interrupt


def granian(address: str, port: int, workers: int, grace_seconds: int = GRACE_SECONDS) -> Server:
    """Return the HTTP server with our settings; what it serves is given to its ``serve``."""
    server = Server(
        "dialbook",
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        # As fast as mt, in which a stopping worker can miss that all is answered: it waits for a message that has come before.
        runtime_mode=RuntimeModes.st,
        http=HTTPModes.http1,
        http1_settings=HTTP1,
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        log_dictconfig={"handlers": {}, "loggers": {}},  # its messages go where all go
        respawn_failed_workers=True,
        workers_kill_timeout=grace_seconds,
    )
    server.main_loop_interrupt = Flag()
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        server.signal_handler_reload = None  # type: ignore[assignment, method-assign] # then it leaves the signal alone
    logging.getLogger("_granian").addFilter(is_for_users)
    return server


def is_for_users(record: logging.LogRecord) -> bool:
    """Tell what to log of Granian: to those who want more workers than cores it recommends a setting that dialbook lacks."""
    return "tune threads configuration" not in record.getMessage()
