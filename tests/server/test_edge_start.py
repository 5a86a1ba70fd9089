"""A server that cannot serve says so in one sentence, and ends."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from running import free_port
from server.process import Dialbook


def refusal(store: str | Path, *options: str, port: int | None = None) -> str:
    """Return what ``dialbook serve`` says when it does not serve: one sentence on standard error, and status 1."""
    command = [sys.executable, "-m", "dialbook", "serve", "--store", str(store), "--port", str(port or free_port())]
    ended = subprocess.run([*command, *options], check=False, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("dialbook: ")
    assert ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr.removeprefix("dialbook: ").rstrip("\n")


def test_a_port_that_another_program_has_is_refused() -> None:
    """The sentence names address and port."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert f"port {port} of 127.0.0.1: Address already in use." in refusal("memory:", port=port)


def test_a_port_that_another_dialbook_has_is_refused(tmp_path: Path) -> None:
    """Two of them would share the port, and each request would go to either store."""
    with Dialbook(tmp_path).serving() as dialbook:
        assert "Address already in use." in refusal("memory:", port=dialbook.port)


def test_an_address_of_another_machine_is_refused() -> None:
    """RFC 5737: 192.0.2.1 is nobody's."""
    said = refusal("memory:", "--host", "192.0.2.1", "--insecure-development-keys")

    assert "192.0.2.1: Cannot assign requested address." in said


def test_a_host_that_does_not_exist_is_refused() -> None:
    """RFC 6761: nothing ends in .invalid."""
    assert "host.invalid" in refusal("memory:", "--host", "host.invalid", "--insecure-development-keys")


def test_a_directory_is_no_store(tmp_path: Path) -> None:
    """Nor does one become a store."""
    assert refusal(tmp_path) == f"The store {tmp_path} cannot be opened: it is a directory, not a file."


def test_a_place_where_nothing_can_be_written_is_no_store() -> None:
    """Not even for the superuser: the file system of the kernel takes no files."""
    assert refusal("/proc/dialbook/numbers.db").startswith("The store in /proc/dialbook/numbers.db cannot be opened")


@pytest.mark.parametrize(
    "content", [b"not a database, but a text of some length" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_file_of_another_kind_is_no_store(tmp_path: Path, content: bytes) -> None:
    """It is left as it is."""
    file = tmp_path / "numbers.db"
    file.write_bytes(content)

    assert "The store" in refusal(file)
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_no_store(tmp_path: Path) -> None:
    """It is left as it is."""
    file = tmp_path / "other.db"
    with apsw.Connection(str(file)) as other:
        other.execute("create table recipes (name text)")
    other.close()
    before = file.read_bytes()

    assert "another program" in refusal(file)
    assert file.read_bytes() == before


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    """An older dialbook would not know what it destroys."""
    with Dialbook(tmp_path).serving() as dialbook:
        dialbook.signal()
        dialbook.exit_status()
    connection = apsw.Connection(str(dialbook.store))
    connection.execute("insert into schema_version values (9999, 'of the future')")
    connection.close()

    assert "use a newer dialbook" in refusal(dialbook.store)


def test_a_host_may_be_a_name(tmp_path: Path) -> None:
    """The name localhost is served on the address that it stands for."""
    with Dialbook(tmp_path, "--host", "localhost").serving() as dialbook:
        assert dialbook.workers()
