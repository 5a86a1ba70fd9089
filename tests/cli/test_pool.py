"""``dialbook pool``: an operator's numbers come in, are seen by searches and orders, and go again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from cli.conftest import records
from dialbook.domain.pool import PoolNumber
from running import RunningServer, error_of

if TYPE_CHECKING:
    from cli.conftest import Dialbook

Csv = Callable[..., Path]
HEADER = "E164PhoneNumber,City,State,Outcome"
MISSING = "The file's first line must name its columns, E164PhoneNumber among them."


@pytest.fixture
def pool(csv: Csv) -> Csv:
    """Write lines of a pool to a file."""
    return partial(csv, header=HEADER)


def stored(location: str) -> list[tuple[str | None, ...]]:
    """Return the pool as it is stored."""
    return sorted(msgspec.structs.astuple(number) for number in records(location, PoolNumber))


def numbers(amount: int) -> list[str]:
    """Return lines with valid numbers."""
    return [f"+1206{2_000_000 + number},Seattle,WA," for number in range(amount)]


def test_what_a_line_gives(dialbook: Dialbook, pool: Csv, location: str) -> None:
    """Country, type and area code come from the number; places are kept in capitals; an empty value is none."""
    file = pool(
        "+12062000001, seattle ,wa,",
        "12062000002,St. Louis,mo,AcquireFailed",
        " +12062000003 ,,WA,Acquired",
        "+18442000001,,,",
        "+442079460100,,,",
    )
    assert dialbook("pool", "import", file) == (0, "5 imported, 0 bad\n", "")
    assert stored(location) == [
        ("+12062000001", "US", "Local", "206", "SEATTLE", "WA", "Acquired"),
        ("+12062000002", "US", "Local", "206", "ST. LOUIS", "MO", "AcquireFailed"),
        ("+12062000003", "US", "Local", "206", None, "WA", "Acquired"),
        ("+18442000001", "US", "TollFree", "844", None, None, "Acquired"),
        ("+442079460100", "GB", "Local", None, None, None, "Acquired"),
    ]


def test_one_column_is_enough(dialbook: Dialbook, csv: Csv, location: str) -> None:
    """Columns may come in any order and may be left out, all but the number."""
    assert dialbook("pool", "import", csv("+12062000001", header="E164PhoneNumber")).status == 0
    assert dialbook("pool", "import", csv("WA,+12062000002", header="State,E164PhoneNumber")).status == 0
    assert [row[5] for row in stored(location)] == [None, "WA"]


def test_a_number_is_replaced(dialbook: Dialbook, pool: Csv, location: str) -> None:
    """Another import corrects it; of two lines in a file the last holds."""
    dialbook("pool", "import", pool("+12062000001,Seattle,WA,", "+12062000001,Tacoma,WA,"))
    assert stored(location)[0][4] == "TACOMA"
    assert dialbook("pool", "import", pool("+12062000001,,,AcquireFailed")).out == "1 imported, 0 bad\n"
    assert stored(location) == [("+12062000001", "US", "Local", "206", None, None, "AcquireFailed")]


BAD = {
    ",,,": "E164PhoneNumber is required",
    "+1206555,,,": "E164PhoneNumber: it is not a valid number of any country's numbering plan",
    "tel:+12062000001,,,": "E164PhoneNumber: it is not in E.164 form: a plus sign and at most 15 digits",
    "+12062000001,,Washington,": "State must match the pattern ^[a-zA-Z]{2}$",
    "+12062000001,Seattle,,": "State must be given with City",
    f"+12062000001,{'x' * 101},WA,": "City must have at most 100 characters",
    "+12062000001,,,Lost": "Outcome must be one of AcquireFailed, Acquired",
    "+442079460100,London,,": "City and State can be given only for local U.S. phone numbers",
    "+18442000001,,WA,": "City and State can be given only for local U.S. phone numbers",
    "+12062000001,,": "it has 3 values where the header has 4 columns",
}


@pytest.mark.parametrize("line", BAD, ids=BAD.values())
@pytest.mark.parametrize("mode", [[], ["--all-or-nothing"]], ids=["batches", "whole"])
def test_a_bad_line_is_named(dialbook: Dialbook, pool: Csv, location: str, line: str, mode: list[str]) -> None:
    """By its number and with the reason, without its values; the others come in, or by option none."""
    ended = dialbook("pool", "import", pool("+12062000098,,,", line, "+12062000099,,,"), *mode)
    assert ended.err == f"line 3: {BAD[line]}\n"
    assert (ended.status, ended.out) == (1, "0 imported, 1 bad\n" if mode else "2 imported, 1 bad\n")
    assert len(stored(location)) == (0 if mode else 2)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", MISSING),
        ("e164,City", MISSING),
        (
            "E164PhoneNumber,Account",
            "The file may have these columns, each once: E164PhoneNumber, City, State, Outcome.",
        ),
        (
            "E164PhoneNumber,City,City",
            "The file may have these columns, each once: E164PhoneNumber, City, State, Outcome.",
        ),
    ],
)
def test_a_header_that_is_not_ours(dialbook: Dialbook, csv: Csv, header: str, message: str) -> None:
    """Nothing is imported."""
    assert dialbook("pool", "import", csv("+12062000001", header=header)) == (1, "", f"dialbook: {message}\n")


def test_searches_and_orders_see_the_pool(dialbook: Dialbook, pool: Csv, location: str) -> None:
    """At once, on a running server; when it is cleared they see the simulated carrier again."""
    with RunningServer(store=location) as server:
        client = server.client()

        def found() -> list[str]:
            numbers: list[str] = client.search_available_phone_numbers(AreaCode="206")["E164PhoneNumbers"]
            return numbers

        before = found()
        dialbook("pool", "import", pool("+12062000001,,,", "+12062000002,,,AcquireFailed", "+81312345678,,,"))
        assert found() == ["+12062000001", "+12062000002"]
        countries = client.list_supported_phone_number_countries(ProductType="SipMediaApplicationDialIn")
        assert [one["CountryCode"] for one in countries["PhoneNumberCountries"]] == ["JP", "US"]
        order = partial(client.create_phone_number_order, ProductType="VoiceConnector")
        assert error_of(order, E164PhoneNumbers=before[:1])[:2] == (400, "BadRequestException")
        order(E164PhoneNumbers=["+12062000001"])
        assert found() == ["+12062000002"]

        assert dialbook("pool", "clear", "--yes").out == "3 removed\n"
        assert found() == before
        assert client.get_phone_number(PhoneNumberId="+12062000001")["PhoneNumber"]["Status"] == "AcquireInProgress"


def test_list(dialbook: Dialbook, pool: Csv, location: str) -> None:
    """In the order of the numbers, with who owns them."""
    dialbook("pool", "import", pool("+442079460100,,,", "+12062000001,Seattle,WA,AcquireFailed"))
    with RunningServer(store=location) as server:
        order = server.client().create_phone_number_order
        order(ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=["+442079460100"])

    assert dialbook("pool", "list").out.splitlines() == [
        "NUMBER         COUNTRY  TYPE   AREA CODE  CITY     STATE  OUTCOME        OWNER",
        "+12062000001   US       Local  206        SEATTLE  WA     AcquireFailed",
        "+442079460100  GB       Local                             Acquired       123456789012",
    ]


def test_list_has_a_limit(dialbook: Dialbook, pool: Csv) -> None:
    """What is not shown is said."""
    dialbook("pool", "import", pool(*numbers(3)))
    assert dialbook("pool", "list", "--limit", "3").err == ""
    ended = dialbook("pool", "list", "--limit", "2")
    assert (len(ended.out.splitlines()), ended.err) == (3, "The first 2: raise --limit to see more.\n")


def test_an_empty_pool(dialbook: Dialbook, pool: Csv) -> None:
    """It is said what that means, and clearing it does nothing."""
    assert dialbook("pool", "import", pool()).out == "0 imported, 0 bad\n"
    ended = dialbook("pool", "list")
    assert ended == (0, "", "The pool is empty: searches and orders see the simulated carrier.\n")
    assert dialbook("pool", "clear", "--yes") == (0, "0 removed\n", "")


def test_clear_asks(dialbook: Dialbook, pool: Csv, location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is removed unless the answer is yes."""
    dialbook("pool", "import", pool(*numbers(1203)))
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    assert dialbook("pool", "clear").status == 1
    assert len(stored(location)) == 1203
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))
    assert dialbook("pool", "clear").out.endswith("1203 removed\n")
    assert stored(location) == []


def test_clear_where_nobody_answers(
    dialbook: Dialbook, pool: Csv, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script is told of the option that it needs."""
    dialbook("pool", "import", pool("+12062000001,,,"))
    monkeypatch.setattr("sys.stdin", StringIO())
    ended = dialbook("pool", "clear")
    assert ended == (
        1,
        "Remove every number from the pool? [y/N]: \n",
        "dialbook: Nothing was removed, for nobody answered: --yes does not ask.\n",
    )
    assert len(stored(location)) == 1


def test_no_store(dialbook: Dialbook, store: Path) -> None:
    """Only an import makes one."""
    for command in (["list"], ["clear", "--yes"]):
        assert dialbook("pool", *command).err.startswith("dialbook: There is no store ")
    assert not store.exists()


def test_memory_does_not_grow_with_the_file(pool: Csv, home: Path) -> None:
    """Ten thousand lines, good and bad, take hardly more memory than one."""
    code = (
        "import resource; from dialbook.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak_kib(*lines: str) -> int:
        words = [sys.executable, "-c", code, "pool", "import", str(pool(*lines)), "--all-or-nothing"]
        ended = subprocess.run(words, check=True, capture_output=True, text=True)
        return int(ended.stdout.splitlines()[-1])

    many = [line for number in numbers(5_000) for line in (number, "bad,,,")]
    assert peak_kib(*many) - peak_kib(many[0]) < 8 * 1024
