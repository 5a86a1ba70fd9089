"""Options that several commands have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import platformdirs
import typer


def tilde(path: Path) -> str:
    """Write a path as help shows it: the same for every user."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


DATA = platformdirs.user_data_path("dialbook")
DEFAULT_STORE = tilde(DATA / "dialbook.db")
DEFAULT_MASTER_KEY_FILE = Path(tilde(DATA / "master.key"))


def account_of(text: str) -> str:
    """Read an account."""
    if not re.fullmatch("[0-9]{12}", text):
        raise typer.BadParameter("An account is 12 digits.")
    return text


StoreOption = Annotated[
    str,
    typer.Option(
        envvar="DIALBOOK_STORE",
        metavar="STORE",
        help="The store: the path of its SQLite file, or the URL of its PostgreSQL database.",
    ),
]
MasterKeyOption = Annotated[
    str | None,
    typer.Option(
        envvar="DIALBOOK_MASTER_KEY",
        metavar="KEY",
        help="The key that secrets are sealed under: 32 bytes in base64. Better in the environment than here.",
    ),
]
MasterKeyFileOption = Annotated[
    Path,
    typer.Option(
        envvar="DIALBOOK_MASTER_KEY_FILE",
        metavar="FILE",
        help="A file of mode 600 with the master key, where --master-key is not given.",
    ),
]
AccountOption = Annotated[
    str, typer.Option(envvar="DIALBOOK_ACCOUNT", parser=account_of, metavar="ACCOUNT", help="The account, 12 digits.")
]
