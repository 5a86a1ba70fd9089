"""The order of a fault as options: one for each member of ``FaultOrder``, made from the member."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
import typer
from msgspec.structs import FieldInfo, fields

from dialbook.domain.faults import FaultOrder

Command = TypeVar("Command", bound=Callable[..., None])

METAVARS = {
    "operation": "OPERATION",
    "account": "ACCOUNT",
    "phone_number": "NUMBER",
    "share": "SHARE",
    "sequence": "fail,pass,…",
    "since": "TIME",
    "until": "TIME",
    "delay": "SECONDS|JSON",
    "truncate": "JSON",
}
"""What a member's option takes, as help calls it, where its type does not say so."""
TEXTS = {"operation", "account", "phone_number", "since", "until", "error", "message"}
"""The members whose values are texts even if they look like a number."""


def with_order(command: Command) -> Command:
    """Give a command an option for every member of an order: in its help first, in its call among its ``**members``."""
    command.__dict__["__signature__"] = inspect.Signature(list(parameters(command)))
    return command


def parameters(command: Callable[..., None]) -> Iterator[inspect.Parameter]:
    """Yield the parameters of an order and of a command; all are named."""
    yield from map(parameter_of, fields(FaultOrder))
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD:
            yield parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)


def parameter_of(member: FieldInfo) -> inspect.Parameter:
    """Return the parameter of a member: a flag, or a text that the server reads. It is None where it is not given."""
    kind, meta = get_args(member.type)
    name = f"--{member.name.replace('_', '-')}"
    taken = bool if kind is bool else str
    option = typer.Option(name, metavar=None if kind is bool else metavar_of(member.name, kind), help=meta.description)
    return inspect.Parameter(
        member.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[taken | None, option]
    )


def metavar_of(name: str, kind: Any) -> str:
    """Say what an option takes."""
    parts = [kind, *get_args(kind)]
    choices = next((get_args(part) for part in parts if get_origin(part) is Literal), ())
    return METAVARS.get(name) or "|".join(choices) or ("COUNT" if int in parts else "TEXT")


def order_of(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the order that is given, by the members' names on the wire; the server says what is wrong with it."""
    names = {member.name: member.encode_name for member in fields(FaultOrder)}
    return {names[name]: value_of(name, given) for name, given in members.items() if given not in (None, False)}


def value_of(name: str, given: Any) -> Any:
    """Return a value as JSON has it; what is none stays the text that it is."""
    if name in TEXTS or not isinstance(given, str):
        return given
    if name == "sequence":
        return given.split(",")
    try:
        return msgspec.json.decode(given)
    except msgspec.DecodeError:
        return given
