"""``dialbook serve``: run the server."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dialbook import __version__
from dialbook.access.keys import Secret
from dialbook.cli.address import address_of
from dialbook.cli.durations import duration_of
from dialbook.cli.loading import for_good
from dialbook.cli.options import (
    DEFAULT_MASTER_KEY_FILE,
    DEFAULT_STORE,
    MasterKeyFileOption,
    MasterKeyOption,
)
from dialbook.cli.switches import RulesOption, given, with_switches
from dialbook.domain.clock import REAL_TIME, ClockSetting, reading
from dialbook.domain.moments import iso8601
from dialbook.server.clock import wall
from dialbook.server.config import Config, KeysMode, shown
from dialbook.server.logs import LogFormat, LogLevel

if TYPE_CHECKING:
    from dialbook.server.serve import Controls

IN_REAL_TIME = (
    "dialbook: The clock of this store was moved. Without --controls this server lives in real time, so that what happened on that clock "
    "may lie ahead of it."
)


@with_switches
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(envvar="DIALBOOK_HOST", metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="DIALBOOK_PORT", metavar="PORT", min=1, max=65535, help="The port to listen on.")
    ] = 8000,
    store: Annotated[
        str,
        typer.Option(
            envvar="DIALBOOK_STORE",
            metavar="STORE",
            help="Where everything is kept: the path of a SQLite file, the URL of a PostgreSQL database, or memory: for as "
            "long as the server runs.",
        ),
    ] = DEFAULT_STORE,
    read_store: Annotated[
        str | None,
        typer.Option(
            envvar="DIALBOOK_READ_STORE",
            metavar="URL",
            help="The standbys of a PostgreSQL store, with commas between several hosts: requests that only read are sent to "
            "them, and see everything that was acknowledged before.",
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(envvar="DIALBOOK_WORKERS", metavar="COUNT", min=1, max=64, help="How many processes serve.")
    ] = 1,
    rules: RulesOption = "relaxed",
    keys: Annotated[
        KeysMode,
        typer.Option(
            envvar="DIALBOOK_KEYS",
            help="Whose signatures are good. stored: those of your own keys. development: also those of the key test "
            "with the secret test, and of any account's number with that secret.",
        ),
    ] = "development",
    insecure_development_keys: Annotated[
        bool,
        typer.Option(
            "--insecure-development-keys",
            envvar="DIALBOOK_INSECURE_DEVELOPMENT_KEYS",
            help="Know the development keys beyond this machine too: anybody who reaches the port gets in.",
        ),
    ] = False,
    master_key: MasterKeyOption = None,
    master_key_file: MasterKeyFileOption = DEFAULT_MASTER_KEY_FILE,
    sample: Annotated[
        bool,
        typer.Option(envvar="DIALBOOK_SAMPLE", help="With development keys, put a few numbers into an empty store."),
    ] = True,
    log_format: Annotated[
        LogFormat, typer.Option(envvar="DIALBOOK_LOG_FORMAT", help="Lines for people, or JSON.")
    ] = "text",
    log_level: Annotated[
        LogLevel, typer.Option(envvar="DIALBOOK_LOG_LEVEL", help="The least that is logged.")
    ] = "info",
    access_log: Annotated[
        bool, typer.Option("--access-log", envvar="DIALBOOK_ACCESS_LOG", help="Log every request, without its numbers.")
    ] = False,
    controls: Annotated[
        bool,
        typer.Option(
            envvar="DIALBOOK_CONTROLS",
            help="Let clients move the clock, order faults, and keep and bring back the state, under /_dialbook/.",
        ),
    ] = False,
    controls_token: Annotated[
        str | None,
        typer.Option(
            envvar="DIALBOOK_CONTROLS_TOKEN",
            metavar="TOKEN",
            help="What clients of the controls must show; beyond this machine it is required. Better in the environment than here.",
        ),
    ] = None,
    webhook: Annotated[
        str | None,
        typer.Option(
            envvar="DIALBOOK_WEBHOOK",
            metavar="URL",
            help="Where every change is sent to as an event, signed and in order.",
        ),
    ] = None,
    webhook_secret: Annotated[
        str | None,
        typer.Option(
            envvar="DIALBOOK_WEBHOOK_SECRET",
            metavar="SECRET",
            help="What events are signed with: whsec_ and 24 to 64 bytes in base64. Better in the environment than here.",
        ),
    ] = None,
    drain_delay: Annotated[
        timedelta | None,
        typer.Option(
            envvar="DIALBOOK_DRAIN_DELAY",
            parser=duration_of,
            metavar="DURATION",
            show_default="0",
            help="How long a server that is told to stop still answers, while /_dialbook/ready says that it stops.",
        ),
    ] = None,
    **switches: Any,
) -> None:
    """Run the server until it is interrupted."""
    config = Config(
        host=address_of(host, port),
        port=port,
        store=store,
        read_store=read_store,
        workers=workers,
        rules=rules,
        switches=given(context, switches),
        keys=keys,
        insecure_development_keys=insecure_development_keys,
        master_key=None if master_key is None else Secret(master_key),
        master_key_file=master_key_file,
        sample=sample,
        log_format=log_format,
        log_level=log_level,
        access_log=access_log,
        controls=controls,
        controls_token=None if controls_token is None else Secret(controls_token),
        webhook=webhook,
        webhook_secret=None if webhook_secret is None else Secret(webhook_secret),
        drain_delay=drain_delay or timedelta(0),
    )
    with for_good():
        from dialbook.server import serve as server  # noqa: PLC0415 - only this command needs it

        clock, number = server.prepare(config)
        served = controls_of(config)
    typer.echo(banner(config, clock, number))
    if clock != REAL_TIME and not config.controls:
        typer.echo(IN_REAL_TIME, err=True)
    sys.stdout.flush()  # or every worker would inherit it, and print it again
    server.serve(config, served)


def controls_of(config: Config) -> Controls | None:
    """Return what serves the controls, None without them."""
    if not config.controls:
        return None
    from dialbook.controls.http.application import application  # noqa: PLC0415 - only servers with controls need it

    return application


def banner(config: Config, clock: ClockSetting = REAL_TIME, number: str | None = None) -> str:
    """Say where the server is, where its data is, and what to paste into a terminal: about a number that is there, if one is known."""
    place = "in memory, until it stops" if config.in_memory else f"in {shown(config.store)}"
    known = number if config.keys == "development" else None  # other keys are of another account
    operation = f"get-phone-number --phone-number-id {known}" if known else "list-phone-numbers"
    lines = [
        f"dialbook {__version__} listens on {config.url} and keeps its numbers {place}",
        "",
        f"  {environment(config)}",
        f"  export AWS_ENDPOINT_URL={config.url}",
        f"  aws chime-sdk-voice {operation}",
        "",
    ]
    if config.controls:
        lines += [*controls_banner(config, clock), ""]
    return "\n".join(lines)


def controls_banner(config: Config, clock: ClockSetting) -> Iterator[str]:
    """Yield the lines that say that the controls are on, how the clock is set, and what to paste."""
    yield "The controls are on: anybody who can use them can change and remove everything in the store."
    if clock.frozen_at is not None:
        yield f"Its clock stands still at {iso8601(clock.frozen_at)}."
    elif clock != REAL_TIME:
        yield f"Its clock was moved: it shows {iso8601(reading(clock, wall()))}."
    yield ""
    token = "DIALBOOK_CONTROLS_TOKEN=… " if config.controls_token else ""
    yield f"  {token}dialbook clock advance 72h --url {config.url}"


def environment(config: Config) -> str:
    """Return the line that gives a terminal a region and a key: the one that everybody knows, or a new one."""
    region = "AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1"
    if config.keys == "development":
        return f"export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test {region}"
    return f'eval "$({new_key(config)})"; export {region}'


def new_key(config: Config) -> str:
    """Return the command that makes a key in the server's store, under the server's master key."""
    words = ["dialbook", "keys", "create", "--account", "123456789012", "--store", shown(config.store)]
    if config.master_key is not None:
        return f"DIALBOOK_MASTER_KEY=… {shlex.join(words)}"
    if config.master_key_file != DEFAULT_MASTER_KEY_FILE:
        words += ["--master-key-file", str(config.master_key_file)]
    return shlex.join(words)
