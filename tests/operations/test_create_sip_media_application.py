"""CreateSipMediaApplication through boto3 against the running application."""

from __future__ import annotations

import re
from typing import Any

import pytest

from operations.sip_things import OTHER, endpoint, new_application
from running import ACCOUNT, START, RunningServer, error_of

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def listed(client: Any) -> list[dict[str, Any]]:
    """Return the account's applications."""
    found: list[dict[str, Any]] = client.list_sip_media_applications()["SipMediaApplications"]
    return found


def test_an_application_is_created(server: RunningServer) -> None:
    """201, and it is there at once, as it was answered."""
    client = server.client()

    answer = client.create_sip_media_application(AwsRegion="eu-west-2", Name="Menu", Endpoints=[endpoint("eu-west-2")])

    application = answer["SipMediaApplication"]
    application_id = application["SipMediaApplicationId"]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert GUID.fullmatch(application_id)
    assert application == {
        "AwsRegion": "eu-west-2",
        "CreatedTimestamp": START,
        "Endpoints": [endpoint("eu-west-2")],
        "Name": "Menu",
        "SipMediaApplicationArn": f"arn:aws:chime:eu-west-2:{ACCOUNT}:sma/{application_id}",
        "SipMediaApplicationId": application_id,
        "UpdatedTimestamp": START,
    }
    got = client.get_sip_media_application(SipMediaApplicationId=application_id)["SipMediaApplication"]
    assert got == application


def test_a_name_may_be_used_again(server: RunningServer) -> None:
    """AWS does not say that it must not: they are two applications."""
    client = server.client()
    first, second = new_application(client), new_application(client)
    assert first["SipMediaApplicationId"] != second["SipMediaApplicationId"]


def test_tags_are_given_on_creation(server: RunningServer) -> None:
    """They are the application's, in the order of their keys."""
    client = server.client()
    tags = [{"Key": "team", "Value": "phones"}, {"Key": "stage", "Value": ""}]

    application = new_application(client, Tags=tags)

    found = client.list_tags_for_resource(ResourceARN=application["SipMediaApplicationArn"])["Tags"]
    assert found == tags[::-1]


@pytest.mark.parametrize("keys", [["a", "a"], ["aws:team"], ["a", "AWS:team"]])
def test_unfit_tags_create_nothing(server: RunningServer, keys: list[str]) -> None:
    """A key twice, or one of AWS's own: 400, and there is no application."""
    client = server.client()
    tags = [{"Key": key, "Value": "x"} for key in keys]
    status, code, message = error_of(new_application, client=client, Tags=tags)
    assert (status, code) == (400, "BadRequestException")
    assert message.startswith("Tags must not")
    assert listed(client) == []


@pytest.mark.parametrize("region", ["eu-north-1", "US-EAST-1", "us-east-1 ", "moon"])
def test_a_region_without_voice_connectors_is_refused(server: RunningServer, region: str) -> None:
    """Our choice: the model lists no regions for applications."""
    client = server.client()
    status, code, message = error_of(
        client.create_sip_media_application, AwsRegion=region, Name="Menu", Endpoints=[endpoint()]
    )
    assert (status, code) == (400, "BadRequestException")
    assert message.startswith("AwsRegion must be one of us-east-1, us-west-2, ")
    assert listed(client) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (endpoint("us-west-2"), "Endpoints[0].LambdaArn must be a function in the SIP media application's AwsRegion."),
        ({}, "Endpoints[0].LambdaArn is required."),
    ],
    ids=["another region", "no function"],
)
def test_the_endpoint_is_a_function_of_the_region(server: RunningServer, given: dict[str, str], sentence: str) -> None:
    """The model says so of the region, and without a function there is nothing to call: 400."""
    client = server.client()
    refused = error_of(client.create_sip_media_application, AwsRegion="us-east-1", Name="Menu", Endpoints=[given])
    assert refused == (400, "BadRequestException", sentence)
    assert listed(client) == []


def test_an_account_has_a_quota_in_each_region() -> None:
    """400 where it is reached; other regions, other accounts, and whoever deletes one, may have another."""
    with RunningServer(switches={"sip_media_application_quota": 2}) as server:
        client = server.client()
        first, _ = new_application(client), new_application(client)

        assert error_of(new_application, client=client) == (
            400,
            "ResourceLimitExceededException",
            "The account must not have more SIP media applications in a region than its quota.",
        )
        assert len(listed(client)) == 2
        new_application(client, "us-west-2")
        new_application(server.client(account=OTHER))
        client.delete_sip_media_application(SipMediaApplicationId=first["SipMediaApplicationId"])
        new_application(client)
        assert len(listed(client)) == 3


def test_a_quota_of_none_at_all_refuses_the_first() -> None:
    """Zero is a quota too."""
    with RunningServer(switches={"sip_media_application_quota": 0}) as server:
        assert error_of(new_application, client=server.client())[1] == "ResourceLimitExceededException"
