"""The options of a service in a test: a preset, and switches by their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from dialbook.domain.rules import PRESETS, PresetName, Rules, Switch
from dialbook.server.config import MEMORY, Config

ACCOUNT = "123456789012"
"""The account of a client that names none: that of AWS's documentation, and moto's."""
REGION = "us-east-1"
OPTIONS = ("rules", "account", "region")
"""What may be chosen besides the switches."""
WAITS: Mapping[str, Switch] = {
    name: value for name, value in msgspec.structs.asdict(PRESETS["aws"]).items() if name.endswith("_delay")
}
"""How long AWS takes: in a test nobody has to wait, since the clock can be moved."""
KINDS: Mapping[Any, str] = {
    timedelta: "a timedelta that is not negative",
    int | None: "a whole number from 0 on, or None for no limit",
    int: "a whole number from 1 on",
    bool: "True or False",
}
LEAST: Mapping[Any, Any] = {timedelta: timedelta(0), int | None: 0, int: 1}
_ACCOUNT = re.compile(r"[0-9]{12}")


def config_of(preset: PresetName | None, switches: Mapping[str, Any]) -> Config:
    """Return the configuration of a service in a test: an empty store in memory, no quotas and AWS's waits unless a preset is named.

    Raises TypeError for an unknown switch, ValueError for a value that it cannot have.
    """
    for name in switches:
        if name not in Rules.__struct_fields__:
            raise TypeError(f"dialbook has no option {name!r}.{meant(name, (*Rules.__struct_fields__, *OPTIONS))}")
    if preset is not None and preset not in PRESETS:
        raise ValueError(f"rules must be one of: {', '.join(PRESETS)}.")
    for name, value in switches.items():
        _refuse_unfit(name, value)
    preset, given = ("relaxed", {**WAITS, **switches}) if preset is None else (preset, switches)
    return Config(
        store=MEMORY, rules=preset, switches=given, sample=False, controls=True, master_key_file=Path(os.devnull)
    )


def account_of(account: str) -> str:
    """Return an account. Raises ValueError for what is none."""
    if not (isinstance(account, str) and _ACCOUNT.fullmatch(account)):
        raise ValueError("An account is 12 digits.")
    return account


def _refuse_unfit(name: str, value: Any) -> None:
    """Refuse a value that a switch cannot have: one of another kind than it has, a negative one, or one that is too great."""
    hint = get_type_hints(Rules, include_extras=True)[name]
    kind, meta = get_args(hint)
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        fit = False
    else:
        fit = value is None or kind is bool or value >= LEAST[kind]
    if not fit:
        raise ValueError(f"{name} must be {f'a whole number from 1 to {meta.le}' if meta.le else KINDS[kind]}.")


def meant(name: str, possible: Iterable[str]) -> str:
    """Ask whether one of the possible names was meant, if any is like it."""
    close = get_close_matches(name, list(possible), 1)
    return f" Did you mean {close[0]}?" if close else ""
