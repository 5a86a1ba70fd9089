"""What the guide to backups says, beside a server that is written to without a pause."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from server.load import Load
from server.process import SAMPLE, Dialbook, stored_names, wait_until


def test_a_backup_of_a_store_in_use_is_restored(tmp_path: Path) -> None:
    """It has all that was promised before it began, is sound, and its numbers have the histories that lead to them.

    The server is not disturbed, neither by the backup nor by the verification beside it.
    """
    backup = tmp_path / "backup.db"
    dialbook = Dialbook(tmp_path, "--workers", "2")
    with dialbook.serving():
        with Load(dialbook.port) as load:
            load.await_more(10)
            promised = {client.number: client.acknowledged for client in load._clients}
            dialbook.command("store", "backup", str(backup))
            beside = dialbook.command("store", "verify", "--repair")
            load.await_more(3)
        dialbook.signal()
        assert dialbook.exit_status() == 0
        load.check(dialbook.names())

    saved = asyncio.run(stored_names(backup))
    assert beside.splitlines()[-1].endswith(" 0 findings, 0 of them mended")
    assert {number: int(name or 0) >= promised[number] for number, name in saved.items()} == dict.fromkeys(SAMPLE, True)
    assert saved != dialbook.names()

    for leftover in ("-wal", "-shm"):
        dialbook.store.with_name(dialbook.store.name + leftover).unlink(missing_ok=True)
    shutil.copy(backup, dialbook.store)
    assert dialbook.command("store", "verify").endswith(" 0 findings\n")
    with dialbook.starting():
        wait_until(dialbook.answers)
        dialbook.signal()
        assert (dialbook.exit_status(), dialbook.complaints()) == (0, [])
    assert dialbook.names() == saved
