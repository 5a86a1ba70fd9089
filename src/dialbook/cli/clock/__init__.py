"""``dialbook clock``: the clock of a running server."""

import typer

from dialbook.cli.clock.advance import advance
from dialbook.cli.clock.freeze import freeze
from dialbook.cli.clock.run import run
from dialbook.cli.clock.set import set_clock
from dialbook.cli.clock.show import show

app = typer.Typer(no_args_is_help=True, help="The clock of a running server's lifecycles.")
app.command("show")(show)
app.command("advance")(advance)
app.command("set")(set_clock)
app.command("freeze")(freeze)
app.command("run")(run)
