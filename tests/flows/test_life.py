"""The life of a number, with every client: found, ordered, assigned, freed, deleted, restored, deleted for good."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clients.calling import NEWER, OLDER, Call
from flows.numbers import assignment, failure, given, number, order, update
from running import RunningServer

if TYPE_CHECKING:
    from flows.conftest import Connect

DAY = timedelta(days=1)
MOMENT = timedelta(milliseconds=1)


@pytest.mark.parametrize("client", NEWER, indirect=True)
def test_a_number_is_ordered_assigned_and_given_up(connect: Connect, server: RunningServer) -> None:
    """It goes from a search to a voice connector, by force to another, and seven days after its last deletion it is gone."""
    call = connect()
    e164 = order(call, server, "VoiceConnector")
    assert assignment(number(call, e164)) == ("Unassigned", [])

    first, second = new_connector(call, "Front desk"), new_connector(call, "Night desk")
    associate = "AssociatePhoneNumbersWithVoiceConnector"
    assert call(associate, VoiceConnectorId=first, E164PhoneNumbers=[e164])["PhoneNumberErrors"] == []
    held = call(associate, VoiceConnectorId=second, E164PhoneNumbers=[e164], ForceAssociate=False)["PhoneNumberErrors"]
    assert [error["ErrorCode"] for error in held] == ["PhoneNumberAssociationsExist"]
    assert assignment(number(call, e164)) == ("Assigned", [("VoiceConnectorId", first)])
    forced = call(associate, VoiceConnectorId=second, E164PhoneNumbers=[e164], ForceAssociate=True)
    assert forced["PhoneNumberErrors"] == []
    assert assignment(number(call, e164)) == ("Assigned", [("VoiceConnectorId", second)])

    assert failure(call("DeletePhoneNumber", PhoneNumberId=e164)) == "BadRequestException"
    assert failure(call("DeleteVoiceConnector", VoiceConnectorId=second)) == "ConflictException"
    disassociate = "DisassociatePhoneNumbersFromVoiceConnector"
    assert call(disassociate, VoiceConnectorId=second, E164PhoneNumbers=[e164])["PhoneNumberErrors"] == []
    assert assignment(number(call, e164)) == ("Unassigned", [])

    delete_restore_and_delete(call, server, e164)
    for connector in (first, second):
        assert "error" not in call("DeleteVoiceConnector", VoiceConnectorId=connector)
        assert failure(call("GetVoiceConnector", VoiceConnectorId=connector)) == "NotFoundException"


@pytest.mark.parametrize("client", OLDER, indirect=True)
def test_the_older_api_orders_and_gives_up_a_number(connect: Connect, server: RunningServer) -> None:
    """What it has left of the story: search, order, poll, get, update, settings, delete, restore."""
    call = connect()
    e164 = order(call, server, "BusinessCalling")
    assert assignment(number(call, e164)) == ("Unassigned", [])
    assert update(call, e164, ProductType="VoiceConnector")["ProductType"] == "VoiceConnector"

    assert "error" not in call("UpdatePhoneNumberSettings", CallingName="Head Office")
    assert call("GetPhoneNumberSettings")["CallingName"] == "Head Office"

    delete_restore_and_delete(call, server, e164)


def delete_restore_and_delete(call: Call, server: RunningServer, e164: str) -> None:
    """Put an unassigned number into the deletion queue, take it back out, and then leave it there until it is gone."""
    assert "error" not in call("DeletePhoneNumber", PhoneNumberId=e164)
    queued = number(call, e164)
    assert assignment(queued) == ("ReleaseInProgress", [])
    assert "DeletionTimestamp" in queued

    server.clock.advance(6 * DAY)
    restored = given(call("RestorePhoneNumber", PhoneNumberId=e164))
    assert assignment(restored) == ("Unassigned", [])
    assert "DeletionTimestamp" not in restored
    assert number(call, e164) == restored

    assert "error" not in call("DeletePhoneNumber", PhoneNumberId=e164)
    server.clock.advance(7 * DAY - MOMENT)
    assert number(call, e164)["Status"] == "ReleaseInProgress"
    server.clock.advance(MOMENT)
    assert failure(call("GetPhoneNumber", PhoneNumberId=e164)) == "NotFoundException"
    assert failure(call("RestorePhoneNumber", PhoneNumberId=e164)) == "NotFoundException"
    assert e164 in call("SearchAvailablePhoneNumbers", AreaCode="206", MaxResults=3)["E164PhoneNumbers"]


def new_connector(call: Call, name: str) -> str:
    """Create a voice connector and return its id."""
    made: str = call("CreateVoiceConnector", Name=name, RequireEncryption=False)["VoiceConnector"]["VoiceConnectorId"]
    return made
