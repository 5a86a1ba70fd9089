"""GetPhoneNumber and UpdatePhoneNumber through PostgreSQL beside pgbench, which runs the same statements and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import postgres
from bench import servers
from bench.inventories import SAFE
from bench.load import Figures, load
from bench.servers import Running
from bench.signed import Signed, get_number, update_number
from dialbook.access.keys import DEVELOPMENT_ACCOUNT
from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.stores import statements
from dialbook.stores.postgres.rows import mapper_of

CONNECTIONS = (1, 32)
NUMBERS = [f"+1206555{index}" for index in range(2000, 2100)]
CHOICE = f"\\set i random({NUMBERS[0][-4:]}, {NUMBERS[-1][-4:]})"
NUMBER = "'+1206555' || :i::text"
KEY = [f"'{DEVELOPMENT_ACCOUNT}'", NUMBER]
MOMENT = "'2026-03-01T12:00:00.123Z'"
Rows = list[list[str]]
Measured = tuple[Figures, float]
"""What wrk saw, and the microseconds of processor time that the worker used for a request."""


def read_script() -> str:
    """Return what pgbench does for a GetPhoneNumber."""
    mapper = mapper_of(PhoneNumber)
    select = bound(statements.select_one(mapper), KEY)
    return f"{CHOICE}\n{select};\n"


def write_script() -> str:
    """Return what pgbench does for an UpdatePhoneNumber."""
    number, change = mapper_of(PhoneNumber), mapper_of(Change)
    update = bound(statements.update_columns(number, ("name", "updated_at")), ["'Front desk'", MOMENT, *KEY])
    text = "repeat('x', 600)"
    given = {"account": KEY[0], "subject": f"'phone_numbers/' || {NUMBER}", "changed_at": MOMENT}
    given |= {
        "change_id": "gen_random_uuid()::text",
        "action": "'a'",
        "principal": "'a'",
        "before": text,
        "after": text,
    }
    insert = bound(
        statements.insert_in_order(change), [*(given.get(name, "null") for name in change.columns), "0", "0"]
    )
    return "\n".join(
        [CHOICE, "begin;", f"{bound(statements.lock_one(number), KEY)};", f"{update};", f"{insert};", "commit;\n"]
    )


def bound(sql: str, values: list[str]) -> str:
    """Return a statement with these values in the place of its parameters."""
    return re.sub(r"\$(\d+)", lambda found: values[int(found[1]) - 1], sql)


def rows(folder: Path, seconds: float, rounds: int) -> Rows:
    """Return the figures of the rounds of median speed, and our share of pgbench's."""
    with postgres.running(**SAFE) as cluster:
        fill(folder, cluster.url())
        port = servers.free_port()
        with servers.running(servers.dialbook(port, cluster.url()), port, get_number(NUMBERS[0])) as server:
            found: Rows = []
            for connections in CONNECTIONS:
                for name, sign, script in (
                    ("GetPhoneNumber", get_number, read_script()),
                    ("UpdatePhoneNumber", update_number, write_script()),
                ):
                    ours = partial(measured, server, sign, connections, seconds)
                    theirs = partial(pgbench, cluster, folder, script, connections, seconds)
                    found += compared(name, connections, ours, theirs, rounds)
            return found


def fill(folder: Path, url: str) -> None:
    """Give an empty database its schema and the numbers."""
    file = folder / "numbers-of-the-database.csv"
    file.write_text("\n".join(["E164PhoneNumber", *NUMBERS]) + "\n", encoding="utf-8")
    for words in (["store", "upgrade"], ["numbers", "import", str(file)]):
        subprocess.run([sys.executable, "-m", "dialbook", *words, "--store", url], check=True, capture_output=True)


def compared(
    name: str, connections: int, ours: Callable[[], Measured], theirs: Callable[[], float], rounds: int
) -> Rows:
    """Measure both in turn."""
    seen = sorted([(*ours(), theirs()) for _ in range(rounds)], key=lambda each: each[0].per_second / each[2])
    figures, microseconds, reference = seen[rounds // 2]
    ratio = f"{figures.per_second / reference:.2f}"
    return [
        [f"dialbook {name}", str(connections), *figures.cells(), f"{microseconds:.0f}", ratio],
        ["pgbench, the same statements", str(connections), f"{reference:,.0f}", "", "", "", "1.00"],
    ]


def measured(server: Running, sign: Callable[[str], Signed], connections: int, seconds: float) -> Measured:
    """Send our server the load; the processor time of a request is what hardly depends on what else the machine does."""
    before = server.worker_microseconds()
    figures = load(server.port, [sign(number) for number in NUMBERS], connections, seconds)
    return figures, (server.worker_microseconds() - before) / (figures.per_second * seconds)


def pgbench(cluster: postgres.Cluster, folder: Path, script: str, connections: int, seconds: float) -> float:
    """Return how many transactions pgbench makes in a second."""
    file = folder / "pgbench.sql"
    file.write_text(script, encoding="utf-8")
    command = [str(postgres.binaries() / "pgbench"), "-M", "prepared", "-n", "-c", str(connections), "-j", "1"]
    command += ["-T", f"{max(1, round(seconds))}", "-f", str(file), "-h", "127.0.0.1", "-p", str(cluster.port)]
    environment = os.environ | {"PGPASSWORD": postgres.PASSWORD, "PGUSER": "postgres", "PGDATABASE": "postgres"}
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    return float(re.findall(r"tps = ([0-9.]+)", output)[0])
