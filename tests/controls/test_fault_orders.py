"""Which calls meet a fault, and which faults are refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from controls.ordering_faults import NUMBER, FaultyServer, client_of
from dialbook.controls import faults
from dialbook.controls.faults import OrderedFault
from dialbook.domain.delays import Uniform
from dialbook.domain.faults import FaultOrder, Truncation
from dialbook.domain.refusal import Refusal
from running import START, error_of


def refusal_of(server: FaultyServer, **order: Any) -> str:
    """Return the sentence with which a fault is refused, after which there is none."""
    with pytest.raises(Refusal) as refused:
        server.do(faults.add(server.service, FaultOrder(**order)))
    assert refused.value.code == "BadRequest"
    assert server.standing() == []
    return refused.value.message


@pytest.mark.parametrize("spelling", ["+12065550100", "%2B12065550100", "%252B12065550100", "12065550100"])
def test_a_number_is_meant_in_whatever_spelling(server: FaultyServer, spelling: str) -> None:
    """By the fault and by the request, in its path and in its lists; other numbers are not."""
    server.fail(phone_number=spelling, error="ServiceFailure")
    client = client_of(server)
    for given in (NUMBER, "%2B12065550100", "12065550100"):
        assert error_of(client.get_phone_number, PhoneNumberId=given)[0] == 500
    assert error_of(client.batch_delete_phone_number, PhoneNumberIds=["+12065550177", NUMBER])[0] == 500
    item = {"PhoneNumberId": NUMBER, "Name": "x"}
    assert error_of(client.batch_update_phone_number, UpdatePhoneNumberRequestItems=[item])[0] == 500
    assert error_of(client.get_phone_number, PhoneNumberId="+12065550101")[0] == 404
    assert client.list_phone_numbers()["PhoneNumbers"]


def test_an_account_is_meant_alone(server: FaultyServer) -> None:
    """Another one does not notice."""
    server.fail(account="999999999999", error="ServiceFailure")
    assert error_of(server.client(account="999999999999").list_phone_numbers)[0] == 500
    assert server.client().list_phone_numbers()["PhoneNumbers"]
    assert server.counts()[0][1] > 0


def test_an_error_strikes_only_operations_that_model_it(server: FaultyServer) -> None:
    """A client is never told what the service could not say."""
    server.fail(error="Conflict")
    assert error_of(client_of(server).update_phone_number, PhoneNumberId=NUMBER, Name="x")[0] == 409
    assert client_of(server).list_phone_numbers()["PhoneNumbers"]


def test_a_sequence_runs_once(server: FaultyServer) -> None:
    """Fail, fail, pass, and then everything passes."""
    server.fail(operation="GetPhoneNumber", sequence=("fail", "fail", "pass"), error="Throttled")
    client = client_of(server)
    for _ in range(2):
        assert error_of(client.get_phone_number, PhoneNumberId=NUMBER)[0] == 429
    for _ in range(3):
        assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert [(fault.matched, fault.struck, fault.exhausted) for fault in server.standing()] == [(3, 2, True)]


def test_a_share_strikes_the_same_calls_again(server: FaultyServer) -> None:
    """The same faults and the same calls have the same fates."""

    def fates() -> list[bool]:
        server.fail(operation="GetPhoneNumber", share=0.5, seed=7, status=500)
        client = client_of(server)
        found = []
        for _ in range(12):
            try:
                client.get_phone_number(PhoneNumberId=NUMBER)
                found.append(True)
            except ClientError:
                found.append(False)
        server.do(faults.remove_all(server.service))
        return found

    first = fates()
    assert set(first) == {True, False}
    assert fates() == first


def test_a_share_of_requests_strikes_a_retry_too(server: FaultyServer) -> None:
    """The same request has the same fate; another one may have another."""
    server.fail(operation="UpdatePhoneNumber", share=0.5, share_by="Request", status=500)
    client = client_of(server)

    def fate(name: str) -> int:
        try:
            return int(
                client.update_phone_number(PhoneNumberId=NUMBER, Name=name)["ResponseMetadata"]["HTTPStatusCode"]
            )
        except ClientError as error:
            return int(error.response["ResponseMetadata"]["HTTPStatusCode"])

    names = [f"n{number}" for number in range(8)]
    first = [fate(name) for name in names]
    assert set(first) == {200, 500}
    assert [fate(name) for name in names] == first


def test_a_window_is_one_of_the_clock_that_lifecycles_live_by(server: FaultyServer) -> None:
    """Its begin is in it, its end is not."""
    server.fail(status=500, since=START + timedelta(hours=1), until=START + timedelta(hours=2))
    client = client_of(server)
    try:
        for hours, struck in ((0, False), (1, True), (1.99, True), (2, False)):
            server.clock.set(START + timedelta(hours=hours))
            if struck:
                assert error_of(client.get_phone_number, PhoneNumberId=NUMBER)[0] == 500
            else:
                assert client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    finally:
        server.clock.set(START)


def test_a_fault_can_be_looked_at_and_taken_back(server: FaultyServer) -> None:
    """One, or all; one that is not there is not found."""
    first, second = server.fail(status=500), server.fail(status=503)
    assert [fault.fault_id for fault in server.standing()] == [first, second]
    shown = server.do(faults.get(server.service, second))
    assert shown == OrderedFault(status=503, fault_id=second, matched=0, struck=0, exhausted=False)

    server.do(faults.remove(server.service, first))

    assert [fault.fault_id for fault in server.standing()] == [second]
    with pytest.raises(Refusal, match=r"The fault does not exist\."):
        server.do(faults.remove(server.service, first))
    assert server.do(faults.remove_all(server.service)) == 1
    assert server.standing() == []


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"operation": "MakeCoffee", "drop": True}, "Operation must be one of the API, such as UpdatePhoneNumber."),
        (
            {"operation": "CreateSipRule", "namespace": "chime", "drop": True},
            "Operation must be one of the namespace chime, such as UpdatePhoneNumber.",
        ),
        (
            {"operation": "ListPhoneNumbers", "error": "Gone"},
            (
                "Error must be one that ListPhoneNumbers can answer: BadRequest, Forbidden, NotFound, ServiceFailure, "
                "ServiceUnavailable, Throttled, Unauthorized."
            ),
        ),
        (
            {"phone_number": "reception", "drop": True},
            "PhoneNumber must be an E.164 number, in any spelling of its id.",
        ),
        (
            {"operation": "GetPhoneNumber", "outcome": "UpdateFailed"},
            "UpdateFailed can come of UpdatePhoneNumber and BatchUpdatePhoneNumber and UpdatePhoneNumberSettings only.",
        ),
        (
            {"drop": True, "since": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))},
            "Since and Until must be times of the years 1 to 9999 in UTC, too.",
        ),
        ({"delay": -1.0}, "A delay must be from 0 to 900 seconds."),
        ({"drop": True, "times": "twice"}, "Times must be an integer, not a string."),
        ({}, "A fault must say what happens: Error, Status, Delay, Drop, Truncate or Outcome."),
    ],
)
def test_what_no_call_can_meet_is_refused(server: FaultyServer, order: dict[str, Any], sentence: str) -> None:
    """With one sentence, and no fault is added."""
    assert refusal_of(server, **order) == sentence


def test_an_order_is_read_as_it_is_written() -> None:
    """JSON with the API's spelling of names, and nothing in it that is not known."""
    document = (
        b'{"Operation":"GetPhoneNumber","Sequence":["fail","pass"],"Repeat":true,"Since":"2026-03-01T12:00:00Z",'
        b'"Delay":{"Distribution":"Uniform","Least":1,"Most":2.5},"Truncate":{"Fraction":0.5},"Error":"NotFoundException"}'
    )
    order = msgspec.json.decode(document, type=FaultOrder)
    assert order == FaultOrder(
        operation="GetPhoneNumber",
        sequence=("fail", "pass"),
        repeat=True,
        since=START,
        delay=Uniform(least=1, most=2.5),
        truncate=Truncation(fraction=0.5),
        error="NotFoundException",
    )
    assert msgspec.json.decode(msgspec.json.encode(order)) == msgspec.json.decode(document)
    for unknown in (
        b'{"Drop":true,"Colour":1}',
        b'{"Truncate":{"Bytes":1,"Colour":1}}',
        b'{"Delay":{"Distribution":"Zipf"}}',
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(unknown, type=FaultOrder)


def test_the_schema_of_an_order_describes_every_member() -> None:
    """Each has a sentence, and unknown ones are excluded."""
    schema = msgspec.json.schema(FaultOrder)["$defs"]["FaultOrder"]
    assert schema["additionalProperties"] is False
    assert [name for name, member in schema["properties"].items() if not member.get("description")] == []
    assert schema["properties"]["Share"]["maximum"] == 1


def test_a_time_is_kept_in_utc(server: FaultyServer) -> None:
    """Whatever zone it was given in."""
    server.fail(drop=True, since=START.astimezone(timezone(timedelta(hours=2))))
    assert server.standing()[0].since == START
    assert str(server.standing()[0].since).endswith("+00:00")


def test_an_unknown_error_is_refused_with_those_there_are(server: FaultyServer) -> None:
    """Without an operation, all that the API has."""
    assert refusal_of(server, error="OutOfCoffee").startswith("Error must be one that the API knows: AccessDenied, Bad")


def test_there_is_a_limit_to_faults(server: FaultyServer) -> None:
    """The hundred and first is refused, and the others stay."""
    for _ in range(100):
        server.fail(operation="GetPhoneNumber", times=1, drop=True)
    with pytest.raises(Refusal, match="There must be at most 100 faults: remove some first"):
        server.fail(drop=True)
    assert len(server.standing()) == 100
