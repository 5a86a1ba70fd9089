"""DisassociatePhoneNumbersFromVoiceConnectorGroup through boto3 against the running application.

What it has in common with its sisters is in test_associations.py.
"""

from __future__ import annotations

from operations.trunks import NO_GROUP, UNKNOWN_GROUP, history, new_group, place_of
from running import RunningServer, error_of

NUMBER = "+12065550100"


def test_a_number_is_taken_away(server: RunningServer) -> None:
    """200 and an empty list, byte by byte: all is done. Once more, and it is not there to be taken away."""
    server.add_number()
    client, seen = server.client(), []
    there = new_group(client)
    client.associate_phone_numbers_with_voice_connector_group(VoiceConnectorGroupId=there, E164PhoneNumbers=[NUMBER])
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    for _ in range(2):
        answer = client.disassociate_phone_numbers_from_voice_connector_group(
            VoiceConnectorGroupId=there, E164PhoneNumbers=[NUMBER]
        )
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200

    sentence = b"The phone number is not associated with this voice connector group."
    error = b'{"ErrorCode":"NotFound","ErrorMessage":"%b","PhoneNumberId":"%%2B12065550100"}' % sentence
    assert seen == [b'{"PhoneNumberErrors":[]}', b'{"PhoneNumberErrors":[%b]}' % error]
    assert place_of(server) == ("Unassigned", None, None)
    assert history(server, f"phone_numbers/{NUMBER}").count("DisassociatePhoneNumbersFromVoiceConnectorGroup") == 1


def test_it_stays_on_any_other(server: RunningServer) -> None:
    """A number is taken away from where it is said to be, and from nowhere else."""
    server.add_number()
    client = server.client()
    here, there = new_group(client), new_group(client)
    client.associate_phone_numbers_with_voice_connector_group(VoiceConnectorGroupId=here, E164PhoneNumbers=[NUMBER])

    answer = client.disassociate_phone_numbers_from_voice_connector_group(
        VoiceConnectorGroupId=there, E164PhoneNumbers=[NUMBER]
    )

    assert [error["ErrorCode"] for error in answer["PhoneNumberErrors"]] == ["NotFound"]
    assert place_of(server) == ("Assigned", "VoiceConnectorGroupId", here)


def test_an_unknown_group_is_not_found(server: RunningServer) -> None:
    """404 for the whole request (BEHAVIOUR.md 5, row 18)."""
    before = server.add_number()
    request = {"VoiceConnectorGroupId": UNKNOWN_GROUP, "E164PhoneNumbers": [NUMBER]}
    assert error_of(server.client().disassociate_phone_numbers_from_voice_connector_group, **request) == NO_GROUP
    assert server.number() == before


def test_an_id_is_its_exact_text(server: RunningServer) -> None:
    """In upper case it is another, and a blank one is refused by the contract's pattern."""
    client = server.client()
    call, group = client.disassociate_phone_numbers_from_voice_connector_group, new_group(client)
    assert error_of(call, VoiceConnectorGroupId=group.upper(), E164PhoneNumbers=[NUMBER]) == NO_GROUP
    assert error_of(call, VoiceConnectorGroupId=" ", E164PhoneNumbers=[NUMBER])[0] == 400
