"""A primary that is killed while two servers write to it, and the standby that takes over."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from server import raw
from server.load import BotoRenaming, Load
from server.process import SAMPLE, Dialbook, get, rename, stored_names_of, wait_until
from standby import pair

READY = raw.head("GET", "/_dialbook/ready", [("Host", "any.test"), ("Connection", "close")])


def test_a_primary_that_is_killed_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Until the standby is promoted every request is told to come back, afterwards the same processes serve on.

    Before that, each server reads from the standby what was written through the other one.
    """
    with pair() as both:
        first, second = (node(tmp_path / name, both.url()) for name in ("first", "second"))
        with first.serving(), second.serving():
            for name in range(10):
                asker, asked = (first, second) if name % 2 else (second, first)
                assert raw.status_of(asker.port, rename(SAMPLE[0], f"{name}")) == 200
                with raw.Wire(asked.port) as wire:
                    answer = wire.send(get(SAMPLE[0])).answer()
                assert answer is not None
                assert json.loads(answer.body)["PhoneNumber"]["Name"] == f"{name}"
            assert len(both.standby.run("select 1 from pg_stat_activity where application_name = 'dialbook'")) >= 2
            workers = first.workers(), second.workers()
            with Load(first.port, second.port, kind=BotoRenaming) as load:
                load.await_more(20)
                both.primary.kill()
                wait_until(load.all_refused)
                assert raw.status_of(first.port, get(SAMPLE[0])) == 503
                assert raw.status_of(first.port, READY) == 503
                both.promote()
                load.await_more(20)
            assert raw.status_of(second.port, READY) == 200
            assert (first.workers(), second.workers()) == workers
        load.check(asyncio.run(stored_names_of(both.standby.url())), refusals={503})
        assert [client.retry_after for client in load._clients if isinstance(client, BotoRenaming)] == [{"1"}] * 4


def node(home: Path, url: str) -> Dialbook:
    """Return a server with a home of its own."""
    home.mkdir()
    return Dialbook(home, "--read-store", url, store=url)
