"""ListTagsForResource through boto3 against the running application. What is not found stands with TagResource."""

from __future__ import annotations

from operations.sip_things import OTHER, new_application
from running import RunningServer, error_of


def test_a_resource_without_tags_has_an_empty_list(server: RunningServer) -> None:
    """It is there, and not null."""
    client = server.client()
    arn = new_application(client)["SipMediaApplicationArn"]
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == []


def test_tags_come_in_the_order_of_their_keys(server: RunningServer) -> None:
    """All fifty of them at once, whatever order they were given in."""
    client = server.client()
    tags = [{"Key": f"key{number:02}", "Value": str(number)} for number in range(50)]
    arn = new_application(client, Tags=tags[::-1])["SipMediaApplicationArn"]
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == tags


def test_another_account_does_not_see_them(server: RunningServer) -> None:
    """404, as for a resource that nobody has."""
    arn = new_application(server.client(), Tags=[{"Key": "team", "Value": "x"}])["SipMediaApplicationArn"]
    other = server.client(account=OTHER)
    refused = error_of(other.list_tags_for_resource, ResourceARN=arn)
    assert refused == error_of(other.list_tags_for_resource, ResourceARN=arn[:-1] + "x")
    assert refused[:2] == (404, "NotFoundException")
