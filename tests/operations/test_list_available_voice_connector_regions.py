"""ListAvailableVoiceConnectorRegions through boto3 against the running application."""

from __future__ import annotations

import pytest

from operations.trunks import new_connector
from running import RunningServer

REGIONS = {
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-west-2",
}


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_there_are_ten(server: RunningServer, region: str) -> None:
    """The same for everybody, wherever the question is asked."""
    answer = server.client(region_name=region).list_available_voice_connector_regions()

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert sorted(answer["VoiceConnectorRegions"]) == sorted(REGIONS)


def test_a_voice_connector_can_be_created_in_each(server: RunningServer) -> None:
    """What is listed is what there is."""
    client = server.client()
    for region in client.list_available_voice_connector_regions()["VoiceConnectorRegions"]:
        connector = new_connector(client, AwsRegion=region)
        assert client.get_voice_connector(VoiceConnectorId=connector)["VoiceConnector"]["AwsRegion"] == region
