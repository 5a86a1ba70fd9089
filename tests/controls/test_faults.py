"""What faults do to answers, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from controls.ordering_faults import NUMBER, FaultyServer, client_of
from dialbook.domain.delays import Exponential
from dialbook.domain.faults import Truncation
from dialbook.domain.history import Change
from running import ACCOUNT, error_of


def name_of(server: FaultyServer) -> str | None:
    """Return the number's name as it is stored."""
    number = server.number()
    assert number is not None
    return number.name


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        (
            {"error": "Conflict"},
            (409, "ConflictException", "Multiple instances of the same request were made simultaneously."),
        ),
        ({"error": "ConflictException", "message": "Not now."}, (409, "ConflictException", "Not now.")),
        ({"error": "Throttled"}, (429, "ThrottledClientException", "Rate exceeded")),
        (
            {"error": "ServiceUnavailable"},
            (503, "ServiceUnavailableException", "The service is currently unavailable."),
        ),
        ({"status": 500}, (500, "ServiceFailureException", "The service encountered an unexpected error.")),
        ({"status": 502}, (502, "502", "Bad Gateway")),
        ({"status": 504}, (504, "504", "Gateway Timeout")),
    ],
)
def test_an_error_stands_in_the_place_of_the_operation(
    server: FaultyServer, order: dict[str, Any], answer: tuple[int, str, str]
) -> None:
    """A client raises what it raises of the service's own, and nothing has happened."""
    before = server.number()
    server.fail(operation="UpdatePhoneNumber", **order)

    assert error_of(client_of(server).update_phone_number, PhoneNumberId=NUMBER, Name="new") == answer

    assert server.number() == before


def test_the_older_namespace_has_its_own_sentences(server: FaultyServer) -> None:
    """And its body's members are the model's."""
    server.fail(error="NotFound", namespace="chime")
    with pytest.raises(ClientError) as caught:
        server.client("chime").get_phone_number(PhoneNumberId=NUMBER)
    response: Any = caught.value.response
    assert response["Code"] == "NotFound"
    assert response["Message"] == "One or more of the resources in the request does not exist in the system."
    assert server.client().get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]


def test_when_to_come_again_is_said_where_the_family_says_it(server: FaultyServer) -> None:
    """With an unavailable service, and not with a throttling unless that is ordered."""

    def retry_after() -> str | None:
        with pytest.raises(ClientError) as caught:
            client_of(server).get_phone_number(PhoneNumberId=NUMBER)
        header: str | None = caught.value.response["ResponseMetadata"]["HTTPHeaders"].get("retry-after")
        return header

    for order, header in (({"status": 503}, "1"), ({"error": "Throttled"}, None)):
        server.fail(times=1, **order)
        assert retry_after() == header
    server.fail(error="Throttled", retry_after=7)
    assert retry_after() == "7"


@pytest.mark.parametrize("order", [{"status": 500}, {"status": 503}, {"status": 502}, {"drop": True}])
def test_a_client_that_tries_again_gets_through(server: FaultyServer, order: dict[str, Any]) -> None:
    """The first attempt fails, the second does what was asked."""
    server.fail(operation="UpdatePhoneNumber", times=1, **order)
    answer = client_of(server, attempts=2).update_phone_number(PhoneNumberId=NUMBER, Name="again")
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    assert name_of(server) == "again"
    assert server.counts() == [(1, 1)]


def test_boto3_does_not_try_again_after_throttling(server: FaultyServer) -> None:
    """A program must do that itself."""
    server.fail(error="Throttled", times=1)
    assert error_of(client_of(server, attempts=3).get_phone_number, PhoneNumberId=NUMBER)[0] == 429
    assert server.counts() == [(1, 1)]


def test_a_dropped_connection_ends_before_the_answer(server: FaultyServer) -> None:
    """The operation did not happen, unless that is ordered."""
    client = client_of(server)
    server.fail(operation="UpdatePhoneNumber", drop=True, times=1)
    with pytest.raises(ConnectionClosedError):
        client.update_phone_number(PhoneNumberId=NUMBER, Name="before")
    assert name_of(server) != "before"

    server.fail(operation="UpdatePhoneNumber", drop=True, after=True, times=1)
    with pytest.raises(ConnectionClosedError):
        client.update_phone_number(PhoneNumberId=NUMBER, Name="after")
    assert name_of(server) == "after"


def test_a_truncated_answer_looks_to_boto3_like_one_without_members(server: FaultyServer) -> None:
    """It reads what does not parse as an answer that says nothing: a program meets a KeyError. The operation has happened."""
    server.fail(operation="UpdatePhoneNumber", truncate=Truncation(fraction=0.5))
    answer = client_of(server).update_phone_number(PhoneNumberId=NUMBER, Name="cut")
    assert answer.keys() == {"ResponseMetadata"}
    assert name_of(server) == "cut"


def test_an_error_after_the_operation_hides_that_it_happened(server: FaultyServer) -> None:
    """The change is committed and has its history, and the answer is the error."""
    server.fail(operation="UpdatePhoneNumber", error="ServiceFailure", after=True)
    status, _, _ = error_of(client_of(server).update_phone_number, PhoneNumberId=NUMBER, Name="hidden")
    assert status == 500
    assert name_of(server) == "hidden"
    changes = server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 1000))
    assert any('"name":"hidden"' in (change.after or "") for change in changes)


def test_what_the_operation_refuses_stays_refused_behind_a_fault(server: FaultyServer) -> None:
    """A fault after the operation stands before the operation's own error too."""
    server.fail(operation="UpdatePhoneNumber", error="ServiceFailure", after=True)
    assert error_of(client_of(server).update_phone_number, PhoneNumberId="+12065550199", Name="x")[0] == 500
    server.fail(operation="GetPhoneNumber", delay=0.01)
    assert error_of(client_of(server).get_phone_number, PhoneNumberId="+12065550199")[0] == 404


def test_a_delay_holds_an_answer_back(server: FaultyServer) -> None:
    """A client that does not wait as long gives up; the operation happens behind its back where it comes first."""
    hasty = client_of(server, read_timeout=0.2)
    server.fail(operation="UpdatePhoneNumber", delay=2.0, after=True, times=1)
    with pytest.raises(ReadTimeoutError):
        hasty.update_phone_number(PhoneNumberId=NUMBER, Name="late")
    assert name_of(server) == "late"
    server.fail(operation="UpdatePhoneNumber", delay=Exponential(mean=0.001))
    assert client_of(server).update_phone_number(PhoneNumberId=NUMBER, Name="later")["PhoneNumber"]["Name"] == "later"


def test_a_malformed_request_meets_no_fault(server: FaultyServer) -> None:
    """It is refused as ever, and does not count."""
    server.fail(drop=True)
    assert error_of(client_of(server).list_phone_numbers, MaxResults=1000)[0] == 400
    assert error_of(server.client(aws_secret_access_key="wrong").list_phone_numbers)[0] == 403
    assert server.counts() == [(0, 0)]
