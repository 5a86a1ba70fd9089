"""``dialbook snapshot download``: a snapshot into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dialbook.cli.failure import Failure
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.snapshot.argument import NameArgument


def download(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="Where to write it.")],
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Write a snapshot to a file."""
    content = Controls(url, token).exchange("GET", "snapshots", name)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Failure(f"The file {file} cannot be written: {error.strerror}.") from None
    typer.echo(f"{name} is in {file}: {len(content)} bytes.")
