"""RestorePhoneNumber through boto3 against the running application."""

from __future__ import annotations

import http.client
import json
from datetime import timedelta

import pytest

from dialbook.domain.registry import Ownership
from running import ACCOUNT, START, RunningServer, error_of
from server.raw import signature

NUMBER = "+12065550100"
DAY = timedelta(days=1)
LIMIT = (
    400,
    "ResourceLimitExceededException",
    "The account must not have more phone numbers than its quota.",
)


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def fill(server: RunningServer, count: int, **members: str) -> list[str]:
    """Give the account so many further numbers."""
    numbers = [f"+1206555{number:04}" for number in range(1000, 1000 + count)]
    for e164 in numbers:
        server.add_number(e164, **members)
    return numbers


def test_a_number_comes_back_out_of_the_queue(server: RunningServer, namespace: str) -> None:
    """Unassigned, with its name, without its calling name and without a time of deletion; and it is the account's for good."""
    server.add_number(name="Desk", calling_name="Example Corp", calling_name_status="UpdateSucceeded")
    client = server.client(namespace)
    client.delete_phone_number(PhoneNumberId=NUMBER)
    server.clock.advance(6 * DAY)

    restored = client.restore_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]

    assert (restored["Status"], restored["CallingNameStatus"], restored["Associations"]) == (
        "Unassigned",
        "Unassigned",
        [],
    )
    assert restored["UpdatedTimestamp"] == START + 6 * DAY
    assert restored.keys().isdisjoint({"CallingName", "DeletionTimestamp"})
    assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"] == restored
    server.clock.advance(365 * DAY)
    kept = server.client().get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (kept["Status"], kept["Name"]) == ("Unassigned", "Desk")
    owned = server.store(lambda tx: tx.get(Ownership, (NUMBER,)))
    assert owned is not None
    assert owned.free_at is None


def test_who_claims_a_number_that_was_free_keeps_it(server: RunningServer, namespace: str) -> None:
    """A node whose clock is behind by a moment still shows the number in the queue of the one who had it, but restores it no more."""
    server.add_number()
    first, second = server.client(namespace), server.client(account="222222222222")
    first.delete_phone_number(PhoneNumberId=NUMBER)
    server.clock.advance(7 * DAY)
    second.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=[NUMBER])
    owned = server.store(lambda tx: tx.get(Ownership, (NUMBER,)))
    server.clock.advance(-timedelta(seconds=1))

    absent = (404, "NotFoundException", "The phone number does not exist.")
    assert error_of(first.restore_phone_number, PhoneNumberId=NUMBER) == absent
    assert first.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "ReleaseInProgress"
    server.clock.advance(timedelta(seconds=1))
    assert server.store(lambda tx: tx.get(Ownership, (NUMBER,))) == owned
    assert second.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["E164PhoneNumber"] == NUMBER


def test_the_last_moment_is_early_enough_and_the_next_is_too_late(server: RunningServer, namespace: str) -> None:
    """Seven days, to the millisecond."""
    client = server.client(namespace)
    for late, moment in ((False, 7 * DAY - timedelta(milliseconds=1)), (True, 7 * DAY)):
        e164 = f"+1206555010{int(late)}"
        server.add_number(e164)
        client.delete_phone_number(PhoneNumberId=e164)
        server.clock.advance(moment)
        if late:
            assert error_of(client.restore_phone_number, PhoneNumberId=e164)[:2] == (404, "NotFoundException")
        else:
            assert client.restore_phone_number(PhoneNumberId=e164)["PhoneNumber"]["Status"] == "Unassigned"


def test_what_failed_to_be_released_can_be_restored(server: RunningServer, namespace: str) -> None:
    """Our choice: it is the account's still, and the carrier has it."""
    server.add_number("+12065550405")
    client = server.client(namespace)
    client.delete_phone_number(PhoneNumberId="+12065550405")
    server.clock.advance(7 * DAY)

    assert client.restore_phone_number(PhoneNumberId="+12065550405")["PhoneNumber"]["Status"] == "Unassigned"


def test_a_number_that_is_not_in_the_queue_is_not_restored(server: RunningServer, namespace: str) -> None:
    """400, and restoring twice is the same."""
    before = server.add_number()
    client = server.client(namespace)

    assert error_of(client.restore_phone_number, PhoneNumberId=NUMBER) == (
        400,
        "BadRequestException",
        "A phone number with status Unassigned cannot be restored.",
    )
    assert server.number() == before


def test_unknown_and_foreign_numbers_are_not_found(server: RunningServer, namespace: str) -> None:
    """404, whoever has the number."""
    server.add_number()
    server.client().delete_phone_number(PhoneNumberId=NUMBER)
    before = server.number()

    for account, number in ((None, "+12065550199"), ("999999999999", NUMBER)):
        client = server.client(namespace, **({"account": account} if account else {}))
        assert error_of(client.restore_phone_number, PhoneNumberId=number)[:2] == (404, "NotFoundException")
    assert server.number() == before


def test_a_request_without_body_or_content_type_is_enough(server: RunningServer) -> None:
    """That is what SDKs send: POST, Content-Length 0 (BEHAVIOUR.md 2.5)."""
    server.add_number()
    server.client().delete_phone_number(PhoneNumberId=NUMBER)
    target = "/phone-numbers/%2B12065550100?operation=restore"
    headers = dict(signature("POST", target, b"", {}, None, (ACCOUNT, "test")))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", target, headers={**headers, "Host": "dialbook.test"})

    answer = connection.getresponse()
    number = json.loads(answer.read())["PhoneNumber"]
    connection.close()

    assert answer.status == 200
    assert (number["Status"], number["DeletionTimestamp"], number["CallingName"]) == ("Unassigned", None, None)


def test_the_quota_is_checked_again(server: RunningServer, namespace: str) -> None:
    """A number in the queue does not count, so another may have taken its place: 400, and the number stays in the queue."""
    server.add_number()
    client = server.client(namespace)
    client.delete_phone_number(PhoneNumberId=NUMBER)
    others = fill(server, 5)
    queued = server.number()

    with pytest.raises(client.exceptions.ResourceLimitExceededException):
        client.restore_phone_number(PhoneNumberId=NUMBER)
    assert error_of(client.restore_phone_number, PhoneNumberId=NUMBER) == LIMIT
    assert server.number() == queued

    client.delete_phone_number(PhoneNumberId=others[0])
    assert client.restore_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "Unassigned"


@pytest.mark.parametrize("status", ["ReleaseFailed", "DeleteFailed", "AcquireFailed", "Cancelled"])
def test_what_failed_does_not_count(server: RunningServer, status: str) -> None:
    """Only what an account can use, or soon can, takes up its quota."""
    server.add_number()
    client = server.client()
    client.delete_phone_number(PhoneNumberId=NUMBER)
    fill(server, 5, status=status)

    assert client.restore_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "Unassigned"


@pytest.mark.parametrize("status", ["AcquireInProgress", "Assigned", "PortinInProgress", "PortinCancelRequested"])
def test_what_is_used_or_on_its_way_counts(server: RunningServer, status: str) -> None:
    """And so do numbers of the product that only the older namespace shows."""
    server.add_number()
    client = server.client()
    client.delete_phone_number(PhoneNumberId=NUMBER)
    fill(server, 5, status=status, product_type="BusinessCalling")

    assert error_of(client.restore_phone_number, PhoneNumberId=NUMBER) == LIMIT


def test_without_a_quota_there_is_no_limit() -> None:
    """The relaxed rules have none."""
    with RunningServer(rules="relaxed") as server:
        server.add_number()
        client = server.client()
        client.delete_phone_number(PhoneNumberId=NUMBER)
        fill(server, 20)

        assert client.restore_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["Status"] == "Unassigned"
