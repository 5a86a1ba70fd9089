"""AssociatePhoneNumbersWithVoiceConnector through boto3 against the running application.

What it has in common with its sisters is in test_associations.py.
"""

from __future__ import annotations

import json

import pytest

from operations.trunks import NO_CONNECTOR, NO_IDS, UNKNOWN_CONNECTOR, history, new_connector, new_group, place_of
from running import RunningServer, error_of
from server.raw import JSON, ask, signed

NUMBER = "+12065550100"


def test_a_number_is_put_on_a_voice_connector(server: RunningServer) -> None:
    """200 and an empty list, byte by byte: all is done."""
    server.add_number()
    client, seen = server.client(), []
    there = new_connector(client)
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    answer = client.associate_phone_numbers_with_voice_connector(VoiceConnectorId=there, E164PhoneNumbers=[NUMBER])

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert seen == [b'{"PhoneNumberErrors":[]}']
    assert place_of(server) == ("Assigned", "VoiceConnectorId", there)
    assert history(server, f"phone_numbers/{NUMBER}").count("AssociatePhoneNumbersWithVoiceConnector") == 1


@pytest.mark.parametrize(("force", "moved"), [(None, False), (False, False), (True, True)])
def test_force_may_be_null(server: RunningServer, force: bool | None, moved: bool) -> None:
    """Which is no force. Sent as it is, for boto3 leaves out what is None."""
    server.add_number()
    client = server.client()
    there, here = new_group(client), new_connector(client)
    client.associate_phone_numbers_with_voice_connector_group(VoiceConnectorGroupId=there, E164PhoneNumbers=[NUMBER])
    body = json.dumps({"E164PhoneNumbers": [NUMBER], "ForceAssociate": force}).encode()

    answer = ask(
        server.port, signed("POST", f"/voice-connectors/{here}?operation=associate-phone-numbers", body, headers=JSON)
    )

    assert answer is not None
    assert answer.status == 200
    assert (json.loads(answer.body)["PhoneNumberErrors"] == []) == moved
    assert (place_of(server)[2] == here) == moved


def test_an_unknown_voice_connector_is_not_found(server: RunningServer) -> None:
    """404 for the whole request (BEHAVIOUR.md 5, row 18)."""
    before = server.add_number()
    request = {"VoiceConnectorId": UNKNOWN_CONNECTOR, "E164PhoneNumbers": [NUMBER], "ForceAssociate": True}
    assert error_of(server.client().associate_phone_numbers_with_voice_connector, **request) == NO_CONNECTOR
    assert server.number() == before


@pytest.mark.parametrize("no_id", NO_IDS)
def test_what_is_no_id_is_refused(server: RunningServer, no_id: str) -> None:
    """By the contract's pattern, upper case too."""
    request = {"VoiceConnectorId": no_id, "E164PhoneNumbers": [NUMBER]}
    assert error_of(server.client().associate_phone_numbers_with_voice_connector, **request)[:2] == (
        400,
        "BadRequestException",
    )
