"""DisassociatePhoneNumberFromUser through boto3 against the running application: the older namespace has it alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from running import START, RunningServer, error_of

NUMBER = "+12065550100"
USER = {"AccountId": "account", "UserId": "user"}
NOT_FOUND = (404, "NotFoundException", "The user has no phone number.")


def give(server: RunningServer, *numbers: str, user_id: str = "user", **members: Any) -> Any:
    """Give the user new numbers, a minute apart, and return a client."""
    client = server.client("chime")
    for e164 in numbers:
        server.add_number(e164, product_type="BusinessCalling", **members)
        client.associate_phone_number_with_user(E164PhoneNumber=e164, AccountId="account", UserId=user_id)
        server.clock.advance(timedelta(minutes=1))
    return client


def status(client: Any, e164: str = NUMBER) -> tuple[str, list[Any]]:
    """Return a number's status and what it is associated with."""
    number = client.get_phone_number(PhoneNumberId=e164)["PhoneNumber"]
    return number["Status"], number["Associations"]


def test_a_users_number_is_free_again(server: RunningServer) -> None:
    """200 with an empty object; then it may go to somebody else, or be deleted."""
    client, seen = give(server, NUMBER), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    answer = client.disassociate_phone_number_from_user(**USER)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert seen == [b"{}"]
    assert status(client) == ("Unassigned", [])
    updated = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["UpdatedTimestamp"]
    assert updated == START + timedelta(minutes=1)
    client.associate_phone_number_with_user(E164PhoneNumber=NUMBER, AccountId="account", UserId="other")
    client.disassociate_phone_number_from_user(AccountId="account", UserId="other")
    client.delete_phone_number(PhoneNumberId=NUMBER)


def test_of_several_numbers_the_oldest_goes_first(server: RunningServer) -> None:
    """Our choice of which is the primary one: the one that the account has had longest."""
    numbers = ["+12065550109", "+12065550100", "+12065550105"]
    client = give(server, *numbers)
    for gone in range(1, 4):
        client.disassociate_phone_number_from_user(**USER)
        assert [status(client, e164)[0] for e164 in numbers] == ["Unassigned"] * gone + ["Assigned"] * (3 - gone)
    assert error_of(client.disassociate_phone_number_from_user, **USER) == NOT_FOUND


def test_other_users_keep_theirs(server: RunningServer) -> None:
    """Whether they are this account's or another's: 404 where the user has none."""
    client = give(server, NUMBER, user_id="other")
    assert error_of(client.disassociate_phone_number_from_user, **USER) == NOT_FOUND
    foreign = server.client("chime", account="999999999999")
    assert error_of(foreign.disassociate_phone_number_from_user, AccountId="account", UserId="other") == NOT_FOUND
    assert status(client)[0] == "Assigned"


def test_what_is_no_user_has_no_number(server: RunningServer) -> None:
    """A voice connector's number is not found by its id."""
    server.add_number(status="Assigned", association_name="VoiceConnectorId", association_value="user")
    client = server.client("chime")
    assert error_of(client.disassociate_phone_number_from_user, **USER) == NOT_FOUND


def test_a_pending_calling_name_arrives_nevertheless(server: RunningServer) -> None:
    """What is due is not lost where the number is written."""
    client = give(server, NUMBER)
    client.update_phone_number(PhoneNumberId=NUMBER, CallingName="Desk")
    server.clock.advance(timedelta(hours=72))
    client.disassociate_phone_number_from_user(**USER)
    number = client.get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (number["Status"], number["CallingName"], number["CallingNameStatus"]) == (
        "Unassigned",
        "Desk",
        "UpdateSucceeded",
    )
