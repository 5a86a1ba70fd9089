"""GetPhoneNumberOrder through boto3 against the running application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest

from dialbook.contract.chime.phone_number_orders import PhoneNumberOrderStatus as OlderStatus
from dialbook.domain.orders import OrderedNumber, OrderStatus, PhoneNumberOrder
from running import ACCOUNT, START, RunningServer, error_of

ORDER = "12345678-abcd-4234-8234-123456789abc"
NUMBER = "+12065550100"
ABSENT = (404, "NotFoundException", "The phone number order does not exist.")
ENDED = ("Successful", "Failed", "Partial")


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


def add(server: RunningServer, **members: Any) -> PhoneNumberOrder:
    """Put an order into the store."""
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "order_id": ORDER,
        "product_type": "VoiceConnector",
        "numbers": (OrderedNumber(e164=NUMBER),),
        "created_at": START,
        "updated_at": START + timedelta(minutes=1),
    }
    order = PhoneNumberOrder(**(given | members))
    server.store(lambda tx: tx.put(order))
    return order


def shown(client: Any, order_id: str = ORDER) -> dict[str, Any]:
    """Return an order as the API shows it."""
    found: dict[str, Any] = client.get_phone_number_order(PhoneNumberOrderId=order_id)["PhoneNumberOrder"]
    return found


def test_every_member(server: RunningServer) -> None:
    """Of a port-in, in the newer namespace; the older one has neither its type nor its date."""
    add(server, order_type="Porting", status="FOC", foc_date="2026-03-31")
    expected = {
        "PhoneNumberOrderId": ORDER,
        "ProductType": "VoiceConnector",
        "Status": "FOC",
        "OrderType": "Porting",
        "FocDate": "2026-03-31",
        "OrderedPhoneNumbers": [{"E164PhoneNumber": NUMBER, "Status": "Processing"}],
        "CreatedTimestamp": START,
        "UpdatedTimestamp": START + timedelta(minutes=1),
    }

    assert shown(server.client()) == expected
    del expected["OrderType"], expected["FocDate"]
    assert shown(server.client("chime")) == expected | {"Status": "Processing"}


@pytest.mark.parametrize("status", get_args(OrderStatus))
def test_every_status(server: RunningServer, status: OrderStatus) -> None:
    """The older namespace shows one that its enum knows: a port-in is Processing until it is over."""
    add(server, status=status)

    assert shown(server.client())["Status"] == status
    older = shown(server.client("chime"))["Status"]
    assert older in get_args(OlderStatus)
    assert older == (status if status in ENDED else "Failed" if status == "Cancelled" else "Processing")


def test_the_id_is_a_guid_in_any_case(server: RunningServer, namespace: str) -> None:
    """It is shown in lower case."""
    add(server)

    assert shown(server.client(namespace), ORDER.upper())["PhoneNumberOrderId"] == ORDER


def test_unknown_and_foreign_orders_are_not_found(server: RunningServer, namespace: str) -> None:
    """404 with the same words, whoever has the order."""
    add(server)
    other = server.client(namespace, account="999999999999")

    assert error_of(other.get_phone_number_order, PhoneNumberOrderId=ORDER) == ABSENT
    unknown = "00000000-0000-4000-8000-000000000000"
    assert error_of(server.client(namespace).get_phone_number_order, PhoneNumberOrderId=unknown) == ABSENT


@pytest.mark.parametrize("wrong", ["nope", ORDER[:-1], f"{ORDER}0", f"{ORDER}\n", f"{{{ORDER}}}", NUMBER])
def test_what_is_no_guid_is_refused(server: RunningServer, namespace: str, wrong: str) -> None:
    """400, as the contract's pattern says."""
    client = server.client(namespace)

    assert error_of(client.get_phone_number_order, PhoneNumberOrderId=wrong)[:2] == (400, "BadRequestException")


def test_orders_of_business_calling_belong_to_the_older_namespace(server: RunningServer) -> None:
    """Unless the switch says that the newer one shows them."""
    add(server, product_type="BusinessCalling")

    assert shown(server.client("chime"))["ProductType"] == "BusinessCalling"
    assert error_of(server.client().get_phone_number_order, PhoneNumberOrderId=ORDER) == ABSENT
    with RunningServer(switches={"business_calling_in_voice": True}) as showing:
        add(showing, product_type="BusinessCalling")
        assert shown(showing.client())["ProductType"] == "BusinessCalling"


def test_an_order_is_shown_as_it_is_by_now(server: RunningServer, namespace: str) -> None:
    """Though nobody has written down yet what time has done."""
    numbers = (OrderedNumber(e164=NUMBER), OrderedNumber(e164="+12065550404", outcome="AcquireFailed"))
    order = add(server, numbers=numbers, settles_at=START + timedelta(minutes=2))
    server.clock.advance(timedelta(minutes=2))

    found = shown(server.client(namespace))

    assert (found["Status"], found["UpdatedTimestamp"]) == ("Partial", START + timedelta(minutes=2))
    assert [number["Status"] for number in found["OrderedPhoneNumbers"]] == ["Acquired", "Failed"]
    assert server.store(lambda tx: tx.get(PhoneNumberOrder, (ACCOUNT, ORDER))) == order
