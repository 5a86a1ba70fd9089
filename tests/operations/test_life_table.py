"""The table of a number's life, walked through boto3: every operation on a number in every status.

What the table allows leads to the status that it says; everything else is an error, and the record stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, get_args

import pytest
from botocore.exceptions import ClientError

from dialbook.domain.phone_numbers import MOVES, Cause, Status
from running import START, RunningServer

NUMBER = "+12065550100"
CONNECTOR = "abcdef1ghij2klmno3pqr4"
STATUSES: tuple[Status, ...] = get_args(Status)
MEMBERS: dict[Status, dict[str, Any]] = {
    "Assigned": {
        "association_name": "VoiceConnectorId",
        "association_value": CONNECTOR,
        "associated_at": START,
    },
    "ReleaseInProgress": {"deleted_at": START},
    "DeleteInProgress": {"deleted_at": START},
    "ReleaseFailed": {"deleted_at": START},
    "DeleteFailed": {"deleted_at": START},
}
"""What a number has besides its status."""

Answer = dict[str, Any]


class Walk(NamedTuple):
    """An operation on a number: its name, what it causes, and how it is called."""

    operation: str
    cause: Cause
    call: Callable[[Any], Answer]
    namespaces: tuple[str, ...] = ("chime", "chime-sdk-voice")


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
)
"""Every operation that changes a number. One more is one more line here."""

CODES: dict[tuple[str, Status], str] = {("BatchDeletePhoneNumber", "Assigned"): "PhoneNumberAssociationsExist"}
"""What is refused with another code than BadRequest."""


def code_of(walk: Walk, client: Any) -> str | None:
    """Return the code of the number's error, whether it is the request's or an item's; None where it was done."""
    try:
        answer = walk.call(client)
    except ClientError as error:
        code: str = error.response["Error"]["Code"]
        return code.removesuffix("Exception")
    errors = [error["ErrorCode"] for error in answer.get("PhoneNumberErrors", [])]
    return errors[0] if errors else None


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    ("walk", "namespace"),
    [pytest.param(walk, name, id=f"{walk.operation}-{name}") for walk in WALKS for name in walk.namespaces],
)
def test_an_operation_does_what_the_table_says(
    server: RunningServer, walk: Walk, namespace: str, status: Status
) -> None:
    """The new status, or an error and no change."""
    before = server.add_number(status=status, **MEMBERS.get(status, {}))
    targets = [move.target for move in MOVES if (move.source, move.cause) == (status, walk.cause)]

    code = code_of(walk, server.client(namespace))

    after = server.number()
    if targets:
        assert code is None
        assert [after.status if after else None] == targets
    else:
        assert code == CODES.get((walk.operation, status), "BadRequest")
        assert after == before


def test_every_move_that_an_account_can_make_is_walked() -> None:
    """But for ordering, which begins a life."""
    by_accounts = {move.cause for move in MOVES if move.by == "account"}
    assert {walk.cause for walk in WALKS} == by_accounts - {"order", "associate", "disassociate"}
