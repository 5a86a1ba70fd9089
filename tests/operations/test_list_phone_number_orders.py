"""ListPhoneNumberOrders through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dialbook.domain.orders import OrderedNumber, PhoneNumberOrder
from running import ACCOUNT, START, RunningServer, error_of

MINUTE = timedelta(minutes=1)
OTHER = "999999999999"
WRONG_TOKEN = (
    400,
    "BadRequestException",
    "NextToken must be one that this list has returned, with the same filters.",
)


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def order_id(number: int) -> str:
    """Return the id of an order."""
    return f"00000000-0000-4000-8000-{number:012}"


def add(server: RunningServer, number: int, minutes: int = 0, **members: Any) -> None:
    """Put an order into the store that is so many minutes old."""
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "product_type": "VoiceConnector",
        "status": "Successful",
        "numbers": (OrderedNumber(e164="+12065550100", status="Acquired"),),
        "created_at": START - minutes * MINUTE,
        "updated_at": START,
    }
    order = PhoneNumberOrder(order_id=order_id(number), **(given | members))
    server.store(lambda tx: tx.put(order))


def listed(client: Any, **parameters: Any) -> list[str]:
    """Return the ids of all pages, as a client follows NextToken."""
    answer = client.list_phone_number_orders(**parameters)
    found = [order["PhoneNumberOrderId"] for order in answer["PhoneNumberOrders"]]
    while token := answer.get("NextToken"):
        answer = client.list_phone_number_orders(**parameters, NextToken=token)
        found += [order["PhoneNumberOrderId"] for order in answer["PhoneNumberOrders"]]
    return found


def test_an_account_without_orders_has_one_empty_page(server: RunningServer) -> None:
    """Byte by byte as other lists."""
    client, seen = server.client(), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.list_phone_number_orders()

    assert seen == [b'{"NextToken":null,"PhoneNumberOrders":[]}']


def test_an_order_is_listed_as_it_is_shown_alone(server: RunningServer, namespace: str) -> None:
    """Every member, a port-in's too."""
    add(server, 1, 2, order_type="Porting", status="FOC", foc_date="2026-03-31")
    add(server, 2, 1)
    client = server.client(namespace)

    orders = client.list_phone_number_orders()["PhoneNumberOrders"]

    assert [order["PhoneNumberOrderId"] for order in orders] == [order_id(1), order_id(2)]
    assert orders == [
        client.get_phone_number_order(PhoneNumberOrderId=order["PhoneNumberOrderId"])["PhoneNumberOrder"]
        for order in orders
    ]


def test_orders_come_in_the_order_of_their_creation(server: RunningServer, namespace: str) -> None:
    """Then of their ids, whatever their products."""
    add(server, 3, 0)
    add(server, 2, 0, product_type="SipMediaApplicationDialIn")
    add(server, 9, 5)
    add(server, 1, 3, product_type="SipMediaApplicationDialIn")

    assert listed(server.client(namespace)) == [order_id(number) for number in (9, 1, 2, 3)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_are_the_list_in_pieces(server: RunningServer, namespace: str, size: int) -> None:
    """Whatever their size, each order comes once, and the last page has no token."""
    for number in range(7):
        product = "SipMediaApplicationDialIn" if number % 3 else "VoiceConnector"
        add(server, number, 10 - number // 2, product_type=product)

    assert listed(server.client(namespace), MaxResults=size) == [order_id(number) for number in range(7)]


def test_what_is_ordered_while_a_client_pages_comes_last(server: RunningServer, namespace: str) -> None:
    """Nothing is left out and nothing comes twice."""
    for number in range(3):
        add(server, number, 3 - number)
    client = server.client(namespace)
    first = client.list_phone_number_orders(MaxResults=2)

    server.clock.advance(MINUTE)
    created = client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=["+12065550100"])
    rest = listed(client, NextToken=first["NextToken"])

    assert rest == [order_id(2), created["PhoneNumberOrder"]["PhoneNumberOrderId"]]


@pytest.mark.parametrize(("namespace_name", "most"), [("chime", 99), ("chime-sdk-voice", 100)])
def test_a_page_that_names_no_size_is_the_largest(server: RunningServer, namespace_name: str, most: int) -> None:
    """As large as MaxResults may be (BEHAVIOUR.md 5, row 26)."""
    for number in range(most + 1):
        add(server, number)
    client = server.client(namespace_name)

    first = client.list_phone_number_orders()
    assert len(first["PhoneNumberOrders"]) == most
    assert len(client.list_phone_number_orders(NextToken=first["NextToken"])["PhoneNumberOrders"]) == 1
    assert error_of(client.list_phone_number_orders, MaxResults=most + 1)[:2] == (400, "BadRequestException")


def test_a_token_from_elsewhere_is_refused(server: RunningServer, namespace: str) -> None:
    """Another account's, another namespace's, another list's, an altered one; and after a day, one's own."""
    for number in range(3):
        add(server, number)
        add(server, 10 + number, account=OTHER)
        server.add_number(f"+1206555010{number}")
    client = server.client(namespace)
    token = client.list_phone_number_orders(MaxResults=1)["NextToken"]
    twin = server.client("chime" if namespace == "chime-sdk-voice" else "chime-sdk-voice")
    strangers = (
        server.client(namespace, account=OTHER).list_phone_number_orders(MaxResults=1)["NextToken"],
        twin.list_phone_number_orders(MaxResults=1)["NextToken"],
        client.list_phone_numbers(MaxResults=1)["NextToken"],
        token[:-1],
        "nope",
        "",
    )

    for stranger in strangers:
        assert error_of(client.list_phone_number_orders, NextToken=stranger) == WRONG_TOKEN
    assert error_of(client.list_phone_numbers, NextToken=token) == WRONG_TOKEN
    assert len(client.list_phone_number_orders(NextToken=token)["PhoneNumberOrders"]) == 2
    server.clock.advance(timedelta(hours=24) + timedelta(milliseconds=1))
    assert error_of(client.list_phone_number_orders, NextToken=token)[:2] == (400, "BadRequestException")


def test_only_the_accounts_own_orders_are_listed(server: RunningServer, namespace: str) -> None:
    """Others' do not exist."""
    add(server, 1)
    add(server, 2, account=OTHER)

    assert listed(server.client(namespace)) == [order_id(1)]


def test_orders_of_business_calling_belong_to_the_older_namespace(server: RunningServer) -> None:
    """The newer one neither shows nor counts them."""
    for number in range(4):
        add(server, number, product_type="BusinessCalling" if number % 2 else "VoiceConnector")

    assert listed(server.client("chime"), MaxResults=1) == [order_id(number) for number in range(4)]
    assert listed(server.client(), MaxResults=1) == [order_id(0), order_id(2)]


def test_orders_settle_before_they_are_listed(server: RunningServer, namespace: str) -> None:
    """When the clock is moved, whether or not anybody has looked at them."""
    client = server.client(namespace)
    for e164 in ("+12065550100", "+12065550404"):
        client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=[e164])
    before = client.list_phone_number_orders()["PhoneNumberOrders"]
    assert [order["Status"] for order in before] == ["Processing"] * 2

    server.clock.advance(timedelta(seconds=10))

    after = client.list_phone_number_orders()["PhoneNumberOrders"]
    assert {order["OrderedPhoneNumbers"][0]["E164PhoneNumber"]: order["Status"] for order in after} == {
        "+12065550100": "Successful",
        "+12065550404": "Failed",
    }
    numbers = client.list_phone_numbers()["PhoneNumbers"]
    assert [number["Status"] for number in numbers] == ["Unassigned", "AcquireFailed"]
