"""``dialbook keys``: access keys of your own."""

import typer

from dialbook.cli.keys.create import create
from dialbook.cli.keys.list import list_keys
from dialbook.cli.keys.revoke import revoke

app = typer.Typer(no_args_is_help=True, help="Access keys of your own.")
app.command("create")(create)
app.command("list")(list_keys)
app.command("revoke")(revoke)
