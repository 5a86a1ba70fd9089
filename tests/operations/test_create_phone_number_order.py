"""CreatePhoneNumberOrder through boto3 against the running application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dialbook.contract.voice.phone_number_orders import CreatePhoneNumberOrderRequest
from dialbook.domain.history import Change
from dialbook.domain.orders import PhoneNumberOrder
from dialbook.domain.registry import Ownership
from dialbook.operations.phone_number_orders.create_phone_number_order import create_phone_number_order
from dialbook.ports.store import Store, Tx
from operations.contexts import NOW, context, everything, fill, number, with_store
from operations.ordering import get, place, records, refusal, status_of, statuses
from running import ACCOUNT, START, RunningServer, error_of

SECONDS = timedelta(seconds=1)
DELAY = 10 * SECONDS
A, B, C = "+12065550100", "+12065550101", "+12065550102"
FAILING, FAILING_TOO = "+12065550404", "+12125550404"
BRITISH, TOLL_FREE = "+442079460100", "+18005550199"
OTHER = "999999999999"


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


@pytest.fixture
def unlimited() -> Iterator[RunningServer]:
    """Run a server without a quota."""
    with RunningServer(switches={"phone_number_quota": None}) as running:
        yield running


def test_an_order_is_processing_and_then_successful(server: RunningServer, namespace: str) -> None:
    """And its numbers go from AcquireInProgress to Unassigned, in the same moment."""
    client = server.client(namespace)

    order = place(client, A, B)
    assert statuses(order) == ("Processing", {A: "Processing", B: "Processing"})
    assert (order["ProductType"], order["CreatedTimestamp"], order["UpdatedTimestamp"]) == (
        "VoiceConnector",
        START,
        START,
    )
    server.clock.advance(DELAY - timedelta(milliseconds=1))
    assert get(client, order) == order
    assert [status_of(client, e164) for e164 in (A, B)] == ["AcquireInProgress"] * 2

    server.clock.advance(timedelta(days=1))
    acquired = get(client, order)
    assert statuses(acquired) == ("Successful", {A: "Acquired", B: "Acquired"})
    assert (acquired["CreatedTimestamp"], acquired["UpdatedTimestamp"]) == (START, START + DELAY)
    found = client.get_phone_number(PhoneNumberId=A)["PhoneNumber"]
    assert (found["Status"], found["Associations"], found["ProductType"]) == ("Unassigned", [], "VoiceConnector")
    assert (found["CreatedTimestamp"], found["UpdatedTimestamp"]) == (START, START + DELAY)
    assert (found["Country"], found["Type"]) == ("US", "Local")


def test_the_newer_namespace_shows_more(server: RunningServer) -> None:
    """The order's type, no date of a firm order commitment, and the order's id on each number; the older one has none of these."""
    newer, older = server.client(), server.client("chime")
    bodies: list[bytes] = []
    newer.meta.events.register_last("after-call", lambda http_response, **_: bodies.append(http_response.content))

    order = place(newer, A)

    assert (order["OrderType"], order["PhoneNumberOrderId"].lower()) == ("New", order["PhoneNumberOrderId"])
    assert b'"FocDate":null' in bodies[0]
    assert newer.get_phone_number(PhoneNumberId=A)["PhoneNumber"]["OrderId"] == order["PhoneNumberOrderId"]
    assert get(older, order).keys() == order.keys() - {"OrderType"}
    assert "OrderId" not in older.get_phone_number(PhoneNumberId=A)["PhoneNumber"]


def test_the_name_is_every_numbers(server: RunningServer) -> None:
    """From the first moment on, and an empty one is none."""
    client = server.client()
    place(client, A, B, Name="Front desk")
    place(client, C, Name="")

    for e164 in (A, B):
        assert client.get_phone_number(PhoneNumberId=e164)["PhoneNumber"]["Name"] == "Front desk"
    assert "Name" not in client.get_phone_number(PhoneNumberId=C)["PhoneNumber"]


def test_a_plus_sign_may_be_left_out(server: RunningServer, namespace: str) -> None:
    """The number is stored and shown with it (BEHAVIOUR.md 5, row 49)."""
    client = server.client(namespace)

    order = place(client, A[1:])

    assert statuses(order) == ("Processing", {A: "Processing"})
    assert status_of(client, A) == "AcquireInProgress"


def test_numbers_stand_in_the_order_of_the_request(server: RunningServer, namespace: str) -> None:
    """Whatever their digits."""
    order = place(server.client(namespace), C, A, B)

    assert [one["E164PhoneNumber"] for one in order["OrderedPhoneNumbers"]] == [C, A, B]


@pytest.mark.parametrize(
    ("e164", "product_type", "message"),
    [
        (BRITISH, "VoiceConnector", "ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S."),
        (
            BRITISH,
            "BusinessCalling",
            "ProductType must be SipMediaApplicationDialIn for phone numbers outside the U.S.",
        ),
        (TOLL_FREE, "BusinessCalling", "ProductType cannot be BusinessCalling for toll-free phone numbers."),
    ],
)
def test_a_product_must_fit_every_number(server: RunningServer, e164: str, product_type: str, message: str) -> None:
    """One that does not fit refuses the whole order, and nothing is created."""
    client = server.client("chime")

    assert refusal(client, A, e164, product_type=product_type) == (400, "BadRequestException", message)
    assert records(server) == []


@pytest.mark.parametrize(
    ("e164", "product_type", "country", "kind"),
    [
        (BRITISH, "SipMediaApplicationDialIn", "GB", "Local"),
        (TOLL_FREE, "VoiceConnector", "US", "TollFree"),
        (TOLL_FREE, "SipMediaApplicationDialIn", "US", "TollFree"),
        (A, "SipMediaApplicationDialIn", "US", "Local"),
    ],
)
def test_a_number_has_the_product_of_its_order(
    server: RunningServer, namespace: str, e164: str, product_type: str, country: str, kind: str
) -> None:
    """With the country and the type that its numbering plan gives it."""
    client = server.client(namespace)
    place(client, e164, product_type=product_type)

    found = client.get_phone_number(PhoneNumberId=e164)["PhoneNumber"]

    assert (found["ProductType"], found["Country"], found["Type"]) == (product_type, country, kind)


def test_business_calling_belongs_to_the_older_namespace(server: RunningServer) -> None:
    """The newer one does not know the product, and shows neither the order nor its number."""
    newer, older = server.client(), server.client("chime")
    assert refusal(newer, A, product_type="BusinessCalling")[:2] == (400, "BadRequestException")

    order = place(older, A, product_type="BusinessCalling")

    assert order["ProductType"] == "BusinessCalling"
    assert error_of(newer.get_phone_number, PhoneNumberId=A)[0] == 404
    assert error_of(newer.get_phone_number_order, PhoneNumberOrderId=order["PhoneNumberOrderId"])[0] == 404


def test_an_order_names_at_least_one_number(server: RunningServer, namespace: str) -> None:
    """An empty list is refused (BEHAVIOUR.md 5, row 23)."""
    assert refusal(server.client(namespace)) == (
        400,
        "BadRequestException",
        "E164PhoneNumbers must have at least 1 item.",
    )


def test_an_order_names_as_many_as_a_request_may(unlimited: RunningServer, namespace: str) -> None:
    """500, as a search returns at most; all are written in one commit."""
    client = unlimited.client(namespace)
    numbers = [f"+1206555{n:04}" for n in range(1000, 1501)]
    assert refusal(client, *numbers) == (
        400,
        "BadRequestException",
        "E164PhoneNumbers must have at most 500 items.",
    )
    assert records(unlimited) == []

    order = place(client, *numbers[:500])
    unlimited.clock.advance(DELAY)

    assert statuses(get(client, order)) == ("Successful", dict.fromkeys(numbers[:500], "Acquired"))
    assert error_of(client.get_phone_number, PhoneNumberId=numbers[500])[0] == 404


@pytest.mark.parametrize("wrong", ["", "front desk", "+0206555010", "+1", "+1206555010012345", f"{A}\n"])
def test_what_is_no_number_is_refused(server: RunningServer, namespace: str, wrong: str) -> None:
    """As the contract's pattern says, whatever else is ordered."""
    assert refusal(server.client(namespace), A, wrong)[:2] == (400, "BadRequestException")
    assert records(server) == []


def test_an_order_over_the_quota_creates_nothing(server: RunningServer, namespace: str) -> None:
    """400 ResourceLimitExceeded; with one number less it is done (BEHAVIOUR.md 5, row 24)."""
    for n in range(3):
        server.add_number(f"+1206555100{n}")
    client = server.client(namespace)
    before = records(server)

    assert refusal(client, A, B, C) == (
        400,
        "ResourceLimitExceededException",
        "The account must not have more phone numbers than its quota.",
    )
    assert records(server) == before
    place(client, A, B)
    assert refusal(client, C)[1] == "ResourceLimitExceededException"


def test_what_cannot_be_had_or_has_failed_does_not_count(server: RunningServer) -> None:
    """Neither a number that the account would not get, nor those that the carrier has not got it; those under way do."""
    client = server.client()
    place(client, FAILING, FAILING_TOO, A)
    assert refusal(client, B, C, "+12065550103")[1] == "ResourceLimitExceededException"
    server.clock.advance(DELAY)

    place(client, A, B, C, "+12065550103", "+12065550105")
    assert refusal(client, "+12065550106")[1] == "ResourceLimitExceededException"


def test_every_order_has_an_id_of_its_own(server: RunningServer) -> None:
    """A GUID in lower case."""
    client = server.client()
    ids = [place(client, e164)["PhoneNumberOrderId"] for e164 in (A, B, C)]

    assert len(set(ids)) == 3
    assert [len(order_id) for order_id in ids] == [36] * 3


def test_an_order_is_written_in_the_history() -> None:
    """The numbers and the order, in one transaction; a refused one leaves no trace."""
    request = CreatePhoneNumberOrderRequest(product_type="VoiceConnector", e164_phone_numbers=[B, A])

    async def create(tx: Tx) -> None:
        await create_phone_number_order(request, context(tx))

    async def scenario(store: Store) -> None:
        await fill(store, number(C))
        await store.write(create)

        (order,) = await everything(store, PhoneNumberOrder)
        changes = await everything(store, Change)
        assert sorted(change.subject for change in changes) == [
            f"phone_number_orders/{order.order_id}",
            f"phone_numbers/{A}",
            f"phone_numbers/{B}",
        ]
        assert {(change.before, change.changed_at) for change in changes} == {(None, NOW)}
        claims = {(owned.e164, owned.owner, owned.claim_id) for owned in await everything(store, Ownership)}
        assert claims == {(e164, ACCOUNT, order.order_id) for e164 in (A, B)}

    with_store(scenario)


def test_without_a_delay_an_order_is_complete_at_once() -> None:
    """The answer says Processing all the same, as AWS's does, and the next look says what has become of it."""
    with RunningServer(switches={"acquisition_delay": timedelta(0)}) as server:
        client = server.client()
        order = place(client, A, FAILING)

        assert order["Status"] == "Processing"
        assert get(client, order)["Status"] == "Partial"
        assert [status_of(client, e164) for e164 in (A, FAILING)] == ["Unassigned", "AcquireFailed"]
        place(server.client(account=OTHER), FAILING)


@pytest.mark.parametrize("preset", ["relaxed", "aws"])
def test_an_order_is_complete_before_clients_give_up(preset: str) -> None:
    """The first of them after 25 seconds (BEHAVIOUR.md 6, R10)."""
    with RunningServer(rules=preset) as server:
        client = server.client()
        order = place(client, A)
        server.clock.advance(25 * SECONDS)

        assert get(client, order)["Status"] == "Successful"
