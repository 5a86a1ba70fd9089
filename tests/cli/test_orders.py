"""``dialbook orders``: port-ins from the first command to the last, and what the API shows of them meanwhile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from cli.porting import TO_THE_END, VOICE, move, port_in
from dialbook.cli.orders.move import Target
from dialbook.domain.history import Change
from dialbook.domain.orders import ORDER_MOVES
from dialbook.domain.phone_numbers import MOVES, Status
from dialbook.domain.registry import Ownership
from operations.ordering import records
from running import ACCOUNT, RunningServer, error_of

if TYPE_CHECKING:
    from cli.conftest import Dialbook

A, B, BRITISH = "+12065550100", "+12065550101", "+442079460100"
OTHER = "999999999999"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
GIVEN_UP = (["CancelRequested"], ["Cancelled"])


@pytest.fixture
def server(home: Path, location: str) -> Iterator[RunningServer]:
    """Run a server on the store of the commands, at a time that is theirs or later."""
    with RunningServer(store=location) as running:
        running.clock.advance(datetime.now(UTC) + timedelta(minutes=1) - running.clock.now())
        yield running


@pytest.fixture(autouse=True)
def account(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the commands look at the tests' account."""
    monkeypatch.setenv("DIALBOOK_ACCOUNT", ACCOUNT)


def shown(client: Any, order: str) -> dict[str, Any]:
    """Return an order as the API shows it."""
    found: dict[str, Any] = client.get_phone_number_order(PhoneNumberOrderId=order)["PhoneNumberOrder"]
    return found


def statuses(server: RunningServer, order: str, namespace: str = "chime-sdk-voice") -> tuple[str, str, str]:
    """Return the statuses of an order, of its number in it, and of the number."""
    client = server.client(namespace)
    found = shown(client, order)
    (number,) = found["OrderedPhoneNumbers"]
    alone = client.get_phone_number(PhoneNumberId=number["E164PhoneNumber"])["PhoneNumber"]
    return found["Status"], number["Status"], alone["Status"]


def test_a_port_in_from_beginning_to_end(dialbook: Dialbook, server: RunningServer) -> None:
    """The API shows each status; the older namespace shows what its enums know. Then the number can be used."""
    order = port_in(dialbook, A)

    seen = [(statuses(server, order), statuses(server, order, "chime"))]
    for words in TO_THE_END:
        move(dialbook, order, words)
        seen.append((statuses(server, order), statuses(server, order, "chime")))

    waiting = ("Processing", "Processing", "AcquireInProgress")
    assert seen == [
        (("PendingDocuments", "Processing", "PortinInProgress"), waiting),
        (("Submitted", "Processing", "PortinInProgress"), waiting),
        (("FOC", "Processing", "PortinInProgress"), waiting),
        (("Successful", "Acquired", "Unassigned"), ("Successful", "Acquired", "Unassigned")),
    ]
    found = shown(server.client(), order)
    assert (found["OrderType"], found["FocDate"], found["ProductType"]) == ("Porting", "2026-03-31", "VoiceConnector")
    assert found["UpdatedTimestamp"] > found["CreatedTimestamp"]
    number = server.client().get_phone_number(PhoneNumberId=A)["PhoneNumber"]
    assert (number["OrderId"], number["Country"], number["Type"]) == (order, "US", "Local")
    updated = server.client().update_phone_number(PhoneNumberId=A, ProductType="SipMediaApplicationDialIn")
    assert updated["PhoneNumber"]["ProductType"] == "SipMediaApplicationDialIn"


def test_a_port_in_is_listed_and_waits_for_no_time(dialbook: Dialbook, server: RunningServer) -> None:
    """In both lists; and however long it takes, only a command moves it."""
    order = port_in(dialbook, A)
    server.clock.advance(timedelta(days=365))
    client = server.client()

    (listed,) = client.list_phone_number_orders()["PhoneNumberOrders"]
    assert listed == shown(client, order)
    assert listed["Status"] == "PendingDocuments"
    assert [number["Status"] for number in client.list_phone_numbers()["PhoneNumbers"]] == ["PortinInProgress"]
    found = client.list_phone_numbers(Status="PortinInProgress")["PhoneNumbers"]
    assert [number["E164PhoneNumber"] for number in found] == [A]


def test_a_detour(dialbook: Dialbook, server: RunningServer) -> None:
    """A change and an objection lead back, with another date."""
    order = port_in(dialbook, A)
    day = "--foc-date"

    move(dialbook, order, ["Submitted"], ["Exception"], ["Submitted"], ["FOC", day, "2026-03-31"], ["ChangeRequested"])
    assert shown(server.client(), order)["FocDate"] == "2026-03-31"
    move(dialbook, order, ["FOC", day, "2026-04-07"], ["Successful"])

    assert shown(server.client(), order)["FocDate"] == "2026-04-07"
    assert statuses(server, order) == ("Successful", "Acquired", "Unassigned")


def test_a_port_in_that_is_cancelled(dialbook: Dialbook, server: RunningServer) -> None:
    """Its number says so until the account deletes it, in the older namespace with the status of a failure."""
    order = port_in(dialbook, A)

    move(dialbook, order, ["CancelRequested"])
    assert statuses(server, order) == ("CancelRequested", "Processing", "PortinCancelRequested")
    assert statuses(server, order, "chime") == ("Processing", "Processing", "AcquireInProgress")
    move(dialbook, order, ["Cancelled"])
    assert statuses(server, order) == ("Cancelled", "Failed", "Cancelled")
    assert statuses(server, order, "chime") == ("Failed", "Failed", "AcquireFailed")

    server.client().delete_phone_number(PhoneNumberId=A)
    assert error_of(server.client().get_phone_number, PhoneNumberId=A)[0] == 404
    assert shown(server.client(), order)["Status"] == "Cancelled"


def test_the_number_of_a_cancelled_port_in_is_free(dialbook: Dialbook, server: RunningServer) -> None:
    """While it is ported in nobody else can have it; then anybody can, and its old owner's record does not stand in the way."""
    order = port_in(dialbook, A)
    move(dialbook, order, ["CancelRequested"])
    other = ["--account", OTHER]
    refused = dialbook("orders", "port-in", *VOICE, *other, A)
    assert refused == (1, "", f"dialbook: {A} cannot be ported in: an account has it.\n")

    move(dialbook, order, ["Cancelled"])
    client = server.client(account=OTHER)
    client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=[A])

    server.client().delete_phone_number(PhoneNumberId=A)
    assert client.get_phone_number(PhoneNumberId=A)["PhoneNumber"]["Status"] == "AcquireInProgress"
    assert dialbook("orders", "port-in", *VOICE, A).status == 1


@pytest.mark.parametrize("status", get_args(Status))
def test_the_table_says_which_numbers_can_be_ported_in(
    dialbook: Dialbook, server: RunningServer, status: Status
) -> None:
    """Those that failed; every other number is the account's already."""
    server.add_number(A, status=status, name="Desk")
    if status in ("AcquireFailed", "Cancelled"):
        owned = Ownership(e164=A, owner=ACCOUNT, claim_id=A, free_at=datetime(2020, 1, 1, tzinfo=UTC))
        server.store(lambda tx: tx.put(owned))
    before = records(server)
    targets = [move.target for move in MOVES if (move.source, move.cause) == (status, "port in")]

    ended = dialbook("orders", "port-in", *VOICE, A)

    if targets:
        assert ended.status == 0
        after = server.number(A)
        assert after is not None
        assert ([after.status], after.name) == (targets, None)
    else:
        assert ended == (1, "", f"dialbook: {A} cannot be ported in: an account has it.\n")
        assert records(server) == before


@pytest.mark.parametrize("status", ["AcquireFailed", "Cancelled"])
def test_what_failed_can_be_imported(dialbook: Dialbook, server: RunningServer, csv: Any, status: Status) -> None:
    """As the table of a number's life says."""
    server.add_number(A, status=status)
    server.store(
        lambda tx: tx.put(Ownership(e164=A, owner=ACCOUNT, claim_id=A, free_at=datetime(2020, 1, 1, tzinfo=UTC)))
    )

    assert dialbook("numbers", "import", csv(f"{A},,,,")).out == "1 imported, 0 bad\n"
    targets = [move.target for move in MOVES if (move.source, move.cause) == (status, "import")]
    imported = server.number(A)
    assert imported is not None
    assert [imported.status] == targets


def test_several_numbers_and_a_name(dialbook: Dialbook, server: RunningServer) -> None:
    """In the order in which they are given, each once, whichever way it is spelt; all go the same way, and each has the name."""
    order = port_in(dialbook, B, A[1:], A, words=(*VOICE, "--name", "Front desk"))

    assert [one["E164PhoneNumber"] for one in shown(server.client(), order)["OrderedPhoneNumbers"]] == [B, A]
    move(dialbook, order, *TO_THE_END)
    numbers = server.client().list_phone_numbers()["PhoneNumbers"]
    assert [(one["E164PhoneNumber"], one["Name"], one["Status"]) for one in numbers] == [
        (A, "Front desk", "Unassigned"),
        (B, "Front desk", "Unassigned"),
    ]
    assert {one["Status"] for one in shown(server.client(), order)["OrderedPhoneNumbers"]} == {"Acquired"}


def test_numbers_that_are_ported_in_count_to_the_quota(dialbook: Dialbook, server: RunningServer) -> None:
    """An operator may exceed it, the account may not."""
    numbers = [f"+1206555{n}" for n in range(1000, 1006)]
    port_in(dialbook, *numbers)

    refused = error_of(server.client().create_phone_number_order, ProductType="VoiceConnector", E164PhoneNumbers=[A])
    assert refused[1] == "ResourceLimitExceededException"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((*VOICE, A, B), 1, f"dialbook: {B} cannot be ported in: an account has it.\n"),
        (
            (*VOICE, A, BRITISH),
            1,
            "dialbook: ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S.\n",
        ),
        (
            ("--product-type", "BusinessCalling", A, "+18005550199"),
            1,
            "dialbook: ProductType cannot be BusinessCalling for toll-free phone numbers.\n",
        ),
        ((*VOICE, A, "+19990000000"), 2, "+19990000000: it is not a valid number of any country's numbering plan."),
        ((*VOICE, A, "+888"), 2, "cannot read it: The string supplied is too short to be a phone number.\n"),
        ((*VOICE, A, "front desk"), 2, "front desk: it is not in E.164 form: a plus sign and at most 15 digits."),
        ((*VOICE, "--name", "a;b", A), 2, "Invalid value for '--name': Name must match the pattern"),
        ((*VOICE, "--name", "a" * 257, A), 2, "Invalid value for '--name': Name must have at most 256 characters."),
        (("--product-type", "Nope", A), 2, "Invalid value for '--product-type'"),
        ((A,), 2, "Missing option '--product-type'"),
        (VOICE, 2, "Missing argument 'NUMBER...'"),
    ],
)
def test_what_cannot_be_ported_in(
    dialbook: Dialbook, server: RunningServer, words: tuple[str, ...], status: int, said: str
) -> None:
    """One number that cannot is enough: nothing is begun."""
    server.add_number(B, account=OTHER)
    before = records(server)

    ended = dialbook("orders", "port-in", *words)

    assert (ended.status, ended.out) == (status, "")
    assert said in " ".join(ended.err.replace("│", " ").split()) + "\n"
    assert records(server) == before


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["Successful"], 1, "dialbook: A port-in that is PendingDocuments can become Submitted, CancelRequested.\n"),
        (["PendingDocuments"], 2, "Invalid value for 'STATUS'"),
        (["Processing"], 2, "Invalid value for 'STATUS'"),
        (
            ["Submitted", "--foc-date", "2026-03-31"],
            1,
            "dialbook: The date of the firm order commitment comes with the status FOC, and only there.\n",
        ),
        (["Submitted", "--foc-date", "soon"], 2, "A day is written like 2026-03-31."),
    ],
)
def test_a_move_that_there_is_not(
    dialbook: Dialbook, server: RunningServer, words: list[str], status: int, said: str
) -> None:
    """It changes nothing, and what is possible is said."""
    order = port_in(dialbook, A)
    before = records(server)

    ended = dialbook("orders", "move", order, *words)

    assert (ended.status, ended.out) == (status, "")
    assert said in ended.err
    assert records(server) == before


def test_a_commitment_needs_its_day(dialbook: Dialbook, server: RunningServer) -> None:
    """And it must be one of the calendar."""
    order = port_in(dialbook, A)
    move(dialbook, order, ["Submitted"])

    without = dialbook("orders", "move", order, "FOC")
    assert (without.status, without.out) == (2, "")
    assert "Invalid value for '--foc-date': FOC needs the day of the firm order commitment." in without.err
    assert dialbook("orders", "move", order, "FOC", "--foc-date", "2026-02-30").status == 2
    assert shown(server.client(), order)["Status"] == "Submitted"


def test_every_status_that_an_operator_can_give_is_offered() -> None:
    """And no other."""
    by_hand = {move.target for move in ORDER_MOVES if move.by == "operator" and move.source is not None}
    assert set(get_args(Target)) == by_hand


def test_a_new_order_is_not_moved(dialbook: Dialbook, server: RunningServer) -> None:
    """The carrier answers for it."""
    answer = server.client().create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=[A])
    ended = dialbook("orders", "move", answer["PhoneNumberOrder"]["PhoneNumberOrderId"], "Cancelled")
    assert ended.err.startswith("dialbook: Only a port-in is moved by hand")
    assert ended.status == 1


@pytest.mark.parametrize("command", [["show"], ["move"]])
def test_other_orders(dialbook: Dialbook, server: RunningServer, command: list[str]) -> None:
    """Another account's order is not there, nor is one that nobody has."""
    foreign = port_in(dialbook, A, words=(*VOICE, "--account", OTHER))
    for order in (foreign, UNKNOWN, "nope"):
        ended = dialbook("orders", *command, order, *(["Submitted"] if command == ["move"] else []))
        assert ended == (1, "", f"dialbook: Account {ACCOUNT} does not have this order.\n")


def test_every_command_is_in_the_history(dialbook: Dialbook, server: RunningServer) -> None:
    """The order's and its number's: which command, and from which status to which."""
    order = port_in(dialbook, A)
    move(dialbook, order, *GIVEN_UP)

    told = dialbook("numbers", "history", A).out
    for action, before, after in (
        ("orders move", "PortinInProgress", "PortinCancelRequested"),
        ("orders move", "PortinCancelRequested", "Cancelled"),
    ):
        assert re.search(rf"  cli +{action} +status +{before} +{after}\n", told)
    assert re.search(r"  cli +orders port-in +\(created\)", told)
    subject = {"account": ACCOUNT, "subject": f"phone_number_orders/{order}"}
    changes = server.store(lambda tx: tx.page(Change, subject, None, 10))
    assert [(change.action, change.principal) for change in changes] == [
        ("orders port-in", "cli"),
        ("orders move", "cli"),
        ("orders move", "cli"),
    ]
    assert [json.loads(change.after or "")["status"] for change in changes] == [
        "PendingDocuments",
        "CancelRequested",
        "Cancelled",
    ]


def test_a_store_that_is_not_there_is_not_made(dialbook: Dialbook, store: Path) -> None:
    """A slip in its name would otherwise pass unnoticed."""
    for words in (["list"], ["port-in", *VOICE, A], ["move", UNKNOWN, "Submitted"], ["show", UNKNOWN]):
        ended = dialbook("orders", *words)
        assert (ended.status, ended.out) == (1, "")
        assert ended.err.startswith("dialbook: There is no store ")
    assert not store.exists()
