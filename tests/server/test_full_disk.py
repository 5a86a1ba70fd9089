"""A disk that is full under load, and has room again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialbook.stores.postgres import upgrades
from postgres import Cluster, unprivileged
from server import raw
from server.load import Load
from server.process import SAMPLE, Dialbook, get, stored_names_of, wait_until

MEBIBYTE = 1 << 20


@pytest.fixture
def disk() -> Iterator[Path]:
    """Have a small disk, which only root can make."""
    with tempfile.TemporaryDirectory(prefix="dialbook-disk-") as place:
        Path(place).chmod(0o755)
        command = ["mount", "-t", "tmpfs", "-o", "size=128m,mode=755", "tmpfs", place]
        if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("only root can mount a small disk")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


@contextlib.contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no room on the disk."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (MEBIBYTE, 4096):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    try:
        yield
    finally:
        ballast.unlink()


@pytest.fixture
def cluster(disk: Path) -> Iterator[Cluster]:
    """Run PostgreSQL on the small disk."""
    home = disk / "postgres"
    home.mkdir()
    if user := unprivileged():
        os.chown(home, user["user"], user["group"])
    made = Cluster(home)
    made.initialize()
    made.start()
    try:
        asyncio.run(upgrades.upgrade(made.url()))
        yield made
    finally:
        made.stop()


def test_a_file_on_a_full_disk(disk: Path) -> None:
    """Writes are refused with 503 and reads are answered, until there is room; nothing that was acknowledged is lost."""
    dialbook = Dialbook(disk, "--workers", "2")
    with dialbook.serving():
        with Load(dialbook.port) as load:
            load.await_more(5)
            with full(disk):
                wait_until(load.all_refused)
                assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 200
            load.await_more(5)
        dialbook.signal()
        assert dialbook.exit_status() == 0
    load.check(dialbook.names(), refusals={503})


def said(*words: object) -> str:
    """Return what a command says that fails."""
    command = [sys.executable, "-m", "dialbook", *map(str, words)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr.removeprefix("dialbook: ").rstrip("\n")


def test_a_backup_and_a_copy_onto_a_full_disk(disk: Path, tmp_path: Path) -> None:
    """They name the file that there is no room for: the store's own disk has some."""
    with Dialbook(tmp_path).serving() as dialbook:
        dialbook.signal()
        dialbook.exit_status()
    backup, copy, store = disk / "backup.db", disk / "copy.db", dialbook.store
    full_backup = f"The backup {backup} cannot be written: No space left on device."
    full_copy = f"The copy {copy} cannot be written. The store is out of space."
    with full(disk):
        assert said("store", "backup", backup, "--store", store) == full_backup
        assert said("store", "copy", "--from", store, "--to", copy) == full_copy
    assert not backup.exists()


def test_postgresql_on_a_full_disk(disk: Path, cluster: Cluster, tmp_path: Path) -> None:
    """The same; and the same when there is no room for PostgreSQL's log, which makes it end."""
    with Dialbook(tmp_path, "--workers", "2", store=cluster.url()).serving() as dialbook:
        with Load(dialbook.port) as load:
            load.await_more(5)
            with full(disk):
                wait_until(load.all_refused)
                assert raw.status_of(dialbook.port, get(SAMPLE[0])) == 200
            load.await_more(5)
            with full(disk):
                with contextlib.suppress(Exception):
                    cluster.run("select pg_switch_wal()")
                wait_until(lambda: raw.status_of(dialbook.port, get(SAMPLE[0])) == 503)
            cluster.stop()
            cluster.start()
            load.await_more(5)
        load.check(asyncio.run(stored_names_of(cluster.url())), refusals={503})
