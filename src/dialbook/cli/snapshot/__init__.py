"""``dialbook snapshot``: the state of a running server, kept and brought back."""

import typer

from dialbook.cli.snapshot.download import download
from dialbook.cli.snapshot.list import list_snapshots
from dialbook.cli.snapshot.remove import remove
from dialbook.cli.snapshot.restore import restore
from dialbook.cli.snapshot.take import take
from dialbook.cli.snapshot.upload import upload

app = typer.Typer(no_args_is_help=True, help="The state of a running server, kept and brought back.")
app.command("take")(take)
app.command("list")(list_snapshots)
app.command("restore")(restore)
app.command("remove")(remove)
app.command("download")(download)
app.command("upload")(upload)
