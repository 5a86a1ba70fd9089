"""ValidateE911Address through boto3 against the running application."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dialbook.domain.history import Change
from running import ACCOUNT, RunningServer, error_of

ADDRESS = {
    "AwsAccountId": ACCOUNT,
    "StreetNumber": "200",
    "StreetInfo": "N. Third St.",
    "City": "Portland",
    "State": "ME",
    "Country": "US",
    "PostalCode": "04352-1234",
}
VALIDATED = {
    "city": "Portland",
    "country": "US",
    "postalCode": "04352",
    "postalCodePlus4": "1234",
    "preDirectional": "N.",
    "state": "ME",
    "streetName": "Third St.",
    "streetNumber": "200",
}


def answer(client: Any, **members: str) -> dict[str, Any]:
    """Validate the address, but for the members given."""
    found: dict[str, Any] = client.validate_e911_address(**(ADDRESS | members))
    metadata = found.pop("ResponseMetadata")
    assert metadata["HTTPStatusCode"] == 202
    return found


def test_a_plausible_address_is_valid(server: RunningServer) -> None:
    """0, the address in its parts, an id, and no suggestions."""
    found = answer(server.client())
    assert found.pop("AddressExternalId")
    assert found == {"Address": VALIDATED, "CandidateAddressList": [], "ValidationResult": 0}


def test_a_close_address_is_corrected(server: RunningServer) -> None:
    """1, and the address that is answered is the right one, with the same id as when it is given so."""
    client = server.client()
    right, corrected = answer(client), answer(client, State=" me", PostalCode="043521234")
    assert corrected == right | {"ValidationResult": 1}


def test_an_address_fails(server: RunningServer) -> None:
    """2, with a suggestion where one is close; what is not there is null, as the body shows."""
    client, seen = server.client(), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    found = answer(client, Country="USA")

    body = json.loads(seen[0])
    assert list(body) == sorted(body)
    assert (body["Address"], body["AddressExternalId"]) == (None, None)
    candidate = {name: VALIDATED[name] for name in ("city", "country", "postalCode", "postalCodePlus4", "state")}
    suggestion = candidate | {"streetInfo": "N. Third St.", "streetNumber": "200"}
    assert found == {"CandidateAddressList": [suggestion], "ValidationResult": 2}
    assert answer(client, State="ZZ") == {"CandidateAddressList": [], "ValidationResult": 2}


def test_an_id_is_an_addresss_own(server: RunningServer) -> None:
    """The same in every answer, another for another address and for another account, and nothing of the address is in it."""
    client, other = server.client(), server.client(account="999999999999")
    ids = [
        answer(client)["AddressExternalId"],
        answer(client, StreetNumber="201")["AddressExternalId"],
        answer(other, AwsAccountId="999999999999")["AddressExternalId"],
    ]
    assert answer(client)["AddressExternalId"] == ids[0]
    assert len(set(ids)) == 3
    assert "04352" not in ids[0]


@pytest.mark.parametrize("account", ["999999999999", "12345678901", f" {ACCOUNT}", "mine"])
def test_another_account_is_forbidden(server: RunningServer, account: str) -> None:
    """403, whether or not there is such an account."""
    assert error_of(server.client().validate_e911_address, **(ADDRESS | {"AwsAccountId": account})) == (
        403,
        "ForbiddenException",
        "AwsAccountId must be the account that makes the request.",
    )


@pytest.mark.parametrize("member", ADDRESS)
def test_a_blank_member_is_refused(server: RunningServer, member: str) -> None:
    """400, naming the member, which the SDK lets through."""
    status, code, message = error_of(server.client().validate_e911_address, **(ADDRESS | {member: " "}))
    assert (status, code) == (400, "BadRequestException")
    assert message.startswith(f"{member} must match the pattern")


def test_nothing_is_kept(server: RunningServer) -> None:
    """Not even in the history."""
    answer(server.client())
    assert server.store(lambda tx: tx.page(Change, {}, None, 10)) == []
