"""The program ``dialbook``: its commands, its configuration file, and how it says that something is wrong."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dialbook import __version__
from dialbook.access.sealing import MasterKeyError
from dialbook.cli.commands import Program
from dialbook.cli.configuration import DEFAULT_FILE, configure
from dialbook.cli.failure import Failure
from dialbook.cli.options import tilde
from dialbook.domain.copies import CopyRefused
from dialbook.domain.refusal import Refusal
from dialbook.ports.store import SchemaMismatch, StoreUnavailable, TooManyChanges
from dialbook.server.config import ConfigError

MENDABLE = (
    Failure,
    ConfigError,
    CopyRefused,
    MasterKeyError,
    SchemaMismatch,
    StoreUnavailable,
    TooManyChanges,
    Refusal,
)
UNWRITABLE = {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What a write to standard output ends in where nobody reads it or it has no room."""

app = typer.Typer(
    name="dialbook",
    cls=Program,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"dialbook {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            envvar="DIALBOOK_CONFIG",
            metavar="FILE",
            show_default=f"{tilde(DEFAULT_FILE)}, where it exists",
            help="A TOML file of options.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has acted
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A self-hosted server that speaks the Amazon Chime SDK Voice phone-number API.

    The options of every command may also stand in the configuration file: at its top for all commands, or in a table
    such as [serve] or [numbers.import] for one. Many have an environment variable too. An option that is given comes
    before its variable, the variable before the file, the file before the default.
    """
    configure(context, config)


def main() -> None:
    """Run the command line; what the user can mend is one sentence on standard error, and exit status 1."""
    if sys.stdout is None:  # some supervisors close it
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    try:
        try:
            app(prog_name="dialbook")
        except MENDABLE as error:
            typer.echo(f"dialbook: {error}", err=True)
            sys.exit(1)
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter would try it once more
        if error.errno != errno.EPIPE:  # whoever has read enough is told nothing
            typer.echo(f"dialbook: Standard output cannot be written: {error.strerror}.", err=True)
        sys.exit(1)
