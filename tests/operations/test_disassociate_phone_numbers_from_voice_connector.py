"""DisassociatePhoneNumbersFromVoiceConnector through boto3 against the running application.

What it has in common with its sisters is in test_associations.py.
"""

from __future__ import annotations

import pytest

from operations.trunks import NO_CONNECTOR, NO_IDS, UNKNOWN_CONNECTOR, history, new_connector, place_of
from running import RunningServer, error_of

NUMBER = "+12065550100"


def test_a_number_is_taken_away(server: RunningServer) -> None:
    """200 and an empty list, byte by byte: all is done. Once more, and it is not there to be taken away."""
    server.add_number()
    client, seen = server.client(), []
    there = new_connector(client)
    client.associate_phone_numbers_with_voice_connector(VoiceConnectorId=there, E164PhoneNumbers=[NUMBER])
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    for _ in range(2):
        answer = client.disassociate_phone_numbers_from_voice_connector(
            VoiceConnectorId=there, E164PhoneNumbers=[NUMBER]
        )
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200

    sentence = b"The phone number is not associated with this voice connector."
    error = b'{"ErrorCode":"NotFound","ErrorMessage":"%b","PhoneNumberId":"%%2B12065550100"}' % sentence
    assert seen == [b'{"PhoneNumberErrors":[]}', b'{"PhoneNumberErrors":[%b]}' % error]
    assert place_of(server) == ("Unassigned", None, None)
    assert history(server, f"phone_numbers/{NUMBER}").count("DisassociatePhoneNumbersFromVoiceConnector") == 1


def test_it_stays_on_any_other(server: RunningServer) -> None:
    """A number is taken away from where it is said to be, and from nowhere else."""
    server.add_number()
    client = server.client()
    here, there = new_connector(client), new_connector(client)
    client.associate_phone_numbers_with_voice_connector(VoiceConnectorId=here, E164PhoneNumbers=[NUMBER])

    answer = client.disassociate_phone_numbers_from_voice_connector(VoiceConnectorId=there, E164PhoneNumbers=[NUMBER])

    assert [error["ErrorCode"] for error in answer["PhoneNumberErrors"]] == ["NotFound"]
    assert place_of(server) == ("Assigned", "VoiceConnectorId", here)


def test_an_unknown_voice_connector_is_not_found(server: RunningServer) -> None:
    """404 for the whole request (BEHAVIOUR.md 5, row 18)."""
    before = server.add_number()
    request = {"VoiceConnectorId": UNKNOWN_CONNECTOR, "E164PhoneNumbers": [NUMBER]}
    assert error_of(server.client().disassociate_phone_numbers_from_voice_connector, **request) == NO_CONNECTOR
    assert server.number() == before


@pytest.mark.parametrize("no_id", NO_IDS)
def test_what_is_no_id_is_refused(server: RunningServer, no_id: str) -> None:
    """By the contract's pattern, upper case too."""
    request = {"VoiceConnectorId": no_id, "E164PhoneNumbers": [NUMBER]}
    assert error_of(server.client().disassociate_phone_numbers_from_voice_connector, **request)[:2] == (
        400,
        "BadRequestException",
    )
