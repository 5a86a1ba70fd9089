"""``dialbook snapshot list``: the snapshots that the store keeps."""

from __future__ import annotations

import typer

from dialbook.cli.server import DEFAULT_URL, Controls, TokenOption, UrlOption
from dialbook.cli.tables import print_table

COLUMNS = ("Name", "Taken (UTC)", "Bytes", "Schema")


def list_snapshots(url: UrlOption = DEFAULT_URL, token: TokenOption = None) -> None:
    """List the snapshots that the store keeps."""
    found = Controls(url, token).ask("GET", "snapshots")["Snapshots"]
    if not found:
        typer.echo("There are no snapshots: 'dialbook snapshot take' makes one.", err=True)
        return
    print_table(
        COLUMNS,
        [
            [one["Name"], one["TakenAt"].replace("T", " ").partition(".")[0], str(one["SizeBytes"]), str(one["Schema"])]
            for one in found
        ],
    )
