"""The number that a command is about."""

from __future__ import annotations

from typing import Annotated

import typer

from dialbook.cli.failure import Failure
from dialbook.domain.numbering import e164_of
from dialbook.domain.refusal import Refusal


def number_of(text: str) -> str:
    """Read a number, or an id as the API has it: ``+1206…``, ``%2B1206…`` or the digits alone."""
    try:
        return e164_of(text)
    except Refusal:
        raise typer.BadParameter("A number is in E.164 form, such as +12065550100, or an id.") from None


def absent(account: str) -> Failure:
    """Say that an account does not have a number."""
    return Failure(f"Account {account} does not have this phone number.")


NumberArgument = Annotated[
    str, typer.Argument(parser=number_of, metavar="NUMBER", help="The number, such as +12065550100, or its id.")
]
