"""The commands of the program, each imported when it is asked for: a server that starts needs none of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

NAMES = {
    "serve": "serve",
    "rules": "show_rules",
    "reset": "reset",
    "calls": "calls",
    "events": "events",
    "keys": "app",
    "numbers": "app",
    "orders": "app",
    "pool": "app",
    "store": "app",
    "throttles": "app",
    "clock": "app",
    "faults": "app",
    "snapshot": "app",
}
"""What each command is called in the module of its name, in the order of help."""


class Commands(Mapping[str, Any]):
    """The commands by their names, as Typer wants them of a group."""

    def __getitem__(self, name: str) -> Any:
        """Return a command. Raises KeyError."""
        return command(name, NAMES[name])

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


class Program(TyperGroup):
    """The group of all commands."""

    def __init__(self, **settings: Any) -> None:
        """Take what Typer found of the group, which has no command that Typer knows."""
        super().__init__(**{**settings, "commands": Commands()})


@cache
def command(name: str, called: str) -> Any:
    """Import a command, or a group of them."""
    found = getattr(import_module(f"dialbook.cli.{name}"), called)
    around = typer.Typer(rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    return worded(get_group(around).commands[name])


def worded(made: Any) -> Any:
    """Have what is wrong with a number said in English: Typer's word for one is "int range"."""
    for parameter in made.params:
        if parameter.type.name == "int range":
            parameter.type.name = "whole number"
    for part in getattr(made, "commands", {}).values():
        worded(part)
    return made
