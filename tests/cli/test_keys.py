"""``dialbook keys``: made, shown once, listed, revoked; and good for a real client."""

from __future__ import annotations

import base64
import os
import re
import signal
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from dialbook.access.keys import DEVELOPMENT_ACCOUNT, AccessKey
from dialbook.ports.store import Tx
from fresh import ON_POSTGRESQL
from running import ACCOUNT, RunningServer, error_of, free_port
from server import raw
from server.process import SAMPLE, get, wait_until
from server.process import Dialbook as DialbookProcess

if TYPE_CHECKING:
    from cli.conftest import Dialbook

MASTER = base64.b64encode(bytes(range(32))).decode()
OTHER_MASTER = base64.b64encode(bytes(32)).decode()

LONG_TERM = re.compile(
    r"export AWS_ACCESS_KEY_ID=(?P<aws_access_key_id>AKIA[A-Z2-7]{16})\n"
    r"export AWS_SECRET_ACCESS_KEY=(?P<aws_secret_access_key>[A-Za-z0-9+/]{40})\n"
)
TEMPORARY = re.compile(
    LONG_TERM.pattern.replace("AKIA", "ASIA") + r"export AWS_SESSION_TOKEN=(?P<aws_session_token>[A-Za-z0-9+/]{128})\n"
)


@pytest.fixture
def master_key_file(home: Path) -> Path:
    """Name the master key's file."""
    return home / "master.key"


def create(dialbook: Dialbook, *words: str, account: str = ACCOUNT) -> dict[str, str]:
    """Make a key and return what was shown of it, as a client takes it."""
    ended = dialbook("keys", "create", "--account", account, *words)
    shown = (TEMPORARY if "--lifetime" in words else LONG_TERM).fullmatch(ended.out)
    assert ended.status == 0
    assert shown
    return shown.groupdict()


def test_the_first_key_makes_the_master_key(dialbook: Dialbook, master_key_file: Path) -> None:
    """Its file is for its owner alone, and the user is told to keep a copy; the next key uses it."""
    ended = dialbook("keys", "create", "--account", ACCOUNT)
    assert ended.err == f"New master key: {master_key_file}. Keep a copy: without it no stored key can be used.\n"
    assert stat.S_IMODE(master_key_file.stat().st_mode) == 0o600
    made = master_key_file.read_bytes()
    assert len(base64.b64decode(made)) == 32
    assert dialbook("keys", "create", "--account", ACCOUNT).err == ""
    assert master_key_file.read_bytes() == made


def test_a_master_key_from_the_environment_makes_no_file(
    dialbook: Dialbook, master_key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the key is given, nothing is written beside the store."""
    monkeypatch.setenv("DIALBOOK_MASTER_KEY", MASTER)
    assert create(dialbook)
    assert not master_key_file.exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_master_key_that_others_can_read_is_refused(dialbook: Dialbook, master_key_file: Path, mode: int) -> None:
    """Neither a key is made under it nor a server started with it."""
    master_key_file.write_text(MASTER)
    master_key_file.chmod(mode)
    sentence = (
        f"dialbook: The master key file {master_key_file} must be readable by its owner alone: "
        f"chmod 600 {master_key_file}\n"
    )
    assert dialbook("keys", "create", "--account", ACCOUNT) == (1, "", sentence)
    assert dialbook("serve", "--keys", "stored", "--port", str(free_port())) == (1, "", sentence)


@pytest.mark.parametrize("text", [b"", b"short", b"\xff" * 44, base64.b64encode(bytes(31)), b"!" * 44])
def test_a_malformed_master_key_is_refused(dialbook: Dialbook, master_key_file: Path, text: bytes) -> None:
    """The sentence does not repeat it."""
    master_key_file.write_bytes(text)
    master_key_file.chmod(0o600)
    ended = dialbook("keys", "create", "--account", ACCOUNT)
    assert (ended.status, ended.out) == (1, "")
    assert "base64" in ended.err
    assert not text or text.decode("latin-1") not in ended.err


def test_a_master_key_file_that_cannot_be_made(dialbook: Dialbook, home: Path) -> None:
    """The sentence says where and why."""
    (home / "file").touch()
    ended = dialbook("keys", "create", "--account", ACCOUNT, "--master-key-file", home / "file" / "keys" / "master.key")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"dialbook: The master key file {home}/file/keys/master.key cannot be made: Not a directory.\n"


def test_another_master_key_is_refused_while_there_are_keys(
    dialbook: Dialbook, master_key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store's keys have one master key: neither another one nor a new file is taken, by no command."""
    made = create(dialbook)
    master_key_file.rename(master_key_file.with_name("elsewhere"))
    missing = dialbook("keys", "create", "--account", ACCOUNT)
    assert missing.err.startswith(f"dialbook: There is no master key file {master_key_file}: ")
    assert not master_key_file.exists()
    monkeypatch.setenv("DIALBOOK_MASTER_KEY", OTHER_MASTER)
    sentence = "dialbook: A stored access key cannot be unsealed: the master key is not the one"
    assert dialbook("keys", "create", "--account", ACCOUNT).err.startswith(sentence)
    assert dialbook("serve", "--keys", "stored", "--port", str(free_port())).err.startswith(sentence)
    dialbook("keys", "revoke", made["aws_access_key_id"])
    assert create(dialbook)


@pytest.mark.parametrize(
    ("master", "mode", "sentence"),
    [
        (OTHER_MASTER, 0o600, "A stored access key cannot be unsealed"),
        ("abc", 0o600, "The master key must be 32 bytes in base64"),
        (MASTER, 0o644, "must be readable by its owner alone"),
        (None, 0o600, "There is no master key file"),
    ],
    ids=["another", "malformed", "readable by others", "missing"],
)
def test_a_development_server_says_that_stored_keys_cannot_be_used(
    tmp_path: Path, master: str | None, mode: int, sentence: str
) -> None:
    """At its start, once for each request with one in a line, and without their being anybody else's trouble."""
    server = DialbookProcess(tmp_path)
    file = tmp_path / "dialbook" / "master.key"
    made = LONG_TERM.fullmatch(server.command("keys", "create", "--account", ACCOUNT))
    assert made
    file.unlink()
    if master is not None:
        file.write_text(master)
        file.chmod(mode)
    with server.serving():
        wait_until(lambda: f"the stored keys cannot be used now: {sentence}" in flat(server.errors(), file))
        key = (made["aws_access_key_id"], made["aws_secret_access_key"])
        assert raw.status_of(server.port, get(SAMPLE[0], key)) == 500
        assert raw.status_of(server.port, get(SAMPLE[0])) == 200
        assert f"a stored key cannot be opened: {sentence}" in flat(server.errors(), file)
        assert "Traceback" not in server.errors()


def test_a_server_keeps_the_master_key_that_it_was_started_with(tmp_path: Path) -> None:
    """A worker that takes the place of a dead one does not need the file any more."""
    server = DialbookProcess(tmp_path, "--keys", "stored")
    made = LONG_TERM.fullmatch(server.command("keys", "create", "--account", DEVELOPMENT_ACCOUNT))
    assert made
    key = (made["aws_access_key_id"], made["aws_secret_access_key"])
    with server.serving():
        (worker,) = server.workers()
        (tmp_path / "dialbook" / "master.key").unlink()
        os.kill(worker, signal.SIGKILL)
        wait_until(partial(server.has_replaced, worker))
        wait_until(server.answers)
        assert raw.status_of(server.port, get(SAMPLE[0], key)) == 404
        assert made["aws_secret_access_key"] not in server.errors()


def flat(errors: str, file: Path) -> str:
    """Return what was said without the name of the file before it."""
    return errors.replace(f"The master key file {file} ", "")


@pytest.mark.parametrize(
    ("words", "member"),
    [
        ([], "--account"),
        (["--account", "12345678901"], "--account"),
        (["--account", "1234567890123"], "--account"),
        (["--account", "12345678901x"], "--account"),
        (["--account", "١٢٣٤٥٦٧٨٩٠١٢"], "--account"),
        (["--account", ACCOUNT, "--name", ""], "--name"),
        (["--account", ACCOUNT, "--name", "with space"], "--name"),
        (["--account", ACCOUNT, "--name", "x" * 65], "--name"),
        (["--account", ACCOUNT, "--lifetime", "0m"], "--lifetime"),
        (["--account", ACCOUNT, "--lifetime", "-5m"], "--lifetime"),
        (["--account", ACCOUNT, "--lifetime", "5"], "--lifetime"),
        (["--account", ACCOUNT, "--lifetime", "1h30m"], "--lifetime"),
    ],
)
def test_wrong_words_make_no_key(dialbook: Dialbook, home: Path, location: str, words: list[str], member: str) -> None:
    """The option is named, and nothing was written."""
    ended = dialbook("keys", "create", *words)
    assert (ended.status, ended.out) == (2, "")
    assert f"'{member}'" in ended.err
    assert list(home.iterdir()) == []


def test_secrets_are_shown_once(dialbook: Dialbook, home: Path) -> None:
    """No other command and no file has the secret or the session token."""
    shown = create(dialbook, "--lifetime", "12h")
    listed = dialbook("keys", "list")
    revoked = dialbook("keys", "revoke", shown["aws_access_key_id"])
    stored = b"".join(file.read_bytes() for file in home.iterdir())
    for secret in (shown["aws_secret_access_key"], shown["aws_session_token"]):
        assert secret not in listed.out + listed.err + revoked.out + revoked.err
        assert secret.encode() not in stored
    assert ON_POSTGRESQL or shown["aws_access_key_id"].encode() in stored


def test_the_list_says_whose_a_key_is_and_whether_it_is_good(dialbook: Dialbook) -> None:
    """One line each, by account; a revoked and a temporary key say until when."""
    dialbook("keys", "create", "--account", "222222222222")
    temporary = create(dialbook, "--lifetime", "7d", "--name", "deploy")["aws_access_key_id"]
    revoked = create(dialbook)["aws_access_key_id"]
    dialbook("keys", "revoke", revoked)
    heading, *lines = dialbook("keys", "list").out.splitlines()
    assert heading.split("  ")[0] == "ACCESS KEY"
    assert [line.split()[1] for line in lines] == [ACCOUNT, ACCOUNT, "222222222222"]
    minute = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.fullmatch(rf"{temporary}  {ACCOUNT}  deploy +{minute} +active until {minute}", lines[0])
    assert re.fullmatch(rf"{revoked}  {ACCOUNT}  dialbook +{minute} +revoked {minute}", lines[1])
    assert re.fullmatch(rf"AKIA\w+  222222222222  dialbook +{minute} +active", lines[2])


def test_no_keys(dialbook: Dialbook, csv: Callable[..., Path]) -> None:
    """A store without keys is not a mistake; standard output stays empty."""
    dialbook("numbers", "import", csv())
    assert dialbook("keys", "list") == (0, "", "There are no access keys: 'dialbook keys create' makes one.\n")


def test_revoking_twice_and_revoking_nothing(dialbook: Dialbook) -> None:
    """The second time is not an error and changes nothing; an unknown id is one."""
    key = create(dialbook)["aws_access_key_id"]
    assert dialbook("keys", "revoke", key) == (0, f"{key} is revoked.\n", "")
    before = dialbook("keys", "list")
    assert dialbook("keys", "revoke", key) == (0, f"{key} was revoked before.\n", "")
    assert dialbook("keys", "list") == before
    unknown = dialbook("keys", "revoke", "AKIAUNKNOWN")
    assert unknown == (1, "", "dialbook: There is no access key with this id: 'dialbook keys list' shows them.\n")


@pytest.fixture
def running(location: str, master_key_file: Path) -> Iterator[RunningServer]:
    """Run a server that knows the stored keys only."""
    with RunningServer(keys="stored", store=location, master_key_file=master_key_file) as server:
        server.add_number()
        yield server


def client(server: RunningServer, key: dict[str, str]) -> Any:
    """Return an unmodified client with a key."""
    return server.client(**key)


def test_a_key_is_good_until_it_is_revoked(dialbook: Dialbook, running: RunningServer) -> None:
    """A running server knows a new key at once, sees its account's numbers only, and refuses it after the revocation."""
    key, other = create(dialbook), create(dialbook, account="222222222222")
    get = client(running, key).get_phone_number
    assert get(PhoneNumberId="+12065550100")["PhoneNumber"]["E164PhoneNumber"] == "+12065550100"
    assert error_of(client(running, other).get_phone_number, PhoneNumberId="+12065550100")[1] == "NotFoundException"
    dialbook("keys", "revoke", key["aws_access_key_id"])
    status, code, _ = error_of(get, PhoneNumberId="+12065550100")
    assert (status, code) == (403, "UnrecognizedClientException")


def test_the_changes_of_a_key_bear_its_users_name(dialbook: Dialbook, running: RunningServer) -> None:
    """History says which user of which account it was."""
    key = create(dialbook, "--name", "alice")
    client(running, key).update_phone_number(PhoneNumberId="+12065550100", Name="Front desk")
    told = dialbook("numbers", "history", "+12065550100", "--account", ACCOUNT).out
    assert re.search(rf"arn:aws:iam::{ACCOUNT}:user/alice  UpdatePhoneNumber +name +Front desk\n", told)


def test_a_temporary_key_needs_its_token_and_ends(dialbook: Dialbook, running: RunningServer) -> None:
    """With the token it is good, without it or with another it is not, and not after its time."""
    key = create(dialbook, "--lifetime", "1m")
    get = client(running, key).get_phone_number
    assert get(PhoneNumberId="+12065550100")["PhoneNumber"]["Status"] == "Unassigned"
    for wrong in ({**key, "aws_session_token": None}, {**key, "aws_session_token": "another"}):
        assert error_of(client(running, wrong).get_phone_number, PhoneNumberId="+1")[1] == "UnrecognizedClientException"  # type: ignore[arg-type]
    running.store(lambda tx: expire(tx, key["aws_access_key_id"]))
    assert error_of(get, PhoneNumberId="+12065550100")[:2] == (403, "ExpiredTokenException")
    assert " expired " in dialbook("keys", "list").out


async def expire(tx: Tx, access_key_id: str) -> None:
    """End a temporary key's time now."""
    key = await tx.get(AccessKey, (access_key_id,))
    assert key is not None
    await tx.put(msgspec.structs.replace(key, expires_at=datetime.now(UTC) - timedelta(seconds=1)))


def test_stored_keys_alone_are_known(running: RunningServer) -> None:
    """The development keys are not."""
    assert error_of(running.client().get_phone_number, PhoneNumberId="+12065550100")[1] == "UnrecognizedClientException"
