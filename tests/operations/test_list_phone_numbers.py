"""ListPhoneNumbers through boto3 against the running application."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, get_args

import pytest

from dialbook.contract.voice.phone_numbers import ListPhoneNumbersRequest
from dialbook.domain.phone_numbers import PhoneNumber, Status
from dialbook.operations.phone_numbers.list_phone_numbers import conditions
from dialbook.ports.store import Tx
from operations.contexts import context, with_store
from running import START, RunningServer, error_of

MINUTE = timedelta(minutes=1)
STATUSES = get_args(Status)
CONNECTOR = "abcdef1ghij2klmno3pqr4"


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def listed(client: Any, **parameters: Any) -> list[str]:
    """Return the numbers of all pages, as a client follows NextToken."""
    found: list[str] = []
    answer = client.list_phone_numbers(**parameters)
    found += [number["E164PhoneNumber"] for number in answer["PhoneNumbers"]]
    while token := answer.get("NextToken"):
        answer = client.list_phone_numbers(**parameters, NextToken=token)
        found += [number["E164PhoneNumber"] for number in answer["PhoneNumbers"]]
    return found


def add(server: RunningServer, count: int, **members: Any) -> list[str]:
    """Add so many numbers, a minute apart."""
    numbers = [f"+1206555{number:04}" for number in range(count)]
    for e164 in numbers:
        server.add_number(e164, **members)
        server.clock.advance(MINUTE)
    return numbers


def test_an_empty_inventory_has_one_empty_page(server: RunningServer) -> None:
    """Byte by byte as the reference has it, NextToken in front and null (BEHAVIOUR.md 1.6)."""
    client, seen = server.client(), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.list_phone_numbers()

    assert seen == [b'{"NextToken":null,"PhoneNumbers":[]}']


def test_a_number_is_listed_as_it_is_shown_alone(server: RunningServer, namespace: str) -> None:
    """Every member, and the account's default calling name too."""
    server.add_number(name="Desk", status="Assigned", association_name="SipRuleId", association_value="rule")
    server.add_number("+12065550101", product_type="SipMediaApplicationDialIn")
    client = server.client(namespace)
    client.update_phone_number_settings(CallingName="Head Office")
    server.clock.advance(timedelta(hours=72))

    numbers = client.list_phone_numbers()["PhoneNumbers"]

    assert [number["CallingName"] for number in numbers] == ["Head Office"] * 2
    assert numbers == [
        client.get_phone_number(PhoneNumberId=number["PhoneNumberId"])["PhoneNumber"] for number in numbers
    ]


def test_numbers_come_in_the_order_of_their_creation(server: RunningServer, namespace: str) -> None:
    """Then of their digits; a change does not move one (BEHAVIOUR.md 5, row 32)."""
    server.add_number("+12065550103", created_at=START - MINUTE)
    server.add_number("+12065550102")
    server.add_number("+12065550101")
    client = server.client(namespace)
    client.update_phone_number(PhoneNumberId="+12065550103", CallingName="Example Corp")

    assert listed(client) == ["+12065550103", "+12065550101", "+12065550102"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_are_the_list_in_pieces(server: RunningServer, namespace: str, size: int) -> None:
    """Whatever their size, each number comes once, and the last page has no token."""
    numbers = add(server, 7)

    assert listed(server.client(namespace), MaxResults=size) == numbers


@pytest.mark.parametrize(("namespace_name", "most"), [("chime", 99), ("chime-sdk-voice", 100)])
def test_a_page_that_names_no_size_is_the_largest(server: RunningServer, namespace_name: str, most: int) -> None:
    """As large as MaxResults may be (BEHAVIOUR.md 5, row 26)."""
    add(server, most + 1)
    client = server.client(namespace_name)

    first = client.list_phone_numbers()
    assert len(first["PhoneNumbers"]) == most
    assert len(client.list_phone_numbers(NextToken=first["NextToken"])["PhoneNumbers"]) == 1
    assert error_of(client.list_phone_numbers, MaxResults=most + 1)[:2] == (400, "BadRequestException")


@pytest.mark.parametrize("status", STATUSES)
def test_the_newer_namespace_filters_by_every_status(server: RunningServer, status: str) -> None:
    """Though its model has a plain text there."""
    for number, each in enumerate(STATUSES):
        server.add_number(f"+1206555{number:04}", status=each)

    found = server.client().list_phone_numbers(Status=status)["PhoneNumbers"]

    assert [number["Status"] for number in found] == [status]


def test_the_older_namespace_finds_what_it_shows(server: RunningServer) -> None:
    """A status stands for those that are translated into it as well."""
    for number, status in enumerate(STATUSES):
        server.add_number(f"+1206555{number:04}", status=status)
    client = server.client("chime")
    everything = client.list_phone_numbers()["PhoneNumbers"]
    assert len(everything) == len(STATUSES)

    for status in {number["Status"] for number in everything}:
        shown = [number for number in everything if number["Status"] == status]
        assert client.list_phone_numbers(Status=status)["PhoneNumbers"] == shown
        assert listed(client, Status=status, MaxResults=1) == [number["E164PhoneNumber"] for number in shown]


@pytest.mark.parametrize("status", ["Nope", "unassigned", "", "Unassigned "])
def test_a_status_that_there_is_none_of_is_refused(server: RunningServer, namespace: str, status: str) -> None:
    """In both namespaces, with the ones that there are."""
    code, kind, message = error_of(server.client(namespace).list_phone_numbers, Status=status)

    assert (code, kind) == (400, "BadRequestException")
    assert message.startswith("Status must be one of ")
    assert "ReleaseInProgress" in message


def test_the_older_namespace_does_not_know_the_statuses_of_porting(server: RunningServer) -> None:
    """They are not in its enum."""
    assert error_of(server.client("chime").list_phone_numbers, Status="PortinInProgress")[:2] == (
        400,
        "BadRequestException",
    )


def test_numbers_in_the_deletion_queue_are_listed(server: RunningServer, namespace: str) -> None:
    """Without a filter, until they leave it for good."""
    server.add_number()
    client = server.client(namespace)
    client.delete_phone_number(PhoneNumberId="+12065550100")

    assert [number["Status"] for number in client.list_phone_numbers()["PhoneNumbers"]] == ["ReleaseInProgress"]
    server.clock.advance(timedelta(days=7))
    assert listed(client) == []
    assert listed(client, Status="ReleaseInProgress") == []


def test_business_calling_is_the_older_namespaces(server: RunningServer) -> None:
    """The newer one does not list the product that its enum does not know, and refuses it as a filter."""
    server.add_number("+12065550100")
    server.add_number("+12065550101", product_type="BusinessCalling")
    server.add_number("+12065550102", product_type="SipMediaApplicationDialIn")

    assert listed(server.client()) == ["+12065550100", "+12065550102"]
    assert listed(server.client("chime")) == ["+12065550100", "+12065550101", "+12065550102"]
    assert listed(server.client("chime"), ProductType="BusinessCalling") == ["+12065550101"]
    assert error_of(server.client().list_phone_numbers, ProductType="BusinessCalling")[0] == 400


ASSOCIATIONS = {
    "AccountId": "12345678-1234-1234-1234-123456789012",
    "UserId": "12345678-1234-1234-1234-123456789013",
    "VoiceConnectorId": CONNECTOR,
    "VoiceConnectorGroupId": "12345678-1234-1234-1234-123456789014",
    "SipRuleId": "12345678-1234-1234-1234-123456789015",
}


@pytest.mark.parametrize("name", ASSOCIATIONS)
def test_an_association_is_found_by_its_exact_value(server: RunningServer, namespace: str, name: str) -> None:
    """By name and value together; what has no number finds none, and is no error (BEHAVIOUR.md 5, row 31)."""
    for number, (kind, value) in enumerate(ASSOCIATIONS.items()):
        server.add_number(f"+1206555{number:04}", status="Assigned", association_name=kind, association_value=value)
    mine = f"+1206555{list(ASSOCIATIONS).index(name):04}"
    value = ASSOCIATIONS[name]
    client = server.client(namespace)

    if namespace != "chime" and name in ("AccountId", "UserId"):
        assert error_of(client.list_phone_numbers, FilterName=name, FilterValue=value)[0] == 400
        return
    assert listed(client, FilterName=name, FilterValue=value) == [mine]
    for unknown in (value[:-1], value.upper() + "x", "", " " + value, "%", "' or 1=1 --", "🙂"):
        assert listed(client, FilterName=name, FilterValue=unknown) == []


def test_all_filters_hold_together(server: RunningServer, namespace: str) -> None:
    """An association, a product and a status: each narrows what the others leave."""
    held: dict[str, Any] = {"association_name": "VoiceConnectorId", "association_value": CONNECTOR}
    server.add_number("+12065550100", status="Assigned", **held)
    server.add_number("+12065550101", status="Assigned", product_type="SipMediaApplicationDialIn", **held)
    server.add_number("+12065550102", status="Unassigned")
    server.add_number("+12065550103", status="Assigned", association_name="SipRuleId", association_value=CONNECTOR)
    client = server.client(namespace)
    by_connector = {"FilterName": "VoiceConnectorId", "FilterValue": CONNECTOR}

    assert listed(client, **by_connector) == ["+12065550100", "+12065550101"]
    assert listed(client, **by_connector, Status="Assigned") == ["+12065550100", "+12065550101"]
    assert listed(client, **by_connector, ProductType="VoiceConnector", Status="Assigned") == ["+12065550100"]
    assert listed(client, **by_connector, Status="Unassigned") == []
    assert listed(client, Status="Assigned", ProductType="VoiceConnector") == ["+12065550100", "+12065550103"]
    assert listed(client, **by_connector, MaxResults=1) == ["+12065550100", "+12065550101"]


@pytest.mark.parametrize("status", [{}, {"status": "Assigned"}])
@pytest.mark.parametrize("product", [{}, {"product_type": "VoiceConnector"}])
@pytest.mark.parametrize("association", [{}, {"filter_name": "SipRuleId", "filter_value": "rule"}])
def test_every_combination_of_filters_is_one_that_an_index_serves(
    status: dict[str, Any], product: dict[str, Any], association: dict[str, Any]
) -> None:
    """The store is asked for a product, for a status too, or for these and an association, and for nothing between."""
    request = ListPhoneNumbersRequest(**status, **product, **association)

    async def work(tx: Tx) -> set[str]:
        return set(conditions(request, context(tx)))

    asked = with_store(lambda store: store.read(work))

    assert asked == {"product_type"} | ({"status"} if status or association else set()) | (
        {"association_name", "association_value"} if association else set()
    )


@pytest.mark.parametrize("half", [{"FilterName": "VoiceConnectorId"}, {"FilterValue": CONNECTOR}, {"FilterValue": ""}])
def test_half_a_filter_is_refused(server: RunningServer, namespace: str, half: dict[str, str]) -> None:
    """Our choice for what the model leaves open (BEHAVIOUR.md 5, row 30)."""
    assert error_of(server.client(namespace).list_phone_numbers, **half) == (
        400,
        "BadRequestException",
        "FilterName and FilterValue must be given together.",
    )


def test_an_account_lists_its_own_numbers(server: RunningServer, namespace: str) -> None:
    """And nobody else's."""
    server.add_number("+12065550100")
    server.add_number("+12065550101", account="999999999999")

    assert listed(server.client(namespace)) == ["+12065550100"]
    assert listed(server.client(namespace, account="999999999999")) == ["+12065550101"]
    assert listed(server.client(namespace, account="111111111111")) == []


def test_filters_see_what_has_fallen_due(server: RunningServer, namespace: str) -> None:
    """Before a list is made, the account's numbers are what they have become, and their history says so."""
    server.add_number("+12065550100", status="AcquireInProgress", settles_at=START + MINUTE)
    server.add_number(
        "+12065550101",
        status="AcquireInProgress",
        pending_outcome="AcquireFailed",
        settles_at=START + MINUTE,
    )
    client = server.client(namespace)
    assert listed(client, Status="Unassigned") == []

    server.clock.advance(MINUTE)

    assert listed(client, Status="Unassigned") == ["+12065550100"]
    assert listed(client, Status="AcquireFailed") == ["+12065550101"]
    assert listed(client, Status="AcquireInProgress") == []
    stored = server.number()
    assert stored is not None
    assert (stored.status, stored.updated_at) == ("Unassigned", START + MINUTE)


def first_token(client: Any, **parameters: Any) -> str:
    """Return the token of a list's second page."""
    token: str = client.list_phone_numbers(MaxResults=1, **parameters)["NextToken"]
    return token


def test_a_token_is_good_for_its_list_alone(server: RunningServer, namespace: str) -> None:
    """Of this account, this namespace and these filters; the size of a page may change (BEHAVIOUR.md 5, row 27)."""
    numbers = add(server, 3)
    for e164 in numbers:
        server.add_number(e164.replace("+1206", "+1207"), account="999999999999")
    client = server.client(namespace)
    other = "chime" if namespace == "chime-sdk-voice" else "chime-sdk-voice"
    token = first_token(client)

    assert [
        number["E164PhoneNumber"]
        for number in client.list_phone_numbers(NextToken=token, MaxResults=50)["PhoneNumbers"]
    ] == numbers[1:]
    for stranger, parameters in (
        (server.client(namespace, account="999999999999"), {}),
        (server.client(other), {}),
        (client, {"Status": "Unassigned"}),
        (client, {"ProductType": "VoiceConnector"}),
        (client, {"FilterName": "SipRuleId", "FilterValue": "rule"}),
    ):
        assert error_of(stranger.list_phone_numbers, NextToken=token, **parameters) == (
            400,
            "BadRequestException",
            "NextToken must be one that this list has returned, with the same filters.",
        )


@pytest.mark.parametrize("token", ["", "x", "AAAA", "🙂", "null", "A" * 5000, "%2B12065550100"])
def test_what_is_no_token_is_refused(server: RunningServer, namespace: str, token: str) -> None:
    """Whatever it looks like."""
    add(server, 2)

    assert error_of(server.client(namespace).list_phone_numbers, NextToken=token)[:2] == (400, "BadRequestException")


def test_a_token_says_nothing_of_a_number(server: RunningServer) -> None:
    """Addresses end up in logs."""
    add(server, 2)

    token = first_token(server.client())

    assert "2065550000" not in token
    assert json.dumps(token).isascii()


def test_a_token_is_good_for_a_day(server: RunningServer, namespace: str) -> None:
    """Our choice: up to its last moment."""
    numbers = add(server, 2)
    client = server.client(namespace)
    token = first_token(client)

    server.clock.advance(timedelta(hours=24))
    assert [
        number["E164PhoneNumber"] for number in client.list_phone_numbers(NextToken=token)["PhoneNumbers"]
    ] == numbers[1:]
    server.clock.advance(timedelta(milliseconds=1))
    assert error_of(client.list_phone_numbers, NextToken=token) == (
        400,
        "BadRequestException",
        "NextToken has expired.",
    )


def test_what_changes_while_a_client_pages_disturbs_no_other(server: RunningServer, namespace: str) -> None:
    """What is created comes last, what goes is missing, and even the number that a token points to may go."""
    numbers = add(server, 4)
    client = server.client(namespace)
    first = client.list_phone_numbers(MaxResults=2)
    server.add_number("+12065559999")
    gone = server.number(numbers[1])
    assert isinstance(gone, PhoneNumber)
    server.store(lambda tx: tx.delete(gone))

    assert listed(client, NextToken=first["NextToken"]) == [*numbers[2:], "+12065559999"]
