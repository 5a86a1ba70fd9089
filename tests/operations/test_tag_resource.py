"""TagResource through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from dialbook.domain.tags import Tag
from operations.sip_things import CONNECTOR, OTHER, UNKNOWN, add_connector, new_application
from running import ACCOUNT, RunningServer, error_of

NOT_FOUND = (404, "NotFoundException", "The resource does not exist.")


def tags(**values: str) -> list[dict[str, str]]:
    """Write tags as the API has them."""
    return [{"Key": key, "Value": value} for key, value in values.items()]


def stored(server: RunningServer) -> list[Tag]:
    """Return every tag there is."""
    return server.store(lambda tx: tx.page(Tag, {}, None, 1000))


@pytest.fixture(params=["vc", "sma"])
def arn(request: pytest.FixtureRequest, server: RunningServer) -> str:
    """Make one thing of each kind that can have tags, one after the other, and return its ARN."""
    if request.param == "vc":
        return add_connector(server).arn
    made: str = new_application(server.client(), "eu-west-1")["SipMediaApplicationArn"]
    return made


def test_a_resource_is_tagged(server: RunningServer, arn: str) -> None:
    """204; from any region, beside the tags that it has, and a key that it has gets the new value."""
    client = server.client(region_name="us-west-2")
    answer = client.tag_resource(ResourceARN=arn, Tags=tags(team="phones", stage=""))
    client.tag_resource(ResourceARN=arn, Tags=tags(stage="test", cost="1"))

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    found = client.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert found == tags(cost="1", stage="test", team="phones")


def test_a_resource_has_at_most_fifty_tags(server: RunningServer, arn: str) -> None:
    """400 for one more, and none of that request's are there; those that it has can be changed still."""
    client = server.client()
    fifty = tags(**{f"key{number:02}": "x" for number in range(50)})
    client.tag_resource(ResourceARN=arn, Tags=fifty)

    assert error_of(client.tag_resource, ResourceARN=arn, Tags=tags(key00="y", other="x")) == (
        400,
        "ResourceLimitExceededException",
        "A resource must not have more than 50 tags.",
    )
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == fifty
    client.tag_resource(ResourceARN=arn, Tags=tags(key00="y"))
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"][0] == {"Key": "key00", "Value": "y"}


@pytest.mark.parametrize("key", ["aws:team", "AWS:team", "Aws:", "aws:chime:x"])
def test_keys_of_aws_are_refused(server: RunningServer, arn: str, key: str) -> None:
    """400, and the others of the request are not given either; what only looks like one is a key like any other."""
    client = server.client()
    given = [*tags(team="phones"), {"Key": key, "Value": "x"}]
    assert error_of(client.tag_resource, ResourceARN=arn, Tags=given) == (
        400,
        "BadRequestException",
        "Tags must not have a key that begins with aws:, which is reserved.",
    )
    assert stored(server) == []
    client.tag_resource(ResourceARN=arn, Tags=[{"Key": "awsome", "Value": "x"}, {"Key": "my-aws:x", "Value": "x"}])
    assert len(stored(server)) == 2


def test_a_key_is_given_once(server: RunningServer, arn: str) -> None:
    """400 where it comes twice; keys that differ in case differ."""
    client = server.client()
    twice = [*tags(team="a"), *tags(team="b")]
    refused = error_of(client.tag_resource, ResourceARN=arn, Tags=twice)
    assert refused == (400, "BadRequestException", "Tags must not name a key twice.")
    client.tag_resource(ResourceARN=arn, Tags=tags(team="a", Team="b"))
    assert len(stored(server)) == 2


@pytest.mark.parametrize("tag", [{"Key": "k" * 129, "Value": ""}, {"Key": "k", "Value": "v" * 257}])
def test_a_broken_constraint_is_refused(server: RunningServer, arn: str, tag: dict[str, str]) -> None:
    """400 for what is too long, which the SDK lets through."""
    refused = error_of(server.client().tag_resource, ResourceARN=arn, Tags=[tag])
    assert refused[:2] == (400, "BadRequestException")
    assert stored(server) == []


def strangers(server: RunningServer) -> list[str]:
    """Return ARNs of what an account does not have, or has under another ARN, or cannot tag."""
    application = new_application(server.client())["SipMediaApplicationArn"]
    connector = add_connector(server).arn
    server.add_number()
    foreign = new_application(server.client(account=OTHER))["SipMediaApplicationArn"]
    return [
        foreign,
        foreign.replace(OTHER, ACCOUNT),
        application.replace(ACCOUNT, OTHER),
        application.replace("us-east-1", "us-west-2"),
        connector.replace("us-east-1", "us-west-2"),
        application.replace(":aws:", ":aws-cn:"),
        application.replace(":sma/", ":vc/"),
        connector.replace(":vc/", ":sma/"),
        application + "/x",
        f"arn:aws:chime:us-east-1:{ACCOUNT}:sma/{UNKNOWN}",
        f"arn:aws:chime:us-east-1:{ACCOUNT}:sma/",
        f"arn:aws:chime:us-east-1:{ACCOUNT}:vc/{CONNECTOR[:-1]}x",
        f"arn:aws:chime:us-east-1:{ACCOUNT}:vcg/{CONNECTOR}",
        f"arn:aws:chime:us-east-1:{ACCOUNT}:phone-number/12065550100",
        f"arn:aws:chime:us-east-1:{ACCOUNT}:voice-profile-domain/x",
        "arn:aws:s3:::bucket",
        "arn:aws:chime",
    ]


def test_what_the_account_does_not_have_is_not_found(server: RunningServer) -> None:
    """404 with one sentence for all, in each of the three operations, phone numbers among them; nothing is changed."""
    client: Any = server.client()
    for arn in strangers(server):
        assert error_of(client.tag_resource, ResourceARN=arn, Tags=tags(team="x")) == NOT_FOUND
        assert error_of(client.untag_resource, ResourceARN=arn, TagKeys=["team"]) == NOT_FOUND
        assert error_of(client.list_tags_for_resource, ResourceARN=arn) == NOT_FOUND
    assert stored(server) == []
