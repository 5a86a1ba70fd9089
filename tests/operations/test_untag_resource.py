"""UntagResource through boto3 against the running application. What is not found stands with TagResource."""

from __future__ import annotations

from operations.sip_things import OTHER, add_connector, new_application
from running import RunningServer, error_of


def test_tags_are_taken(server: RunningServer) -> None:
    """204; the others stay, and those of other resources do, whatever their keys."""
    client = server.client()
    tags = [{"Key": key, "Value": "x"} for key in ("cost", "stage", "team")]
    arns = [add_connector(server).arn, new_application(client)["SipMediaApplicationArn"]]
    for arn in arns:
        client.tag_resource(ResourceARN=arn, Tags=tags)

    answer = client.untag_resource(ResourceARN=arns[0], TagKeys=["team", "cost"])

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert client.list_tags_for_resource(ResourceARN=arns[0])["Tags"] == tags[1:2]
    assert client.list_tags_for_resource(ResourceARN=arns[1])["Tags"] == tags


def test_what_is_not_there_is_not_taken(server: RunningServer) -> None:
    """204, so that it may be repeated; a key in another case is another key, and one may be named twice."""
    client = server.client()
    arn = new_application(client, Tags=[{"Key": "team", "Value": "x"}])["SipMediaApplicationArn"]
    client.untag_resource(ResourceARN=arn, TagKeys=["Team", "aws:team", "nothing", "nothing"])
    assert len(client.list_tags_for_resource(ResourceARN=arn)["Tags"]) == 1
    for _ in range(2):
        client.untag_resource(ResourceARN=arn, TagKeys=["team"])
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == []


def test_another_accounts_tags_stay(server: RunningServer) -> None:
    """404, and the tag is there still."""
    client = server.client()
    arn = new_application(client, Tags=[{"Key": "team", "Value": "x"}])["SipMediaApplicationArn"]
    refused = error_of(server.client(account=OTHER).untag_resource, ResourceARN=arn, TagKeys=["team"])
    assert refused[:2] == (404, "NotFoundException")
    assert len(client.list_tags_for_resource(ResourceARN=arn)["Tags"]) == 1
