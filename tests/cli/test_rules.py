"""``dialbook rules`` and the options of the switches: what holds, and what says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import fields
from typer.main import get_command

from dialbook.carriers.shuffle import CAPACITY
from dialbook.cli.main import app
from dialbook.cli.switches import written
from dialbook.domain.rules import PRESETS, PresetName, Rules

if TYPE_CHECKING:
    from cli.conftest import Dialbook, Ended

SWITCHES = [switch.name for switch in fields(Rules)]


def options(command: str) -> dict[str, Any]:
    """Return the options of a command by the names of their parameters."""
    program: Any = get_command(app)
    return {option.name: option for option in program.commands[command].params}


def table(ended: Ended) -> dict[str, list[str]]:
    """Return what is printed of each rule: its value, that of AWS, and where it comes from."""
    assert (ended.status, ended.err) == (0, "")
    heading, *lines = [line.split() for line in ended.out.splitlines()]
    assert heading == ["RULE", "VALUE", "AWS", "FROM"]
    return {name: cells for name, *cells in lines}


@pytest.mark.parametrize("command", ["serve", "rules"])
def test_every_switch_is_an_option(command: str) -> None:
    """In the order of the rules, right behind ``--rules``, with a variable and a sentence."""
    names = list(options(command))
    first = names.index("rules") + 1
    assert names[first : first + len(SWITCHES)] == SWITCHES
    for name in SWITCHES:
        option = options(command)[name]
        assert option.opts == [f"--{name.replace('_', '-')}"]
        assert option.envvar == f"DIALBOOK_{name.upper()}"
        assert option.help.endswith(".")


def test_both_commands_have_the_same_options() -> None:
    """What is served can be looked at with the same words."""
    served = options("serve")
    for name, option in options("rules").items():
        same = served[name]
        assert (option.opts, option.envvar, option.help) == (same.opts, same.envvar, same.help)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_as_it_is(dialbook: Dialbook, preset: PresetName) -> None:
    """Every rule has its line, with the value of AWS beside its own, and comes from the preset."""
    expected = {
        name.replace("_", "-"): [
            written(getattr(PRESETS[preset], name)),
            written(getattr(PRESETS["aws"], name)),
            preset,
        ]
        for name in SWITCHES
    }
    assert table(dialbook("rules", "--rules", preset)) == expected


def test_the_documented_values_are_shown(dialbook: Dialbook) -> None:
    """AWS's 72 hours, seven days and quota of five stand beside what a test bench has."""
    shown = table(dialbook("rules"))
    assert shown["calling-name-delay"] == ["5s", "3d", "relaxed"]
    assert shown["deletion-delay"] == ["5m", "7d", "relaxed"]
    assert shown["phone-number-quota"] == ["none", "5", "relaxed"]
    assert shown["delete-enabled-sip-rules"] == ["true", "true", "relaxed"]


def test_where_a_rule_comes_from(dialbook: Dialbook, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Option before variable before file before preset, for each switch by itself; an empty variable is none."""
    (home / "dialbook.toml").write_text(
        'rules = "aws"\ndeletion-delay = "1h"\n'
        '[serve]\nport = 8001\nphone-number-quota = 7\nbatch-limit = 70\nvoice-connector-quota = "none"\n'
    )
    monkeypatch.setenv("DIALBOOK_PHONE_NUMBER_QUOTA", "8")
    monkeypatch.setenv("DIALBOOK_BATCH_LIMIT", "80")
    monkeypatch.setenv("DIALBOOK_DELETE_ENABLED_SIP_RULES", "false")
    monkeypatch.setenv("DIALBOOK_VOICE_CONNECTOR_GROUP_QUOTA", "")
    shown = table(dialbook("rules", "--batch-limit", "90", "--calling-name-delay", "0"))
    assert {name: cells for name, cells in shown.items() if cells[2] != "aws"} == {
        "calling-name-delay": ["0", "3d", "option"],
        "batch-limit": ["90", "500", "option"],
        "phone-number-quota": ["8", "5", "variable"],
        "delete-enabled-sip-rules": ["false", "true", "variable"],
        "deletion-delay": ["1h", "7d", "file"],
        "voice-connector-quota": ["none", "3", "file"],
    }


def test_a_switch_may_say_what_the_preset_says(dialbook: Dialbook) -> None:
    """It still comes from the option, and stays when the preset changes."""
    shown = table(dialbook("rules", "--rules=aws", "--phone-number-quota=5"))
    assert shown["phone-number-quota"] == ["5", "5", "option"]


BAD = {
    "--deletion-delay=5": "A duration is a number and a unit: 90s, 5m, 72h, 7d.",
    "--deletion-delay=-5m": "A duration is a number and a unit: 90s, 5m, 72h, 7d.",
    "--calling-name-delay=none": "A duration is a number and a unit: 90s, 5m, 72h, 7d.",
    "--phone-number-quota=-1": "A quota is a whole number, or none for no limit.",
    "--phone-number-quota=1.5": "A quota is a whole number, or none for no limit.",
    "--phone-number-quota=1000000000": "A quota is a whole number, or none for no limit.",
    "--batch-limit=0": "",
    "--batch-limit=none": "'none' is not a valid whole number.",
    "--carrier-pool-size=9997": "9997 is not in the range 1<=x<=9996.",
}


@pytest.mark.parametrize("command", ["serve", "rules"])
@pytest.mark.parametrize("word", BAD)
def test_a_bad_value(dialbook: Dialbook, command: str, word: str) -> None:
    """It is a wrong use, and the sentence names the option and its variable."""
    ended = dialbook(command, word)
    assert (ended.status, ended.out) == (2, "")
    option = word.partition("=")[0]
    hint = f"'{option}' (env var: 'DIALBOOK_{option[2:].replace('-', '_').upper()}')"
    assert f"Invalid value for {hint}: {BAD[word]}" in ended.err


def test_a_bad_variable(dialbook: Dialbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is neither true nor false is refused, and not taken for one of them."""
    monkeypatch.setenv("DIALBOOK_DELETE_ENABLED_SIP_RULES", "perhaps")
    ended = dialbook("rules")
    assert (ended.status, ended.out) == (2, "")
    assert "'DIALBOOK_DELETE_ENABLED_SIP_RULES'" in ended.err


def test_a_pool_is_as_large_as_the_carrier_has_numbers(dialbook: Dialbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest is taken, and a variable that asks for one more is refused."""
    monkeypatch.setenv("DIALBOOK_CARRIER_POOL_SIZE", str(CAPACITY))
    assert table(dialbook("rules"))["carrier-pool-size"] == ["9996", "1000", "variable"]
    monkeypatch.setenv("DIALBOOK_CARRIER_POOL_SIZE", str(CAPACITY + 1))
    assert dialbook("rules").status == 2
