"""``dialbook numbers``: the inventory from the side of who runs it."""

import typer

from dialbook.cli.numbers.calling_name import calling_name
from dialbook.cli.numbers.export import export
from dialbook.cli.numbers.history import history
from dialbook.cli.numbers.import_ import import_numbers
from dialbook.cli.numbers.list import list_numbers
from dialbook.cli.numbers.show import show

app = typer.Typer(no_args_is_help=True, help="The numbers of an inventory.")
app.command("import")(import_numbers)
app.command("export")(export)
app.command("list")(list_numbers)
app.command("show")(show)
app.command("history")(history)
app.command("calling-name")(calling_name)
