"""DeleteVoiceConnectorGroup through boto3 against the running application."""

from __future__ import annotations

from operations.trunks import (
    NO_GROUP,
    OTHER,
    UNKNOWN_GROUP,
    changes,
    new_connector,
    new_group,
    raises,
)
from running import RunningServer, error_of

NUMBER = "+12065550100"


def test_it_is_gone(server: RunningServer) -> None:
    """204 without a body, and deleting it again finds nothing."""
    client = server.client()
    group, kept = new_group(client), new_group(client)

    answer = client.delete_voice_connector_group(VoiceConnectorGroupId=group)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    for call in (client.get_voice_connector_group, client.delete_voice_connector_group):
        assert error_of(call, VoiceConnectorGroupId=group) == NO_GROUP
    left = client.list_voice_connector_groups()["VoiceConnectorGroups"]
    assert [each["VoiceConnectorGroupId"] for each in left] == [kept]


def test_while_it_has_members_it_stays(server: RunningServer) -> None:
    """409: "Any VoiceConnectorItems and phone numbers associated with the group must be removed before it can be deleted."."""
    client = server.client()
    group = new_group(client, new_connector(client))
    before = changes(server)

    with raises(client, "ConflictException"):
        client.delete_voice_connector_group(VoiceConnectorGroupId=group)
    assert error_of(client.delete_voice_connector_group, VoiceConnectorGroupId=group) == (
        409,
        "ConflictException",
        "The voice connector group's VoiceConnectorItems must be removed before it can be deleted.",
    )
    assert changes(server) == before

    client.update_voice_connector_group(VoiceConnectorGroupId=group, Name="None", VoiceConnectorItems=[])
    client.delete_voice_connector_group(VoiceConnectorGroupId=group)


def test_while_numbers_are_on_it_it_stays(server: RunningServer) -> None:
    """409 until the last of them is taken away; numbers on another group do not keep it."""
    server.add_number(NUMBER)
    server.add_number("+12065550101")
    client = server.client()
    group, other = new_group(client), new_group(client)
    for each, number in ((group, NUMBER), (other, "+12065550101")):
        client.associate_phone_numbers_with_voice_connector_group(VoiceConnectorGroupId=each, E164PhoneNumbers=[number])
    before = changes(server)

    assert error_of(client.delete_voice_connector_group, VoiceConnectorGroupId=group) == (
        409,
        "ConflictException",
        "The voice connector group's phone numbers must be disassociated before it can be deleted.",
    )
    assert changes(server) == before

    client.disassociate_phone_numbers_from_voice_connector_group(VoiceConnectorGroupId=group, E164PhoneNumbers=[NUMBER])
    client.delete_voice_connector_group(VoiceConnectorGroupId=group)


def test_unknown_and_foreign_ones_are_not_found(server: RunningServer) -> None:
    """404 with one sentence for both, and no change."""
    foreign = new_group(server.client(account=OTHER))
    before = changes(server)
    for group in (foreign, UNKNOWN_GROUP):
        assert error_of(server.client().delete_voice_connector_group, VoiceConnectorGroupId=group) == NO_GROUP
    assert changes(server) == before
