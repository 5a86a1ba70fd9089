"""``dialbook throttles``: how quickly requests may come."""

import typer

from dialbook.cli.throttles.list import list_limits
from dialbook.cli.throttles.remove import remove
from dialbook.cli.throttles.set import set_limit

app = typer.Typer(no_args_is_help=True, help="How quickly requests may come.")
app.command("set")(set_limit)
app.command("list")(list_limits)
app.command("remove")(remove)
