"""``dialbook snapshot upload``: a snapshot from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dialbook.cli.failure import Failure
from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.snapshot.argument import NameArgument

GZIP = "application/gzip"


def upload(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="A file that a download has written.")],
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Keep a snapshot from a file under a name.

    A snapshot that has the name gives way. The store stays as it is until the snapshot is restored.
    """
    Controls(url, token).exchange("PUT", "snapshots", name, content=content_of(file), media_type=GZIP)
    typer.echo(f"{name} is kept.")


def content_of(file: Path) -> bytes:
    """Read a snapshot, unless no server would take it. Raises Failure."""
    from dialbook.controls.archive import LIMITS  # noqa: PLC0415 - only this command needs it

    try:
        with file.open("rb") as stream:
            content = stream.read(LIMITS.content_bytes + 1)
    except OSError as error:
        raise Failure(f"The file {file} cannot be read: {error.strerror}.") from None
    if len(content) > LIMITS.content_bytes:
        raise Failure(f"The file {file} is too large: a snapshot has {LIMITS.content_bytes} bytes at most.")
    return content
