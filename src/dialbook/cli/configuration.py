"""The configuration file: options for every command at the top, for some in the table of their name."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs
import typer
from typer.core import TyperGroup, TyperOption

from dialbook.cli.switches import NO_LIMIT, QUOTA
from dialbook.server.config import ConfigError

DEFAULT_FILE = platformdirs.user_config_path("dialbook") / "dialbook.toml"

Table = dict[str, Any]


class Given(NamedTuple):
    """A value and where it stands, as errors go on after its name: nothing at the top, which is for all commands."""

    value: Any
    place: str


BORROWED = {"rules": "serve"}
"""Commands without a table of their own: they say what another command would do, so they heed what that one's says."""
COMMON = {"store"}
"""Options of nearly all commands that groups of commands are called too: a table is the group's, anything else the option's."""
NARROWING = {name: {"account"} for name in ("reset", "calls", "events", "add")}
"""Options that take only what is said for their own command: an account at the top of the file says whose numbers commands are about, and
must not have a reset spare the rest unawares.
"""
TOML_TYPES: dict[str, tuple[set[type], str]] = {
    "COUNT": ({int}, "a whole number"),
    "PORT": ({int}, "a whole number"),
    QUOTA: ({int, str}, f'a whole number or "{NO_LIMIT}"'),
}
"""For what an option takes, as help calls it, the types that it has in TOML and a name for them. All others are texts."""


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
    import tomllib  # noqa: PLC0415 - only those who have a file need it

    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"it is not TOML: {error}.") from None
    except OSError as error:
        raise ConfigError(f"it cannot be read: {error.strerror}.") from None


def defaults_of(context: typer.Context, table: Table, around: dict[str, Given]) -> Table:
    """Return the defaults of a command: what its ``table`` has, and for the rest what the tables ``around`` it have.

    The table of a group holds for each of its commands that has the option. Raises ConfigError for a name that nothing
    has and for a value that its option cannot take.
    """
    command = context.command
    if not isinstance(command, TyperGroup):
        return values_of(context, table, around)
    parts = {name: typer.Context(part, parent=context, info_name=name) for name, part in command.commands.items()}
    plain = {name for name in COMMON if not isinstance(table.get(name, {}), dict)}
    tables = {name: subtable(table, name) for name in parts if name not in {*BORROWED, *plain}}
    options = {name: value for name, value in table.items() if name not in tables}
    refuse_unknown(context, options, option_names(context.command), tables.keys())
    shared = around | given_in(context, options)
    lent = {name: given_in(parts[lender], tables[lender]) for name, lender in BORROWED.items() if lender in tables}
    return {name: defaults_of(part, tables.get(name, {}), shared | lent.get(name, {})) for name, part in parts.items()}


def values_of(context: typer.Context, table: Table, around: dict[str, Given]) -> Table:
    """Return the values of one command's options, under the names of its parameters. Raises ConfigError."""
    options = options_of(context.command)
    refuse_unknown(context, table, options.keys())
    shared = {name: value for name, value in around.items() if name not in NARROWING.get(context.info_name or "", ())}
    found = {name: value for name, value in (shared | given_in(context, table)).items() if name in options}
    return {str(options[name].name): checked(context, name, options[name], value) for name, value in found.items()}


def given_in(context: typer.Context, table: Table) -> dict[str, Given]:
    """Return the values of a command's table with their place."""
    place = f" of '{context.command_path}'" if context.parent else ""
    return {name: Given(value, place) for name, value in table.items()}


def options_of(command: Any) -> dict[str, TyperOption]:
    """Return the options of a command by the names they have in the file: ``--log-format`` is ``log-format``."""
    options = [parameter for parameter in command.params if isinstance(parameter, TyperOption)]
    return {option.opts[0].removeprefix("--"): option for option in options}


def option_names(command: Any) -> set[str]:
    """Return the names of the options of a command, or of all commands of a group."""
    if isinstance(command, TyperGroup):
        return {name for part in command.commands.values() for name in option_names(part)}
    return set(options_of(command))


def refuse_unknown(
    context: typer.Context, table: Table, options: Collection[str], commands: Collection[str] = ()
) -> None:
    """Refuse names that nothing has. Raises ConfigError."""
    unknown = sorted(table.keys() - options)
    misnamed = [name for name in unknown if isinstance(table[name], dict)]
    if misnamed:
        raise ConfigError(f"'{context.command_path}' has no command {advised(misnamed, commands)}")
    if unknown:
        at_the_top = context.parent is None  # what it may have is what any command has: too much for a sentence
        raise ConfigError(f"'{context.command_path}' has no option {advised(unknown, options, listed=not at_the_top)}")


def advised(unknown: list[str], known: Collection[str], *, listed: bool = True) -> str:
    """End a sentence about names that nothing has: with those that may have been meant, or with all that there are."""
    names = ", ".join(unknown)
    meant = [close for name in unknown for close in get_close_matches(name, known, 1)]
    if meant:
        return f"{names}. Did you mean {', '.join(meant)}?"
    return f"{names}; it has {', '.join(sorted(known))}." if listed and known else f"{names}."


def subtable(table: Table, name: str) -> Table:
    """Return the table of a command, empty where there is none. Raises ConfigError."""
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise ConfigError(
            f"{name} names a command, so it must be a table; an option of that name belongs in the table of its command."
        )
    return found


def checked(context: typer.Context, name: str, option: TyperOption, given: Given) -> Any:
    """Hold a value against its option: the type first, then what the option itself asks. Raises ConfigError."""
    types, noun = toml_types(option)
    if type(given.value) not in types:
        raise ConfigError(f"{name}{given.place} must be {noun}.")
    try:
        option.process_value(context, given.value)
    except typer.BadParameter as error:
        raise ConfigError(f"{name}{given.place}: {error.message}") from None
    return given.value


def toml_types(option: TyperOption) -> tuple[set[type], str]:
    """Return the types that an option's value may have in TOML, and a name for them."""
    if option.is_flag:
        return {bool}, "true or false"
    return TOML_TYPES.get(option.metavar or "", ({str}, "a text in quotes"))
