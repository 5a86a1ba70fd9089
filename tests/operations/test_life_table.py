"""The table of a number's life, walked through boto3: every operation on a number in every status.

What the table allows leads to the status that it says; everything else is an error, and the record stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, get_args

import pytest
from botocore.exceptions import ClientError

from dialbook.domain.phone_numbers import MOVES, Cause, Status
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup
from dialbook.ports.store import Tx
from running import ACCOUNT, START, RunningServer

NUMBER = "+12065550100"
CONNECTOR = "abcdef1ghij2klmno3pqr4"
GROUP = "00000000-0000-4000-8000-000000000003"
PLACES: dict[str, Any] = {
    "VoiceConnectorId": VoiceConnector(
        account=ACCOUNT,
        voice_connector_id=CONNECTOR,
        name="Front desk",
        aws_region="us-east-1",
        require_encryption=False,
        created_at=START,
        updated_at=START,
    ),
    "VoiceConnectorGroupId": VoiceConnectorGroup(
        account=ACCOUNT, voice_connector_group_id=GROUP, name="All desks", created_at=START, updated_at=START
    ),
}
"""What a number can be on."""
STATUSES: tuple[Status, ...] = get_args(Status)
MEMBERS: dict[Status, dict[str, Any]] = {
    "Assigned": {"associated_at": START},
    "ReleaseInProgress": {"deleted_at": START},
    "DeleteInProgress": {"deleted_at": START},
    "ReleaseFailed": {"deleted_at": START},
    "DeleteFailed": {"deleted_at": START},
}
"""What a number has besides its status."""

Answer = dict[str, Any]
NEWER = ("chime-sdk-voice",)


class Walk(NamedTuple):
    """An operation on a number: its name, what it causes, and how it is called."""

    operation: str
    cause: Cause
    call: Callable[[Any], Answer]
    namespaces: tuple[str, ...] = ("chime", "chime-sdk-voice")
    held_by: str = "VoiceConnectorId"
    """What an assigned number is on before."""


WALKS = (
    Walk(
        "UpdatePhoneNumber", "update", lambda client: client.update_phone_number(PhoneNumberId=NUMBER, CallingName="")
    ),
    Walk(
        "BatchUpdatePhoneNumber",
        "update",
        lambda client: client.batch_update_phone_number(
            UpdatePhoneNumberRequestItems=[{"PhoneNumberId": NUMBER, "CallingName": "Example Corp"}]
        ),
    ),
    Walk("DeletePhoneNumber", "delete", lambda client: client.delete_phone_number(PhoneNumberId=NUMBER)),
    Walk(
        "BatchDeletePhoneNumber",
        "delete",
        lambda client: client.batch_delete_phone_number(PhoneNumberIds=[NUMBER]),
    ),
    Walk("RestorePhoneNumber", "restore", lambda client: client.restore_phone_number(PhoneNumberId=NUMBER)),
    Walk(
        "AssociatePhoneNumbersWithVoiceConnector",
        "associate",
        lambda client: client.associate_phone_numbers_with_voice_connector(
            VoiceConnectorId=CONNECTOR, E164PhoneNumbers=[NUMBER], ForceAssociate=True
        ),
        NEWER,
        "VoiceConnectorGroupId",
    ),
    Walk(
        "AssociatePhoneNumbersWithVoiceConnectorGroup",
        "associate",
        lambda client: client.associate_phone_numbers_with_voice_connector_group(
            VoiceConnectorGroupId=GROUP, E164PhoneNumbers=[NUMBER], ForceAssociate=True
        ),
        NEWER,
    ),
    Walk(
        "DisassociatePhoneNumbersFromVoiceConnector",
        "disassociate",
        lambda client: client.disassociate_phone_numbers_from_voice_connector(
            VoiceConnectorId=CONNECTOR, E164PhoneNumbers=[NUMBER]
        ),
        NEWER,
    ),
    Walk(
        "DisassociatePhoneNumbersFromVoiceConnectorGroup",
        "disassociate",
        lambda client: client.disassociate_phone_numbers_from_voice_connector_group(
            VoiceConnectorGroupId=GROUP, E164PhoneNumbers=[NUMBER]
        ),
        NEWER,
        "VoiceConnectorGroupId",
    ),
)
"""Every operation that changes a number. One more is one more line here."""

CODES: dict[tuple[str, Status], str] = {("BatchDeletePhoneNumber", "Assigned"): "PhoneNumberAssociationsExist"}
"""What is refused with another code than BadRequest. A number that is not Assigned is not on anything: NotFound."""


def code_of(walk: Walk, client: Any) -> str | None:
    """Return the code of the number's error, whether it is the request's or an item's; None where it was done."""
    try:
        answer = walk.call(client)
    except ClientError as error:
        code: str = error.response["Error"]["Code"]
        return code.removesuffix("Exception")
    errors = [error["ErrorCode"] for error in answer.get("PhoneNumberErrors", [])]
    return errors[0] if errors else None


def associations(walk: Walk, status: Status) -> dict[str, str]:
    """Return what a number in this status is on before an operation."""
    if status != "Assigned":
        return {}
    association = PLACES[walk.held_by].association
    return {"association_name": association.name, "association_value": association.value}


async def _put(place: VoiceConnector | VoiceConnectorGroup, tx: Tx) -> None:
    await tx.put(place)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    ("walk", "namespace"),
    [pytest.param(walk, name, id=f"{walk.operation}-{name}") for walk in WALKS for name in walk.namespaces],
)
def test_an_operation_does_what_the_table_says(
    server: RunningServer, walk: Walk, namespace: str, status: Status
) -> None:
    """The new status, or an error and no change."""
    for place in PLACES.values():
        server.store(partial(_put, place))
    before = server.add_number(status=status, **MEMBERS.get(status, {}), **associations(walk, status))
    targets = [move.target for move in MOVES if (move.source, move.cause) == (status, walk.cause)]

    code = code_of(walk, server.client(namespace))

    after = server.number()
    if targets:
        assert code is None
        assert [after.status if after else None] == targets
    else:
        usual = "NotFound" if walk.cause == "disassociate" else "BadRequest"
        assert code == CODES.get((walk.operation, status), usual)
        assert after == before


def test_every_move_that_an_account_can_make_is_walked() -> None:
    """But for ordering, which begins a life."""
    by_accounts = {move.cause for move in MOVES if move.by == "account"}
    assert {walk.cause for walk in WALKS} == by_accounts - {"order"}
