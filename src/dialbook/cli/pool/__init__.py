"""``dialbook pool``: the numbers that an operator has to give out."""

import typer

from dialbook.cli.pool.clear import clear
from dialbook.cli.pool.import_ import import_pool
from dialbook.cli.pool.list import list_pool

app = typer.Typer(no_args_is_help=True, help="The numbers that can be ordered.")
app.command("import")(import_pool)
app.command("list")(list_pool)
app.command("clear")(clear)
