"""Pages of lists, and the tokens between them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialbook.contract.chime.phone_numbers import ListPhoneNumbersRequest as OlderRequest
from dialbook.contract.voice.phone_number_orders import ListPhoneNumberOrdersRequest
from dialbook.contract.voice.phone_numbers import ListPhoneNumbersRequest
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.operations import paging
from dialbook.operations.paging import page, place_of, token_of
from dialbook.ports.store import AnyOf, Store, Tx, Value
from dialbook.server.page_tokens import SealedPageTokens
from operations.contexts import NOW, OTHER, context, fill, number, with_store

MINUTE = timedelta(minutes=1)
EVERYTHING: dict[str, Value | AnyOf] = {"product_type": AnyOf(("SipMediaApplicationDialIn", "VoiceConnector"))}
NUMBERS = st.lists(
    st.builds(
        lambda digits, minutes, product: number(
            f"+1206555{digits:04}", created_at=NOW - minutes * MINUTE, product_type=product
        ),
        st.integers(0, 30),
        st.integers(0, 3),
        st.sampled_from(["SipMediaApplicationDialIn", "VoiceConnector"]),
    ),
    unique_by=lambda made: made.e164,
    max_size=20,
)
PLACE: type[tuple[datetime, str]] = tuple[datetime, str]
SIZES = st.lists(st.integers(1, 7), min_size=1)


async def next_page(
    store: Store, size: int | None, token: str | None, **members: Any
) -> tuple[list[PhoneNumber], str | None]:
    """Return one page of all numbers."""
    request = ListPhoneNumbersRequest(max_results=size, next_token=token)
    return await store.read(lambda tx: page(context(tx, **members), request, PhoneNumber, EVERYTHING))


def in_order(numbers: list[PhoneNumber]) -> list[PhoneNumber]:
    """Sort numbers as a list does."""
    return sorted(numbers, key=lambda listed: (listed.created_at, listed.e164))


@given(NUMBERS, SIZES)
def test_pages_of_any_sizes_are_the_whole_list(numbers: list[PhoneNumber], sizes: list[int]) -> None:
    """Each record once, in order; only the last page has no token, and it is not empty unless the list is."""

    async def scenario(store: Store) -> None:
        await fill(store, *numbers, number("+12065559999", account=OTHER))
        seen: list[PhoneNumber] = []
        token, turn = None, 0
        while turn == 0 or token:
            found, token = await next_page(store, sizes[turn % len(sizes)], token)
            assert found or not numbers
            assert len(found) == sizes[turn % len(sizes)] or token is None
            seen += found
            turn += 1
        assert seen == in_order(numbers)

    with_store(scenario)


@given(NUMBERS, NUMBERS, SIZES, st.sets(st.integers(0, 19)))
def test_what_is_there_all_the_time_is_listed_once(
    numbers: list[PhoneNumber], coming: list[PhoneNumber], sizes: list[int], going: set[int]
) -> None:
    """Whatever comes and goes between the pages; what comes with the clock comes last."""
    gone = [listed for index, listed in enumerate(numbers) if index in going]
    kept = [listed for listed in numbers if listed not in gone]
    later = [
        number(made.e164.replace("+1206", "+1207"), created_at=NOW + index * MINUTE)
        for index, made in enumerate(coming)
    ]

    async def scenario(store: Store) -> None:
        await fill(store, *numbers)
        seen, token = await next_page(store, sizes[0], None)
        first = list(seen)
        await fill(store, *later)
        for listed in gone:
            await store.write(lambda tx, listed=listed: tx.delete(listed))  # type: ignore[misc]
        turn = 1
        while token:
            found, token = await next_page(store, sizes[turn % len(sizes)], token)
            seen += found
            turn += 1
        paged_on = len(first) < len(numbers)
        assert [listed for listed in seen if listed in kept or listed in first] == in_order(
            [listed for listed in numbers if listed in kept or listed in first]
        )
        assert [listed for listed in seen if listed in later] == (later if paged_on else [])

    with_store(scenario)


async def refused(tx: Tx, token: str, request: Any = None, **members: Any) -> str:
    """Return why a token is refused."""
    with pytest.raises(Refusal) as caught:
        place_of(context(tx, **members), request or ListPhoneNumbersRequest(next_token=token), PLACE)
    assert caught.value.code == "BadRequest"
    return caught.value.message


def token(tx: Tx, **members: Any) -> str:
    """Return a token of the list of all numbers."""
    return token_of(context(tx, **members), ListPhoneNumbersRequest(max_results=5), (NOW, "+12065550100"))


def test_a_token_leads_back_to_its_place() -> None:
    """With the same filters, and with any size of page."""

    async def work(tx: Tx) -> None:
        for size in (None, 1, 5, 100):
            place = place_of(context(tx), ListPhoneNumbersRequest(max_results=size, next_token=token(tx)), PLACE)
            assert place == (NOW, "+12065550100")
        assert place_of(context(tx), ListPhoneNumbersRequest(), PLACE) is None

    with_store(lambda store: store.read(work))


@pytest.mark.parametrize(
    ("request_of", "members"),
    [
        (lambda given: ListPhoneNumbersRequest(next_token=given), {"account": OTHER}),
        (lambda given: ListPhoneNumbersRequest(next_token=given), {"namespace": "chime"}),
        (lambda given: OlderRequest(next_token=given), {"namespace": "chime"}),
        (lambda given: ListPhoneNumbersRequest(next_token=given, status="Assigned"), {}),
        (lambda given: ListPhoneNumbersRequest(next_token=given, product_type="VoiceConnector"), {}),
        (lambda given: ListPhoneNumberOrdersRequest(next_token=given), {}),
        (lambda given: ListPhoneNumbersRequest(next_token=given), {"tokens": SealedPageTokens(bytes(31) + b"1")}),
    ],
    ids=["account", "namespace", "contract", "status", "product", "operation", "key"],
)
def test_a_token_is_of_no_other_list(request_of: Any, members: dict[str, Any]) -> None:
    """Of another account, namespace, operation, filter or server it is not one."""

    async def work(tx: Tx) -> None:
        message = await refused(tx, "", request_of(token(tx)), **members)
        assert message == "NextToken must be one that this list has returned, with the same filters."

    with_store(lambda store: store.read(work))


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda data: data.decode("latin-1")))
def test_what_is_no_token_is_refused(text: str) -> None:
    """Whatever it is, the empty text among it."""

    async def work(tx: Tx) -> None:
        assert "must be one that this list has returned" in await refused(tx, text)

    with_store(lambda store: store.read(work))


@given(st.data())
def test_an_altered_token_leads_nowhere_else(data: st.DataObject) -> None:
    """It is refused, but for a last character that stands for the same bytes."""

    async def work(tx: Tx) -> None:
        made = token(tx)
        index = data.draw(st.integers(0, len(made) - 1))
        other = data.draw(st.sampled_from("ABCXYZabcxyz0189-_=").filter(lambda char: char != made[index]))
        altered = made[:index] + other + made[index + 1 :]
        request = ListPhoneNumbersRequest(next_token=altered)
        try:
            place = place_of(context(tx), request, PLACE)
        except Refusal:
            return
        assert place == place_of(context(tx), ListPhoneNumbersRequest(next_token=made), PLACE)
        assert index >= len(made.rstrip("=")) - 1

    with_store(lambda store: store.read(work))


def test_a_token_expires() -> None:
    """After 24 hours, to the millisecond."""

    async def work(tx: Tx) -> None:
        made = token(tx)
        last = NOW + paging.LIFE_OF_TOKENS
        assert place_of(context(tx, now=last), ListPhoneNumbersRequest(next_token=made), PLACE) is not None
        message = await refused(tx, made, now=last + timedelta(milliseconds=1))
        assert message == "NextToken has expired."

    with_store(lambda store: store.read(work))


@pytest.mark.parametrize(("namespace", "most"), [("chime", 99), ("chime-sdk-voice", 100)])
def test_a_page_that_names_no_size_is_as_large_as_the_contract_allows(namespace: str, most: int) -> None:
    """BEHAVIOUR.md 5, row 26."""

    async def scenario(store: Store) -> None:
        await fill(store, *(number(f"+1206555{index:04}") for index in range(101)))
        found, following = await next_page(store, None, None, namespace=namespace)
        assert len(found) == most
        rest, end = await next_page(store, None, following, namespace=namespace)
        assert (len(rest), end) == (101 - most, None)

    with_store(scenario)
