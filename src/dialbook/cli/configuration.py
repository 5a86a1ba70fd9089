"""The configuration file: options for every command at the top, for some in the table of their name."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import platformdirs
import typer
from typer.core import TyperGroup, TyperOption

from dialbook.server.config import ConfigError

DEFAULT_FILE = platformdirs.user_config_path("dialbook") / "dialbook.toml"

Table = dict[str, Any]


def configure(context: typer.Context, chosen: Path | None) -> None:
    """Have every command take its defaults from the configuration file, if there is one. Raises ConfigError.

    What the commands and their options are called is asked of the program itself.
    """
    file = (chosen or DEFAULT_FILE).expanduser()
    if chosen is None and not file.exists():
        return
    try:
        context.default_map = defaults_of(context, read_configuration(file), {})
    except ConfigError as error:
        raise ConfigError(f"The configuration file {file}: {error}") from None


def read_configuration(file: Path) -> Table:
    """Read the file. Raises ConfigError."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"it is not TOML: {error}.") from None
    except OSError as error:
        raise ConfigError(f"it cannot be read: {error.strerror}.") from None


def defaults_of(context: typer.Context, table: Table, around: Table) -> Table:
    """Return the defaults of a command: what its ``table`` has, and for the rest what the tables ``around`` it have.

    The table of a group holds for each of its commands that has the option. Raises ConfigError for a name that nothing
    has and for a value that its option cannot take.
    """
    command = context.command
    if not isinstance(command, TyperGroup):
        return values_of(context, table, around)
    parts = {name: typer.Context(part, parent=context, info_name=name) for name, part in command.commands.items()}
    options = {name: value for name, value in table.items() if name not in parts}
    refuse_unknown(context, options, option_names(context.command))
    return {name: defaults_of(part, subtable(table, name), {**around, **options}) for name, part in parts.items()}


def values_of(context: typer.Context, table: Table, around: Table) -> Table:
    """Return the values of one command's options, under the names of its parameters. Raises ConfigError."""
    options = options_of(context.command)
    refuse_unknown(context, table, options.keys())
    given = {name: value for name, value in {**around, **table}.items() if name in options}
    return {options[name].name: checked(context, name, options[name], value) for name, value in given.items()}


def options_of(command: Any) -> dict[str, TyperOption]:
    """Return the options of a command by the names they have in the file: ``--log-format`` is ``log-format``."""
    options = [parameter for parameter in command.params if isinstance(parameter, TyperOption)]
    return {option.opts[0].removeprefix("--"): option for option in options}


def option_names(command: Any) -> set[str]:
    """Return the names of the options of a command, or of all commands of a group."""
    if isinstance(command, TyperGroup):
        return {name for part in command.commands.values() for name in option_names(part)}
    return set(options_of(command))


def refuse_unknown(context: typer.Context, table: Table, known: Collection[str]) -> None:
    """Refuse names that nothing has. Raises ConfigError."""
    unknown = sorted(table.keys() - known)
    if unknown:
        raise ConfigError(
            f"'{context.command_path}' has no option {', '.join(unknown)}; it has {', '.join(sorted(known))}."
        )


def subtable(table: Table, name: str) -> Table:
    """Return the table of a command, empty where there is none. Raises ConfigError."""
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise ConfigError(
            f"{name} names a command, so it must be a table; an option of that name belongs in the table of its command."
        )
    return found


def checked(context: typer.Context, name: str, option: TyperOption, value: Any) -> Any:
    """Hold a value against its option: the type first, then what the option itself asks. Raises ConfigError."""
    kind, noun = kind_of(option)
    if type(value) is not kind:
        raise ConfigError(f"{name} of '{context.command_path}' must be {noun}.")
    try:
        option.process_value(context, value)
    except typer.BadParameter as error:
        raise ConfigError(f"{name} of '{context.command_path}': {error.message}") from None
    return value


def kind_of(option: TyperOption) -> tuple[type, str]:
    """Return the type that an option's value has in TOML, and a name for it."""
    if option.is_flag:
        return bool, "true or false"
    if isinstance(option.default, int):
        return int, "a whole number"
    return str, "a text in quotes"
