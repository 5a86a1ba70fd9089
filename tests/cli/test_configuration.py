"""Where an option's value comes from: the command line, its variable, the file, the default."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dialbook.access.keys import Secret
from dialbook.cli.durations import write_duration
from dialbook.domain.clock import REAL_TIME
from dialbook.domain.rules import Rules
from dialbook.server.config import Config
from running import RunningServer, free_port

if TYPE_CHECKING:
    from cli.conftest import Dialbook, Ended


@pytest.fixture
def file(home: Path) -> Path:
    """Name the configuration file that is read unless another is named."""
    return home / "dialbook.toml"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Config]:
    """Collect what would be served, instead of serving it."""
    configs: list[Config] = []
    monkeypatch.setattr("dialbook.cli.serve.address_of", lambda host, _: host)  # somebody may serve on the default port
    monkeypatch.setattr("dialbook.server.serve.prepare", lambda _: (REAL_TIME, None))
    monkeypatch.setattr("dialbook.server.serve.serve", lambda config, _controls: configs.append(config))
    return configs


OTHERS: dict[str, tuple[Any, Any, Any]] = {
    "host": ("0.0.0.0", "127.0.0.1", "0.0.0.0"),
    "port": (free_port(), free_port(), free_port()),
    "store": ("memory:", "/file.db", "/other.db"),
    "read-store": ("postgresql://a/d", "postgresql://b/d", "postgresql://c/d"),
    "workers": (2, 3, 4),
    "rules": ("aws", "relaxed", "aws"),
    "calling-name-delay": ("90s", "5m", "3d"),
    "calling-name-interval": ("1s", "2s", "3s"),
    "default-calling-name-interval": ("7d", "1h", "0"),
    "acquisition-delay": ("0", "10s", "0"),
    "deletion-delay": ("7d", "0", "1m"),
    "phone-number-quota": (5, "none", 0),
    "voice-connector-quota": (1, 2, "none"),
    "voice-connector-group-quota": (1, "none", 3),
    "voice-connector-group-size": (1, 2, 3),
    "sip-media-application-quota": (1, 2, 3),
    "request-rate": (1, 2, 3),
    "request-burst": (1, 2, 3),
    "batch-limit": (1, 2, 3),
    "carrier-pool-size": (2000, 3000, 4000),
    "carrier-seed": (2, 3, 4),
    "delete-enabled-sip-rules": (False, True, False),
    "business-calling-in-voice": (True, False, True),
    "keys": ("stored", "development", "stored"),
    "insecure-development-keys": (True, False, True),
    "master-key": ("a", "b", "c"),
    "master-key-file": ("/a", "/b", "/c"),
    "sample": (False, True, False),
    "log-format": ("json", "text", "json"),
    "log-level": ("debug", "error", "warning"),
    "access-log": (True, False, True),
    "controls": (True, False, True),
    "controls-token": ("a" * 16, "b" * 16, "c" * 16),
    "webhook": ("http://a.test/", "https://b.test/", "http://c.test/"),
    "webhook-secret": ("whsec_" + "a" * 32, "whsec_" + "b" * 32, "whsec_" + "c" * 32),
    "drain-delay": ("5s", "1m", "0"),
}
"""For each option of serve a value for the file, the variable and the command line; each differs from the one before it."""


def toml(value: Any) -> str:
    """Write a value as TOML."""
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'


def words(option: str, value: Any) -> list[str]:
    """Write an option on the command line."""
    if not isinstance(value, bool):
        return [f"--{option}={value}"]
    return [f"--{option}" if value else f"--no-{option}"]


def value_of(config: Config, option: str) -> Any:
    """Return what is served, as one writes it; a switch that is not given has its value from the preset."""
    name = option.replace("-", "_")
    if name in Rules.__struct_fields__:
        return one_writes(config.switches[name]) if name in config.switches else "the preset's"
    value = getattr(config, name)
    return value.reveal() if isinstance(value, Secret) else one_writes(value)


def one_writes(value: Any) -> Any:
    """Write what the file has no type for as the text that stands for it."""
    if isinstance(value, timedelta):
        return write_duration(value)
    return "none" if value is None else str(value) if isinstance(value, Path) else value


@pytest.mark.parametrize("option", OTHERS)
def test_what_comes_before_what(
    dialbook: Dialbook, file: Path, served: list[Config], monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """The default gives way to the file, the file to the variable, the variable to the option."""
    for variable in ("DIALBOOK_STORE", "DIALBOOK_MASTER_KEY_FILE"):
        monkeypatch.delenv(variable)
    if option == "webhook":
        monkeypatch.setenv("DIALBOOK_WEBHOOK_SECRET", "whsec_" + "a" * 32)
    in_file, in_variable, in_option = OTHERS[option]
    port = [] if option == "port" else ["--port", str(free_port())]
    dialbook("serve", *port)
    file.write_text(f"[serve]\n{option} = {toml(in_file)}\n")
    dialbook("serve", *port)
    monkeypatch.setenv(f"DIALBOOK_{option.upper().replace('-', '_')}", str(in_variable))
    dialbook("serve", *port)
    dialbook("serve", *port, *words(option, in_option))
    default, *given = [value_of(config, option) for config in served]
    assert given == [in_file, in_variable, in_option]
    assert default != in_file


def test_every_option_of_serve_is_tested() -> None:
    """Nobody adds an option without its sources."""
    assert {option.replace("-", "_") for option in OTHERS} == {*Config.__struct_fields__, *Rules.__struct_fields__} - {
        "switches"
    }


def test_the_nearer_table_wins(dialbook: Dialbook, file: Path, served: list[Config]) -> None:
    """A command's own table comes before the top, which all commands share."""
    file.write_text(f"port = {free_port()}\nrules = 'aws'\n[serve]\nport = {(port := free_port())}\n")
    assert dialbook("serve").status == 0
    assert (served[0].port, served[0].rules) == (port, "aws")


def test_a_group_has_a_table_too(dialbook: Dialbook, file: Path) -> None:
    """What stands at the top, in the table of the group and in the command's own is heard in this order."""
    file.write_text(
        "account = '111111111111'\n[numbers]\naccount = '222222222222'\n[numbers.show]\naccount = '333333333333'\n"
    )
    key = dialbook("keys", "create").out
    listed = dialbook("keys", "list").out
    assert key
    assert "111111111111" in listed
    assert dialbook("numbers", "list").err == "Account 222222222222 has no numbers.\n"
    assert "333333333333" in dialbook("numbers", "show", "+12065550100").err


def test_a_store_is_an_option_and_a_group(dialbook: Dialbook, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text at the top is the store of every command, a table is about the commands on stores."""
    monkeypatch.delenv("DIALBOOK_STORE")
    here, there = file.with_name("here.db"), file.with_name("there.db")
    file.write_text(f"store = '{here}'\n")
    assert dialbook("store", "verify").err.startswith(f"dialbook: There is no store {here}")
    file.write_text(f"[store]\nstore = '{here}'\n[store.verify]\nstore = '{there}'\n")
    assert dialbook("store", "verify").err.startswith(f"dialbook: There is no store {there}")
    assert dialbook("store", "backup", "new.db").err.startswith(f"dialbook: There is no store {here}")
    file.write_text("[store]\nport = 1\n")
    assert "'dialbook store' has no option port" in dialbook("store", "verify").err


def test_another_file_may_be_named(
    dialbook: Dialbook, file: Path, served: list[Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By option, before that by variable; then the usual one is not read."""
    file.write_text("rules = 'nonsense'\n")
    by_option, by_variable = file.with_name("option.toml"), file.with_name("variable.toml")
    by_option.write_text(f"port = {(first := free_port())}\n")
    by_variable.write_text(f"port = {(second := free_port())}\n")
    monkeypatch.setenv("DIALBOOK_CONFIG", str(by_variable))
    dialbook("serve")
    dialbook("--config", by_option, "serve")
    assert [config.port for config in served] == [second, first]


WRONG: dict[str, str] = {
    "colour = 1": "'dialbook' has no option colour.\n",
    "colour = 1\nhue = 2": "'dialbook' has no option colour, hue.\n",
    "prot = 1": "'dialbook' has no option prot. Did you mean port?\n",
    "colour = 1\n[serv]\nport = 1": "'dialbook' has no command serv. Did you mean serve?\n",
    "[sevre]\nport = 1": "'dialbook' has no command sevre. Did you mean serve?\n",
    "[sevre]\n[nubmers]": "'dialbook' has no command nubmers, sevre. Did you mean numbers, serve?\n",
    "[colour]\nport = 1": "'dialbook' has no command colour; it has calls, clock, ",
    "[serve]\ncolour = 1": "'dialbook serve' has no option colour; it has access-log, ",
    "[serve]\nlog_format = 'text'": "'dialbook serve' has no option log_format. Did you mean log-format?\n",
    "[serve.more]\nport = 1": "'dialbook serve' has no command more.\n",
    "[keys]\nport = 1": "'dialbook keys' has no option port; it has account, ",
    "[keys.crate]\nname = 'a'": "'dialbook keys' has no command crate. Did you mean create?\n",
    "[numbers.lst]": "'dialbook numbers' has no command lst. Did you mean list?\n",
    "[store.bakup]": "'dialbook store' has no command bakup. Did you mean backup?\n",
    "[numbers.import]\nfile = 'a'": "'dialbook numbers import' has no option file; it has account, ",
    "version = true": "'dialbook' has no option version. ",
    "keys = 'stored'": "keys names a command, so it must be a table",
    "[[serve]]\nport = 1": "serve names a command, so it must be a table",
    "port = '8000'": "port must be a whole number.",
    "port = true": "port must be a whole number.",
    "port = 8000.0": "port must be a whole number.",
    "port = [8000]": "port must be a whole number.",
    "[serve]\nport = 70000": "port of 'dialbook serve': ",
    "[serve]\nrules = 'strict'": "rules of 'dialbook serve': ",
    "[serve]\nsample = 1": "sample of 'dialbook serve' must be true or false.",
    "account = 123456789012": "account must be a text in quotes.",
    "account = '12'": "account: An account is 12 digits.",
    "[numbers]\naccount = '12'": "account of 'dialbook numbers': An account is 12 digits.",
    "[numbers.list]\naccount = '12'": "account of 'dialbook numbers list': An account is 12 digits.",
    "[keys.create]\nlifetime = '5y'": "lifetime of 'dialbook keys create': A duration is a number and a unit",
    "deletion-delay = 90": "deletion-delay must be a text in quotes.",
    "deletion-delay = '90'": "deletion-delay: A duration is a number and a unit",
    "phone-number-quota = 'many'": "phone-number-quota: A quota is a whole number, or none",
    "phone-number-quota = -1": "phone-number-quota: A quota is a whole number, or none",
    "phone-number-quota = false": 'phone-number-quota must be a whole number or "none".',
    "carrier-pool-size = 9997": "carrier-pool-size: 9997 is not in the range 1<=x<=9996.",
    "[serve]\nbatch-limit = 'none'": "batch-limit of 'dialbook serve' must be a whole number.",
    "[serve]\nbatch-limit = 0": "batch-limit of 'dialbook serve': ",
    "[serve]\ndelete-enabled-sip-rules = 1": "delete-enabled-sip-rules of 'dialbook serve' must be true or false.",
    "[rules]\ndeletion-delay = '7d'": "rules must be a text in quotes.",
    "port = = 1": "it is not TOML: ",
    "\udcff": "it is not TOML: ",
}


@pytest.mark.parametrize("document", WRONG)
def test_a_wrong_file_is_refused(dialbook: Dialbook, file: Path, document: str) -> None:
    """Whatever the command, the sentence names the file, the place and the name, never the value."""
    file.write_bytes(document.encode("utf-8", "surrogateescape"))
    ended = dialbook("keys", "list")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"dialbook: The configuration file {file}: {WRONG[document]}")
    assert ended.err.count("\n") == 1


def refused(ended: Ended) -> str:
    """Return the sentence of a command that was refused."""
    assert (ended.status, ended.out) == (1, "")
    return ended.err


def test_a_file_that_was_named_must_be_there(dialbook: Dialbook, home: Path) -> None:
    """Only the usual one may be missing."""
    missing = home / "missing.toml"
    assert refused(dialbook("--config", missing, "keys", "list")) == (
        f"dialbook: The configuration file {missing}: it cannot be read: No such file or directory.\n"
    )
    assert "Is a directory" in refused(dialbook("--config", home, "keys", "list"))


def test_help_is_there_whatever_the_file_says(dialbook: Dialbook, file: Path) -> None:
    """The program's own help does not read it."""
    file.write_text("colour = 1")
    assert dialbook("--help").status == 0


def test_an_account_at_the_top_does_not_narrow_a_reset(file: Path, dialbook: Dialbook, home: Path) -> None:
    """It says whose numbers commands are about; only the table of the command itself says what it spares."""
    with RunningServer(controls=True, store_clock=True) as server:
        file.write_text(f"account = '123456789012'\nurl = '{server.url}'\n")
        assert dialbook("reset") == (0, "The store is reset.\n", "")
        file.write_text(f"url = '{server.url}'\n[reset]\naccount = '123456789012'\n")
        assert dialbook("reset") == (0, "Account 123456789012 is reset.\n", "")
