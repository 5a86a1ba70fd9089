"""SearchAvailablePhoneNumbers through boto3 against the running application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import phonenumbers
import pytest

from dialbook.domain.pool import PoolNumber
from dialbook.domain.registry import Ownership
from dialbook.operations import searching
from dialbook.ports.store import Tx
from running import ACCOUNT, RunningServer, error_of

OTHER = "999999999999"
NOT_FROM_HERE = (
    400,
    "BadRequestException",
    "NextToken must be one that this list has returned, with the same filters.",
)


@pytest.fixture(params=["chime", "chime-sdk-voice"])
def namespace(request: pytest.FixtureRequest) -> str:
    """Give both namespaces, one after the other."""
    name: str = request.param
    return name


@pytest.fixture
def small() -> Iterator[RunningServer]:
    """Run a server whose carrier has five numbers of everything."""
    with RunningServer(switches={"carrier_pool_size": 5}) as running:
        yield running


def pages(client: Any, **parameters: Any) -> list[list[str]]:
    """Return the numbers of each page, as a client follows NextToken."""
    answer = client.search_available_phone_numbers(**parameters)
    found = [answer["E164PhoneNumbers"]]
    while "NextToken" in answer:
        answer = client.search_available_phone_numbers(**parameters, NextToken=answer["NextToken"])
        found.append(answer["E164PhoneNumbers"])
    return found


def everything(client: Any, **parameters: Any) -> list[str]:
    """Return the numbers of all pages."""
    return [e164 for page in pages(client, **parameters) for e164 in page]


def own(server: RunningServer, *numbers: str, account: str = OTHER, **members: Any) -> None:
    """Let an account have numbers."""

    async def work(tx: Tx) -> None:
        for e164 in numbers:
            await tx.put(Ownership(e164=e164, owner=account, claim_id="test", **members))

    server.store(work)


def load(server: RunningServer, *numbers: PoolNumber) -> None:
    """Put numbers into the operator's pool."""

    async def work(tx: Tx) -> None:
        for number in numbers:
            await tx.put(number)

    server.store(work)


def pooled(e164: str, **members: Any) -> PoolNumber:
    """Return a local number of the U.S. in the operator's pool, but for the members given."""
    return PoolNumber(e164=e164, **({"country": "US", "type": "Local", "area_code": e164[2:5]} | members))


def test_a_page_by_area_code(server: RunningServer, namespace: str) -> None:
    """A hundred numbers of the area code, each once: those that are set aside for fiction (BEHAVIOUR.md 3.5)."""
    found = server.client(namespace).search_available_phone_numbers(AreaCode="206")["E164PhoneNumbers"]
    assert sorted(found) == [f"+120655501{line:02}" for line in range(100)]


def test_two_searches_are_the_same(server: RunningServer) -> None:
    """Whoever asks, in whichever namespace, also on another server."""
    with RunningServer() as another:
        found = {
            tuple(running.client(name, account).search_available_phone_numbers(AreaCode="206")["E164PhoneNumbers"])
            for running in (server, another)
            for name in ("chime", "chime-sdk-voice")
            for account in (ACCOUNT, OTHER)
        }
    assert len(found) == 1


def test_another_seed_finds_others() -> None:
    """It is a switch of the server."""
    with RunningServer(switches={"carrier_seed": 1}) as one, RunningServer(switches={"carrier_seed": 2}) as other:
        assert everything(one.client(), AreaCode="206") != everything(other.client(), AreaCode="206")


FILTERS: list[tuple[dict[str, str], str, str]] = [
    ({"AreaCode": "206"}, "US", "206"),
    ({"AreaCode": "206", "State": "WA", "Country": "US", "PhoneNumberType": "Local"}, "US", "206"),
    ({"City": "Seattle", "State": "WA"}, "US", "206"),
    ({"City": " seattle ", "State": "wa"}, "US", "206"),
    ({"City": "New York", "State": "NY", "AreaCode": "646"}, "US", "646"),
    ({"State": "DC"}, "US", "202"),
    ({"TollFreePrefix": "844"}, "US", "844"),
    ({"TollFreePrefix": "833", "PhoneNumberType": "TollFree"}, "US", "833"),
    ({"Country": "GB", "PhoneNumberType": "Local"}, "GB", ""),
    ({"Country": "IT", "PhoneNumberType": "TollFree"}, "IT", ""),
    ({"Country": "CA", "PhoneNumberType": "Local"}, "CA", ""),
    ({"Country": "PR", "PhoneNumberType": "Local"}, "PR", ""),
]


@pytest.mark.parametrize(("filters", "country", "area_code"), FILTERS)
def test_filters(server: RunningServer, namespace: str, filters: dict[str, str], country: str, area_code: str) -> None:
    """What is found is valid, of the country, and begins in the place; case and white space mean nothing."""
    found = server.client(namespace).search_available_phone_numbers(**filters, MaxResults=20)["E164PhoneNumbers"]
    assert len(found) == 20
    assert found[0].startswith(f"+1{area_code}" if area_code else "+")
    for e164 in found:
        number = phonenumbers.parse(e164)
        assert phonenumbers.is_valid_number(number)
        assert phonenumbers.region_code_for_number(number) == country


@pytest.mark.parametrize(
    "filters",
    [
        {"TollFreePrefix": "800"},
        {"AreaCode": "204"},
        {"AreaCode": "nope"},
        {"AreaCode": "206", "PhoneNumberType": "TollFree"},
        {"AreaCode": "206", "TollFreePrefix": "844"},
        {"City": "Nowhere", "State": "WA"},
        {"State": "Washington"},
        {"Country": "JP", "PhoneNumberType": "Local"},
        {"Country": "CA", "PhoneNumberType": "TollFree"},
        {"Country": "IT", "PhoneNumberType": "Local"},
    ],
)
def test_a_search_without_a_match(server: RunningServer, namespace: str, filters: dict[str, str]) -> None:
    """It is answered 200 with an empty list (BEHAVIOUR.md 6, R7)."""
    assert pages(server.client(namespace), **filters) == [[]]


def test_the_bytes_of_a_last_page(server: RunningServer) -> None:
    """NextToken is absent, not null (BEHAVIOUR.md 5, row 41)."""
    client, seen = server.client(), []
    client.meta.events.register_last("after-call", lambda http_response, **_: seen.append(http_response.content))

    client.search_available_phone_numbers(TollFreePrefix="800")

    assert seen == [b'{"E164PhoneNumbers":[]}']


NEEDED = "One of AreaCode, City, State and TollFreePrefix must be given for the U.S."
ABROAD = "AreaCode, City, State and TollFreePrefix can be given only for the U.S."


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({}, NEEDED),
        ({"Country": "US"}, NEEDED),
        ({"PhoneNumberType": "Local"}, NEEDED),
        ({"AreaCode": ""}, NEEDED),
        ({"City": "  ", "State": " "}, NEEDED),
        ({"City": "Seattle"}, "State must be given with City."),
        ({"City": "Seattle", "AreaCode": "206"}, "State must be given with City."),
        ({"Country": "GB"}, "PhoneNumberType must be given for countries other than the U.S."),
        ({"Country": "JP"}, "PhoneNumberType must be given for countries other than the U.S."),
        ({"Country": "GB", "PhoneNumberType": "Local", "City": "London"}, ABROAD),
        ({"Country": "CA", "PhoneNumberType": "Local", "AreaCode": "204"}, ABROAD),
        ({"Country": "CA", "State": "BC"}, ABROAD),
        ({"Country": "CA", "TollFreePrefix": "844"}, ABROAD),
        ({"AreaCode": "206", "MaxResults": 501}, "MaxResults must be at most 500."),
        ({"AreaCode": "206", "PhoneNumberType": "Mobile"}, "PhoneNumberType must be one of Local, TollFree."),
        ({"AreaCode": "206", "Country": "us"}, "Country must match the pattern [A-Z]{2}."),
        ({"TollFreePrefix": "899"}, "TollFreePrefix must match the pattern ^8(00|33|44|55|66|77|88)$."),
    ],
)
def test_bad_filters(server: RunningServer, namespace: str, filters: dict[str, Any], message: str) -> None:
    """The answer names the member and the rule."""
    call = server.client(namespace).search_available_phone_numbers
    assert error_of(call, **filters) == (400, "BadRequestException", message)


@pytest.mark.parametrize("size", [1, 3, 7, 499, 500])
def test_paging_visits_everything_once(namespace: str, size: int) -> None:
    """Whatever the size of a page; all but the last are full, and the whole is always the same."""
    with RunningServer(switches={"carrier_pool_size": 20 if size < 10 else 1000}) as server:
        client = server.client(namespace)
        whole = everything(client, AreaCode="206", MaxResults=500)
        found = pages(client, AreaCode="206", MaxResults=size)
        assert [e164 for page in found for e164 in page] == whole
        assert len(set(whole)) == len(whole) == (20 if size < 10 else 1000)
        assert {len(page) for page in found[:-1]} <= {size}
        assert found[-1]


def test_a_state_has_the_numbers_of_all_its_area_codes(small: RunningServer, namespace: str) -> None:
    """One area code after the other, over the ends of pages."""
    client = small.client(namespace)
    found = everything(client, State="CT", MaxResults=2)
    area_codes = ["203", "475", "860", "959"]
    assert found == [e164 for code in area_codes for e164 in everything(client, AreaCode=code)]


def test_numbers_that_somebody_owns_are_not_shown(small: RunningServer, namespace: str) -> None:
    """Whoever it is; one that has left the deletion queue, or was never claimed again, is shown in its old place."""
    client = small.client(namespace)
    whole = everything(client, AreaCode="206")
    own(small, whole[0], account=ACCOUNT)
    own(small, whole[2])
    assert everything(client, AreaCode="206") == [whole[1], *whole[3:]]

    own(small, whole[0], free_at=small.clock.now() + timedelta(days=7))
    assert everything(client, AreaCode="206") == [whole[1], *whole[3:]]
    small.clock.advance(timedelta(days=7))
    assert everything(client, AreaCode="206") == [*whole[:2], *whole[3:]]


def test_a_pool_can_be_exhausted(small: RunningServer, namespace: str) -> None:
    """By orders: what was ordered is gone for everybody, and in the end the search finds nothing; other pools are as before."""
    client, other = small.client(namespace), small.client(namespace, OTHER)
    elsewhere = everything(client, AreaCode="253")
    while found := client.search_available_phone_numbers(AreaCode="206", MaxResults=2)["E164PhoneNumbers"]:
        ordered = client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=found)
        assert len(ordered["PhoneNumberOrder"]["OrderedPhoneNumbers"]) == len(found)
        assert not set(found) & set(everything(other, AreaCode="206"))
    assert pages(client, AreaCode="206") == pages(other, AreaCode="206") == [[]]
    assert everything(client, AreaCode="253") == elsewhere


def test_a_request_looks_at_few_numbers(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are owned: such a page is short, even empty, and its token leads on to what is there."""
    monkeypatch.setattr(searching, "LOOKS", 10)
    client = server.client()
    whole = everything(client, AreaCode="206", MaxResults=500)
    own(server, *whole[:25])
    found = pages(client, AreaCode="206", MaxResults=8)
    assert found[:3] == [[], [], whole[25:30]]
    assert [e164 for page in found for e164 in page] == whole[25:]


def token(server: RunningServer, namespace: str = "chime-sdk-voice", account: str = ACCOUNT, **filters: Any) -> str:
    """Return the token of a second page."""
    answer = server.client(namespace, account).search_available_phone_numbers(**filters, MaxResults=2)
    found: str = answer["NextToken"]
    return found


def test_a_token_is_good_for_one_search_alone(server: RunningServer, namespace: str) -> None:
    """Not for other filters, accounts, namespaces or operations; the size of the page may change."""
    made = token(server, namespace, AreaCode="206")
    client, other = server.client(namespace), server.client(namespace, OTHER)
    elsewhere = server.client("chime" if namespace == "chime-sdk-voice" else "chime-sdk-voice")

    assert client.search_available_phone_numbers(AreaCode="206", MaxResults=9, NextToken=made)["E164PhoneNumbers"]
    for call, filters in (
        (client.search_available_phone_numbers, {"AreaCode": "253"}),
        (client.search_available_phone_numbers, {"AreaCode": "206", "State": "WA"}),
        (other.search_available_phone_numbers, {"AreaCode": "206"}),
        (elsewhere.search_available_phone_numbers, {"AreaCode": "206"}),
        (client.list_phone_numbers, {}),
    ):
        assert error_of(call, **filters, NextToken=made) == NOT_FROM_HERE


@pytest.mark.parametrize("altered", ["", "x", "AAAA", "2", "é", "+12065550100"])
def test_what_is_no_token(server: RunningServer, namespace: str, altered: str) -> None:
    """It is refused, whatever it is."""
    call = server.client(namespace).search_available_phone_numbers
    assert error_of(call, AreaCode="206", NextToken=altered) == NOT_FROM_HERE


def test_an_altered_token(server: RunningServer) -> None:
    """One other character is enough."""
    made = token(server, AreaCode="206")
    altered = made[:10] + ("A" if made[10] != "A" else "B") + made[11:]
    call = server.client().search_available_phone_numbers
    assert error_of(call, AreaCode="206", NextToken=altered) == NOT_FROM_HERE


def test_a_token_expires(server: RunningServer) -> None:
    """After a day."""
    made = token(server, AreaCode="206")
    server.clock.advance(timedelta(hours=24, milliseconds=1))
    call = server.client().search_available_phone_numbers
    assert error_of(call, AreaCode="206", NextToken=made) == (400, "BadRequestException", "NextToken has expired.")


POOL = [
    pooled("+12062000001", state="WA", city="SEATTLE"),
    pooled("+12062000002", state="WA", city="SEATTLE", outcome="AcquireFailed"),
    pooled("+12062000003", state="WA"),
    pooled("+12062000004"),
    pooled("+12532000001", state="WA", city="TACOMA"),
    pooled("+15032000001", state="OR", city="SEATTLE"),
    pooled("+18002000001", type="TollFree"),
    pooled("+442079460100", country="GB", area_code=None),
    pooled("+442079460101", country="GB", area_code=None),
    pooled("+81312345678", country="JP", area_code=None),
]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"AreaCode": "206"}, POOL[0:4]),
        ({"State": "WA"}, [*POOL[0:3], POOL[4]]),
        ({"State": "wa", "City": "Seattle"}, POOL[0:2]),
        ({"State": "WA", "AreaCode": "206"}, POOL[0:3]),
        ({"State": "WA", "City": "Seattle", "AreaCode": "253"}, []),
        ({"AreaCode": "425"}, []),
        ({"TollFreePrefix": "800"}, POOL[6:7]),
        ({"TollFreePrefix": "844"}, []),
        ({"TollFreePrefix": "800", "State": "WA"}, []),
        ({"Country": "GB", "PhoneNumberType": "Local"}, POOL[7:9]),
        ({"Country": "GB", "PhoneNumberType": "TollFree"}, []),
        ({"Country": "JP", "PhoneNumberType": "Local"}, POOL[9:]),
        ({"Country": "CA", "PhoneNumberType": "Local"}, []),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 500])
def test_the_operators_pool(
    server: RunningServer, namespace: str, filters: dict[str, str], found: list[PoolNumber], size: int
) -> None:
    """Where one is loaded, searches find its numbers and no others, in the order of their digits, whatever the page."""
    load(server, *POOL)
    assert everything(server.client(namespace), **filters, MaxResults=size) == [number.e164 for number in found]


def test_an_operators_pool_can_be_exhausted(server: RunningServer, namespace: str) -> None:
    """Numbers that are owned are not shown, and the carrier's do not come in their place."""
    load(server, *POOL)
    client = server.client(namespace)
    own(server, POOL[1].e164)
    assert everything(client, AreaCode="206") == [POOL[index].e164 for index in (0, 2, 3)]
    own(server, *(number.e164 for number in POOL))
    assert pages(client, AreaCode="206") == [[]]


def test_an_operators_pool_is_looked_at_in_part(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """However large it is and however much of it is owned."""
    monkeypatch.setattr(searching, "LOOKS", 10)
    monkeypatch.setattr(searching, "BATCH", 5)
    numbers = [f"+1206200{number:04}" for number in range(40)]
    load(server, *map(pooled, numbers))
    own(server, *numbers[:25])
    found = pages(server.client(), AreaCode="206", MaxResults=8)
    assert found[:3] == [[], [], numbers[25:30]]
    assert [e164 for page in found for e164 in page] == numbers[25:]


def test_a_token_from_before_the_pool_was_loaded(server: RunningServer) -> None:
    """The list that it was for is not there any more; nor is the pool's when it is cleared."""
    before = token(server, AreaCode="206")
    load(server, *POOL)
    call = server.client().search_available_phone_numbers
    assert error_of(call, AreaCode="206", NextToken=before) == NOT_FROM_HERE
    made = token(server, AreaCode="206")

    async def clear(tx: Tx) -> None:
        for number in POOL:
            await tx.delete(number)

    server.store(clear)
    assert error_of(call, AreaCode="206", NextToken=made) == NOT_FROM_HERE
