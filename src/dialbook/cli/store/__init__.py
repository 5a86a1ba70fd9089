"""``dialbook store``: where everything is kept."""

import typer

from dialbook.cli.store.backup import backup
from dialbook.cli.store.copy import copy_store
from dialbook.cli.store.distribute import distribute
from dialbook.cli.store.status import status
from dialbook.cli.store.upgrade import upgrade
from dialbook.cli.store.verify import verify

app = typer.Typer(no_args_is_help=True, help="Where everything is kept.")
app.command("status")(status)
app.command("upgrade")(upgrade)
app.command("distribute")(distribute)
app.command("verify")(verify)
app.command("copy")(copy_store)
app.command("backup")(backup)
