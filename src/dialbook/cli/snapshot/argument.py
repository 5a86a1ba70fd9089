"""The name of a snapshot, as commands take it."""

from __future__ import annotations

from typing import Annotated

import typer

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="The snapshot's name: letters, digits and the signs -._")
]
