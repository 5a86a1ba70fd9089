"""BatchDeletePhoneNumber through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from dialbook.domain.history import Change
from dialbook.domain.registry import Ownership
from running import ACCOUNT, RunningServer, error_of

FREE, ASSIGNED, ACQUIRED = "+12065550100", "+12065550101", "+12065550102"


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def delete(server: RunningServer, namespace: str, *phone_number_ids: str) -> list[dict[str, Any]]:
    """Delete numbers and return what went wrong."""
    answer = server.client(namespace).batch_delete_phone_number(PhoneNumberIds=phone_number_ids)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    errors: list[dict[str, Any]] = answer["PhoneNumberErrors"]
    return errors


def status_of(server: RunningServer, e164: str) -> str:
    """Return a number's status as it is stored."""
    number = server.number(e164)
    assert number is not None
    return number.status


def test_each_number_goes_into_the_deletion_queue(server: RunningServer, namespace: str) -> None:
    """An empty list of errors says that all are there."""
    for e164 in (FREE, ACQUIRED):
        server.add_number(e164)

    assert delete(server, namespace, FREE, ACQUIRED) == []
    assert delete(server, namespace, FREE, ACQUIRED) == []

    assert [status_of(server, e164) for e164 in (FREE, ACQUIRED)] == ["ReleaseInProgress"] * 2


def test_each_number_succeeds_or_fails_by_itself(server: RunningServer, namespace: str) -> None:
    """What is refused is named with a code and a sentence, and keeps nothing else from being done."""
    server.add_number(ASSIGNED, status="Assigned")
    server.add_number(ACQUIRED, status="AcquireInProgress")
    server.add_number(FREE)

    errors = delete(server, namespace, "12065550101", ACQUIRED, "+12065550199", FREE)

    assert errors == [
        {
            "PhoneNumberId": "%2B12065550101",
            "ErrorCode": "PhoneNumberAssociationsExist",
            "ErrorMessage": "The phone number must be disassociated before it can be deleted.",
        },
        {
            "PhoneNumberId": "%2B12065550102",
            "ErrorCode": "BadRequest",
            "ErrorMessage": "A phone number with status AcquireInProgress cannot be deleted.",
        },
        {
            "PhoneNumberId": "+12065550199",
            "ErrorCode": "NotFound",
            "ErrorMessage": "The phone number does not exist.",
        },
    ]
    assert [status_of(server, e164) for e164 in (ASSIGNED, ACQUIRED, FREE)] == [
        "Assigned",
        "AcquireInProgress",
        "ReleaseInProgress",
    ]


def test_what_is_named_twice_is_one(server: RunningServer, namespace: str) -> None:
    """In whatever spelling; one error and one line of history for each number (BEHAVIOUR.md 5, row 20)."""
    server.add_number(FREE)
    server.add_number(ASSIGNED, status="Assigned")
    spellings = [spelling for e164 in (FREE, ASSIGNED) for spelling in (e164, "%2B" + e164[1:], e164[1:])]

    errors = delete(server, namespace, *spellings, "+12065550199", "%2B12065550199", "nobody", "nobody")

    assert [error["PhoneNumberId"] for error in errors] == ["%2B12065550101", "+12065550199", "nobody"]
    changes = server.store(lambda tx: tx.page(Change, {"account": ACCOUNT}, None, 100))
    assert [change.action for change in changes].count("BatchDeletePhoneNumber") == 1


@pytest.mark.parametrize("unknown", ["nobody", "%zz", "+", "🙂", "1" * 300])
def test_an_id_that_nothing_has_is_given_back_as_it_came(server: RunningServer, namespace: str, unknown: str) -> None:
    """The items have no pattern, so anything may be one."""
    server.add_number(FREE)

    assert [(error["PhoneNumberId"], error["ErrorCode"]) for error in delete(server, namespace, unknown, FREE)] == [
        (unknown, "NotFound")
    ]
    assert status_of(server, FREE) == "ReleaseInProgress"


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "a\nb", "+12065550199\n"])
def test_a_blank_id_or_one_of_several_lines_is_unknown_too(server: RunningServer, namespace: str, blank: str) -> None:
    """It deletes nothing, and as the answer's member has a pattern that it does not match, it is null there."""
    server.add_number(FREE)

    errors = delete(server, namespace, blank, FREE)

    assert errors == [{"ErrorCode": "NotFound", "ErrorMessage": "The phone number does not exist."}]
    assert status_of(server, FREE) == "ReleaseInProgress"


def test_another_accounts_number_is_unknown(server: RunningServer, namespace: str) -> None:
    """And so is, in the newer namespace, a number of the product that its enum does not know."""
    server.add_number(FREE, account="999999999999")
    server.add_number(ASSIGNED, product_type="BusinessCalling")

    errors = delete(server, namespace, FREE, ASSIGNED)

    unknown = [FREE] if namespace == "chime" else [FREE, ASSIGNED]
    assert [(error["PhoneNumberId"], error["ErrorCode"]) for error in errors] == [
        (e164, "NotFound") for e164 in unknown
    ]


def test_at_least_one_and_at_most_500(server: RunningServer, namespace: str) -> None:
    """Counted as they come, and nothing is done otherwise."""
    before = server.add_number(FREE)
    client = server.client(namespace)

    error = error_of(client.batch_delete_phone_number, PhoneNumberIds=[FREE] * 501)

    assert error == (400, "BadRequestException", "PhoneNumberIds must have at most 500 items.")
    assert server.number() == before
    assert delete(server, namespace, *[FREE] * 500) == []


def test_what_another_account_has_claimed_is_not_deleted(server: RunningServer, namespace: str) -> None:
    """By a number that its former owner still shows: it is refused before anything of it is written, and the others are deleted."""
    server.add_number(FREE)
    before = server.add_number(ASSIGNED)
    owned = Ownership(e164=ASSIGNED, owner="999999999999", claim_id="other")
    server.store(lambda tx: tx.put(owned))

    errors = delete(server, namespace, ASSIGNED, FREE)

    assert [(error["PhoneNumberId"], error["ErrorCode"]) for error in errors] == [(ASSIGNED, "NotFound")]
    assert server.number(ASSIGNED) == before
    assert status_of(server, FREE) == "ReleaseInProgress"
