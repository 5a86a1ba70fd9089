"""Every example that the AWS CLI brings along for an operation of dialbook, executed as it is printed there."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clients.calling import HUMP, environment_of
from clients.cli_examples import Example, examples
from dialbook.contract import chime, voice
from running import ACCOUNT, RunningServer

OPERATIONS = {
    service: {HUMP.sub("-", name).lower() for name in contract.operations}
    for service, contract in {"chime": chime.CONTRACT, "chime-sdk-voice": voice.CONTRACT}.items()
}
EXAMPLES = [example for example in examples("chime*") if example.service in OPERATIONS]
OURS = [example for example in EXAMPLES if example.operation in OPERATIONS[example.service]]
NUMBERS = ["+12065550100", "+12065550101", "+14013143874", "+14013144061"]
ORDERED = ["+12065550100", "+12065550101", "+12065550102"]
ORDER_ID = "abc12345-de67-89f0-123g-h45i678j9012"
"""The examples' order, which no order can be: its id is to be hexadecimal."""
USER = {"AccountId": "12a3456b-7c89-012d-3456-78901e23fg45", "UserId": "1ab2345c-67de-8901-f23g-45h678901j2k"}
Ids = dict[str, str]
"""What stands in the place of an id that an example names."""


def nothing(server: RunningServer) -> Ids:
    """Leave the account as empty as it is."""
    return {}


def owned(server: RunningServer) -> Ids:
    """Own the numbers of the examples."""
    return numbers(server)


def assigned(server: RunningServer) -> Ids:
    """Own the numbers, assigned to the voice connector of the examples."""
    connector = {"association_name": "VoiceConnectorId", "association_value": "abcdef1ghij2klmno3pqr4"}
    return numbers(server, status="Assigned", associated_at=server.clock.now(), **connector)


def deleted(server: RunningServer) -> Ids:
    """Own the numbers, the first of them in the deletion queue."""
    numbers(server)
    server.client("chime").delete_phone_number(PhoneNumberId=NUMBERS[0])
    return {}


def for_users(server: RunningServer) -> Ids:
    """Own the numbers, which are for users."""
    return numbers(server, product_type="BusinessCalling")


def with_a_user(server: RunningServer) -> Ids:
    """Own the numbers, the first of them with the user of the examples."""
    for_users(server)
    server.client("chime").associate_phone_number_with_user(E164PhoneNumber=NUMBERS[0], **USER)
    return {}


def ordered(server: RunningServer) -> Ids:
    """Have an order, which is complete."""
    order = server.client("chime").create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=ORDERED)
    server.clock.advance(timedelta(minutes=1))
    return {ORDER_ID: order["PhoneNumberOrder"]["PhoneNumberOrderId"]}


def named(server: RunningServer) -> Ids:
    """Have a default calling name."""
    server.client("chime").update_phone_number_settings(CallingName="myName")
    return {}


def recorded(server: RunningServer) -> Ids:
    """Keep the call detail records in buckets."""
    bucket = {"CdrBucket": "s3bucket"}
    server.client("chime").update_global_settings(BusinessCalling=bucket, VoiceConnector=bucket)
    return {}


PRESUMED: dict[str, Callable[[RunningServer], Ids]] = {
    "associate-phone-number-with-user": for_users,
    "batch-delete-phone-number": owned,
    "batch-update-phone-number": owned,
    "create-phone-number-order": nothing,
    "delete-phone-number": owned,
    "disassociate-phone-number-from-user": with_a_user,
    "get-global-settings": recorded,
    "get-phone-number": assigned,
    "get-phone-number-order": ordered,
    "get-phone-number-settings": named,
    "list-phone-number-orders": ordered,
    "list-phone-numbers": assigned,
    "restore-phone-number": deleted,
    "search-available-phone-numbers": nothing,
    "update-global-settings": nothing,
    "update-phone-number": owned,
    "update-phone-number-settings": nothing,
}
"""What the examples of an operation presume."""


def numbers(server: RunningServer, **members: Any) -> Ids:
    """Put the numbers of the examples into the inventory."""
    for e164 in NUMBERS:
        server.add_number(e164, calling_name="phonenumber1", calling_name_status="UpdateSucceeded", **members)
    return {}


@pytest.mark.parametrize("example", OURS, ids=lambda example: example.operation)
def test_an_example_does_what_it_says(example: Example, server: RunningServer, shell: dict[str, str]) -> None:
    """The command succeeds, and what it prints has every member that the example shows."""
    ids = PRESUMED[example.operation](server)
    words = [ids.get(word, word) for word in example.words]
    environment = shell | environment_of(server.url, ACCOUNT)

    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout) if done.stdout else None
    assert lacking(example.answer, printed) == []


def lacking(expected: Any, printed: Any, where: str = "") -> list[str]:
    """Return the members that are expected and not printed: by name, for the values are those of another account."""
    if isinstance(expected, dict):
        found = printed if isinstance(printed, dict) else {}
        absent = [f"{where}.{name}" for name in expected if name not in found]
        return absent + [
            gap for name in expected if name in found for gap in lacking(expected[name], found[name], name)
        ]
    if isinstance(expected, list) and expected:
        return lacking(expected[0], printed[0], f"{where}[0]") if printed else [f"{where}[0]"]
    return [] if isinstance(printed, type(expected)) else [f"{where}: {type(expected).__name__}"]


def test_the_examples_are_those_of_the_phone_numbers() -> None:
    """Each example of a phone number is executed; those left out are for operations that the contract does not have."""
    assert {example.operation for example in OURS} == PRESUMED.keys()
    assert not [example for example in EXAMPLES if "phone-number" in example.operation and example not in OURS]
