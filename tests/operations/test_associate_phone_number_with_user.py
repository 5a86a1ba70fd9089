"""AssociatePhoneNumberWithUser through boto3 against the running application: the older namespace has it alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from running import START, RunningServer, error_of

NUMBER = "+12065550100"
USER = {"AccountId": "12a3456b-7c89-012d-3456-78901e23fg45", "UserId": "1ab2345c-67de-8901-f23g-45h678901j2k"}


def associate(client: Any, e164: str = NUMBER, **user: str) -> None:
    """Give the number to the user, but for the ids given."""
    answer = client.associate_phone_number_with_user(E164PhoneNumber=e164, **(USER | user))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer.keys() == {"ResponseMetadata"}


@pytest.mark.parametrize("spelling", [NUMBER, NUMBER[1:]])
def test_a_number_goes_to_a_user(server: RunningServer, spelling: str) -> None:
    """It is Assigned with the user's id, and is found by that."""
    server.add_number(product_type="BusinessCalling")
    client = server.client("chime")
    server.clock.advance(timedelta(minutes=1))
    now = START + timedelta(minutes=1)

    associate(client, spelling)

    number = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (number["Status"], number["UpdatedTimestamp"]) == ("Assigned", now)
    assert number["Associations"] == [{"AssociatedTimestamp": now, "Name": "UserId", "Value": USER["UserId"]}]
    found = client.list_phone_numbers(FilterName="UserId", FilterValue=USER["UserId"])["PhoneNumbers"]
    assert found == [number]
    assert error_of(client.delete_phone_number, PhoneNumberId=NUMBER)[:2] == (400, "BadRequestException")


def test_the_answer_is_an_empty_object(server: RunningServer) -> None:
    """Two bytes, as was captured (BEHAVIOUR.md 1.2)."""
    server.add_number(product_type="BusinessCalling")
    client, seen = server.client("chime"), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))
    associate(client)
    assert seen == [b"{}"]


def test_the_same_user_again_changes_nothing(server: RunningServer) -> None:
    """200, so that it may be repeated."""
    server.add_number(product_type="BusinessCalling")
    client = server.client("chime")
    associate(client)
    before = server.number()
    server.clock.advance(timedelta(minutes=1))
    associate(client)
    assert server.number() == before


def test_another_users_number_is_refused(server: RunningServer) -> None:
    """400: it must be disassociated first, for the operation has no ForceAssociate."""
    server.add_number(product_type="BusinessCalling")
    client = server.client("chime")
    associate(client)
    before = server.number()
    refused = error_of(client.associate_phone_number_with_user, E164PhoneNumber=NUMBER, **(USER | {"UserId": "other"}))
    assert refused == (
        400,
        "BadRequestException",
        "The phone number must be disassociated before it can be associated with another user.",
    )
    assert server.number() == before


def test_an_id_of_a_user_has_a_bound(server: RunningServer) -> None:
    """400: PostgreSQL's indexes have one, and what SQLite takes must be able to move there."""
    before = server.add_number(product_type="BusinessCalling")
    associating = server.client("chime").associate_phone_number_with_user
    refused = error_of(associating, E164PhoneNumber=NUMBER, **(USER | {"UserId": "é" * 257}))
    assert refused == (400, "BadRequestException", "UserId must have at most 256 characters.")
    assert server.number() == before
    associating(E164PhoneNumber=NUMBER, **(USER | {"UserId": "é" * 256}))
    number = server.number()
    assert number is not None
    assert number.association_value == "é" * 256


@pytest.mark.parametrize("product", ["VoiceConnector", "SipMediaApplicationDialIn"])
def test_a_number_of_another_product_is_refused(server: RunningServer, product: str) -> None:
    """400: only BusinessCalling numbers go to users (BEHAVIOUR.md 3.6)."""
    before = server.add_number(product_type=product)
    refused = error_of(server.client("chime").associate_phone_number_with_user, E164PhoneNumber=NUMBER, **USER)
    sentence = "E164PhoneNumber must be a phone number with product type BusinessCalling."
    assert refused == (400, "BadRequestException", sentence)
    assert server.number() == before


@pytest.mark.parametrize("status", ["AcquireInProgress", "ReleaseInProgress", "AcquireFailed"])
def test_a_number_that_cannot_be_associated_is_refused(server: RunningServer, status: str) -> None:
    """400, as the table of its life says."""
    before = server.add_number(product_type="BusinessCalling", status=status)
    refused = error_of(server.client("chime").associate_phone_number_with_user, E164PhoneNumber=NUMBER, **USER)
    sentence = f"A phone number with status {status} cannot be associated."
    assert refused == (400, "BadRequestException", sentence)
    assert server.number() == before


def test_unknown_and_foreign_numbers_are_not_found(server: RunningServer) -> None:
    """404 with the same sentence for both."""
    before = server.add_number(product_type="BusinessCalling")
    other = server.client("chime", account="999999999999")
    for e164 in (NUMBER, "+12065550199"):
        refused = error_of(other.associate_phone_number_with_user, E164PhoneNumber=e164, **USER)
        assert refused == (404, "NotFoundException", "The phone number does not exist.")
    assert server.number() == before
