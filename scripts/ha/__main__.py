"""Set up what docs/failover.md says, kill servers while clients write, and count (`make ha`)."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from pathlib import Path

import msgspec

from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.server.ids import fraction
from dialbook.stores.postgres.store import open_postgres
from ha import guide
from ha.clients import Writer, first_after
from ha.machines import Machine, Settings, await_that

PROGRAMS = ("patroni", "patronictl", "etcd", "psql", "createdb")
SAMPLE = ("+12065550100", "+12065550101", "+12065550102", "+12065550103")
SOME_SECONDS = 5.0
"""How long clients write between two events."""


def main() -> None:
    """Do everything, and end with 1 where anything was lost."""
    arguments = argparse.ArgumentParser(prog="make ha", description=__doc__)
    for name, value in {"ttl": 20, "loop-wait": 5, "retry-timeout": 5}.items():
        arguments.add_argument(f"--{name}", default=str(value), metavar="SECONDS", help="a setting of Patroni")
    settings: Settings = vars(arguments.parse_args())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    install()
    with ExitStack() as ending:
        home = Path(
            ending.enter_context(tempfile.TemporaryDirectory(prefix="dialbook-ha-", ignore_cleanup_errors=True))
        )
        home.chmod(0o755)
        machines = [Machine(number, home, settings) for number in (1, 2, 3)]
        for machine in machines:
            ending.callback(machine.stop)
        ending.push(partial(show_logs, machines))
        set_up(machines)
        ports = [ending.enter_context(serving(home / f"dialbook{at}")) for at in (1, 2)]
        writers = [Writer(ports[at % 2], ports[1 - at % 2], number) for at, number in enumerate(SAMPLE)]
        for writer in writers:
            writer.start()
        try:
            act(machines, writers)
        finally:
            for writer in writers:
                writer.ended.set()
        for writer in writers:
            writer.join(60)
        sys.exit(0 if conclude(writers) else 1)


def show_logs(
    machines: list[Machine], kind: type[BaseException] | None, error: BaseException | None, _: object
) -> None:
    """Show what the machines have written where something has not come about."""
    if kind is not None and str(error) not in {"0", "1", ""}:
        say(*(machine.log() for machine in machines))


def install() -> None:
    """Install the Debian packages where they are missing."""
    if all(map(shutil.which, PROGRAMS)) and Path("/usr/lib/postgresql/15/bin/postgres").exists():
        return
    if os.geteuid() != 0:
        sys.exit("Install the packages as docs/failover.md says, or run this as root.")
    say("installing PostgreSQL, Patroni and etcd")
    subprocess.run(["apt-get", "update", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    for command in (*guide.commands("apt-get"), *guide.commands("echo create_main_cluster")):
        subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S602 - the guide's own


def set_up(machines: list[Machine]) -> None:
    """Start the machines and make the database."""
    first, *others = machines
    say("starting etcd, Patroni and PostgreSQL at", ", ".join(machine.address for machine in machines))
    for machine in machines:
        machine.start_etcd()
    first.start_patroni()
    await_that(lambda: leader_of(machines), "there is a leader")
    for machine in others:
        machine.start_patroni()
    await_that(lambda: healthy(machines), "all three run, one of them as the synchronous standby")
    for command in (*guide.commands("psql"), *guide.commands("createdb")):
        environment = os.environ | {"PGPASSWORD": "a-password-of-postgres"}
        words = [leader_of(machines).address if word == first.address else word for word in shlex.split(command)]  # type: ignore[union-attr]
        subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(
        [sys.executable, "-m", "dialbook", "store", "upgrade"], check=True, env=environment_of(Path("/nonexistent"))
    )


def act(machines: list[Machine], writers: list[Writer]) -> None:
    """Let happen what the guide speaks of, one after the other."""
    await_that(lambda: first_after(writers, 0), "every client has written")
    time.sleep(SOME_SECONDS)
    leader = leader_of(machines)
    assert leader is not None  # noqa: S101
    measure(f"the leader's machine ends ({leader.name})", leader.kill, writers)
    recover(leader, machines)
    standby = named(machines, "sync_standby")
    measure(f"the synchronous standby's machine ends ({standby.name})", standby.kill, writers)
    recover(standby, machines)
    standby = named(machines, "sync_standby")
    switch = ("switchover", "--force", "--candidate", standby.name)
    measure(f"a planned switch-over (to {standby.name})", lambda: standby.patronictl(*switch), writers)
    time.sleep(SOME_SECONDS)


def measure(what: str, happen: Callable[[], object], writers: list[Writer]) -> None:
    """Let something happen, and say how long a client had to do without an acknowledgement at most."""
    last = min(max(writer.acknowledged.values()) for writer in writers)
    happen()
    happened = time.monotonic()
    time.sleep(SOME_SECONDS)
    await_that(lambda: first_after(writers, happened), "every client could write again")
    say(f"{what}: every client could write again after {max(pause(writer, last) for writer in writers):.1f} s")


def pause(writer: Writer, since: float) -> float:
    """Return the longest time in seconds between two acknowledgements of a client."""
    moments = [at for at in list(writer.acknowledged.values()) if at >= since]
    return max(later - earlier for earlier, later in pairwise(moments))


def recover(machine: Machine, machines: list[Machine]) -> None:
    """Start a machine that was killed, and wait until it follows the leader again."""
    machine.start()
    await_that(lambda: healthy(machines), f"{machine.name} follows the leader again")
    time.sleep(SOME_SECONDS)


def conclude(writers: list[Writer]) -> bool:
    """Count what is there, and tell whether nothing is missing."""
    names = asyncio.run(stored())
    missing = sum(len(writer.acknowledged.keys() - names[writer.number]) for writer in writers)
    acknowledged = sum(len(writer.acknowledged) for writer in writers)
    refusals = sum((writer.refused for writer in writers), Counter[str]())
    looks, stale = (sum(counts) for counts in zip(*((writer.looks, writer.stale) for writer in writers), strict=True))
    told = ", ".join(f"{count} times {kind}" for kind, count in refusals.items())
    say(f"{acknowledged} writes were acknowledged, of which {missing} are missing; refused: {told or 'nothing'}")
    say(f"{looks} reads through the other server, of which {stale} did not show what was acknowledged before")
    good = acknowledged > 0 and not missing and not stale and refusals.keys() <= {"503"}
    say("GOOD: nothing acknowledged was lost" if good else "BAD: see above")
    return good


async def stored() -> dict[str, set[str]]:
    """Return all the names that each number has had."""
    environment = environment_of(Path())
    os.environ["PGPASSWORD"] = environment["PGPASSWORD"]
    store = open_postgres(environment["DIALBOOK_STORE"], fraction)
    try:
        found = {number: await store.history(DEVELOPMENT_ACCOUNT, f"phone_numbers/{number}") for number in SAMPLE}
        return {number: {name_of(change.after) for change in changes} for number, changes in found.items()}
    finally:
        await store.close()


def name_of(record: str | None) -> str:
    """Return the name in a number's record."""
    return str(msgspec.json.decode(record or "{}").get("name"))


@contextlib.contextmanager
def serving(home: Path) -> Iterator[int]:
    """Run a server of dialbook as the guide says, reading from standbys."""
    home.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "dialbook", "serve", "--port", str(port)]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment_of(home), stdout=log, stderr=log)
    try:
        await_that(lambda: ready(port), "dialbook is ready")
        yield port
    finally:
        process.terminate()
        process.wait(60)


def ready(port: int) -> bool:
    """Tell whether a server of dialbook says that it is ready."""
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_dialbook/ready") as answer:
        return int(answer.status) == 200
    return False


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of dialbook, as the guide has it."""
    files = guide.files()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIALBOOK_", "PG"))}
    own = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return kept | own | guide.variables(files["dialbook.env"]) | guide.variables(files["replicas.env"])


def leader_of(machines: list[Machine]) -> Machine | None:
    """Return the machine that is the leader, if one says so."""
    members = next(filter(None, (machine.members() for machine in machines)), {})
    return next((machine for machine in machines if members.get(machine.name, {}).get("role") == "leader"), None)


def named(machines: list[Machine], role: str) -> Machine:
    """Return the machine with a role."""
    members = next(filter(None, (machine.members() for machine in machines)), {})
    return next(machine for machine in machines if members[machine.name]["role"] == role)


def healthy(machines: list[Machine]) -> bool:
    """Tell whether all run, with one synchronous standby among them."""
    members = next(filter(None, (machine.members() for machine in machines)), {})
    states = [(member["role"], member["state"]) for member in members.values()]
    return (
        len(states) == len(machines)
        and {role for role, _ in states} >= {"leader", "sync_standby"}
        and all(state in {"running", "streaming"} for _, state in states)
    )


def say(*words: str) -> None:
    """Print a line at once."""
    print(*words, flush=True)


if __name__ == "__main__":
    main()
