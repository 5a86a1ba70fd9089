"""Options that say for whom and for what a limit holds."""

from __future__ import annotations

from typing import Annotated

import typer

EVERY = "*"
NO_LIMIT = "none"

WhoseOption = Annotated[
    str,
    typer.Option(
        "--account",
        envvar="DIALBOOK_ACCOUNT",
        metavar="ACCOUNT",
        help="The account, 12 digits, or * for each that has no limit of its own.",
    ),
]
OperationOption = Annotated[
    str,
    typer.Option(
        "--operation",
        metavar="OPERATION",
        help="The operation, such as GetPhoneNumber, or * for each that has no limit of its own.",
    ),
]
