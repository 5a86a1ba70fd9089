"""DeletePhoneNumber through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialbook.domain.history import Change
from dialbook.domain.phone_numbers import Status
from dialbook.domain.registry import Ownership
from dialbook.operations.ledger import Author, Ledger
from dialbook.ports.store import Tx
from running import ACCOUNT, START, RunningServer, error_of

NUMBER = "+12065550100"
NEVER_RELEASED, NEVER_REMOVED = "+12065550405", "+12065550406"
OTHER = "999999999999"
WEEK = timedelta(days=7)
MOMENT = timedelta(milliseconds=1)


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def ownership(server: RunningServer, e164: str = NUMBER) -> Ownership | None:
    """Return who owns the number, as it is stored."""
    return server.store(lambda tx: tx.get(Ownership, (e164,)))


def claimable(server: RunningServer, e164: str = NUMBER) -> bool:
    """Tell whether another account could have the number."""

    async def ask(tx: Tx) -> bool:
        return await Ledger(tx, server.clock.now(), Author("tests", "ask", "test")).is_free(e164)

    return server.store(ask)


def test_a_number_goes_into_the_deletion_queue(server: RunningServer, namespace: str) -> None:
    """204 and no body; from then on it is ReleaseInProgress, with the time of the request, and keeps its names."""
    server.add_number(name="Desk", calling_name="Example Corp", calling_name_status="UpdateSucceeded")
    server.clock.advance(timedelta(minutes=1))
    client = server.client(namespace)

    answer = client.delete_phone_number(PhoneNumberId=NUMBER)
    number = server.client().get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert answer.keys() == {"ResponseMetadata"}
    now = START + timedelta(minutes=1)
    assert (number["Status"], number["DeletionTimestamp"], number["UpdatedTimestamp"]) == (
        "ReleaseInProgress",
        now,
        now,
    )
    assert (number["Name"], number["CallingName"]) == ("Desk", "Example Corp")


def test_it_stays_there_for_seven_days(server: RunningServer, namespace: str) -> None:
    """Until the last moment it can be seen, and nobody else can have it; then it is gone, and anybody can."""
    server.add_number()
    server.clock.advance(MOMENT)
    client = server.client(namespace)
    client.delete_phone_number(PhoneNumberId=NUMBER)

    server.clock.advance(WEEK - MOMENT)
    assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "ReleaseInProgress"
    assert not claimable(server)
    server.clock.advance(MOMENT)

    assert claimable(server)
    for operation in (client.get_phone_number, client.delete_phone_number, client.restore_phone_number):
        assert error_of(operation, PhoneNumberId=NUMBER) == (
            404,
            "NotFoundException",
            "The phone number does not exist.",
        )
    assert client.list_phone_numbers()["PhoneNumbers"] == []
    changes = server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 10))
    assert [(change.action, change.after is None) for change in changes] == [
        ("add_number", False),
        ("DeletePhoneNumber", False),
        ("Settle", True),
    ]


def test_deleting_again_changes_nothing(server: RunningServer, namespace: str) -> None:
    """A retry after a lost answer is safe: 204, and the first time of deletion stands."""
    server.add_number()
    client = server.client(namespace)
    client.delete_phone_number(PhoneNumberId=NUMBER)
    queued, owned = server.number(), ownership(server)
    server.clock.advance(timedelta(days=1))

    assert client.delete_phone_number(PhoneNumberId=NUMBER)["ResponseMetadata"]["HTTPStatusCode"] == 204

    assert (server.number(), ownership(server)) == (queued, owned)


def test_an_assigned_number_cannot_be_deleted(server: RunningServer, namespace: str) -> None:
    """Disassociate it first; Conflict is not modelled here, so it is 400 (BEHAVIOUR.md 5, row 9)."""
    before = server.add_number(
        status="Assigned", association_name="VoiceConnectorId", association_value="a" * 22, associated_at=START
    )
    client = server.client(namespace)

    assert error_of(client.delete_phone_number, PhoneNumberId=NUMBER) == (
        400,
        "BadRequestException",
        "The phone number must be disassociated before it can be deleted.",
    )
    assert server.number() == before


def test_the_refusal_of_an_assigned_number_has_the_code_of_its_exception(server: RunningServer) -> None:
    """PhoneNumberAssociationsExist is the code of one among several."""
    server.add_number(status="Assigned")
    client = server.client("chime")

    with pytest.raises(client.exceptions.BadRequestException) as caught:
        client.delete_phone_number(PhoneNumberId=NUMBER)

    assert caught.value.response["Code"] == "BadRequest"


@pytest.mark.parametrize("status", ["AcquireFailed", "Cancelled"])
def test_what_was_never_acquired_is_gone_at_once(server: RunningServer, namespace: str, status: Status) -> None:
    """There is nothing to release, so anybody can have the number."""
    server.add_number(status=status)

    server.client(namespace).delete_phone_number(PhoneNumberId=NUMBER)

    assert server.number() is None
    assert claimable(server)


def test_a_pending_calling_name_is_given_up(server: RunningServer) -> None:
    """The number does not come back out of the queue by way of it."""
    server.add_number()
    client = server.client()
    client.update_phone_number(PhoneNumberId=NUMBER, CallingName="Example Corp")

    client.delete_phone_number(PhoneNumberId=NUMBER)
    server.clock.advance(timedelta(hours=72))
    number = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]

    assert (number["Status"], number["CallingNameStatus"]) == ("ReleaseInProgress", "Unassigned")
    assert "CallingName" not in number


@pytest.mark.parametrize(
    ("e164", "status"), [(NEVER_RELEASED, "ReleaseFailed"), (NEVER_REMOVED, "DeleteFailed")], ids=["0405", "0406"]
)
def test_what_the_carrier_does_not_take_back_stays_the_accounts(
    server: RunningServer, namespace: str, e164: str, status: str
) -> None:
    """The number fails, nobody else can have it, and it can be deleted again."""
    server.add_number(e164)
    client = server.client(namespace)
    client.delete_phone_number(PhoneNumberId=e164)

    server.clock.advance(WEEK)
    failed = client.get_phone_number(PhoneNumberId=e164)["PhoneNumber"]
    assert (failed["Status"], failed["DeletionTimestamp"], claimable(server, e164)) == (status, START, False)

    client.delete_phone_number(PhoneNumberId=e164)
    again = client.get_phone_number(PhoneNumberId=e164)["PhoneNumber"]
    assert (again["Status"], again["DeletionTimestamp"]) == ("ReleaseInProgress", START + WEEK)


def test_a_number_that_left_the_queue_can_be_another_accounts(server: RunningServer) -> None:
    """The old owner's record, whether it has been written down as gone or not, does not touch the new owner's."""
    server.add_number()
    client = server.client()
    client.delete_phone_number(PhoneNumberId=NUMBER)
    server.clock.advance(WEEK)

    server.add_number(account=OTHER, name="New owner's")
    listed = client.list_phone_numbers()["PhoneNumbers"]

    assert listed == []
    assert server.number() is None
    owned = ownership(server)
    assert owned is not None
    assert (owned.owner, owned.free_at) == (OTHER, None)
    theirs = server.client(account=OTHER).get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (theirs["Name"], theirs["Status"]) == ("New owner's", "Unassigned")


@pytest.mark.parametrize("spelling", ["%2B12065550100", "12065550100", "%252B12065550100"])
def test_an_id_is_accepted_in_every_spelling(server: RunningServer, namespace: str, spelling: str) -> None:
    """Whatever form a client holds."""
    server.add_number()

    server.client(namespace).delete_phone_number(PhoneNumberId=spelling)

    number = server.number()
    assert number is not None
    assert number.status == "ReleaseInProgress"


def test_another_accounts_number_cannot_be_deleted(server: RunningServer, namespace: str) -> None:
    """It does not exist for a stranger, and it stays as it is."""
    before = server.add_number()
    stranger = server.client(namespace, account=OTHER)

    assert error_of(stranger.delete_phone_number, PhoneNumberId=NUMBER)[:2] == (404, "NotFoundException")
    assert server.number() == before


def test_an_empty_id_deletes_nothing(server: RunningServer, namespace: str) -> None:
    """A path without an id matches no number, and never all of them (BEHAVIOUR.md 5, row 45)."""
    before = server.add_number()

    assert error_of(server.client(namespace).delete_phone_number, PhoneNumberId="")[:2] == (400, "BadRequestException")
    assert server.number() == before


def test_a_business_calling_number_is_the_older_namespaces(server: RunningServer) -> None:
    """The newer one does not show it, and cannot delete it."""
    before = server.add_number(product_type="BusinessCalling")

    assert error_of(server.client().delete_phone_number, PhoneNumberId=NUMBER)[0] == 404
    assert server.number() == before
    server.client("chime").delete_phone_number(PhoneNumberId=NUMBER)
    deleted = server.number()
    assert deleted is not None
    assert deleted.status == "ReleaseInProgress"
