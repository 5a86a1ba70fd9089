"""The switches of the rules as options: one for each field of ``Rules``, made from the field."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, TypeVar, get_args

import typer
from msgspec.structs import FieldInfo, fields

from dialbook.cli.durations import duration_of, write_duration
from dialbook.domain.rules import PRESETS, PresetName, Rules, Switch

Command = TypeVar("Command", bound=Callable[..., None])

NO_LIMIT = "none"
QUOTA = f"COUNT|{NO_LIMIT}"
"""What a quota is called in help."""


def quota_of(text: str | int) -> int | None:
    """Read a quota: None is no limit. Raises typer.BadParameter."""
    if text == NO_LIMIT:
        return None
    if not re.fullmatch("[0-9]{1,9}", str(text)):
        raise typer.BadParameter("A quota is a whole number, or none for no limit.")
    return int(text)


KINDS: dict[Any, dict[str, Any]] = {
    timedelta: {"parser": duration_of, "metavar": "DURATION"},
    int: {"min": 1, "metavar": "COUNT"},
    int | None: {"parser": quota_of, "metavar": QUOTA},
    bool: {},
}
"""How the option of a switch takes its value, by the type of the field."""

RulesOption = Annotated[
    PresetName,
    typer.Option(
        envvar="DIALBOOK_RULES",
        help="Which waits and restrictions hold, where no option sets one by itself. relaxed: short waits. aws: what AWS "
        "documents.",
    ),
]


def with_switches(command: Command) -> Command:
    """Give a command an option for every switch: in its help after ``rules``, in its call among its ``**switches``."""
    command.__dict__["__signature__"] = inspect.Signature(list(parameters(command)))
    return command


def parameters(command: Callable[..., None]) -> Iterator[inspect.Parameter]:
    """Yield the parameters of a command and of its switches; all are named, so the order is that of help alone."""
    for name, parameter in inspect.signature(command, eval_str=True).parameters.items():
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD:
            yield parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        if name == "rules":
            yield from map(parameter_of, fields(Rules))


def parameter_of(switch: FieldInfo) -> inspect.Parameter:
    """Return the parameter of a switch. It is None where the option is not given, and also where there is no limit."""
    kind, meta = get_args(switch.type)
    option = typer.Option(
        envvar=f"DIALBOOK_{switch.name.upper()}",
        help=description(switch),
        show_default=presets(switch.name),
        max=meta.le,
        **KINDS[kind],
    )
    return inspect.Parameter(
        switch.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )


def description(switch: FieldInfo) -> str:
    """Return the sentence that says what a switch is."""
    _, meta = get_args(switch.type)
    return str(meta.description)


def presets(name: str) -> str:
    """Say what a switch is if it is not given."""
    values = {preset: written(getattr(rules, name)) for preset, rules in PRESETS.items()}
    if len(set(values.values())) == 1:
        return next(iter(values.values()))
    return ", ".join(f"{preset} {value}" for preset, value in values.items())


def given(context: typer.Context, switches: Mapping[str, Switch]) -> dict[str, Switch]:
    """Return the switches that are set by something else than the preset."""
    return {name: value for name, value in switches.items() if source_of(context, name)}


def source_of(context: typer.Context, name: str) -> str | None:
    """Return what gives an option its value, None where nothing does."""
    source = context.get_parameter_source(name)
    return {"COMMANDLINE": "option", "ENVIRONMENT": "variable", "DEFAULT_MAP": "file"}.get(
        source.name if source else ""
    )


def written(value: Switch) -> str:
    """Write a value as its option takes it."""
    if value is None:
        return NO_LIMIT
    return write_duration(value) if isinstance(value, timedelta) else str(value).lower()
