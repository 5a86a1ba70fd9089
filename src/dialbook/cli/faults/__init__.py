"""``dialbook faults``: what a running server shall do wrong."""

import typer

from dialbook.cli.faults.add import add
from dialbook.cli.faults.list import list_faults
from dialbook.cli.faults.remove import remove

app = typer.Typer(no_args_is_help=True, help="What a running server shall do wrong.")
app.command("list")(list_faults)
app.command("add")(add)
app.command("remove")(remove)
