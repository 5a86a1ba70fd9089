"""A primary and a synchronous hot standby for the tests, and what befalls them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

import psutil

import postgres
from dialbook.stores.postgres import upgrades
from postgres import Cluster
from server.process import wait_until

WAITS_FOR_STANDBY = "select pid from pg_stat_activity where wait_event = 'SyncRep'"


class Pair:
    """Two servers of which the second follows the first."""

    def __init__(self, primary: Cluster, standby: Cluster) -> None:
        """Have them, both running."""
        self.primary = primary
        self.standby = standby

    def url(self, *clusters: Cluster) -> str:
        """Return the URL of both as one store, or of these in this order."""
        hosts = ",".join(f"127.0.0.1:{cluster.port}" for cluster in clusters or (self.primary, self.standby))
        parts = urlsplit(self.primary.url())
        return parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@{hosts}").geturl()

    def synchronize(self) -> None:
        """Have commits wait for the standby."""
        self.primary.run("alter system set synchronous_standby_names = '*'")
        self.primary.run("select pg_reload_conf()")
        wait_until(lambda: self.primary.run("select 1 from pg_stat_replication where sync_state = 'sync'"))

    def promote(self) -> None:
        """Make the standby a primary, as soon as it has everything it was sent."""
        self.standby.run("select pg_promote()")

    def swap(self) -> None:
        """Make the old primary the standby of the new one, and commits wait for it."""
        self.primary.stop()
        self.primary.follow(self.standby)
        self.primary.start()
        self.primary, self.standby = self.standby, self.primary
        self.synchronize()

    def pause_replay(self) -> None:
        """Have the standby keep what it is sent and not show it."""
        self.standby.run("select pg_wal_replay_pause()")
        wait_until(lambda: self.standby.run("select pg_get_wal_replay_pause_state() as at")[0]["at"] == "paused")

    def resume_replay(self) -> None:
        """Have it go on."""
        self.standby.run("select pg_wal_replay_resume()")

    @contextlib.contextmanager
    def without_confirmations(self) -> Iterator[None]:
        """Have the standby receive nothing, as if it were gone."""
        receiver = process_of(self.standby, "walreceiver")
        receiver.suspend()
        try:
            yield
        finally:
            receiver.resume()

    def commits_wait(self) -> bool:
        """Tell whether commits wait for the standby."""
        return bool(self.primary.run(WAITS_FOR_STANDBY))


def process_of(cluster: Cluster, name: str) -> psutil.Process:
    """Return the process of a server that does this."""
    found: list[psutil.Process] = []

    def look() -> bool:
        found[:] = [
            each for each in psutil.Process(cluster.postmaster()).children() if name in " ".join(each.cmdline())
        ]
        return bool(found)

    wait_until(look)
    return found[0]


@contextlib.contextmanager
def pair() -> Iterator[Pair]:
    """Run both, with today's schema, and leave nothing behind."""
    with postgres.running(max_connections="60", shared_buffers="32MB") as primary:
        asyncio.run(upgrades.upgrade(primary.url()))
        with following(primary) as standby:
            made = Pair(primary, standby)
            made.synchronize()
            yield made


@contextlib.contextmanager
def following(primary: Cluster) -> Iterator[Cluster]:
    """Run a standby of a server."""
    with postgres.home() as folder:
        standby = Cluster(folder, max_connections="60", shared_buffers="32MB")
        standby.follow(primary)
        standby.start()
        try:
            yield standby
        finally:
            standby.stop()
