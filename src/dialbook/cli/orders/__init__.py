"""``dialbook orders``: orders of numbers, and the porting that only an operator can do."""

import typer

from dialbook.cli.orders.history import history
from dialbook.cli.orders.list import list_orders
from dialbook.cli.orders.move import move
from dialbook.cli.orders.port_in import port_in
from dialbook.cli.orders.show import show

app = typer.Typer(no_args_is_help=True, help="Orders of numbers, and port-ins.")
app.command("port-in")(port_in)
app.command("list")(list_orders)
app.command("show")(show)
app.command("history")(history)
app.command("move")(move)
